package visit

import (
	"image"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Conditions shows the registry's conditions on one card, with three equal answers. The answer is
// not kept; bystanders learn nothing from it.
func Conditions(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true, NoFoot: true})
	body := f.Body
	h := b.TextFit(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Title() * 1.4}, b.Tx("conditions.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	_, body = body.Top(h + m.S(20))
	low, body := body.Bottom(m.ButtonH())
	_, body = body.Bottom(m.S(14))
	bh := m.MainH()
	if m.Portrait {
		bh = 3*m.MainH() + 2*m.S(16)
	}
	answers, card := body.Bottom(bh)
	_, card = card.Bottom(m.S(20))
	// In portrait the card is as high as its lines need, with the answers below within reach.
	in := card.Pad(m.S(40), m.S(20))
	// All of them are in view: large print shrinks slightly rather than hide the last.
	size := m.Lead()
	flows := b.conditionRows(in, size)
	for ; page.HighOf(flows) > in.H+1 && size > m.Lead()*0.8; flows = b.conditionRows(in, size) {
		size *= 0.97
	}
	total := page.HighOf(flows)
	if m.Portrait {
		card.H = min(card.H, total+m.S(40))
		in = card.Pad(m.S(40), m.S(20))
	}
	b.Card(card)
	b.readOn(in, b.P.Card, flows...)
	choice := []page.Choice{
		{ID: "all", Label: b.Tx("conditions.all"), Do: b.Do(session.AnswerAll)},
		{ID: "not", Label: b.Tx("conditions.not"), Do: b.Do(session.AnswerNot)},
		{ID: "unsure", Label: b.Tx("conditions.unsure"), Do: b.Do(session.AnswerUnsure)},
	}
	if m.Portrait {
		for i, at := range answers.Rows(3, m.S(16)) {
			b.Button(at, "conditions."+choice[i].ID, choice[i].Label, b.StyleEqual(), choice[i].Do)
		}
	} else {
		b.Equal(answers, choice...)
	}
	b.NotToday(low)
	src := b.conditionSource()
	t := b.Type(m.S(19)*m.Text, b.P.Soft, false)
	t.Align = fyne.TextAlignTrailing
	b.TextFit(page.Box{X: low.X + low.W*0.3, Y: low.Y, W: low.W * 0.7, H: low.H}, b.Tx("conditions.forget", "Source", b.Tx("conditions.source", "Source", src)), t, 2, 0.5)
}

// conditionRows are the conditions in rows with lines between them, set in a size.
func (b *B) conditionRows(in page.Box, size float32) (flows []page.Flow) {
	m, list := b.M, b.Pack.Conditions
	rowH := min(m.S(74), in.H/float32(max(1, len(list))))
	t := b.Type(size, b.P.Ink, false)
	t.Lead = 1.38
	for i, c := range list {
		p := touch.SetText(b.In(c.Text), t, in.W-m.S(44))
		flows = append(flows, page.Flow{Height: max(rowH, p.Height+m.S(10)), Draw: func(at page.Box) {
			d := m.S(16)
			b.Put(canvas.NewCircle(b.P.Gold), page.Box{X: at.X, Y: at.Y + at.H/2 - p.Type.Size*p.Type.Lead/2 + p.Type.Mid() - d/2, W: d, H: d})
			b.Lay(p, at.X+m.S(40), at.Y+(at.H-p.Height)/2)
			if i > 0 {
				b.Rect(page.Box{X: at.X, Y: at.Y, W: at.W, H: 1.5}, b.P.Line, 0)
			}
		}})
	}
	return flows
}

// conditionSource names each source once, with its date.
func (b *B) conditionSource() string {
	var out []string
	seen := map[string]bool{}
	for _, c := range b.Pack.Conditions {
		s := b.In(c.Source)
		if c.Date != "" && !strings.Contains(s, string(c.Date)) {
			s += b.Tx("punct.comma") + b.SourceDate(c.Date)
		}
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return strings.Join(out, b.Tx("punct.list"))
}

// Ways asks which one applies, in private wording; the headline tells bystanders nothing.
func Ways(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true, NotToday: true})
	head := f.Body
	h := b.TextFit(page.Box{X: head.X, Y: head.Y, W: head.W, H: m.Title() * 2.6}, b.Tx("ways.title"), b.Type(m.Title(), b.P.Ink, true), 2, 0)
	h += m.S(6) + b.Text(page.Box{X: head.X, Y: head.Y + h + m.S(6), W: head.W, H: 0}, b.Tx("ways.line"), b.Type(m.Label(), b.P.Soft, false))
	list := f.Low
	if !m.Portrait {
		_, list = list.Top(h + m.S(24))
	}
	var offered []event.Way
	for _, w := range b.Pack.Ways {
		if b.State.Answered == "unsure" && w.ForUnsure || b.State.Answered != "unsure" && w.ForNot {
			offered = append(offered, w)
		}
	}
	if len(offered) == 0 {
		return
	}
	rows := inRows(len(offered))
	gap := m.S(16)
	// On a totem each has a line of its own, where they are not too many.
	if one := max(page.TouchGap, m.S(10)); m.Portrait && (list.H+one)/float32(len(offered))-one >= max(theMinTarget, m.S(50)) {
		rows, gap = slices.Repeat([]int{1}, len(offered)), one
	}
	rowH := max(theMinTarget, min(m.S(132), (list.H-gap*float32(len(rows)-1))/float32(len(rows))))
	high := float32(len(rows))*rowH + float32(len(rows)-1)*gap
	// Where they lead is on the next screen: all go on. In landscape the picture stands over the answers, if there is room.
	pic := b.Above(f, h)
	switch room := list.H - high; {
	case m.Portrait: // what they leave of the reach is the picture's
		list.Y += max(0, room)
		pic.H += max(0, room)
	case room > m.S(180):
		pic, list = list.Top(room)
		pic.H -= m.S(24)
	}
	b.Drawing(pic, 400.0/240, func(w, h int, pal art.Palette) *image.RGBA { return art.ForkArt(w, h, pal, len(offered), -1) })
	grid := page.Box{X: list.X, Y: list.Y, W: list.W, H: high}
	st := b.StyleCard()
	st.Border, st.Left, st.TextSize, st.Radius, st.Pad = b.P.Edge, true, m.Body(), m.FieldCorner(), m.S(28)
	members := make([]touch.Member, len(offered))
	k := 0
	for i, row := range grid.Rows(len(rows), gap) {
		for _, at := range row.Columns(rows[i], gap) {
			members[k] = touch.Member{Spans: []touch.Span{{Text: b.In(offered[k].Private)}}, Width: at.W - m.S(56), Height: at.H - m.S(8), MaxLines: 2}
			k++
		}
	}
	words := touch.FitGroup(b.Type(m.Lead(), b.P.Ink, false), members...)
	k = 0
	for i, row := range grid.Rows(len(rows), gap) {
		for _, at := range row.Columns(rows[i], gap) {
			w, p := offered[k], words[k]
			k++
			b.Put(touch.NewCard("ways."+w.Outcome, st, b.Do(session.PickWay, w.Outcome), nil, p.Objects(m.S(28), (at.H-p.Height)/2)...), at)
		}
	}
}

// inRows says how many of n answers stand in each row: two, and three in the last if one were left alone.
func inRows(n int) []int {
	if n < 3 {
		return []int{n}
	}
	rows := make([]int, n/2)
	for i := range rows {
		rows[i] = 2
	}
	rows[len(rows)-1] += n % 2
	return rows
}

const theMinTarget = 56

// Way offers a kind alternative: what it means, what one can do, and the door. Its headline never gives the reason away.
func Way(b *B) {
	m := b.M
	w, ok := b.wayOf(b.State.Outcome)
	f := b.Frame(page.Framing{Back: true, Next: true, NotToday: true})
	if !ok {
		return
	}
	label := map[string]string{"form": "way.form", "date": "way.date", "update": "way.update"}[w.Then]
	if label == "" {
		label = "way.end"
	}
	_, rest := b.Main(f.Foot, "on", b.Tx(label), b.Do(session.WayOn))
	if w.Outcome == event.OutcomeFamily { // whose words speak of it
		f.Body = b.toParents(f.Body, rest)
	}

	// The words, below them the code to take along, and beside or above both a picture, which gives way to the words.
	words, pic := f.Body, page.Box{}
	code, apart := float32(0), float32(0)
	if w.Link != "" {
		code, apart = m.S(212), m.S(28)
	}
	if m.Portrait {
		pic, words = words.Top(words.H * 0.36)
		_, words = words.Top(m.S(32))
	} else {
		pic, words = words.Right(words.W * 0.46)
		words.W -= m.S(56)
	}
	set := b.setWay(w, words.W, words.H-code-apart, 1)
	for share := float32(0.42); !m.Portrait && share > 0.29 && set.high > words.H-code-apart; share -= 0.04 {
		pic, words = f.Body.Right(f.Body.W * share) // it becomes narrower before it goes
		words.W -= m.S(48)
		set = b.setWay(w, words.W, words.H-code-apart, 1)
	}
	if over := set.high - (words.H - code - apart); over > 0 {
		if m.Portrait {
			pic.H -= min(over, pic.H)
			_, words = f.Body.Top(pic.H + m.S(32))
		}
		if !m.Portrait || pic.H < m.S(160) {
			pic, words = page.Box{}, f.Body
			least := float32(1)
			if m.Text > 1 { // not smaller than in normal print
				least = m.Lead() / m.Body() / m.Text
			}
			set = b.setWay(w, words.W, words.H-code-apart, least)
		}
	}
	free := max(0, words.H-set.high-code-apart)
	if code > 0 { // as large as there is room: it is scanned from here
		grow := min(free, m.S(108))
		code, free = code+grow, free-grow
	}
	switch {
	case m.Portrait: // the words are next to what they are about
		had := pic.H
		pic.H = max(pic.H, min(pic.H+free*0.6, pic.W*0.8))
		pic.Y += b.Golden(free - (pic.H - had))
		_, words = f.Body.Top(pic.Y + pic.H + m.S(32) - f.Body.Y)
		if pic.H < 1 {
			words = f.Body
		}
		words.H = min(words.H, set.high+apart+code+1)
	case code == 0 && pic.H > 0: // as on the page with the date to come back
		pic = pic.Middle(pic.W, min(pic.H, pic.W*0.8))
		_, words = words.Top(free * 0.42)
	}
	if pic.H > 0 {
		b.Picture(pic, func(wide, high int) image.Image { return wayPicture(w, wide, high, b.P) })
	}
	b.Lay(set.title, words.X, words.Y)
	_, rest = words.Top(set.title.Height + m.S(14))
	if code > 0 {
		var card page.Box
		card, rest = rest.Bottom(code)
		_, rest = rest.Bottom(apart)
		head, line := b.Tx("way.code"), ""
		switch takehome.Domain(w.Link) {
		case takehome.Domain(b.Pack.EnrolLink()):
			head, line = b.Tx("closed.code"), b.In(b.Pack.Registry.Name)
		case takehome.Domain(b.parentsLink()):
			head, line = b.Tx("think.code"), b.Tx("think.code.line")
		}
		b.codeCard(card, w.Link, head, line)
	}
	b.readOn(rest, b.P.Paper, set.body...)
}

// toParents draws the button to the parents' page next to the main action, in the rest of its row, or where that is too narrow
// at the foot of the body. It returns what is left of the body.
func (b *B) toParents(body, rest page.Box) page.Box {
	m := b.M
	label, st := b.Tx("think.parents"), b.StyleQuiet()
	w, h := b.Width(label, st), m.ButtonH()
	if rest.W-b.Width(b.Tx("frame.nottoday"), st) < w+m.Gap() {
		rest, body = body.Bottom(h)
		_, body = body.Bottom(m.S(18))
		b.SideLeft(rest, "parents", label, b.Do(session.Go, string(session.Parents)))
		return body
	}
	b.Button(page.Box{X: rest.X + rest.W - w, Y: rest.Y + (rest.H-h)/2, W: w, H: h}, string(b.State.Screen)+".parents", label, st, b.Do(session.Go, string(session.Parents)))
	return body
}

// waySet is the words of a way out as set in a width.
type waySet struct {
	title touch.Paragraph
	body  []page.Flow
	high  float32
}

// setWay sets the words as large as fits in the height, down to a part of the size of reading text.
func (b *B) setWay(w event.Way, width, room, least float32) waySet {
	m, full := b.M, b.M.Text
	s := waySet{title: b.Heading(b.In(w.Headline), b.Type(m.Title(), b.P.Ink, true), width, m.Title()*2.6, 2)}
	by := m.Lead() / m.Body()
	if m.Portrait && w.Link == "" { // there is more room than words
		by *= 1.16
	}
	for ; ; by = max(least, by-0.03) {
		b.M.Text = full * by
		s.body = b.inInk(b.In(w.Body), width)
		s.high = s.title.Height + m.S(14) + page.HighOf(s.body)
		if s.high <= room || by <= least {
			break
		}
	}
	b.M.Text = full
	return s
}

// wayPicture is what the rings say of where a way leads: years apart, on the way to each other, a call that has to reach you;
// or an evening in which nothing hurries.
func wayPicture(w event.Way, wide, high int, pal art.Palette) image.Image {
	switch w.Then {
	case "date":
		return art.PanelArt(wide, high, pal, 2, art.YearsArt)
	case "form":
		return art.PanelArt(wide, high, pal, 2, art.OnWayArt)
	case "update":
		return art.WayArt(2, art.StageCount, false, wide, high, pal)
	}
	return art.ThinkArt(wide, high, pal)
}

func (b *B) wayOf(outcome string) (event.Way, bool) {
	for _, w := range b.Pack.Ways {
		if w.Outcome == outcome {
			return w, true
		}
	}
	return event.Way{}, false
}
