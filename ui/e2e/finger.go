package main

import (
	"context"
	"math"
	"time"

	"matchbooth/ui/e2e/x11"
)

// Point is a position in the window, in pixels.
type Point struct{ X, Y int }

// plus returns the point at a distance in pixels in a direction; turns is 0 for right,
// 0.25 for down, 0.5 for left.
func (p Point) plus(distance, turns float64) Point {
	sin, cos := math.Sincos(2 * math.Pi * turns)
	return Point{p.X + int(math.Round(distance*cos)), p.Y + int(math.Round(distance*sin))}
}

// How long a finger takes.
const (
	tapFor   = 40 * time.Millisecond // down, in a tap
	betweens = 70 * time.Millisecond // from up to down again in a double tap
	beat     = 8 * time.Millisecond  // from one position to the next in a movement: a touchscreen reports about 120 times a second
)

// Finger is one finger on the glass: a touchscreen's finger moves a pointer and
// presses its only button. It keeps its first error.
type Finger struct {
	ctx  context.Context
	wire *x11.Conn
	at   Point
	err  error
}

// Finger returns a finger that does not touch the glass yet.
func (h *Hands) Finger(ctx context.Context) *Finger { return &Finger{ctx: ctx, wire: h.display.wire} }

func (f *Finger) do(act func() error) *Finger {
	if f.err == nil {
		f.err = act()
	}
	return f
}

// Down touches the glass.
func (f *Finger) Down(p Point) *Finger {
	f.at = p
	return f.do(func() error { return f.wire.Move(p.X, p.Y) }).do(func() error { return f.wire.Press(x11.Left) })
}

// Slide moves on the glass in a straight line, for the given time.
func (f *Finger) Slide(to Point, takes time.Duration) *Finger {
	steps := max(1, int(takes/beat))
	from := f.at
	for i := 1; i <= steps; i++ {
		x, y := from.X+(to.X-from.X)*i/steps, from.Y+(to.Y-from.Y)*i/steps
		f.do(func() error { return f.wire.Move(x, y) }).Rest(takes / time.Duration(steps))
	}
	f.at = to
	return f
}

// Rest keeps the finger where it is, on the glass or off it.
func (f *Finger) Rest(d time.Duration) *Finger { return f.do(func() error { return pause(f.ctx, d) }) }

// Up leaves the glass.
func (f *Finger) Up() *Finger { return f.do(func() error { return f.wire.Release(x11.Left) }) }

// Done waits until the server has handled everything, and returns the first error.
func (f *Finger) Done() error { return f.do(f.wire.Sync).err }

// Tap touches a point once.
func (h *Hands) Tap(ctx context.Context, x, y int) error {
	return h.Finger(ctx).Down(Point{x, y}).Rest(tapFor).Up().Done()
}

// ShakyTap is a Tap that slips by slip pixels in a direction (see plus) while it presses.
func (h *Hands) ShakyTap(ctx context.Context, p Point, slip, turns float64) error {
	return h.Finger(ctx).Down(p).Rest(tapFor/2).Slide(p.plus(slip, turns), tapFor).Rest(tapFor / 2).Up().Done()
}

// Taps touches a point several times, as fast as fingers can.
func (h *Hands) Taps(ctx context.Context, p Point, times int) error {
	f := h.Finger(ctx)
	for range times {
		f.Down(p).Rest(tapFor).Up().Rest(betweens)
	}
	return f.Done()
}

// LongPress presses on a point for a time.
func (h *Hands) LongPress(ctx context.Context, p Point, d time.Duration) error {
	return h.Finger(ctx).Down(p).Rest(d).Up().Done()
}

// Drag moves something slowly and stops before it lets go.
func (h *Hands) Drag(ctx context.Context, from, to Point) error {
	return h.Finger(ctx).Down(from).Rest(tapFor).Slide(to, 400*time.Millisecond).Rest(150 * time.Millisecond).Up().Done()
}

// Flick throws something: the finger leaves the glass while it moves.
func (h *Hands) Flick(ctx context.Context, from, to Point) error {
	return h.Finger(ctx).Down(from).Slide(to, 120*time.Millisecond).Up().Done()
}

// Click presses another button of a mouse: x11.Middle, x11.Right, or a turn of the
// wheel, which is a button in X too.
func (h *Hands) Click(ctx context.Context, p Point, button byte) error {
	f := h.Finger(ctx)
	press := func() error { return f.wire.Press(button) }
	release := func() error { return f.wire.Release(button) }
	return f.do(func() error { return f.wire.Move(p.X, p.Y) }).Rest(30 * time.Millisecond).do(press).Rest(tapFor).do(release).Done()
}
