package session

import (
	"slices"
	"time"

	"matchbooth/kiosk/event"
)

// settle is how long a new screen, page or overlay ignores taps in the place whose tap brought it: the
// second and third tap of a hurried finger. One that came by itself ignores all taps for that time,
// as they were meant for what was there before.
const settle = 400 * time.Millisecond

// heed is the same for acknowledging, deciding and consenting: the second half of a slow double tap
// must not answer for the visitor.
const heed = 600 * time.Millisecond

// endInert is how long the finish button of the take-home does nothing after the screen came up.
const endInert = 2 * time.Second

// New returns the state after a wipe: the attract screen, in Chinese, with nothing known.
func New() State { return State{Screen: Attract, Lang: string(event.ZH)} }

// step is one call of Step: its input, and the result as it is being made.
type step struct {
	p   *event.Pack
	s   State // our own copy
	e   Event
	now time.Time
	fx  []Effect
}

// Step returns the State after an event, and what the caller should do, in order. It is total
// and has no side effects: see the package documentation. A nil pack is treated as an empty one.
func Step(p *event.Pack, s State, e Event, now time.Time) (State, []Effect) {
	if p == nil {
		p = &event.Pack{}
	}
	x := &step{p: p, s: s.clone(), e: e, now: now}
	x.run()
	if x.s.awake() {
		x.s.Seen = now
	}
	return x.s, x.fx
}

func (x *step) run() {
	if _, known := table[x.s.Screen]; !known { // such as the zero State
		x.wipe()
		return
	}
	x.followClock()
	timeUp := x.slept() || x.tick()
	here := table[x.s.Screen][x.e.Kind]
	if h := ofTheBooth[x.e.Kind]; h != nil {
		h(x)
		return
	}
	switch {
	case replies[x.e.Kind]: // from the store, not a finger
		x.do(here)
		return
	case timeUp, x.e.Kind == Tick:
		return
	}

	if x.e.Alone && !lifeless[x.e.Kind] {
		return
	}
	if !x.e.Alone {
		x.touch()
	}
	if h := everywhere[x.e.Kind]; h != nil {
		h(x)
		return
	}
	if x.e.Kind == SetAnswer { // a field may deliver its text late, while an overlay comes up
		x.do(here)
		return
	}
	least := settle
	switch {
	case unhurried[x.e.Kind]:
		least = 0
	case weighty[x.e.Kind]:
		least = heed
	}
	if x.now.Sub(x.s.Changed) < least && (x.e.Echo || x.s.Unasked) {
		return
	}
	if x.s.Overlay != NoOverlay {
		here = overlays[x.s.Overlay][x.e.Kind]
	}
	x.do(here)
}

func (x *step) do(h handler) {
	if h != nil {
		h(x)
	}
}

// touch notes that somebody is there, except on the resting screens, where no visitor has begun yet.
// It does not restart the warning, which counts from when it came up or a key was last pressed.
func (x *step) touch() {
	if !resting[x.s.Screen] || x.s.Overlay == Gate {
		x.s.Touched = x.now
	}
}

func (x *step) emit(k EffectKind, arg string) { x.fx = append(x.fx, Effect{Kind: k, Arg: arg}) }

// enter shows a screen.
func (x *step) enter(to Screen) {
	x.s.Screen, x.s.Overlay = to, NoOverlay
	x.s.Problems = nil
	x.s.Figure, x.s.Search, x.s.Found = 0, 0, ""
	x.s.Since = x.now
	x.changed()
	if !slices.Contains(x.s.Reached, to) {
		x.s.Reached = append(x.s.Reached, to)
		x.emit(DoTally, TallyScreen(to))
	}
}

// changed notes that what can be touched has changed.
func (x *step) changed() { x.s.Changed, x.s.Unasked = x.now, false }

func (x *step) open(o Overlay) {
	x.s.Overlay = o
	x.changed()
}

func (x *step) closeOverlay() {
	x.s.Overlay, x.s.Beneath, x.s.WarnedAt = x.s.Beneath, NoOverlay, time.Time{}
	x.s.Touched = x.now
	x.changed()
}

// wipe forgets the visitor.
func (x *step) wipe() {
	x.tallyOutcome()
	if !x.s.Started.IsZero() {
		if x.s.Code != "" {
			x.emit(DoTally, TallyFinished)
		} else if !x.kindEnd() {
			x.emit(DoTally, TallyAbandoned)
		}
		x.emit(DoTally, TallyLang(x.s.Lang))
	}
	x.rested()
	x.emit(DoWipe, "")
}

// kindEnd reports whether the session ends well although nothing was saved: on one of the kind ends,
// or on a page opened from one for further reading.
func (x *step) kindEnd() bool {
	return kindEnds[x.s.Screen] || len(x.s.Trail) > 0 && kindEnds[x.s.Trail[0]]
}

// forgetTyped drops what was typed and the consents, but keeps that the notice was read.
func (x *step) forgetTyped() {
	notice := slices.DeleteFunc(x.s.Consents, func(c ConsentGiven) bool { return !isNotice(x.p, c.ID) })
	if len(notice) == 0 {
		notice = nil
	}
	x.s.Consents, x.s.Refused = notice, nil
	x.s.Answers, x.s.Problems, x.s.Missing = nil, nil, nil
	x.s.FormStep, x.s.ConsentAt = 0, 0
	x.s.FromReview, x.s.ReadBack = false, false
}

// forgetSignUp drops the whole sign-up, of which nothing may be left on the home screen.
func (x *step) forgetSignUp() {
	x.tallyOutcome()
	x.forgetTyped()
	x.forgetConditions()
	x.s.Consents = nil
	x.s.Erased, x.s.Erasing = "", false
}

func (x *step) forgetConditions() {
	x.s.Answered, x.s.Outcome, x.s.ComeBack = "", "", ""
	x.s.Flags = nil
}
