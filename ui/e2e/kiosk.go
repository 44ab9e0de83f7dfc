package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Kiosk is the real program in kiosk mode: a supervisor without a window, and the interface process that it
// starts, which fills the display.
type Kiosk struct {
	*Booth

	display *Display
	home    string // HOME, and the root of all the folders that a program writes to on its own
	args    []string
	env     []string
	ended   chan error // receives how the supervisor ended
	red     Point      // a point on the first screen's button
	attract *image.RGBA
}

// startIn is how long the first start may take: it generates the folder's keys.
const startIn = 30 * time.Second

// NewKiosk prepares a booth in kiosk mode on a display; Start starts it. folder is where it keeps
// its data; home, which may be missing, becomes its home folder, and everything it writes elsewhere
// goes there. more are further arguments.
func NewKiosk(d *Display, binary, folder, home, lang string, more ...string) (*Kiosk, error) {
	size := fmt.Sprintf("%dx%d", d.wire.Width, d.wire.Height)
	b, err := newBooth(d, binary, folder, size)
	if err != nil {
		return nil, err
	}
	if home, err = filepath.Abs(home); err != nil {
		return nil, fmt.Errorf("finding the booth's home: %w", err)
	}
	if b.folder, err = filepath.Abs(folder); err != nil {
		return nil, fmt.Errorf("finding the booth's data: %w", err)
	}
	b.work = filepath.Join(home, "work")
	k := &Kiosk{Booth: b, display: d, home: home}
	k.args = append([]string{"run", "--kiosk", "--data", b.folder, "--lang", lang}, more...)
	k.env = []string{"HOME=" + home}
	for name, place := range map[string]string{
		"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache",
		"XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "run", "TMPDIR": "tmp", "OLDPWD": "work",
	} {
		place = filepath.Join(home, place)
		if err := os.MkdirAll(place, 0o700); err != nil {
			return nil, fmt.Errorf("making the booth's home: %w", err)
		}
		k.env = append(k.env, name+"="+place)
	}
	k.Hands = &Hands{display: d}
	return k, nil
}

// OpenKiosk starts a booth in kiosk mode and waits for its first screen.
func OpenKiosk(ctx context.Context, d *Display, binary, folder, home, lang string, more ...string) (*Kiosk, error) {
	k, err := NewKiosk(d, binary, folder, home, lang, more...)
	if err != nil {
		return nil, err
	}
	return k, k.Start(ctx)
}

// Start starts the supervisor and waits for the first screen.
func (k *Kiosk) Start(ctx context.Context) error {
	if err := k.Run(ctx); err != nil {
		return err
	}
	if _, err := k.Eyes.WaitFor(ctx, startIn, "the first screen", func(Layout) bool { return true }); err != nil {
		k.Kill()
		return fmt.Errorf("%w; it said: %s", err, k.Said())
	}
	return nil
}

// Run starts the supervisor without waiting for the first screen.
func (k *Kiosk) Run(ctx context.Context) error {
	if _, err := os.Stat(k.Eyes.trace); err == nil {
		if err := k.Eyes.Blink(); err != nil {
			return err
		}
	}
	if err := k.Booth.start(ctx, k.display, k.env, k.args...); err != nil {
		return err
	}
	k.ended = make(chan error, 1)
	go func(cmd interface{ Wait() error }, ended chan<- error) { ended <- cmd.Wait() }(k.process, k.ended)
	return nil
}

// Said returns everything that supervisor and interface printed. The supervisor must have ended.
func (k *Kiosk) Said() string { return string(bytes.TrimSpace(k.said.Bytes())) }

// Supervisor returns the pid of the process that was started, or 0.
func (k *Kiosk) Supervisor() int {
	if k.process == nil {
		return 0
	}
	return k.process.Process.Pid
}

// Interface returns the pid of the process that shows the window, or 0 if there is none.
func (k *Kiosk) Interface() int {
	children, err := Children(k.Supervisor())
	if err != nil || len(children) == 0 {
		return 0
	}
	return children[len(children)-1]
}

// Wait waits until the supervisor has ended on its own, and returns its exit code; -1 for a signal.
func (k *Kiosk) Wait(ctx context.Context, patience time.Duration) (int, error) {
	if k.process == nil {
		return 0, fmt.Errorf("the booth does not run")
	}
	select {
	case <-k.ended:
		code := k.process.ProcessState.ExitCode()
		k.process = nil
		return code, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-time.After(patience):
		return 0, fmt.Errorf("the supervisor still runs after %s", patience)
	}
}

// Close ends the booth as a session manager would. It may be called twice.
func (k *Kiosk) Close() error {
	if k.process == nil {
		return nil
	}
	child := k.Interface()
	if err := tell(k.Supervisor(), syscall.SIGTERM); err != nil {
		return err
	}
	code, err := k.Wait(context.Background(), 10*time.Second)
	if err != nil {
		k.Kill()
		return err
	}
	if code != 0 {
		return fmt.Errorf("the supervisor ended with %d; it said: %s", code, k.Said())
	}
	if child != 0 && Runs(child) {
		return fmt.Errorf("the supervisor ended and left the interface running")
	}
	return nil
}

// Kill ends supervisor and interface at once, as a power cut would.
func (k *Kiosk) Kill() {
	if k.process == nil {
		return
	}
	child := k.Interface()
	k.process.Process.Kill() // first, so that it starts no new interface
	if child != 0 {
		tell(child, syscall.SIGKILL)
	}
	<-k.ended
	k.process = nil
}

// On waits for one of the screens, by name; "attract+gate" is the gate over attract.
func (k *Kiosk) On(ctx context.Context, patience time.Duration, screens ...string) (Layout, error) {
	return k.Eyes.WaitFor(ctx, patience, fmt.Sprint(screens), func(l Layout) bool {
		for _, s := range screens {
			if l.Screen == s {
				return true
			}
		}
		return false
	})
}

// Tap touches a control of the current screen.
func (k *Kiosk) Tap(ctx context.Context, id string) error {
	l, _, err := k.Eyes.Now()
	if err != nil {
		return err
	}
	spot, ok := l.Target(id)
	if !ok {
		return fmt.Errorf("there is no %s on %s", id, l)
	}
	x, y := spot.Middle()
	return k.Hands.Tap(ctx, x, y)
}

// GoTo goes from the first screen to a later one, as somebody who signs up.
func (k *Kiosk) GoTo(ctx context.Context, screen string, who Visitor) error {
	visit := Visit{Booth: k.Booth, Who: who, Until: screen}
	_, err := visit.Walk(ctx)
	return err
}

// Hasty returns a visitor who answers what is required and nothing else.
func Hasty(n int) Visitor {
	return Visitor{Answers: map[string]string{"name": "Ann " + letters26(n), "phone": "139" + fmt.Sprintf("%08d", n)}}
}

// letters26 writes a number in letters, for a name that differs each time.
func letters26(n int) string {
	word := []byte{'Q', 'a' + byte(n/676%26), 'a' + byte(n/26%26), 'a' + byte(n%26)}
	return string(word)
}

// Learn remembers what the first screen looks like.
func (k *Kiosk) Learn(ctx context.Context) error {
	l, err := k.On(ctx, patience, "attract")
	if err != nil {
		return err
	}
	start, ok := l.Target("attract.start")
	if !ok {
		return fmt.Errorf("there is no way to start on %s", l)
	}
	// Left of the words, and far enough inside that the page may move by some pixels.
	k.red = Point{int(start.X + start.H/4), int(start.Y + start.H/2)}
	k.attract, err = k.Hands.Look()
	return err
}

// back is how long the booth took to come back to the first screen.
type back struct {
	Picture time.Duration // until the first screen's button was on the display
	Whole   time.Duration // until the booth reported the screen, a quarter of a second after the page is still
}

// Fell waits until the interface process pid has ended and the booth is back at the first screen. The times it
// returns count from begun.
func (k *Kiosk) Fell(ctx context.Context, pid int, begun time.Time, within time.Duration) (b back, err error) {
	if err = Gone(ctx, pid, within); err != nil {
		return b, err
	}
	if err = k.Eyes.Blink(); err != nil {
		return b, err
	}
	want := k.attract.RGBAAt(k.red.X, k.red.Y)
	for {
		part, err := k.display.wire.Part(image.Rect(k.red.X, k.red.Y, k.red.X+1, k.red.Y+1))
		if err != nil {
			return b, err
		}
		if part.RGBAAt(k.red.X, k.red.Y) == want {
			break
		}
		if time.Since(begun) > within {
			return b, fmt.Errorf("the first screen is not back after %s", within)
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return b, err
		}
	}
	b.Picture = time.Since(begun)
	_, err = k.On(ctx, within, "attract")
	b.Whole = time.Since(begun)
	return b, err
}

// Status asks the program for its counts. The booth must be closed.
func (k *Kiosk) Status(ctx context.Context) (string, error) {
	return k.Command(ctx, "status", "--data", k.folder, "--json")
}

// Verify has the program verify everything it stores. The booth must be closed.
func (k *Kiosk) Verify(ctx context.Context) error {
	if out, err := k.Command(ctx, "verify", "--data", k.folder); err != nil {
		return fmt.Errorf("verify: %w: %s", err, out)
	}
	return nil
}
