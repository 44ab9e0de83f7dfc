#!/bin/sh
# Checks what lies beside the downloads: the sums are those of the files, all of them have one, each list of materials names
# the program that is in its archive, and that program tells the commit it was made of. `make release-test` calls it.
set -eu
cd "$(dirname "$0")/.."
out=${MATCHBOOTH_RELEASE:-out/release}

(cd "$out" && sha256sum --quiet --strict -c SHA256SUMS)
for file in "$out"/*; do
	name=${file##*/}
	case $name in SHA256SUMS*) continue ;; esac
	grep -q "  $name\$" "$out/SHA256SUMS" || { echo "$name has no sum" >&2; exit 1; }
done

trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM HUP
scratch=$(mktemp -d)
lists=0
for list in "$out"/*.cdx.json; do
	[ -f "$list" ] || continue
	lists=$((lists + 1))
	archive=${list%.cdx.json}
	if [ -f "$archive.tar.gz" ]; then
		tar -xzf "$archive.tar.gz" -C "$scratch"
	else
		unzip -q "$archive.zip" -d "$scratch"
	fi
	found=$(find "$scratch" -type f \( -name matchbooth -o -name matchbooth.exe -o -name matchbooth-hub \) -size +1000k | head -n 1)
	sum=$(sha256sum "$found" | cut -d' ' -f1)
	grep -q "\"$sum\"" "$list" || { echo "$list is of another program than $archive has" >&2; exit 1; }
	case $found in
	*.exe) ;;
	*)
		# In a clone. From an archive of the source the program says what git wrote into that.
		if commit=$(git rev-parse --short=12 HEAD 2>/dev/null) && [ -d .git ]; then
			said=$("$found" version)
			case $said in *" $commit"*) echo "$said" ;; *) echo "the program says $said, it was made of $commit" >&2; exit 1 ;; esac
		fi
		# What is only in one of them: the window's library, the database's.
		case $found in *-hub) part=github.com/jackc/pgx/v5 ;; *) part=GLFW ;; esac
		"$found" version --licences | grep "^$part " >/dev/null || { echo "the program has no licences" >&2; exit 1; }
		;;
	esac
	rm -rf "${scratch:?}"/*
done
[ "$lists" -gt 0 ] || { echo "there is no list of materials" >&2; exit 1; }
echo "Sums and $lists lists of materials are right."
