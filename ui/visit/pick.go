package visit

import (
	"fmt"
	"time"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// chips are options side by side, wrapped; touching the selected one clears the choice.
func (b *B) chips(id string, options []event.Option, chosen string, w float32, pick func(string)) (height float32, draw func(at page.Box)) {
	m := b.M
	off := b.StyleQuiet()
	off.Fill, off.Pad, off.TextSize = b.P.Card, m.S(24), m.Label()
	on := off
	on.Fill, on.Text, on.Border, on.Pressed = b.P.Ink, b.P.Paper, b.P.Ink, b.P.Soft
	var all []touch.Option
	for _, o := range options {
		all = append(all, touch.Option{ID: o.ID, Text: b.In(o.Label)})
	}
	c := touch.NewChoice(string(b.State.Screen)+"."+id, all, chosen,
		touch.ChoiceStyle{Off: off, On: on, High: m.ButtonH(), Wide: m.S(92), Gap: m.S(12)})
	c.OnChange = pick
	height = c.HeightFor(w)
	return height, func(at page.Box) { b.Pick(c, page.Box{X: at.X, Y: at.Y, W: w, H: height}) }
}

// styleClear is the style of the button that clears a choice.
func (b *B) styleClear() touch.Style {
	m := b.M
	st := b.StyleQuiet()
	st.Pad, st.IconSize, st.Icon, st.BorderWidth = 0, m.S(22), page.Icon(art.Close, b.P.Soft), 0
	return st
}

// month asks for an optional month: year and month side by side.
func (b *B) month(at page.Box, fd event.Field, value string) {
	// Most courses end in June.
	begin := time.Date(b.Now.Year(), time.June, 1, 0, 0, 0, 0, time.UTC)
	if b.Now.Month() > time.June {
		begin = begin.AddDate(1, 0, 0)
	}
	p := touch.NewMonth("form."+fd.ID, value, b.Now.AddDate(-1, 0, 0), b.Now.AddDate(12, 0, 0), begin,
		touch.MonthStyle{Step: b.stepStyle(at.H), Clear: b.styleClear(), Gap: b.M.S(12)}, b.dateWords())
	p.OnChange = func(v string) { b.picked(fd.ID, v) }
	b.Pick(p, at)
}

// date asks for an optional day with three wheels.
func (b *B) date(at page.Box, fd event.Field, value string) {
	st := b.dateStyle()
	st.Clear = b.styleClear()
	st.Wheel.Row = at.H / 3
	p := touch.NewDate("form."+fd.ID, value, b.Now.AddDate(-120, 0, 1), b.Now.AddDate(15, 0, -1), b.Now, st, b.dateWords())
	p.OnChange = func(v string) { b.picked(fd.ID, v) }
	b.Pick(p, at)
}

// dateHigh is the height of a date in the form, in dp: three rows of its wheels.
func (b *B) dateHigh() float32 { return 3 * max(touch.Least, b.M.S(56)) }

// picked sends the choice and removes the error message about the previous one.
func (b *B) picked(id, value string) {
	b.Mend(id)
	b.answer(id, form.Value{Text: form.Text(value)})
}

// dateWords formats years, months and days in the visitor's language.
func (b *B) dateWords() touch.DateWords {
	w := touch.DateWords{
		Year:  func(n int) string { return b.Tx("form.year", "N", n) },
		Month: func(n int) string { return b.Tx("form.month", "N", n) },
		Day:   func(n int) string { return fmt.Sprint(n) },
		None:  "—",
	}
	switch b.Lang {
	case event.ZH:
		w.Day = func(n int) string { return fmt.Sprintf("%d %s", n, b.Tx("birth.day")) }
	case event.EN:
		w.DayFirst = true
		w.Month = func(n int) string { return time.Month(n).String() }
	}
	return w
}

// dateStyle is the style of the wheels.
func (b *B) dateStyle() touch.DateStyle {
	m := b.M
	st := touch.WheelStyle{Fill: b.P.Card, Border: b.P.Edge, BorderWidth: 2, Band: b.P.Rose, BandLine: b.P.Edge, Active: b.P.Ink,
		Text: b.P.Ink, Quiet: b.P.Soft, Radius: m.FieldCorner(), TextSize: m.Lead(), Row: m.S(64), Fade: !b.State.Contrast, Still: b.Still}
	return touch.DateStyle{Wheel: st, Gap: m.S(16)}
}
