package desk

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// What changes on a page while it is shown stands in slots; a sentence on it has a mark before it.

// slot is a place on the page whose content changes while the page is shown.
type slot struct {
	holder *touch.Holder
	at     page.Box // relative to holder: its origin is 0, 0
	hugs   *hugging // a card that is as high as what stands on it
}

func (b *B) holderIn(at page.Box) slot {
	h := touch.NewHolder()
	b.Put(h, at)
	return slot{holder: h, at: page.Box{X: 0, Y: 0, W: at.W, H: at.H}}
}

// leastText is the smallest text scale, as a fraction of the plain size, to which fill shrinks text before it lets it
// scroll.
const leastText = 0.9

// fill sets flows into a slot, a little smaller if they would not fit, and lets them scroll if that is not enough.
func (b *B) fill(p slot, flows func(width float32) []page.Flow) {
	full := b.M.Text
	set := flows(p.at.W)
	for b.M.Text > leastText && page.HighOf(set) > p.at.H {
		b.M.Text -= full * 0.03
		set = flows(p.at.W)
	}
	if p.hugs != nil {
		set, p.at = b.hug(p, flows, set)
	}
	b.M.Text = full
	b.empty(p.holder)
	p.holder.Fill(b.Collect(func() { b.Stack(p.at, b.P.Card, set...) })...)
	b.rewalk()
}

// mostSpread is how much wider the gaps of a panel become where there is room, in units.
const mostSpread = 18

// spread gives the gaps of flows what they leave of a height, at most most to each. What stands close to the one before it, as a
// choice does to its name, stays close.
func spread(flows []page.Flow, high, most float32) []page.Flow {
	var apart []int
	for i := 1; i < len(flows); i++ {
		if flows[i].Gap > 0 && flows[i].Gap >= most/2 {
			apart = append(apart, i)
		}
	}
	spare := high - page.HighOf(flows)
	for _, i := range apart {
		flows[i].Gap += max(0, min(spare/float32(len(apart)), most))
	}
	return flows
}

// rewalk marks again what the tab key is at, after a part of the page that stands was drawn anew.
func (b *B) rewalk() {
	if tab := b.kept().tab; tab != "" {
		b.walkTo(tab)
	}
}

// empty takes out of a holder what is there, and off the page's lists what of it could be touched or turned.
func (b *B) empty(h *touch.Holder) {
	var gone func(list []fyne.CanvasObject)
	gone = func(list []fyne.CanvasObject) {
		for _, o := range list {
			switch v := o.(type) {
			case *touch.Button:
				b.Page.Buttons = slices.DeleteFunc(b.Page.Buttons, func(x *touch.Button) bool { return x == v })
			case *touch.Hold:
				b.Page.Holds = slices.DeleteFunc(b.Page.Holds, func(x *touch.Hold) bool { return x == v })
			case *touch.Scroller:
				b.Page.Scrollers = slices.DeleteFunc(b.Page.Scrollers, func(x *touch.Scroller) bool { return x == v })
				gone([]fyne.CanvasObject{v.Content()})
			case interface{ Buttons() []*touch.Button }:
				b.Page.Buttons = slices.DeleteFunc(b.Page.Buttons, func(x *touch.Button) bool { return slices.Contains(v.Buttons(), x) })
			case *fyne.Container:
				gone(v.Objects)
			}
		}
	}
	gone(h.Inside())
	h.Fill()
}

// mark is the symbol before a sentence that shows how things are: never by colour alone.
type mark int

const (
	markPlain mark = iota
	markWell
	markWrong
)

func (b *B) markIcon(k mark) func(w, h int) image.Image {
	switch k {
	case markWell:
		return page.Icon(art.Check, b.P.Green)
	case markWrong:
		return page.Icon(art.Warning, b.P.Red)
	}
	return page.Icon(art.Info, b.P.Soft)
}

// marked returns the flow of a sentence after its mark.
func (b *B) marked(gap float32, k mark, s string, t touch.Type, width float32) page.Flow {
	m := b.M
	d := t.Size * 1.15
	indent := d + m.S(14)
	p := touch.SetText(s, t, width-indent)
	if len(p.Lines) == 2 {
		p = b.Heading(s, t, width-indent, b.M.H, 2)
	}
	line := p.Height / float32(max(1, len(p.Lines)))
	return page.Flow{Gap: gap, Height: max(p.Height, d), Draw: func(at page.Box) {
		b.Picture(page.Box{X: at.X, Y: at.Y + max(0, line-d)/2, W: d, H: d}, b.markIcon(k))
		b.Lay(p, at.X+indent, at.Y)
	}}
}

// slotIn returns a slot for a box within another slot.
func (b *B) slotIn(at page.Box) slot {
	h := touch.NewHolder()
	page.Place(h, at)
	return slot{holder: h, at: page.Box{X: 0, Y: 0, W: at.W, H: at.H}}
}

// cardSlot draws a card and returns the place on it.
func (b *B) cardSlot(at page.Box) slot {
	b.Card(at)
	return b.holderIn(at.Pad(b.M.S(22), b.M.S(12)))
}

// hugging is a card that is only read: it is as high as what stands on it. In a totem's upper half it stands by the controls that it
// is about, elsewhere at the top of its place.
type hugging struct {
	card *canvas.Rectangle
	most page.Box // that the card may take
}

// mostGrown is how much larger text is set where there is room for it: a totem is read from further away.
// Beside a rail it becomes no larger than what is read first.
const mostGrown, grownBeside = 1.3, 1.2

// readSlot draws the card for what is only read, and returns the place on it.
func (b *B) readSlot(at page.Box) slot {
	card := b.Rect(at, b.P.Card, b.M.Corner())
	card.StrokeColor, card.StrokeWidth = b.P.Line, 1.5
	s := b.holderIn(at.Pad(b.M.S(22), b.M.S(12)))
	s.hugs = &hugging{card, at}
	return s
}

// hug sets flows as large as there is room for, and fits their card to them. It returns them, and their place.
func (b *B) hug(p slot, flows func(width float32) []page.Flow, set []page.Flow) ([]page.Flow, page.Box) {
	pad := b.M.S(22)
	grown, over := float32(mostGrown), pad
	if !b.M.Portrait {
		grown, over = grownBeside, b.M.S(14)
	}
	most := p.hugs.most.Pad(pad, over)
	for full := b.M.Text; b.M.Text < full*grown; {
		was := b.M.Text
		b.M.Text += full * 0.03
		larger := flows(most.W)
		if page.HighOf(larger) > most.H {
			b.M.Text = was
			break
		}
		set = larger
	}
	card, at := p.hugs.most, p.hugs.most.Pad(pad, b.M.S(12))
	if high := page.HighOf(set); high < most.H {
		at = page.Box{X: most.X, Y: most.Y, W: most.W, H: high}
		if b.M.Portrait {
			at.Y += most.H - high
		}
		card = at.Pad(-pad, -over)
	}
	page.Place(p.hugs.card, card)
	page.Place(p.holder, at)
	return set, page.Box{W: at.W, H: at.H}
}
