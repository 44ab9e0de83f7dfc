#!/bin/sh
# Enters the measured names into our Pinyin engine and into librime with the same
# dictionary, and prints both in one table. `make bench` calls it.
#
# Needs Debian's librime-dev, rime-data-pinyin-simp and a C compiler; where they are
# missing it says so and prints our own figures alone.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

shared=${RIME_DATA:-/usr/share/rime-data}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

cc=$(command -v "${CC:-cc}" || command -v gcc || true)
missing=
[ -n "$cc" ] || missing="$missing gcc"
[ -r "$shared/pinyin_simp.schema.yaml" ] || missing="$missing rime-data-pinyin-simp"
if [ -n "$cc" ] && ! printf '#include <rime_api.h>\nint main(void) { return !rime_get_api(); }\n' |
	"$cc" -x c - -lrime -o "$tmp/try" 2>/dev/null; then
	missing="$missing librime-dev"
fi

if [ -n "$missing" ]; then
	echo "librime is not measured: missing$missing (by their names on Debian)."
	echo "  sudo apt-get install$missing"
else
	"$cc" -O2 -Wall -o "$tmp/librime" kiosk/pinyin/testdata/librime.c -lrime
	# A user directory of its own, made anew: ten candidates a page as on our
	# keyboard, and nothing learned from one name to the next.
	mkdir "$tmp/user"
	cat >"$tmp/user/default.custom.yaml" <<-'YAML'
		patch:
		  schema_list:
		    - schema: pinyin_simp
		  menu/page_size: 10
	YAML
	cat >"$tmp/user/pinyin_simp.custom.yaml" <<-'YAML'
		patch:
		  menu/page_size: 10
		  translator/enable_user_dict: false
	YAML
	MATCHBOOTH_LIBRIME="$tmp/librime $shared $tmp/user pinyin_simp"
	export MATCHBOOTH_LIBRIME
fi

CGO_ENABLED=0 MATCHBOOTH_COMPARE=1 go test -tags ci -count=1 -run '^TestCompareNames$' -v ./kiosk/pinyin >"$tmp/out" 2>&1 || {
	cat "$tmp/out" >&2
	exit 1
}
sed -n 's/^        *compare_names_test.go:[0-9]*: //p; s/^    compare_names_test.go:[0-9]*: //p' "$tmp/out"
