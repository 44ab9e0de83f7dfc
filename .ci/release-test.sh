#!/bin/sh
# `make release-test`: tries what `make release` made, as people would: installed, run, removed.
set -eu
cd "$(dirname "$0")/.."

for piece in windows debian hub sums; do
	[ -f ".ci/release-test-$piece.sh" ] || continue
	sh ".ci/release-test-$piece.sh"
done
