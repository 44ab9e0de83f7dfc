#!/bin/sh
# The hub's downloads: out/release/matchbooth-hub_VERSION_ARCH.deb for Debian and Ubuntu, and
# out/release/matchbooth-hub-VERSION-linux-ARCH.tar.gz with the program, one static file that runs on any Linux.
# `make release` calls it. The same commit gives the same bytes. MATCHBOOTH_RELEASE names another folder than out/release.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
umask 022

[ "$(uname -s)" = Linux ] || { echo "skip: the packages for Linux are made on Linux"; exit 0; }
work=out/hub
out=${MATCHBOOTH_RELEASE:-out/release}
rm -rf "$work"
mkdir -p "$work/stage" "$out"

MATCHBOOTH_VERSION=$(sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml | sed 's/-/~/')
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)
GOARCH=$(go env GOARCH)
export MATCHBOOTH_VERSION SOURCE_DATE_EPOCH GOARCH

CGO_ENABLED=0 go build -buildvcs=auto -trimpath -ldflags "-s -w" -o "$work/matchbooth-hub" ./hub
if readelf -l "$work/matchbooth-hub" | grep -q INTERP; then
	echo "matchbooth-hub is not static" >&2
	exit 1
fi
install -m 600 packaging/hub/default "$work/default" # apart from the rest: what an administrator writes into it stays
touch -d "@$SOURCE_DATE_EPOCH" "$work/default"
sh packaging/hub/stage.sh package "$work/matchbooth-hub" "$work/stage"
CGO_ENABLED=0 go build -C .ci/nfpm -o "$PWD/out/tools/" github.com/goreleaser/nfpm/v2/cmd/nfpm
out/tools/nfpm package --config packaging/hub/nfpm.yaml --packager deb --target "$out/"
tarball=$out/matchbooth-hub-$(echo "$MATCHBOOTH_VERSION" | tr '~' -)-linux-$GOARCH.tar.gz
sh packaging/hub/stage.sh tarball "$work/matchbooth-hub" "$tarball"

for file in "$out/matchbooth-hub_${MATCHBOOTH_VERSION}_$GOARCH.deb" "$tarball"; do
	touch -d "@$SOURCE_DATE_EPOCH" "$file"
	sha256sum "$file"
done
