#!/bin/sh
# sign-windows.sh FILE: signs a program for Windows, in its place. MATCHBOOTH_CERT and MATCHBOOTH_KEY are PEM files, the
# certificate with those above it; without them nothing is done. MATCHBOOTH_TIMESTAMP names the server of a time stamp,
# without which the signature ends with the certificate.
set -eu
[ -n "${MATCHBOOTH_CERT:-}" ] || exit 0
osslsigncode sign -certs "$MATCHBOOTH_CERT" -key "${MATCHBOOTH_KEY:?}" -h sha256 -n Matchbooth \
	${MATCHBOOTH_TIMESTAMP:+-ts "$MATCHBOOTH_TIMESTAMP"} -in "$1" -out "$1.signed" >/dev/null
mv "$1.signed" "$1"
