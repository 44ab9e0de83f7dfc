//go:build e2e

package main

import (
	"context"
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"
)

// knock taps so often in the bottom left corner, with so long from one to the next.
func (k *Kiosk) knock(ctx context.Context, t *testing.T, times int, apart time.Duration) {
	t.Helper()
	corner := Point{40, k.display.wire.Height - 40}
	for range times {
		wants(t, k.Hands.Tap(ctx, corner.X, corner.Y))
		wants(t, pause(ctx, apart-tapFor))
	}
}

// pin enters a PIN at the gate that stands, and asks.
func (k *Kiosk) pin(ctx context.Context, t *testing.T, pin string) {
	t.Helper()
	for _, r := range pin {
		wants(t, k.Tap(ctx, "overlay.key."+string(r)))
		wants(t, pause(ctx, pace))
	}
	wants(t, k.Tap(ctx, "overlay.ok"))
}

// gate opens the staff gate over a screen.
func (k *Kiosk) gate(ctx context.Context, t *testing.T, over string) {
	t.Helper()
	k.knock(ctx, t, 5, 120*time.Millisecond)
	_, err := k.On(ctx, patience, over+"+gate")
	wants(t, err)
	wants(t, pause(ctx, settled))
}

// staff goes through the gate that stands.
func (k *Kiosk) staff(ctx context.Context, t *testing.T) {
	t.Helper()
	k.pin(ctx, t, "5210")
	_, err := k.On(ctx, patience, "staff")
	wants(t, err)
	wants(t, pause(ctx, settled))
}

// deed taps something on the volunteers' menu and goes back, to the screen that is wanted then.
func (k *Kiosk) deed(ctx context.Context, t *testing.T, id, then string) {
	t.Helper()
	l, _, err := k.Eyes.Now()
	wants(t, err)
	wants(t, k.Tap(ctx, id))
	_, err = k.Eyes.WaitFor(ctx, patience, "the menu to change", func(now Layout) bool { return now.Seq > l.Seq })
	wants(t, err)
	wants(t, pause(ctx, settled))
	wants(t, k.Tap(ctx, "staff.back"))
	_, err = k.On(ctx, patience, then)
	wants(t, err)
	wants(t, pause(ctx, settled))
}

// fall kills the interface and waits for the screen that then comes.
func (k *Kiosk) fall(ctx context.Context, t *testing.T, then string) {
	t.Helper()
	pid := k.Interface()
	wants(t, tell(pid, syscall.SIGKILL))
	wants(t, Gone(ctx, pid, 5*time.Second))
	wants(t, k.Eyes.Blink())
	_, err := k.On(ctx, patience, then)
	wants(t, err)
	wants(t, pause(ctx, settled))
}

// Only five quick taps in the corner and the PIN lead to the volunteers' menu. What they set there
// outlives a fall, and so do the delays after wrong PINs.
func TestKioskStaffGate(t *testing.T) {
	t.Parallel()
	ctx, k := openKiosk(t, 4*time.Minute, "en", OpenDesktop)
	g := &guard{ctx: ctx, hands: k.Hands, eyes: k.Eyes, pid: k.Interface()}
	_, err := k.On(ctx, patience, "attract")
	wants(t, err)
	wants(t, pause(ctx, rested))

	k.knock(ctx, t, 4, 100*time.Millisecond)
	g.stays(t, "four taps in the corner", "attract")
	wants(t, pause(ctx, 3*time.Second))
	k.knock(ctx, t, 5, 850*time.Millisecond)
	g.stays(t, "five slow taps in the corner", "attract")
	wants(t, pause(ctx, 3*time.Second))

	k.gate(ctx, t, "attract")
	g.keys(t, "the gate")
	g.wishes(t, "the gate")
	g.stays(t, "all keys at the gate", "attract+gate")
	wants(t, k.Tap(ctx, "overlay.cancel"))
	_, err = k.On(ctx, patience, "attract")
	wants(t, err)
	wants(t, pause(ctx, settled))

	k.gate(ctx, t, "attract")
	// The pad says how long it still is once a second, and takes keys again with that.
	for n, wait := range []time.Duration{1, 1, 4, 6, 1} {
		k.pin(ctx, t, fmt.Sprintf("000%d", n))
		g.stays(t, "a wrong PIN", "attract+gate")
		wants(t, pause(ctx, wait*time.Second))
	}
	last := time.Now() // almost eight seconds from here
	k.pin(ctx, t, "5210")
	g.stays(t, "the right PIN too early", "attract+gate")
	k.fall(ctx, t, "attract")
	g.pid = k.Interface()
	k.gate(ctx, t, "attract")
	if time.Since(last) < 6*time.Second {
		k.pin(ctx, t, "5210")
		g.stays(t, "the right PIN too early, after a fall", "attract+gate")
	} else {
		t.Log("this computer is too slow just now to tell whether the delay outlives a fall")
	}
	wants(t, pause(ctx, 10*time.Second-time.Since(last)))
	k.staff(ctx, t)
	keepPicture(t, k, "staff")

	k.deed(ctx, t, "staff.pause", "pause")
	keepPicture(t, k, "pause")
	for _, p := range []Point{{640, 400}, {640, 700}, {1200, 60}, {250, 628}} {
		wants(t, k.Hands.Tap(ctx, p.X, p.Y))
	}
	g.all(t, "pause")
	k.fall(ctx, t, "pause")
	g.pid = k.Interface()

	k.gate(ctx, t, "pause")
	k.staff(ctx, t)
	k.deed(ctx, t, "staff.goon", "attract")
	k.gate(ctx, t, "attract")
	k.staff(ctx, t)
	k.deed(ctx, t, "staff.out", "closed")
	keepPicture(t, k, "closed")
	g.swipes(t, "closed")
	g.stays(t, "swipes on closed", "closed")

	k.gate(ctx, t, "closed")
	k.staff(ctx, t)
	l, _, err := k.Eyes.Now()
	wants(t, err)
	leave, ok := l.Target("staff.leave")
	if !ok {
		t.Fatalf("there is no staff.leave on %s", l)
	}
	x, y := leave.Middle()
	wants(t, k.Hands.Tap(ctx, x, y))
	g.stays(t, "a mere tap on leaving", "staff")
	child := k.Interface()
	wants(t, k.Hands.LongPress(ctx, Point{x, y}, 4*time.Second))
	code, err := k.Wait(ctx, 10*time.Second)
	if err != nil || code != 0 {
		t.Fatalf("the supervisor ended with %d, %v", code, err)
	}
	if Runs(child) {
		t.Error("the interface still runs")
	}
	wants(t, k.Verify(ctx))

	// It stays out of service until somebody puts it back.
	wants(t, k.Start(ctx))
	_, err = k.On(ctx, patience, "closed")
	wants(t, err)
	wants(t, pause(ctx, settled))
	k.gate(ctx, t, "closed")
	k.staff(ctx, t)
	k.deed(ctx, t, "staff.service", "attract")
	wants(t, k.Learn(ctx))
	if names := crashes(t, k); len(names) != 2 || !slices.IsSorted(names) {
		t.Errorf("crash reports of two kills: %v", names)
	}
}
