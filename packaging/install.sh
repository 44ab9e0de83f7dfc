#!/bin/sh
# Puts the booth in place, and takes it away again. `make install` and `make uninstall`
# call it:
#
#   PREFIX=/usr/local DESTDIR= packaging/install.sh install [PROGRAM]
#   PREFIX=/usr/local DESTDIR= packaging/install.sh uninstall
#
#   PREFIX    where it will live (default /usr/local)
#   DESTDIR   a folder to stage into, for packages; the paths inside files are without it
#   SESSIONS  where login screens look for sessions: /usr/share for PREFIX /usr and
#             /usr/local (LightDM looks nowhere else), otherwise PREFIX/share
#
# What was put where is kept in PREFIX/share/matchbooth/installed. Uninstalling removes
# exactly that, and folders only if installing made them and they are empty. The data
# folder of a booth is never touched, wherever it is. Nothing here changes how the
# computer behaves: that is matchbooth-lockdown's job, on request.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PREFIX=${PREFIX:-/usr/local}
DESTDIR=${DESTDIR:-}
umask 022

fail() {
	echo "install.sh: $*" >&2
	exit 1
}

# These paths end up in desktop entries, units and scripts, unquoted.
case $PREFIX in
*[!A-Za-z0-9/._+-]* | *..* | "" | [!/]*) fail "PREFIX has to be an absolute path of letters, digits and / . _ + -" ;;
esac
PREFIX=${PREFIX%/}
case $PREFIX in
/usr | /usr/local) SESSIONS=${SESSIONS:-/usr/share} ;;
*) SESSIONS=${SESSIONS:-$PREFIX/share} ;;
esac
case $SESSIONS in
*[!A-Za-z0-9/._+-]* | *..* | [!/]*) fail "SESSIONS has to be an absolute path of letters, digits and / . _ + -" ;;
esac
bindir=$PREFIX/bin
datadir=$PREFIX/share/matchbooth
docdir=$PREFIX/share/doc/matchbooth
icons=$PREFIX/share/icons/hicolor
mandir=$PREFIX/share/man
# Where zsh looks by itself: Debian's has a folder for packages.
case $PREFIX in
/usr) zshdir=/usr/share/zsh/vendor-completions ;;
*) zshdir=$PREFIX/share/zsh/site-functions ;;
esac
manifest=$datadir/installed

# note LINE: one more line of the manifest, once.
note() { grep -Fqx -- "$1" "$list" || echo "$1" >>"$list"; }

# folder PATH: makes it and what is missing above it, and notes what was made.
folder() {
	[ ! -d "$DESTDIR$1" ] || return 0
	folder "$(dirname "$1")"
	mkdir "$DESTDIR$1"
	note "d $1"
}

# put MODE SOURCE TARGET: copies one file. Marks such as @BINDIR@ are filled in where
# the source is text of ours ("fill" before MODE).
put() {
	fill=
	if [ "$1" = fill ]; then
		fill=1
		shift
	fi
	folder "$(dirname "$3")"
	new=$DESTDIR$3.new$$
	if [ -n "$fill" ]; then
		sed -e "s|@BINDIR@|$bindir|g" -e "s|@DATADIR@|$datadir|g" -e "s|@DOCDIR@|$docdir|g" "$2" >"$new"
	else
		cp "$2" "$new"
	fi
	chmod "$1" "$new"
	mv -f "$new" "$DESTDIR$3" # in one step: a running program keeps its old file
	note "f $3"
}

# guide SOURCE NAME: puts one page for people beside the others. Its links lead to what is installed with it; where that
# is nothing (how the program is built, for instance) the words stay and the link goes.
guide() {
	sed -e 's|](\.\./docs/|](|g' -e 's|](docs/|](|g' -e 's|](\.\./packaging/README\.md|](packaging.md|g' \
		-e 's|](\.\./\([A-Z]*\.md\)|](\1|g' "$1" >"$work/page"
	grep -o '](\([^)]*\))' "$work/page" | sed -e 's/^](//' -e 's/)$//' | sort -u >"$work/links" || :
	while read -r link; do
		case $link in
		http*:* | "#"*) continue ;;
		pictures/*)
			if [ -r "$here/../docs/$link" ]; then
				put 644 "$here/../docs/$link" "$docdir/$link"
				continue
			fi
			;;
		esac
		case $pages in *" ${link%%#*} "*) continue ;; esac
		exactly=$(printf '%s\n' "$link" | sed 's/[].[*^$|\\]/\\&/g')
		sed "s|\[\([^]]*\)\]($exactly)|\1|g" "$work/page" >"$work/page.new"
		mv -f "$work/page.new" "$work/page"
	done <"$work/links"
	put 644 "$work/page" "$docdir/$2"
}

install() {
	program=${1:-$here/../matchbooth}
	[ -x "$program" ] || fail "there is no program to install: run make build first"
	[ -z "$DESTDIR" ] || mkdir -p "$DESTDIR"
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	list=$work/list
	: >"$list"
	# The program knows its commands: it writes its manual, and how shells complete it. One that was built for another
	# system cannot be asked here, and cannot be installed here either.
	"$program" manual "$work/man" || fail "$program does not run here, so nothing was installed: was it built for this computer?"
	for shell in bash zsh fish; do
		"$program" completion "$shell" >"$work/$shell" || fail "$program knows no completion for $shell: run make build again"
	done
	# What an earlier version put there is still ours to remove.
	[ ! -r "$DESTDIR$manifest" ] || cat "$DESTDIR$manifest" >"$list"

	put 755 "$program" "$bindir/matchbooth"
	put fill 755 "$here/matchbooth-session" "$bindir/matchbooth-session"
	put fill 755 "$here/matchbooth-cage" "$bindir/matchbooth-cage"
	put fill 755 "$here/matchbooth-lockdown" "$PREFIX/sbin/matchbooth-lockdown"
	put fill 644 "$here/matchbooth.desktop" "$PREFIX/share/applications/matchbooth.desktop"
	put fill 644 "$here/matchbooth-kiosk.desktop" "$SESSIONS/xsessions/matchbooth-kiosk.desktop"
	put fill 644 "$here/matchbooth-kiosk-cage.desktop" "$SESSIONS/wayland-sessions/matchbooth-kiosk-cage.desktop"
	put fill 644 "$here/matchbooth.service" "$PREFIX/lib/systemd/user/matchbooth.service"
	put 644 "$here/icons/matchbooth.svg" "$icons/scalable/apps/matchbooth.svg"
	for size in 48 128 256; do
		put 644 "$here/icons/matchbooth-$size.png" "$icons/${size}x$size/apps/matchbooth.png"
	done
	for part in "$here"/system/*; do
		put 644 "$part" "$datadir/system/$(basename "$part")"
	done
	put 644 "$work/bash" "$PREFIX/share/bash-completion/completions/matchbooth"
	put 644 "$work/zsh" "$zshdir/_matchbooth"
	put 644 "$work/fish" "$PREFIX/share/fish/vendor_completions.d/matchbooth.fish"
	(cd "$work/man" && find . -name '*.1' | LC_ALL=C sort) >"$work/manuals"
	while read -r page; do
		put 644 "$work/man/$page" "$mandir/${page#./}"
	done <"$work/manuals"
	for lang in "" zh_CN/; do
		for page in "$here/man/$lang"*.[18]; do
			put fill 644 "$page" "$mandir/${lang}man${page##*.}/$(basename "$page")"
		done
	done
	put 644 "$here/../LICENSE" "$docdir/LICENSE"
	put 644 "$here/../assets/fonts/OFL.txt" "$docdir/licences/noto-sans-sc.txt"
	for notice in "$here"/../assets/pinyin/licences/*.txt "$here"/../docs/licenses/*; do
		[ ! -f "$notice" ] || put 644 "$notice" "$docdir/licences/$(basename "$notice")"
	done
	if [ -f "$here/../docs/licenses/README.md" ]; then # what it leads to lies one folder nearer here
		sed 's|(../../LICENSE)|(../LICENSE)|' "$here/../docs/licenses/README.md" >"$work/licences"
		put 644 "$work/licences" "$docdir/licences/README.md"
	fi
	pages=" packaging.md "
	for page in "$here"/../docs/kiosk*.md "$here"/../docs/keeping*.md "$here"/../docs/event-pack*.md "$here"/../docs/desk*.md \
		"$here"/../docs/import*.md "$here"/../docs/organiser*.md "$here"/../docs/volunteer*.md "$here"/../docs/cli.md \
		"$here"/../docs/reliability.md "$here"/../docs/faults.md "$here"/../SECURITY*.md "$here"/../CHANGELOG.md; do
		[ ! -r "$page" ] || pages="$pages$(basename "$page") "
	done
	for page in $pages; do
		case $page in
		packaging.md) guide "$here/README.md" "$page" ;;
		[A-Z]*) guide "$here/../$page" "$page" ;;
		*) guide "$here/../docs/$page" "$page" ;;
		esac
	done

	folder "$datadir"
	note "f $manifest"
	cp "$list" "$DESTDIR$manifest"
	chmod 644 "$DESTDIR$manifest"
	echo "Installed under $DESTDIR$PREFIX. Next: $bindir/matchbooth doctor; guide: $docdir/kiosk.md"
}

uninstall() {
	[ -r "$DESTDIR$manifest" ] || fail "nothing was installed under $DESTDIR$PREFIX (there is no $DESTDIR$manifest)"
	list=$(mktemp)
	trap 'rm -f "$list"' EXIT
	cp "$DESTDIR$manifest" "$list"
	while read -r kind path; do
		case $path in
		*..* | [!/]* | "") fail "$DESTDIR$manifest is damaged: nothing more was removed" ;;
		esac
		[ "$kind" != f ] || rm -f "$DESTDIR$path"
	done <"$list"
	# The deepest folders first; one that is not empty belongs to somebody else by now.
	sed -n 's/^d //p' "$list" | sort -r | while read -r path; do
		rmdir "$DESTDIR$path" 2>/dev/null || :
	done
	echo "Removed from $DESTDIR$PREFIX. The data folders of booths were left as they are."
}

case ${1:-} in
install) install "${2:-}" ;;
uninstall) uninstall ;;
*) fail "say install or uninstall" ;;
esac
