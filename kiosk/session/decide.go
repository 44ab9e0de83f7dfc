package session

import (
	"slices"
	"time"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/rules"
)

// noticeRead records every notice of the pack as acknowledged, in the language on the screen.
func (x *step) noticeRead() {
	for _, c := range x.p.Consents {
		if c.Kind == kindNotice {
			x.give(c)
		}
	}
	x.enter(Decide)
}

func (x *step) wantSignUp() {
	x.enter(Conditions)
}

func (x *step) wantThink() {
	x.forgetTyped()
	x.enter(Think)
}

func (x *step) backFromThink() {
	if len(x.s.Refused) > 0 { // here because a consent was refused
		x.backToLastConsent()
		return
	}
	x.forgetConditions()
	x.enter(Decide)
}

func (x *step) answerAll() {
	x.forgetConditions()
	x.s.Outcome = event.OutcomeAllTrue // nothing more is asked or kept
	x.enterForm()
}

func (x *step) answerNot()    { x.answered(rules.Not) }
func (x *step) answerUnsure() { x.answered(rules.Unsure) }

func (x *step) answered(what string) {
	x.forgetConditions()
	x.s.Answered = what
	x.enter(Ways)
}

func (x *step) backToConditions() {
	x.forgetConditions()
	x.enter(Conditions)
}

// pickWay records the outcome and forgets the answer that led to it.
func (x *step) pickWay() {
	outcome, ok := rules.Outcome(x.p, x.s.Answered, x.e.Arg)
	if !ok {
		return
	}
	x.s.Answered, x.s.Outcome = "", outcome
	x.enter(Way)
}

func (x *step) wayOn() {
	w, ok := wayShown(x.p, x.s)
	if !ok {
		return
	}
	x.s.Flags = nil
	if w.Flag {
		x.s.Flags = []string{w.Outcome}
	}
	switch w.Then {
	case event.ThenForm:
		x.enterForm()
	case event.ThenDate:
		x.enter(BirthDate)
	case event.ThenUpdate:
		x.forgetTyped()
		x.enter(Already)
	default:
		x.home()
	}
}

// birthGiven works out when to come back. The date of birth is only in the event, never in the State.
func (x *step) birthGiven() {
	x.s.ComeBack, x.s.Problems = "", nil
	age := x.p.AgeCondition()
	if age == nil {
		return
	}
	verdict := rules.Implausible
	birth, err := time.Parse(time.DateOnly, x.e.Arg)
	if err == nil {
		verdict = rules.Age(birth, x.now, *age)
	}
	switch verdict {
	case rules.TooYoung:
		if day, ok := rules.ComeBack(birth, x.now, *age); ok {
			x.s.ComeBack = day.Format(time.DateOnly)
		}
	case rules.Inside:
		x.s.ComeBack = x.today()
	case rules.TooOld:
		x.s.Problems = []form.Problem{{Field: birthField, Key: problemTooOld}}
	default:
		x.s.Problems = []form.Problem{{Field: birthField, Key: problemNoBirth}}
	}
	x.changed()
}

// birthOn goes on from the date to come back: to the conditions if that is today or past, else home.
func (x *step) birthOn() {
	if x.s.ComeBack != "" && x.s.ComeBack <= x.today() {
		x.backToConditions()
		return
	}
	x.home()
}

// today returns the current date in the time zone of the clock.
func (x *step) today() string { return x.now.Format(time.DateOnly) }

func (x *step) backFromBirth() {
	x.s.ComeBack = ""
	x.enter(Way)
}

// give records a consent as shown now, replacing an earlier one with the same id.
func (x *step) give(c event.Consent) {
	x.unanswer(c.ID)
	read := c.Lang(x.s.Lang) // a pack may lack the language of the buttons
	x.s.Consents = append(x.s.Consents, ConsentGiven{
		ID: c.ID, SHA256: c.SHA256(read), Lang: read, At: x.now,
	})
}

// unanswer removes the answer to a consent, so that it is open again.
func (x *step) unanswer(id string) {
	x.s.Consents = slices.DeleteFunc(x.s.Consents, func(g ConsentGiven) bool { return g.ID == id })
	x.s.Refused = slices.DeleteFunc(x.s.Refused, func(r string) bool { return r == id })
}
