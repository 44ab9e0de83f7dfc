//go:build e2e

package main

import (
	"context"
	"os"
	"testing"
	"time"
)

// trembles moves a finger to and fro by a pixel until the test's end is called.
func trembles(ctx context.Context, k *Kiosk, p Point) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; pause(ctx, 150*time.Millisecond) == nil; i++ {
			k.display.wire.Move(p.X, p.Y+i%2)
		}
	}()
	return func() { cancel(); <-done }
}

// A book on the keyboard: whoever typed a name and left is asked, and forgotten, while the key still
// repeats. Space answers the warning, and goes into no field.
func TestKioskAKeyThatStaysDownKeepsNoForm(t *testing.T) {
	t.Parallel()
	ctx, k := openKiosk(t, 4*time.Minute, "en", OpenDisplay, "--event", hurried(t))
	wants(t, k.GoTo(ctx, "form", Hasty(1)))
	wants(t, k.Hands.Type(ctx, "Quixwood"))
	code, _, err := k.display.key('a')
	wants(t, err)

	wants(t, k.display.wire.KeyDown(code))
	_, err = k.On(ctx, 40*time.Second, "form+idle")
	wants(t, err)
	wants(t, k.display.wire.KeyUp(code))
	wants(t, pause(ctx, time.Second))
	wants(t, k.Hands.Key(ctx, "space"))
	_, err = k.On(ctx, patience, "form")
	wants(t, err)

	wants(t, k.display.wire.KeyDown(code))
	_, err = k.On(ctx, 40*time.Second, "form+idle")
	wants(t, err)
	_, err = k.On(ctx, 30*time.Second, "attract")
	wants(t, err)
	wants(t, k.display.wire.KeyUp(code))
	wants(t, k.Close())
	if n := k.signups(ctx, t); n != 0 {
		t.Errorf("%d people are kept", n)
	}
}

// A bag on the glass, which trembles, a wheel that turns by itself, and a finger that lies on
// backspace: none is somebody.
func TestKioskWhatLiesOnTheGlassKeepsNothingOpen(t *testing.T) {
	t.Parallel()
	ctx, k := openKiosk(t, 5*time.Minute, "en", OpenDisplay, "--event", hurried(t))
	wants(t, k.GoTo(ctx, "notice", Hasty(1)))
	p := Point{k.display.wire.Width / 2, k.display.wire.Height / 2}
	wants(t, k.Hands.Finger(ctx).Down(p).Slide(Point{p.X, p.Y - 60}, 300*time.Millisecond).Done())
	end := trembles(ctx, k, Point{p.X, p.Y - 60})
	_, err := k.On(ctx, 40*time.Second, "notice+idle")
	end()
	wants(t, err)
	wants(t, k.Hands.Finger(ctx).Up().Done())
	wants(t, pause(ctx, time.Second))
	wants(t, k.Tap(ctx, "overlay.more"))
	_, err = k.On(ctx, patience, "notice")
	wants(t, err)

	turning, stop := context.WithCancel(ctx)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; turning.Err() == nil; i++ {
			k.Hands.Click(turning, p, byte(4+i/20%2))
		}
	}()
	_, err = k.On(ctx, 80*time.Second, "notice+idle") // 30 s in which it may be somebody's
	stop()
	<-stopped
	wants(t, err)
	wants(t, pause(ctx, time.Second))
	wants(t, k.Tap(ctx, "overlay.more"))
	_, err = k.On(ctx, patience, "notice")
	wants(t, err)
}

// The desk closes after five minutes, whatever lies on the keyboard.
func TestKioskAKeyThatStaysDownKeepsNoDesk(t *testing.T) {
	if os.Getenv("MATCHBOOTH_LONG") == "" {
		t.Skip("takes six minutes: MATCHBOOTH_LONG=1")
	}
	t.Parallel()
	ctx, k := openKiosk(t, 8*time.Minute, "en", OpenDisplay)
	wants(t, pause(ctx, 2*time.Second))
	k.gate(ctx, t, "attract")
	k.staff(ctx, t)
	wants(t, k.Tap(ctx, "staff.desk"))
	_, err := k.On(ctx, patience, "desk")
	wants(t, err)
	wants(t, k.Tap(ctx, "desk.to.people"))
	_, err = k.On(ctx, patience, "desk")
	wants(t, err)
	wants(t, pause(ctx, settled))
	wants(t, k.Hands.Type(ctx, "LQ"))
	wants(t, k.Hands.Key(ctx, "Return"))
	wants(t, k.Hands.Type(ctx, practicePassphrase))
	wants(t, k.Hands.Key(ctx, "Return"))
	wants(t, pause(ctx, 3*time.Second))
	code, _, err := k.display.key('a')
	wants(t, err)
	wants(t, k.display.wire.KeyDown(code))
	_, err = k.On(ctx, 310*time.Second, "attract")
	wants(t, err)
	wants(t, k.display.wire.KeyUp(code))
}

// A code lies before a scanner that reads it again and again: the answers of the moment go.
func TestKioskAScannerThatGoesOnKeepsNoForm(t *testing.T) {
	t.Parallel()
	ctx, k := openKiosk(t, 4*time.Minute, "en", OpenDisplay, "--event", hurried(t))
	wants(t, k.GoTo(ctx, "form", Hasty(1)))
	scanning, stop := context.WithCancel(ctx)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for scanning.Err() == nil {
			k.Hands.Press(scanning, "6901234567892")
			pause(scanning, 1500*time.Millisecond)
		}
	}()
	_, err := k.On(ctx, 50*time.Second, "form+idle")
	if err == nil {
		_, err = k.On(ctx, 30*time.Second, "attract")
	}
	stop()
	<-stopped
	wants(t, err)
}
