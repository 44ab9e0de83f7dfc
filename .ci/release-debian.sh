#!/bin/sh
# The downloads for Linux on this kind of computer: out/release/matchbooth_VERSION_amd64.deb for Debian and Ubuntu, and
# out/release/matchbooth-VERSION-linux-amd64.tar.gz with an installer beside the program. `make release` calls it.
#
# The same commit gives the same bytes: no paths of this computer, all times that of the commit, all files root's, in one
# order. MATCHBOOTH_RELEASE names another folder than out/release.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
umask 022

[ "$(uname -s)" = Linux ] || { echo "skip: the packages for Linux are made on Linux"; exit 0; }
sh .ci/deps.sh debian
work=out/debian
stage=$work/stage
out=${MATCHBOOTH_RELEASE:-out/release}
rm -rf "$work"
mkdir -p "$stage" "$out"

# The version, with which of the two Debian may compare: 0.2.0~rc1 is older than 0.2.0.
MATCHBOOTH_VERSION=$(sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml | sed 's/-/~/')
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)
GOARCH=$(go env GOARCH)
export MATCHBOOTH_VERSION SOURCE_DATE_EPOCH GOARCH

# Its own flags, so its own first build: no symbols, no paths. Not position independent: packaging/debian/lintian-overrides
# says why.
if [ "$(go list -trimpath -tags "$TAGS" -f '{{.Stale}}' github.com/go-gl/gl/v3.1/gles2 2>/dev/null)" != false ]; then
	echo "$COLD_NOTICE"
fi
go build -buildvcs=auto -trimpath -tags "$TAGS" -ldflags "-s -w -extldflags '-Wl,-z,relro,-z,now'" -o "$work/matchbooth" .

# The packages that the program needs: those it was linked with, and those whose libraries the window library opens by
# name when it starts. Of those it looks for some in vain: OSMesa, GLES 1 and Vulkan are for other programs than this.
for library in $({ objdump -p "$work/matchbooth" | sed -n 's/^ *NEEDED *//p'; grep -aoE 'lib[A-Za-z0-9-]+\.so\.[0-9]+' "$work/matchbooth"; } | sort -u); do
	case $library in
	libEGL.so.1) needs=libegl1 ;;
	libGLESv2.so.2) needs=libgles2 ;;
	libX11-xcb.so.1) needs=libx11-xcb1 ;;
	libX11.so.6) needs=libx11-6 ;;
	libXcursor.so.1) needs=libxcursor1 ;;
	libXext.so.6) needs=libxext6 ;;
	libXi.so.6) needs=libxi6 ;;
	libXinerama.so.1) needs=libxinerama1 ;;
	libXrandr.so.2) needs=libxrandr2 ;;
	libXrender.so.1) needs=libxrender1 ;;
	libXxf86vm.so.1) needs=libxxf86vm1 ;;
	libc.so.6 | libm.so.6 | libpthread.so.0 | libdl.so.2 | libresolv.so.2) needs='libc6 ' ;;
	libGL.so.1 | libGLX.so.0) needs=libgl1 ;;
	libOpenGL.so.0 | libGLES*_CM.so.1 | libOSMesa.so.* | libvulkan.so.1) continue ;;
	*)
		echo "the program opens $library: nobody said which package has it, or why it is not needed (.ci/release-debian.sh)" >&2
		exit 1
		;;
	esac
	grep -q "^  - $needs" packaging/debian/nfpm.yaml || {
		echo "packaging/debian/nfpm.yaml does not name $needs, which has $library" >&2
		exit 1
	}
done
MATCHBOOTH_LIBC=$(objdump -T "$work/matchbooth" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -uV | tail -n 1)
export MATCHBOOTH_LIBC

sh packaging/debian/stage.sh package "$work/matchbooth" "$stage"
go build -C .ci/nfpm -o "$PWD/out/tools/" github.com/goreleaser/nfpm/v2/cmd/nfpm
out/tools/nfpm package --config packaging/debian/nfpm.yaml --packager deb --target "$out/" >/dev/null

# The tarball has the same program.
tarball=$out/matchbooth-$(echo "$MATCHBOOTH_VERSION" | tr '~' -)-linux-$GOARCH.tar.gz
sh packaging/debian/stage.sh tarball "$work/matchbooth" "$tarball"

for file in "$out/matchbooth_${MATCHBOOTH_VERSION}_$GOARCH.deb" "$tarball"; do
	touch -d "@$SOURCE_DATE_EPOCH" "$file"
	sha256sum "$file"
done
