package host

import (
	"bufio"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// privateBus starts a bus of the test's own and returns its address.
func privateBus(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("dbus-daemon is not installed")
	}
	config := filepath.Join(t.TempDir(), "bus.conf")
	socket := filepath.Join(t.TempDir(), "bus")
	if err := os.WriteFile(config, []byte(`<busconfig><type>session</type><listen>unix:path=`+socket+`</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command(program, "--config-file="+config, "--nofork", "--print-address=1")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { daemon.Process.Kill(); daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(address)
}

// desk is logind and a desktop in one: it remembers what it was asked for.
type desk struct {
	mu     sync.Mutex
	denied string // what Inhibit refuses
	silent bool   // it never answers
	what   []string
	fds    []*os.File // our ends: they end when the booth's do
	quiet  int        // inhibitions of the screen saver that stand
}

// Inhibit is org.freedesktop.login1.Manager.Inhibit.
func (d *desk) Inhibit(what, who, why, mode string) (dbus.UnixFD, *dbus.Error) {
	if d.silent {
		select {}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.denied != "" && slices.Contains(strings.Split(what, ":"), d.denied) {
		return 0, dbus.NewError("org.freedesktop.DBus.Error.AccessDenied", nil)
	}
	if who == "" || why == "" || mode != "block" {
		return 0, dbus.NewError("org.freedesktop.DBus.Error.InvalidArgs", nil)
	}
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	d.what = append(d.what, what)
	d.fds = append(d.fds, os.NewFile(uintptr(pair[0]), "ours"))
	time.AfterFunc(time.Second, func() { syscall.Close(pair[1]) }) // sent by then
	return dbus.UnixFD(pair[1]), nil
}

// asked is what the desk was asked for, and how many inhibitions stand.
func (d *desk) asked() (what []string, fds []*os.File, quiet int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.what), slices.Clone(d.fds), d.quiet
}

// screenSaver is org.freedesktop.ScreenSaver.
type screenSaver struct{ *desk }

func (s screenSaver) Inhibit(program, reason string) (uint32, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.quiet++
	return 42, nil
}

func (s screenSaver) UnInhibit(cookie uint32) *dbus.Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cookie == 42 {
		s.quiet--
	}
	return nil
}

// serve puts a desk on the bus.
func (d *desk) serve(t *testing.T, address string) {
	t.Helper()
	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	for _, e := range []struct {
		object     any
		path       dbus.ObjectPath
		face, name string
	}{
		{d, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "org.freedesktop.login1"},
		{screenSaver{d}, "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver"},
	} {
		if err := bus.Export(e.object, e.path, e.face); err != nil {
			t.Fatal(err)
		}
		if _, err := bus.RequestName(e.name, dbus.NameFlagDoNotQueue); err != nil {
			t.Fatal(err)
		}
	}
}

// held: does the booth still have the lock?
func held(f *os.File) bool {
	raw, err := f.SyscallConn()
	if err != nil {
		return false
	}
	open := true
	raw.Control(func(fd uintptr) {
		var b [1]byte
		n, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_DONTWAIT)
		open = !(n == 0 && err == nil)
	})
	return open
}

func TestLogindKeepsTheComputerAwake(t *testing.T) {
	for _, test := range []struct {
		name, denied string
		holds        []string
		what         []string
	}{
		{"all rights", "", []string{NoSleep, NoLid}, []string{"idle:sleep:handle-lid-switch"}},
		{"no right to the lid", "handle-lid-switch", []string{NoSleep}, []string{"idle", "sleep"}},
		{"no right to sleep", "sleep", []string{NoLid}, []string{"idle", "handle-lid-switch"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := privateBus(t)
			t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
			d := &desk{denied: test.denied}
			d.serve(t, address)
			ctx, cancel := context.WithTimeout(t.Context(), Patience)
			holds, release, err := takeLogind(ctx)
			if err != nil {
				t.Fatal(err)
			}
			cancel() // the patience ends, the locks stay
			what, fds, _ := d.asked()
			if !slices.Equal(holds, test.holds) || !slices.Equal(what, test.what) {
				t.Errorf("holds %v by %v", holds, what)
			}
			time.Sleep(1200 * time.Millisecond) // the desk's copies are closed
			for _, f := range fds {
				if !held(f) {
					t.Error("a lock went before its time")
				}
			}
			release()
			for _, f := range fds {
				eventually(t, "the lock is let go", func() bool { return !held(f) })
			}
		})
	}
}

func TestTheDesktopIsAskedNotToBlank(t *testing.T) {
	address := privateBus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	d := &desk{}
	d.serve(t, address)
	holds, release, err := takeSession(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, quiet := d.asked(); !slices.Equal(holds, []string{NoScreen}) || quiet != 1 {
		t.Errorf("holds %v, asked %d times", holds, quiet)
	}
	release()
	if _, _, quiet := d.asked(); quiet != 0 {
		t.Error("not taken back")
	}
}

func TestABusWithoutTheServiceHoldsNothing(t *testing.T) {
	address := privateBus(t)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	if _, _, err := takeLogind(t.Context()); err == nil {
		t.Error("logind was held")
	}
	if _, _, err := takeSession(t.Context()); err == nil {
		t.Error("the desktop was held")
	}
}

func TestASilentLogindIsWaitedForOnlySoLong(t *testing.T) {
	address := privateBus(t)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
	(&desk{silent: true}).serve(t, address)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, _, err := takeLogind(ctx); err == nil {
		t.Error("held by one who never answered")
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
}

// A socket behind which nobody reads: the greeting of the bus never comes.
func TestABusThatNeverGreetsIsWaitedForOnlySoLong(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "bus")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+socket)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+socket)
	for name, take := range map[string]func(context.Context) ([]string, func(), error){"logind": takeLogind, "session": takeSession} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		began := time.Now()
		if _, _, err := take(ctx); err == nil {
			t.Errorf("%s: held by one who never answered", name)
		}
		cancel()
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s: it took %v", name, took)
		}
	}
}

func TestWithoutASessionBusNoneIsStarted(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	if a := sessionBus(); a != "" {
		t.Errorf("found %s", a)
	}
}
