#!/bin/sh
# Builds ./matchbooth, and says beforehand when that will take minutes.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

if cold_build; then
	echo "$COLD_NOTICE"
fi
go build -tags "$TAGS" -o matchbooth .
