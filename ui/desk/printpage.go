package desk

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/prints"
	work "matchbooth/ui/work/session"
)

// printKept is what the page that prints remembers. Nobody's data is in it.
type printKept struct {
	begun        bool
	what         []string // of sheets
	lang         string
	place        string // its folder, or otherFolder
	folder       string // as typed, for otherFolder
	at           int    // the row that the arrow keys move in
	looked       bool   // the places are known
	places       []handover.Place
	run          *run // what is being written; nil: nothing
	said         string
	done         *work.Printed // what was written last
	wrong        bool
	on           *printer // the page that stands, if it is this one
	lacks        bool     // the version of the pack that counts is not here
	placeholders int
	own          int // for how many people on paper there is a card of their own
}

// bothLangs stands for Chinese and English.
const bothLangs = "both"

// printer is the page that writes what is printed for the event: what, in which language, where to. It holds nobody's data
// and needs no passphrase.
type printer struct {
	*B
	k      *printKept
	card   slot
	main   slot
	rows   []choiceRow
	sticks stickWatch
}

// toPrint is the way from the page of today to the page that prints.
func (b *B) toPrint() []reply {
	return []reply{{"print", b.Tx("desk.today.print"), false, b.Do(session.DeskGo, string(session.DeskPrint))}}
}

// printPage draws it.
func (b *B) printPage() {
	k := &b.kept().print
	if !k.begun {
		k.begun, k.lang = true, bothLangs
		k.what = slices.DeleteFunc(slices.Clone(sheets), func(id string) bool { return id == posterA4 })
	}
	p := &printer{B: b, k: k}
	m := b.M
	r := b.roomFor(b.Tx("desk.page.print"), b.Tx("desk.print.line"), true)
	if m.Portrait { // the rows need what is within reach
		list := []reply{{label: b.Tx("desk.back.today"), do: b.Do(session.DeskGo, string(session.DeskToday))}}
		at := b.toLeft(r.Foot, list)
		b.pills(page.Box{X: at.X, Y: at.Y + (at.H-m.ButtonH())/2, W: at.W, H: m.ButtonH()}, "desk.back", list)
	} else {
		b.backTo(&r, session.DeskToday)
	}
	if b.Desk == nil {
		return // in pictures of other pages
	}
	if !k.looked {
		p.look()
	}
	p.rows = p.asks()
	gap := m.S(12)
	var lines float32
	for _, row := range p.rows {
		if lines++; b.inTwo(row) {
			lines++
		}
	}
	// Elsewhere than on a totem the card has what the rows leave.
	least, room := m.S(104)*m.Text, r.Low.H-gap*(lines+1)
	if !m.Portrait {
		room -= m.S(150) * m.Text
	}
	if k.place == otherFolder {
		room -= m.ButtonH() + gap
	}
	least = min(least, max(m.ButtonH(), room/lines))
	if least < m.Label()*1.45+m.Small()*1.35+m.S(16) { // no room for two lines: then for none, so that all look alike
		for _, row := range p.rows {
			for i := range row.options {
				row.options[i].line = ""
			}
		}
	}
	var flows []page.Flow
	for i, row := range p.rows {
		high := least
		if b.inTwo(row) {
			high = 2*least + m.S(10)
		}
		flows = append(flows, page.Flow{Gap: min(gap, gap*float32(i)), Height: high, Draw: func(at page.Box) {
			b.choiceRow(at, "desk.print.", row, i == k.at, func(o way) { p.onChoice(i, o.id) })
		}})
	}
	if k.place == otherFolder {
		flows = append(flows, page.Flow{Gap: gap, Height: m.ButtonH(), Draw: p.otherPlace})
	}
	if m.Portrait {
		p.card = b.readSlot(r.High)
	} else {
		high, low := r.Low.H-page.HighOf(flows)-gap, false
		if high < m.S(110)*m.Text { // then rows and card scroll, and the card comes first once it says something new
			high, low = m.S(300)*m.Text, true
		}
		card := page.Flow{Gap: gap, Height: high, Draw: func(at page.Box) { p.card = b.readSlot(at) }}
		if low && (k.run != nil || k.said != "") {
			card.Gap, flows[0].Gap = 0, gap
			flows = append([]page.Flow{card}, flows...)
		} else {
			flows = append(flows, card)
		}
	}
	b.Stack(r.Low, b.P.Paper, flows...)
	main, rest := r.Foot.Right(max(m.S(300)*m.Text, r.Foot.W*0.34))
	p.main = b.holderIn(main)
	if b.hasKeys() {
		_, rest = rest.Right(m.S(16))
		b.KeyHints(rest, strings.Replace(b.Tx("desk.print.keys"), "1–7", fmt.Sprint("1–", len(k.sheets())), 1), 2)
	}
	k.on = p
	b.Page.Forget = append(b.Page.Forget, func() {
		if k.on == p {
			k.on = nil
		}
	})
	p.show()
	b.railKeys(p.key)
	if !b.Inline {
		b.Page.Live = append(b.Page.Live, p.watch)
	}
}

// sheets are what can be chosen: as in prints.All, the poster in either size.
var sheets = []string{posterA3, posterA4, prints.Cards, prints.Form, prints.Table, prints.Queue, prints.Guide}

// sheets are what can be chosen now: the cards of people only where there are any.
func (k *printKept) sheets() []string {
	if k.own == 0 {
		return sheets
	}
	return append(slices.Clone(sheets), ownCards)
}

const (
	ownCards = "own"
	posterA3 = prints.Poster + "." + prints.A3
	posterA4 = prints.Poster + "." + prints.A4
)

// asks are the rows of choices.
func (p *printer) asks() []choiceRow {
	k := p.k
	what := choiceRow{id: "what", label: p.Tx("desk.print.what"), picked: func(id string) bool { return slices.Contains(k.what, id) }, choose: k.pick}
	for _, id := range k.sheets() {
		what.options = append(what.options, way{id, p.Tx("desk.print." + id), p.Tx("desk.print."+id+".line", "N", k.own)})
	}
	where := p.whereTo(k.places, &k.place)
	for i, o := range where.options {
		if o.id == p.Desk.Folder() {
			where.options[i].line = p.Tx("desk.print.here", "Folder", filepath.Base(o.id))
		}
	}
	return []choiceRow{what, {id: "lang", label: p.Tx("desk.print.lang"), chosen: func() string { return k.lang }, choose: func(id string) { k.lang = id },
		options: []way{{bothLangs, p.Tx("desk.print.both"), p.Tx("desk.print.both.line")}, {"zh", "中文", ""}, {"en", "English", ""}}}, where}
}

// pick takes a sheet in, or out again. A poster has one size.
func (k *printKept) pick(id string) {
	if i := slices.Index(k.what, id); i >= 0 {
		k.what = slices.Delete(k.what, i, i+1)
		return
	}
	if other := map[string]string{posterA3: posterA4, posterA4: posterA3}[id]; other != "" {
		k.what = slices.DeleteFunc(k.what, func(s string) bool { return s == other })
	}
	k.what = append(k.what, id)
}

// order is what was chosen.
func (k *printKept) order() work.ToPrint {
	of := work.ToPrint{Langs: []string{k.lang}, Folder: k.place, Paper: prints.A3}
	if k.lang == bothLangs {
		of.Langs = []string{"zh", "en"}
	}
	for _, id := range k.what {
		if id == ownCards {
			of.People = k.own > 0
			continue
		}
		what, size, _ := strings.Cut(id, ".")
		of.What = append(of.What, what)
		if size != "" {
			of.Paper = size
		}
	}
	return of
}

// otherPlace is the field for a folder that is not in the list.
func (p *printer) otherPlace(at page.Box) {
	_, rest := at.Left(p.labels())
	f := p.Field(rest, "folder", "path", p.k.folder, false, func(s string) { p.k.folder = s })
	f.Style.TextSize = p.M.Small()
	f.Placeholder = p.Tx("desk.place.other.example")
	f.OnSubmit = p.onPrint
	f.Refresh()
}

// onChoice makes a choice in a row, or takes it back where several can be made.
func (p *printer) onChoice(row int, id string) {
	if p.k.run != nil {
		return
	}
	p.k.at = row
	p.rows[row].choose(id)
	p.k.said, p.k.wrong, p.k.done = "", false, nil
	p.again()
}

// look finds out what is plugged in, and how it is with the pack.
func (p *printer) look() {
	k := p.k
	p.later(func() func() {
		places := p.stickList()
		lacks, _ := p.Desk.PackLacks()
		holes, own := p.Desk.Holes(), p.Desk.OwnCards()
		return func() {
			k.looked, k.places, k.lacks, k.placeholders, k.own = true, places, lacks, holes, own
			if k.place != otherFolder && !slices.ContainsFunc(places, func(p handover.Place) bool { return p.Dir == k.place }) {
				k.place = places[0].Dir // a stick, if there is one; also when the chosen one was pulled out
			}
			if k.on != nil && !p.Inline {
				p.again()
			}
		}
	})
}

// watch looks every few seconds whether a stick was plugged in or pulled out.
func (p *printer) watch(now time.Time) {
	if p.k.run == nil && p.k.looked {
		p.sticks.watch(p.B, now, p.k.places, func() {
			if p.k.on == p && p.k.run == nil {
				p.look()
			}
		})
	}
}

// onPrint writes the files.
func (p *printer) onPrint() {
	k := p.k
	of := k.order()
	switch {
	case k.run != nil, k.place == "": // what is plugged in is not known yet
		return
	case len(of.What) == 0 && !of.People:
		k.say(p.Tx("desk.print.none"), true)
		return
	}
	listed := k.place != otherFolder
	if !listed {
		if f := p.Typed("folder"); f != nil {
			k.folder = f.Text()
		}
		if of.Folder = strings.TrimSpace(k.folder); !filepath.IsAbs(of.Folder) {
			k.say(p.Tx("desk.place.other.wrong"), true)
			return
		}
	}
	ctx, r := begun(k.shows)
	k.run, k.said, k.wrong, k.done = r, "", false, nil
	p.again() // what cannot be done meanwhile goes
	p.later(func() func() {
		gone := func() error {
			if listed {
				return p.stillThere(of.Folder)
			}
			return nil
		}
		var out work.Printed
		err := gone()
		if err == nil {
			if out, err = p.Desk.Print(ctx, of, p.goesOn(r, func() bool { return k.run == r }, k.shows)); err != nil && !errors.Is(err, context.Canceled) {
				if e := gone(); e != nil { // pulled out while it was written
					err = e
				}
			}
		}
		return func() {
			r.cancel()
			if k.run == r { // else the desk was left meanwhile
				p.onPrinted(of, out, err)
			}
		}
	})
}

// onPrinted says what came of it.
func (p *printer) onPrinted(of work.ToPrint, out work.Printed, err error) {
	k := p.k
	k.run = nil
	switch {
	case err == nil:
		k.said, k.wrong, k.done = p.Tx("desk.print.done", "N", len(out.Files)), false, &out
		if slices.ContainsFunc(k.places, func(p handover.Place) bool { return p.Name != "" && p.Dir == of.Folder }) {
			k.said += p.Tx("desk.give.safe")
		}
	case errors.Is(err, context.Canceled):
		k.said, k.wrong = p.Tx("desk.print.stopped"), false
	case errors.Is(err, errGone):
		k.said, k.wrong = p.Tx("desk.place.gone"), true
	case errors.Is(err, handover.ErrInBooth):
		k.said, k.wrong = p.Tx("desk.export.inbooth"), true
	case errors.Is(err, syscall.ENOSPC):
		k.said, k.wrong = p.Tx("desk.print.full"), true
	default:
		k.said, k.wrong = p.Tx("desk.print.failed"), true
	}
	p.look()
	if k.on != nil {
		p.again()
	}
}

// say puts a sentence on the card.
func (k *printKept) say(s string, wrong bool) {
	k.said, k.wrong, k.done = s, wrong, nil
	k.shows()
}

// shows draws what changed on the page that stands, if it is this one.
func (k *printKept) shows() {
	if k.on != nil {
		k.on.show()
	}
}

// show fills the card and the main button with how things are.
func (p *printer) show() {
	p.fill(p.card, p.says)
	label, id, do, st := p.Tx("desk.print.do"), "desk.print", p.onPrint, p.StyleMain()
	if p.k.run != nil {
		label, id, do, st = p.Tx("desk.give.stop"), "desk.print.stop", p.k.run.stop, p.StyleQuiet()
	}
	p.empty(p.main.holder)
	p.main.holder.Fill(p.Collect(func() { p.Button(p.main.at, id, label, p.fitted(st, label, p.main.at.W), do) })...)
	p.rewalk()
}

// says is what stands on the card: how far it is or what came of it, else what will come.
func (p *printer) says(w float32) []page.Flow {
	m, k := p.M, p.k
	size := m.Small()
	if m.Portrait {
		size = m.Label() // there is room, and it is read from further away
	}
	quiet := p.Type(size, p.P.Soft, false)
	if r := k.run; r != nil {
		head := p.Tx("desk.print.writing", "N", min(r.done+1, r.total), "Of", r.total)
		if r.total == 0 {
			head = p.Tx("desk.give.begun")
		}
		if r.stopping {
			head = p.Tx("desk.give.stopping")
		}
		return []page.Flow{p.Para(0, head, p.Type(m.Body(), p.P.Ink, true), w), p.way(r, w)}
	}
	var flows []page.Flow
	own := k.own > 0 && slices.Contains(k.what, ownCards)
	switch {
	case k.said != "":
		mark := markWell
		if k.wrong {
			mark = markWrong
		}
		flows = append(flows, p.marked(0, mark, k.said, p.Type(m.Label(), p.P.Ink, true), w))
		if k.done != nil {
			flows = append(flows, p.Para(m.S(6), k.done.Folder, p.Type(size*1.06, p.P.Ink, false), w), p.Para(m.S(4), p.Tx("desk.print.kinds"), quiet, w))
		}
	default:
		how := "desk.print.how"
		if own {
			how += ".own"
		}
		flows = append(flows, p.Para(0, p.Tx(how), p.Type(size*1.06, p.P.Ink, false), w))
	}
	if len(k.places) == 1 && k.done == nil {
		flows = append(flows, p.marked(m.S(10), markPlain, p.Tx("desk.place.nostick"), quiet, w))
	}
	for _, warning := range []struct {
		on   bool
		text string
	}{{own, p.Tx("desk.print.own.private")}, {k.placeholders > 0, p.Tx("desk.print.holes", "N", k.placeholders)}, {k.lacks, p.Tx("desk.print.lacks")}} {
		if warning.on {
			flows = append(flows, p.marked(m.S(10), markWrong, warning.text, p.Type(size*1.06, p.P.Ink, true), w))
		}
	}
	return flows
}

// key: up and down change the row, left and right the choice, a digit takes one sheet in or out, Return writes, Esc stops,
// then leads back.
func (p *printer) key(name fyne.KeyName, r rune) {
	k := p.k
	if n := int(r - '1'); n >= 0 && n < len(k.sheets()) {
		p.onChoice(0, k.sheets()[n])
		return
	}
	switch name {
	case fyne.KeyEscape:
		if k.run != nil {
			k.run.stop()
			return
		}
		p.Do(session.DeskGo, string(session.DeskToday))()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.onPrint()
	case fyne.KeyUp, fyne.KeyDown:
		k.at = around(k.at, byArrow(name), len(p.rows))
		p.again()
	case fyne.KeyLeft, fyne.KeyRight:
		row := p.rows[min(k.at, len(p.rows)-1)]
		at := slices.IndexFunc(row.options, func(o way) bool { return row.has(o.id) }) + byArrow(name)
		if row.picked == nil && at >= 0 && at < len(row.options) {
			p.onChoice(min(k.at, len(p.rows)-1), row.options[at].id)
		}
	}
}
