package page

import (
	"path"
	"strings"
	"unicode"

	"fyne.io/fyne/v2/canvas"

	"matchbooth/ui/touch"
)

// Markdown sets Markdown as flows: body type, Chinese with the wider line height for reading.
func (b *B) Markdown(src string, width float32) []Flow {
	body := b.Type(b.M.Body(), b.P.Ink, false)
	if b.IsHan() && strings.ContainsFunc(src, han) { // a pack may lack the language of the buttons
		body.Lead = 1.75
	}
	var out []Flow
	for i, bl := range touch.Markdown(src) {
		t, gap, indent := body, b.M.S(14), float32(0)
		switch {
		case bl.Heading:
			t, gap = b.Type(b.M.Lead(), b.P.Ink, true), b.M.S(22)
		case bl.Item != "":
			indent, gap = b.M.Body()*1.3, b.M.S(8)
		case bl.Quote:
			indent = b.M.S(24)
		}
		if i == 0 {
			gap = 0
		}
		if bl.Image != "" {
			if f, ok := b.packPicture(bl.Image, width); ok {
				f.Gap = gap
				out = append(out, f)
				continue
			}
			t = b.Type(b.M.Label(), b.P.Soft, false) // the alternative text
		}
		p := touch.Set(bl.Spans, t, width-indent)
		mark, quote := bl.Item, bl.Quote
		out = append(out, Flow{gap, p.Height, func(at Box) {
			if quote {
				b.Rect(Box{at.X, at.Y + b.M.S(4), b.M.S(5), p.Height - b.M.S(8)}, b.P.Gold, b.M.S(2.5))
			}
			switch mark {
			case "", " ":
			case "•":
				d := t.Size * 0.36
				dot := canvas.NewCircle(b.P.Gold)
				b.Put(dot, Box{at.X + d*0.4, at.Y + t.Mid() - d/2, d, d})
			default:
				b.Lay(touch.SetText(mark, b.Type(t.Size, b.P.Red, true), indent), at.X, at.Y+(t.Size*t.Lead-t.Size*1.28)/2)
			}
			b.Lay(p, at.X+indent, at.Y)
		}, t.Size * t.Lead})
	}
	return out
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// packPicture returns a picture of the pack, as wide as the text and at most 360 units high.
// Nothing is ever fetched from elsewhere.
func (b *B) packPicture(name string, width float32) (Flow, bool) {
	ratio, ok := b.Shape(path.Clean(name))
	if !ok {
		return Flow{}, false
	}
	h := min(b.M.S(360), width/ratio)
	return Flow{0, h, func(at Box) {
		b.Photo(Box{at.X, at.Y, h * ratio, h}, Photo{Name: name, Dress: plain, Else: nothing})
	}, 0}, true
}
