#!/bin/sh
# Builds ./matchbooth and ./matchbooth-hub, and says beforehand when that will take minutes.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

if cold_build; then
	echo "$COLD_NOTICE"
fi
# -buildvcs: the program tells its version and commit, whatever GOFLAGS says otherwise; an archive brings its own.
go build -buildvcs=auto -tags "$TAGS" -o matchbooth .
# The hub has no window: without cgo it is one static file.
CGO_ENABLED=0 go build -buildvcs=auto -o matchbooth-hub ./hub
