//go:build e2e

package main

import (
	"context"
	"fmt"
	"image"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// monitor makes a part of the one screen of the virtual display a display of its own to everybody
// who asks; it is what `xrandr --setmonitor` is for. The first that is made belongs to the output
// "screen", the others to none. No size takes the display away again.
func monitor(ctx context.Context, t *testing.T, d *Display, name, output string, at image.Rectangle) {
	t.Helper()
	args := []string{"--delmonitor", name}
	if !at.Empty() {
		args = []string{"--setmonitor", name, fmt.Sprintf("%d/200x%d/200+%d+%d", at.Dx(), at.Dy(), at.Min.X, at.Min.Y), output}
	}
	if out, err := d.command(ctx, "xrandr", args...).CombinedOutput(); err != nil {
		t.Fatalf("xrandr %v: %v: %s", args, err, out)
	}
}

// fills waits until the booth's window stands exactly there.
func fills(ctx context.Context, t *testing.T, k *Kiosk, what string, at image.Rectangle) {
	t.Helper()
	var last string
	for end := time.Now().Add(8 * time.Second); time.Now().Before(end); {
		all, err := k.display.wire.Windows()
		wants(t, err)
		last = fmt.Sprint(all)
		for _, w := range all {
			if w.Process == k.Interface() && w.At == at {
				return
			}
		}
		wants(t, pause(ctx, 100*time.Millisecond))
	}
	t.Fatalf("%s: the booth does not fill %v; there are %s", what, at, last)
}

// A booth on the second of two displays: it goes to the other one when that is gone, comes back
// with it, follows its size, and leaves nothing of the desktop to be seen beside it.
func TestKioskFillsTheWantedDisplay(t *testing.T) {
	if _, err := exec.LookPath("xrandr"); err != nil {
		t.Skip("xrandr (package x11-xserver-utils) is not there")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	display, err := OpenDisplay(ctx, "1600x900")
	wants(t, err)
	defer display.Close()
	left, right, portrait := image.Rect(0, 0, 800, 900), image.Rect(800, 0, 1600, 900), image.Rect(1100, 0, 1600, 900)
	monitor(ctx, t, display, "left", "screen", left)
	monitor(ctx, t, display, "right", "none", right)
	wants(t, display.command(ctx, "xsetroot", "-solid", "red").Run()) // the desktop
	folder := t.TempDir()
	k, err := OpenKiosk(ctx, display, program, filepath.Join(folder, "data"), filepath.Join(folder, "home"), "en", "--display", "right")
	wants(t, err)
	defer k.Close()
	fills(ctx, t, k, "at the start", right)
	wants(t, pause(ctx, 300*time.Millisecond)) // what covers the other display comes right after
	black, err := display.wire.Part(left)
	wants(t, err)
	for i, v := range black.Pix {
		if i%4 != 3 && v != 0 {
			t.Fatalf("the other display shows the desktop or something else, at byte %d", i)
		}
	}

	monitor(ctx, t, display, "right", "", image.Rectangle{})
	fills(ctx, t, k, "after it was unplugged", left)
	monitor(ctx, t, display, "right", "none", right)
	fills(ctx, t, k, "after it was plugged in again", right)

	monitor(ctx, t, display, "right", "", image.Rectangle{})
	monitor(ctx, t, display, "right", "none", portrait)
	fills(ctx, t, k, "after it was rotated", portrait)
	if _, err := k.Eyes.WaitFor(ctx, 10*time.Second, "the page at the new size", func(l Layout) bool {
		for _, s := range l.Targets {
			if s.X+s.W > float64(portrait.Dx()) {
				return false
			}
		}
		return len(l.Targets) > 0
	}); err != nil {
		t.Error(err)
	}
}
