package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/work/changes"
	"matchbooth/ui/work/people"
)

// checkKept is what has been answered on the page of checks and is not saved yet, by person.
type checkKept struct {
	of    map[string]*checking
	later map[string]bool // put off: at the end of the queue
	said  string          // of whom was saved last
	scan  field.Scanner
}

// checking is one person's check that is under way.
type checking struct {
	answers map[string]bool
	kit     string
	replace bool   // the kit takes the place of another
	step    string // the step that is open; "" for the first that is not answered
	wrong   string // why the kit was not taken
	second  string // a kit that would be the person's second
}

// checkPage is the page of who has not been checked yet, oldest first: they are about to leave.
type checkPage struct {
	*B
	queue []int // places in the list
	at    int   // in queue
	r     record.Record
	c     *checking
	steps []event.Check
	open  event.Check
	say   func(s string, wrong bool)
}

// checksPage draws who is still to be checked, and the steps for one of them.
func (b *B) checksPage() {
	o := b.Desk.Opened()
	p := &checkPage{B: b, queue: b.toCheck(), steps: b.Pack.CheckList()}
	line := b.Tx("desk.check.line", "N", o.List.Count(people.Unchecked))
	if len(p.queue) == 0 {
		b.nothingLeft("check", b.Tx("desk.check.none"), b.kept().check.said)
		return
	}
	r := b.roomFor(b.Tx("desk.page.check"), line, false)
	p.at = max(0, slices.IndexFunc(p.queue, func(at int) bool { return o.Records[at].Person == b.here() }))
	p.r = o.Records[p.queue[p.at]]
	k := &b.kept().check
	if k.of == nil {
		k.of, k.later = map[string]*checking{}, map[string]bool{}
	}
	if p.c = k.of[p.r.Person]; p.c == nil {
		p.c = &checking{answers: map[string]bool{}}
		k.of[p.r.Person] = p.c
	}
	p.open = p.steps[p.openAt()]
	p.draw(r)
	b.railKeys(p.onKey)
}

// toCheck returns who is unchecked, by place: those of today first, oldest first, and last who was put off.
func (b *B) toCheck() (queue []int) {
	o := b.Desk.Opened()
	today := func(at int) bool {
		t, now := o.Records[at].At.In(b.Now.Location()), b.Now
		return t.YearDay() == now.YearDay() && t.Year() == now.Year()
	}
	later := b.kept().check.later
	rank := func(at int) int {
		switch person := o.Records[at].Person; {
		case later[person]:
			return 2
		case !today(at):
			return 1
		}
		return 0
	}
	for at := range o.Records {
		// Whoever is led here from their own page is checked once more.
		if o.List.In(at, people.Unchecked) || o.Records[at].Person != "" && o.Records[at].Person == b.here() {
			queue = append(queue, at)
		}
	}
	slices.SortStableFunc(queue, func(x, y int) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), o.Records[x].At.Compare(o.Records[y].At))
	})
	return queue
}

// answer returns what is known of a step: what was answered on this page, else before.
func (p *checkPage) answer(s event.Check) (yes, said bool) {
	if s.Kind == event.CheckScan && p.c.kit != "" {
		return true, true
	}
	if yes, said = p.c.answers[s.ID]; said {
		return yes, true
	}
	return p.r.Checked(s.ID)
}

// openAt returns which step is open: the one that was chosen, or the first without an answer.
func (p *checkPage) openAt() int {
	for i, s := range p.steps {
		if s.ID == p.c.step {
			return i
		}
	}
	for i, s := range p.steps {
		if _, said := p.answer(s); !said {
			return i
		}
	}
	return len(p.steps) - 1
}

// missing returns how many required steps have no answer.
func (p *checkPage) missing() (n int) {
	for _, s := range p.steps {
		if _, said := p.answer(s); s.Required && !said {
			n++
		}
	}
	return n
}

// fresh reports whether anything has been answered that is not saved.
func (p *checkPage) fresh() bool { return len(p.c.answers) > 0 || p.c.kit != "" }

// onAnswer notes an answer to the open step and opens the next one; a phone that did not ring stays open, since the number
// is to be looked at.
func (p *checkPage) onAnswer(yes bool) {
	p.c.answers[p.open.ID] = yes
	p.c.step = ""
	if !yes && p.open.ID == event.CheckRang {
		p.c.step = p.open.ID
	}
	p.again()
}

// onSkip opens the step after the open one.
func (p *checkPage) onSkip() {
	p.c.wrong, p.c.second = "", "" // without a kit nothing is wrong with it
	p.c.step = p.steps[min(p.openAt()+1, len(p.steps)-1)].ID
	p.again()
}

// onScan takes what a scanner typed: a receipt code leads to whose it is, anything else is the kit of the person shown.
func (p *checkPage) onScan(text string) {
	for at, r := range p.Desk.Opened().Records {
		if r.Person != "" && sameCode(text, r) {
			p.kept().check.said = ""
			p.turnTo(session.DeskCheck, p.Desk.Opened().Records[at].Person)
			return
		}
	}
	p.takeKit(text, false)
}

// takeKit notes a kit, if it can be this person's. Nothing is written before the check is done, and it is looked at again then.
func (p *checkPage) takeKit(text string, replace bool) {
	step := slices.IndexFunc(p.steps, func(s event.Check) bool { return s.Kind == event.CheckScan })
	if step < 0 {
		p.say(p.Tx("desk.check.nokits"), true)
		return
	}
	p.c.wrong, p.c.second = "", ""
	p.c.step = p.steps[step].ID
	c, err := changes.Check(p.Pack, p.Desk.Opened().List, p.r, changes.Checking{Kit: text, Replace: replace}, p.Desk.By(), p.Now)
	if err != nil {
		p.c.wrong = p.sentence(err)
		if has(err, "change.kit.second") {
			p.c.second = text
		}
		p.again()
		return
	}
	p.c.kit, p.c.replace, p.c.step = c.Kit, replace, ""
	p.again()
}

// onLater puts the person off to the end of the queue. What was answered stays.
func (p *checkPage) onLater() {
	p.kept().check.later[p.r.Person] = true
	p.next()
}

// next leads to whoever is first in the queue then.
func (p *checkPage) next() {
	p.kept().unmasked = ""
	p.turnTo(session.DeskCheck, "")
}

// onDone saves the check.
func (p *checkPage) onDone() {
	if p.missing() > 0 || p.c.wrong != "" || !p.fresh() {
		return
	}
	said, person := changes.Checking{Answers: p.c.answers, Kit: p.c.kit, Replace: p.c.replace}, p.r.Person
	name := p.nameOf(p.r)
	p.later(func() func() {
		err := p.Desk.Check(context.Background(), person, said)
		return func() {
			if err != nil {
				p.say(p.sentence(err), true)
				return
			}
			k := &p.kept().check
			delete(k.of, person)
			delete(k.later, person)
			k.said = p.Tx("desk.check.saved", "Who", name)
			p.next()
		}
	})
}

// onKey is the keyboard: a person by the arrows, the answers by Space and Delete, Enter saves, Esc puts off. A scanner types
// so fast that it is nobody's finger.
func (p *checkPage) onKey(name fyne.KeyName, r rune) {
	k := &p.kept().check
	if text, done := k.scan.Key(name, r, time.Now()); text != "" || done {
		if done {
			p.onScan(text)
		}
		return
	}
	switch {
	case name == fyne.KeyUp, name == fyne.KeyDown:
		p.choose(near(p.at, byArrow(name), len(p.queue)))
	case r == ' ' && p.open.Kind != event.CheckScan:
		p.onAnswer(true)
	case (name == fyne.KeyDelete || name == fyne.KeyBackspace) && p.open.Kind != event.CheckScan:
		p.onAnswer(false)
	case name == fyne.KeyReturn, name == fyne.KeyEnter:
		p.onDone()
	case name == fyne.KeyEscape:
		p.onLater()
	}
}

func (p *checkPage) choose(i int) {
	p.kept().unmasked, p.kept().check.said = "", ""
	p.turnTo(session.DeskCheck, p.Desk.Opened().Records[p.queue[i]].Person)
}

// sameCode reports whether a text is the receipt code of a record, or of one that was joined into it.
func sameCode(text string, r record.Record) bool {
	code, err := entry.ParseReceiptCode(strings.TrimSpace(text))
	if err != nil {
		return false
	}
	if code == r.Code {
		return true
	}
	for _, c := range r.Joined {
		if c == code {
			return true
		}
	}
	return false
}
