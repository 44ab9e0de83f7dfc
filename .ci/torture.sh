#!/bin/sh
# `make torture`: the store, its backups and its exports under kills, power cuts, failing system calls, a disk that lies
# and one that is full, in the long form: at least 10,000 kills, and every N of the Nth-failure loops. Some 25 minutes.
#
# Each part says how many cases there were and how many power cuts came while recovering from another one; with its
# seed (MATCHBOOTH_SEED=… tries the same again) and its time. The last line is the sum of what they found.
# The last four tests of the list print no such line; they fail if anything is amiss.
# What each part printed lies in out/torture/log.
set -u
cd "$(dirname "$0")/.." || exit 1
. .ci/settings.sh
sh .ci/deps.sh test || exit 1

mkdir -p out/torture
log=out/torture/log
tests='^(TestKilledAtAnyMomentOfAnyWork|TestKilledWhileExporting|TestPowerCuts|TestPowerCutsBite|TestPowerCutsWhileExporting|TestFailedSyncsLoseWhatWasWritten|TestNthCallFails|TestNthCallFailsWhileExporting|TestOneLieOfTheDiskLosesNobody|TestDiskFillsUp|TestStickFillsUp|TestKilledWithASecondCopy|TestKilledWhileBackingUp|TestDamagedBackupsAreRefusedOrWhole|TestRescueFromRandomDamage)$'
ended=0
MATCHBOOTH_LONG=1 CGO_ENABLED=0 go test -tags ci -count=1 -p 1 -timeout 170m -v -run "$tests" ./data ./data/export >"$log" 2>&1 || ended=$?

awk -v ended="$ended" '
	/torture: part=/ {
		for (i = 1; i <= NF; i++) if (split($i, kv, "=") == 2) v[kv[1]] = kv[2]
		printf "%-26s %7d cases %6d again  seed %-20s %7.1f s\n", v["part"], v["cases"], v["again"], v["seed"], v["seconds"]
		cases += v["cases"]; again += v["again"]; lost += v["lost"]; doubled += v["doubled"]; leaked += v["leaked"]
		if (v["part"] ~ /^kill-/) kills += v["cases"]
		parts++
	}
	/^ *--- (FAIL|SKIP)/ || /^FAIL/ || /^panic:/ { bad = bad "\n" $0 }
	END {
		if (ended || bad != "") print "\nNot as it should be; the whole log is in out/torture/log:" bad
		if (!parts) { print "the torture did not run"; exit 1 }
		printf "\n%d parts, %d cases (%d of them kills) and %d power cuts while recovering\n", parts, cases, kills, again
		if (kills < 10000) print "fewer than 10,000 kills"
		printf "%d lost, %d doubled, %d leaked\n", lost, doubled, leaked
		exit ended || bad != "" || kills < 10000 || lost + doubled + leaked > 0
	}' "$log"
