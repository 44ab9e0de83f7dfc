package newpack

import (
	"fmt"
	"io"
	"time"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/draft"
)

// Place is where an answer is written. Lang is "" for a question that has one answer for both languages.
type Place struct {
	ID   string
	Lang event.Lang
}

// Interview is what somebody has answered so far, page by page, back and forth. Whatever they have not touched stands as
// it is proposed, and follows what it is proposed by until its page is accepted.
type Interview struct {
	now   time.Time
	given map[Place]string
	typed bool
}

// NewInterview returns an interview with nothing answered.
func NewInterview(now time.Time) *Interview {
	return &Interview{now: now, given: map[Place]string{}}
}

// Format prints [redacted]: there are names and numbers in it.
func (*Interview) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Places returns where a question is answered: in the language own and in the other, or in one place for both.
func Places(q draft.Question, own event.Lang) []Place {
	if !q.TwoLanguages() {
		return []Place{{ID: q.ID}}
	}
	return []Place{{q.ID, own}, {q.ID, Other(own)}}
}

// Give takes what was typed or chosen, as it is; "" leaves the answer for later.
func (i *Interview) Give(p Place, s string) {
	i.given[p], i.typed = s, true
}

// Typed reports whether somebody has answered anything.
func (i *Interview) Typed() bool { return i.typed }

// Shown returns what stands at a place: what was given, else what is proposed to somebody who speaks own, else "".
func (i *Interview) Shown(p Place, own event.Lang) string {
	if s, ok := i.given[p]; ok {
		return s
	}
	a := draft.Answers{}
	for _, q := range draft.Questions() {
		if q.ID == p.ID {
			return i.proposed(q, p, a, own)
		}
		a[q.ID] = i.answer(q, a, own)
	}
	return ""
}

// proposed is what a question proposes at a place after the answers before it.
func (i *Interview) proposed(q draft.Question, p Place, a draft.Answers, own event.Lang) string {
	l := p.Lang
	if l == "" {
		l = own
	}
	s := q.Propose(a, l, i.now)
	if q.Check(s, a) != "" {
		return ""
	}
	// What is proposed in the other language means what is proposed in this one: beside another answer it says something else.
	if first, given := i.given[Place{q.ID, own}]; given && p.Lang == Other(own) && Normal(q, first) != q.Propose(a, own, i.now) {
		return ""
	}
	return s
}

// answer is the answer to a question after those before it.
func (i *Interview) answer(q draft.Question, a draft.Answers, own event.Lang) event.Text {
	t := event.Text{}
	for _, p := range Places(q, own) {
		s, ok := i.given[p]
		if !ok {
			s = i.proposed(q, p, a, own)
		}
		if s = Normal(q, s); s == "-" || s == "－" {
			s = "" // as at the terminal: later
		}
		if p.Lang == "" {
			return draft.Both(s)
		}
		t[p.Lang] = s
	}
	return Alike(t)
}

// Answers returns what all questions are answered with.
func (i *Interview) Answers(own event.Lang) draft.Answers {
	a := draft.Answers{}
	for _, q := range draft.Questions() {
		a[q.ID] = i.answer(q, a, own)
	}
	return a
}

// Accept takes the answers to some questions as they stand, if all are good. Otherwise it returns what is wrong with
// each, as keys of the catalogue, and what was typed stays.
func (i *Interview) Accept(list []draft.Question, own event.Lang) (wrong map[Place]string) {
	a := i.Answers(own)
	wrong = map[Place]string{}
	for _, q := range list {
		for _, p := range Places(q, own) {
			l := p.Lang
			if l == "" {
				l = own
			}
			if bad := q.Check(a.In(q.ID, l), a); bad != "" {
				wrong[p] = bad
			}
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	for _, q := range list {
		for _, p := range Places(q, own) {
			l := p.Lang
			if l == "" {
				l = own
			}
			i.given[p] = a.In(q.ID, l)
		}
	}
	return nil
}

// Open counts the questions that are not answered in every language, and that a pack does not do without.
func (i *Interview) Open(own event.Lang) (n int) {
	a := i.Answers(own)
	for _, q := range draft.Questions() {
		if !q.Optional && q.Kind != draft.Choice && (a.In(q.ID, event.ZH) == "" || a.In(q.ID, event.EN) == "") {
			n++
		}
	}
	return n
}
