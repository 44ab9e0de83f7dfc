#!/bin/sh
# `make bench`: every figure that has a bar, beside its peer or floor of the same run, as one table: printed, in
# out/bench.json and in docs/benchmarks.md. Run it on a computer that does nothing else. QUICK=1 measures each
# once.
set -eu
cd "$(dirname "$0")/.."
sh .ci/deps.sh test
sh .ci/deps.sh bench || true
. .ci/settings.sh
sh .ci/build.sh
mkdir -p out
times=5
[ -z "${QUICK:-}" ] || times=1
log=out/bench.txt
: >"$log"
export CGO_ENABLED=0
measure() {
	echo "go test -tags ci,e2e -run '^\$' $*"
	go test -tags ci,e2e -timeout 60m -run '^$' "$@" >>"$log" 2>&1 || { tail -n 20 "$log"; exit 1; }
}
measure -bench '^BenchmarkStart$' -benchtime "${times}x" ./ui/e2e
measure -bench '^BenchmarkRest$' -benchtime "${times}x" ./ui/e2e
measure -bench '^BenchmarkVisitors$' -benchtime 1x ./ui/e2e
measure -bench '^BenchmarkSave$' -benchtime 100x -count "$times" ./data
measure -bench '^Benchmark(Open|Merge)10000$' -benchtime 1x -count "$times" ./data
measure -bench '^BenchmarkExport10000$' -benchtime 1x -count "$times" ./ui/work/handover
measure -bench '^BenchmarkFind$/^10000$' -benchtime 1x -count "$times" ./ui/work/people
measure -bench '^BenchmarkScrollingTenThousand$' -benchtime 500x -count "$times" ./ui/app
measure -bench '^BenchmarkImport$' -benchtime 1x -count 1 ./ui/cli/people
measure -bench '^BenchmarkAppend$' -benchtime 100x -count 1 ./data
measure -bench '^BenchmarkGrowth$' -benchtime 1x -count 1 ./ui/e2e
sh .ci/compare-rime.sh
go build -C .ci/tools -o "$PWD/out/tools/" ./benchtable
out/tools/benchtable -json out/bench.json -docs docs/benchmarks.md -growth docs/pictures/growth.png <"$log"
