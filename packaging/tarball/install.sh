#!/bin/sh
# Installs the booth from this folder, or takes it away again:
#
#   sudo sh install.sh               under /usr/local; PREFIX=/opt/matchbooth for another place
#   sudo sh install.sh uninstall     takes away exactly what was installed, and no data
#
# The program needs libegl1 libgl1 libgles2 libx11-xcb1 libxcursor1 libxi6 libxinerama1 libxrandr2 libxxf86vm1 (their names on
# Debian and Ubuntu); without installing, ./matchbooth runs from here too.
set -eu
exec sh "$(dirname "$0")/packaging/install.sh" "${1:-install}"
