package host

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/godbus/dbus/v5"
)

// takeLogind takes inhibitor locks from logind (https://systemd.io/INHIBITOR_LOCKS): all three
// at once, or one by one where this session may not take them all. A lock is an open
// file, so it is released when this program ends, however that happens.
func takeLogind(ctx context.Context) ([]string, func(), error) {
	bus, err := connect(ctx, func(o dbus.ConnOption) (*dbus.Conn, error) { return dbus.ConnectSystemBus(o) })
	if err != nil {
		return nil, nil, err
	}
	defer bus.Close() // the lock is the file, not the connection
	manager := bus.Object("org.freedesktop.login1", "/org/freedesktop/login1")
	inhibit := func(what string) (*os.File, error) {
		var fd dbus.UnixFD
		err := manager.CallWithContext(ctx, "org.freedesktop.login1.Manager.Inhibit", 0,
			what, "Matchbooth", "the booth is open", "block").Store(&fd)
		if err != nil {
			return nil, fmt.Errorf("asking logind not to %s: %w", what, err)
		}
		return os.NewFile(uintptr(fd), "inhibitor"), nil
	}
	locks := map[string]string{"sleep": NoSleep, "handle-lid-switch": NoLid, "idle": ""}
	var files []*os.File
	var holds []string
	take := func(what string) error {
		f, err := inhibit(what)
		if err != nil {
			return err
		}
		files = append(files, f)
		for one := range strings.SplitSeq(what, ":") {
			if key := locks[one]; key != "" {
				holds = append(holds, key)
			}
		}
		return nil
	}
	if err := take("idle:sleep:handle-lid-switch"); err != nil {
		for _, one := range []string{"idle", "sleep", "handle-lid-switch"} {
			err = errors.Join(err, take(one))
		}
		if len(files) == 0 {
			return nil, nil, err
		}
	}
	return holds, func() {
		for _, f := range files {
			f.Close()
		}
	}, nil
}

// connect connects to a bus. It gives up if ctx is done before the connection is established;
// once established, the connection outlives ctx.
func connect(ctx context.Context, to func(dbus.ConnOption) (*dbus.Conn, error)) (*dbus.Conn, error) {
	life, end := context.WithCancel(context.Background())
	stop := context.AfterFunc(ctx, end)
	bus, err := to(dbus.WithContext(life))
	if err != nil {
		end()
		return nil, fmt.Errorf("connecting to the bus: %w", err)
	}
	if !stop() {
		bus.Close()
		return nil, fmt.Errorf("connecting to the bus: %w", ctx.Err())
	}
	return bus, nil
}
