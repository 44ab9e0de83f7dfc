package desk

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/people"
	work "matchbooth/ui/work/session"
)

// nameOf returns a person's name, masked unless this is who is shown in full.
func (b *B) nameOf(r record.Record) string {
	for _, f := range b.Pack.Fields {
		if f.Kind != "name" {
			continue
		}
		s := string(r.Fields[f.ID].Text)
		if b.kept().unmasked != r.Person || r.Person == "" {
			s = form.Mask("name", s)
		}
		if s != "" {
			return s
		}
	}
	return r.Code.String()
}

// hidden masks a value of a kind of field. [page.B.Words] draws its dots.
func hidden(kind, value string) string { return form.Mask(kind, value) }

// ownPhone returns the number of the person's own: "" if there is none.
func (b *B) ownPhone(r record.Record) string {
	any := ""
	for _, f := range b.Pack.Fields {
		if f.Kind != "phone" || f.Channel == "other" {
			continue
		}
		if f.Channel == "own" {
			return string(r.Fields[f.ID].Text)
		}
		if any == "" {
			any = string(r.Fields[f.ID].Text)
		}
	}
	return any
}

// numberOf returns a number as it may be shown.
func (b *B) numberOf(person, number string) string {
	if b.kept().unmasked != person || person == "" {
		return hidden("phone", number)
	}
	return form.GroupPhone(number)
}

// phoneCode draws a code with which a volunteer's own phone calls a number.
func (b *B) phoneCode(at page.Box, number string) {
	if number == "" {
		return
	}
	b.Hiding(at, func(in page.Box) {
		edge := b.Rect(in, b.P.Card, b.M.S(16))
		edge.StrokeColor, edge.StrokeWidth = b.P.Line, 1.5
		b.Code(in.Inset(b.M.S(8)), takehome.Tel(number))
	})
}

// showing draws the button that shows a person in full, or masks them again.
func (b *B) showing(at page.Box, person string) {
	label, k := b.Tx("desk.show"), b.kept()
	if k.unmasked == person {
		label = b.Tx("desk.mask")
	}
	b.Button(at, "desk.show", label, b.StyleSmall(), func() {
		if k.unmasked == person {
			k.unmasked = ""
			b.again()
			return
		}
		b.unmask(func() { k.unmasked = person }, func(s string) { k.check.said = s; b.again() }, person)
	})
}

// StyleSmall is a quiet button that leaves room for several in a row.
func (b *B) StyleSmall() touch.Style {
	st := b.StyleQuiet()
	st.Pad = b.M.S(20)
	return st
}

// sourceOf says when somebody signed up: the hour of today, else the day. Paper has the day of signing, and no hour.
func (b *B) sourceOf(r record.Record) string {
	at := r.At.In(b.Now.Location())
	today := at.Format(time.DateOnly) == b.Now.Format(time.DateOnly)
	paper := r.Source == record.SourcePaper
	switch {
	case paper && today:
		return b.Tx("desk.from.paper")
	case paper:
		return b.Tx("desk.from.paper") + " · " + at.Format("01-02")
	case today:
		return at.Format("15:04")
	}
	return at.Format("01-02 15:04")
}

// openly shows on a totem, above what a hand can reach, how many people are in each state. On other windows there is no
// room for it, and the chips say the same.
func (b *B) openly(at page.Box, o *work.Opened) {
	m := b.M
	if at.H < m.S(300) || o.List == nil {
		return
	}
	b.Card(at)
	in := at.Pad(m.S(36), m.S(28))
	total := max(1, o.List.Len())
	rows := in.Rows(len(people.States), m.S(8))
	for i, s := range people.States {
		row, n := rows[i], o.List.Count(s)
		name, bar := row.Left(row.W * 0.36)
		name.W -= m.S(16)
		num, bar := bar.Right(m.S(90) * m.Text)
		b.TextFit(name, b.Tx("desk.state."+string(s)), b.Type(m.Body(), b.P.Ink, false), 1, 0.5)
		t := b.Type(m.Lead(), b.P.Ink, true)
		t.Align = fyne.TextAlignTrailing
		p := touch.Fit([]touch.Span{{Text: fmt.Sprint(n)}}, t, num.W, num.H, 1)
		b.Lay(p, num.X, num.Y+(num.H-p.Height)/2)
		h := m.S(20)
		bar = page.Box{X: bar.X, Y: bar.Y + (bar.H-h)/2, W: bar.W, H: h}
		b.Rect(bar, b.P.Line, h/2)
		if n > 0 {
			bar.W = max(h, bar.W*float32(n)/float32(total))
			b.Rect(bar, b.P.Wine, h/2)
		}
	}
}

// personMark parts the name of somebody from their relation and their number.
const personMark = " · "

// lines draws a value in one line, or somebody with their number below.
func (p *one) lines(at page.Box, value string, t touch.Type) []fyne.CanvasObject {
	i := strings.LastIndex(value, personMark)
	if i < 0 {
		return p.hidden(at, value, t)
	}
	t.Size *= 0.92
	up, down := at.Pad(0, at.H*0.09).Top(at.H * 0.41)
	return append(p.hidden(up, value[:i], t), p.hidden(down, value[i+len(personMark):], t)...)
}

// label is what a field is called in a list: its question without the sign, as short as it comes.
func (b *B) label(f event.Field) string {
	key := "desk.field." + f.ID
	if s := b.T.S(key); !strings.HasPrefix(s, "⟦") {
		return s
	}
	return strings.TrimRight(b.In(f.Label), "？?")
}

// value is an answer as people read it: whole if the person is shown, else only what is no secret.
func (p *one) value(f event.Field, v *record.Field) string {
	if v == nil {
		return p.Tx("desk.one.none")
	}
	option := func(id string) string {
		for _, o := range f.Options {
			if o.ID == id {
				return p.In(o.Label)
			}
		}
		return id
	}
	hide := func(kind, s string) string {
		switch {
		case !p.Shown:
			return masked(kind, s)
		case kind == "phone":
			return form.GroupPhone(s)
		}
		return s
	}
	if v.Person != nil {
		var parts []string
		for _, s := range []string{hide("name", string(v.Person.Name)), option(v.Person.Relation), hide("phone", string(v.Person.Phone))} {
			if s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, personMark)
	}
	text := string(v.Text)
	switch f.Kind {
	case "choice":
		return option(text)
	case "month", "date":
		return text
	}
	if f.SameAs != "" && text == string(p.r.Fields[f.SameAs].Text) {
		return p.Tx("desk.one.same")
	}
	return hide(f.Kind, text)
}
