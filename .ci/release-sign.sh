#!/bin/sh
# Signs a file, `.ci/release-sign.sh FILE`, which has to be the sums of a release: FILE.minisig or FILE.sig beside it.
#
# MATCHBOOTH_SIGNING_KEY names the file of a private key that lies outside of the repository; without it nothing is
# signed, and that is said. A key of minisign gives FILE.minisig, one of ssh-keygen FILE.sig; a locked one asks for its
# passphrase at the terminal. docs/releasing.md says how to make a key, and how people verify.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh

file=$1
key=${MATCHBOOTH_SIGNING_KEY:-}
if [ -z "$key" ]; then
	echo "Not signed: MATCHBOOTH_SIGNING_KEY names no key."
	exit 0
fi
[ -r "$key" ] || { echo "MATCHBOOTH_SIGNING_KEY names $key, which cannot be read" >&2; exit 1; }
case $(cd "$(dirname "$key")" && pwd -P)/ in
"$(pwd -P)"/*)
	echo "MATCHBOOTH_SIGNING_KEY lies in the repository: take it out of there" >&2
	exit 1
	;;
esac
rm -f "$file.minisig" "$file.sig"
case $(head -n 1 "$key") in
"untrusted comment: "* | "minisign encrypted secret key"*)
	tool aead.dev/minisign/cmd/minisign
	# What was signed, and no time: the same commit and key give the same bytes.
	out/tools/minisign -S -s "$key" -m "$file" -x "$file.minisig" -t "matchbooth $(git describe --tags --always 2>/dev/null || echo unknown)"
	echo "Signed: $file.minisig"
	;;
"-----BEGIN OPENSSH PRIVATE KEY-----")
	ssh-keygen -q -Y sign -n matchbooth-release -f "$key" "$file"
	echo "Signed: $file.sig"
	;;
*)
	echo "MATCHBOOTH_SIGNING_KEY is a key of neither minisign nor ssh-keygen" >&2
	exit 1
	;;
esac
