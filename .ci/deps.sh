#!/bin/sh
# Installs what is missing: `.ci/deps.sh build` for the program, `.ci/deps.sh test`
# for the tests and the virtual display as well, `.ci/deps.sh readback` for the programs that
# read our workbooks, `.ci/deps.sh bench`, `pinyin` and `fonts` for the make targets of those
# names, `.ci/deps.sh debian`, `windows` and `mesa` for what packs the downloads, `debian-test` and `windows-test` for
# what tries them, `.ci/deps.sh go` for what needs no C compiler.
#
# Asks for the thing itself, not for a package's name: a header that the compiler
# finds, a command that answers. Where all of it is there, nothing is done, on any
# system. What is missing is installed on Debian and Ubuntu; elsewhere it is named.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

# The headers that the window's cgo parts include (X11 and OpenGL ES through EGL).
headers() {
	command -v "${CC:-cc}" >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || return 1
	[ "$(uname -s)" = Linux ] || return 0 # other systems bring these with their compiler
	compiler=$(command -v "${CC:-cc}" || command -v gcc)
	"$compiler" -E -x c - >/dev/null 2>&1 <<-'C'
		#include <stdlib.h>
		#include <GL/gl.h>
		#include <GLES2/gl2.h>
		#include <EGL/egl.h>
		#include <X11/Xlib.h>
		#include <X11/Xcursor/Xcursor.h>
		#include <X11/extensions/Xinerama.h>
		#include <X11/extensions/XInput2.h>
		#include <X11/extensions/Xrandr.h>
		#include <X11/extensions/shape.h>
		#include <X11/extensions/xf86vmode.h>
		#include <xkbcommon/xkbcommon.h>
	C
}

have() { command -v "$1" >/dev/null 2>&1; }

# The driver that draws without a graphics card; the virtual display needs it.
software_gl() { [ -n "$(find /usr/lib /usr/lib64 /usr/local/lib -name 'swrast_dri.so' -o -name 'libgallium*.so' 2>/dev/null | head -n 1)" ]; }

# What the hub is tested on besides SQLite: version 15 on Debian 12, whatever there is elsewhere.
postgres() { [ -n "$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | head -n 1)" ] || have postgres; }

# Is there a Python that has a module? One of our own may stand before the system's.
python_has() { python3 -c "import $1" 2>/dev/null || /usr/bin/python3 -c "import $1" 2>/dev/null; }

missing=
want() { missing="$missing $*"; }

what=${1:-build}
case $what in build | test | debian) headers || want gcc libc6-dev libgl1-mesa-dev libegl1-mesa-dev libgles2-mesa-dev xorg-dev libxkbcommon-dev ;; esac
if [ "$what" = test ]; then
	have Xvfb || want xvfb
	have openbox || want openbox
	have xdotool || want xdotool
	have import || want imagemagick
	have zbarimg || want zbar-tools
	have xdpyinfo || want x11-utils
	have xrandr || want x11-xserver-utils
	have setxkbmap || want x11-xkb-utils
	have strace || want strace
	have age || want age
	have shellcheck || want shellcheck
	have desktop-file-validate || want desktop-file-utils
	if [ "$(uname -s)" = Linux ]; then
		have dbus-daemon || want dbus-daemon
		have systemd-analyze || want systemd
	fi
	postgres || want postgresql
	if [ "$(uname -s)" = Linux ]; then software_gl || want libgl1-mesa-dri libegl1 libgles2; fi
fi
if [ "$what" = test ]; then
	have zsh || want zsh
	have fish || want fish
	have mandoc || want mandoc
	have man || want man-db
	have chromium || want chromium # for the page on the phone
fi
if [ "$what" = debian ]; then
	have objdump || want binutils
	have xz || want xz-utils
fi
if [ "$what" = debian-test ]; then
	have debootstrap || want debootstrap
	have lintian || want lintian
	have desktop-file-validate || want desktop-file-utils
	have systemd-analyze || want systemd
	have Xvfb || want xvfb
	have import || want imagemagick
	have xdpyinfo || want x11-utils
fi
case $what in test | readback) python_has openpyxl || want python3-openpyxl ;; esac
if [ "$what" = readback ]; then
	have soffice || want libreoffice-calc
	python_has uno || want python3-uno
	have node || want nodejs
	have npm || want npm
fi
if [ "$what" = bench ]; then
	have chromium || want chromium # what the booth is measured beside
	printf '#include <rime_api.h>\n' | { "${CC:-cc}" -E -x c - || gcc -E -x c -; } >/dev/null 2>&1 || want gcc libc6-dev librime-dev
fi
case $what in bench | pinyin) [ -r /usr/share/rime-data/pinyin_simp.dict.yaml ] || want rime-data-pinyin-simp ;; esac
[ "$what" != pinyin ] || [ -r /usr/share/unicode/Unihan_Readings.txt.bz2 ] || want unicode-data
if [ "$what" = fonts ]; then
	[ -r "${FONT_DIR:-/usr/share/fonts/opentype/noto}/NotoSansCJK-Bold.ttc" ] || want fonts-noto-cjk
	python_has fontTools || want python3-fonttools
fi
case $what in windows | windows-test)
	have x86_64-w64-mingw32-gcc || want gcc-mingw-w64-x86-64
	have makensis || want nsis
	have wrestool && have icotool || want icoutils
	have osslsigncode || want osslsigncode
	have zip || want zip
	;;
esac
if [ "$what" = mesa ]; then
	have x86_64-w64-mingw32-g++-posix || want g++-mingw-w64-x86-64-posix
	[ -r /usr/x86_64-w64-mingw32/include/zlib.h ] || want libz-mingw-w64-dev
	have dpkg-source || want dpkg-dev
	have meson || want meson
	have ninja || want ninja-build
	have bison || want bison
	have flex || want flex
	/usr/bin/python3 -c 'import mako' 2>/dev/null || want python3-mako # Meson's Python is the system's
fi
if [ "$what" = windows-test ]; then
	have wine && have wine64 || [ -x /usr/lib/wine/wine64 ] || want wine wine64 libwine fonts-wine
	have unzip || want unzip
fi
go_usable || want golang-go

[ -n "$missing" ] || exit 0

if ! have apt-get; then
	echo "These are missing here, by their names on Debian and Ubuntu:$missing" >&2
	echo "Please install what your system calls them, then run this again." >&2
	[ -z "${missing##*golang-go*}" ] && echo "Go $GO_WANTED or newer: https://go.dev/dl/" >&2
	exit 1
fi

root=
if [ "$(id -u)" != 0 ]; then
	if ! have sudo; then
		echo "As root, please run: apt-get install --no-install-recommends$missing" >&2
		exit 1
	fi
	root=sudo
fi

echo "Installing:$missing"
install() { $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; }
# The package lists are fetched only when they turn out to be missing or stale.
if ! install >/dev/null 2>&1; then
	$root apt-get update -q
	install
fi

if ! go_usable; then
	echo "The Go that this system offers is too old: the booth needs Go $GO_WANTED, or any from 1.21 on that may fetch it." >&2
	echo "Please install it from https://go.dev/dl/ and run this again." >&2
	exit 1
fi
