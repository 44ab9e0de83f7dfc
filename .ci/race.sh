#!/bin/sh
# Prints the packages that `make test` runs with the race detector: those whose own code starts something beside itself
# (a go statement, a WaitGroup's Go, an AfterFunc) or is written for callers that do (sync, sync/atomic). In the others
# there is nothing to find, and the detector makes everything several times as slow.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

starts='^[[:space:]]*go[[:space:]]+[[:alpha:]_][[:alnum:]_.]*\(|\.Go\(|AfterFunc\(|"sync(/atomic)?"$'

go list -tags ci -f '{{range .GoFiles}}{{$.ImportPath}} {{$.Dir}}/{{.}}{{"\n"}}{{end}}' ./... | while read -r package file; do
	[ -z "$package" ] || ! grep -qE "$starts" "$file" || echo "$package"
done | uniq
