//go:build e2e

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A number pad whose NumLock is off means Home and the like; the PIN pad takes its keys for the digits
// that are printed on them.
func TestKioskTheNumberPadTypesThePIN(t *testing.T) {
	t.Parallel()
	ctx, k := openKiosk(t, 90*time.Second, "en", OpenDisplay)
	wants(t, pause(ctx, 2*time.Second)) // the window has come to its place
	k.gate(ctx, t, "attract")
	wants(t, k.Hands.Key(ctx, "KP_Begin", "KP_Down", "KP_End", "KP_Insert", "KP_Enter")) // 5210
	_, err := k.On(ctx, patience, "staff")
	wants(t, err)
}

// A window that is larger than its screen is made to fit, also where no window manager does it.
func TestAWindowIsNoLargerThanItsScreen(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithTimeout(context.Background(), 90*time.Second)
	defer stop()
	for _, asked := range []string{"2400x1500", "1280x800"} {
		display, err := OpenBareDisplay(ctx, "1366x768")
		wants(t, err)
		defer display.Close()
		b, err := newBooth(display, program, filepath.Join(t.TempDir(), "data"), asked)
		wants(t, err)
		wants(t, b.start(ctx, display, nil, "run", "--data", b.folder, "--size", asked, "--lang", "en"))
		defer end(b.process)
		_, err = b.Eyes.WaitFor(ctx, patience, "the first screen", func(l Layout) bool { return l.Screen == "attract" })
		wants(t, err)
		wants(t, pause(ctx, time.Second))
		hands := &Hands{display: display}
		windows, err := hands.tool(ctx, "xdotool", "search", "--onlyvisible", "--pid", fmt.Sprint(b.process.Process.Pid))
		wants(t, err)
		shape, err := hands.tool(ctx, "xdotool", "getwindowgeometry", strings.Fields(windows)[0])
		wants(t, err)
		var x, y, w, h int
		for line := range strings.Lines(shape) {
			fmt.Sscanf(strings.TrimSpace(line), "Position: %d,%d", &x, &y)
			fmt.Sscanf(strings.TrimSpace(line), "Geometry: %dx%d", &w, &h)
		}
		if w < 1000 || h < 700 || x < 0 || y < 0 || x+w > 1366 || y+h > 768 {
			t.Errorf("%s: %dx%d at %d,%d: %s", asked, w, h, x, y, shape)
		}
	}
}
