package visit

import (
	"fmt"
	"strings"
	"time"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// chips are options side by side; touching the selected one clears the choice. They stand a little closer if that brings them
// into one row, and in several rows none is alone in the last one.
func (b *B) chips(id string, options []event.Option, chosen string, w float32, pick func(string)) (height float32, draw func(at page.Box)) {
	m := b.M
	off := b.StyleQuiet()
	off.Fill, off.TextSize = b.P.Card, m.Label()
	gap := m.S(12)
	if w < m.S(400) { // a narrow column
		gap = page.TouchGap
	}
	var all []touch.Option
	for _, o := range options {
		all = append(all, touch.Option{ID: o.ID, Text: b.In(o.Label)})
	}
	with := func(pad, wide float32) *touch.Choice {
		off.Pad = m.S(pad)
		on := off
		on.Fill, on.Text, on.Border, on.Pressed = b.P.Ink, b.P.Paper, b.P.Ink, b.P.Soft
		return touch.NewChoice(string(b.State.Screen)+"."+id, all, chosen,
			touch.ChoiceStyle{Off: off, On: on, High: m.ButtonH(), Wide: max(touch.Least, m.S(wide)), Gap: gap})
	}
	c := with(24, 92)
	for _, tighter := range []float32{22, 20, 18, 16} {
		if c.HeightFor(w) <= m.ButtonH()+1 {
			break
		}
		c = with(tighter, 76)
	}
	if c.HeightFor(w) > m.ButtonH()+1 {
		c = with(20, 84)
		// Large print is a little smaller, still larger than normal print, if that spares a row.
		if m.Text > 1 {
			off.TextSize *= 0.88
			if closer := with(16, 72); closer.HeightFor(w) < c.HeightFor(w)-1 {
				c = closer
			}
		}
	}
	c.OnChange = pick
	height = c.HeightFor(w)
	narrow := w // as narrow as they are no higher: rows of about one length
	for narrow > w/2 && c.HeightFor(narrow*0.97) == height {
		narrow *= 0.97
	}
	return height, func(at page.Box) { b.Pick(c, page.Box{X: at.X, Y: at.Y, W: narrow, H: height}) }
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
	if l := b.Speaks(); l.IsHan() {
		gap := ""
		if strings.Contains(l.Date, "\u00a0") {
			gap = " "
		}
		w.Day = func(n int) string { return fmt.Sprint(n) + gap + b.Tx("birth.day") }
	} else {
		w.DayFirst = strings.HasPrefix(l.Date, "2\u00a0")
		w.Month = func(n int) string {
			if l.Months != nil {
				return l.Months[n-1]
			}
			return time.Month(n).String()
		}
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

// person asks for somebody who will know where to find the visitor.
func (b *B) person(fd event.Field, w float32, look personLook) []page.Flow {
	m := b.M
	p := b.State.Answers[fd.ID].Person
	send := func() { b.answer(fd.ID, form.Value{Person: p}) }
	var out []page.Flow
	all := page.Box{W: w, H: look.box}
	places := all.Columns(2, m.S(14))
	if look.below {
		all.H = 2*look.box + min(look.gap, m.S(12))
		places = all.Rows(2, min(look.gap, m.S(12)))
	}
	out = append(out, page.Flow{Gap: m.S(6), Height: all.H, Draw: func(at page.Box) {
		for k, part := range []struct {
			id, kind, hint string
			to             *string
		}{{"name", "name", b.Tx("form.person.name"), (*string)(&p.Name)}, {"phone", "phone", b.Tx("form.person.phone"), (*string)(&p.Phone)}} {
			t := b.Field(page.Box{X: at.X + places[k].X, Y: at.Y + places[k].Y, W: places[k].W, H: look.box}, fd.ID+"."+part.id, part.kind, *part.to, b.problem(fd.ID, part.id) != "", func(s string) {
				*part.to = s
				send()
			})
			t.Placeholder = part.hint
			t.Refresh()
		}
	}})
	for _, part := range []string{"name", "phone"} {
		out = append(out, b.under(fd, part, w)...)
	}
	h, draw := b.chips(fd.ID, fd.Options, p.Relation, w, func(id string) {
		p.Relation = id
		send()
	})
	out = append(out, page.Flow{Gap: look.gap, Height: h, Draw: draw})
	out = append(out, b.under(fd, "relation", w)...)
	if look.help || b.problem(fd.ID, "") != "" {
		out = append(out, b.under(fd, "", w)...)
	}
	out = append(out, page.Flow{Gap: m.S(8), Height: m.ButtonH(), Draw: func(at page.Box) {
		b.Toggle(at, "form."+fd.ID+".tell", b.Tx("form.person.tell"), p.WillTell, func(on bool) {
			p.WillTell = on
			send()
		})
	}})
	return out
}

// personLook is how one person is asked for.
type personLook struct {
	box   float32 // height of a field
	gap   float32 // between what is asked
	below bool    // the number stands below the name, not beside it
	help  bool    // the field's help is said too
}

// level gives what stands side by side in columns of the same parts one height.
func level(cols [][]page.Flow) {
	for _, c := range cols {
		if len(c) != len(cols[0]) {
			return
		}
	}
	for i := range cols[0] {
		var high float32
		for _, c := range cols {
			high = max(high, c[i].Height)
		}
		for _, c := range cols {
			c[i].Height = high
		}
	}
}

// peopleUpright asks on a totem for people side by side, so that nobody of them is below an edge. What is said of them stands above the
// reach of a seated person, and how high that is is returned; what is touched is in body, which is within it.
func (b *B) peopleUpright(body page.Box, fields []event.Field) (said float32) {
	m := b.M
	boxes := body.Columns(len(fields), m.S(32))
	words, asked := make([][]page.Flow, len(fields)), make([][]page.Flow, len(fields))
	box := max(56, m.S(64)*(1+(m.Text-1)/2))
	for _, look := range []personLook{{box: box, gap: m.S(16)}, {box: box, gap: m.S(10)}, {box: max(56, m.S(64)), gap: m.S(8)}} {
		var high float32
		look.below = true
		for k, fd := range fields {
			asked[k] = b.person(fd, boxes[k].W, look)
			asked[k][0].Gap = 0
			high = max(high, page.HighOf(asked[k]))
		}
		if high <= body.H {
			break
		}
	}
	for k, fd := range fields {
		words[k] = []page.Flow{b.asked(fd, boxes[k].W, 0)}
		if b.problem(fd.ID, "") == "" && b.help(fd) != "" {
			words[k] = append(words[k], b.Para(0, b.help(fd), b.Type(m.Small()*1.1, b.P.Soft, false), boxes[k].W))
		}
		said = max(said, page.HighOf(words[k])+m.S(8))
	}
	level(words)
	level(asked)
	for k, at := range boxes {
		b.Stack(page.Box{X: at.X, Y: at.Y - said, W: at.W, H: said}, b.P.Paper, words[k]...)
		b.Stack(at, b.P.Paper, asked[k]...)
	}
	return said
}
