package desk

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/data"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	work "matchbooth/ui/work/session"
)

// copySays returns the sentence about the second copy, and the mark for its state.
func (b *B) copySays(c data.MirrorState, now time.Time) (string, mark) {
	why := func(key string, args ...any) string {
		fault := c.Fault
		if fault == "" {
			fault = data.MirrorAbsent
		}
		return b.Tx(key, args...) + b.Tx("copy.why."+string(fault))
	}
	switch {
	case c.Dir == "" && c.Pending:
		return b.Tx("copy.elsewhere"), markWrong
	case c.Dir == "":
		return b.Tx("copy.none"), markPlain
	case c.Extra > 0:
		return b.Tx("copy.extra", "N", c.Extra), markWrong
	case c.Behind > 0 && (c.Fault != "" || work.CopyLate(c, now)):
		return why("copy.behind", "N", c.Behind, "At", sinceAt(c.Since, now)), markWrong
	case c.Pending && c.Behind == 0:
		return why("copy.pending"), markWrong
	case c.Fault != "":
		return why("copy.failing"), markWrong
	case c.Behind > 0:
		return b.Tx("copy.onway", "N", c.Behind), markWell
	}
	return b.Tx("copy.well"), markWell
}

// copyHelp says what to do about the second copy, "" if there is nothing to do.
func (b *B) copyHelp(c data.MirrorState, k mark) string {
	switch {
	case c.Dir == "" && c.Pending:
		return b.Tx("copy.elsewhere.line")
	case c.Dir == "":
		return b.Tx("copy.none.line")
	case k != markWrong && c.SameDisk:
		return b.Tx("copy.same")
	case k != markWrong:
		return ""
	case c.Extra > 0:
		return b.Tx("copy.extra.line")
	case c.Fault == "":
		return b.Tx("copy.help.absent")
	}
	return b.Tx("copy.help." + string(c.Fault))
}

// sinceAt formats a time as people say it: the time of day, with the date if it is on another day than now.
func sinceAt(t, now time.Time) string {
	t, now = t.In(now.Location()), now.In(now.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("01-02 15:04")
}

// dueSays returns the sentence about who has to be forgotten, and a mark that says whether anything needs to be done.
func (b *B) dueSays(r data.Retention) (s string, mark mark) {
	on := func(t time.Time) string { return b.LongDate(t.In(b.Now.Location()).Format(time.DateOnly)) }
	switch {
	case r.Days == 0:
		return b.Tx("due.never"), markPlain
	case r.Clock != "":
		return b.Tx("due.clock", "Date", on(b.Now)), markWrong
	case r.Due > 0:
		return b.Tx("due.now", "N", r.Due, "Before", on(r.Before), "Days", r.Days), markWrong
	case r.DueSoon > 0:
		return b.Tx("due.soon", "N", r.DueSoon, "Date", on(r.Next)), markWrong
	case r.Next.IsZero():
		return b.Tx("due.nobody"), markWell
	}
	return b.Tx("due.later", "Date", on(r.Next)), markWell
}

// keyName returns the display name of a key.
func (b *B) keyName(k work.Key) string {
	if k.Role == data.RoleAdded {
		return b.Tx("keeping.key.added", "Name", k.Name)
	}
	return b.Tx("keeping.key." + k.Role)
}

// keepingCards draws the two cards that lead to how the data is kept: how far the second copy is, and who has to be
// forgotten.
func (b *B) keepingCards(at page.Box) {
	cols := at.Columns(2, b.M.S(14))
	side := func(at page.Box, id string) func(k mark, s, line string) {
		holder := touch.NewHolder()
		page.Place(holder, page.Box{X: 0, Y: 0, W: at.W, H: at.H})
		b.keepingCard(at, id, holder)
		return func(k mark, s, line string) {
			holder.Fill(b.keepingLine(page.Box{X: 0, Y: 0, W: at.W, H: at.H}, k, s, line)...)
		}
	}
	sealed := b.SealedWords("keeping.sealed")
	second, due := side(cols[0], "desk.copy"), side(cols[1], "desk.due")
	b.keepingSays(func(k mark, s string) { second(k, s, sealed) }, func(k mark, s string) { due(k, s, "") })
}

// keepingSays calls second whenever what it says of the second copy changes, and due once it is known who has to be
// forgotten.
func (b *B) keepingSays(second, due func(k mark, s string)) {
	last := ""
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		s, k := b.copySays(b.Status.Mirror(), now)
		if s != last {
			last = s
			second(k, s)
		}
	})
	due(markPlain, b.Tx("due.looking"))
	b.later(func() func() {
		r, err := b.Status.Retention(context.Background())
		return func() {
			if err != nil {
				due(markWrong, b.Tx("due.unknown"))
				return
			}
			s, k := b.dueSays(r)
			due(k, s)
		}
	})
}

func (b *B) keepingCard(at page.Box, id string, holder *touch.Holder) {
	m := b.M
	st := b.StyleCard()
	st.Radius = m.FieldCorner()
	next := touch.NewPicture(page.Icon(art.Next, b.P.Soft))
	arrow := m.S(20)
	page.Place(next, page.Box{X: at.W - m.S(22) - arrow, Y: (at.H - arrow) / 2, W: arrow, H: arrow})
	b.Put(touch.NewCard(id, st, b.Do(session.OpenKeeping), nil, holder, next), at)
}

// keepingLine draws a sentence after its mark on a card, with line in quiet text below it unless that is "".
func (b *B) keepingLine(at page.Box, k mark, s, line string) []fyne.CanvasObject {
	m := b.M
	d, x := m.S(28), at.X+m.S(22)
	pic := touch.NewPicture(b.markIcon(k))
	page.Place(pic, page.Box{X: x, Y: at.Y + (at.H-d)/2, W: d, H: d})
	x += d + m.S(16)
	w := at.W - (x - at.X) - m.S(22+20+12)
	t := b.Type(m.Label(), b.P.Ink, k == markWrong || line != "")
	t.Lead = 1.3
	lines, high := 3, at.H-m.S(10)
	var below touch.Paragraph
	if line != "" {
		below = touch.Fit([]touch.Span{{Text: line}}, b.Type(m.Label()*0.92, b.P.Soft, false), w, at.H*0.34, 1)
		lines, high = 2, high-below.Height
	}
	p := b.Heading(s, t, w, high, lines)
	y := at.Y + (at.H-p.Height-below.Height)/2
	objects := append([]fyne.CanvasObject{pic}, p.Objects(x, y)...)
	if line != "" {
		objects = append(objects, below.Objects(x, y+p.Height)...)
	}
	return objects
}
