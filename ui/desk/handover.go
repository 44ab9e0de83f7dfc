package desk

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
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
	closePrint  = "print" // open as well: pages to print
)

// handing is what a page that writes a file remembers.
type handing struct {
	person               string // the one whom the page is about; "" for everybody
	whom, closed, format string
	place                string // its folder, or otherFolder
	folder               string // as typed, for otherFolder
	to                   string // the age recipient, as typed
	onlyNew              bool
	at                   int // the row that the arrow keys move in

	looked bool // what follows is known
	survey map[string]handover.Survey
	places []handover.Place
	left   []string // plain files of earlier exports on this computer, and copies for people wherever they were written

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

// giver is a page that writes a file with people in it: to whom, how closed, where; what goes and what does not; then how
// far it is.
type giver struct {
	*B
	gives
	k    *handing
	card slot
	main slot
	rows []choiceRow

	sticks stickWatch
}

// gives is what one such page gives.
type gives interface {
	line(g *giver) string                 // after the title
	asks(g *giver) []choiceRow            // what can be chosen
	recipients() []string                 // who is surveyed: what each would get
	doing(g *giver) string                // what the main button does
	goes(g *giver, w float32) []page.Flow // what would be in it, and what not
	warns(g *giver) string                // what to do about an open file
	write(ctx context.Context, g *giver, of work.Handing, progress func(done, total int)) (work.Handed, error)
	keys(g *giver) string   // names the keys
	from() session.DeskPage // the page that it was reached from; "" where the rail leads to it
}

// choiceRow is a row of what excludes each other, or, with picked, of what can be chosen together.
type choiceRow struct {
	id, label string
	options   []way
	chosen    func() string
	choose    func(id string)
	picked    func(id string) bool
}

// has reports whether a choice of the row is made.
func (r choiceRow) has(id string) bool {
	if r.picked != nil {
		return r.picked(id)
	}
	return r.chosen() == id
}

// way is one of them: its name, and what it means.
type way struct{ id, name, line string }

// handoverPage draws it.
func (b *B) handoverPage() {
	k := &b.kept().give
	g := &giver{B: b, k: k, gives: exporting{}}
	if k.run == nil && (k.whom == "" || k.person != b.State.DeskPerson) {
		g.begin(b.State.DeskPerson)
	}
	if k.person != "" && b.Desk.Opened().Place(k.person) < 0 {
		said := ""
		if k.wrong {
			said = k.said
		}
		b.nobodyPage(said)
		return
	}
	g.draw()
}

// draw draws the page.
func (g *giver) draw() {
	b, m, k := g.B, g.M, g.k
	if !k.looked {
		g.look()
	}
	r := b.roomFor(b.Tx("desk.page."+string(b.State.DeskPage)), g.line(g), true)
	if to := g.from(); to != "" {
		b.backTo(&r, to)
	}
	g.rows = g.asks(g)
	gap := m.S(12)
	small := 0
	for _, on := range []bool{k.place == otherFolder, k.closed == closeAge, g.formatted(), g.canNew()} {
		if on {
			small++
		}
	}
	lines := float32(small) * (m.ButtonH() + page.TouchGap)
	least := m.S(104) * m.Text
	if len(g.rows) < 3 && small == 0 { // few choices have the room of three
		least = m.S(128) * m.Text
	}
	if !m.Portrait {
		// The card has what the rows leave.
		least = min(least, max(56, (r.Body.H-lines-m.S(176-120*(m.Text-1)))/3-gap))
	} else {
		least = min(least, max(m.ButtonH(), (r.Low.H-lines)/g.lines()-gap))
	}
	var flows []page.Flow
	add := func(high float32, draw func(at page.Box)) {
		flows = append(flows, page.Flow{Gap: min(gap, gap*float32(len(flows))), Height: high, Draw: draw})
	}
	for i, row := range g.rows {
		high := least
		if g.inTwo(row) {
			high = 2*least + m.S(10)
		}
		add(high, func(at page.Box) { g.row(at, i, row) })
		if row.id == "closed" && k.closed == closeAge {
			add(m.ButtonH(), g.recipient)
		}
		if row.id == "where" && k.place == otherFolder {
			add(m.ButtonH(), g.otherPlace)
		}
		if row.id == "closed" && g.formatted() {
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
		if k.done != nil && k.done.Phrase != "" { // what is shown once is shown whole
			if need := page.HighOf(g.says(r.Low.W - m.S(44))[:3]) + m.S(40); need > high {
				high, small = need, true
			}
		}
		add(high, func(at page.Box) { g.card = b.readSlot(at) })
		if last := len(flows) - 1; small && (k.run != nil || k.said != "") {
			flows[0].Gap, flows[last].Gap = gap, 0
			flows = append([]page.Flow{flows[last]}, flows[:last]...)
		}
	}
	b.Stack(r.Low, b.P.Paper, flows...)
	if m.Portrait {
		g.card = b.readSlot(r.High)
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

// begin has the page be about a person, or everybody for "". A passphrase that is shown once stays until something else is
// written.
func (g *giver) begin(person string) {
	k := g.k
	was := *k
	*k = handing{person: person, place: was.place, folder: was.folder}
	if was.done != nil && was.done.Phrase != "" {
		k.done, k.said, k.wrong = was.done, was.said, was.wrong
	}
	if person != "" {
		g.give(handover.Person)
		return
	}
	g.give(handover.Registry)
}

// give chooses who gets it. A person reads a page without a passphrase; everybody else gets a closed workbook.
func (g *giver) give(whom string) {
	k := g.k
	was := k.whom
	k.whom, k.onlyNew = whom, false
	switch {
	case whom == handover.Person && was != whom:
		k.closed, k.format = closeOpen, "pdf"
	case whom != handover.Person && (was == "" || was == handover.Person):
		k.closed, k.format = closePhrase, "xlsx"
	}
}

// who names the one whom the page is about: masked, with the receipt code.
func (g *giver) who() string {
	o := g.Desk.Opened()
	at := o.Place(g.k.person)
	if g.k.person == "" || at < 0 {
		return ""
	}
	r := o.Records[at]
	for _, f := range g.Pack.Fields {
		if f.Kind == "name" {
			return masked("name", string(r.Fields[f.ID].Text)) + g.Tx("punct.dot") + r.Code.String()
		}
	}
	return r.Code.String()
}

// watch looks every few seconds whether a stick was plugged in or pulled out.
func (g *giver) watch(now time.Time) {
	if g.k.run == nil && g.k.looked {
		g.sticks.watch(g.B, now, g.k.places, func() {
			if g.k.on == g && g.k.run == nil {
				g.look()
			}
		})
	}
}

// stickWatch looks now and then whether a stick was plugged in or pulled out.
type stickWatch struct {
	looking bool
	seen    time.Time
}

// watch calls changed if the places are others than those known. It looks every few seconds, and once at a time.
func (w *stickWatch) watch(b *B, now time.Time, known []handover.Place, changed func()) {
	if w.looking || now.Sub(w.seen) < 3*time.Second {
		return
	}
	w.looking, w.seen = true, now
	b.later(func() func() {
		places := b.stickList()
		return func() {
			w.looking = false
			if !slices.EqualFunc(places, known, func(a, b handover.Place) bool { return a.Dir == b.Dir }) {
				changed()
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

// formatted tells whether the file can have one of several formats.
func (g *giver) formatted() bool { return g.k.closed == closeAge || g.k.closed == closeOpen }

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
	person := k.person
	g.later(func() func() {
		survey := map[string]handover.Survey{}
		var failed error
		for _, to := range g.recipients() {
			s, err := g.Desk.Survey(context.Background(), to, person)
			if err != nil {
				failed = err
			}
			survey[to] = s
		}
		places := g.stickList()
		left, _ := handover.Left(g.Desk.Folder(), g.copies()...)
		return func() {
			if g.Desk.Opened() == nil || k.person != person {
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

// copies are the copies for people and the lists to print that were written elsewhere and that anybody can read. Other files
// are for whoever has the stick: they are settled when the day is closed.
func (g *giver) copies() (paths []string) {
	for _, f := range g.Desk.OpenFiles() {
		if name := filepath.Base(f.Path); strings.HasPrefix(name, handover.CopyName) || strings.HasPrefix(name, handover.CallsName) {
			paths = append(paths, f.Path)
		}
	}
	return paths
}

// foot is what is deleted, held, and the one way on.
func (g *giver) foot(at page.Box) {
	main, rest := at.Right(max(g.M.S(300)*g.M.Text, at.W*0.34))
	_, rest = rest.Right(g.M.S(16))
	g.main = g.holderIn(main)
	if g.k.person != "" {
		back, label := g.StyleQuiet(), g.Tx("desk.give.back")
		back.Fill = g.P.Card
		var box page.Box
		most := rest.W
		if len(g.k.left) > 0 {
			most *= 0.4
		}
		box, rest = rest.Left(min(g.Width(label, back), most))
		g.Button(page.Box{X: box.X, Y: box.Y + (box.H-g.M.ButtonH())/2, W: box.W, H: g.M.ButtonH()}, "desk.give.back", label, g.fitted(back, label, box.W), g.goTo(session.DeskOne, g.k.person))
		_, rest = rest.Left(g.M.S(16))
	}
	n := len(g.k.left)
	if n == 0 || g.k.run != nil {
		if !g.M.Portrait && !g.Kiosk && g.k.person == "" {
			g.KeyHints(rest, g.keys(g), 2)
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
		switch {
		case k.run != nil:
			k.run.stop()
		case k.person != "":
			g.goTo(session.DeskOne, k.person)()
		case g.from() != "":
			g.Do(session.DeskGo, string(g.from()))()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if k.run == nil {
			g.onGive()
		}
	case fyne.KeyUp, fyne.KeyDown:
		k.at = around(k.at, byArrow(name), len(g.rows))
		g.Redraw()
	case fyne.KeyLeft, fyne.KeyRight:
		row := g.rows[k.at]
		at := max(0, slices.IndexFunc(row.options, func(o way) bool { return o.id == row.chosen() }))
		if next := at + byArrow(name); k.run == nil && next >= 0 && next < len(row.options) {
			row.choose(row.options[next].id)
			g.turn()
		}
	}
}

// show fills the card and the main button with how things are.
func (g *giver) show() {
	g.fill(g.card, g.says)
	label, id, do, st := g.doing(g), "desk.give", g.onGive, g.StyleMain()
	if g.k.run != nil {
		label, id, do, st = g.Tx("desk.give.stop"), "desk.give.stop", g.k.run.stop, g.StyleQuiet()
	}
	g.empty(g.main.holder)
	g.main.holder.Fill(g.Collect(func() { g.Button(g.main.at, id, label, g.fitted(st, label, g.main.at.W), do) })...)
	g.rewalk()
}

// onShred deletes the plain files of earlier exports from this computer.
func (g *giver) onShred() {
	k, paths := g.k, g.k.left
	g.later(func() func() {
		err := handover.Shred(paths)
		left, _ := handover.Left(g.Desk.Folder(), g.copies()...)
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
