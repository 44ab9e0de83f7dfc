package touch

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Curtain lies over a page that nobody has seen yet: a finger that comes down before the page was
// painted was meant for what was there before, and does nothing, even if it goes up later. Put it
// over everything that can be touched, as large as the window; it cannot be seen.
//
// The toolkit tells nobody when a frame was painted, nor when a finger came down. But its desktop
// driver takes turns: it handles the events that have come, moves the animations on, and paints
// (Fyne 2.8.1, internal/driver/glfw/loop.go: runGL). So by the second move of an animation a frame
// has been painted, and the events have been handled that came while it was.
type Curtain struct {
	widget.BaseWidget
	moving *fyne.Animation
}

var (
	_ desktop.Mouseable = (*Curtain)(nil)
	_ fyne.Tappable     = (*Curtain)(nil)
)

// NewCurtain returns a Curtain that is open.
func NewCurtain() *Curtain {
	c := &Curtain{}
	c.ExtendBaseWidget(c)
	c.Hidden = true
	return c
}

// curtainMost is longer than any page takes to be painted.
const curtainMost = time.Hour

// Drop covers the page until it has been painted. Call it on the toolkit's goroutine, with the page
// in place; then the finger that is down, if any, presses nothing any more.
func (c *Curtain) Drop() {
	c.open()
	c.Hidden = false
	moves := 0
	c.moving = fyne.NewAnimation(curtainMost, func(float32) {
		if moves++; moves == 2 {
			c.open()
		}
	})
	start(c.moving)
}

// open lets touches through.
func (c *Curtain) open() {
	c.Hidden = true
	if c.moving != nil {
		c.moving.Stop()
		c.moving = nil
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Curtain) CreateRenderer() fyne.WidgetRenderer { return nothing{} }

// MouseDown implements desktop.Mouseable.
func (c *Curtain) MouseDown(*desktop.MouseEvent) { Cancel() }

// MouseUp implements desktop.Mouseable.
func (c *Curtain) MouseUp(*desktop.MouseEvent) { Cancel() }

// Tapped implements fyne.Tappable, so that no tap goes through to what is below.
func (c *Curtain) Tapped(*fyne.PointEvent) {}
