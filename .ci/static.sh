#!/bin/sh
# The checks that read the program without running it, one a call: `.ci/static.sh staticcheck`,
# `gosec`, `govulncheck`, `licences`; without a name all of them. `make test` counts each as one.
#
# Exit 0 passed, 1 failed, 77 could not be asked from here: the last line says why.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
export CGO_ENABLED=0

# lint ARGUMENTS...: golangci-lint; .golangci.yml has its settings and the exceptions.
lint() {
	tool github.com/golangci/golangci-lint/v2/cmd/golangci-lint || return 1
	ended=0
	out/tools/golangci-lint run --color never "$@" ./... >out/tools/lint.log 2>&1 || ended=$?
	cat out/tools/lint.log
	[ "$ended" = 0 ]
}

# Its run asks gosec nothing, so that what warn-unused says of gosec's exceptions is left out.
run_staticcheck() { LOG_LEVEL=error lint --enable-only staticcheck,unused; }

# Without the tests: they make files for everybody and start what they like, and gosec would follow what comes from
# them into the program.
run_gosec() {
	LOG_LEVEL=warn lint --enable-only gosec,nolintlint --tests=false || return 1
	# golangci-lint only warns of an exception that excuses nothing any more.
	if grep 'Skipped 0 issues by rules' out/tools/lint.log >/dev/null; then
		echo ".golangci.yml: an exception named above excuses nothing any more: take it out"
		return 1
	fi
}

# Known faults in what we build on, where our code calls them.
run_govulncheck() {
	tool golang.org/x/vuln/cmd/govulncheck
	limit=
	! command -v timeout >/dev/null 2>&1 || limit='timeout 180'
	ended=0
	$limit out/tools/govulncheck -tags ci ./... >out/tools/govulncheck.log 2>&1 || ended=$?
	cat out/tools/govulncheck.log
	[ "$ended" != 0 ] || return 0
	if [ "$ended" = 124 ] || grep -q 'fetching vulnerabilities' out/tools/govulncheck.log; then
		echo "its database cannot be reached from here"
		return 77
	fi
	return 1
}

# What is linked and embedded: whether docs/licenses says so, and whether all of it may be.
run_licences() {
	go test -C .ci/tools -count=1 ./parts || return 1
	tool matchbooth/tools/parts || return 1
	out/tools/parts check
}

case ${1:-all} in
staticcheck | gosec | govulncheck | licences) "run_$1" ;;
all)
	for each in staticcheck gosec govulncheck licences; do
		ended=0
		sh .ci/static.sh "$each" || ended=$?
		[ "$ended" = 0 ] || [ "$ended" = 77 ] || exit "$ended"
	done
	;;
*)
	echo "there is no check $1: staticcheck, gosec, govulncheck or licences" >&2
	exit 2
	;;
esac
