package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/data/record"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/work/people"
	work "matchbooth/ui/work/session"
)

// peopleList is the list of everybody with its search. It keeps nothing of anybody but their place among what was opened,
// which is emptied when the desk locks.
type peopleList struct {
	*B
	o               *work.Opened
	nameID, phoneID string // the fields that the list shows
	hits            []people.Hit
	rows            *touch.Rows
	wide, high      float32 // of a row
	search          *field.Field
	chosen          map[people.State]*touch.Button
	count           func(s string, wrong bool)
	small           float32 // the chips' text, as a share of its size
	peek            int     // the place of who is shown unmasked, -1: nobody
}

// peoplePage draws everybody, each masked, with one box that finds them by whatever is known: it is filtered while
// somebody types, and a scanner, which types like a keyboard and ends with Enter, opens the one whom it found.
func (b *B) peoplePage() {
	m := b.M
	o := b.Desk.Opened()
	b.Kept.One = onePerson{}
	r := b.roomFor(b.Tx("desk.page.people"), b.Tx("desk.people.line", "N", len(o.Records)), false)
	b.Page.Forget = append(b.Page.Forget, b.Page.Empty)
	l := &peopleList{B: b, o: o, chosen: map[people.State]*touch.Button{}, small: 1, peek: -1}
	for _, f := range b.Pack.Fields {
		switch {
		case f.Kind == "name" && l.nameID == "":
			l.nameID = f.ID
		case f.Kind == "phone" && l.phoneID == "":
			l.phoneID = f.ID
		}
	}
	at := r.Low
	if b.inHand() {
		at = r.Body // there is room for the list only
	} else {
		b.openly(r.High, o)
	}
	foot, at := at.Bottom(m.Small() * 1.5)
	foot.Y += m.S(6)
	gap := max(m.S(14), page.TouchGap)
	searchH := max(m.S(64)*(1+(m.Text-1)/2), 56)
	search, chips := page.Box{}, page.Box{}
	var lay [][]people.State
	fit := func(rows int) bool { // a little smaller, if they fit into so many rows then
		l.small = 1
		lay = l.chipRows(at.W)
		for len(lay) > rows && l.small > 0.8 {
			l.small -= 0.05
			lay = l.chipRows(at.W)
		}
		return len(lay) <= rows
	}
	if m.Portrait || !fit(1) { // in one row the list is seen above a keyboard on the screen
		fit(2)
	}
	chipsH := float32(len(lay))*(m.ButtonH()+page.TouchGap) - page.TouchGap
	if m.Portrait { // the box is right above the keyboard when that comes up, and the list above the box
		search, at = at.Bottom(searchH)
		_, at = at.Bottom(gap)
		chips, at = at.Bottom(chipsH)
		_, at = at.Bottom(gap)
	} else {
		search, at = at.Top(searchH)
		_, at = at.Top(gap)
		chips, at = at.Top(chipsH)
		_, at = at.Top(gap)
	}
	l.drawSearch(search)
	l.drawChips(chips, lay)
	l.count = b.Message(page.Box{X: foot.X, Y: foot.Y, W: foot.W * 0.4, H: foot.H})
	if !m.Portrait {
		t := b.Type(m.Small(), b.P.Soft, false)
		t.Align = fyne.TextAlignTrailing
		b.TextFit(page.Box{X: foot.X + foot.W*0.42, Y: foot.Y, W: foot.W * 0.58, H: foot.H}, b.Tx("desk.people.keys"), t, 1, 0)
	}
	if o.Damaged > 0 {
		var note page.Box
		note, at = at.Bottom(m.Label()*2.4 + m.S(12))
		_, note = note.Top(m.S(12)) // a gap to the card above
		b.Message(note)(b.Tx("desk.damaged", "N", o.Damaged), true)
	}
	l.drawRows(at)
	l.find(true)
	if b.Kept.Erased {
		l.count(b.Tx("desk.erase.done"), false)
		b.Kept.Erased = false
	}
	b.railKeys(l.onKey)
	b.Page.First = l.search
}

// drawSearch draws the box that finds people, and what may be typed into it.
func (l *peopleList) drawSearch(at page.Box) {
	b, m := l.B, l.M
	box := at
	if hint := b.Tx("desk.people.hint"); !m.Portrait {
		var side page.Box
		box, side = at.Left(min(page.FieldWidth, at.W*0.5))
		_, side = side.Left(m.S(24))
		b.TextFit(side, hint, b.Type(m.Small(), b.P.Soft, false), 2, 0.5)
	}
	l.search = b.Field(box, "desk.search", "latin", string(b.Kept.Search), false, func(s string) {
		b.Kept.Search, b.Kept.Row, b.Kept.InList = record.Text(s), 0, false
		l.find(false)
	})
	l.search.MaxRunes = 64
	l.search.Placeholder = b.Tx("desk.people.search")
	l.search.Style.TextSize = m.S(26) * m.Text
	l.search.OnSubmit = l.onEnter
	l.search.OnKey = func(r rune, k fyne.KeyName) bool { return l.used(k, r) }
	l.search.Refresh()
}

// states are the chips over the list: everybody, and each state.
func (l *peopleList) states() []people.State { return append([]people.State{""}, people.States...) }

func (l *peopleList) chipText(s people.State) string {
	key := "desk.people.all"
	if s != "" {
		key = "desk.state." + string(s)
	}
	return fmt.Sprintf("%s %d", l.Tx(key), l.o.List.Count(s))
}

func (l *peopleList) chipStyle(on bool) touch.Style {
	st := l.StyleQuiet()
	st.Fill, st.Pad, st.TextSize, st.Bold = l.P.Card, l.M.S(17)*l.small, max(theme.MinText, l.M.Small()*1.12*l.small), on
	if on {
		st.Fill, st.Text, st.Border, st.Pressed = l.P.Ink, l.P.Paper, l.P.Ink, l.P.Soft
	}
	return st
}

// chipRows parts the chips into as many lines as they need.
func (l *peopleList) chipRows(w float32) (rows [][]people.State) {
	x := w + 1
	for _, s := range l.states() {
		wide := l.Width(l.chipText(s), l.chipStyle(true))
		if x+wide > w {
			rows, x = append(rows, nil), 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], s)
		x += wide + page.TouchGap
	}
	return rows
}

func (l *peopleList) drawChips(at page.Box, rows [][]people.State) {
	for _, row := range rows {
		x := at.X
		for _, s := range row {
			text := l.chipText(s)
			w := l.Width(text, l.chipStyle(true))
			l.chosen[s] = l.Button(page.Box{X: x, Y: at.Y, W: w, H: l.M.ButtonH()}, "desk.only."+string(s), text, l.chipStyle(s == l.Kept.Only), func() { l.onChip(s) })
			x += w + page.TouchGap
		}
		at.Y += l.M.ButtonH() + page.TouchGap
	}
}

// onChip shows only who is in a state; the chip that is chosen shows everybody again.
func (l *peopleList) onChip(s people.State) {
	if l.Kept.Only == s {
		s = ""
	}
	l.Kept.Only, l.Kept.Row, l.Kept.InList = s, 0, false
	for state, chip := range l.chosen {
		chip.Style = l.chipStyle(state == s)
		chip.Refresh()
	}
	l.find(false)
	l.Do(session.Touch)()
}

func (l *peopleList) drawRows(at page.Box) {
	b, m := l.B, l.M
	b.Card(at)
	at = at.Pad(m.S(10), m.S(8)) // the soft edges of the list stay inside the corners
	head, body := at.Top(m.S(38) * m.Text)
	if at.H > m.S(200) {
		b.heads(head.Pad(m.S(16), 0))
		at = body
	}
	l.wide, l.high = at.W, max(m.S(56)*m.Text, touch.Least)
	st := b.StyleText()
	st.Radius = m.S(16)
	l.rows = touch.NewRows(at.W, at.H, l.high, st, b.P.Card, b.P.Edge, l.row, l.onRow)
	l.rows.OnMove, l.rows.Still = b.Do(session.Touch), b.Still
	b.Page.Buttons = append(b.Page.Buttons, l.rows.Cards()...)
	b.Page.Scrollers = append(b.Page.Scrollers, l.rows.Scroller)
	b.Page.Forget = append(b.Page.Forget, l.rows.Empty)
	b.Put(l.rows.Scroller, at)
}

// find filters the list. again says that the page is drawn anew, and stays where it is.
func (l *peopleList) find(again bool) {
	l.peek = -1
	l.hits = l.o.List.Find(string(l.Kept.Search), l.Kept.Only)
	l.Kept.Row = max(0, min(l.Kept.Row, len(l.hits)-1))
	l.rows.Set(len(l.hits), false)
	if again {
		l.rows.Show(l.Kept.Row)
	}
	switch {
	case len(l.hits) > 0:
		l.count(l.Tx("desk.people.found", "N", len(l.hits)), false)
	case len(l.o.Records) == 0:
		l.count(l.Tx("desk.none"), false)
	case l.Kept.Only != "":
		l.count(l.Tx("desk.people.nobody.chip"), false)
	default:
		l.count(l.Tx("desk.people.nobody"), false)
	}
}

// onRow opens the person of a row.
func (l *peopleList) onRow(i int) {
	if i >= len(l.hits) || l.hits[i].At >= l.o.List.Len() {
		return
	}
	l.Kept.Row = i
	l.goTo(session.DeskOne, l.o.List.Record(l.hits[i].At).Person)()
}

// onEnter opens the one who was found. Where several were, the keys go on to the list, and Enter opens the row they are on.
func (l *peopleList) onEnter() {
	switch {
	case len(l.hits) == 1 || l.Kept.InList:
		l.onRow(l.Kept.Row)
	case len(l.hits) > 1:
		l.move(0)
	}
}

// onKey handles a key that the search has not got.
func (l *peopleList) onKey(k fyne.KeyName, r rune) {
	if l.used(k, r) {
		return
	}
	if k == fyne.KeyReturn || k == fyne.KeyEnter {
		l.onEnter()
	}
}

// used handles the keys that move in the list, and reports whether this was one.
func (l *peopleList) used(k fyne.KeyName, r rune) bool {
	page := max(1, int(l.rows.Size().Height/l.rows.High)-1)
	switch k {
	case fyne.KeyUp:
		l.move(l.Kept.Row - 1)
	case fyne.KeyDown:
		if !l.Kept.InList {
			l.move(0)
			return true
		}
		l.move(l.Kept.Row + 1)
	case fyne.KeyPageUp:
		l.move(l.Kept.Row - page)
	case fyne.KeyPageDown:
		l.move(l.Kept.Row + page)
	case fyne.KeyEscape:
		l.clear()
	default:
		if l.Kept.InList && r == ' ' {
			l.look()
			return true
		}
		return false
	}
	return true
}

// move puts the keys on a row of the list; above its first they are back in the search.
func (l *peopleList) move(to int) {
	was := l.Kept.Row
	l.Kept.InList = to >= 0 && len(l.hits) > 0
	l.Kept.Row = max(0, min(to, len(l.hits)-1))
	hidden := l.peek
	l.peek = -1
	l.rows.Show(l.Kept.Row)
	l.rows.Again(l.Kept.Row)
	if was != l.Kept.Row || hidden >= 0 {
		l.rows.Again(was)
	}
}

// look shows the one whom the keys are on, and hides them again. That somebody was looked at is in the audit first.
func (l *peopleList) look() {
	if l.Kept.Row >= len(l.hits) {
		return
	}
	at := l.hits[l.Kept.Row].At
	if l.peek == at {
		l.peek = -1
		l.rows.Again(l.Kept.Row)
		return
	}
	row, person := l.Kept.Row, l.o.List.Record(at).Person
	l.later(func() func() {
		err := l.Desk.Shown(context.Background(), person)
		return func() {
			if err != nil {
				l.count(l.Tx("desk.show.failed"), true)
				return
			}
			if row < len(l.hits) && l.hits[row].At == at && l.Kept.Row == row {
				l.peek = at
				l.rows.Again(row)
			}
		}
	})
}

// clear empties the search; once more, and the chip is no longer chosen.
func (l *peopleList) clear() {
	if l.Kept.Search == "" && l.Kept.Only != "" {
		l.onChip(l.Kept.Only)
		return
	}
	l.search.SetText("")
	l.Kept.Search, l.Kept.Row, l.Kept.InList = "", 0, false
	l.find(false)
}

// Format prints [redacted].
func (peopleList) Format(f fmt.State, _ rune) { fmt.Fprint(f, record.Redacted) }

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
		switch {
		case key == "name":
			to = 3
		case key == "phone" && b.inHand():
			to = 5
		case key == "ways" && b.inHand():
			continue
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
		c := cell(box, 1, 2)
		c.W -= m.S(10)
		objects = append(objects, b.hidden(c, masked("name", name), b.Type(m.Label(), b.P.Ink, true))...)
		name := l.o.List.Underline(string(b.Kept.Search), at)
		if why := l.by(l.hits[i].By, name); why != "" {
			put(cell(box, 2, 3), why, b.Type(m.Small()*0.94, b.P.Soft, false))
		} else {
			objects = append(objects, b.initials(cell(box, 2, 3), name)...)
		}
		phone = masked("phone", phone)
	}
	number := cell(box, 3, 4)
	if b.inHand() { // no room for both
		number = cell(box, 3, 5)
	} else {
		objects = append(objects, b.ways(cell(box, 4, 5), people.Ways(b.Pack, r))...)
	}
	number.W -= m.S(10)
	objects = append(objects, b.hidden(number, phone, b.Type(size, b.P.Ink, false))...)
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
	width := func(s record.Text) float32 { return touch.MeasureText(string(s), p.Type.Size, fyne.TextStyle{}).Width }
	for _, f := range found {
		line := canvas.NewRectangle(b.P.GoldOnLight())
		x := width(text[:f[0]])
		page.Place(line, page.Box{X: at.X + x, Y: y + p.Height*0.92, W: width(text[:f[1]]) - x, H: m.S(3)})
		objects = append(objects, line)
	}
	return objects
}
