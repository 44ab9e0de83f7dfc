package touch

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// WheelInset is how far inside its edge a wheel draws its frame, in dp: scrollable objects are clipped there, and half a
// frame's width is outside the frame's own edge.
const WheelInset = 3

// layout lays out the parts that do not move.
func (w *Wheel) layout(size fyne.Size) {
	h, width := w.high(), size.Width
	top := (size.Height - h) / 2
	const in = WheelInset
	for _, r := range []*canvas.Rectangle{w.bg, w.frame} {
		r.Move(fyne.NewPos(in, in))
		r.Resize(size.SubtractWidthHeight(2*in, 2*in))
	}
	w.band.Move(fyne.NewPos(in, top))
	w.band.Resize(fyne.NewSize(width-2*in, h))
	// The rows next to the chosen one stay opaque: only those farther out fade.
	edge := max(0, top-h*0.55)
	if edge < h*0.25 {
		edge = min(top, h*0.3)
	}
	side := max(in+2, w.style.Radius/2) // the corners are round, a gradient is not
	w.above.Resize(fyne.NewSize(width-2*side, edge-in-2))
	w.above.Move(fyne.NewPos(side, in+2))
	w.below.Resize(fyne.NewSize(width-2*side, edge-in-2))
	w.below.Move(fyne.NewPos(side, size.Height-edge))
	w.less.Resize(fyne.NewSize(width, h))
	w.less.Move(fyne.NewPos(0, top-h))
	w.more.Resize(fyne.NewSize(width, h))
	w.more.Move(fyne.NewPos(0, top+h))
	w.pane.Resize(size)
	w.rows = w.rows[:0]
	var all []fyne.CanvasObject
	for range int(math.Ceil(float64(size.Height/h))) + 2 {
		t := NewText("", w.style.Text, fyne.TextStyle{})
		w.rows = append(w.rows, t)
		all = append(all, t)
	}
	w.inner.Objects = all
	w.body.Resize(size)
	w.inner.Resize(size)
	w.trim()
	w.show()
}

// trim paints the frame.
func (w *Wheel) trim() {
	w.frame.StrokeColor, w.frame.StrokeWidth = w.style.Border, w.style.BorderWidth
	if w.active {
		w.frame.StrokeColor, w.frame.StrokeWidth = w.style.Active, 3
	}
	canvas.Refresh(w.frame)
}

// show moves the rows to their current positions.
func (w *Wheel) show() {
	if len(w.rows) == 0 {
		return
	}
	size, h := w.Size(), w.high()
	type_ := w.fit(size.Width - 16)
	middle := int(math.Round(w.pos))
	first := int(math.Floor(w.pos - float64(size.Height/h)/2 + 0.5 - 1e-9))
	for j, t := range w.rows {
		i := first + j
		text, colour, bold := "", w.style.Quiet, false
		if w.wraps() || i >= 0 && i < w.n {
			text = w.label(w.row(i))
			if i == middle && !w.quiet {
				colour, bold = w.style.Text, true
			}
		}
		if t.Text != text || t.Color != colour || t.TextStyle.Bold != bold || t.TextSize != type_ {
			t.Text, t.Color, t.TextSize = text, colour, type_
			Restyle(t, fyne.TextStyle{Bold: bold})
			t.Resize(t.MinSize())
			t.Refresh()
		}
		b := t.Size()
		t.Move(fyne.NewPos((size.Width-b.Width)/2, size.Height/2+float32(float64(i)-w.pos)*h-b.Height/2))
	}
	canvas.Refresh(w.band)
}

// fit returns the type size at which every row fits the width.
func (w *Wheel) fit(width float32) float32 {
	if w.fitted > 0 && w.fittedTo == width && w.fittedAt == w.style.TextSize {
		return w.fitted
	}
	w.fittedTo, w.fittedAt = width, w.style.TextSize
	var widest float32
	for i := range w.n {
		widest = max(widest, MeasureText(w.label(i), w.style.TextSize, fyne.TextStyle{Bold: true}).Width)
	}
	w.fitted = w.style.TextSize
	if widest > width && width > 0 {
		w.fitted = max(smallest, w.style.TextSize*width/widest*0.98)
	}
	return w.fitted
}
