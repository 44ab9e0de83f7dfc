package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Type is how a paragraph is set.
type Type struct {
	Size    float32 // dp
	Lead    float32 // line height as a multiple of Size; 0 is 1.5
	Color   color.Color
	Accent  color.Color // for accented spans; nil is Color
	Bold    bool        // the whole paragraph
	Align   fyne.TextAlign
	MaxFall float32 // smallest size that Fit may set, as a fraction of Size; 0 is 0.6
	Space   bool    // a thin space between Han and Latin letters or digits where the text has none
}

// Paragraph is text of a known width: its lines are broken when it is made, so that its height
// is right from the start. A stock label learns its width when it is laid out and its height
// after that, so that what is below it jumps. Width and Height are in dp.
type Paragraph struct {
	Lines  [][]Span
	Type   Type
	Width  float32
	Height float32
	Torn   bool // a word wider than Width had to be split
}

// Set breaks the spans into lines of the given width in dp.
func Set(spans []Span, t Type, width float32) Paragraph {
	if t.Lead == 0 {
		t.Lead = 1.5
	}
	if t.Bold {
		bold := make([]Span, len(spans))
		for i, s := range spans {
			s.Bold = true
			bold[i] = s
		}
		spans = bold
	}
	p := Paragraph{Type: t, Width: width}
	p.Lines, p.Torn = column{t.Size, width, t.Space}.set(spans)
	p.Height = float32(len(p.Lines)) * t.Size * t.Lead
	return p
}

// SetText is Set for text in one style.
func SetText(s string, t Type, width float32) Paragraph { return Set([]Span{{Text: s}}, t, width) }

// Fit sets the text as large as Type says, and in smaller steps if it would exceed the height or
// maxLines (0: any number), or split a word. The last step is used even if it does.
func Fit(spans []Span, t Type, width, height float32, maxLines int) Paragraph {
	floor := t.Size * 0.6
	if t.MaxFall > 0 {
		floor = t.Size * t.MaxFall
	}
	for {
		p := Set(spans, t, width)
		if t.Size <= floor || !p.Torn && (p.Height <= height && (maxLines == 0 || len(p.Lines) <= maxLines)) {
			return p
		}
		t.Size = max(floor, t.Size*0.95)
	}
}

// Objects returns the lines with their top left corner at (x, y).
func (p Paragraph) Objects(x, y float32) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	lead := p.Type.Size * p.Type.Lead
	for _, line := range p.Lines {
		var width float32
		sizes := make([]fyne.Size, len(line))
		for i, s := range line {
			sizes[i] = fyne.MeasureText(s.Text, p.Type.Size, fyne.TextStyle{Bold: s.Bold})
			width += s.Gap + sizes[i].Width
		}
		at := x
		switch p.Type.Align {
		case fyne.TextAlignCenter:
			at += (p.Width - width) / 2
		case fyne.TextAlignTrailing:
			at += p.Width - width
		}
		for i, s := range line {
			t := canvas.NewText(s.Text, p.Type.Color)
			if s.Accent && p.Type.Accent != nil {
				t.Color = p.Type.Accent
			}
			at += s.Gap
			t.TextSize, t.TextStyle = p.Type.Size, fyne.TextStyle{Bold: s.Bold}
			t.Resize(sizes[i])
			t.Move(fyne.NewPos(at, y+(lead-sizes[i].Height)/2))
			out = append(out, t)
			at += sizes[i].Width
		}
		y += lead
	}
	return out
}
