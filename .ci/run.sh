#!/bin/sh
# `make run`: opens the booth on the practice event. Where there is no display, a
# visitor walks through the same program in a virtual one (see ui/e2e). `--kiosk` runs it
# in kiosk mode.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

if display_there; then
	sh .ci/deps.sh build
	sh .ci/build.sh
	exec ./matchbooth run "$@"
fi
sh .ci/deps.sh test
sh .ci/build.sh
echo "There is no display here: starting a virtual one, and one visitor in it."
exec env CGO_ENABLED=0 go run -tags ci ./ui/e2e --booth ./matchbooth --out out/visit "$@"
