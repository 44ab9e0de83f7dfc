#!/bin/sh
# The checks that read the program without running it, one a call: `.ci/static.sh staticcheck`,
# `gosec`, `govulncheck`; without a name all of them. `make test` counts each as one.
#
# gosec and govulncheck are pinned in .ci/tools/go.mod, so that nothing of theirs enters go.mod.
# Exit 0 passed, 1 failed, 77 could not be asked from here: the last line says why.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
export CGO_ENABLED=0

# tool PACKAGE: builds a tool into out/tools.
tool() {
	mkdir -p out/tools
	go build -C .ci/tools -o "$PWD/out/tools/" "$1"
}

run_staticcheck() { go tool staticcheck -tags ci ./...; }

# Every exception has its reason: at its line, or in .ci/gosec.txt.
run_gosec() {
	tool ./gosec
	go list -tags ci -f '{{.Dir}}' ./... | out/tools/gosec -tags ci -except .ci/gosec.txt
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

case ${1:-all} in
staticcheck | gosec | govulncheck) "run_$1" ;;
all)
	for each in staticcheck gosec govulncheck; do
		ended=0
		sh .ci/static.sh "$each" || ended=$?
		[ "$ended" = 0 ] || [ "$ended" = 77 ] || exit "$ended"
	done
	;;
*)
	echo "there is no check $1: staticcheck, gosec or govulncheck" >&2
	exit 2
	;;
esac
