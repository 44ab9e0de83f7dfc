package host

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

// takeSession asks the desktop not to blank the screen, through the D-Bus interface that GNOME,
// KDE, Xfce and others share. The desktop drops the request when the connection ends, so the
// connection stays open.
func takeSession(ctx context.Context) ([]string, func(), error) {
	address := sessionBus()
	if address == "" {
		return nil, nil, errors.New("there is no session bus")
	}
	bus, err := connect(ctx, func(o dbus.ConnOption) (*dbus.Conn, error) { return dbus.Connect(address, o) })
	if err != nil {
		return nil, nil, err
	}
	saver := bus.Object("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver")
	var cookie uint32
	if err := saver.CallWithContext(ctx, "org.freedesktop.ScreenSaver.Inhibit", 0, "Matchbooth", "the booth is open").Store(&cookie); err != nil {
		bus.Close()
		return nil, nil, fmt.Errorf("asking the desktop not to blank: %w", err)
	}
	return []string{NoScreen}, func() {
		short, cancel := context.WithTimeout(context.Background(), Patience)
		defer cancel()
		_ = saver.CallWithContext(short, "org.freedesktop.ScreenSaver.UnInhibit", 0, cookie).Err
		bus.Close()
	}, nil
}

// sessionBus returns the address of the session bus, "" if there is none. The library would
// start a bus of its own in that case, which a booth does not need.
func sessionBus() string {
	if a := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); a != "" && a != "autolaunch:" {
		return a
	}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		socket := filepath.Join(dir, "bus")
		if info, err := os.Stat(socket); err == nil && info.Mode()&os.ModeSocket != 0 { //nolint:gosec // G703: asks only whether the session's own socket is there
			return "unix:path=" + dbus.EscapeBusAddressValue(socket)
		}
	}
	return ""
}
