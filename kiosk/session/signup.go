package session

import (
	"slices"

	"matchbooth/kiosk/form"
)

func (x *step) enterForm() {
	x.s.FormStep, x.s.FromReview = 0, false
	if len(x.p.Steps) == 0 {
		x.enter(ReadBack)
		return
	}
	x.enter(Form)
}

// setAnswer stores a value as typed; it is checked and normalised when the step is left.
// Only the fields of the step shown can be answered. An empty value deletes the answer.
func (x *step) setAnswer() {
	id := x.e.Arg
	if !hasField(FieldsOf(x.p, x.s.FormStep), id) {
		return
	}
	if x.e.Value == (form.Value{}) {
		delete(x.s.Answers, id)
	} else {
		if x.s.Answers == nil {
			x.s.Answers = form.Answers{}
		}
		x.s.Answers[id] = x.e.Value
	}
	x.mended(id)
	x.s.ReadBack = false
	x.s.Problems = slices.DeleteFunc(x.s.Problems, func(p form.Problem) bool { return p.Field == id })
}

// nextStep checks the step shown and goes on if there are no problems.
func (x *step) nextStep() {
	if !x.check(x.s.FormStep) {
		x.changed()
		return
	}
	last := x.s.FormStep+1 >= len(x.p.Steps)
	if x.s.FromReview || last {
		x.s.FromReview = false
		x.enter(ReadBack)
		return
	}
	x.s.FormStep++
	x.enter(Form)
}

// check normalises the answers of a step, or sets the problems with them and returns false.
func (x *step) check(step int) bool {
	answers, problems := form.CheckStep(FieldsOf(x.p, step), x.s.Answers, x.p.Fields, form.Context{Now: x.now})
	if len(problems) > 0 {
		x.s.Problems = problems
		return false
	}
	x.s.Problems = nil
	x.s.Answers = answers
	return true
}

func (x *step) backInForm() {
	switch {
	case x.s.FromReview:
		x.s.FromReview = false
		x.enter(ReadBack)
	case x.s.FormStep > 0:
		x.s.FormStep--
		x.enter(Form)
	default:
		x.backToConditions()
	}
}

func (x *step) editStep() {
	if x.e.N < 0 || x.e.N >= len(x.p.Steps) {
		return
	}
	x.s.FormStep, x.s.FromReview = x.e.N, true
	x.enter(Form)
}

func (x *step) backToLastStep() {
	if len(x.p.Steps) == 0 {
		x.backToConditions()
		return
	}
	x.s.FormStep, x.s.FromReview = len(x.p.Steps)-1, false
	x.enter(Form)
}

// readBackOK goes on to the consents. All steps are checked once more: one may have been left with
// Back, and the check of one step may depend on another's answers.
func (x *step) readBackOK() {
	for i := range x.p.Steps {
		if !x.check(i) {
			problems := x.s.Problems
			x.s.FormStep, x.s.FromReview = i, true
			x.enter(Form)
			x.s.Problems = problems
			return
		}
	}
	x.s.ReadBack = true
	for _, c := range askedConsents(x.p) { // nothing is preselected, not even the second time
		x.unanswer(c.ID)
	}
	x.s.ConsentAt = 0
	x.consentOrOn()
}

// consentOrOn shows the next consent, or goes on after the last.
func (x *step) consentOrOn() {
	asked := askedConsents(x.p)
	switch {
	case x.s.ConsentAt < len(asked):
		x.enter(Consent)
	case handoverRefused(x.p, x.s):
		x.enter(Official)
	default:
		x.save()
	}
}

func (x *step) agree() {
	if c, ok := ConsentShown(x.p, x.s); ok {
		x.give(c)
		x.s.ConsentAt++
		x.consentOrOn()
	}
}

// disagree records the refusal. Without a required consent there is no sign-up: it ends kindly and
// nothing is saved. What was typed is kept until the visitor leaves, since a finger may have slipped.
func (x *step) disagree() {
	c, ok := ConsentShown(x.p, x.s)
	if !ok {
		return
	}
	x.unanswer(c.ID)
	x.s.Refused = append(x.s.Refused, c.ID)
	switch {
	case c.Required && c.Handover:
		x.enter(Official)
	case c.Required:
		x.enter(Think)
	default:
		x.s.ConsentAt++
		x.consentOrOn()
	}
}

// backInConsents goes back to the previous consent and reopens it.
func (x *step) backInConsents() {
	if x.s.ConsentAt == 0 {
		x.enter(ReadBack)
		return
	}
	x.s.ConsentAt--
	x.reopenConsent()
}

// backToLastConsent goes back to the consent whose refusal ended the sign-up.
func (x *step) backToLastConsent() {
	asked := askedConsents(x.p)
	if len(asked) == 0 {
		x.enter(ReadBack)
		return
	}
	x.s.ConsentAt = min(x.s.ConsentAt, len(asked)-1)
	x.reopenConsent()
}

func (x *step) reopenConsent() {
	if c, ok := ConsentShown(x.p, x.s); ok {
		x.unanswer(c.ID)
	}
	x.enter(Consent)
}

func (x *step) keepAllTheSame() {
	if MayKeep(x.p, x.s) {
		x.save()
	}
}
