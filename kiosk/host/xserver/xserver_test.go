package xserver

import (
	"bufio"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/dpms"
	"github.com/jezek/xgb/xproto"
)

// display starts Xvfb and returns its name.
func display(t *testing.T, args ...string) string {
	t.Helper()
	program, err := exec.LookPath("Xvfb")
	if err != nil {
		t.Skip("Xvfb is not installed")
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	server := exec.Command(program, append([]string{"-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"}, args...)...)
	server.ExtraFiles = []*os.File{writer}
	err = server.Start()
	writer.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Process.Kill(); server.Wait() })
	number, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

func open(t *testing.T, name string) *Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	s, err := Open(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func saver(t *testing.T, s *Server) Saver {
	t.Helper()
	got, err := s.Saver()
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestKeepOnSwitchesBlankingOffAndBack(t *testing.T) {
	name := display(t)
	other := open(t, name) // another program's eyes
	if err := xproto.SetScreenSaverChecked(other.x, 600, 300, xproto.BlankingPreferred, xproto.ExposuresAllowed).Check(); err != nil {
		t.Fatal(err)
	}
	if other.dpms() {
		if err := dpms.SetTimeoutsChecked(other.x, 300, 400, 500).Check(); err != nil {
			t.Fatal(err)
		}
		if err := dpms.EnableChecked(other.x).Check(); err != nil {
			t.Fatal(err)
		}
	} else {
		t.Log("this Xvfb knows no DPMS: only the screen saver is tried")
	}
	before := saver(t, other)
	if before.Dark() == 0 {
		t.Fatalf("the display never goes dark: %+v", before)
	}

	s := open(t, name)
	restore, err := s.KeepOn()
	if err != nil {
		t.Fatal(err)
	}
	if now := saver(t, other); now.Dark() != 0 || now.Timeout != 0 || now.DPMS {
		t.Errorf("kept on, and still: %+v", now)
	}
	restore()
	restore()
	if now := saver(t, other); now != before {
		t.Errorf("before %+v, after %+v", before, now)
	}
}

func TestKeepOnLeavesADisplayAloneThatNeverGoesDark(t *testing.T) {
	name := display(t)
	s := open(t, name)
	if err := xproto.SetScreenSaverChecked(s.x, 0, 0, 0, 0).Check(); err != nil {
		t.Fatal(err)
	}
	if s.dpms() {
		if err := dpms.DisableChecked(s.x).Check(); err != nil {
			t.Fatal(err)
		}
	}
	before := saver(t, s)
	restore, err := s.KeepOn()
	if err != nil {
		t.Fatal(err)
	}
	restore()
	if now := saver(t, s); now != before {
		t.Errorf("before %+v, after %+v", before, now)
	}
}

// A booth is killed, and started again by its supervisor, and again; at the end the display is
// as it was before the first.
func TestWhatAKilledBoothSwitchedOffComesBack(t *testing.T) {
	name := display(t)
	other := open(t, name)
	if err := xproto.SetScreenSaverChecked(other.x, 600, 300, xproto.BlankingPreferred, xproto.ExposuresAllowed).Check(); err != nil {
		t.Fatal(err)
	}
	before := saver(t, other)
	for range 3 {
		killed := open(t, name)
		if _, err := killed.KeepOn(); err != nil {
			t.Fatal(err)
		}
		kill(t, killed, other)
	}
	if now := saver(t, other); now.Dark() != 0 {
		t.Fatalf("not kept on: %+v", now)
	}
	last := open(t, name)
	restore, err := last.KeepOn()
	if err != nil {
		t.Fatal(err)
	}
	restore()
	if now := saver(t, other); now != before {
		t.Errorf("before %+v, after %+v", before, now)
	}

	// What somebody set by hand since then counts more than what was remembered.
	killed := open(t, name)
	if _, err := killed.KeepOn(); err != nil {
		t.Fatal(err)
	}
	kill(t, killed, other)
	if err := xproto.SetScreenSaverChecked(other.x, 120, 0, 0, 0).Check(); err != nil {
		t.Fatal(err)
	}
	if restore, err = open(t, name).KeepOn(); err != nil {
		t.Fatal(err)
	}
	restore()
	if now := saver(t, other); now.Timeout != 120 {
		t.Errorf("set to 120 s by hand, now %+v", now)
	}
}

// kill ends a connection as the end of its program does, and waits until the server knows.
func kill(t *testing.T, s, other *Server) {
	t.Helper()
	s.Close()
	name, err := other.atom()
	if err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if owner, err := xproto.GetSelectionOwner(other.x, name).Reply(); err == nil && owner.Owner == 0 {
			return
		}
	}
	t.Fatal("the server keeps the claim of a connection that has ended")
}

// doctor looks whether the screen can be kept on while a booth does keep it on.
func TestASecondHandLeavesWhatTheFirstHolds(t *testing.T) {
	name := display(t)
	other := open(t, name)
	if err := xproto.SetScreenSaverChecked(other.x, 600, 300, xproto.BlankingPreferred, xproto.ExposuresAllowed).Check(); err != nil {
		t.Fatal(err)
	}
	before := saver(t, other)
	first, err := open(t, name).KeepOn()
	if err != nil {
		t.Fatal(err)
	}
	second, err := open(t, name).KeepOn()
	if err != nil {
		t.Fatal(err)
	}
	second()
	if now := saver(t, other); now.Dark() != 0 {
		t.Errorf("the second let go what the first holds: %+v", now)
	}
	first()
	if now := saver(t, other); now != before {
		t.Errorf("before %+v, after %+v", before, now)
	}
}

func TestWhenAScreenGoesDark(t *testing.T) {
	for _, test := range []struct {
		is   Saver
		want int
	}{
		{Saver{}, 0},
		{Saver{Timeout: 600}, 600},
		{Saver{Standby: 60}, 0},
		{Saver{DPMS: true}, 0},
		{Saver{Timeout: 600, DPMS: true, Off: 300}, 300},
		{Saver{DPMS: true, Standby: 900, Suspend: 1200}, 900},
	} {
		if got := test.is.Dark(); got != test.want {
			t.Errorf("%+v: dark after %d s", test.is, got)
		}
	}
}

func TestScreens(t *testing.T) {
	s := open(t, display(t))
	list, err := s.Screens()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Width != 1280 || list[0].Height != 800 || list[0].Name == "" {
		t.Errorf("screens: %+v", list)
	}
	if _, err := s.Touches(); err != nil {
		t.Errorf("asking Xvfb for touch devices: %v", err)
	}
	if got := s.DPI(); got != 0 {
		t.Errorf("Xvfb asks for %d dpi", got)
	}
	text := []byte("Xcursor.size:\t24\nXft.dpi:\t144\n")
	if err := xproto.ChangePropertyChecked(s.x, xproto.PropModeReplace, s.root, xproto.AtomResourceManager, xproto.AtomString, 8, uint32(len(text)), text).Check(); err != nil {
		t.Fatal(err)
	}
	if got := s.DPI(); got != 144 {
		t.Errorf("%d dpi", got)
	}
}

func TestDPI(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "Xft.dpi: 96\n": 96, "Xft.dpi:\t120.4": 120, "Xft.dpi: none\n": 0, "Xft.dpi: -1\n": 0, "XTerm.dpi: 96\n": 0,
		"Xft.antialias: 1\nXft.dpi: 192\n": 192, "Xft.dpi: NaN\n": 0,
	} {
		if got := dpi(text); got != want {
			t.Errorf("%q: %d", text, got)
		}
	}
}

// device writes one device of a reply to XIQueryDevice.
func device(use uint16, enabled byte, name string, classes ...[]byte) []byte {
	b := make([]byte, 12+xgb.Pad(len(name)))
	xgb.Put16(b[2:], use)
	xgb.Put16(b[6:], uint16(len(classes)))
	xgb.Put16(b[8:], uint16(len(name)))
	b[10] = enabled
	copy(b[12:], name)
	for _, c := range classes {
		b = append(b, c...)
	}
	return b
}

func class(kind uint16, mode byte, size int) []byte {
	b := make([]byte, size)
	xgb.Put16(b, kind)
	xgb.Put16(b[2:], uint16(size/4))
	b[6] = mode
	return b
}

func reply(devices ...[]byte) []byte {
	b := make([]byte, 32)
	b[0] = 1
	xgb.Put16(b[8:], uint16(len(devices)))
	for _, d := range devices {
		b = append(b, d...)
	}
	return b
}

func TestDirectTouches(t *testing.T) {
	screen := device(3, 1, "ILITEK Touch", class(2, 0, 44), class(8, 1, 8))
	for _, test := range []struct {
		name  string
		reply []byte
		want  int
	}{
		{"nothing", reply(), 0},
		{"a mouse", reply(device(3, 1, "Mouse", class(1, 0, 16), class(2, 0, 44))), 0},
		{"a touch screen", reply(device(3, 1, "Mouse", class(1, 0, 16)), screen), 1},
		{"a touchpad", reply(device(3, 1, "Pad", class(8, 2, 8))), 0},
		{"the master that mirrors it", reply(device(1, 1, "Virtual core pointer", class(8, 1, 8)), screen), 1},
		{"switched off", reply(device(3, 0, "ILITEK Touch", class(8, 1, 8))), 0},
		{"two", reply(screen, screen), 2},
	} {
		got, err := directTouches(test.reply)
		if err != nil || got != test.want {
			t.Errorf("%s: %d, %v", test.name, got, err)
		}
	}
}

func FuzzDirectTouches(f *testing.F) {
	f.Add(reply(device(3, 1, "ILITEK Touch", class(2, 0, 44), class(8, 1, 8))))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if n, err := directTouches(b); err != nil && n != 0 || n < 0 {
			t.Errorf("%d, %v", n, err)
		}
	})
}

func TestADisplayThatIsNotThere(t *testing.T) {
	if s, err := Open(t.Context(), ":987"); err == nil {
		s.Close()
		t.Error("opened")
	}
}

// A server that takes the connection and never says a word.
func TestADisplayThatHangsIsWaitedForOnlySoLong(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "d")
	l, err := net.Listen("unix", socket+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := Open(ctx, socket+":0"); err == nil {
		t.Error("opened")
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
}
