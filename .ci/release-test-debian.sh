#!/bin/sh
# Tries the Debian package and the tarball of out/release in a bare Debian, as somebody would who downloads them: what
# checkers of packages say, installed, used, seen in a window, installed over itself, removed; and whether the same
# commit gives the same bytes. `make release-test` calls it.
#
# Needs root, for chroot; the bare system (200 MB, a minute or two) is made once, under out/cache. What it looked like
# lies in out/debian-test/window.png. Takes about five minutes.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
umask 022

case $(uname -s),$(id -u) in
Linux,0) ;;
*) echo "skip: the Debian package is tried on Linux, as root"; exit 0 ;;
esac
sh .ci/deps.sh debian-test
version=$(sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml)
arch=$(dpkg --print-architecture)
deb=$PWD/out/release/matchbooth_$(echo "$version" | sed 's/-/~/')_$arch.deb
tarball=$PWD/out/release/matchbooth-$version-linux-$(go env GOARCH).tar.gz
if [ ! -f "$deb" ] || [ ! -f "$tarball" ]; then
	echo "there is nothing to try: run make release first" >&2
	exit 1
fi
work=$PWD/out/debian-test
root=$work/root
rm -rf "$work"
mkdir -p "$work/tree"

said() { echo "ok    $*"; }
fail() {
	echo "FAIL  $*" >&2
	exit 1
}

display=
program=
cleanup() {
	[ -z "$display" ] || kill "$display" 2>/dev/null || :
	[ -z "$program" ] || kill "$program" 2>/dev/null || :
	! mountpoint -q "$root/tmp/.X11-unix" || umount "$root/tmp/.X11-unix"
	[ -d .git ] || git worktree remove --force "$work/again" 2>/dev/null || :
	! mountpoint -q "$root/proc" || umount "$root/proc"
	! mountpoint -q "$root/dev" || umount -l "$root/dev"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

# What the checkers say.
lintian --allow-root --fail-on error,warning "$deb" >"$work/lintian.log" 2>&1 || {
	grep -v '^N:' "$work/lintian.log" | grep -E '^[EW]:' && fail "lintian finds faults"
}
said "lintian has nothing to say that packaging/debian/lintian-overrides does not explain"
dpkg-deb -x "$deb" "$work/tree"
find "$work/tree" -name '*.desktop' -exec desktop-file-validate {} + >"$work/desktop.log" || fail "desktop entries: $(cat "$work/desktop.log")"
systemd-analyze verify --user --man=no --root="$work/tree" matchbooth.service >"$work/unit.log" 2>&1 || :
! grep matchbooth "$work/unit.log" || fail "the unit"
said "desktop entries and unit are valid"

# The bare system. The mirror is the one that this computer takes its own packages from.
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
base=$PWD/out/cache/debian-$suite.tar
if [ ! -f "$base" ]; then
	# shellcheck disable=SC2016 # apt's own sign
	mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $suite" "Created-By: Packages" | head -n 1)
	echo "Making a bare $suite once: a minute or two."
	mkdir -p "$root" "$(dirname "$base")"
	debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 || fail "debootstrap: $(tail -n 3 "$work/debootstrap.log")"
	tar -C "$root" -cf "$base.new" .
	mv "$base.new" "$base"
	rm -rf "$root"
fi
mkdir -p "$root"
tar -C "$root" -xf "$base"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mkdir -p "$root/root/packages"
cp "$deb" "$root/root/packages/matchbooth.deb"
cp "$tarball" "$root/root/packages/matchbooth.tar.gz"
sh .ci/livepack.sh "$root/srv/pack"

chroot=$(command -v chroot)
# inside COMMAND: as root in that system. booth COMMAND: as the account of the booth.
inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$chroot" "$root" sh -euc "$1"; }
booth() { env -i PATH=/usr/bin:/bin LANG="${2:-C.UTF-8}" HOME=/home/booth DISPLAY=:97 "$chroot" --userspec=booth:booth "$root" sh -euc "cd; $1"; }
# files: all there is but folders (lockdown makes some in /etc that others use too), and but for what packages leave behind anyway, and what is the booth's.
files() { (cd "$root" && find . \( -path ./proc -o -path ./dev -o -path ./home -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/dpkg -o -path ./var/lib/apt -o -path ./tmp -o -path ./root \) -prune -o ! -type d -print | LC_ALL=C sort); }

# The libraries come first, so that what is there afterwards is the package's. With what it recommends, as apt does by itself.
# shellcheck disable=SC2016 # run inside
inside 'apt-get -q update && apt-get -q -y install --no-install-recommends $(dpkg-deb -f /root/packages/matchbooth.deb Depends Recommends | sed "s/^[A-Z][a-z]*: //; s/([^)]*)//g; s/,/ /g")' >"$work/apt.log" 2>&1 || fail "apt: $(tail -n 3 "$work/apt.log")"
inside 'useradd -m booth'
files >"$work/before"

# The tarball first, since it goes away again.
inside 'cd /root/packages && tar xzf matchbooth.tar.gz && cd matchbooth-*/ && sh install.sh && /usr/local/bin/matchbooth version && sh install.sh uninstall && cd .. && rm -r matchbooth-*/' >"$work/tarball.log" 2>&1 || fail "tarball: $(cat "$work/tarball.log")"
files | diff "$work/before" - >"$work/left" || fail "the tarball's uninstall left: $(cat "$work/left")"
said "tarball: installed, run, uninstalled"

inside 'apt-get -q -y install /root/packages/matchbooth.deb' >"$work/install.log" 2>&1 || fail "apt: $(tail -n 3 "$work/install.log")"
booth 'matchbooth version' >"$work/version.log" 2>&1 || fail "version: $(cat "$work/version.log")"
said "apt installs the package: $(cat "$work/version.log")"
booth 'matchbooth doctor' >"$work/doctor.log" 2>&1 || [ $? = 1 ] || fail "doctor"
grep -q '^ok  *fonts' "$work/doctor.log" || fail "doctor: $(cat "$work/doctor.log")"
booth 'matchbooth doctor' zh_CN.UTF-8 2>&1 | grep -q '^正常' || fail "doctor does not speak Chinese"
booth 'matchbooth check /srv/pack' >"$work/check.log" 2>&1 || fail "check: $(cat "$work/check.log")"
booth 'umask 077; head -c 24 /dev/urandom | base64 >pass; echo 731946 >pin
	matchbooth setup --data event --event /srv/pack --passphrase-file pass --pin-file pin --recovery-out recovery --accept-warnings' >"$work/setup.log" 2>&1 || fail "setup: $(cat "$work/setup.log")"
booth 'printf "name,phone,consents,signed_at\n张三,13800138000,notice,2026-05-21\n" >paper.csv
	matchbooth import --data event paper.csv && matchbooth export --data event --format csv --out list.csv --passphrase-file pass
	grep 张三 list.csv && matchbooth verify --data event' >"$work/use.log" 2>&1 || fail "import and export: $(cat "$work/use.log")"
said "doctor, check, setup, import, export, verify"
inside 'matchbooth-lockdown on --user booth && matchbooth-lockdown show' >"$work/lockdown.log" 2>&1 || fail "lockdown: $(cat "$work/lockdown.log")"
inside 'bash -c "source /usr/share/bash-completion/completions/matchbooth && complete -p matchbooth"' >/dev/null || fail "completion"
for page in man1/matchbooth.1 man1/matchbooth-export.1 man1/matchbooth-session.1 man8/matchbooth-lockdown.8 zh_CN/man1/matchbooth-export.1; do
	[ -s "$work/tree/usr/share/man/$page.gz" ] || fail "there is no manual page $page"
done

# The window, on a display that is none. It counts as there when the picture has more colours than an empty one.
Xvfb :97 -screen 0 1280x800x24 -nolisten tcp -ac >"$work/xvfb.log" 2>&1 &
display=$!
for _ in $(seq 30); do
	DISPLAY=:97 xdpyinfo >/dev/null 2>&1 && break
	sleep 1
done
mkdir -p "$root/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
# shellcheck disable=SC2016 # run inside
booth 'echo $$ >pid; exec matchbooth run --data event --kiosk --lang zh' >"$work/window.log" 2>&1 &
colours=0
for _ in $(seq 90); do
	sleep 1
	[ ! -s "$root/home/booth/pid" ] || program=$(cat "$root/home/booth/pid")
	DISPLAY=:97 import -window root "$work/window.png" 2>/dev/null || continue
	colours=$(identify -format %k "$work/window.png")
	[ "$colours" -lt 200 ] || break
done
[ "$colours" -ge 200 ] || fail "no window: $(cat "$work/window.log")"
said "window: $colours colours in out/debian-test/window.png"
# Installing over a booth that runs: dpkg puts new files beside the old ones, which the running program keeps.
inside 'apt-get -q -y install --reinstall /root/packages/matchbooth.deb' >"$work/again.log" 2>&1 || fail "installing over a running booth: $(cat "$work/again.log")"
kill -0 "$program" 2>/dev/null || fail "the booth ended when it was installed again: $(cat "$work/window.log")"
kill "$program"
for _ in $(seq 20); do
	kill -0 "$program" 2>/dev/null || break
	sleep 1
done
booth 'matchbooth status --data event' >"$work/status.log" 2>&1 || fail "status: $(cat "$work/status.log")"
said "installed over itself while the booth ran: nothing lost"

# Gone, but for what people entered.
inside 'apt-get -q -y remove matchbooth' >"$work/remove.log" 2>&1 || fail "remove: $(cat "$work/remove.log")"
files | diff "$work/before" - >"$work/left" || fail "removing left: $(cat "$work/left")"
inside 'apt-get -q -y install /root/packages/matchbooth.deb && apt-get -q -y purge matchbooth && ! dpkg -s matchbooth 2>/dev/null' >>"$work/remove.log" 2>&1 || fail "purge: $(cat "$work/remove.log")"
files | diff "$work/before" - >"$work/left" || fail "purging left: $(cat "$work/left")"
[ -s "$root/home/booth/event/booth.db" ] || fail "the sign-ups went with it"
said "removed and purged: nothing is left but the booth's data; what lockdown closed is open"
cleanup
rm -rf "$root"

# The same commit gives the same bytes: from another folder, of the same commit.
if [ -n "$(git status --porcelain --untracked-files=no 2>/dev/null || echo none)" ]; then
	echo "skip  same bytes: there are changes that no commit has"
	exit 0
fi
if [ "$(stat -c %Y "$deb")" != "$(git log -1 --format=%ct)" ]; then
	echo "skip  same bytes: out/release was made of another commit; run make release first"
	exit 0
fi
# Go stamps a clone with its commit, and a work tree beside one not.
if [ -d .git ]; then git clone -q . "$work/again"; else git worktree add -q --detach "$work/again"; fi
mkdir -p "$work/again/out"
MATCHBOOTH_RELEASE=$work/second sh "$work/again/.ci/release-debian.sh" >"$work/second.log" 2>&1 || fail "$(cat "$work/second.log")"
for file in "$deb" "$tarball"; do
	cmp "$file" "$work/second/$(basename "$file")" || fail "$(basename "$file") is not the same twice"
done
[ -d .git ] || git worktree remove --force "$work/again"
rm -rf "$work/again"
said "the same commit gives the same bytes"
