package desk

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/assets/lang"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk/lag"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/figures/plot"
)

// today is the page of today's figures. What needs no key is there while the desk is locked; the rest says so.
type today struct {
	*B
	names  figures.Names
	cards  [4]slot
	parts  []part
	loaded time.Time
	busy   bool
}

// part is one card with a plot.
type part struct {
	slot
	key   string // of its heading
	plot  func(t figures.Today, d figures.Day) plot.Plot
	line  func(t figures.Today, d figures.Day) string // below the plot; nil for none
	aside func(t figures.Today) string                // beside the heading; nil for none
	open  bool                                        // it needs the key
}

// refresh is how often the figures are counted again while the page stands.
const refresh = time.Minute

// todayPage draws the figures of today, and how the data is kept. It opens no record.
func (b *B) todayPage() {
	m := b.M
	day := b.Now.Local()
	line := b.Tx("desk.day.date", "Date", day.Format(time.DateOnly), "Weekday", b.Tx(fmt.Sprintf("desk.weekday.%d", day.Weekday()))) + b.Tx("punct.dot") + day.Format("15:04")
	r := b.roomFor(b.Tx("desk.page.today"), line, false)
	t := &today{B: b}
	gap := m.S(16)
	b.kept().print.looked = false // a stick may come, and another event pack, before that page is opened again
	if m.Portrait {               // within reach
		var row page.Box
		row, r.Body = r.Body.Bottom(m.ButtonH())
		_, r.Body = r.Body.Bottom(gap)
		b.pills(row, "desk.today.", b.toPrint())
	} else {
		b.Fixed(func() { b.pills(b.toRight(r.Head, b.toPrint()), "desk.today.", b.toPrint()) })
	}
	keep, rest := r.Body.Bottom(b.keepHigh())
	_, rest = rest.Bottom(gap)
	if b.Status != nil {
		b.keepingCards(keep)
	}
	var slots []slot
	cards := func(boxes ...page.Box) {
		for _, box := range boxes {
			slots = append(slots, b.cardSlot(box))
		}
	}
	both := 2 // cards that need the key; they are one, which says so, without it, and where there are no stories
	stories := len(b.Pack.Stories) > 0
	if !t.opened() || !stories {
		both = 1
	}
	if m.Portrait {
		t.upright(rest, gap, both, cards)
	} else {
		numbers, below := rest.Top(rest.H * 0.19)
		_, below = below.Top(gap)
		upper, lower := below.Top((below.H - gap) * 0.555)
		_, lower = lower.Top(gap)
		cards(numbers.Columns(4, gap)...)
		share := float32(0.44)
		if m.Text > 1 { // words need the room that bars can spare
			share = 0.34
		}
		wide, narrow := upper.Left((upper.W - 2*gap) * share)
		_, narrow = narrow.Left(gap)
		cards(wide)
		cards(narrow.Columns(2, gap)...)
		thirds := lower.Columns(3, gap)
		if both == 1 {
			a, z := thirds[0], thirds[1]
			thirds = []page.Box{{X: a.X, Y: a.Y, W: z.X + z.W - a.X, H: a.H}, thirds[2]}
		}
		cards(thirds...)
	}
	copy(t.cards[:], slots)
	list := t.list()
	if both == 1 {
		if stories {
			list[3].key = "desk.today.more"
		}
		list = append(list[:4], list[5:]...)
	}
	for i, p := range list {
		p.slot = slots[4+i]
		t.parts = append(t.parts, p)
	}
	b.Page.Live = append(b.Page.Live, t.tick)
	if b.Inline {
		t.tick(b.Now)
	}
	b.railKeys(func(k fyne.KeyName, char rune) {
		if char == 'p' || char == 'P' {
			b.Do(session.DeskGo, string(session.DeskPrint))()
			return
		}
		for _, s := range b.Page.Scrollers {
			s.Key(k)
		}
	})
}

// upright lays the cards out on a totem, or on a small tablet, where they scroll once a plot would be too low to be read.
func (t *today) upright(at page.Box, gap float32, both int, cards func(...page.Box)) {
	whole := at.H - 5*gap
	numbers := max(0.085*whole, 60*t.M.Text)
	var flows []page.Flow
	for i, row := range []struct {
		high float32 // of a plot, as a part of all
		n    int
	}{{0, 2}, {0, 2}, {0.2, 1}, {0.24, 2}, {0.2, both}, {0.19, 1}} {
		f := page.Flow{Height: numbers, Draw: func(at page.Box) { cards(at.Columns(row.n, gap)...) }}
		if row.high > 0 {
			f.Height = max(row.high/0.83*(whole-2*numbers), 112*t.M.Text)
		}
		if i > 0 {
			f.Gap = gap
		}
		flows = append(flows, f)
	}
	if page.HighOf(flows) > at.H+1 { // the lines around the cards must not be cut by what scrolls
		for i, f := range flows {
			flows[i].Draw = func(at page.Box) { f.Draw(at.Pad(3, 0)) }
		}
		flows = append([]page.Flow{{Height: 3, Draw: func(page.Box) {}}}, flows...)
	}
	t.Stack(at, t.P.Paper, flows...)
}

// opened tells whether the desk is open.
func (b *B) opened() bool { return b.Desk != nil && b.Desk.Opened() != nil }

// keepHigh is the height of the two cards that lead to how the data is kept.
func (b *B) keepHigh() float32 { return max(b.M.S(64)*b.M.Text, b.M.ButtonH()) }

// list is every plot, in its order.
func (t *today) list() []part {
	say := t.T
	return []part{
		{key: "desk.today.hours", plot: func(f figures.Today, _ figures.Day) plot.Plot { return f.HoursPlot(say) }, aside: t.running},
		{key: "desk.today.way", plot: func(f figures.Today, _ figures.Day) plot.Plot { return f.WayPlot(say) },
			line: func(f figures.Today, _ figures.Day) string { return f.LeaveLine(say) }},
		{key: "desk.today.outcome", plot: func(f figures.Today, _ figures.Day) plot.Plot { return f.OutcomesPlot(say, t.names) },
			line: func(figures.Today, figures.Day) string { return t.Tx("desk.today.outcome.line") }},
		{key: "desk.today.reach", open: true, plot: func(f figures.Today, _ figures.Day) plot.Plot { return f.ReachPlot(say) }},
		{key: "desk.today.story", open: true, plot: func(f figures.Today, _ figures.Day) plot.Plot { return f.StoriesPlot(say, t.names) },
			line: func(figures.Today, figures.Day) string { return t.Tx("desk.today.story.line") }},
		{key: "desk.today.origin", plot: func(_ figures.Today, d figures.Day) plot.Plot { return d.OriginPlot(say, t.names) }, line: t.langs},
	}
}

// running says that the last hour is not over.
func (t *today) running(f figures.Today) string {
	if n := len(f.Hours); n > 0 && f.Hours[n-1].Now {
		return t.Tx("desk.today.running")
	}
	return ""
}

// langs says in which language people signed up, or, while the desk is locked, visited.
func (t *today) langs(f figures.Today, _ figures.Day) string {
	of := f.Langs
	if !f.Open {
		of = nil
	}
	n := map[string]int{}
	for _, c := range of {
		if lang.Has(c.Name) {
			n[c.Name] = c.N
		}
	}
	if len(n) == 0 {
		return ""
	}
	return t.Tx("desk.today.langs", "Langs", figures.InLangs(t.T.S("desk.today.langs.comma"), n))
}

// tick counts again when it is time to.
func (t *today) tick(now time.Time) {
	if now.Sub(t.loaded) >= refresh || now.Before(t.loaded) {
		t.loaded = now
		t.load()
	}
}

func (t *today) load() {
	if t.busy || t.Desk == nil {
		return
	}
	t.busy = true
	t.later(func() func() {
		f, d, err := t.Desk.Today(context.Background())
		return func() {
			t.busy = false
			if err != nil {
				t.failed()
				return
			}
			t.show(f, d)
		}
	})
}

// failed says that nothing could be counted.
func (t *today) failed() {
	p := t.parts[0]
	t.fill(p.slot, func(w float32) []page.Flow {
		return []page.Flow{t.marked(0, markWrong, t.Tx("desk.figures.failed"), t.Type(t.M.Label(), t.P.Ink, true), w)}
	})
}

func (t *today) show(f figures.Today, d figures.Day) {
	t.names = figures.NamesOf(t.Pack, t.State.Lang, d.This())
	t.card(0, "desk.today.signed", fmt.Sprint(f.SignedUp), t.signedLine(f, d), nil)
	left := f.SignedUp - f.Checked
	line := t.Tx("desk.today.checked.line", "N", left)
	if left == 0 {
		line = t.Tx("desk.today.checked.all")
	}
	t.card(1, "desk.today.checked", fmt.Sprint(f.Checked), line, plot.Ring{N: f.Checked, Of: f.SignedUp})
	if f.CallsDue {
		t.card(2, "desk.today.call", fmt.Sprint(f.ToCall), t.Tx("desk.today.call.line"), nil)
	} else {
		t.card(2, "desk.today.call", "–", t.Tx("desk.today.closed"), nil)
	}
	t.card(3, "desk.today.erased", fmt.Sprint(f.Erased), t.Tx("desk.today.erased.line"), nil)
	for _, p := range t.parts {
		t.part(p, f, d)
	}
}

func (t *today) signedLine(f figures.Today, d figures.Day) string {
	switch {
	case !f.Open:
		return ""
	case f.Joined > 0:
		return t.Tx("desk.today.signed.joined", "Paper", d.Paper, "Joined", f.Joined)
	}
	return t.Tx("desk.today.signed.line", "Paper", d.Paper)
}

// card draws a number under its name, with a line at the right, and a ring over that.
func (t *today) card(i int, key, value, line string, ring plot.Plot) {
	m, at := t.M, t.cards[i].at
	head := touch.Fit([]touch.Span{{Text: t.Tx(key)}}, t.Type(m.Label(), t.P.Ink, false), at.W*0.66, at.H*0.34, 1)
	big := t.Type(m.Title()*1.15, t.P.Ink, true)
	big.Lead = 1.05
	number := touch.Fit([]touch.Span{{Text: value}}, big, at.W*0.5, at.H-head.Height, 1)
	if head.Height+number.Height > at.H+1 {
		t.lowCard(i, key, value, line)
		return
	}
	objects := append(head.Objects(0, 0), number.Objects(0, at.H-number.Height)...)
	quiet := t.Type(m.Small(), t.P.Soft, false)
	quiet.Align = fyne.TextAlignTrailing
	room := at.W - widthOf(number) - m.S(10)
	if line != "" {
		p := touch.Fit([]touch.Span{{Text: line}}, quiet, room, at.H*0.6, 2)
		objects = append(objects, p.Objects(at.W-room, at.H-p.Height-m.S(5))...)
	}
	if ring != nil {
		d := min(at.H*0.5, m.S(48))
		pic := t.plotted(ring, page.Box{X: at.W - d, Y: 0, W: d, H: d})
		objects = append(objects, pic)
	}
	t.cards[i].holder.Fill(objects...)
}

// lowCard draws the same where there is no room for one below the other: the number, and beside it its name over the line.
func (t *today) lowCard(i int, key, value, line string) {
	m, at := t.M, t.cards[i].at
	big := t.Type(m.Title()*1.15, t.P.Ink, true)
	number := touch.Fit([]touch.Span{{Text: value}}, big, at.W*0.4, at.H, 1)
	objects := number.Objects(0, (at.H-number.Height)/2)
	x := widthOf(number) + m.S(18)
	name := touch.Fit([]touch.Span{{Text: t.Tx(key)}}, t.Type(m.Label(), t.P.Ink, false), at.W-x, at.H*0.55, 1)
	quiet := touch.Fit([]touch.Span{{Text: line}}, t.Type(m.Small(), t.P.Soft, false), at.W-x, at.H-name.Height, 1)
	high := name.Height
	if line != "" {
		high += quiet.Height
	}
	y := (at.H - high) / 2
	objects = append(objects, name.Objects(x, y)...)
	if line != "" {
		objects = append(objects, quiet.Objects(x, y+name.Height)...)
	}
	t.cards[i].holder.Fill(objects...)
}

// plotted is a plot as a picture, drawn in the pixels of the window.
func (b *B) plotted(p plot.Plot, at page.Box) fyne.CanvasObject {
	unit := b.M.S(1) * b.M.Text
	pic := touch.NewPicture(func(w, h int) image.Image {
		img, err := plot.Image(p, w, h, float64(w)/float64(max(at.W, 1))*float64(unit), b.P)
		if err != nil {
			return image.NewRGBA(image.Rect(0, 0, 1, 1)) // the typeface is part of the program
		}
		return img
	})
	page.Place(pic, at)
	return pic
}

// part draws one card: its heading, its plot, and what there is to say of it.
func (t *today) part(p part, f figures.Today, d figures.Day) {
	m, at := t.M, p.at
	bold := t.Type(m.Label(), t.P.Ink, true)
	quiet := t.Type(m.Small(), t.P.Soft, false)
	room := at.W
	var objects []fyne.CanvasObject
	if p.aside != nil && p.aside(f) != "" {
		s := quiet
		s.Align = fyne.TextAlignTrailing
		q := touch.Fit([]touch.Span{{Text: p.aside(f)}}, s, at.W*0.45, m.Label()*1.3, 1)
		objects = append(objects, q.Objects(at.W*0.55, m.S(3))...)
		room = at.W * 0.55
	}
	wide := min(at.H*1.5, at.W*0.4) // of the sign on a card that needs the key
	if p.open && !f.Open {
		room = at.W - wide - m.S(16)
	}
	head := touch.Fit([]touch.Span{{Text: t.Tx(p.key)}}, bold, room, m.Label()*1.4, 1)
	objects = append(objects, head.Objects(0, 0)...)
	body := page.Box{Y: head.Height + m.S(5), W: at.W, H: at.H - head.Height - m.S(5)}
	if p.open && !f.Open {
		sign := page.Box{X: at.W - wide, Y: (at.H - wide/1.6) / 2, W: wide, H: wide / 1.6}
		q := touch.Fit([]touch.Span{{Text: t.Tx("desk.today.needs")}}, quiet, sign.X-m.S(16), body.H, 3)
		objects = append(objects, q.Objects(0, body.Y)...)
		p.holder.Fill(append(objects, t.Collect(func() { t.Picture(sign, func(w, h int) image.Image { return art.LockedArt(w, h, t.P) }) })...)...)
		return
	}
	if p.line != nil {
		if s := p.line(f, d); s != "" {
			q := touch.Fit([]touch.Span{{Text: s}}, quiet, at.W, body.H*0.3, 1)
			objects = append(objects, q.Objects(0, at.H-q.Height)...)
			body.H -= q.Height + m.S(6)
		}
	}
	p.holder.Fill(append(objects, t.plotted(p.plot(f, d), body))...)
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
	b.keepingSays(func(k mark, s, hub string) { second(k, s, cmp.Or(hub, sealed)) }, func(k mark, s string) { due(k, s, "") })
}

// keepingSays calls second whenever what it says of the second copy or of the hub changes, what somebody has to look at first,
// and due once it is known who has to be forgotten. Without a hub nothing is said of one.
func (b *B) keepingSays(second func(k mark, s, hub string), due func(k mark, s string)) {
	last := ""
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		s, k := b.copySays(b.Status.Mirror(), now)
		hub, late := lag.Hub(b.Tx, b.Status.Hub(), now)
		if late && k != markWrong {
			s, hub, k = hub, s, markWrong
		}
		if both := s + "\n" + hub; both != last {
			last = both
			second(k, s, hub)
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
