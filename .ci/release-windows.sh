#!/bin/sh
# The download for Windows: out/release/Matchbooth-setup.exe, and the same without an installer,
# out/release/Matchbooth-portable.zip. `make release` calls it.
#
# Two programs of one source: matchbooth.exe has the window, matchbooth-cli.exe the console. The same commit gives the
# same bytes. With a certificate all of it is signed (.ci/sign-windows.sh). docs/development.md has the rest.
#
# In the folder soft lies Mesa (.ci/mesa.sh), for computers without a usable OpenGL. MATCHBOOTH_NO_SOFT=1 leaves it out.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

# Windows brings OpenGL, not OpenGL ES: no gles here. docs/development.md says why the others.
WINDOWS_TAGS=no_emoji,migrated_fynedo

work=out/windows
stage=$work/stage
rm -rf "$stage"
mkdir -p "$stage" out/release
sh .ci/deps.sh windows

# Before the compiler of Go's C is named, which Meson would take for its own.
if [ "${MATCHBOOTH_NO_SOFT:-}" = 1 ]; then
	echo "Mesa is left out: where Windows has no usable OpenGL this download opens no window."
else
	mesa=$(sh .ci/mesa.sh) || {
		echo "There is no Mesa for the downloads for Windows. MATCHBOOTH_NO_SOFT=1 makes them without it." >&2
		exit 1
	}
	mkdir "$stage/soft"
	cp "$mesa"/* "$stage/soft/"
	cp docs/licenses/Mesa.txt "$stage/soft/LICENSE.txt"
	for library in "$stage"/soft/*.dll; do sh .ci/sign-windows.sh "$library"; done
fi

CGO_ENABLED=1 GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc
export CGO_ENABLED GOOS GOARCH CC

version=$(sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml)
numbers=$version.0
commit=$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
# All times inside are that of the commit.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)
export SOURCE_DATE_EPOCH

# Icon, version and manifest.
(unset GOOS GOARCH CC && CGO_ENABLED=0 && export CGO_ENABLED && tool github.com/tc-hib/go-winres)
trap 'rm -f rsrc_windows_amd64.syso' EXIT
trap 'exit 1' INT TERM HUP
out/tools/go-winres make --in packaging/windows/winres.json --arch amd64 --out rsrc \
	--file-version "$numbers" --product-version "$version ($commit)"

if [ "$(go list -tags "$WINDOWS_TAGS" -trimpath -f '{{.Stale}}' github.com/go-gl/gl/v2.1/gl 2>/dev/null)" != false ]; then
	echo "Building for Windows for the first time on this computer: please wait, about six minutes on two cores, once."
fi
go build -trimpath -buildvcs=auto -tags "$WINDOWS_TAGS" -ldflags "-s -w -H windowsgui" -o "$stage/matchbooth.exe" .
go build -trimpath -buildvcs=auto -tags "$WINDOWS_TAGS" -ldflags "-s -w" -o "$stage/matchbooth-cli.exe" .
for program in matchbooth matchbooth-cli; do
	# Imported, Windows' own would be there before the program could choose (ui/display/opengl_windows.go).
	if x86_64-w64-mingw32-objdump -p "$stage/$program.exe" | grep -i 'DLL Name: opengl32' >&2; then
		echo "$program.exe imports opengl32.dll, and could not draw with another" >&2
		exit 1
	fi
done
sh .ci/sign-windows.sh "$stage/matchbooth.exe"
sh .ci/sign-windows.sh "$stage/matchbooth-cli.exe"

# What lies beside the programs.
cp LICENSE "$stage/LICENSE.txt"
[ ! -d docs/licenses ] || cp -R docs/licenses "$stage/licenses"
mkdir "$stage/kiosk"
cp packaging/windows/README.md packaging/windows/shell-launcher.xml packaging/windows/kiosk.ps1 "$stage/kiosk/"
find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
find "$stage" -type f -exec chmod 644 {} +

# The zip has a folder of its own, so that unpacking strews nothing about.
rm -rf "$work/zip" out/release/Matchbooth-portable.zip
mkdir -p "$work/zip"
cp -Rp "$stage" "$work/zip/Matchbooth"
(
	cd "$work/zip"
	find Matchbooth -type f | LC_ALL=C sort | TZ=UTC zip -q -X -9 ../../release/Matchbooth-portable.zip -@
)
rm -rf "$work/zip"

# The uninstaller takes away exactly these.
(
	cd "$stage"
	find . -type f | LC_ALL=C sort | sed 's|^\./||; s|/|\\|g; s|.*|Delete "$INSTDIR\\&"|'
	find . -mindepth 1 -type d | LC_ALL=C sort -r | sed 's|^\./||; s|/|\\|g; s|.*|RMDir "$INSTDIR\\&"|'
) >"$work/uninstall.nsh"
wrestool -x -t14 -nAPP "$stage/matchbooth.exe" >"$work/matchbooth.ico"

echo "Packing the installer: about a minute."
set --
if [ -n "${MATCHBOOTH_CERT:-}" ]; then
	set -- "-DSIGN=sh \"$PWD/.ci/sign-windows.sh\" \"%1\""
fi
makensis -V2 "$@" "-DSTAGE=$PWD/$stage" "-DOUT=$PWD/out/release/Matchbooth-setup.exe" "-DVERSION=$version" "-DNUMBERS=$numbers" \
	"-DKBYTES=$(du -sk "$stage" | cut -f1)" packaging/windows/matchbooth.nsi
sh .ci/sign-windows.sh out/release/Matchbooth-setup.exe
touch -d "@$SOURCE_DATE_EPOCH" out/release/Matchbooth-setup.exe out/release/Matchbooth-portable.zip
sha256sum out/release/Matchbooth-setup.exe out/release/Matchbooth-portable.zip
