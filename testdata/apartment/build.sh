#!/bin/sh
# Builds apartment-test.dll with mingw.
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

# --kill-at: the exports have the same names on every architecture.
# In place only when whole: a test that runs meanwhile never loads half a file.
"$cc" -std=gnu11 -O2 -g -Wall -Wextra -Werror -D_WIN32_WINNT=0x0A00 -DWIN32_LEAN_AND_MEAN \
    -shared -static-libgcc -Wl,--kill-at -o "$out/.apartment.$$" "$here"/apartment.c -lole32 -lruntimeobject
mv "$out/.apartment.$$" "$out/apartment-test.dll"
