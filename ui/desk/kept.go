package desk

import (
	"context"
	"fmt"
	"io"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk/inbox"
	"matchbooth/ui/desk/recover"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/people"
	work "matchbooth/ui/work/session"
)

// Kept is what the desk's pages remember from one drawing to the next, until the desk is locked. It may hold what was typed
// about somebody. The window keeps it.
type Kept struct {
	Search record.Text  // what is looked for in the list
	Only   people.State // the chip of the list; "" for everybody
	Row    int          // the row of the list that the keys are on
	InList bool         // whether they are: then a space shows a name instead of being typed

	Recover recover.Kept // the recovery key that is being typed

	Inbox inbox.Kept // the wish that is being decided

	keyFile string // the copy of event-key.age that was chosen on a stick

	Erased bool // somebody has just been erased, and the list says so

	One onePerson

	tab string // what the tab key is at

	unmasked string // the person who is shown in full on a page of work; never more than one
	chosen   chosen
	check    checkKept
	calls    callsKept
	doubles  doublesKept

	day  closing
	give handing

	merge merging
	list  handing // of whom to call
	print printKept
}

// Forget drops all of it but how many paper forms were counted, which is about nobody and counted by hand. A file that is
// being written, or a merge, is stopped.
func (k *Kept) Forget() {
	for _, h := range []handing{k.give, k.list} {
		if h.run != nil {
			h.run.cancel()
		}
	}
	if k.print.run != nil {
		k.print.run.cancel()
	}
	if k.merge.run != nil {
		k.merge.run.cancel()
	}
	k.Recover.Forget()
	k.Inbox.Forget()
	clear(k.One.Typed)
	*k = Kept{day: closing{paper: k.day.paper, on: k.day.on}}
}

// Format prints [redacted].
func (Kept) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// onePerson is what a person's page remembers.
type onePerson struct {
	Person string // whose page it was; another one begins anew
	Shown  bool   // unmasked
	At     string // the row or the button that the arrow keys are at
	Panel  panel  // what lies over the page
	About  string // the field or the consent that the panel is about
	Typed  map[string]record.Text
	Chip   string // the reason that was chosen
	Said   string // what came of the last change
	Wrong  bool   // whether it was refused
	Busy   bool   // something is being written: what is typed twice is written once
}

// panel is what lies over a person's page.
type panel string

// At remembers a person's page, unmasked or not, with one of its panels open about a field, a consent or another person.
func (k *Kept) At(person string, shown bool, over, about string) {
	k.One = onePerson{Person: person, Shown: shown, Panel: panel(over), About: about, Typed: map[string]record.Text{}}
}

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
func (onePerson) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// closing is what the page that closes the day remembers.
type closing struct {
	paper  *int      // forms that somebody has counted; nil: nobody did
	on     time.Time // the day on which
	report bool      // it is asked where to write the report
	whole  bool      // of the whole event and not only of today
	place  string    // what came of it
	at     string    // what the arrow keys are at

	open  []work.OpenFile  // files that anybody can read, as they were found last
	last  *figures.Day     // what was counted last, so that the page need not be empty while it counts again
	where []handover.Place // where the report can go
}

// Format prints [redacted].
func (checking) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
