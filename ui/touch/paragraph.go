package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
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
	Even    bool    // the last line as full as the others, as where text is centred: no word stands alone on it
}

// low is how far below the middle of its line the middle of what is written is, as a fraction of the size: between that of Han
// characters, 0.06, and that of small letters, 0.16.
const low = 0.09

// Mid is how far below the top of its first line the middle of what is written is, in dp: there a dot, a ring or a box beside it
// stands level with it.
func (t Type) Mid() float32 {
	lead := t.Lead
	if lead == 0 {
		lead = 1.5
	}
	return t.Size * (lead/2 + low)
}

// Wide returns the width of the longest line, in dp.
func (p Paragraph) Wide() (w float32) {
	for _, o := range p.Objects(0, 0) {
		w = max(w, o.Position().X+o.Size().Width)
	}
	return w
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
	p.Lines, p.Torn = column{t.Size, width, t.Space, t.Even || t.Align == fyne.TextAlignCenter}.set(spans)
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
	set := func(size float32) (Paragraph, bool) {
		t := t
		t.Size = size
		p := Set(spans, t, width)
		return p, !p.Torn && p.Height <= height && (maxLines == 0 || len(p.Lines) <= maxLines)
	}
	for over := float32(0); ; {
		p, fits := set(t.Size)
		switch {
		case fits && over > 0: // between two steps: what has a width fits it alike, whatever size it began with
			for range 3 {
				if q, ok := set((p.Type.Size + over) / 2); ok {
					p = q
				} else {
					over = (p.Type.Size + over) / 2
				}
			}
			return p
		case fits || !(t.Size > floor): // or no number
			return p
		}
		over, t.Size = t.Size, max(floor, t.Size*0.95)
	}
}

// Member is a text of a group and the room it has, in dp; MaxLines 0 is any number.
type Member struct {
	Spans         []Span
	Width, Height float32
	MaxLines      int
}

// FitGroup fits texts that stand side by side, all in the largest size that every one of them fits in: texts of one rank that
// are fitted each alone end up in sizes that differ by a little, which looks like a fault.
func FitGroup(t Type, members ...Member) []Paragraph {
	out := make([]Paragraph, len(members))
	for {
		size := t.Size
		for i, p := range members {
			out[i] = Fit(p.Spans, t, p.Width, p.Height, p.MaxLines)
			size = min(size, out[i].Type.Size)
		}
		if size == t.Size {
			return out
		}
		if t.MaxFall > 0 { // the least size that Fit may set stays what it was
			t.MaxFall = min(1, t.MaxFall*t.Size/size)
		} else {
			t.MaxFall = min(1, 0.6*t.Size/size)
		}
		t.Size = size
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
			sizes[i] = MeasureText(s.Text, p.Type.Size, fyne.TextStyle{Bold: s.Bold})
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
			t := NewText(s.Text, p.Type.Color, fyne.TextStyle{Bold: s.Bold})
			if s.Accent && p.Type.Accent != nil {
				t.Color = p.Type.Accent
			}
			at += s.Gap
			t.TextSize = p.Type.Size
			t.Resize(sizes[i])
			t.Move(fyne.NewPos(at, y+(lead-sizes[i].Height)/2))
			out = append(out, t)
			at += sizes[i].Width
		}
		y += lead
	}
	return out
}
