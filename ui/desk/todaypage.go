package desk

import (
	"context"
	"fmt"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
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
	keep, rest := r.Body.Bottom(b.keepHigh())
	_, rest = rest.Bottom(gap)
	if b.Status != nil {
		b.keepingCards(keep)
	}
	var boxes []page.Box
	if m.Portrait {
		at := rest
		for _, row := range []struct {
			high float32 // part of the page
			n    int
		}{{0.085, 2}, {0.085, 2}, {0.2, 1}, {0.24, 2}, {0.2, 2}, {0.19, 1}} {
			var box page.Box
			box, at = at.Top((rest.H - 5*gap) * row.high)
			_, at = at.Top(gap)
			boxes = append(boxes, box.Columns(row.n, gap)...)
		}
	} else {
		numbers, below := rest.Top(rest.H * 0.19)
		_, below = below.Top(gap)
		upper, lower := below.Top((below.H - gap) * 0.555)
		_, lower = lower.Top(gap)
		boxes = numbers.Columns(4, gap)
		wide, narrow := upper.Left((upper.W - 2*gap) * 0.44)
		_, narrow = narrow.Left(gap)
		boxes = append(append(boxes, wide), narrow.Columns(2, gap)...)
		boxes = append(boxes, lower.Columns(3, gap)...)
	}
	if !t.opened() {
		// Both cards that need the key are one, which says so.
		a, z := boxes[7], boxes[8]
		boxes[7] = page.Box{X: a.X, Y: a.Y, W: z.X + z.W - a.X, H: a.H}
		boxes = append(boxes[:8], boxes[9:]...)
	}
	for i := range t.cards {
		t.cards[i] = b.cardSlot(boxes[i])
	}
	list := t.list()
	if !t.opened() {
		list[3].key = "desk.today.more"
		list = append(list[:4], list[5:]...)
	}
	for i, p := range list {
		p.slot = b.cardSlot(boxes[4+i])
		t.parts = append(t.parts, p)
	}
	b.Page.Live = append(b.Page.Live, t.tick)
	if b.Inline {
		t.tick(b.Now)
	}
}

// opened tells whether the desk is open.
func (b *B) opened() bool { return b.Desk != nil && b.Desk.Opened() != nil }

// cardSlot draws a card and returns the place on it.
func (b *B) cardSlot(at page.Box) slot {
	b.Card(at)
	return b.holderIn(at.Pad(b.M.S(22), b.M.S(12)))
}

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
	zh, en := 0, 0
	for _, c := range of {
		switch c.Name {
		case "zh":
			zh = c.N
		case "en":
			en = c.N
		}
	}
	if zh+en == 0 {
		return ""
	}
	return t.Tx("desk.today.langs", "ZH", zh, "EN", en)
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
	head := touch.Fit([]touch.Span{{Text: t.Tx(p.key)}}, bold, room, m.Label()*1.4, 1)
	objects = append(objects, head.Objects(0, 0)...)
	body := page.Box{Y: head.Height + m.S(5), W: at.W, H: at.H - head.Height - m.S(5)}
	if p.open && !f.Open {
		sign := page.Box{X: at.W - at.H, W: at.H, H: at.H}
		q := touch.Fit([]touch.Span{{Text: t.Tx("desk.today.needs")}}, quiet, sign.X-m.S(16), body.H, 3)
		objects = append(objects, q.Objects(0, body.Y)...)
		p.holder.Fill(append(objects, t.Collect(func() { t.Emblem(sign, art.Lock) })...)...)
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
