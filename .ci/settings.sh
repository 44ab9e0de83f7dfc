# Shared by the scripts in this folder; read with `.`, never run.

# The only flags the program is built with. Another set would compile the OpenGL
# binding once more, which takes minutes. docs/development.md says why these.
TAGS=x11,gles,no_emoji,migrated_fynedo

# The Go that go.mod asks for. An older one from 1.21 on fetches it by itself.
GO_WANTED=$(sed -n 's/^go //p' go.mod)

# Go is often unpacked in its own place without being on the path.
if ! command -v go >/dev/null 2>&1 && [ -x /usr/local/go/bin/go ]; then
	PATH=$PATH:/usr/local/go/bin
fi
# Distributions tell their Go not to fetch a newer one; here it may.
GOTOOLCHAIN=${GOTOOLCHAIN:-auto}
export PATH GOTOOLCHAIN

# go_usable: is there a Go that can build this module?
go_usable() {
	command -v go >/dev/null 2>&1 || return 1
	go_minor=$(go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
	[ "${go_minor:-0}" -ge 21 ]
}

# display_there: is there a screen to open a window on?
display_there() {
	[ "$(uname -s)" = Linux ] || return 0
	[ -n "${DISPLAY:-}" ] || return 1
	! command -v xdpyinfo >/dev/null 2>&1 || xdpyinfo >/dev/null 2>&1
}

# cold_build: will a build take minutes? The OpenGL binding is nearly all of a cold
# one, so Go is asked whether it has that in its cache.
cold_build() {
	[ "$(go list -tags "$TAGS" -f '{{.Stale}}' github.com/go-gl/gl/v3.1/gles2 2>/dev/null)" != false ]
}
COLD_NOTICE="Building for the first time on this computer: please wait, about two minutes on two cores, once. Later builds take seconds."

# tool PACKAGE...: builds tools into out/tools. They are pinned in .ci/tools/go.mod, so that nothing of theirs enters go.mod.
tool() {
	mkdir -p out/tools
	CGO_ENABLED=0 go build -C .ci/tools -o "$PWD/out/tools/" "$@"
}
