#!/bin/sh
# Tries the download for Windows under Wine: installed into a Chinese path, a booth at the console, the window, one visitor
# by finger in kiosk mode, an interface that is ended, installing and removing while it runs and after (ui/e2e/windows_test.go).
# `make release-test` calls it, after `make release`; five to ten minutes. Pictures lie in out/windows/try/pictures/.
#
# Nothing here runs on Windows. Beside what .ci/wine.sh does, Wine 8 gives whoever is killed by a signal of Unix the exit code 0,
# which is why processes.exe ends them.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
. .ci/wine.sh

setup=$PWD/out/release/Matchbooth-setup.exe
[ -f "$setup" ] || { echo "There is no $setup: make release first." >&2; exit 1; }
sh .ci/deps.sh test
sh .ci/deps.sh windows-test

try=$PWD/out/windows/try
rm -rf "$try"
mkdir -p "$try"
wine_in "$try"
x86_64-w64-mingw32-gcc -municode -s -o "$try/processes.exe" packaging/windows/wine/processes.c

MATCHBOOTH_WINE=$try MATCHBOOTH_SETUP=$setup CGO_ENABLED=0 \
	go test -tags ci,e2e -count=1 -timeout 30m -v -run '^TestWindowsUnderWine$' ./ui/e2e
