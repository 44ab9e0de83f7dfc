package page

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/ui/touch"
)

// hides finds where a masked value (form.Mask) hides something, as it is and as lang.Draw has it.
var hides = regexp.MustCompile(`[·•\x{e0b7}]{2,}`)

// part is a piece of a masked value: text, or a number of dots.
type part struct {
	text string
	dots int
}

// maskParts takes a masked value apart: 139····0417 into its two ends and the dots between.
func maskParts(s string) (out []part) {
	at := 0
	for _, m := range hides.FindAllStringIndex(s, -1) {
		if m[0] > at {
			out = append(out, part{text: s[at:m[0]]})
		}
		n := 0
		for _, r := range s[m[0]:m[1]] {
			if r != ' ' && r != '　' {
				n++
			}
		}
		out = append(out, part{dots: n})
		at = m[1]
		if r, n := utf8.DecodeLastRuneInString(s[:m[1]]); r == ' ' || r == '　' {
			at -= n // the space behind the stars is text
		}
	}
	if at < len(s) {
		out = append(out, part{text: s[at:]})
	}
	return out
}

// Words returns a text in one line from the middle of a box's left edge, shrunk if need be. What a masked value hides is small
// round dots, wherever it stands: those of the typeface are as wide as a Han character, and stars are another sign.
func (b *B) Words(in Box, s string, t touch.Type) []fyne.CanvasObject {
	parts := maskParts(s)
	if len(parts) == 1 && parts[0].dots == 0 || len(parts) == 0 {
		p := touch.Fit([]touch.Span{{Text: s}}, t, in.W, in.H, 1)
		return p.Objects(in.X, in.Y+(in.H-p.Height)/2)
	}
	const gap, step = 0.13, 0.36 // of the type size
	wide := func() (w float32) {
		for _, p := range parts {
			if p.dots > 0 {
				w += t.Size * (step*float32(p.dots) + 2*gap)
			} else {
				w += touch.Measure(p.text, t.Size, t.Bold)
			}
		}
		return w
	}
	least := float32(12)
	if t.MaxFall > 0 {
		least = t.Size * t.MaxFall
	}
	for wide() > in.W && t.Size > least {
		t.Size = max(least, t.Size-1)
	}
	var objects []fyne.CanvasObject
	for _, p := range parts {
		if p.dots == 0 {
			words := strings.TrimLeft(p.text, " 　") // a line never begins with a space
			in.X += touch.Measure(p.text[:len(p.text)-len(words)], t.Size, t.Bold)
			set := touch.SetText(words, t, in.W)
			objects = append(objects, set.Objects(in.X, in.Y+(in.H-set.Height)/2)...)
			in.X += touch.Measure(words, t.Size, t.Bold)
			continue
		}
		d := t.Size * 0.24
		in.X += t.Size * gap
		for range p.dots {
			dot := canvas.NewCircle(t.Color)
			Place(dot, Box{X: in.X + (t.Size*step-d)/2, Y: in.Y + in.H/2 - d/2 + t.Size*0.04, W: d, H: d})
			objects = append(objects, dot)
			in.X += t.Size * step
		}
		in.X += t.Size * gap
	}
	return objects
}
