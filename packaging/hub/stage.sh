#!/bin/sh
# Lays out what the hub's downloads hold, so that the same commit gives the same bytes: all times are SOURCE_DATE_EPOCH, all
# files root's, in one order. .ci/release-hub.sh calls it.
#
#   MATCHBOOTH_VERSION=… SOURCE_DATE_EPOCH=… packaging/hub/stage.sh package PROGRAM FOLDER
#   MATCHBOOTH_VERSION=… SOURCE_DATE_EPOCH=… packaging/hub/stage.sh tarball PROGRAM FILE.tar.gz
set -eu
umask 022
LC_ALL=C.UTF-8 TZ=UTC
export LC_ALL TZ
: "${MATCHBOOTH_VERSION:?has to be set}" "${SOURCE_DATE_EPOCH:?has to be set}"
source=$(cd "$(dirname "$0")/../.." && pwd)
here=$source/packaging/hub

# pages FOLDER: the guides. What they lead to and is not beside them is only said.
pages() {
	for page in hub.md hub.zh.md hub-protocol.md; do
		sed -E '/^!\[/d; s/\]\((hub|hub\.zh|hub-protocol)\.md([^)]*)\)/](@\1.md\2)/g; s/\[([^]]*)\]\([^@h][^)]*\)/\1/g; s/\]\(@/](/g' "$source/docs/$page" >"$1/$page"
	done
}

# put MODE FILE TO
put() {
	mkdir -p "$(dirname "$3")"
	cp "$2" "$3"
	chmod "$1" "$3"
}

package() {
	doc=$2/usr/share/doc/matchbooth-hub
	put 755 "$1" "$2/usr/bin/matchbooth-hub"
	put 644 "$here/matchbooth-hub.service" "$2/usr/lib/systemd/system/matchbooth-hub.service"
	put 644 "$here/sysusers.conf" "$2/usr/lib/sysusers.d/matchbooth-hub.conf"
	put 644 "$here/tmpfiles.conf" "$2/usr/lib/tmpfiles.d/matchbooth-hub.conf"
	put 644 "$here/matchbooth-hub.8" "$2/usr/share/man/man8/matchbooth-hub.8"
	put 644 "$here/copyright" "$doc/copyright"
	put 644 "$here/Containerfile" "$doc/examples/Containerfile"
	put 644 "$here/lintian-overrides" "$2/usr/share/lintian/overrides/matchbooth-hub"
	pages "$doc"
	{
		printf 'matchbooth-hub (%s) stable; urgency=medium\n\n' "$MATCHBOOTH_VERSION"
		printf '  * What is new stands in CHANGELOG.md of the source.\n\n'
		printf ' -- Matchbooth maintainers <matchbooth@users.noreply.github.com>  %s\n' "$(date -R -d "@$SOURCE_DATE_EPOCH")"
	} | gzip -9n >"$doc/changelog.gz"
	gzip -9n "$2/usr/share/man/man8/matchbooth-hub.8"
	chmod -R u=rwX,go=rX "$2"
	find "$2" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

tarball() {
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	name=$(basename "$2" .tar.gz)
	tree=$work/$name
	put 755 "$1" "$tree/matchbooth-hub"
	put 644 "$source/LICENSE" "$tree/LICENSE"
	for file in matchbooth-hub.service sysusers.conf tmpfiles.conf default matchbooth-hub.8 Containerfile; do
		put 644 "$here/$file" "$tree/$file"
	done
	pages "$tree"
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
