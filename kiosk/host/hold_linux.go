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

// wayland: is the screen a Wayland compositor's? An X server in front of it (XWayland) has a
// screen saver too, but nobody heeds it.
func wayland() bool {
	return os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("XDG_SESSION_TYPE") == "wayland"
}

// takeX switches the X server's own blanking off.
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

// takeBare: cage and its like blank nothing by themselves.
func takeBare(context.Context) ([]string, func(), error) {
	if !wayland() || !strings.Contains(ancestors("/", os.Getppid()), "/cage/") {
		return nil, nil, errors.New("not in a kiosk compositor")
	}
	return []string{NoScreen}, func() {}, nil
}

// takeLidless: where there is no lid, nobody can close it.
func takeLidless(context.Context) ([]string, func(), error) {
	if hasLid("/") {
		return nil, nil, errors.New("there is a lid")
	}
	return []string{NoLid}, func() {}, nil
}

// hasLid: do ACPI or the input devices know a lid?
func hasLid(root string) bool {
	if found, _ := filepath.Glob(filepath.Join(root, "proc/acpi/button/lid/*")); len(found) > 0 {
		return true
	}
	raw, _ := os.ReadFile(filepath.Join(root, "proc/bus/input/devices"))
	return strings.Contains(string(raw), `Name="Lid Switch"`)
}

// ancestors are the names of the programs that started this one: "/matchbooth/cage/systemd/".
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
