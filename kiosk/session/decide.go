package session

import (
	"slices"
	"time"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
)

// OutcomeAll is the outcome of whoever meets all conditions. Nothing more is asked or kept of them.
const OutcomeAll = "all_true"

// noticeRead keeps every notice of the pack as acknowledged, in the language on the screen.
func (x *step) noticeRead() {
	for _, c := range x.p.Consents {
		if c.Kind == kindNotice {
			x.give(c)
		}
	}
	x.enter(Decide)
}

func (x *step) wantSignUp() {
	if x.s.DecidedAt.IsZero() {
		x.s.DecidedAt = x.now
	}
	x.enter(Conditions)
}

func (x *step) wantThink() {
	x.forgetTyped()
	x.enter(Think)
}

func (x *step) backFromThink() {
	if len(x.s.Refused) > 0 { // here because of a consent
		x.backToLastConsent()
		return
	}
	x.forgetConditions()
	x.enter(Decide)
}

func (x *step) answerAll() {
	x.forgetConditions()
	x.s.Outcome = OutcomeAll
	x.enterForm()
}

func (x *step) answerNot()    { x.answered(AnsweredNot) }
func (x *step) answerUnsure() { x.answered(AnsweredUnsure) }

func (x *step) answered(what string) {
	x.forgetConditions()
	x.s.Answered = what
	x.enter(Ways)
}

func (x *step) backToConditions() {
	x.forgetConditions()
	x.enter(Conditions)
}

// pickWay keeps the outcome, and forgets the answer that led to it.
func (x *step) pickWay() {
	for _, w := range WaysFor(x.p, x.s.Answered) {
		if w.Outcome == x.e.Arg {
			x.s.Answered, x.s.Outcome = "", w.Outcome
			x.enter(Way)
			return
		}
	}
}

func (x *step) wayOn() {
	w, ok := WayShown(x.p, x.s)
	if !ok {
		return
	}
	x.s.Flags = nil
	if w.Flag {
		x.s.Flags = []string{w.Outcome}
	}
	switch w.Then {
	case "form":
		x.enterForm()
	case "date":
		x.enter(BirthDate)
	case "update":
		x.forgetTyped()
		x.enter(Already)
	default:
		x.home()
	}
}

// birthGiven works out when to come back. The date of birth is in the event alone.
func (x *step) birthGiven() {
	x.s.ComeBack, x.s.Problems = "", nil
	birth, err := time.Parse(time.DateOnly, x.e.Arg)
	if err != nil || birth.After(x.now) {
		x.s.Problems = []form.Problem{{Field: BirthField, Key: "problem.date"}}
		return
	}
	x.s.ComeBack = comeBack(birth, x.now, x.p.Conditions)
	x.changed()
}

// birthOn goes on from the date to come back: to the conditions, if that is today.
func (x *step) birthOn() {
	if x.s.ComeBack != "" && x.s.ComeBack <= x.now.Format(time.DateOnly) {
		x.backToConditions()
		return
	}
	x.home()
}

func (x *step) backFromBirth() {
	x.s.ComeBack = ""
	x.enter(Way)
}

// give keeps a consent as shown now, instead of an earlier one of the same id.
func (x *step) give(c event.Consent) {
	x.take(c.ID)
	x.s.Consents = append(x.s.Consents, ConsentGiven{
		ID: c.ID, SHA256: c.SHA256(x.s.Lang), Lang: x.s.Lang, At: x.now,
	})
}

// take makes a consent open again.
func (x *step) take(id string) {
	x.s.Consents = slices.DeleteFunc(x.s.Consents, func(g ConsentGiven) bool { return g.ID == id })
	x.s.Refused = slices.DeleteFunc(x.s.Refused, func(r string) bool { return r == id })
}
