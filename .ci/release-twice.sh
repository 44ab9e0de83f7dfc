#!/bin/sh
# Makes a release twice, each from a clone of its own in another folder, and compares all files byte by byte: the same
# commit has to give the same bytes. Ends with 1 at a difference, and names the files.
#
# It takes as long as two releases; Go's cache serves both, since nothing depends on where they lie. What is not
# committed is left out. Nothing is signed. `.ci/release-twice.sh COMMAND...` makes something else than `make release`.
set -eu
cd "$(dirname "$0")/.."
# A clone would be made with the wrong date or version where the environment told others.
unset SOURCE_DATE_EPOCH MATCHBOOTH_SIGNING_KEY MATCHBOOTH_RELEASE MATCHBOOTH_VERSION
[ $# -gt 0 ] || set -- make release

repo=$PWD
work=${MATCHBOOTH_TWICE:-out/twice}
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd -P)
commit=$(git rev-parse HEAD)
[ -z "$(git status --porcelain)" ] || echo "What is not committed is left out."

# once FOLDER UMASK TIMEZONE LANGUAGE COMMAND...
once() {
	clone=$work/$1
	mask=$2 zone=$3 language=$4
	shift 4
	git clone -q --no-local "$repo" "$clone"
	git -C "$clone" checkout -q "$commit"
	echo "Making it in $clone"
	(
		cd "$clone"
		umask "$mask"
		TZ=$zone LC_ALL=$language "$@" >"$clone.log" 2>&1 </dev/null || {
			tail -n 30 "$clone.log" >&2
			exit 1
		}
		cd out/release
		find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum
	) >"$clone.sums"
}

# Another path and another length of it, other rights of new files, another time zone, another language.
mkdir -p "$work/another/place/further/down"
once one 022 UTC C "$@"
once another/place/further/down/two 077 Asia/Shanghai zh_CN.UTF-8 "$@"

one=$work/one.sums two=$work/another/place/further/down/two.sums
if ! [ -s "$one" ]; then
	echo "out/release is empty" >&2
	exit 1
fi
if ! diff "$one" "$two"; then
	echo "The same commit gave different bytes: the files above. Both releases lie under $work." >&2
	exit 1
fi
cat "$one"
echo "$(wc -l <"$one" | tr -d ' ') files, the same bytes twice."
rm -rf "$work"
