package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Option is one choice among several.
type Option struct{ ID, Text string }

// ChoiceStyle is a Choice's appearance. Lengths are in dp.
type ChoiceStyle struct {
	Off, On Style   // an unselected chip, and the selected one
	High    float32 // height of a chip, at least Least
	Wide    float32 // minimum width of a chip
	Gap     float32 // between chips, never below 12
}

// Choice selects one of several options shown as chips side by side, wrapped to as many lines as
// the width requires. Touching the selected chip clears the choice.
//
// Stock Fyne's RadioGroup has touch targets only a text line high, and does not wrap.
type Choice struct {
	widget.BaseWidget
	ID       string // each chip's ID is this, a dot and the option's ID
	OnChange func(id string)

	style   ChoiceStyle
	options []Option
	chosen  string
	chips   []*Button
}

// NewChoice returns a Choice; chosen is the ID of the selected option, or "" for none.
func NewChoice(id string, options []Option, chosen string, style ChoiceStyle) *Choice {
	c := &Choice{ID: id, style: style, options: options, chosen: chosen}
	for _, o := range options {
		c.chips = append(c.chips, NewButton(id+"."+o.ID, o.Text, style.Off, func() { c.touched(o.ID) }))
	}
	c.showChosen()
	c.ExtendBaseWidget(c)
	return c
}

// Chosen returns the ID of the selected option, or "".
func (c *Choice) Chosen() string { return c.chosen }

// Choose selects an option, or none for "", without calling OnChange.
func (c *Choice) Choose(id string) {
	c.chosen = id
	c.showChosen()
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

func (c *Choice) showChosen() {
	for i, chip := range c.chips {
		chip.Style = c.style.Off
		if c.options[i].ID == c.chosen {
			chip.Style = c.style.On
		}
	}
}

// Buttons returns the chips, for layout traces and tests.
func (c *Choice) Buttons() []*Button { return c.chips }

// Inside returns the objects it shows, laid out for its current size.
func (c *Choice) Inside() (out []fyne.CanvasObject) {
	for _, b := range c.chips {
		out = append(out, b)
	}
	return out
}

// lay returns the position and size of each chip for a width, and the total height.
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

// HeightFor returns the height at a given width, both in dp.
func (c *Choice) HeightFor(width float32) float32 {
	_, _, h := c.lay(width)
	return h
}

// MinSize implements fyne.CanvasObject: as narrow as its widest chip.
func (c *Choice) MinSize() fyne.Size {
	w := max(Least, c.Size().Width)
	return fyne.NewSize(Least, c.HeightFor(w))
}

func (c *Choice) layout(size fyne.Size) {
	at, sizes, _ := c.lay(size.Width)
	for i, chip := range c.chips {
		chip.Move(at[i])
		chip.Resize(sizes[i])
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	return &partsRenderer{c, c.layout, func() {
		for _, chip := range c.chips {
			chip.Refresh()
		}
	}, canvas.NewRectangle(color.Transparent)}
}
