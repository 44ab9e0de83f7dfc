#!/bin/sh
# Builds what seals on people's phones, hub/page/seal.js, anew from the lockfile, with the terms of what is in it. Needs Node
# 18 or later. With `test`, it then lets a browser through the page: every view, zh and en.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
if ! command -v npm >/dev/null 2>&1; then
	echo "make page needs Node and npm: on Debian and Ubuntu, apt-get install nodejs npm" >&2
	exit 1
fi
(cd hub/page/src && npm ci --ignore-scripts --silent && node build.mjs)
[ "${1:-}" = test ] || exit 0
MATCHBOOTH_SHOTS="$PWD/out/phone" CGO_ENABLED=0 go test -tags ci,e2e -count=1 -timeout 30m -v ./hub/page ./hub/serve
echo "The pictures lie in out/phone/."
