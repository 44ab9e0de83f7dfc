#!/bin/sh
# `.ci/fuzz.sh [TIME] [PATTERN]`: gives every fuzz target TIME (30s), one after the other, and
# tells for each how often it ran and how much it found that was new to it. `make fuzz-short`
# calls it.
#
# The targets are found by themselves: every Fuzz… function of every package; with PATTERN, a
# regular expression, only those whose "package.Name" it matches. What breaks one is written
# below its package, in testdata/fuzz, and is run by every `go test` from then on.
#
# MATCHBOOTH_FUZZ_PARALLEL is how many are run at once for a target (1).
set -u
cd "$(dirname "$0")/.."
. .ci/settings.sh
sh .ci/deps.sh go >/dev/null || exit 1

time=${1:-30s}
pattern=${2:-.}
logs=out/fuzz
mkdir -p "$logs"
export CGO_ENABLED=0
# A target that runs away must not take the computer with it: 12 GB of addresses, of which
# Go reserves most without using them.
ulimit -v 12000000 2>/dev/null || :

targets=$(go test -tags ci -list '^Fuzz' ./... 2>"$logs/list.err" |
	awk '/^Fuzz/ {names[++n]=$1} /^ok/ {for (i=1; i<=n; i++) print $2 "." names[i]; n=0}' | grep -E "$pattern")
if [ -z "$targets" ]; then
	echo "no fuzz target matches $pattern" >&2
	cat "$logs/list.err" >&2
	exit 1
fi

began=$(date +%s)
ran=0
broken=0
sum=0
for target in $targets; do
	name=${target##*.}
	package=${target%.*}
	log=$logs/$(echo "$target" | tr / -).log
	if go test -tags ci -run '^$' -fuzz "^$name\$" -fuzztime "$time" -fuzzminimizetime 20x \
		-parallel "${MATCHBOOTH_FUZZ_PARALLEL:-1}" "$package" >"$log" 2>&1; then
		word=ok
	else
		word=FAIL
		broken=$((broken + 1))
	fi
	ran=$((ran + 1))
	# "fuzz: elapsed: 30s, execs: 12345 (411/sec), new interesting: 5 (total: 20)"
	last=$(grep 'execs:' "$log" | tail -n 1)
	execs=$(echo "$last" | sed -n 's/.*execs: \([0-9]*\).*/\1/p')
	new=$(echo "$last" | sed -n 's/.*new interesting: \([0-9]*\).*/\1/p')
	sum=$((sum + ${execs:-0}))
	printf '%-4s %-52s %10s runs, %4s new\n' "$word" "$target" "${execs:-0}" "${new:-0}"
	[ "$word" = ok ] || sed 's/^/     /' "$log" | grep -v 'elapsed:' | head -n 30
done
echo
echo "$ran targets, $sum runs, $broken broken, $(($(date +%s) - began)) s"
[ "$broken" = 0 ]
