#!/bin/sh
# Builds ./matchbooth, and says beforehand when that will take minutes.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

# The OpenGL binding is nearly all of a cold build. Whether Go has it in its cache
# is asked of Go itself.
cold() {
	[ "$(go list -tags "$TAGS" -f '{{.Stale}}' github.com/go-gl/gl/v3.1/gles2 2>/dev/null)" != false ]
}

if cold; then
	echo "Building for the first time on this computer: please wait, about two minutes on two cores, once. Later builds take seconds."
fi
go build -tags "$TAGS" -o matchbooth .
