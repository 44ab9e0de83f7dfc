#!/bin/sh
# What goes beside the downloads under out/release/: for each archive a list of all that is in the program (ARCHIVE.cdx.json,
# CycloneDX), then SHA256SUMS of everything, and a signature of that. `make release` calls it after the packages are made.
#
# It is signed where MATCHBOOTH_SIGNING_KEY names a key (.ci/release-sign.sh). MATCHBOOTH_RELEASE names another folder
# than out/release.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
LC_ALL=C.UTF-8
export LC_ALL

out=${MATCHBOOTH_RELEASE:-out/release}
[ -d "$out" ] || { echo "there is no $out: make the packages first (make release)" >&2; exit 1; }
rm -f "$out"/SHA256SUMS "$out"/SHA256SUMS.minisig "$out"/SHA256SUMS.sig "$out"/*.cdx.json

tool matchbooth/tools/parts
out/tools/parts sbom "$out"

(
	cd "$out"
	# Only files, by name, without a path: sha256sum -c runs where they were downloaded to.
	find . -maxdepth 1 -type f ! -name 'SHA256SUMS*' | sed 's|^\./||' | sort | xargs -d '\n' sha256sum >SHA256SUMS.new
	mv SHA256SUMS.new SHA256SUMS
)
cat "$out/SHA256SUMS"

sh .ci/release-sign.sh "$out/SHA256SUMS"
