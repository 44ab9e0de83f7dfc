package touch

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// handled is a widget that one pane takes the finger for. Places are in the widget.
type handled interface {
	pressed(at fyne.Position)  // a finger went down
	acted(at fyne.Position)    // it came up within the slop of where it went down, which is at
	released()                 // the press is over, before acted or without it
	dragged(e *fyne.DragEvent) // it wanders, within the slop too; only where the pane drags
	dropped()                  // a drag is over
}

// pane lies over a whole widget and takes the finger for it, so that what the widget is put
// together from needs only be painted. It cannot be seen.
type pane struct {
	widget.BaseWidget
	to    handled
	drags bool // vertical drags are the widget's, also in a Scroller
	at    fyne.Position
	spent time.Time // when the finger last came up: the driver's Tapped that follows is its echo
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
	if !primary(e) || doubled(e) {
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

// Tapped implements fyne.Tappable, for drivers that know no press and no release.
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
