package desk

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

// The ways in which a file is closed.
const (
	closePhrase = "phrase" // a workbook with a passphrase made for it
	closeAge    = "age"    // encrypted to somebody's key
	closeOpen   = "open"
)

// handing is what the page that hands over remembers.
type handing struct {
	whom, closed, format string
	place                string // its folder, or otherFolder
	folder               string // as typed, for otherFolder
	to                   string // the age recipient, as typed
	onlyNew              bool
	at                   int // the row that the arrow keys move in

	looked bool // what follows is known
	survey map[string]handover.Survey
	places []handover.Place
	left   []string // plain files of earlier exports on this computer

	run   *run // the file that is being written; nil: none
	done  *work.Handed
	said  string // what came of the last one
	wrong bool
	on    *giver // the page that stands, if it is this one
}

// otherFolder stands for a place that is typed.
const otherFolder = "other"

// Format implements fmt.Formatter: nothing of what was typed or made up is printed.
func (handing) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, record.Redacted) }

// giver is the page that hands over: to whom, how closed, where; what goes and what does not; then how far it is.
type giver struct {
	*B
	k    *handing
	card slot
	main slot
	rows []choiceRow

	looking bool // for sticks
	seen    time.Time
}

// choiceRow is a row of what excludes each other.
type choiceRow struct {
	id, label string
	options   []way
	chosen    func() string
	choose    func(id string)
}

// way is one of them: its name, and what it means.
type way struct{ id, name, line string }

// handoverPage draws it.
func (b *B) handoverPage() {
	m := b.M
	k := &b.kept().give
	g := &giver{B: b, k: k}
	if k.whom == "" {
		k.whom, k.closed, k.format = handover.Registry, closePhrase, "xlsx"
	}
	if !k.looked {
		g.look()
	}
	line := ""
	if s, ok := k.survey[k.whom]; ok && s.All > s.New {
		line = b.Tx("desk.give.before", "N", s.All-s.New)
	}
	r := b.roomFor(b.Tx("desk.page.handover"), line, true)
	g.rows = g.list()
	gap := m.S(12)
	small := 0
	for _, on := range []bool{k.place == otherFolder, k.closed == closeAge, k.closed != closePhrase, g.canNew()} {
		if on {
			small++
		}
	}
	lines := float32(small) * (m.ButtonH() + page.TouchGap)
	least := m.S(104) * m.Text
	if !m.Portrait {
		// The card has what the rows leave.
		least = min(least, max(56, (r.Body.H-lines-m.S(176-120*(m.Text-1)))/3-gap))
	} else {
		least = min(least, (r.Low.H-lines)/3-gap)
	}
	var flows []page.Flow
	add := func(high float32, draw func(at page.Box)) {
		flows = append(flows, page.Flow{Gap: min(gap, gap*float32(len(flows))), Height: high, Draw: draw})
	}
	for i, row := range g.rows {
		add(least, func(at page.Box) { g.row(at, i, row) })
		if row.id == "closed" && k.closed == closeAge {
			add(m.ButtonH(), g.recipient)
		}
		if row.id == "where" && k.place == otherFolder {
			add(m.ButtonH(), g.otherPlace)
		}
		if row.id == "closed" && k.closed != closePhrase {
			add(m.ButtonH(), g.formats)
		}
	}
	if g.canNew() {
		add(m.ButtonH(), g.onlyNew)
	}
	if !m.Portrait {
		// What the rows leave. In a small window rows and card scroll, and the card comes first once it says how it went.
		high, small := r.Low.H-page.HighOf(flows)-gap, false
		if high < m.S(110)*m.Text {
			high, small = m.S(300)*m.Text, true
		}
		add(high, func(at page.Box) { g.card = b.cardSlot(at) })
		if last := len(flows) - 1; small && (k.run != nil || k.said != "") {
			flows[0].Gap, flows[last].Gap = gap, 0
			flows = append([]page.Flow{flows[last]}, flows[:last]...)
		}
	}
	b.Stack(r.Low, b.P.Paper, flows...)
	if m.Portrait {
		g.card = b.cardSlot(r.High)
	}
	g.foot(r.Foot)
	k.on = g
	b.Page.Forget = append(b.Page.Forget, func() {
		g.empty(g.card.holder) // the passphrase may stand there
		if k.on == g {
			k.on = nil
		}
	})
	g.show()
	b.railKeys(g.key)
	if !b.Inline {
		b.Page.Live = append(b.Page.Live, g.watch)
	}
}

// watch looks every few seconds whether a stick was plugged in or pulled out.
func (g *giver) watch(now time.Time) {
	if g.k.run != nil || !g.k.looked || g.looking || now.Sub(g.seen) < 3*time.Second {
		return
	}
	g.looking, g.seen = true, now
	g.later(func() func() {
		places := g.stickList()
		return func() {
			g.looking = false
			same := func(a, b handover.Place) bool { return a.Dir == b.Dir }
			if g.k.on == g && g.k.run == nil && !slices.EqualFunc(places, g.k.places, same) {
				g.look()
			}
		}
	})
}

// onlyNew asks whether to leave out whom the recipient has.
func (g *giver) onlyNew(at page.Box) {
	_, at = at.Left(g.labels())
	g.Toggle(at, "desk.give.new", g.Tx("desk.give.new", "N", g.k.survey[g.k.whom].New), g.k.onlyNew, func(on bool) {
		g.k.onlyNew = on
		g.turn()
	})
}

// canNew tells whether the recipient has somebody already.
func (g *giver) canNew() bool {
	s := g.k.survey[g.k.whom]
	return s.New > 0 && s.New < s.All
}

// turn draws the page again after a choice.
func (g *giver) turn() {
	if g.k.done == nil { // a passphrase is shown once, and not lost by a touch
		g.k.said = ""
	}
	if g.Redraw != nil {
		g.Redraw()
	}
}

// look finds out what each recipient would get, what is plugged in, and what lies on this computer.
func (g *giver) look() {
	k := g.k
	g.later(func() func() {
		survey := map[string]handover.Survey{}
		var failed error
		for _, to := range []string{handover.Registry, handover.Us} {
			s, err := g.Desk.Survey(context.Background(), to)
			if err != nil {
				failed = err
			}
			survey[to] = s
		}
		places := g.stickList()
		left, _ := handover.Left(g.Desk.Folder())
		return func() {
			if g.Desk.Opened() == nil {
				return
			}
			k.looked, k.survey, k.places, k.left = true, survey, places, left
			if failed != nil {
				k.said, k.wrong = g.Tx("desk.figures.failed"), true
			}
			if k.place != otherFolder && !slices.ContainsFunc(places, func(p handover.Place) bool { return p.Dir == k.place }) {
				k.place = places[0].Dir // a stick, if there is one; also when the chosen one was pulled out
			}
			if !g.Inline {
				g.Redraw()
			}
		}
	})
}

// foot is what is deleted, held, and the one way on.
func (g *giver) foot(at page.Box) {
	main, rest := at.Right(max(g.M.S(300)*g.M.Text, at.W*0.34))
	_, rest = rest.Right(g.M.S(16))
	g.main = g.holderIn(main)
	n := len(g.k.left)
	if n == 0 || g.k.run != nil {
		if !g.M.Portrait && !g.Kiosk {
			g.TextFit(rest, g.Tx("desk.give.keys"), g.Type(g.M.Small(), g.P.Soft, false), 2, 0.5)
		}
		return
	}
	label := g.Tx("desk.give.shred", "N", n)
	box := page.Box{X: rest.X, Y: rest.Y + (rest.H-g.M.ButtonH())/2, W: min(rest.W, g.M.S(420)*g.M.Text), H: g.M.ButtonH()}
	g.Hold(box, "desk.give.shred", label, g.onShred)
}

// key: up and down change the row, left and right the choice, Space whether only the new, Return writes, Esc stops.
func (g *giver) key(name fyne.KeyName, r rune) {
	k := g.k
	if r == ' ' && g.canNew() && k.run == nil {
		k.onlyNew = !k.onlyNew
		g.turn()
		return
	}
	switch name {
	case fyne.KeyEscape:
		if k.run != nil {
			k.run.stop()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if k.run == nil {
			g.onGive()
		}
	case fyne.KeyUp, fyne.KeyDown:
		by := 1
		if name == fyne.KeyUp {
			by = len(g.rows) - 1
		}
		k.at = (k.at + by) % len(g.rows)
		g.Redraw()
	case fyne.KeyLeft, fyne.KeyRight:
		row := g.rows[k.at]
		at := 0
		for i, o := range row.options {
			if o.id == row.chosen() {
				at = i
			}
		}
		by := 1
		if name == fyne.KeyLeft {
			by = -1
		}
		if next := at + by; k.run == nil && next >= 0 && next < len(row.options) {
			row.choose(row.options[next].id)
			g.turn()
		}
	}
}

// show fills the card and the main button with how things are.
func (g *giver) show() {
	g.fill(g.card, g.says)
	label, id, do, st := g.Tx("desk.give.do", "N", g.howMany()), "desk.give", g.onGive, g.StyleMain()
	if g.k.run != nil {
		label, id, do, st = g.Tx("desk.give.stop"), "desk.give.stop", g.k.run.stop, g.StyleQuiet()
	}
	g.empty(g.main.holder)
	g.main.holder.Fill(g.Collect(func() { g.Button(g.main.at, id, label, g.fitted(st, label, g.main.at.W), do) })...)
}

// howMany are in the file.
func (g *giver) howMany() int {
	s := g.k.survey[g.k.whom]
	if g.k.onlyNew {
		return s.New
	}
	return s.All
}

// onShred deletes the plain files of earlier exports from this computer.
func (g *giver) onShred() {
	k, paths := g.k, g.k.left
	g.later(func() func() {
		err := handover.Shred(paths)
		left, _ := handover.Left(g.Desk.Folder())
		return func() {
			k.left = left
			k.said, k.wrong = g.Tx("desk.give.shredded", "N", len(paths)-len(left)), false
			if err != nil {
				k.said, k.wrong = g.Tx("desk.give.shred.failed", "N", len(left)), true
			}
			k.done = nil
			if g.Redraw != nil {
				g.Redraw()
			}
		}
	})
}

// run is a file that is being written.
type run struct {
	stop        func() // and says so
	cancel      func()
	done, total int
	began       time.Time
	stopping    bool
}

// left says how long it may still take; "" while nobody can say.
func (g *giver) timeLeft(r *run) string {
	gone := time.Since(r.began)
	if r.done == 0 || r.total == 0 || gone < 2*time.Second {
		return ""
	}
	secs := int(gone.Seconds()*float64(r.total-r.done)/float64(r.done)) + 1
	return g.Tx("desk.give.left", "Seconds", secs)
}

// touched keeps the desk open while something long goes on.
func (g *giver) touched() { g.Do(session.Touch)() }
