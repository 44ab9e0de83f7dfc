#!/bin/sh
# Mesa for Windows: an OpenGL that the processor draws (softpipe), for computers whose own does not do. It is built from
# Debian's source, since nobody offers it whom Debian's archive would vouch for. .ci/release-windows.sh calls it; prints
# the folder with opengl32.dll and libgallium_wgl.dll, below out/mesa. What lies there already is not
# built again. The first time takes ten to twenty minutes on two cores, a network and 700 MB of disk.
#
# The same version, compilers and options give the same bytes, wherever it is built. Without LLVM, which Debian does not
# have for MinGW: llvmpipe would be faster.
set -eu
cd "$(dirname "$0")/.."

# Debian 12's. A later one wants a look at the options below, and at what doctor and the licences say.
version=22.3.6-1+deb12u2
suite=bookworm

options="--buildtype=release -Db_ndebug=true -Dgallium-drivers=swrast -Dvulkan-drivers= -Dplatforms=windows -Dllvm=disabled
	-Dshared-llvm=disabled -Degl=disabled -Dgles1=disabled -Dgles2=disabled -Dopengl=true -Dgbm=disabled -Dzstd=disabled
	-Dshader-cache=disabled -Dosmesa=false -Dglx=disabled --wrap-mode=nodownload"
# All of GCC's that is used goes in: the two libraries need no other but Windows' own.
link="'-static', '-s', '-Wl,--no-insert-timestamp'"

sh .ci/deps.sh mesa >&2
# Of another Python, which may stand before the system's, Meson would ask for Mako in vain.
PATH=/usr/bin:/bin
export PATH
compiler=x86_64-w64-mingw32-gcc-posix
key=$version-$({ echo "$options" "$link"; $compiler --version; x86_64-w64-mingw32-ld --version; } | sha256sum | cut -c1-12)
made=$PWD/out/mesa/$key
if [ -d "$made" ]; then
	echo "$made"
	exit 0
fi

work=$PWD/out/mesa/work
rm -rf "$work"
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"

# The mirror that this system uses, with sources; the system's own lists stay as they are. apt checks the signature.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' "Codename: $suite" 'Created-By: Packages' 2>/dev/null | head -n 1)
[ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' 'Created-By: Packages' 2>/dev/null | head -n 1)
keys=/usr/share/keyrings/debian-archive-keyring.gpg
if [ -z "$mirror" ] || [ ! -r "$keys" ]; then
	echo "Mesa is built from Debian's source, and this system has no mirror of Debian in its package sources, or not Debian's keys (debian-archive-keyring)." >&2
	exit 1
fi
echo "deb-src [signed-by=$keys] $mirror $suite main" >"$work/sources.list"
source_apt() {
	apt-get -q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$work/lists" \
		-o Dir::Cache="$work/cache" -o APT::Sandbox::User=root "$@" >>"$work/log" 2>&1
}
if ! source_apt update || ! (cd "$work" && source_apt source --only-source "mesa=$version"); then
	tail -n 5 "$work/log" >&2
	echo "Debian's source of Mesa $version cannot be had from $mirror. If Debian has another by now, write it into .ci/mesa.sh." >&2
	exit 1
fi
source=$(find "$work" -maxdepth 1 -type d -name 'mesa-*')

echo "Building Mesa for the first time on this computer: please wait, ten to twenty minutes on two cores, once." >&2
SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -l "$source/debian/changelog" -S Timestamp)
LC_ALL=C TZ=UTC
export SOURCE_DATE_EPOCH LC_ALL TZ
cat >"$work/cross.txt" <<-CROSS
	[binaries]
	c = '$compiler'
	cpp = 'x86_64-w64-mingw32-g++-posix'
	ar = 'x86_64-w64-mingw32-gcc-ar-posix'
	strip = 'x86_64-w64-mingw32-strip'
	windres = 'x86_64-w64-mingw32-windres'
	pkgconfig = 'false'
	[built-in options]
	c_args = ['-ffile-prefix-map=$work=.']
	cpp_args = ['-ffile-prefix-map=$work=.']
	c_link_args = [$link]
	cpp_link_args = [$link]
	[host_machine]
	system = 'windows'
	cpu_family = 'x86_64'
	cpu = 'x86_64'
	endian = 'little'
CROSS
# shellcheck disable=SC2086 # the options are many words
if ! nice -n 19 meson setup "$work/build" "$source" --cross-file "$work/cross.txt" $options >>"$work/log" 2>&1 ||
	! nice -n 19 ninja -C "$work/build" >>"$work/log" 2>&1; then
	tail -n 30 "$work/log" >&2
	exit 1
fi

mkdir "$work/made"
find "$work/build" \( -name opengl32.dll -o -name libgallium_wgl.dll \) -exec cp {} "$work/made/" \;
for file in opengl32.dll libgallium_wgl.dll; do
	[ -s "$work/made/$file" ] || { echo "Mesa was built without $file" >&2; exit 1; }
done
mv "$work/made" "$made"
rm -rf "$work"
echo "$made"
