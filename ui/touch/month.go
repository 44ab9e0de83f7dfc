package touch

import (
	"fmt"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// DateWords are the texts that a Month and a Date show.
type DateWords struct {
	Year, Month, Day func(n int) string // such as "2027 年" or "June"
	None             string             // nothing chosen yet, such as "—"
	DayFirst         bool               // a Date shows day, month, year; otherwise year, month, day
}

// monthOf is the layout of a month's value.
const monthOf = "2006-01"

// MonthStyle is a Month's appearance. Lengths are in dp.
type MonthStyle struct {
	Step  StepStyle
	Clear Style   // the button that clears the choice, with its icon
	Gap   float32 // between the parts, never below 12
}

// Month selects a month in one line: a stepper for the year, one for the month, and a button that
// clears the choice. Stepping past a year's last month continues in the next year. While nothing
// is selected it shows so; the first touch of either stepper selects Begin.
type Month struct {
	widget.BaseWidget
	ID       string             // its parts are ID.year.less, ID.month.more, ID.clear and so on
	OnChange func(value string) // called with each new value; may be nil

	style       MonthStyle
	words       DateWords
	at          int // months since year 0; -1: none is chosen
	from, to    int // the first and last selectable months
	begin       int
	year, month *Stepper
	clear       *Button
}

// NewMonth returns a Month. Value is the selected month as "2006-01", or "" for none; anything else
// counts as none. From and to are the first and last selectable months; begin is what the first
// touch selects.
func NewMonth(id, value string, from, to, begin time.Time, style MonthStyle, words DateWords) *Month {
	m := &Month{ID: id, style: style, words: words, from: monthsOf(from), to: monthsOf(to)}
	m.begin = min(max(m.from, monthsOf(begin)), m.to)
	m.at = -1
	if t, err := time.Parse(monthOf, value); err == nil {
		m.at = min(max(m.from, monthsOf(t)), m.to)
	}
	part := func(name string, jump int, show func() string) *Stepper {
		s := NewStepper(id+"."+name, Steps{
			Show: func() string {
				if m.at < 0 {
					return words.None
				}
				return show()
			},
			Can:  func(by int) bool { return m.at < 0 || m.inside(m.at+by*jump) != m.at },
			Step: func(by int) { m.choose(m.at + by*jump) },
		}, style.Step)
		s.OnValue = func() {
			if m.at < 0 {
				m.choose(m.begin)
			}
		}
		return s
	}
	m.year = part("year", 12, func() string { return words.Year(m.at / 12) })
	m.month = part("month", 1, func() string { return words.Month(m.at%12 + 1) })
	m.clear = NewButton(id+".clear", "", style.Clear, m.Clear)
	m.clear.Hidden = m.at < 0
	m.ExtendBaseWidget(m)
	return m
}

func monthsOf(t time.Time) int { return t.Year()*12 + int(t.Month()) - 1 }

func (m *Month) inside(at int) int { return min(max(m.from, at), m.to) }

// choose selects a month; if none was selected, it selects begin.
func (m *Month) choose(at int) {
	if m.at < 0 {
		at = m.begin
	}
	m.at = m.inside(at)
	m.tell()
}

// Clear clears the choice.
func (m *Month) Clear() {
	if m.at >= 0 {
		m.at = -1
		m.tell()
	}
}

func (m *Month) tell() {
	m.Refresh()
	if m.OnChange != nil {
		m.OnChange(m.Value())
	}
}

// Value returns the selected month as "2006-01", or "" for none.
func (m *Month) Value() string {
	if m.at < 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.at/12, m.at%12+1)
}

// Buttons returns the touchable parts, for layout traces and tests.
func (m *Month) Buttons() []*Button {
	return append(append(m.year.Buttons(), m.month.Buttons()...), m.clear)
}

// Inside returns the objects it shows, laid out for its current size.
func (m *Month) Inside() []fyne.CanvasObject {
	return []fyne.CanvasObject{m.year, m.month, m.clear}
}

func (m *Month) gap() float32 { return max(12, m.style.Gap) }

// MinSize implements fyne.CanvasObject: two steppers and the button.
func (m *Month) MinSize() fyne.Size {
	return fyne.NewSize(2*m.year.MinSize().Width+2*m.gap()+Least, Least)
}

func (m *Month) layout(size fyne.Size) {
	side := max(Least, min(size.Height, 72))
	w := (size.Width - side - 2*m.gap()) / 2
	m.year.Resize(fyne.NewSize(w, size.Height))
	m.month.Resize(fyne.NewSize(w, size.Height))
	m.month.Move(fyne.NewPos(w+m.gap(), 0))
	m.clear.Resize(fyne.NewSize(side, side))
	m.clear.Move(fyne.NewPos(size.Width-side, (size.Height-side)/2))
}

// CreateRenderer implements fyne.Widget.
func (m *Month) CreateRenderer() fyne.WidgetRenderer {
	// The button only comes and goes if something that is always visible is repainted.
	return &partsRenderer{m, m.layout, func() {
		m.clear.Hidden = m.at < 0
		m.year.Refresh()
		m.month.Refresh()
		m.clear.Refresh()
	}, canvas.NewRectangle(color.Transparent)}
}

// parted is a widget composed of others.
type parted interface {
	fyne.Widget
	Inside() []fyne.CanvasObject
}

// partsRenderer renders a widget composed of others.
type partsRenderer struct {
	of      parted
	place   func(fyne.Size)
	refresh func()
	ground  *canvas.Rectangle
}

func (r *partsRenderer) Destroy()           {}
func (r *partsRenderer) MinSize() fyne.Size { return r.of.MinSize() }
func (r *partsRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.ground}, r.of.Inside()...)
}
func (r *partsRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.place(size)
}
func (r *partsRenderer) Refresh() {
	r.refresh()
	r.place(r.of.Size())
	canvas.Refresh(r.ground)
}
