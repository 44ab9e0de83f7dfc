#!/bin/sh
# The short form of the tests for Windows, which `make test` runs: the program built for Windows without its window, at the
# console under Wine, in a Chinese path. A booth is set up, a sign-up imported, exported and verified; then the program for
# this computer reads the same folder and exports the same. `make release-test` tries the download itself, window and all.
# Exits with 77 where Wine cannot be had.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
. .ci/wine.sh

if ! sh .ci/deps.sh windows-test; then
	echo "Wine cannot be had here."
	exit 77
fi
[ -x ./matchbooth ] || { echo "There is no ./matchbooth: make build first." >&2; exit 1; }

work=$PWD/out/windows/short
rm -rf "$work"
mkdir -p "$work/髓缘 booth"
wine_in "$work"

CGO_ENABLED=0 GOOS=windows GOARCH=amd64 go build -buildvcs=auto -tags ci -o "$work/matchbooth-cli.exe" .
CGO_ENABLED=0 GOOS=windows GOARCH=amd64 go build -buildvcs=auto -o "$work/matchbooth-hub.exe" ./hub

fail() {
	echo "$*" >&2
	exit 1
}
cd "$work/髓缘 booth"
# Wine reads names of files by the locale.
export LC_ALL=C.UTF-8
windows() { wine ../matchbooth-cli.exe "$@"; }

windows version | grep -q 'windows/amd64' || fail "version: $(windows version)"
wine ../matchbooth-hub.exe --help >/dev/null || fail "the hub does not say what it is for"
LC_ALL=zh_CN.UTF-8 windows --help 2>/dev/null | grep -q '用法' || fail "the help is not in Chinese"
head -c 24 /dev/urandom | base64 >pass
echo 731946 >pin
sh ../../../../.ci/livepack.sh 活动
windows check 活动 >check.log 2>&1 || fail "check: $(cat check.log)"
windows setup --data 数据 --event 活动 --passphrase-file pass --pin-file pin --recovery-out recovery --accept-warnings >setup.log 2>&1 || fail "setup: $(cat setup.log)"
printf 'name,phone,consents,signed_at\n张三,13800138000,notice,2026-05-21\n' >paper.csv
windows import --data 数据 paper.csv >import.log 2>&1 || fail "import: $(cat import.log)"
windows export --data 数据 --format csv --out there.csv --passphrase-file pass >export.log 2>&1 || fail "export: $(cat export.log)"
windows verify --data 数据 >verify.log 2>&1 || fail "verify: $(cat verify.log)"
wineserver -w
grep -q 张三 there.csv || fail "the export lacks who was imported"
# The same folder, read by the program for this computer.
../../../../matchbooth verify --data 数据 >verify.log 2>&1 || fail "verify, here: $(cat verify.log)"
../../../../matchbooth export --data 数据 --format csv --out here.csv --passphrase-file pass >export.log 2>&1 || fail "export, here: $(cat export.log)"
cmp there.csv here.csv || fail "the two exports differ"
echo "Windows, at the console: version, help, check, setup, import, export, verify; the same folder exports the same here."
