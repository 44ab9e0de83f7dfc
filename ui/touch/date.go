package touch

import (
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// DateStyle is a Date's appearance. Lengths are in dp.
type DateStyle struct {
	Wheel WheelStyle
	Clear Style   // the button that clears the choice, with its icon; no icon, no button
	Gap   float32 // between the wheels, never below 12
}

// Date selects a calendar day with three wheels: year, month and day. If the selected day does
// not exist in the new month, the month's last day is selected, so that 31 January becomes 28 or
// 29 February. While nothing is selected the wheels show Begin, with all rows styled alike;
// touching any wheel makes a selection.
type Date struct {
	widget.BaseWidget
	ID       string             // its wheels are ID.year, ID.month and ID.day
	OnChange func(value string) // called with each new value; may be nil

	style            DateStyle
	words            DateWords
	from, to, at     time.Time
	set              bool
	year, month, day *Wheel
	clear            *Button
	keys             int // index, from the left, of the wheel that gets the keys; -1: none yet
}

// NewDate returns a Date. Value is the selected day as "2006-01-02", or "" for none; anything else
// counts as none. From and to are the first and last selectable days; begin is what the wheels
// show while nothing is selected.
func NewDate(id, value string, from, to, begin time.Time, style DateStyle, words DateWords) *Date {
	d := &Date{ID: id, style: style, words: words, from: dayOf(from), to: dayOf(to), at: dayOf(begin), keys: -1}
	if t, err := time.Parse(time.DateOnly, value); err == nil {
		d.at, d.set = t, true
	}
	d.at = d.inside(d.at)
	d.year = NewWheel(id+".year", d.to.Year()-d.from.Year()+1, func(i int) string { return words.Year(d.from.Year() + i) }, style.Wheel)
	d.month = NewWheel(id+".month", 12, func(i int) string { return words.Month(i + 1) }, style.Wheel)
	d.day = NewWheel(id+".day", 31, func(i int) string { return words.Day(i + 1) }, style.Wheel)
	d.month.Wrap, d.day.Wrap = true, true
	for _, w := range d.wheels() {
		w.OnChoose = func(int) { d.turned() }
	}
	d.clear = NewButton(id+".clear", "", style.Clear, d.Clear)
	d.clear.Hidden = !d.set || style.Clear.Icon == nil
	d.follow()
	d.ExtendBaseWidget(d)
	return d
}

func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func (d *Date) inside(t time.Time) time.Time {
	switch {
	case t.Before(d.from):
		return d.from
	case t.After(d.to):
		return d.to
	}
	return t
}

// daysIn returns the length of a month in days, 28 to 31.
func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// turned selects the day that the wheels show.
func (d *Date) turned() {
	year, month := d.from.Year()+d.year.Chosen(), time.Month(d.month.Chosen()+1)
	day := min(d.day.Chosen()+1, daysIn(year, month))
	d.at, d.set = d.inside(time.Date(year, month, day, 0, 0, 0, 0, time.UTC)), true
	d.follow()
	d.tell()
}

// follow turns the wheels to the selected day; a wheel already on its way there is left alone.
func (d *Date) follow() {
	d.day.SetCount(daysIn(d.at.Year(), d.at.Month()))
	for w, i := range map[*Wheel]int{d.year: d.at.Year() - d.from.Year(), d.month: int(d.at.Month()) - 1, d.day: d.at.Day() - 1} {
		if w.Chosen() != i {
			w.Choose(i)
		}
		w.SetQuiet(!d.set)
	}
}

// Clear clears the choice; the wheels stay where they are.
func (d *Date) Clear() {
	if d.set {
		d.set = false
		d.follow()
		d.tell()
	}
}

func (d *Date) tell() {
	d.Refresh()
	if d.OnChange != nil {
		d.OnChange(d.Value())
	}
}

// Value returns the selected day as "2006-01-02", or "" for none.
func (d *Date) Value() string {
	if !d.set {
		return ""
	}
	return d.at.Format(time.DateOnly)
}

// Key turns the active wheel on up and down and activates the next one on left and right; it
// reports whether it used the key.
func (d *Date) Key(k fyne.KeyName) bool {
	all := d.wheels()
	switch k {
	case fyne.KeyLeft:
		d.keys = max(0, d.keys-1)
	case fyne.KeyRight:
		d.keys = min(len(all)-1, d.keys+1)
	default:
		if !all[max(0, d.keys)].Key(k) {
			return false
		}
		d.keys = max(0, d.keys)
	}
	for i, w := range all {
		w.SetActive(i == d.keys)
	}
	return true
}

// wheels returns the three wheels from the left.
func (d *Date) wheels() []*Wheel {
	if d.words.DayFirst {
		return []*Wheel{d.day, d.month, d.year}
	}
	return []*Wheel{d.year, d.month, d.day}
}

// Buttons returns the touchable parts, for layout traces and tests.
func (d *Date) Buttons() []*Button {
	var out []*Button
	for _, w := range d.wheels() {
		out = append(out, w.Buttons()...)
	}
	if d.style.Clear.Icon != nil {
		out = append(out, d.clear)
	}
	return out
}

// Inside returns the objects it shows, laid out for its current size.
func (d *Date) Inside() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.year, d.month, d.day, d.clear}
}

func (d *Date) gap() float32 { return max(12, d.style.Gap) }

// MinSize implements fyne.CanvasObject: three wheels and the button.
func (d *Date) MinSize() fyne.Size {
	size := fyne.NewSize(3*88+2*d.gap(), d.year.MinSize().Height)
	if d.style.Clear.Icon != nil {
		size.Width += d.gap() + Least
	}
	return size
}

func (d *Date) layout(size fyne.Size) {
	width := size.Width
	if d.style.Clear.Icon != nil {
		d.clear.Resize(fyne.NewSize(Least, Least))
		d.clear.Move(fyne.NewPos(width-Least, (size.Height-Least)/2))
		width -= Least + d.gap()
	}
	// Round to whole lengths: scrollable objects are clipped at their edge, which would lose half a
	// pixel.
	gap := float32(math.Ceil(float64(d.gap())))
	w := float32(math.Floor(float64(width-2*gap) / 3))
	for i, wheel := range d.wheels() {
		wheel.Resize(fyne.NewSize(w, float32(math.Floor(float64(size.Height)))))
		wheel.Move(fyne.NewPos(float32(i)*(w+gap), 0))
	}
}

// CreateRenderer implements fyne.Widget.
func (d *Date) CreateRenderer() fyne.WidgetRenderer {
	return &partsRenderer{d, d.layout, func() {
		d.clear.Hidden = !d.set || d.style.Clear.Icon == nil
		d.clear.Refresh()
	}, canvas.NewRectangle(color.Transparent)}
}
