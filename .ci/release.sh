#!/bin/sh
# `make release`: everything for download, under out/release/. One script for each kind of it, in this order.
set -eu
cd "$(dirname "$0")/.."

mkdir -p out/release
for piece in windows debian hub sums; do
	[ -f ".ci/release-$piece.sh" ] || continue
	sh ".ci/release-$piece.sh"
done
echo
ls -l out/release
