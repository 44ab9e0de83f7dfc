package touch

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// WheelStyle is a Wheel's appearance. Lengths are in dp.
type WheelStyle struct {
	Fill, Border        color.Color // of the whole wheel
	Band, BandLine      color.Color // behind the chosen row, and the lines above and below it
	Text, Quiet, Active color.Color // the chosen row, the others, the frame of the wheel that gets the keys
	BorderWidth, Radius float32
	TextSize            float32 // if a row is too long, all are shrunk, never cut
	Row                 float32 // height of a row, never below Least
	Fade                bool    // rows fade towards the edges
	Still               bool    // no motion of its own
}

// Wheel is a list of rows turned by finger. It keeps turning after a quick release and always
// stops on a row, which becomes the chosen one; tapping a row brings it to the middle. It stops
// at its ends with a little give, or wraps around. A drag that begins on it turns it and not the
// page, even in a Scroller. Arrow keys and the mouse wheel work too.
//
// The choice is made when the finger goes up: what moves after that is only the picture.
//
// Stock Fyne has none; the nearest, a Select, opens a pop-up list that cannot be scrolled by
// finger.
type Wheel struct {
	widget.BaseWidget
	ID       string      // the rows above and below the chosen one are ID.less and ID.more
	Wrap     bool        // the first row follows the last
	OnChoose func(i int) // the visitor chose a row, possibly the same as before; may be nil

	style  WheelStyle
	n      int
	label  func(i int) string
	chosen int
	quiet  bool // the chosen row looks like the others: nothing is chosen yet
	active bool

	pos    float64 // the row in the middle; fractional while it turns
	live   bool    // follows the finger
	caught bool    // the finger stopped it while turning
	by     float32 // total drag of the finger
	from   float64 // where it would have begun if it had no ends
	trail  []step
	moving *fyne.Animation

	bg, band           *canvas.Rectangle
	rows               []*canvas.Text
	above, below       *canvas.LinearGradient
	frame              *canvas.Rectangle
	body, inner        *fyne.Container
	less, more         *Button
	pane               *pane
	fitted             float32 // type size at which every row fits fittedTo
	fittedTo, fittedAt float32
}

// NewWheel returns a Wheel of n rows (at least one), the first of which is chosen. Label formats a
// row.
func NewWheel(id string, n int, label func(i int) string, style WheelStyle) *Wheel {
	w := &Wheel{ID: id, n: max(1, n), label: label, style: style}
	w.bg = canvas.NewRectangle(style.Fill)
	w.band = canvas.NewRectangle(style.Band)
	w.band.StrokeColor, w.band.StrokeWidth = style.BandLine, 1.5
	w.bg.CornerRadius = style.Radius
	w.frame = canvas.NewRectangle(color.Transparent)
	w.frame.CornerRadius = style.Radius
	// Not all the way: faded rows must stay readable, at 4.5:1 even in quiet text.
	fill := nrgba(style.Fill)
	clear := fill
	fill.A, clear.A = 48, 0
	w.above, w.below = canvas.NewVerticalGradient(fill, clear), canvas.NewVerticalGradient(clear, fill)
	w.above.Hidden, w.below.Hidden = !style.Fade, !style.Fade
	unseen := Style{Fill: color.Transparent, Text: color.Transparent}
	w.less = NewButton(id+".less", "", unseen, func() { w.Turn(-1) })
	w.more = NewButton(id+".more", "", unseen, func() { w.Turn(1) })
	w.less.Repeat, w.more.Repeat = true, true
	w.pane = newPane(w, true)
	w.inner = container.NewWithoutLayout()
	w.body = container.NewStack(container.NewClip(container.NewWithoutLayout(w.inner))) // clipped to its own bounds
	w.ExtendBaseWidget(w)
	return w
}

// Chosen returns the index of the chosen row.
func (w *Wheel) Chosen() int { return w.chosen }

// Choose moves a row to the middle without calling OnChoose.
func (w *Wheel) Choose(i int) {
	w.halt()
	w.chosen = w.row(i)
	w.pos = float64(w.chosen)
	w.show()
}

// Count returns the number of rows.
func (w *Wheel) Count() int { return w.n }

// SetCount changes the number of rows; if the chosen row no longer exists, the last one is chosen.
// OnChoose is not called.
func (w *Wheel) SetCount(n int) {
	if n = max(1, n); n == w.n {
		return
	}
	w.n, w.fitted = n, 0
	w.Choose(min(w.chosen, n-1))
}

// SetQuiet sets whether it looks as if nothing were chosen yet.
func (w *Wheel) SetQuiet(q bool) {
	w.quiet = q
	w.show()
}

// SetActive frames the wheel as the one that gets the keys.
func (w *Wheel) SetActive(a bool) {
	w.active = a
	w.trim()
}

// Buttons returns the rows above and below the chosen one, for layout traces and tests. A pane
// above them takes the touches.
func (w *Wheel) Buttons() []*Button { return []*Button{w.less, w.more} }

// Inside returns the objects it shows, laid out for its current size.
func (w *Wheel) Inside() []fyne.CanvasObject {
	return []fyne.CanvasObject{w.bg, w.band, w.body, w.above, w.below, w.frame, w.less, w.more, w.pane}
}

// Turn moves by some rows as if the finger had chosen, and reports whether it could.
func (w *Wheel) Turn(by int) bool {
	to := w.chosen + by
	if !w.wraps() {
		to = min(max(0, to), w.n-1)
	}
	if to == w.chosen {
		return false
	}
	w.choose(math.Round(w.near(w.chosen))+float64(to-w.chosen), quick)
	return true
}

// Key turns on an arrow, a page key, Home or End, and reports whether it was one of them.
func (w *Wheel) Key(k fyne.KeyName) bool {
	page := max(1, int(w.Size().Height/w.high())-1)
	switch k {
	case fyne.KeyUp:
		w.Turn(-1)
	case fyne.KeyDown:
		w.Turn(1)
	case fyne.KeyPageUp:
		w.Turn(-page)
	case fyne.KeyPageDown:
		w.Turn(page)
	case fyne.KeyHome:
		w.Turn(-w.chosen)
	case fyne.KeyEnd:
		w.Turn(w.n - 1 - w.chosen)
	default:
		return false
	}
	return true
}

// Scrolled implements fyne.Scrollable: one row for each notch of a mouse wheel.
func (w *Wheel) Scrolled(e *fyne.ScrollEvent) {
	wheeled(func() {
		switch {
		case e.Scrolled.DY > 0:
			w.Turn(-1)
		case e.Scrolled.DY < 0:
			w.Turn(1)
		}
	})
}

// Hide implements fyne.CanvasObject and stops it turning.
func (w *Wheel) Hide() {
	if finger.on == pressable(w.pane) {
		Cancel()
	}
	w.rest()
	w.BaseWidget.Hide()
}

// rest stops all motion with the chosen row in the middle.
func (w *Wheel) rest() {
	w.halt()
	w.live, w.trail = false, nil
	w.pos = float64(w.chosen)
	w.show()
}

// high returns the height of a row in dp.
func (w *Wheel) high() float32 { return max(Least, w.style.Row) }

// wraps reports whether it wraps around. It does not if a row would be visible twice.
func (w *Wheel) wraps() bool {
	return w.Wrap && float32(w.n) >= w.Size().Height/w.high()+2
}

// row maps a position beyond the ends to a row.
func (w *Wheel) row(i int) int {
	if w.Wrap {
		return ((i % w.n) + w.n) % w.n
	}
	return min(max(0, i), w.n-1)
}

// near returns the position of a row that is nearest to what is shown now.
func (w *Wheel) near(i int) float64 {
	if !w.wraps() {
		return float64(i)
	}
	n := float64(w.n)
	return float64(i) + n*math.Round((w.pos-float64(i))/n)
}

// CreateRenderer implements fyne.Widget.
func (w *Wheel) CreateRenderer() fyne.WidgetRenderer { return &wheelRenderer{w} }

type wheelRenderer struct{ w *Wheel }

func (r *wheelRenderer) Destroy()                     { r.w.halt() }
func (r *wheelRenderer) MinSize() fyne.Size           { return r.w.MinSize() }
func (r *wheelRenderer) Objects() []fyne.CanvasObject { return r.w.Inside() }
func (r *wheelRenderer) Layout(size fyne.Size)        { r.w.layout(size) }
func (r *wheelRenderer) Refresh() {
	r.w.trim()
	r.w.show()
}

// MinSize implements fyne.CanvasObject: three rows.
func (w *Wheel) MinSize() fyne.Size { return fyne.NewSize(Least, 3*w.high()) }
