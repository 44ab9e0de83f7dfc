// Package drafting draws the window that asks for a new event pack: a page for a few questions each, where the pack is
// written to, and what there is then. The questions and their pages are in kiosk/event/draft, what becomes of the answers
// in ui/work/newpack.
package drafting

import (
	"fmt"
	"io"

	"fyne.io/fyne/v2"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/draft"
	"matchbooth/ui/page"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/work/newpack"
)

// State is a pack that is being asked for. The window keeps it from one drawing to the next.
type State struct {
	*newpack.Window

	answers *newpack.Interview
	pages   []draft.Page
	at      int // of pages; then the folder, then what was written
	wrong   map[newpack.Place]string
	dir     string                        // as typed
	dirOwn  bool                          // somebody has typed it
	said    func(say text.Printer) string // below the page, in whatever language the window speaks by then; nil: nothing
	bad     bool
	busy    bool
	leaving bool // it is asked whether to leave without a pack
	written *newpack.Written
	first   string       // id of the field to be corrected
	taken   *field.Field // that field, as it was drawn last
}

// Begin returns a pack of which nothing is known.
func Begin(w *newpack.Window) *State {
	return &State{Window: w, answers: newpack.NewInterview(w.Now), pages: draft.Pages()}
}

// Format prints [redacted].
func (*State) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Leave reports whether the window may be closed. If there are answers that are written nowhere it may not: then the next
// drawing asks.
func (s *State) Leave() bool {
	if s.written != nil || !s.answers.Typed() && !s.dirOwn {
		return true
	}
	s.leaving = true
	return false
}

// drawing is a page as it is drawn once.
type drawing struct {
	*page.B
	s      *State
	redraw func()
	quit   func()
	fields []*field.Field
	shown  map[*field.Field]newpack.Place
}

// Draw draws the page. redraw draws it anew, and quit ends the window.
func Draw(b *page.B, s *State, redraw, quit func()) {
	m := b.M
	d := &drawing{B: b, s: s, redraw: redraw, quit: quit, shown: map[*field.Field]newpack.Place{}}
	f := b.Frame(page.Framing{NoFoot: true, Steps: len(s.pages) + 2, Step: s.at + 1})
	if s.leaving {
		d.leavePage(f.Body)
		return
	}
	foot, body := f.Body.Bottom(m.MainH())
	_, body = body.Bottom(m.S(14))
	name := [...]string{"folder", "done"}[max(0, min(1, s.at-len(s.pages)))]
	if s.at < len(s.pages) {
		name = s.pages[s.at].ID
	}
	_, body = body.Top(b.Title(body, b.Tx("newpack."+name+".title"), m.S(40)*m.Text) + m.S(4))
	lead := b.Heading(b.Tx("newpack."+name+".why"), b.Type(m.Label(), b.P.Soft, false), body.W, m.Label()*3.2, 2)
	b.Lay(lead, body.X, body.Y)
	_, body = body.Top(lead.Height + m.S(10))
	if s.said != nil && (s.at != len(s.pages) || !s.bad) { // what is wrong with the folder stands beside it
		var message page.Box
		message, body = body.Bottom(m.Label() * 2.9)
		_, body = body.Bottom(m.S(6))
		b.Message(message)(s.said(b.T), s.bad)
	}
	switch {
	case s.at < len(s.pages):
		d.questions(body, s.pages[s.at].Questions)
	case s.at == len(s.pages):
		d.folderPage(body)
	default:
		d.donePage(body)
	}
	d.foot(foot)
	d.walk()
}

// foot draws the way back and on.
func (d *drawing) foot(at page.Box) {
	s := d.s
	next, back := d.Tx("guide.next"), d.Tx("guide.back")
	nextID, backID := "new.next", "new.back"
	switch {
	case s.at == 0:
		back = ""
	case s.at == len(s.pages):
		next = d.Tx("newpack.write")
	case s.written != nil:
		next, back, backID = d.Tx("newpack.preview"), d.Tx("guide.close"), "new.close"
		if s.Preview == nil {
			next, back = back, ""
		}
	}
	box, _ := at.Right(min(at.W*0.6, d.Width(next, d.StyleMain())))
	d.Button(box, nextID, next, d.StyleMain(), d.onNext).SetDisabled(s.busy)
	if back != "" {
		box, _ := at.Left(min(at.W*0.36, d.Width(back, d.StyleEqual())))
		d.Button(box, backID, back, d.StyleEqual(), d.onBack).SetDisabled(s.busy)
	}
}

// walk has the keys go from field to field and on, and Esc back.
func (d *drawing) walk() {
	d.Walk(d.fields, d.onNext, d.onBack)
	for _, f := range d.fields {
		if d.s.first != "" && f.ID == d.s.first {
			d.Page.First, d.s.taken = f, f
		}
	}
}

// own is the language of the pack that is asked for first: the window's, or what is shown where a pack has not that.
func (d *drawing) own() event.Lang { return event.Told(event.Lang(d.State.Lang)) }

// turn goes to a page.
func (d *drawing) turn(to int) {
	d.s.at, d.s.said, d.s.bad, d.s.wrong, d.s.first = to, nil, false, nil, ""
	d.redraw()
}

// tell says something on the page. What is wrong is not to be hidden by the on-screen keyboard.
func (d *drawing) tell(said func(text.Printer) string, bad bool) {
	d.s.said, d.s.bad = said, bad
	if bad && d.Fold != nil {
		d.Fold()
	}
	d.redraw()
}

func (d *drawing) onBack() {
	s := d.s
	switch {
	case s.busy:
	case s.at == 0 || s.written != nil:
		if s.Leave() {
			d.quit()
			return
		}
		d.redraw()
	default:
		d.turn(s.at - 1) // what was typed stays, and is looked at on the way on
	}
}

func (d *drawing) onNext() {
	s := d.s
	switch {
	case s.busy:
	case s.written != nil:
		d.onPreview()
	case s.at == len(s.pages):
		d.onWrite()
	default:
		s.wrong = s.answers.Accept(s.pages[s.at].Questions, d.own())
		if len(s.wrong) == 0 {
			d.turn(s.at + 1)
			return
		}
		for _, q := range s.pages[s.at].Questions {
			for _, p := range newpack.Places(q, d.own()) {
				if s.wrong[p] != "" {
					d.begin(p)
					return
				}
			}
		}
	}
}

// begin draws the page anew and gives the keys to the field of a place.
func (d *drawing) begin(p newpack.Place) {
	d.s.first, d.s.taken = fieldID(p), nil
	input := d.Input
	d.redraw()
	if input != nil && d.s.taken != nil {
		input.Take(d.s.taken)
	}
	d.s.first, d.s.taken = "", nil
}

// leavePage asks whether to leave without a pack.
func (d *drawing) leavePage(at page.Box) {
	m := d.M
	foot, body := at.Bottom(m.MainH())
	_, body = body.Top(d.Title(body, d.Tx("newpack.leave.title"), m.Title()) + m.S(14))
	d.TextFit(body, d.Tx("newpack.leave.why"), d.Type(m.Body(), d.P.Ink, false), 6, 0)
	stay := func() {
		d.s.leaving = false
		d.redraw()
	}
	d.Equal(foot, page.Choice{ID: "leave", Label: d.Tx("newpack.leave.go"), Do: d.quit}, page.Choice{ID: "stay", Label: d.Tx("newpack.leave.stay"), Do: stay})
	d.Page.Keys = func(name fyne.KeyName, _ rune) {
		if name == fyne.KeyEscape {
			stay()
		}
	}
}
