#!/bin/sh
# Collects the licences of all that is linked and embedded, for every system that is released: docs/licenses, and
# assets/licences/licences.json.gz, which the program prints. Fails at what may not be linked. Needs no compiler.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

tool matchbooth/tools/parts
out/tools/parts collect
