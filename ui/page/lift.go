package page

import (
	"cmp"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
)

// placement is where a field is: in the window, or in a scroller in the window.
type placement struct {
	at     Box // in the window, or in the scroller's content
	in     *touch.Scroller
	window Box     // of the scroller
	below  float32 // height of the message below it
}

// placed records where a field was placed.
func (b *B) placed(f *field.Field, at Box) {
	if b.Page.places == nil {
		b.Page.places = map[*field.Field]placement{}
	}
	b.Page.places[f] = placement{at: at}
}

// SaidBelow sets the height of the message below a field, so that it is lifted into view with it.
func (p *Page) SaidBelow(f *field.Field, high float32) {
	l := p.places[f]
	l.below = high
	p.places[f] = l
}

// scrolled records that the page's fields from the given one on are in the scroller.
func (b *B) scrolled(s *touch.Scroller, window Box, from int) {
	for _, f := range b.Page.Fields[from:] {
		b.Page.places[f] = placement{b.Page.places[f].at, s, window, b.Page.places[f].below}
	}
}

// nearEdge is the least distance, in dp, of a field from the keyboard and from the window's edge.
const nearEdge = 6

// LiftFor returns how far the page must be lifted so that the field, its label and the line below
// it are between the header and top, the upper edge of the keyboard; all in dp. Where there is no room
// for all of it, the line is left out, then the label, and in a low window the header gives way. A
// field in a scroller is scrolled into the scroller's window first.
func (p *Page) LiftFor(f *field.Field, top, unit float32) float32 {
	s, ok := p.places[f]
	if !ok || p.body == nil {
		return 0
	}
	label, below := 40*unit, max(62*unit, s.below+22*unit)
	y := s.at.Y
	if s.in != nil {
		y += s.window.Y - s.scrollTo(label, below)
	}
	room := top - p.HeadH
	p.limit = max(0, y-nearEdge-p.HeadH)
	switch {
	case room >= label+s.at.H+nearEdge:
		p.limit = max(0, y-label-p.HeadH)
		return p.uncut(max(0, min(y+s.at.H+below-top, p.limit)))
	case room >= s.at.H+2*nearEdge:
		return p.uncut(max(0, min(y+s.at.H+nearEdge-top, p.limit)))
	}
	return max(0, min(y+s.at.H+nearEdge-top, y-nearEdge))
}

// uncut returns the least lift, from the given one to what the header leaves room for, at which the header's edge cuts nothing that
// is written, and if possible nothing that can be touched; the given one if there is none.
func (p *Page) uncut(lift float32) float32 {
	if lift <= 0 {
		return lift
	}
	for _, also := range []bool{true, false} {
		spans := spansIn(p.body, -p.body.Position().Y, also, nil) // as it stands unlifted
		slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.end, b.end) })
		to := lift
		for _, s := range spans { // by their ends, so that what is passed is not cut again
			if edge := p.HeadH + to; s.top < edge && edge < s.end {
				to = s.end - p.HeadH
			}
		}
		if to <= p.limit {
			return to
		}
	}
	return lift
}

// span is where something begins and ends, in dp from the top of the page.
type span struct{ top, end float32 }

// spansIn adds where the lines of text below o are and, if also is set, fields and buttons.
func spansIn(o fyne.CanvasObject, y float32, also bool, to []span) []span {
	if !o.Visible() {
		return to
	}
	y += o.Position().Y
	high := o.Size().Height
	switch v := o.(type) {
	case *canvas.Text:
		if v.Text != "" { // without the space that the typeface leaves above and below
			to = append(to, span{y + high*0.14, y + high*0.86})
		}
	case *field.Field:
		if also {
			to = append(to, span{y + 1, y + high - 1})
		}
	case *touch.Button:
		if also {
			return append(to, span{y + 1, y + high - 1})
		}
		for _, c := range v.Parts() {
			to = spansIn(c, y, also, to)
		}
	case *fyne.Container:
		for _, c := range v.Objects {
			to = spansIn(c, y, also, to)
		}
	case *touch.Scroller:
		before := len(to)
		if c := v.Content(); c != nil {
			to = spansIn(c, y-v.Offset(), also, to)
		}
		in := to[:before]
		for _, s := range to[before:] { // what of it is in view
			if s.end > y && s.top < y+high {
				in = append(in, s)
			}
		}
		to = in
	case interface{ Inside() []fyne.CanvasObject }:
		for _, c := range v.Inside() {
			to = spansIn(c, y, also, to)
		}
	}
	return to
}

// scrollTo scrolls the field, with as much of its label and the line below it as there is room for, into
// its scroller's window, and returns how far that is scrolled then.
func (s placement) scrollTo(label, below float32) float32 {
	if label+s.at.H+below > s.window.H {
		below = max(0, s.window.H-label-s.at.H)
	}
	if label+s.at.H > s.window.H {
		label = max(0, (s.window.H-s.at.H)/2)
	}
	if from := s.at.Y - label; from < s.in.Offset() {
		s.in.ScrollTo(max(0, from))
	} else if to := s.at.Y + s.at.H + below; to > s.in.Offset()+s.window.H {
		s.in.ScrollTo(to - s.window.H)
	}
	return s.in.Offset()
}

// Lift moves everything but the header up by dy dp, under the header; 0 puts it back. Farther than
// LiftFor found room for, the header is hidden.
func (p *Page) Lift(dy float32) {
	if p.body == nil || p.lifted == dy {
		return
	}
	p.lifted = dy
	p.stand()
	p.cover.FillColor = color.Transparent
	if dy > 0 {
		p.cover.FillColor = p.ground
	}
	p.cover.Refresh()
	p.brink.Hidden = dy <= 0
	p.brink.Refresh()
	if away := dy > p.limit+0.5; away != p.head.Hidden {
		p.head.Hidden = away
		p.head.Refresh()
	}
}

// Slide moves everything but the header dx dp to the right; 0 puts it back.
func (p *Page) Slide(dx float32) {
	if p.body != nil && p.aside != dx {
		p.aside = dx
		p.stand()
	}
}

// Drift moves everything shown, including the header, by a few dp, so that a page that stays up
// for hours does not burn into the panel.
func (p *Page) Drift(by fyne.Position) {
	if p.body != nil && p.drift != by {
		p.drift = by
		p.stand()
		p.head.Move(by)
	}
}

func (p *Page) stand() { p.body.Move(fyne.NewPos(p.aside+p.drift.X, p.drift.Y-p.lifted)) }

// Seen returns where the field is in the window now, after lifting and scrolling.
func (p *Page) Seen(f *field.Field) Box {
	s := p.places[f]
	at := s.at
	if s.in != nil {
		at.X, at.Y = at.X+s.window.X, at.Y+s.window.Y-s.in.Offset()
	}
	at.X, at.Y = at.X+p.aside, at.Y-p.lifted
	return at
}

// Header returns the lower edge of the header, in dp; 0 while it is hidden.
func (p *Page) Header() float32 {
	if p.head == nil || p.head.Hidden {
		return 0
	}
	return p.HeadH
}

// Shown reports whether no scroller cuts any of the field off.
func (p *Page) Shown(f *field.Field) bool {
	s := p.places[f]
	if s.in == nil {
		return true
	}
	y := s.at.Y - s.in.Offset()
	return y >= -0.5 && y+s.at.H <= s.window.H+0.5
}
