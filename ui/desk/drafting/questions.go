package drafting

import (
	"matchbooth/assets/art"
	"matchbooth/assets/lang"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/draft"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/work/newpack"
)

// inputs is what may be typed for a kind of question: letters and digits where nobody writes Chinese.
var inputs = map[draft.Kind]string{
	draft.ID: "latin", draft.Ref: "latin", draft.Date: "latin", draft.Phone: "latin", draft.Link: "path", draft.Email: "latin", draft.Days: "latin",
}

// fieldID is the id of the field of a place.
func fieldID(p newpack.Place) string {
	if p.Lang == "" {
		return "new." + p.ID
	}
	return "new." + p.ID + "." + string(p.Lang)
}

// questions draws the questions of a page, as many as go side by side in a row.
func (d *drawing) questions(at page.Box, list []draft.Question) {
	m := d.M
	var rows []page.Flow
	for i := 0; i < len(list); i++ {
		row := list[i : i+1]
		if !m.Portrait && narrow(list[i]) && i+1 < len(list) && narrow(list[i+1]) {
			row = list[i : i+2]
			i++
		}
		rows = append(rows, d.row(at.W, row))
	}
	free := at.H - page.HighOf(rows)
	if n := len(rows); n > 1 {
		gap := min(max(free/float32(n-1), m.S(8)), m.S(34))
		for i := range rows[1:] {
			rows[i+1].Gap = gap
		}
	}
	d.Stack(at, d.P.Paper, rows...)
}

// narrow reports whether half a row is enough for a question.
func narrow(q draft.Question) bool {
	return !q.TwoLanguages() && q.Kind != draft.Choice
}

// row is a row of one or two questions.
func (d *drawing) row(width float32, list []draft.Question) page.Flow {
	m := d.M
	w := page.Box{W: width}.Columns(len(list), m.Gap())[0].W
	if list[0].Kind == draft.Choice {
		return d.choiceRow(width, list[0])
	}
	head := make([]page.Flow, len(list))
	high := float32(0)
	for i, q := range list {
		head[i] = d.head(w, q)
		high = max(high, head[i].Height)
	}
	fields := d.rowH()
	if m.Portrait && list[0].TwoLanguages() {
		fields += m.S(12) + d.rowH()
	}
	return page.Flow{Height: high + m.S(6) + fields, Draw: func(at page.Box) {
		for i, c := range at.Columns(len(list), m.Gap()) {
			top, rest := c.Top(high)
			_, rest = rest.Top(m.S(6))
			head[i].Draw(top)
			d.input(rest, list[i])
		}
	}}
}

// rowH is the height of a field.
func (d *drawing) rowH() float32 { return max(d.M.S(56)*(1+(d.M.Text-1)/2), 56) }

// head is a question, and below it why it is asked, or else what is wrong with the answer.
func (d *drawing) head(width float32, q draft.Question) page.Flow {
	m := d.M
	ask := d.Para(0, d.marked(q.Ask(d.T)), d.Type(m.Label(), d.P.Ink, true), width)
	why := d.beside(width, d.marked(q.Why(d.T)), false)
	for _, p := range newpack.Places(q, d.own()) {
		if bad := d.s.wrong[p]; bad != "" {
			why = d.beside(width, d.Tx(bad), true)
			break
		}
	}
	return page.Flow{Height: ask.Height + why.Gap + why.Height, Draw: func(at page.Box) {
		ask.Draw(at)
		at.Y += ask.Height + why.Gap
		why.Draw(at)
	}}
}

// beside is a small line between a question and its field: why it is asked, or what is wrong.
func (d *drawing) beside(width float32, s string, wrong bool) page.Flow {
	m := d.M
	t := d.Type(max(m.Small(), m.Label()*0.86), d.P.Soft, false)
	t.Lead = 1.35
	if !wrong {
		return d.Para(m.S(2), s, t, width)
	}
	t.Color = d.P.Red
	icon := t.Size * 1.3
	line := d.Para(m.S(2), s, t, width-icon-m.S(8))
	draw := line.Draw
	line.Height = max(line.Height, icon)
	line.Draw = func(at page.Box) {
		d.Picture(page.Box{X: at.X, Y: at.Y, W: icon, H: icon}, page.Icon(art.Warning, d.P.Red))
		draw(page.Box{X: at.X + icon + m.S(8), Y: at.Y, W: at.W - icon - m.S(8), H: at.H})
	}
	return line
}

// marked writes a text of the catalogue that was not read by the page as the page would.
func (d *drawing) marked(s string) string { return d.In(event.Text{d.own(): s}) }

// tagOf names a language in itself.
func tagOf(l event.Lang) string { return lang.Of(string(l)).Name }

// input draws what a question is answered with.
func (d *drawing) input(at page.Box, q draft.Question) {
	m := d.M
	row, rest := at.Top(d.rowH())
	places := newpack.Places(q, d.own())
	if len(places) == 1 {
		d.line(row, q, places[0])
		return
	}
	boxes := row.Columns(2, m.Gap())
	if m.Portrait {
		_, rest = rest.Top(m.S(12))
		second, _ := rest.Top(d.rowH())
		boxes = []page.Box{row, second}
	}
	for i, p := range places {
		tag, box := boxes[i].Left(m.S(82) * m.Text)
		d.TextFit(tag, tagOf(p.Lang), d.Type(m.Label(), d.P.Soft, false), 1, 0.5)
		d.line(box, q, p)
	}
}

// line draws the field of a place. What was not touched follows what it is proposed by.
func (d *drawing) line(at page.Box, q draft.Question, p newpack.Place) {
	kind := inputs[q.Kind]
	if kind == "" {
		kind = lang.Of(string(p.Lang)).Keys
	}
	f := d.Field(at, fieldID(p), kind, d.s.answers.Shown(p, d.own()), d.s.wrong[p] != "", nil)
	f.MaxRunes = 400
	d.shown[f] = p
	d.fields = append(d.fields, f)
	f.OnChanged = func(s string) {
		d.s.answers.Give(p, s)
		f.SetWrong(false)
		d.follow(f)
	}
}

// follow writes anew what is proposed after something else was answered.
func (d *drawing) follow(answered *field.Field) {
	for f, p := range d.shown {
		if s := d.s.answers.Shown(p, d.own()); f != answered && f.Text() != s {
			f.SetText(s)
		}
	}
}

// choiceRow is a question of yes and no.
func (d *drawing) choiceRow(width float32, q draft.Question) page.Flow {
	m := d.M
	off := d.StyleQuiet()
	off.Fill, off.Pad, off.TextSize, off.Bold = d.P.Card, m.S(20), m.Label(), false
	on := off
	on.Fill, on.Text, on.Border, on.Pressed = d.P.Ink, d.P.Paper, d.P.Ink, d.P.Soft
	wide := max(m.S(104)*m.Text, 72)
	chips := 2*wide + m.S(12) + 2
	// The answer stands where the second column begins, or at the right where there is one only.
	x := (width + m.Gap()) / 2
	if m.Portrait || x+chips > width {
		x = width - chips
	}
	head := d.head(x-m.Gap(), q)
	high := max(head.Height, m.ButtonH())
	return page.Flow{Height: high, Draw: func(at page.Box) {
		left, right := at, page.Box{X: at.X + x, Y: at.Y + (high-m.ButtonH())/2, W: chips, H: m.ButtonH()}
		left.Y += (high - head.Height) / 2
		left.W = x - m.Gap()
		head.Draw(left)
		p := newpack.Place{ID: q.ID}
		c := touch.NewChoice(fieldID(p), []touch.Option{{ID: "yes", Text: d.Tx("newpack.yes")}, {ID: "no", Text: d.Tx("newpack.no")}},
			d.s.answers.Shown(p, d.own()), touch.ChoiceStyle{Off: off, On: on, High: m.ButtonH(), Wide: wide, Gap: m.S(12)})
		c.OnChange = func(id string) {
			d.s.answers.Give(p, id)
			d.follow(nil)
		}
		d.Pick(c, right)
		d.Page.Picks = true
	}}
}

// refused is the sentence for an error of writing, with its next step.
func refused(err error) func(text.Printer) string {
	return func(say text.Printer) string {
		said := newpack.Say(say, err)
		if said == "" {
			said = say.S("newpack.failed")
		}
		return text.Sentence(said) + say.S("recovery.page.stop")
	}
}

// key is the sentence under a key of the catalogue.
func key(name string, args ...any) func(text.Printer) string {
	return func(say text.Printer) string { return say.S(name, args...) }
}
