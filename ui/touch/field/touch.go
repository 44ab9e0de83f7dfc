package field

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"matchbooth/ui/touch"
)

// clearZone is the width of the clear button, in dp: wide enough for a finger.
const clearZone = 56

// press is a finger on a field.
type press struct {
	down    bool
	done    bool          // the finger has acted, so the tap that the driver adds does nothing
	moving  bool          // it moves the caret
	at, rel fyne.Position // where it went down, in window and field coordinates
}

// MouseDown implements desktop.Mouseable. Nothing happens yet: a scroll may begin on a field.
func (f *Field) MouseDown(e *desktop.MouseEvent) {
	f.press = press{}
	if e.Button == desktop.MouseButtonSecondary || f.readOnly {
		return
	}
	touch.Down(e.AbsolutePosition)
	f.press = press{down: true, at: e.AbsolutePosition, rel: e.Position}
}

// MouseUp implements desktop.Mouseable: the field becomes active if the finger has neither
// strayed nor scrolled the field away from under itself.
func (f *Field) MouseUp(e *desktop.MouseEvent) {
	was := f.press
	f.press = press{done: was.down}
	if was.down && !was.moving && apart(e.AbsolutePosition, was.at) <= touch.Slop && apart(e.Position, was.rel) <= touch.Slop {
		f.tap(was.rel)
	}
}

// Tapped implements fyne.Tappable; drivers that send MouseUp first have acted already.
func (f *Field) Tapped(e *fyne.PointEvent) {
	if f.press.done {
		f.press.done = false
		return
	}
	if !f.readOnly {
		f.tap(e.Position)
	}
}

// MouseIn implements desktop.Hoverable.
func (f *Field) MouseIn(e *desktop.MouseEvent) { f.MouseMoved(e) }

// MouseOut implements desktop.Hoverable.
func (f *Field) MouseOut() {}

// MouseMoved implements desktop.Hoverable: a finger that moves along the active field takes the
// caret with it. The field is not Draggable, or it would take every scroll that begins on it.
func (f *Field) MouseMoved(e *desktop.MouseEvent) {
	p := &f.press
	if e.Button&desktop.MouseButtonPrimary == 0 {
		p.down, p.moving = false, false
		return
	}
	if !p.down || !f.active {
		return
	}
	dx, dy := math.Abs(float64(e.AbsolutePosition.X-p.at.X)), math.Abs(float64(e.AbsolutePosition.Y-p.at.Y))
	if !p.moving {
		if dx <= touch.Slop || dx < 2*dy {
			return
		}
		p.moving = true
		f.in.touched()
		f.in.settle()
	}
	f.move(f.at(e.Position.X))
}

func apart(a, b fyne.Position) float64 {
	d := a.Subtract(b)
	return math.Hypot(float64(d.X), float64(d.Y))
}

// tap handles a finger that touched the field and went up.
func (f *Field) tap(at fyne.Position) {
	f.in.touched()
	if zone, ok := f.ClearZone(); ok && at.X >= zone.X {
		f.in.settle() // else the keyboard would continue the composition
		f.Clear()
		if f.OnClear != nil {
			f.OnClear()
		}
		f.in.fingered(f)
		return
	}
	// Look up the position in what the finger saw; confirming a composition moves what is after it.
	to, caret, had := f.at(at.X), f.line.caret, len(f.line.chars)
	f.in.settle()
	if to > caret {
		to += len(f.line.chars) - had
	}
	f.in.Take(f)
	f.move(to)
	f.in.fingered(f)
}

// ClearZone returns where the clear button begins, relative to the field's top left corner; it
// extends to the field's right edge over its full height. Shown is false if there is none now,
// since it appears only while the field is active and holds text.
func (f *Field) ClearZone() (from fyne.Position, shown bool) {
	if f.Style.Clear == nil || !f.active || len(f.line.chars) == 0 {
		return fyne.Position{}, false
	}
	return fyne.NewPos(f.Size().Width-clearZone, 0), true
}

// Cursor implements desktop.Cursorable.
func (f *Field) Cursor() desktop.Cursor { return desktop.TextCursor }
