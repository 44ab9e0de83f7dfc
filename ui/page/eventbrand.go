package page

import (
	"image"
	"strings"

	"matchbooth/assets/art"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// eventBrand draws whose event this is on a dark ground: the organiser's logo on a light plate, or the sign where the pack has
// none, the title, and where. A long title is set smaller, then in two lines. It returns the box that they occupy.
func (b *B) eventBrand(at Box) Box {
	m := b.M
	d := b.eventSign(at)
	x := at.X + d + m.S(18)
	w := at.X + at.W - x
	place := b.placeLine(w)
	title := b.titleLines(w, at.H+m.S(12)-place.Height)
	// Two lines of title and one of place are a little higher than the row, and have the gaps above and below it.
	y := at.Y + (at.H-title.Height-place.Height)/2
	b.Lay(title, x, y)
	b.Lay(place, x, y+title.Height)
	wide := float32(0)
	for _, p := range []touch.Paragraph{title, place} {
		for _, l := range p.Lines {
			line := float32(0)
			for _, s := range l {
				line += touch.Measure(s.Text, p.Type.Size, p.Type.Bold) + s.Gap
			}
			wide = max(wide, line)
		}
	}
	return Box{at.X, at.Y, x - at.X + min(wide, w), at.H}
}

// titleLines sets the event's title in one line, and where it is too long in two smaller ones; what is longer still is cut off.
func (b *B) titleLines(w, h float32) touch.Paragraph {
	m := b.M
	t := b.Type(m.S(27)*m.Text, b.P.OnWine, true)
	t.Lead = 1.25
	one := t.Size * 0.75 // two lines look better than one that is smaller than this
	for {
		p := touch.SetText(b.In(b.Pack.Title), t, w)
		if lines := len(p.Lines); p.Height <= h && (lines == 1 || lines == 2 && t.Size < one) {
			return p
		}
		if t.Size <= theme.MinText {
			return touch.SetText(Cut(b.In(b.Pack.Title), t, w*1.9), t, w)
		}
		t.Size = max(theme.MinText, t.Size*0.96)
	}
}

// placeLine sets where the event is in one line: its place, and its school where the pack names that apart and there is room.
func (b *B) placeLine(w float32) touch.Paragraph {
	m := b.M
	t := b.Type(max(theme.MinText, m.S(18)*m.Text), b.P.OnWineQuiet, false)
	t.Lead = 1.35
	place := b.In(b.Pack.Place)
	both := place
	if school := b.Pack.SchoolApart(b.Lang); school != "" {
		both += " · " + school
	}
	for {
		if touch.Measure(both, t.Size, false) <= w*0.98 {
			return touch.SetText(both, t, w)
		}
		if t.Size <= max(theme.MinText, m.S(15)*m.Text) {
			return touch.SetText(Cut(place, t, w*0.98), t, w)
		}
		t.Size = max(theme.MinText, t.Size*0.96)
	}
}

// Cut shortens a text that is wider than w, in dp, and marks that with an ellipsis.
func Cut(s string, t touch.Type, w float32) string {
	if touch.Measure(s, t.Size, t.Bold) <= w {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && touch.Measure(string(runes)+"…", t.Size, t.Bold) > w {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ，、,") + "…"
}

// eventSign draws the logo or the sign at the left edge of a row, and returns how wide it is.
func (b *B) eventSign(at Box) float32 {
	m := b.M
	ratio, own := b.Shape(b.Pack.Look.Logo)
	if !own {
		d := at.H * 0.8
		b.Picture(Box{at.X, at.Y + (at.H-d)/2, d, d}, func(w, h int) image.Image { return art.SignIn(w, h, b.P, true) })
		return d
	}
	pad := at.H * 0.14
	h := at.H - 2*pad
	w := min(h*ratio, m.S(190))
	h = min(h, w/ratio)
	plate := Box{at.X, at.Y, w + 2.4*pad, at.H}
	b.Rect(plate, theme.Colours(false).Card, m.S(14))
	b.Logo(plate.Middle(w, h))
	return plate.W
}
