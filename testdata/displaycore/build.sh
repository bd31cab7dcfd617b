#!/bin/sh
# Builds Windows.Devices.Display.Core.dll and smoke.exe with mingw.
# usage: build.sh OUTDIR TRIPLE      (x86_64-w64-mingw32 or i686-w64-mingw32)
set -eu
if [ $# -ne 2 ]; then
    echo "usage: $0 OUTDIR TRIPLE" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
cc=$2-gcc
command -v "$cc" >/dev/null || { echo "$0: $cc is not installed (Debian: gcc-mingw-w64)" >&2; exit 1; }

objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
flags="-std=gnu11 -O2 -g -Wall -Wextra -Werror -D_WIN32_WINNT=0x0A00 -DWIN32_LEAN_AND_MEAN"

# The system's headers take most of the time: read them once.
echo "#include \"$here/abi.h\"" >"$objects/first.h"
# shellcheck disable=SC2086
"$cc" $flags -x c-header -o "$objects/first.h.gch" "$objects/first.h"
cd "$here"
for source in *.c; do
    echo "$source"
done | xargs -P "$(nproc)" -I{} "$cc" $flags -include "$objects/first.h" -c -o "$objects/{}.o" {}

cd "$objects"
mv smoke.c.o smoke.o
# --kill-at: the exports have the same names on every architecture.
"$cc" -shared -static-libgcc -Wl,--kill-at -o new.dll ./*.c.o -lole32
"$cc" -static-libgcc -municode -o new.exe smoke.o iids.c.o -lole32
# In place only when whole: a test that runs meanwhile never loads half a file.
mv new.dll "$out/.dll.$$" && mv "$out/.dll.$$" "$out/Windows.Devices.Display.Core.dll"
mv new.exe "$out/.exe.$$" && mv "$out/.exe.$$" "$out/smoke.exe"
