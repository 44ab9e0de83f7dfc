package host

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"matchbooth/kiosk/host/xserver"
)

func ways() []way {
	return []way{
		{"logind", takeLogind},
		{"session", takeSession},
		{"x", takeX},
		{"bare", takeBare},
		{"lidless", takeLidless},
	}
}

// wayland reports whether a Wayland compositor drives the screen. An X server on top of it
// (XWayland) has a screen saver too, but that has no effect.
func wayland() bool {
	return os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("XDG_SESSION_TYPE") == "wayland"
}

// takeX switches off the X server's own blanking.
func takeX(ctx context.Context) ([]string, func(), error) {
	if wayland() {
		return nil, nil, errors.New("the compositor decides, not the X server")
	}
	s, err := xserver.Open(ctx, "")
	if err != nil {
		return nil, nil, err
	}
	restore, err := s.KeepOn()
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	return []string{NoScreen}, func() { restore(); s.Close() }, nil
}

// takeBare reports [NoScreen] as held under cage, a kiosk compositor that does not blank the screen by itself.
func takeBare(context.Context) ([]string, func(), error) {
	if !wayland() || !strings.Contains(ancestors("/", os.Getppid()), "/cage/") {
		return nil, nil, errors.New("not in a kiosk compositor")
	}
	return []string{NoScreen}, func() {}, nil
}

// takeLidless reports [NoLid] as held if there is no lid that anybody could close.
func takeLidless(context.Context) ([]string, func(), error) {
	if hasLid("/") {
		return nil, nil, errors.New("there is a lid")
	}
	return []string{NoLid}, func() {}, nil
}

// hasLid reports whether ACPI or the input devices list a lid.
func hasLid(root string) bool {
	if found, _ := filepath.Glob(filepath.Join(root, "proc/acpi/button/lid/*")); len(found) > 0 {
		return true
	}
	raw, _ := os.ReadFile(filepath.Join(root, "proc/bus/input/devices"))
	return strings.Contains(string(raw), `Name="Lid Switch"`)
}

// ancestors returns the names of the process pid and of its ancestors, at most 16, such as
// "/matchbooth/cage/systemd/".
func ancestors(root string, pid int) string {
	var b strings.Builder
	b.WriteByte('/')
	for range 16 {
		if pid <= 0 {
			break
		}
		name, up, ok := process(root, pid)
		if !ok {
			break
		}
		b.WriteString(name + "/")
		pid = up
	}
	return b.String()
}
