#!/usr/bin/env bash
# Passes all tests on Linux: ./test.sh, or some of its parts, ./test.sh lint wine.
#
#   tools      installs what is missing: compilers, qemu (apt, as root), Go, Wine
#   lint       gofmt, go vet and staticcheck, for Linux and for Windows
#   generated  generated/ is what the generator makes now; a fresh module can do it too
#   host       the tests of the generator, on this machine
#   wine       the tests of the runtime and of generated code, under Wine
#   arm64      the tests of the arm64 assembly, under qemu
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
	for name in displaycore collections composition; do
		if [[ ! -e $out/$name.done || -n $(find "testdata/$name" -newer "$out/$name.done" -type f -print -quit) ]]; then
			"testdata/$name/build.sh" "$out" "$(triple "$1")" >&2
			touch "$out/$name.done"
		fi
	done
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

host() {
	say "go test ./..."
	go test ./...
}

wine() {
	local arch arches
	arches=$(wine_architectures)
	for arch in amd64 386; do
		if [[ " $arches " != *" $arch "* ]]; then
			say "NOT TESTED: the Wine here does not run windows/$arch programs"
			continue
		fi
		say "go test for windows/$arch"
		WINMD2GO_COMPONENTS=$(components "$arch") GOOS=windows GOARCH=$arch \
			go test -exec "$PWD/testdata/wine/run" ./winrt/... ./tests/...
	done
}

arm64() {
	say "go test for linux/arm64 under qemu"
	CGO_ENABLED=1 CC=aarch64-linux-gnu-gcc GOARCH=arm64 \
		go test -exec "qemu-aarch64 -L /usr/aarch64-linux-gnu" ./winrt/abi/...
}

examples() {
	local arch out
	for arch in $(wine_architectures); do
		say "examples/display for windows/$arch"
		out=$(components "$arch")
		GOOS=windows GOARCH=$arch go build -o "$out/" ./examples/...
		(cd "$out" && "$OLDPWD/testdata/wine/run" display.exe </dev/null)
	done
}

all="lint generated host wine arm64 examples"
tools
for part in ${*:-$all}; do
	case " tools $all " in
	*" $part "*) [[ $part == tools ]] || "$part" ;;
	*) echo "there is no part $part: $all" >&2; exit 2 ;;
	esac
done
part=done
say "all passed"
