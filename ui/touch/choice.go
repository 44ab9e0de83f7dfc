package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Option is one of several to choose from.
type Option struct{ ID, Text string }

// ChoiceStyle is how a Choice looks. Lengths are in dp.
type ChoiceStyle struct {
	Off, On Style   // a chip at rest, and the one chosen
	High    float32 // of a chip, never below Least
	Wide    float32 // of a chip at least
	Gap     float32 // between chips, never below 12
}

// Choice is one of several as chips side by side, in as many lines as the width asks for. A touch
// on the one chosen takes the choice back.
//
// Stock Fyne's RadioGroup has targets as high as a line of text, and does not wrap.
type Choice struct {
	widget.BaseWidget
	ID       string // its chips are ID and the option's, with a point between
	OnChange func(id string)

	style   ChoiceStyle
	options []Option
	chosen  string
	chips   []*Button
}

// NewChoice makes one; chosen is the option chosen, or "" for none.
func NewChoice(id string, options []Option, chosen string, style ChoiceStyle) *Choice {
	c := &Choice{ID: id, style: style, options: options, chosen: chosen}
	for _, o := range options {
		c.chips = append(c.chips, NewButton(id+"."+o.ID, o.Text, style.Off, func() { c.touched(o.ID) }))
	}
	c.mark()
	c.ExtendBaseWidget(c)
	return c
}

// Chosen is the option chosen, or "".
func (c *Choice) Chosen() string { return c.chosen }

// Choose takes an option, or none for "", without telling OnChange.
func (c *Choice) Choose(id string) {
	c.chosen = id
	c.mark()
	c.Refresh()
}

func (c *Choice) touched(id string) {
	if c.chosen == id {
		id = ""
	}
	c.Choose(id)
	if c.OnChange != nil {
		c.OnChange(id)
	}
}

func (c *Choice) mark() {
	for i, chip := range c.chips {
		chip.Style = c.style.Off
		if c.options[i].ID == c.chosen {
			chip.Style = c.style.On
		}
	}
}

// Buttons are the chips, for layout traces and tests.
func (c *Choice) Buttons() []*Button { return c.chips }

// Inside are what it shows, placed for its size.
func (c *Choice) Inside() (out []fyne.CanvasObject) {
	for _, b := range c.chips {
		out = append(out, b)
	}
	return out
}

// lay gives where each chip stands for a width, and how high all are together.
func (c *Choice) lay(width float32) (at []fyne.Position, sizes []fyne.Size, height float32) {
	h, gap := max(Least, c.style.High), max(12, c.style.Gap)
	x, y := float32(0), float32(0)
	for _, chip := range c.chips {
		w := min(max(chip.MinSize().Width, c.style.Wide), max(width, Least))
		if x > 0 && x+w > width {
			x, y = 0, y+h+gap
		}
		at, sizes = append(at, fyne.NewPos(x, y)), append(sizes, fyne.NewSize(w, h))
		x += w + gap
	}
	return at, sizes, y + h
}

// HeightFor is how high it is for a width, in dp.
func (c *Choice) HeightFor(width float32) float32 {
	_, _, h := c.lay(width)
	return h
}

// MinSize implements fyne.CanvasObject: as narrow as its widest chip.
func (c *Choice) MinSize() fyne.Size {
	w := max(Least, c.Size().Width)
	return fyne.NewSize(Least, c.HeightFor(w))
}

func (c *Choice) place(size fyne.Size) {
	at, sizes, _ := c.lay(size.Width)
	for i, chip := range c.chips {
		chip.Move(at[i])
		chip.Resize(sizes[i])
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	return &partsRenderer{c, c.place, func() {
		for _, chip := range c.chips {
			chip.Refresh()
		}
	}, canvas.NewRectangle(color.Transparent)}
}
