#!/bin/sh
# Lays out what the downloads for Linux hold, so that the same commit gives the same bytes: all times are
# SOURCE_DATE_EPOCH, all files root's, in one order. .ci/release-debian.sh calls it.
#
#   MATCHBOOTH_VERSION=… SOURCE_DATE_EPOCH=… packaging/debian/stage.sh package PROGRAM FOLDER
#   MATCHBOOTH_VERSION=… SOURCE_DATE_EPOCH=… packaging/debian/stage.sh tarball PROGRAM FILE.tar.gz
set -eu
umask 022
LC_ALL=C.UTF-8 TZ=UTC
export LC_ALL TZ
: "${MATCHBOOTH_VERSION:?has to be set}" "${SOURCE_DATE_EPOCH:?has to be set}"
source=$(cd "$(dirname "$0")/../.." && pwd)

# package PROGRAM FOLDER: what `make install` puts in place, but for the list by which `make uninstall` takes it away
# (dpkg has its own), and with what Debian asks of a package beside it.
package() {
	PREFIX=/usr DESTDIR=$2 sh "$source/packaging/install.sh" install "$1" >/dev/null
	doc=$2/usr/share/doc/matchbooth
	rm -f "$2/usr/share/matchbooth/installed" "$doc/LICENSE"
	cp "$source/packaging/debian/copyright" "$doc/copyright"
	{
		printf 'matchbooth (%s) stable; urgency=medium\n\n' "$MATCHBOOTH_VERSION"
		printf '  * What is new stands in CHANGELOG.md of the source.\n\n'
		printf ' -- Matchbooth maintainers <matchbooth@users.noreply.github.com>  %s\n' "$(date -R -d "@$SOURCE_DATE_EPOCH")"
	} | gzip -9n >"$doc/changelog.gz"
	[ ! -f "$doc/CHANGELOG.md" ] || gzip -9n "$doc/CHANGELOG.md"
	find "$2/usr/share/man" -type f -exec gzip -9n {} +
	mkdir -p "$2/usr/share/lintian/overrides"
	cp "$source/packaging/debian/lintian-overrides" "$2/usr/share/lintian/overrides/matchbooth"
	chmod -R u=rwX,go=rX "$2"
	find "$2" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# tarball PROGRAM FILE: the program, and what packaging/install.sh takes from the source.
tarball() {
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	name=$(basename "$2" .tar.gz)
	tree=$work/$name
	mkdir -p "$tree/assets/fonts" "$tree/assets/pinyin"
	cp "$1" "$tree/matchbooth"
	cp -R "$source/LICENSE" "$source/README.md" "$source/SECURITY.md" "$source/SECURITY.zh.md" "$source/packaging" "$source/docs" "$tree/"
	cp "$source/assets/fonts/OFL.txt" "$tree/assets/fonts/"
	cp -R "$source/assets/pinyin/licences" "$tree/assets/pinyin/"
	[ ! -f "$source/CHANGELOG.md" ] || cp "$source/CHANGELOG.md" "$tree/"
	mv "$tree/packaging/tarball/install.sh" "$tree/install.sh"
	rm -rf "$tree/packaging/tarball" "$tree/packaging/debian" "$tree/packaging/windows"
	find "$tree" -name '*_test.go' -exec rm -f {} +
	chmod -R u=rwX,go=rX "$tree"
	tar -C "$work" --sort=name --format=gnu --owner=0 --group=0 --numeric-owner "--mtime=@$SOURCE_DATE_EPOCH" -cf "$work/tar" "$name"
	gzip -9n <"$work/tar" >"$2"
	touch -d "@$SOURCE_DATE_EPOCH" "$2"
}

case ${1:-} in
package | tarball) "$1" "${2:?which program}" "${3:?where to}" ;;
*)
	echo "stage.sh: say package or tarball" >&2
	exit 2
	;;
esac
