package screen

import (
	"strings"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/event"
	"matchbooth/ui/touch"
)

// heading sets a short text that people read at a glance. Where it needs a second line, the lines
// are made alike: Chinese parts behind its comma, English where both lines are about as long.
func (b *B) heading(s string, t touch.Type, width, height float32, maxLines int) touch.Paragraph {
	set := func(s string, width float32) touch.Paragraph {
		return touch.Fit([]touch.Span{{Text: s}}, t, width, height, maxLines)
	}
	p := set(s, width)
	if len(p.Lines) != 2 {
		return p
	}
	if b.Lang == event.ZH {
		i := strings.Index(s, "，")
		if i < 0 {
			return p
		}
		i += len("，")
		style := fyne.TextStyle{Bold: t.Bold}
		longest := max(fyne.MeasureText(s[:i], p.Type.Size, style).Width, fyne.MeasureText(s[i:], p.Type.Size, style).Width)
		if longest > width {
			return p
		}
		return set(s[:i]+"\n"+s[i:], width)
	}
	for w := width * 0.96; w > width/2; w *= 0.96 {
		q := set(s, w)
		if len(q.Lines) != 2 || q.Type.Size < p.Type.Size {
			break
		}
		q.Width = width // so that centred lines stay in the middle of the place
		p = q
	}
	return p
}

// title places a heading at the top of the box and gives its height.
func (b *B) title(at Box, s string, size float32) float32 {
	p := b.heading(s, b.Type(size, b.P.Ink, true), at.W, size*2.6, 2)
	b.Lay(p, at.X, at.Y)
	return p.Height
}
