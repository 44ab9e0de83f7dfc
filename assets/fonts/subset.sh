#!/bin/sh
# Makes NotoSansSC-Regular.otf and NotoSansSC-Bold.otf again; `make fonts` calls it.
#
# Needs Debian's fonts-noto-cjk (the source), python3-fonttools (the knife), and Go,
# for the Latin letters that the source lacks: they come from the Noto Sans inside
# the Fyne module, whose version go.mod pins.
# FONT_DIR says where the two .ttc files lie, when it is not Debian's place.
# Nothing is replaced until both weights have been cut.
set -eu
cd "$(dirname "$0")"

dir=${FONT_DIR:-/usr/share/fonts/opentype/noto}
python=python3
"$python" -c 'import fontTools' 2>/dev/null || python=/usr/bin/python3 # Debian's package belongs to Debian's python
if ! "$python" -c 'import fontTools' 2>/dev/null || [ ! -r "$dir/NotoSansCJK-Bold.ttc" ]; then
	echo "subset.sh: this needs the packages fonts-noto-cjk and python3-fonttools" >&2
	echo "  sudo apt-get install fonts-noto-cjk python3-fonttools" >&2
	exit 1
fi

latin=$(go list -m -f '{{.Dir}}' fyne.io/fyne/v2)/theme/font

new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
for weight in Regular Bold; do
	"$python" subset.py "$dir/NotoSansCJK-$weight.ttc" "$latin/NotoSans-$weight.ttf" tongyong8105.txt "$new/NotoSansSC-$weight.otf" ../lang/*.toml
done
chmod 644 "$new"/*.otf
chmod 644 "$new"/*.txt
rm -f forms.*.txt
mv "$new"/*.otf "$new"/*.txt .
ls -l NotoSansSC-*.otf
