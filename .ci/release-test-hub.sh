#!/bin/sh
# Tries the hub's package and tarball of out/release in a bare Debian: what checkers say, installed, served, told of a
# booth, removed with its data left; and the program of the tarball, which needs nothing. `make release-test` calls it.
#
# Needs root, for chroot; the bare system is that of .ci/release-test-debian.sh, made once under out/cache.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
umask 022

case $(uname -s),$(id -u) in
Linux,0) ;;
*) echo "skip: the hub's package is tried on Linux, as root"; exit 0 ;;
esac
sh .ci/deps.sh debian-test
version=$(sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml)
deb=$PWD/out/release/matchbooth-hub_$(echo "$version" | sed 's/-/~/')_$(dpkg --print-architecture).deb
tarball=$PWD/out/release/matchbooth-hub-$version-linux-$(go env GOARCH).tar.gz
if [ ! -f "$deb" ] || [ ! -f "$tarball" ]; then
	echo "there is nothing to try: run make release first" >&2
	exit 1
fi
work=$PWD/out/hub-test
root=$work/root
rm -rf "$work"
mkdir -p "$work/tree" "$root"

said() { echo "ok    $*"; }
fail() {
	echo "FAIL  $*" >&2
	exit 1
}
program=
cleanup() {
	[ -z "$program" ] || kill "$program" 2>/dev/null || :
	! mountpoint -q "$root/proc" || umount "$root/proc"
	! mountpoint -q "$root/dev" || umount -l "$root/dev"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

lintian --allow-root --fail-on error,warning "$deb" >"$work/lintian.log" 2>&1 || fail "lintian: $(grep -E '^[EW]:' "$work/lintian.log")"
said "lintian has nothing to say that packaging/hub/lintian-overrides does not explain"

# What is in the tarball runs alone: in a folder that has nothing else, as in a container made FROM scratch.
tar -xzf "$tarball" -C "$work/tree" --strip-components=1
mkdir -p "$work/scratch"
cp "$work/tree/matchbooth-hub" "$work/scratch/"
chroot "$work/scratch" /matchbooth-hub version >"$work/version.log" || fail "the program needs something beside it"
chroot "$work/scratch" /matchbooth-hub version --licences | grep -q '^github.com/jackc/pgx/v5 ' || fail "it does not say what it is made of"
said "the program runs alone: $(cat "$work/version.log")"

suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
base=$PWD/out/cache/debian-$suite.tar
if [ ! -f "$base" ]; then
	# shellcheck disable=SC2016 # apt's own sign
	mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $suite" "Created-By: Packages" | head -n 1)
	echo "Making a bare $suite once: a minute or two."
	mkdir -p "$(dirname "$base")"
	debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 || fail "debootstrap: $(tail -n 3 "$work/debootstrap.log")"
	tar -C "$root" -cf "$base.new" .
	mv "$base.new" "$base"
else
	tar -C "$root" -xf "$base"
fi
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
cp "$deb" "$root/root/hub.deb"
chroot=$(command -v chroot)
inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$chroot" "$root" sh -euc "$1"; }
hub() { env -i PATH=/usr/bin:/bin LANG="${2:-C.UTF-8}" "$chroot" --userspec=matchbooth-hub:matchbooth-hub "$root" sh -euc "$1"; }

inside 'apt-get -q update && apt-get -q -y install --no-install-recommends /root/hub.deb' >"$work/install.log" 2>&1 || fail "apt: $(tail -n 3 "$work/install.log")"
[ "$(stat -c %a "$root/var/lib/matchbooth-hub")" = 700 ] || fail "the folder is not its account's alone"
inside 'getent passwd matchbooth-hub' >/dev/null || fail "there is no account"
said "apt installs the package, with its account and folder"
# shellcheck disable=SC2016 # run inside
hub 'echo $$ >/var/lib/matchbooth-hub/pid; exec matchbooth-hub serve --data /var/lib/matchbooth-hub --listen 127.0.0.1:18797 --base-path /hub' >"$work/serve.log" 2>&1 &
for _ in $(seq 50); do
	grep -q '"serving"' "$work/serve.log" && break
	sleep 0.2
done
program=$(cat "$root/var/lib/matchbooth-hub/pid")
curl -fsS http://127.0.0.1:18797/hub/health >"$work/health.log" || fail "health: $(cat "$work/serve.log")"
hub 'matchbooth-hub allow --data /var/lib/matchbooth-hub --event spring-2027 79eaec2435367b09a9cfd1773db5a5ca
	matchbooth-hub status --data /var/lib/matchbooth-hub && matchbooth-hub verify --data /var/lib/matchbooth-hub
	matchbooth-hub erase-event --data /var/lib/matchbooth-hub spring-2027 --yes' >"$work/use.log" 2>&1 || fail "$(cat "$work/use.log")"
hub 'matchbooth-hub --help' zh_CN.UTF-8 | grep -q 汇总服务器 || fail "it does not speak Chinese"
said "serve, allow, status, verify, erase-event"
inside 'apt-get -q -y install --reinstall /root/hub.deb' >"$work/again.log" 2>&1 || fail "installing it again: $(tail -n 3 "$work/again.log")"
kill -0 "$program" || fail "it ended when it was installed again"
kill "$program"
inside 'apt-get -q -y purge matchbooth-hub && ! dpkg -s matchbooth-hub 2>/dev/null' >"$work/remove.log" 2>&1 || fail "purge: $(tail -n 3 "$work/remove.log")"
[ -s "$root/var/lib/matchbooth-hub/hub.key" ] || fail "what the hub keeps went with it"
[ ! -e "$root/usr/bin/matchbooth-hub" ] && [ ! -e "$root/etc/default/matchbooth-hub" ] || fail "purging left something"
said "purged: what the hub keeps is left, and nothing else"
cleanup
rm -rf "$root"
