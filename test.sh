#!/usr/bin/env bash
# Passes all tests on Linux: ./test.sh, or some of its parts, ./test.sh lint wine.
#
#   tools      installs what is missing: compilers, qemu (apt, as root), Go, Wine
#   lint       gofmt, go vet and staticcheck, for Linux and for Windows
#   generated  generated/ is what the generator makes now; a fresh module can do it too
#   whole      the whole Windows Runtime is projected, type-checked, vetted and built,
#              and beside it metadata of other roots
#   host       the tests of the generator, on this machine
#   wine       the tests of the runtime and of generated code, under Wine, on amd64
#              with the race detector too, and of the generator; calls of every
#              signature shape in the metadata, to C code and from it
#   arm64      the same calls with the arm64 assembly, under qemu
#   examples   builds the examples and runs them under Wine
#
# What is fetched and built stays in $WINMD2GO_CACHE (default: the user's cache
# folder), so that a second run is quick. On Windows itself: go test ./...
set -euo pipefail
cd "$(dirname "$0")"
export WINMD2GO_CACHE=${WINMD2GO_CACHE:-${XDG_CACHE_HOME:-${HOME:?set HOME or WINMD2GO_CACHE}/.cache}/winmd2go}
staticcheck_version=v0.8.2
architectures="amd64 386 arm64"

part=setup
say() { printf '\n== %s: %s (%ss)\n' "$part" "$*" "$SECONDS"; }
trap 'code=$?; [[ $code == 0 ]] || printf "\n== %s failed\n" "$part" >&2' EXIT

# Debian packages, and the command by which each is known to be there.
packages=(
	gcc:gcc
	gcc-mingw-w64-x86-64:x86_64-w64-mingw32-gcc
	g++-mingw-w64-x86-64:x86_64-w64-mingw32-g++
	gcc-mingw-w64-i686:i686-w64-mingw32-gcc
	mono-utils:monodis
	gcc-aarch64-linux-gnu:aarch64-linux-gnu-gcc
	qemu-user:qemu-aarch64
	patch:patch
	ca-certificates:update-ca-certificates
	git:git
)

tools() {
	local missing=() entry
	for entry in "${packages[@]}"; do
		command -v "${entry#*:}" >/dev/null || missing+=("${entry%:*}")
	done
	[[ -e /usr/aarch64-linux-gnu/lib/libc.so.6 ]] || missing+=(libc6-dev-arm64-cross)
	if ((${#missing[@]})); then
		if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
			echo "missing: ${missing[*]} (names of Debian packages); install them, or run this as root on Debian" >&2
			exit 1
		fi
		say "installing ${missing[*]}"
		apt-get -qq update
		DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
	fi
	local go
	go=$(testdata/go/install)
	export PATH=$go:$PATH GOTOOLCHAIN=${GOTOOLCHAIN:-auto}
	say "$(go version)"
}

# tested runs "go test" and says of every test that did not run why: "go test" alone
# keeps that to itself. What fails is shown whole. A skip whose reason matches $required
# fails too: there, what the test needs has been installed.
tested() {
	local log code=0
	log=$(mktemp)
	go test -v "$@" >"$log" 2>&1 || code=$?
	if ((code)); then
		grep -avE '^ *(=== (RUN|PAUSE|CONT|NAME)|--- PASS:)' "$log" || true
	else
		grep -aE '^(ok|\?) ' "$log" || true
	fi
	awk -v required="${required:-}" '
		/^ +[^ ]+\.go:[0-9]+: / { reason = $0; sub(/^ +[^ ]+ /, "", reason) }
		/^ *=== RUN/ { reason = "" }
		/^ *--- SKIP: / { why[$3 ": " reason]++ }
		END {
			for (w in why) {
				print "NOT TESTED: " w | "sort"
				missed = missed || required != "" && w ~ required
			}
			close("sort")
			exit missed
		}' "$log" || { code=1; echo "these tests have to run here: $required"; }
	rm "$log"
	return "$code"
}

# wine_architectures prints which Windows programs the Wine here runs.
wine_architectures() {
	local assignments
	assignments=$(testdata/wine/install)
	(eval "$assignments" && echo "$WINE_ARCHES")
}

triple() {
	case $1 in
	amd64) echo x86_64-w64-mingw32 ;;
	386) echo i686-w64-mingw32 ;;
	esac
}

# components builds the native test components and prints their folder.
components() {
	local out=$WINMD2GO_CACHE/components/$1 name
	mkdir -p "$out"
	for name in abi displaycore collections composition apartment; do
		if [[ ! -e $out/$name.done || -n $(find "testdata/$name" -newer "$out/$name.done" -type f -print -quit) ]]; then
			"testdata/$name/build.sh" "$out" "$(triple "$1")" >&2
			touch "$out/$name.done"
		fi
	done
	echo "$out"
}

# shapes makes the judge of calling conventions and prints its folder, which has
# another name when the judge is another.
shapes() {
	local made=$WINMD2GO_CACHE/shapes/new out
	go run ./tests/shapes "$made" >&2
	out=$WINMD2GO_CACHE/shapes/$(cd "$made" && find . -type f -print0 | sort -z | xargs -0 cat | cksum | tr -d ' ')
	if [[ -d $out ]]; then
		rm -r "$made"
	else
		mv "$made" "$out"
	fi
	echo "$out"
}

lint() {
	local arch unformatted
	say "gofmt"
	unformatted=$(gofmt -l .)
	[[ -z $unformatted ]] || { echo "gofmt -w would change: $unformatted" >&2; exit 1; }
	say "go vet and staticcheck for linux"
	go vet ./...
	local staticcheck=$WINMD2GO_CACHE/bin/$staticcheck_version/staticcheck
	[[ -x $staticcheck ]] || GOFLAGS= GOBIN=${staticcheck%/*} go install "honnef.co/go/tools/cmd/staticcheck@$staticcheck_version"
	"$staticcheck" ./...
	for arch in $architectures; do
		say "go vet and staticcheck for windows/$arch"
		GOOS=windows GOARCH=$arch go vet ./...
		GOOS=windows GOARCH=$arch "$staticcheck" ./...
	done
}

generated() {
	say "winmd2go generate --check"
	go run ./cmd/winmd2go generate --check
}

# generate_all DIR ARGUMENTS… generates into a module of its own, of which nothing may be
# missing, and asks what gofmt, a compiler's front end and go vet say of it for all
# architectures.
generate_all() {
	local out=$1 unformatted
	shift
	mkdir -p "$out"
	sed 's|^module .*|module example.org/whole|' go.mod >"$out/go.mod"
	printf '\nrequire github.com/winmd2go/winmd2go v0.0.0\n\nreplace github.com/winmd2go/winmd2go => %s\n' "$PWD" >>"$out/go.mod"
	cp go.sum "$out/"
	say "winmd2go generate $*"
	"$WINMD2GO_CACHE/bin/winmd2go" generate "$@" --out "$out" --report "$out/report.json"
	grep -q '"skipped": \[\]' "$out/report.json" || { echo "members were skipped: $out/report.json" >&2; exit 1; }
	say "gofmt"
	unformatted=$(gofmt -l "$out")
	[[ -z $unformatted ]] || { echo "gofmt would change: $unformatted" >&2; exit 1; }
	say "type check and vet for $architectures"
	go run ./tests/whole "$out" $architectures
}

# whole projects the whole Windows Runtime, and then metadata of other roots beside it.
# Compiling takes many times as long as what generate_all asks, and is done for the
# Windows Runtime and the architectures in WINMD2GO_WHOLE.
whole() {
	local out=$WINMD2GO_CACHE/whole arch
	go build -o "$WINMD2GO_CACHE/bin/winmd2go" ./cmd/winmd2go
	generate_all "$out" 'Windows.*'
	local shared=${WINMD2GO_METADATA:-../shared/metadata}
	local others=('Windows.*' 'Contoso.*' --metadata testdata/Contoso.winmd)
	if [[ -d $shared/webview2 && -d $shared/windows-app-sdk-1.0 ]]; then
		others+=('Microsoft.*' --metadata "$shared/webview2" --metadata "$shared/windows-app-sdk-1.0")
	else
		say "NOT TESTED: WebView2 and the Windows App SDK, for want of webview2 and windows-app-sdk-1.0 in $shared; set WINMD2GO_METADATA"
	fi
	generate_all "$WINMD2GO_CACHE/roots" "${others[@]}"
	go build -o "$WINMD2GO_CACHE/bin/measure" ./tests/measure
	for arch in ${WINMD2GO_WHOLE:-amd64}; do
		say "go build for windows/$arch"
		(cd "$out" && GOOS=windows GOARCH=$arch go build -toolexec "$WINMD2GO_CACHE/bin/measure $out/compiled" ./...)
		"$WINMD2GO_CACHE/bin/measure" -report "$out/compiled"
	done
}

host() {
	say "go test ./..."
	required='NOT JUDGED|NOT CHECKED|type-checks' tested ./...
}

# on_windows passes the generator's own tests as a Windows program: paths, line ends,
# locks and renaming are others there. -short leaves out what C compilers or the go
# command say of generated code, which is the same code on Linux.
on_windows() {
	say "the generator's tests for windows/amd64"
	GOOS=windows GOARCH=amd64 tested -short -exec "$PWD/testdata/wine/run" ./winmd/... ./midl/... ./generator/... ./metadata/... ./cmd/...
	say "winmd2go.exe generate --check"
	GOOS=windows GOARCH=amd64 go run -exec "$PWD/testdata/wine/run" ./cmd/winmd2go generate --check
}

wine() {
	local arch arches judge
	arches=$(wine_architectures)
	for arch in amd64 386; do
		if [[ " $arches " != *" $arch "* ]]; then
			say "NOT TESTED: the Wine here does not run windows/$arch programs"
			continue
		fi
		say "go test for windows/$arch"
		WINMD2GO_COMPONENTS=$(components "$arch") GOOS=windows GOARCH=$arch \
			tested -exec "$PWD/testdata/wine/run" ./winrt/... ./tests/...
		[[ $arch == amd64 ]] || continue
		on_windows
		say "go test -race for windows/$arch"
		WINMD2GO_COMPONENTS=$(components "$arch") CGO_ENABLED=1 CC=$(triple "$arch")-gcc GOOS=windows GOARCH=$arch \
			tested -race -exec "$PWD/testdata/wine/run" ./winrt/... ./tests/...
	done
	judge=$(shapes)
	for arch in $arches; do
		say "every shape of the metadata, for windows/$arch, against C code"
		mkdir -p "$judge/$arch"
		[[ -e $judge/$arch/Shapes.dll ]] ||
			"$(triple "$arch")-gcc" -std=gnu11 -O1 -Wall -Wextra -Werror -Wno-unused-function -D_WIN32_WINNT=0x0A00 -DWIN32_LEAN_AND_MEAN \
				-shared -static-libgcc -Wl,--kill-at -o "$judge/$arch/Shapes.dll" "$judge/shapes.c" -lole32 -lruntimeobject
		(
			runner=$PWD/testdata/wine/run
			cd "$judge"
			GOOS=windows GOARCH=$arch go vet ./...
			WINMD2GO_COMPONENTS=$judge/$arch GOOS=windows GOARCH=$arch go test -count=1 -v -exec "$runner" ./shapes
		)
	done
}

arm64() {
	say "every shape of the metadata, for linux/arm64 under qemu, against C code"
	local judge
	judge=$(shapes)
	CGO_ENABLED=1 CC=aarch64-linux-gnu-gcc GOARCH=arm64 CGO_CFLAGS="-O1 -I$judge" \
		go test -v -exec "qemu-aarch64 -L /usr/aarch64-linux-gnu" ./winrt/abi/...
}

examples() {
	local arch out
	for arch in $(wine_architectures); do
		say "examples/display for windows/$arch"
		out=$(components "$arch")
		GOOS=windows GOARCH=$arch go build -o "$out/" ./examples/display
		(cd "$out" && "$OLDPWD/testdata/wine/run" display.exe </dev/null)
		say "tests/bare for windows/$arch, which does the same by hand"
		GOOS=windows GOARCH=$arch go build -o "$out/" ./tests/bare
		(cd "$out" && "$OLDPWD/testdata/wine/run" bare.exe </dev/null)
		wc -c "$out"/{bare,display}.exe | awk '{ size[NR] = $1 } END { printf "display.exe is %.2f times the size of bare.exe\n", size[2] / size[1] }'
		say "examples/component for windows/$arch, used by a program in C"
		CGO_ENABLED=1 CC=$(triple "$arch")-gcc GOOS=windows GOARCH=$arch \
			go build -buildmode=c-shared -o "$out/Contoso.dll" ./examples/component
		"$(triple "$arch")-gcc" -std=gnu11 -O2 -Wall -Wextra -Werror -D_WIN32_WINNT=0x0A00 \
			-o "$out/host.exe" testdata/component/host.c -lole32 -lruntimeobject
		(cd "$out" && "$OLDPWD/testdata/wine/run" host.exe Contoso.dll)
	done
}

all="lint generated whole host wine arm64 examples"
tools
for part in ${*:-$all}; do
	case " tools $all " in
	*" $part "*) [[ $part == tools ]] || "$part" ;;
	*) echo "there is no part $part: $all" >&2; exit 2 ;;
	esac
done
part=done
say "all passed"
