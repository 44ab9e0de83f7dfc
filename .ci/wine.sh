# Read by scripts that try the program for Windows: wine_in FOLDER makes FOLDER/prefix what the variables point Wine to, a
# Windows 10 of its own that ends with the script.
#
# Wine 8 needs two helps, neither of which Windows does: it calls itself Windows 7, and has no bcryptprimitives.dll, which Go
# takes random numbers from.
# shellcheck shell=sh
wine_in() {
	WINEPREFIX=$1/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=;winemenubuilder.exe=d'
	export WINEPREFIX WINEARCH WINEDEBUG WINEDLLOVERRIDES
	trap 'wineserver -k >/dev/null 2>&1 || :' EXIT
	env -u DISPLAY wineboot -i >/dev/null 2>&1
	wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null 2>&1
	wineserver -w
	dll=$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll
	[ -f "$dll" ] || x86_64-w64-mingw32-gcc -shared -s -o "$dll" packaging/windows/wine/bcryptprimitives.c -ladvapi32
}
