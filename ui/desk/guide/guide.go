// Package guide draws the window that leads through setting a booth up: the event, the keys, the PIN, trying both keys, and
// the card that lies beside the booth. The steps and their checks are in ui/work/setup.
package guide

import (
	"fmt"
	"io"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/assets/text"
	"matchbooth/data/words"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/setup"
)

// The pages, in order.
const (
	atPack = iota
	atKeys
	atPIN
	atTest
	atCard
	pages
)

// State is a set-up that is under way. The window keeps it from one drawing to the next.
type State struct {
	*setup.Window
	Sticks func() []handover.Place // what is plugged in; nil asks the system

	plan    setup.Plan
	at      int
	busy    bool
	said    sentence // below the page; nil: nothing
	bad     bool
	leaving bool // it is asked whether to leave without a booth
	stopped bool // that was answered, and nothing has been done since
	runs    int  // how often something that may take long was begun

	dir, pack string       // as typed
	packs     []string     // found
	looked    bool         // packs were looked for
	answered  map[int]bool // warnings of the plan's pack, by their place
	phrase    setup.Phrase
	places    []handover.Place
	place     string
	shares    bool
	offered   string // a PIN
	pin       string
	again     string
	making    *setup.Making
	trial     *setup.Trial
	typed     string // the passphrase, from the note
	group     string // from the page
	made      setup.Made
}

// sentence is something said in whatever language the window is switched to meanwhile.
type sentence func(say text.Printer) string

// key returns the sentence under a key of the catalogue.
func key(name string, args ...any) sentence {
	return func(say text.Printer) string { return say.S(name, args...) }
}

// Begin returns a set-up at its first page.
func Begin(w *setup.Window) *State {
	return &State{Window: w, dir: w.Dir, pack: w.PackPath, answered: map[int]bool{}}
}

// Format prints [redacted].
func (*State) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Close stops what is being made, waits until nothing is left of it, and says so in a language.
func (s *State) Close(say text.Printer) {
	m := s.making
	if m == nil {
		return
	}
	s.making = nil
	if _, err := m.End(setup.ErrStopped); err != nil && s.Stopped != nil {
		s.Stopped(say.S("guide.nothing"))
	}
}

// Leave reports whether the window may be closed. Once there is a passphrase to be noted, or a page to be printed, it may
// not: then the next drawing asks.
func (s *State) Leave() bool {
	if s.at == atPack || s.at == atCard || s.stopped {
		return true
	}
	s.leaving = true
	return false
}

// guide is a page as it is drawn once.
type guide struct {
	*page.B
	s      *State
	redraw func()
	quit   func()
	fields []*field.Field
}

// Draw draws the page of a set-up. redraw draws it anew, and close ends the window.
func Draw(b *page.B, s *State, redraw, quit func()) {
	m := b.M
	g := &guide{B: b, s: s, redraw: redraw, quit: quit}
	f := b.Frame(page.Framing{NoFoot: true, Steps: pages, Step: s.at + 1})
	body := f.Body
	if s.leaving {
		g.leavePage(body)
		return
	}
	foot, body := body.Bottom(m.MainH())
	_, body = body.Bottom(m.S(12))
	if s.said != nil {
		var message page.Box
		message, body = body.Bottom(m.Label() * 2.9)
		_, body = body.Bottom(m.S(8))
		b.Message(message)(s.said(b.T), s.bad)
	}
	name := [pages]string{"pack", "keys", "pin", "test", "card"}[s.at]
	title, why := b.Tx("guide."+name+".title"), b.Tx("guide."+name+".why")
	_, body = body.Top(b.Title(body, title, m.Title()) + m.S(8))
	if s.said == nil || !b.State.Large { // in large print there is no room for both
		lead := b.Heading(why, b.Type(m.Body(), b.P.Soft, false), body.W, m.Body()*4, 2)
		b.Lay(lead, body.X, body.Y)
		_, body = body.Top(lead.Height + m.S(18))
	}
	[pages]func(page.Box){g.packPage, g.keysPage, g.pinPage, g.testPage, g.cardPage}[s.at](body)
	g.foot(foot)
}

// foot draws the way back and on.
func (g *guide) foot(at page.Box) {
	next, back := g.Tx("guide.next"), ""
	switch g.s.at {
	case atKeys:
		back = g.Tx("guide.back")
	case atPIN:
		next, back = g.Tx("guide.make"), g.Tx("guide.back")
	case atTest:
		next, back = g.Tx("guide.try"), g.Tx("guide.stop")
	case atCard:
		next = g.Tx("guide.close")
	}
	box, _ := at.Right(min(at.W*0.6, g.Width(next, g.StyleMain())))
	g.Button(box, "guide.next", next, g.StyleMain(), g.onNext).SetDisabled(g.s.busy)
	if back != "" {
		box, _ := at.Left(min(at.W*0.36, g.Width(back, g.StyleEqual())))
		g.Button(box, "guide.back", back, g.StyleEqual(), g.onBack).SetDisabled(g.s.busy)
	}
	g.Walk(g.fields, g.onNext, g.onBack)
}

func (g *guide) onNext() {
	if g.s.busy {
		return
	}
	[pages]func(){g.onPack, g.onKeys, g.onPIN, g.onTest, g.quit}[g.s.at]()
}

// turn goes to a page.
func (g *guide) turn(to int) {
	g.s.at, g.s.said, g.s.bad, g.s.stopped = to, nil, false, false
	g.redraw()
}

// refuse says why an answer is not taken.
func (g *guide) refuse(err error) {
	g.tell(func(say text.Printer) string {
		said := setup.Say(say, err)
		if said == "" {
			said = say.S("guide.failed")
		}
		return text.Sentence(said) + say.S("recovery.page.stop")
	}, true)
}

// tell says something below the page. What is wrong is not to be hidden by the on-screen keyboard, which comes up again with
// the next touch of a field.
func (g *guide) tell(s sentence, bad bool) {
	g.s.said, g.s.bad = s, bad
	if bad && g.Fold != nil {
		g.Fold()
	}
	g.redraw()
}

// run does what may take long, and draws the page anew before and after it.
func (g *guide) run(said sentence, work func() (show func())) {
	s := g.s
	s.busy, s.said, s.bad = true, said, false
	s.runs++
	run, done := s.runs, false
	g.Later(func() func() {
		show := work()
		return func() {
			done = true
			if run == s.runs { // nothing else was begun meanwhile
				s.busy, s.said = false, nil
			}
			show()
		}
	})
	if !done {
		g.redraw()
	}
}

// onBack goes to the page before. From the trial that is to make nothing of what was noted and printed, which is asked first.
func (g *guide) onBack() {
	switch s := g.s; {
	case s.busy, s.at == atPack, s.at == atCard:
	case s.at == atTest:
		s.leaving = true
		g.redraw()
	default:
		g.turn(s.at - 1)
	}
}

// leavePage asks whether to stop. From the trial it leads back to the PIN; the cross of the window, to its end.
func (g *guide) leavePage(at page.Box) {
	m := g.M
	foot, body := at.Bottom(m.MainH())
	_, body = body.Top(g.Title(body, g.Tx("guide.leave.title"), m.Title()) + m.S(14))
	why := "guide.leave.why"
	if g.s.making == nil {
		why = "guide.leave.early"
	}
	_, pic := body.Top(g.TextFit(body, g.Tx(why), g.Type(m.Body(), g.P.Ink, false), 6, 0) + m.S(24))
	_, pic = pic.Bottom(m.S(40))
	g.Drawing(pic, 1.6, art.NotMetArt) // the rings have not met
	stay := func() {
		g.s.leaving = false
		g.redraw()
	}
	g.Equal(foot, page.Choice{ID: "leave", Label: g.Tx("guide.stop"), Do: g.onStop}, page.Choice{ID: "stay", Label: g.Tx("guide.leave.stay"), Do: stay})
	g.Page.Keys = func(name fyne.KeyName, _ rune) {
		if name == fyne.KeyEscape {
			stay()
		}
	}
}

// onStop stops: what was written is taken back, and the page says so. Before anything was written the window closes.
func (g *guide) onStop() {
	s := g.s
	m := s.making
	s.leaving = false
	if m == nil {
		g.quit()
		return
	}
	s.making, s.trial, s.typed, s.group = nil, nil, "", ""
	g.run(key("guide.stopping"), func() func() {
		_, err := m.End(setup.ErrStopped)
		return func() {
			g.turn(atPIN)
			if err != nil {
				s.stopped = true
				g.tell(key("guide.nothing"), false)
			}
		}
	})
}

// rowH is the height of a field.
func (g *guide) rowH() float32 { return max(g.M.S(60)*(1+(g.M.Text-1)/2), 56) }

// input draws a field under its label and returns what is left below it.
func (g *guide) input(at page.Box, label, id, kind string, value *string, secret bool) (*field.Field, page.Box) {
	m := g.M
	head, at := at.Top(m.Label() * 1.5)
	row, at := at.Top(g.rowH())
	_, at = at.Top(m.S(12))
	g.TextFit(head, label, g.Type(m.Label(), g.P.Ink, true), 1, 0.5)
	f := g.Field(row, id, kind, *value, false, func(s string) { *value = s })
	f.Secret, f.MaxRunes = secret, 400
	f.Refresh()
	g.fields = append(g.fields, f)
	return f, at
}

// choice draws a card that can be chosen.
func (g *guide) choice(at page.Box, id, label string, on bool, do func()) {
	st := g.StyleCard()
	st.Bold, st.TextSize, st.Border = true, g.M.Label(), g.P.Edge
	if on {
		st.Icon, st.IconSize, st.Border, st.BorderWidth = tick(g.B), g.M.S(28), g.P.Green, 3
	}
	g.Button(at, id, label, st, do)
}

// big draws a text that is to be written down, on mint, and returns what is left below it.
func (g *guide) big(at page.Box, s string, lines int) page.Box {
	m := g.M
	p := touch.Fit([]touch.Span{{Text: s}}, g.Type(m.S(34)*m.Text, g.P.Ink, true), at.W-2*m.S(22), m.S(60)*float32(lines)*m.Text, lines)
	mint, rest := at.Top(p.Height + 2*m.S(16))
	g.Rect(mint, g.P.Mint, m.FieldCorner())
	g.Lay(p, mint.X+m.S(22), mint.Y+m.S(16))
	_, rest = rest.Top(m.S(14))
	return rest
}

// sixWords are the words of a set of keys in the language of the page.
func (g *guide) sixWords(fingerprint string) []string {
	return words.Fingerprint(fingerprint, g.T.Lang)
}

// Trying returns the trial that is asked for; nil on every other page.
func (s *State) Trying() *setup.Trial { return s.trial }

// Noted returns the passphrase that was drawn, as somebody has written it down; "" once it is not shown any more.
func (s *State) Noted() string { return s.phrase.Text }
