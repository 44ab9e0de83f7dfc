package desk

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"

	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/changes"
	work "matchbooth/ui/work/session"
)

// callsKept is what the page of calls remembers.
type callsKept struct {
	plan    string       // the planned contact that is listed alone; "" for all
	way     string       // the channel that was chosen for the open person; "" for the best
	pending *pendingCall // an outcome that was tapped and is not written yet
	said    string       // what came of writing the last one
	wrong   bool
}

// pendingCall is an outcome that can still be taken back: a wrong tap would put a person off for a year, or take them off
// the list for good, and what is written cannot be unwritten. It is written when its time is over, with the next tap, on
// another page, and before the desk locks; if the computer dies before that, the person is simply still due.
type pendingCall struct {
	person, name string
	said         changes.Calling
	until        time.Time // zero until it was first shown
}

// takeBack is how long a tapped outcome can be taken back.
const takeBack = 10 * time.Second

// Close writes what is still pending, and forgets everything. It may take as long as a write does.
func (k *Kept) Close(d Calls) {
	if p := k.calls.pending; p != nil {
		k.calls.pending = nil
		_ = d.Contact(context.Background(), p.person, p.said) // who is locked out can be told nothing; the person stays due
	}
	k.Forget()
}

// Calls is what notes a call; work.Desk does.
type Calls interface {
	Contact(ctx context.Context, person string, said changes.Calling) error
}

var _ Calls = work.Desk(nil)

// callsPage is the page of who is due.
type callsPage struct {
	*B
	list []calls.Call
	at   int // of the open one in list, -1 for none
	ways []calls.Way
	way  calls.Way
}

// callPage draws who is due to be called or written to, and what came of it.
func (b *B) callPage() {
	o := b.Desk.Opened()
	if len(o.Due) == 0 {
		foot := b.nothingLeft("calls", b.Tx("desk.calls.none"), b.kept().calls.said)
		more := b.callsMore()[:1] // there is nobody to list
		b.middle(foot, more)
		b.railKeys(func(_ fyne.KeyName, r rune) { b.callsKey(more, r) })
		return
	}
	k := &b.kept().calls
	p := &callsPage{B: b, at: -1}
	for _, c := range o.Due {
		if k.plan == "" || c.Plan.ID == k.plan {
			p.list = append(p.list, c)
		}
	}
	if len(p.list) == 0 { // the last of that plan is done
		k.plan, p.list = "", o.Due
	}
	p.at = slices.IndexFunc(p.list, func(c calls.Call) bool { return c.Person == b.here() })
	if p.at < 0 {
		p.at = max(0, slices.IndexFunc(p.list, func(c calls.Call) bool { return !p.isPending(c) }))
	}
	p.ways = eachChannel(p.list[p.at].Ways)
	for i, w := range p.ways {
		if i == 0 || w.Channel == k.way {
			p.way = w
		}
	}
	p.draw(b.roomFor(b.Tx("desk.page.calls"), b.Tx("desk.calls.line", "Day", b.Now.Format(time.DateOnly), "N", len(o.Due)), false))
	b.railKeys(p.onKey)
}

// eachChannel returns the best way of each channel.
func eachChannel(ways []calls.Way) (out []calls.Way) {
	for _, w := range ways {
		if !slices.ContainsFunc(out, func(o calls.Way) bool { return o.Channel == w.Channel }) {
			out = append(out, w)
		}
	}
	return out
}

func (p *callsPage) isPending(c calls.Call) bool {
	w := p.kept().calls.pending
	return w != nil && w.person == c.Person
}

// onOutcome takes an outcome, and opens whoever is next. Nothing more is asked.
func (p *callsPage) onOutcome(outcome string) {
	if len(p.ways) == 0 || p.isPending(p.list[p.at]) {
		return
	}
	c := p.list[p.at]
	p.writePending()
	k := p.kept()
	k.unmasked = ""
	next := ""
	for i := range p.list {
		if o := p.list[(p.at+1+i)%len(p.list)]; o.Person != c.Person {
			next = o.Person
			break
		}
	}
	name := p.nameOf(p.record(c))
	k.calls.way, k.calls.said = "", ""
	k.calls.pending = &pendingCall{person: c.Person, name: name, said: changes.Calling{Channel: p.way.Channel, Outcome: outcome, Plan: c.Plan.ID}}
	p.turnTo(session.DeskCalls, next)
}

// record returns the record of who is due.
func (p *callsPage) record(c calls.Call) record.Record {
	o := p.Desk.Opened()
	if at := o.Place(c.Person); at >= 0 {
		return o.Records[at]
	}
	return record.Record{Person: c.Person, Code: c.Code}
}

// onTakeBack forgets an outcome before it is written, and opens the person again.
func (p *callsPage) onTakeBack() {
	k := &p.kept().calls
	if k.pending == nil {
		return
	}
	person := k.pending.person
	k.pending = nil
	p.turnTo(session.DeskCalls, person)
}

// writePending writes the outcome that can still be taken back, if there is one, and says what came of it.
func (b *B) writePending() {
	k := b.kept()
	w := k.calls.pending
	if w == nil {
		return
	}
	k.calls.pending = nil
	outcome := calls.OutcomeIn(w.said.Outcome, b.T)
	b.later(func() func() {
		err := b.Desk.Contact(context.Background(), w.person, w.said)
		return func() {
			if b.Desk.Opened() == nil {
				return // locked meanwhile; what it said is nobody's to read
			}
			k.calls.said, k.calls.wrong = b.Tx("desk.calls.saved", "Who", w.name, "Outcome", outcome), false
			if w.said.Outcome == record.Withdrew {
				k.calls.said = b.Tx("desk.calls.withdrew", "Who", w.name)
			}
			if err != nil {
				k.calls.said, k.calls.wrong = w.name+b.Tx("desk.colon")+b.sentence(err), true
			}
			b.again()
		}
	})
}

// pendingLives has what is pending written once its time is over: on its own page when ten seconds have gone, on any other
// at once.
func (b *B) pendingLives(shown func(seconds int)) {
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		w := b.kept().calls.pending
		if w == nil {
			return
		}
		if w.until.IsZero() {
			w.until = now.Add(takeBack)
		}
		if shown == nil || !now.Before(w.until) {
			b.writePending()
			return
		}
		shown(int(w.until.Sub(now).Seconds() + 0.999))
	})
}

// onKey is the keyboard: a person by the arrows, an outcome by its number, Backspace takes back, Space shows in full.
func (p *callsPage) onKey(name fyne.KeyName, r rune) {
	switch {
	case name == fyne.KeyUp, name == fyne.KeyDown:
		p.choose(near(p.at, byArrow(name), len(p.list)))
	case r >= '1' && int(r-'1') < len(record.Outcomes):
		p.onOutcome(record.Outcomes[r-'1'])
	case name == fyne.KeyBackspace, name == fyne.KeyEscape:
		p.onTakeBack()
	case r == ' ':
		p.onShow()
	default:
		p.callsKey(p.callsMore(), r)
	}
}

// callsMore are the pages that the page of calls leads to: what came of everybody, and the list as a file.
func (b *B) callsMore() []reply {
	return []reply{{string(session.DeskResults), b.Tx("desk.calls.results"), false, b.Do(session.DeskGo, string(session.DeskResults))},
		{string(session.DeskList), b.Tx("desk.calls.list"), false, b.Do(session.DeskGo, string(session.DeskList))}}
}

// callsKey turns to one of them by its first letter in English.
func (b *B) callsKey(more []reply, r rune) {
	for _, to := range more {
		if unicode.ToLower(r) == rune(to.id[0]) {
			to.do()
		}
	}
}

func (p *callsPage) onShow() {
	k := p.kept()
	person := p.list[p.at].Person
	if k.unmasked == person {
		k.unmasked = ""
		p.again()
		return
	}
	p.unmask(func() { k.unmasked = person }, func(s string) { k.calls.said, k.calls.wrong = s, true; p.again() }, person)
}

func (p *callsPage) choose(i int) {
	k := p.kept()
	k.unmasked, k.calls.way, k.calls.said = "", "", ""
	p.turnTo(session.DeskCalls, p.list[i].Person)
}

// lastOf says what came of the last attempt, in a few words.
func (p *callsPage) lastOf(c calls.Call) string {
	k := p.kept().calls
	switch {
	case p.isPending(c):
		return p.Tx("desk.calls.pending", "Outcome", calls.OutcomeIn(k.pending.said.Outcome, p.T))
	case c.Last == nil:
		return p.Tx("calls.never")
	}
	return strings.TrimSpace(c.Last.At.In(p.Now.Location()).Format("01-02") + " " + calls.OutcomeIn(c.Last.Outcome, p.T))
}

// wayOf names a way with its number or address, masked unless the person is shown in full.
func (p *callsPage) wayOf(person string, w calls.Way) string {
	value := string(w.Value)
	if w.Channel == record.ChannelCall {
		value = p.numberOf(person, value)
	} else if p.kept().unmasked != person {
		kind := "text"
		if w.Channel == record.ChannelEmail {
			kind = "email"
		}
		value = hidden(kind, value)
	}
	return calls.ChannelIn(w.Channel, p.T) + " " + value
}

// listPage draws the page that writes whom to call as a file, or as pages to print. It is the page that hands over, with
// fewer choices.
func (b *B) listPage() {
	k := &b.kept().list
	if k.closed == "" {
		k.closed = closePhrase
	}
	if len(b.Desk.Opened().Due) == 0 && k.run == nil && k.said == "" {
		foot := b.nothingLeft("list", b.Tx("desk.calls.none"), "")
		b.middle(foot, []reply{{"calls", b.Tx("desk.back.calls"), false, b.Do(session.DeskGo, string(session.DeskCalls))}})
		return
	}
	g := &giver{B: b, k: k, gives: listing{}}
	g.draw()
}

// listing is the page of whom to call.
type listing struct{}

func (listing) from() session.DeskPage { return session.DeskCalls }

func (listing) keys(g *giver) string { return g.Tx("desk.list.keys") }

func (listing) recipients() []string { return nil }

func (listing) line(g *giver) string {
	return g.Tx("desk.calls.line", "Day", g.Now.Format("2006-01-02"), "N", listing{}.many(g))
}

func (listing) doing(g *giver) string { return g.Tx("desk.give.do", "N", listing{}.many(g)) }

// many is how many people would be in the file.
func (listing) many(g *giver) int {
	if o := g.Desk.Opened(); o != nil {
		return len(o.Due)
	}
	return 0
}

func (listing) asks(g *giver) []choiceRow {
	return []choiceRow{g.closings(
		way{closePhrase, g.Tx("desk.give.phrase"), g.Tx("desk.give.phrase.line")},
		way{closePrint, g.Tx("desk.list.print"), g.Tx("desk.list.print.line")},
	), g.where()}
}

func (listing) write(ctx context.Context, g *giver, of work.Handing, progress func(done, total int)) (work.Handed, error) {
	return g.Desk.DueList(ctx, work.Listing{Print: g.k.closed == closePrint, Folder: of.Folder, Say: g.T}, progress)
}

func (listing) goes(g *giver, w float32) []page.Flow {
	say := g.Type(g.small()*1.06, g.P.Ink, false)
	return []page.Flow{g.pair(g.M.S(4), g.Tx("desk.list.goes"), g.Tx("desk.list.goes.line"), say, w),
		g.pair(g.M.S(4), g.Tx("desk.list.stays"), g.Tx("desk.list.stays.line"), say, w)}
}

func (listing) warns(g *giver) string {
	if g.k.closed == closePrint {
		return g.Tx("desk.list.destroy")
	}
	return ""
}
