package touch

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// ToggleStyle is a Toggle's appearance. Lengths are in dp.
type ToggleStyle struct {
	Line               Style       // the whole line; only fill, pressed fill and radius are used
	Text               Type        // of the label
	Hint               Type        // of the words below it, see [Toggle.SetHint]
	Box, Frame, Ticked color.Color // fill of the box, its frame, its frame when ticked
	Side               float32     // of the box
	Tick               func(w, h int) image.Image
}

// Toggle is a line of text with a tick box before it. The whole line is touchable.
//
// The stock Check is only as high as its text, and reacts beside its label as well as on it.
type Toggle struct {
	widget.BaseWidget
	ID       string
	OnChange func(on bool)

	style ToggleStyle
	label string
	hint  string
	on    bool
	line  *Button
	box   *canvas.Rectangle
	tick  *canvas.Raster
	text  *Holder
}

// NewToggle returns a Toggle.
func NewToggle(id, label string, on bool, style ToggleStyle) *Toggle {
	t := &Toggle{ID: id, label: label, on: on, style: style}
	t.line = NewButton(id, "", style.Line, t.touched)
	t.box = canvas.NewRectangle(style.Box)
	t.box.StrokeWidth = 2.5
	t.tick = NewPicture(style.Tick)
	t.text = NewHolder()
	t.showTick()
	t.ExtendBaseWidget(t)
	return t
}

// SetHint adds quieter words below the label.
func (t *Toggle) SetHint(hint string) {
	t.hint = hint
	t.Refresh()
}

// On reports whether it is ticked.
func (t *Toggle) On() bool { return t.on }

// Set ticks or unticks it, without calling OnChange.
func (t *Toggle) Set(on bool) {
	t.on = on
	t.Refresh()
}

func (t *Toggle) touched() {
	t.Set(!t.on)
	if t.OnChange != nil {
		t.OnChange(t.on)
	}
}

func (t *Toggle) showTick() {
	t.tick.Hidden = !t.on
	t.box.StrokeColor = t.style.Frame
	if t.on {
		t.box.StrokeColor = t.style.Ticked
	}
}

// Buttons returns the line, for layout traces and tests.
func (t *Toggle) Buttons() []*Button { return []*Button{t.line} }

// Inside returns the objects it shows, laid out for its current size.
func (t *Toggle) Inside() []fyne.CanvasObject {
	return []fyne.CanvasObject{t.line, t.box, t.tick, t.text}
}

func (t *Toggle) layout(size fyne.Size) {
	d := t.style.Side
	t.line.Resize(size)
	t.box.CornerRadius = d * 0.24
	// Its edge is where fields and texts begin.
	left := t.box.StrokeWidth / 2
	t.box.Move(fyne.NewPos(left, (size.Height-d)/2))
	t.box.Resize(fyne.NewSquareSize(d))
	t.tick.Move(fyne.NewPos(left+d*0.14, (size.Height-d*0.72)/2))
	t.tick.Resize(fyne.NewSquareSize(d * 0.72))
	x := left + d*1.5
	t.text.Resize(size)
	if t.hint == "" {
		p := Fit([]Span{{Text: t.label}}, legible(t.style.Text), size.Width-x-4, size.Height, 2)
		t.text.Fill(p.Objects(x, max(0, (size.Height-p.Height)/2-p.Type.Size*low))...)
		return
	}
	share, lines := LabelRoom(t.style.Text, size.Height)
	p := Fit([]Span{{Text: t.label}}, legible(t.style.Text), size.Width-x-4, share, lines)
	q := Fit([]Span{{Text: t.hint}}, legible(t.style.Hint), size.Width-x-4, size.Height-p.Height, 2)
	y := max(0, (size.Height-p.Height-q.Height)/2)
	t.text.Fill(append(p.Objects(x, y), q.Objects(x, y+p.Height)...)...)
}

// LabelRoom returns how much of a toggle's height its label has where quieter words stand below it, and how many lines it may take: two
// where they are not smaller for it.
func LabelRoom(t Type, height float32) (room float32, lines int) {
	lead := t.Lead
	if lead == 0 {
		lead = 1.5
	}
	if room = height * 0.62; room >= 2*t.Size*lead {
		return room, 2
	}
	return height * 0.5, 1
}

// legible keeps a text from being fitted below 15 dp, which is the least size of the booth's print.
func legible(t Type) Type {
	t.MaxFall = max(t.MaxFall, min(1, 15/t.Size))
	return t
}

// MinSize implements fyne.CanvasObject.
func (t *Toggle) MinSize() fyne.Size {
	return fyne.NewSize(4*Least, max(Least, t.style.Side+12))
}

// CreateRenderer implements fyne.Widget.
func (t *Toggle) CreateRenderer() fyne.WidgetRenderer {
	return &partsRenderer{t, t.layout, func() {
		t.showTick()
		canvas.Refresh(t.box)
		canvas.Refresh(t.tick)
	}, canvas.NewRectangle(color.Transparent)}
}
