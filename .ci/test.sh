#!/bin/sh
# `make test`: every check there is, and one closing line with their number.
#
# A step that is not a Go test (gofmt, vet, staticcheck, gosec, the build) counts as one.
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
	go test -json "$@" >"$logs/$name.json" 2>"$logs/$name.err"
	ended=$?
	sums=$(awk -f .ci/count.awk "$logs/$name.json" 2>"$logs/$name.log")
	set -- $sums
	count "$1" "$2"
	if [ "$2" = 0 ] && [ "$ended" = 0 ] && [ "$1" -gt 0 ]; then
		echo "ok    $name: $1 passed${3:+, $3 skipped}"
		return
	fi
	if [ "$2" = 0 ]; then
		count 0 1 # it failed without any test failing, or ran none: that is no success
	fi
	echo "FAIL  $name: $1 passed, $2 failed"
	# The names and the first lines of what each said tell more than the end of a long dump.
	sed 's/^/      /' "$logs/$name.err" "$logs/$name.log" | awk '/^ *--- /{n=0} n++<40' | head -n 160
}

formatted() {
	wrong=$(gofmt -l .ci/tools assets data kiosk packaging ui ./*.go) || return 1
	[ -z "$wrong" ] || { echo "not formatted by gofmt:"; echo "$wrong"; return 1; }
}

step dependencies sh .ci/deps.sh test
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
gotests unit -tags ci -timeout 20m ./...
unset CGO_ENABLED
# Once more with the race detector, which needs a C compiler: everything but what only takes long and
# starts nothing that runs at the same time (see testing.Short in the tests).
gotests race -race -short -tags ci -timeout 35m $(go list -tags ci ./... | grep -v '/packaging$')

wait "$build"
step build sh .ci/build.sh
if [ -x ./matchbooth ]; then
	export CGO_ENABLED=0
	gotests window -tags ci,e2e -count=1 -timeout 25m ./ui/e2e
else
	count 0 1
	echo "FAIL  window: there is no program to look at"
fi

echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
