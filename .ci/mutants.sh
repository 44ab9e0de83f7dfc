#!/bin/sh
# `.ci/mutants.sh [FOLDER…]`: do the tests bite? Changes one sign of a package at a time (< for
# <=, == for !=, + for -), runs the package's tests, and counts how many of these mutants they
# kill. `make mutants` calls it. Without folders it takes what kiosk has that asks no system (a changed
# supervisor might end the wrong process) and what data has without a database; with one, such as
# `kiosk/form`, that alone.
#
# Prints a line for each package and names the mutants that live; docs/development.md says why
# some may. A mutant that runs out of time counts neither as killed nor as living, one on a line
# that no test reaches is no mutant. Fails where fewer than MATCHBOOTH_KILLED (92) % are killed,
# in all or in one package; there two may live in any case, since some packages have but four.
#
# The tool, gremlins, is pinned in .ci/tools/go.mod. MATCHBOOTH_WORKERS is how many it tries at
# once (2): tests that run into a time of their own are killed by a busy computer, and say nothing. On one,
# MATCHBOOTH_PATIENCE is how many times longer than undisturbed a mutant's tests may take (5).
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
sh .ci/deps.sh go >/dev/null

least=${MATCHBOOTH_KILLED:-92}
logs=$PWD/out/mutants
mkdir -p out/tools "$logs"
tool=$PWD/out/tools/gremlins
go build -C .ci/tools -o "$PWD/out/tools/" github.com/go-gremlins/gremlins/cmd/gremlins

# It copies the whole module for each worker, with all that lies around in it; and what is
# edited meanwhile must not get in. So it is given a copy of the sources.
copy=$(mktemp -d)
trap 'chmod -R u+w "$copy" 2>/dev/null; rm -rf "$copy"' EXIT
trap 'exit 130' INT TERM
mkdir "$copy/src" "$copy/tmp"
tar -cf - --exclude=./out --exclude=./.git --exclude=./matchbooth . | tar -xf - -C "$copy/src"
cd "$copy/src"
[ $# -gt 0 ] || set -- kiosk/event kiosk/form kiosk/lock kiosk/pinyin kiosk/rules kiosk/session kiosk/takehome data/disk data/entry data/export data/outside data/record data/seal data/share data/words

export CGO_ENABLED=0 TMPDIR="$copy/tmp"
# A cached run would tell it that the tests take no time at all.
export GOFLAGS="${GOFLAGS:-} -count=1"
# A loop that never ends may eat memory as long: 12 GB of addresses, of which Go reserves most
# without using them.
ulimit -v 12000000 2>/dev/null || :

killed=0
lived=0
few=
for folder; do
	folder=${folder%/}
	log=$logs/$(echo "$folder" | tr / -).log
	began=$(date +%s)
	nice "$tool" unleash --tags ci --workers "${MATCHBOOTH_WORKERS:-2}" --timeout-coefficient "${MATCHBOOTH_PATIENCE:-5}" "./$folder" >"$log" 2>&1 || :
	# "Killed: 20, Lived: 2, Not covered: 10"
	k=$(sed -n 's/^Killed: \([0-9]*\), Lived: .*/\1/p' "$log")
	l=$(sed -n 's/^Killed: .* Lived: \([0-9]*\), .*/\1/p' "$log")
	if [ -z "$k" ] || [ $((k + l)) = 0 ]; then
		echo "$folder: no mutants were tried" >&2
		tail -n 20 "$log" >&2
		exit 1
	fi
	killed=$((killed + k))
	lived=$((lived + l))
	printf '%-18s %4d of %4d killed, %5s %%  (%d s)\n' "$folder" "$k" $((k + l)) "$(awk "BEGIN { printf \"%.1f\", 100 * $k / ($k + $l) }")" $(($(date +%s) - began))
	sed -n "s|^ *LIVED \([A-Z_]*\) at \(.*\)|    $folder/\2 \1|p" "$log"
	[ "$l" -le 2 ] || [ $((100 * k)) -ge $((least * (k + l))) ] || few="$few $folder"
done
[ $((100 * killed)) -ge $((least * (killed + lived))) ] || few="$few all"
echo
echo "$killed of $((killed + lived)) killed, $(awk "BEGIN { printf \"%.1f\", 100 * $killed / ($killed + $lived) }") %"
[ -z "$few" ] || {
	echo "fewer than $least % are killed in:$few" >&2
	exit 1
}
