package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"matchbooth/ui/touch"
)

// Heading sets a short text that people read at a glance. If it needs a second line, the lines are
// balanced: Chinese breaks after its comma, Japanese too, English after a semicolon, else where both lines are about equally long.
func (b *B) Heading(s string, t touch.Type, width, height float32, maxLines int) touch.Paragraph {
	set := func(s string, width float32) touch.Paragraph {
		return touch.Fit([]touch.Span{{Text: s}}, t, width, height, maxLines)
	}
	p := set(s, width)
	if len(p.Lines) != 2 {
		return p
	}
	mark := b.Speaks().Comma
	if before, after, ok := strings.Cut(s, mark); ok {
		before += strings.TrimRight(mark, " ")
		style := fyne.TextStyle{Bold: t.Bold}
		longest := max(touch.MeasureText(before, p.Type.Size, style).Width, touch.MeasureText(after, p.Type.Size, style).Width)
		if longest > width {
			return p
		}
		return set(before+"\n"+after, width)
	}
	if b.IsHan() {
		return b.wholeLine(p, s, t, width)
	}
	for w := width * 0.96; w > width/2; w *= 0.96 {
		q := set(s, w)
		if len(q.Lines) != 2 || q.Type.Size < p.Type.Size {
			break
		}
		q.Width = width // so that centred lines stay centred in the full width
		p = q
	}
	return p
}

// wholeLine shrinks a text whose second line would hold one or two characters to fit on one line.
func (b *B) wholeLine(p touch.Paragraph, s string, t touch.Type, width float32) touch.Paragraph {
	last := p.Lines[len(p.Lines)-1]
	if len(last) != 1 || len([]rune(last[0].Text)) > 2 {
		return p
	}
	t.MaxFall = 0.8
	if q := touch.Fit([]touch.Span{{Text: s}}, t, width, b.M.H, 1); len(q.Lines) == 1 {
		return q
	}
	return p
}

// Title places a heading at the top of the box and returns its height.
func (b *B) Title(at Box, s string, size float32) float32 {
	p := b.Heading(s, b.Type(size, b.P.Ink, true), at.W, size*2.6, 2)
	b.Lay(p, at.X, at.Y)
	return p.Height
}
