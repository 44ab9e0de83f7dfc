package call

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// NewTerminal makes a terminal: what is typed into the one comes out of the other.
func NewTerminal(t *testing.T) (keys, line *os.File) {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here:", err)
	}
	t.Cleanup(func() { keys.Close() })
	if err := unix.IoctlSetPointerInt(int(keys.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Skip("no terminals here:", err)
	}
	n, err := unix.IoctlGetInt(int(keys.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	line, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here:", err)
	}
	t.Cleanup(func() { line.Close() })
	return keys, line
}

// TestCtrlCEndsAQuestion holds every question to it: the signal goes to the context, and the read alone would wait on.
func TestCtrlCEndsAQuestion(t *testing.T) {
	for name, ask := range map[string]func(*Call) error{
		"passphrase": func(c *Call) error { _, err := c.Ask("secret.passphrase"); return err },
		"yes or no": func(c *Call) error {
			if c.Confirm("merge.ask") {
				return errors.New("nobody said yes")
			}
			return c.Ctx.Err()
		},
	} {
		t.Run(name, func(t *testing.T) {
			keys, line := NewTerminal(t)
			before, err := unix.IoctlGetTermios(int(line.Fd()), unix.TCGETS)
			if err != nil {
				t.Fatal(err)
			}
			c := newTestCall(t)
			ctx, interrupt := context.WithCancel(context.Background())
			c.Ctx, c.Stdin = ctx, line
			asked := &firstWrite{first: make(chan struct{})}
			c.Stderr = asked
			done := make(chan error, 1)
			go func() { done <- ask(c) }()
			<-asked.first
			for name == "passphrase" { // the read begins when the terminal is told to show nothing
				if now, err := unix.IoctlGetTermios(int(line.Fd()), unix.TCGETS); err != nil || now.Lflag&unix.ECHO == 0 {
					break
				}
				time.Sleep(time.Millisecond)
			}
			interrupt()
			select {
			case err := <-done:
				if !errors.Is(err, context.Canceled) {
					t.Errorf("ended with %v", err)
				}
			case <-time.After(10 * time.Second):
				_, _ = keys.Write([]byte("\n"))
				t.Fatal("still asking")
			}
			if now, err := unix.IoctlGetTermios(int(line.Fd()), unix.TCGETS); err != nil || now.Lflag != before.Lflag {
				t.Errorf("the terminal does not show what is typed any more: %v", err)
			}
			_, _ = keys.Write([]byte("\n")) // lets the read go
		})
	}
}

// firstWrite tells of the first thing that is written.
type firstWrite struct {
	bytes.Buffer
	first chan struct{}
	told  bool
}

func (w *firstWrite) Write(p []byte) (int, error) {
	if !w.told {
		w.told = true
		close(w.first)
	}
	return w.Buffer.Write(p)
}
