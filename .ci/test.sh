#!/bin/sh
# `make test`: every check there is, and one closing line with their number.
#
# A step that is not a Go test (gofmt, vet, staticcheck, gosec, the build) counts as one; gotestsum runs and counts
# the Go tests.
# The real build starts first and runs beside the checks that do not need it.
# What each step printed lies in out/test/.
set -u
cd "$(dirname "$0")/.."
. .ci/settings.sh

logs=out/test
rm -rf "$logs"
mkdir -p "$logs"
passed=0
failed=0

# count N M: adds to the two sums.
count() {
	passed=$((passed + $1))
	failed=$((failed + $2))
}

# step NAME COMMAND...: one check that passes when the command succeeds. Exit 77 says that it could
# not be asked here: that is neither.
step() {
	name=$1
	shift
	ended=0
	"$@" >"$logs/$name.log" 2>&1 || ended=$?
	if [ "$ended" = 0 ]; then
		count 1 0
		echo "ok    $name"
	elif [ "$ended" = 77 ]; then
		echo "skip  $name: $(tail -n 1 "$logs/$name.log")"
	else
		count 0 1
		echo "FAIL  $name"
		sed 's/^/      /' "$logs/$name.log" | tail -n 40
	fi
}

# gotests NAME ARGUMENTS...: go test, every test of which counts.
gotests() {
	name=$1
	shift
	ended=0
	# gotestsum tells what it counted to the command that it runs at its end.
	out/tools/gotestsum --format none --no-color --hide-summary skipped --jsonfile "$logs/$name.json" \
		--post-run-command "sh -c 'echo \$TESTS_TOTAL \$TESTS_SKIPPED \$TESTS_FAILED >$logs/$name.sums'" \
		-- "$@" >"$logs/$name.log" 2>&1 || ended=$?
	total=0 skipped=0 bad=0
	[ ! -s "$logs/$name.sums" ] || read -r total skipped bad <"$logs/$name.sums"
	good=$((total - skipped - bad))
	[ "$good" -ge 0 ] || good=0 # a package that fails outside its tests (it does not compile) is a failure more
	count "$good" "$bad"
	if [ "$bad" = 0 ] && [ "$ended" = 0 ] && [ "$good" -gt 0 ]; then
		[ "$skipped" = 0 ] && skipped= || skipped=", $skipped skipped"
		echo "ok    $name: $good passed$skipped"
		return
	fi
	if [ "$bad" = 0 ]; then
		count 0 1 # it failed without any test failing, or ran none: that is no success
	fi
	echo "FAIL  $name: $good passed, $bad failed"
	# The names and the first lines of what each said tell more than the end of a long dump.
	awk '/^=== FAIL: /{n=0} n++<40' "$logs/$name.log" | head -n 160 | sed 's/^/      /'
}

# slowest: the twenty tests of all steps that took longest. The package is named after the step, for most
# tests run in two, and gotestsum takes those of one name for one test.
slowest() {
	for json in "$logs"/*.json; do
		step=${json##*/}
		sed "s/\"Package\":\"/&${step%.json} /" "$json"
	done | out/tools/gotestsum tool slowest --num 20
}

formatted() {
	wrong=$(gofmt -l .ci/tools assets data hub kiosk packaging ui ./*.go) || return 1
	[ -z "$wrong" ] || { echo "not formatted by gofmt:"; echo "$wrong"; return 1; }
}

step dependencies sh .ci/deps.sh test
step tools tool gotest.tools/gotestsum github.com/golangci/golangci-lint/v2/cmd/golangci-lint golang.org/x/vuln/cmd/govulncheck
if cold_build; then
	echo "$COLD_NOTICE"
fi
sh .ci/build.sh >"$logs/build.early" 2>&1 &
build=$!

step gofmt formatted
export CGO_ENABLED=0
step vet go vet -tags ci ./...
step vet-e2e go vet -tags ci,e2e ./ui/e2e
step staticcheck sh .ci/static.sh staticcheck
step gosec sh .ci/static.sh gosec
step govulncheck sh .ci/static.sh govulncheck
step licences sh .ci/static.sh licences
gotests unit -tags ci -timeout 35m ./...
step readback sh .ci/readback.sh
unset CGO_ENABLED
# Once more with the race detector, which needs a C compiler: what may run at the same time (.ci/race.sh), but for tests
# that take long and start nothing that does (see testing.Short in them). SQLite is not looked into: it is C, translated,
# and sees to its own locks, as it does where it is compiled; that it is looked through doubles the time.
gotests race -race -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc/...=-race=false \
	-short -tags ci -timeout 35m $(sh .ci/race.sh)

# told: the program tells the commit it was built from. Go notes none in a worktree, and there is none in an archive.
told() {
	[ -d .git ] || return 0
	./matchbooth version && ./matchbooth version | grep -q " $(git rev-parse --short=12 HEAD)"
}

wait "$build"
step build sh .ci/build.sh
step version told
step windows sh .ci/windows.sh
if [ -x ./matchbooth ]; then
	export CGO_ENABLED=0
	gotests window -tags ci,e2e -count=1 -timeout 25m ./ui/e2e
	gotests phone -tags ci,e2e -count=1 -timeout 10m ./hub/serve
else
	count 0 1
	echo "FAIL  window: there is no program to look at"
fi

echo
echo "The slowest tests:"
slowest
echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
