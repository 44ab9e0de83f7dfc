package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/data/record"
	"matchbooth/kiosk/form"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/people"
)

// peopleColumns are where the columns of the list begin, as shares of its width: time, name, initials, number, ways, what
// is open, and the arrow.
var peopleColumns = []float32{0, 0.112, 0.21, 0.33, 0.51, 0.64, 0.965}

// cell returns the box of columns of a row, from one to before another.
func cell(row page.Box, from, to int) page.Box {
	x, end := peopleColumns[from]*row.W, row.W
	if to < len(peopleColumns) {
		end = peopleColumns[to] * row.W
	}
	return page.Box{X: row.X + x, Y: row.Y, W: end - x, H: row.H}
}

// heads draws the names of the columns.
func (b *B) heads(at page.Box) {
	for key, from := range map[string]int{"time": 0, "name": 1, "phone": 3, "ways": 4, "state": 5} {
		to := from + 1
		if key == "name" {
			to = 3
		}
		c := cell(at, from, to)
		c.W -= b.M.S(10)
		b.TextFit(c, b.Tx("desk.col."+key), b.Type(b.M.Small(), b.P.Soft, false), 1, 0.5)
	}
}

// row draws a row of the list: everything masked, unless it is the one that is looked at.
func (l *peopleList) row(i int) (id string, objects []fyne.CanvasObject) {
	b, m := l.B, l.M
	if i >= len(l.hits) || l.hits[i].At >= l.o.List.Len() {
		return "", nil // locked meanwhile
	}
	at := l.hits[i].At
	id = fmt.Sprint("desk.row.", at)
	box := page.Box{X: m.S(16), W: l.wide - 2*m.S(16), H: l.high}
	r := l.o.List.Record(at)
	put := func(c page.Box, s string, t touch.Type) touch.Paragraph {
		t.MaxFall = fall(t)
		p := touch.Fit([]touch.Span{{Text: s}}, t, c.W-m.S(10), c.H, 1)
		objects = append(objects, p.Objects(c.X, c.Y+(c.H-p.Height)/2)...)
		return p
	}
	line := canvas.NewRectangle(b.P.Line)
	page.Place(line, page.Box{X: box.X, Y: box.H - 1, W: box.W, H: 1})
	objects = append(objects, line)
	size := m.Label() * 0.95
	put(cell(box, 0, 1), l.when(r), b.Type(size*0.92, b.P.Soft, false))
	name, phone := string(r.Fields[l.nameID].Text), string(r.Fields[l.phoneID].Text)
	if at == l.peek {
		put(cell(box, 1, 3), name, b.Type(m.Label(), b.P.Ink, true))
		phone = form.GroupPhone(phone)
	} else {
		put(cell(box, 1, 2), masked("name", name), b.Type(m.Label(), b.P.Ink, true))
		name := l.o.List.Underline(string(b.Kept.Search), at)
		if why := l.by(l.hits[i].By, name); why != "" {
			put(cell(box, 2, 3), why, b.Type(m.Small()*0.94, b.P.Soft, false))
		} else {
			objects = append(objects, b.initials(cell(box, 2, 3), name)...)
		}
		phone = masked("phone", phone)
	}
	number := cell(box, 3, 4)
	number.W -= m.S(10)
	objects = append(objects, b.hidden(number, phone, b.Type(size, b.P.Ink, false))...)
	objects = append(objects, b.ways(cell(box, 4, 5), people.Ways(b.Pack, r))...)
	states := cell(box, 5, 6)
	states.W -= m.S(10)
	chips, _ := b.chips(states, b.chipsOf(l.o, at))
	objects = append(objects, chips...)
	d := m.S(18)
	next := touch.NewPicture(page.Icon(art.Next, b.P.Edge))
	page.Place(next, page.Box{X: box.X + box.W - d, Y: (box.H - d) / 2, W: d, H: d})
	objects = append(objects, next)
	if b.Kept.InList && i == b.Kept.Row {
		ring := canvas.NewRectangle(nil)
		ring.StrokeColor, ring.StrokeWidth, ring.CornerRadius = b.P.Ink, 3, m.S(16)
		page.Place(ring, page.Box{X: 2, Y: 2, W: l.wide - m.S(10), H: box.H - 4})
		objects = append(objects, ring)
	}
	return id, objects
}

// by says by what somebody was found where the row does not show it: not by their name or number.
func (l *peopleList) by(what string, name []people.Syllable) string {
	if slices.ContainsFunc(name, func(s people.Syllable) bool { return s.Found > 0 }) {
		return ""
	}
	switch what {
	case "", l.nameID, l.phoneID:
		return ""
	case people.ByCode:
		return l.Tx("desk.by.code")
	case people.ByKit:
		return l.Tx("desk.step.kit")
	}
	for _, f := range l.Pack.Fields {
		if f.ID == what || f.Kind == "person" && strings.HasPrefix(what, f.ID+"_") {
			return l.label(f)
		}
	}
	return ""
}

// when is the time of a sign-up: of today the hour, else the day; a paper form has no hour.
func (b *B) when(r record.Record) string {
	at := r.At.In(b.Now.Location())
	switch {
	case r.Source == record.SourcePaper:
		return b.Tx("desk.people.paper", "Day", at.Format("01-02"))
	case at.Format(time.DateOnly) == b.Now.Format(time.DateOnly):
		return at.Format("15:04")
	}
	return at.Format("01-02")
}

// initials draws the first letters of a name, with a line of gold below those that were found.
func (b *B) initials(at page.Box, name []people.Syllable) (objects []fyne.CanvasObject) {
	m := b.M
	text, found := initialsOf(name)
	if text == "" {
		return nil
	}
	t := b.Type(m.Small()*1.05, b.P.Soft, false)
	p := touch.Fit([]touch.Span{{Text: string(text)}}, t, at.W-m.S(10), at.H, 1)
	y := at.Y + (at.H-p.Height)/2
	objects = p.Objects(at.X, y)
	width := func(s record.Text) float32 { return fyne.MeasureText(string(s), p.Type.Size, fyne.TextStyle{}).Width }
	for _, f := range found {
		line := canvas.NewRectangle(b.P.Gold)
		x := width(text[:f[0]])
		page.Place(line, page.Box{X: at.X + x, Y: y + p.Height*0.92, W: width(text[:f[1]]) - x, H: m.S(3)})
		objects = append(objects, line)
	}
	return objects
}
