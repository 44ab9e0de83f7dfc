package desk

import (
	"context"
	"fmt"
	"io"

	"matchbooth/data/record"
	"matchbooth/kiosk/session"
)

// Kept is what pages of the desk remember while they are drawn anew: what a volunteer has answered and not saved yet, and
// who is shown unmasked. The window keeps it, and wipes it when the desk locks.
type Kept struct {
	unmasked string // the person who is shown in full; never more than one
	chosen   chosen
	check    checkKept
	calls    callsKept
	doubles  doublesKept
}

// Forget forgets everything.
func (k *Kept) Forget() { *k = Kept{} }

// Format prints [redacted].
func (Kept) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// kept returns what is remembered; pictures remember nothing.
func (b *B) kept() *Kept {
	if b.Work.Kept == nil {
		b.Work.Kept = &Kept{}
	}
	return b.Work.Kept
}

// chosen is who was chosen on the page that is shown. It is not in the state, which takes no two changes within a moment: a
// finger that goes down twice is one, but arrow keys are quick.
type chosen struct {
	page   session.DeskPage
	came   string // for whom the page was opened
	person string
}

// here returns who was chosen on this page, or for whom it was opened.
func (b *B) here() string {
	if c := b.kept().chosen; c.page == b.State.DeskPage && c.came == b.State.DeskPerson {
		return c.person
	}
	return b.State.DeskPerson
}

// turnTo turns to a page of the desk, or to another person on the page that is shown.
func (b *B) turnTo(to session.DeskPage, person string) {
	if to != b.State.DeskPage {
		b.Send(session.Event{Kind: session.DeskGo, Arg: string(to), Arg2: person})
		return
	}
	b.kept().chosen = chosen{to, b.State.DeskPerson, person}
	b.again()
}

// unmask shows people in full once it stands in the audit that somebody looks. Where that cannot be noted they stay masked,
// and the page says why.
func (b *B) unmask(show func(), failed func(s string), who ...string) {
	b.later(func() func() {
		var err error
		for _, person := range who {
			if err == nil {
				err = b.Desk.Shown(context.Background(), person)
			}
		}
		return func() {
			switch {
			case b.Desk.Opened() == nil: // locked meanwhile
			case err != nil:
				failed(b.Tx("desk.unseen"))
			default:
				show()
				b.again()
			}
		}
	})
}

// again draws the page anew.
func (b *B) again() {
	if b.Redraw != nil {
		b.Redraw()
	}
}

// Format prints [redacted].
func (checkPage) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (callsPage) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (pendingCall) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (doublesPage) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (double) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (checking) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
