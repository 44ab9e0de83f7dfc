package page

import (
	"image/color"

	"fyne.io/fyne/v2"

	"matchbooth/ui/touch"
)

// Stop is something on a page that the tab key comes to: a button, or one that has to be held.
type Stop struct {
	ID     string
	button *touch.Button
	hold   *touch.Hold
	in     *touch.Scroller // that it lies in; nil: it is always in view
	at     Box             // in the scroller's content
}

// Stops returns what can be touched on the page as it is now, in the order in which it was drawn: first what lies on the
// page, then what stays in place over it. Of a list of thousands, the rows that happen to be drawn are left out.
func (p *Page) Stops() []Stop {
	var body, head []Stop
	list := &body
	var walk func(o fyne.CanvasObject, from fyne.Position, in *touch.Scroller)
	walk = func(o fyne.CanvasObject, from fyne.Position, in *touch.Scroller) {
		if o == nil || !o.Visible() {
			return
		}
		at := from.Add(o.Position())
		stop := Stop{in: in, at: Box{X: at.X, Y: at.Y, W: o.Size().Width, H: o.Size().Height}}
		switch v := o.(type) {
		case *touch.Button:
			if v.ID != "" && v.OnTap != nil && !v.Disabled() && !v.Busy() {
				stop.ID, stop.button = v.ID, v
				*list = append(*list, stop)
			}
		case *touch.Hold:
			if !v.Disabled() {
				stop.ID, stop.hold = v.ID, v
				*list = append(*list, stop)
			}
		case *touch.Scroller:
			if v.Reuses() { // the arrow keys go through it
				return
			}
			walk(v.Content(), fyne.NewPos(0, v.Offset()), v)
		case *touch.Holder:
			for _, x := range v.Inside() {
				walk(x, at, in)
			}
		case picker:
			for _, x := range v.Buttons() {
				walk(x, at, in)
			}
		case *fyne.Container:
			was := list
			if v == p.head {
				list = &head
			}
			for _, x := range v.Objects {
				walk(x, at, in)
			}
			list = was
		}
	}
	walk(p.Root, fyne.Position{}, nil)
	return append(body, head...)
}

// Mark shows that the keys are at the stop, and brings it into view; or that they are not.
func (b *B) Mark(s Stop, on bool) {
	ring := func(mark func(outer, inner color.Color)) {
		if on {
			mark(b.P.Gold, b.P.Ink)
		} else {
			mark(nil, nil)
		}
	}
	switch {
	case s.button != nil:
		ring(s.button.Mark)
	case s.hold != nil:
		ring(s.hold.Mark)
	}
	if s.in != nil && on {
		s.in.ScrollIntoView(s.at.Y, s.at.Y+s.at.H)
	}
}

// Act does what a touch on the stop does. What has to be held begins to count, until the key comes up.
func (s Stop) Act() {
	switch {
	case s.hold != nil:
		s.hold.Press()
	case s.button != nil && s.button.OnTap != nil:
		s.button.OnTap()
	}
}
