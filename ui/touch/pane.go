package touch

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// handled is a widget whose touches a pane takes. Positions are relative to the widget.
type handled interface {
	pressed(at fyne.Position)  // a finger went down
	acted(at fyne.Position)    // it came up within the slop; at is where it went down
	released()                 // the press is over, before acted or without it
	dragged(e *fyne.DragEvent) // it moves, within the slop too; only if the pane takes drags
	dropped()                  // a drag has ended
}

// pane covers a whole widget and takes its touches, so that the widget's parts only have to be
// painted. It is invisible.
type pane struct {
	widget.BaseWidget
	to    handled
	drags bool // vertical drags go to the widget, even in a Scroller
	at    fyne.Position
	spent time.Time // when the finger last came up: the driver's Tapped that follows only echoes it
}

var (
	_ pressable         = (*pane)(nil)
	_ fyne.Tappable     = (*pane)(nil)
	_ fyne.Draggable    = (*pane)(nil)
	_ desktop.Mouseable = (*pane)(nil)
)

func newPane(to handled, drags bool) *pane {
	p := &pane{to: to, drags: drags}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *pane) CreateRenderer() fyne.WidgetRenderer { return nothing{} }

// MouseDown implements desktop.Mouseable.
func (p *pane) MouseDown(e *desktop.MouseEvent) {
	if !primary(e) || doubled(p, e) {
		Cancel()
		return
	}
	p.spent = time.Time{}
	p.at = e.Position
	pressOn(p, e)
	if p.drags {
		grab(p, vertical)
	}
	p.to.pressed(e.Position)
}

// MouseUp implements desktop.Mouseable.
func (p *pane) MouseUp(e *desktop.MouseEvent) {
	if primary(e) {
		lift(p, e.AbsolutePosition)
		p.spent = now()
	}
}

// Dragged implements fyne.Draggable.
func (p *pane) Dragged(e *fyne.DragEvent) {
	wander(e.Dragged)
	if p.drags {
		p.to.dragged(e)
	}
}

// DragEnd implements fyne.Draggable.
func (p *pane) DragEnd() {
	lift(p, finger.at.AddXY(finger.wander.DX, finger.wander.DY))
	if p.drags {
		p.to.dropped()
	}
}

// Tapped implements fyne.Tappable, for drivers that report neither press nor release.
func (p *pane) Tapped(e *fyne.PointEvent) {
	echo := now().Sub(p.spent) < time.Second
	p.spent = time.Time{}
	if !echo {
		p.to.pressed(e.Position)
		p.to.released()
		p.to.acted(e.Position)
	}
}

// Act implements pressable.
func (p *pane) Act() { p.to.acted(p.at) }

// Release implements pressable.
func (p *pane) Release() { p.to.released() }
