package host

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

// takeSession asks the desktop not to blank, by the interface that GNOME, KDE, Xfce and others
// share. The desktop forgets the wish when the connection ends, so it stays open.
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

// sessionBus is the address of the session's bus. The library would start a bus of its own
// where there is none; a booth needs none.
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
