package touch

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// WheelStyle is how a Wheel looks. Lengths are in dp.
type WheelStyle struct {
	Fill, Border        color.Color // of the whole
	Band, BandLine      color.Color // behind the chosen row, and the lines above and below it
	Text, Quiet, Active color.Color // the chosen row, the others, the frame of a wheel that has the keys
	BorderWidth, Radius float32
	TextSize            float32 // rows too long are all set smaller, never cut
	Row                 float32 // height of a row, never below Least
	Fade                bool    // rows fade towards the edges
	Still               bool    // no motion of its own
}

// Wheel is a list of rows that the finger turns. It goes on turning when it is let go quickly and
// always comes to rest on a row, which is the one chosen; a tap on a row brings it to the middle.
// It stops at its ends with a little give, or has none. A drag that begins on it turns it and
// not the page, also in a Scroller. Arrow keys and the wheel of a mouse work too.
//
// What is chosen is settled when the finger goes up: what moves after that is only the picture.
//
// Stock Fyne has none; its nearest, a Select, opens a pop-up list that no finger scrolls.
type Wheel struct {
	widget.BaseWidget
	ID       string      // the rows above and below the chosen one are ID.less and ID.more
	Wrap     bool        // after the last row comes the first
	OnChoose func(i int) // the visitor chose a row, which may be the same as before; may be nil

	style  WheelStyle
	n      int
	label  func(i int) string
	chosen int
	quiet  bool // the chosen row is shown as the others are: nothing is chosen yet
	active bool

	pos    float64 // the row in the middle; between two rows while it turns
	live   bool    // follows the finger
	caught bool    // the finger stopped it
	by     float32 // the finger's way
	from   float64 // where it would have begun, had it no ends
	trail  []step
	moving *fyne.Animation

	bg, band           *canvas.Rectangle
	rows               []*canvas.Text
	above, below       *canvas.LinearGradient
	frame              *canvas.Rectangle
	body, inner        *fyne.Container
	less, more         *Button
	pane               *pane
	fitted             float32 // size of type that lets every row fit fittedTo
	fittedTo, fittedAt float32
}

// NewWheel makes one of n rows (at least one), the first of which is chosen. Label writes a row.
func NewWheel(id string, n int, label func(i int) string, style WheelStyle) *Wheel {
	w := &Wheel{ID: id, n: max(1, n), label: label, style: style}
	w.bg = canvas.NewRectangle(style.Fill)
	w.band = canvas.NewRectangle(style.Band)
	w.band.StrokeColor, w.band.StrokeWidth = style.BandLine, 1.5
	w.bg.CornerRadius = style.Radius
	w.frame = canvas.NewRectangle(color.Transparent)
	w.frame.CornerRadius = style.Radius
	// Not all the way: what is faded can still be read.
	fill := nrgba(style.Fill)
	clear := fill
	fill.A, clear.A = 150, 0
	w.above, w.below = canvas.NewVerticalGradient(fill, clear), canvas.NewVerticalGradient(clear, fill)
	w.above.Hidden, w.below.Hidden = !style.Fade, !style.Fade
	unseen := Style{Fill: color.Transparent, Text: color.Transparent}
	w.less = NewButton(id+".less", "", unseen, func() { w.Turn(-1) })
	w.more = NewButton(id+".more", "", unseen, func() { w.Turn(1) })
	w.less.Repeat, w.more.Repeat = true, true
	w.pane = newPane(w, true)
	w.inner = container.NewWithoutLayout()
	w.body = newClip(w.inner)
	w.ExtendBaseWidget(w)
	return w
}

// Chosen is the row that is chosen, from 0.
func (w *Wheel) Chosen() int { return w.chosen }

// Choose puts a row in the middle without telling OnChoose.
func (w *Wheel) Choose(i int) {
	w.halt()
	w.chosen = w.row(i)
	w.pos = float64(w.chosen)
	w.show()
}

// Count is the number of rows.
func (w *Wheel) Count() int { return w.n }

// SetCount changes the number of rows; a chosen one that is no more gives way to the last.
// OnChoose is not told.
func (w *Wheel) SetCount(n int) {
	if n = max(1, n); n == w.n {
		return
	}
	w.n, w.fitted = n, 0
	w.Choose(min(w.chosen, n-1))
}

// SetQuiet shows that nothing is chosen yet, or that something is.
func (w *Wheel) SetQuiet(q bool) {
	w.quiet = q
	w.show()
}

// SetActive frames the wheel that the keys go to.
func (w *Wheel) SetActive(a bool) {
	w.active = a
	w.trim()
}

// Buttons are the rows above and below the chosen one, for layout traces and tests. A pane above
// them takes the finger.
func (w *Wheel) Buttons() []*Button { return []*Button{w.less, w.more} }

// Inside are what it shows, placed for its size.
func (w *Wheel) Inside() []fyne.CanvasObject {
	return []fyne.CanvasObject{w.bg, w.band, w.body, w.above, w.below, w.frame, w.less, w.more, w.pane}
}

// Turn goes on by some rows as if the finger had chosen, and tells whether it could.
func (w *Wheel) Turn(by int) bool {
	to := w.chosen + by
	if !w.wraps() {
		to = min(max(0, to), w.n-1)
	}
	if to == w.chosen {
		return false
	}
	w.settle(math.Round(w.near(w.chosen))+float64(to-w.chosen), quick)
	return true
}

// Key turns for an arrow, a page key, Home or End, and tells whether it was one of them.
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

// Scrolled implements fyne.Scrollable: a row for each step of a mouse's wheel.
func (w *Wheel) Scrolled(e *fyne.ScrollEvent) {
	switch {
	case e.Scrolled.DY > 0:
		w.Turn(-1)
	case e.Scrolled.DY < 0:
		w.Turn(1)
	}
}

// Hide implements fyne.CanvasObject; what is hidden does not turn.
func (w *Wheel) Hide() {
	if finger.on == pressable(w.pane) {
		Cancel()
	}
	w.rest()
	w.BaseWidget.Hide()
}

// rest ends all motion with the chosen row in the middle.
func (w *Wheel) rest() {
	w.halt()
	w.live, w.trail = false, nil
	w.pos = float64(w.chosen)
	w.show()
}

// high is the height of a row.
func (w *Wheel) high() float32 { return max(Least, w.style.Row) }

// wraps tells whether it has no ends. With so few rows that one would be seen twice it has.
func (w *Wheel) wraps() bool {
	return w.Wrap && float32(w.n) >= w.Size().Height/w.high()+2
}

// row is the row that stands at a place beyond the ends.
func (w *Wheel) row(i int) int {
	if w.Wrap {
		return ((i % w.n) + w.n) % w.n
	}
	return min(max(0, i), w.n-1)
}

// near is the place of a row that is the nearest to what is shown now.
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
func (r *wheelRenderer) Layout(size fyne.Size)        { r.w.place(size) }
func (r *wheelRenderer) Refresh() {
	r.w.trim()
	r.w.show()
}

// MinSize implements fyne.CanvasObject: three rows.
func (w *Wheel) MinSize() fyne.Size { return fyne.NewSize(Least, 3*w.high()) }
