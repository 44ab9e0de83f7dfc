package touch

import (
	"fmt"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// DateWords write what a Month and a Date show.
type DateWords struct {
	Year, Month, Day func(n int) string // such as "2027 年" or "June"
	None             string             // nothing chosen yet, such as "—"
	DayFirst         bool               // a Date reads day, month, year; else year, month, day
}

// monthOf is how a month is written as a value.
const monthOf = "2006-01"

// MonthStyle is how a Month looks. Lengths are in dp.
type MonthStyle struct {
	Step  StepStyle
	Clear Style   // the button that takes the choice back, with its icon
	Gap   float32 // between the parts, never below 12
}

// Month asks for a month in one line: a stepper for the year, one for the month, and a button
// that takes the choice back. The months run on into the next year. As long as nothing is
// chosen it shows so; the first touch of any stepper chooses what Begin says.
type Month struct {
	widget.BaseWidget
	ID       string             // its parts are ID.year.less, ID.month.more, ID.clear and so on
	OnChange func(value string) // told of each new value; may be nil

	style       MonthStyle
	words       DateWords
	at          int // months since year 0; -1: none is chosen
	from, to    int // the first and the last that can be chosen
	begin       int
	year, month *Stepper
	clear       *Button
}

// NewMonth makes one. Value is the month chosen as "2006-01", or "" for none; anything else
// counts as none. From and to are the first and the last that can be chosen, begin is where
// choosing begins.
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

// choose takes a month; from none it begins where choosing begins.
func (m *Month) choose(at int) {
	if m.at < 0 {
		at = m.begin
	}
	m.at = m.inside(at)
	m.tell()
}

// Clear takes the choice back.
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

// Value is the month chosen as "2006-01", or "" for none.
func (m *Month) Value() string {
	if m.at < 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.at/12, m.at%12+1)
}

// Buttons are what can be touched, for layout traces and tests.
func (m *Month) Buttons() []*Button {
	return append(append(m.year.Buttons(), m.month.Buttons()...), m.clear)
}

// Inside are what it shows, placed for its size.
func (m *Month) Inside() []fyne.CanvasObject {
	return []fyne.CanvasObject{m.year, m.month, m.clear}
}

func (m *Month) gap() float32 { return max(12, m.style.Gap) }

// MinSize implements fyne.CanvasObject: two steppers and the button.
func (m *Month) MinSize() fyne.Size {
	return fyne.NewSize(2*m.year.MinSize().Width+2*m.gap()+Least, Least)
}

func (m *Month) place(size fyne.Size) {
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
	// Something that is always seen must be painted anew for the button to come and go.
	return &partsRenderer{m, m.place, func() {
		m.clear.Hidden = m.at < 0
		m.year.Refresh()
		m.month.Refresh()
		m.clear.Refresh()
	}, canvas.NewRectangle(color.Transparent)}
}

// parted is a widget that others are put together in.
type parted interface {
	fyne.Widget
	Inside() []fyne.CanvasObject
}

// partsRenderer shows a widget that is put together from others.
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
