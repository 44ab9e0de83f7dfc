#!/bin/sh
# Tries the download for Windows under Wine: installed into a Chinese path, a booth at the console, the window, one visitor
# by finger in kiosk mode, an interface that is ended, installing and removing while it runs and after (ui/e2e/windows_test.go).
# `make release-test` calls it, after `make release`; five to ten minutes. Pictures lie in out/windows/try/pictures/.
#
# Nothing here runs on Windows. Wine 8 needs three helps, none of which Windows does: it has no bcryptprimitives.dll, calls
# itself Windows 7, and gives whoever is killed by a signal of Unix the exit code 0.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

setup=$PWD/out/release/Matchbooth-setup.exe
[ -f "$setup" ] || { echo "There is no $setup: make release first." >&2; exit 1; }
sh .ci/deps.sh test
sh .ci/deps.sh windows-test

try=$PWD/out/windows/try
rm -rf "$try"
mkdir -p "$try"
WINEPREFIX=$try/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=;winemenubuilder.exe=d'
export WINEPREFIX WINEARCH WINEDEBUG WINEDLLOVERRIDES
trap 'wineserver -k >/dev/null 2>&1 || :' EXIT

x86_64-w64-mingw32-gcc -municode -s -o "$try/processes.exe" packaging/windows/wine/processes.c
env -u DISPLAY wineboot -i >/dev/null 2>&1
wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null 2>&1
wineserver -w
dlls=$WINEPREFIX/drive_c/windows/system32
[ -f "$dlls/bcryptprimitives.dll" ] ||
	x86_64-w64-mingw32-gcc -shared -s -o "$dlls/bcryptprimitives.dll" packaging/windows/wine/bcryptprimitives.c -ladvapi32

MATCHBOOTH_WINE=$try MATCHBOOTH_SETUP=$setup CGO_ENABLED=0 \
	go test -tags ci,e2e -count=1 -timeout 30m -v -run '^TestWindowsUnderWine$' ./ui/e2e
