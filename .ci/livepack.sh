#!/bin/sh
# livepack.sh FOLDER: writes a pack that may go live into a new folder: an example as somebody would change it who has a booth,
# with no examples in it and no practice.
set -eu
to=$1
case $to in /*) ;; *) to=$PWD/$to ;; esac
cd "$(dirname "$0")/.."
cp -R docs/examples/swab-by-post "$to"
find "$to" -type f -exec sed -i -e 's/practice = true/practice = false/' -e 's/example\.org/booth-of-this-test.cn/g' \
	-e 's/+49 30 23125 00/+49 30 3300 810/g' -e 's/ (example)//g' -e 's/（示例）//g' -e '/This is practice/d' -e '/这是练习/d' {} +
