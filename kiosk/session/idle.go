package session

import (
	"time"

	"matchbooth/kiosk/event"
)

// The default timeouts, used where the pack sets none, and the least time that a warning is shown
// (WCAG 2.2.1: at least 20 s).
const (
	idleReading = 120 * time.Second
	idleForm    = 60 * time.Second
	idleTake    = 120 * time.Second
	idleDesk    = 5 * time.Minute
	idleGate    = 20 * time.Second
	idleStaff   = 60 * time.Second
	leastWarn   = 20 * time.Second
)

// wait is the timeout class of a screen.
type wait int

const (
	waitNever   wait = iota // nobody is there, or the store is busy
	waitSetting             // attract, with a language chosen: wiped without asking
	waitReading
	waitForm
	waitTake // all is saved: wiped without asking
	waitCheck
	waitDesk
	waitGate  // the PIN pad over a resting screen
	waitStaff // the volunteers' menu
)

// waits gives the timeout class of the screens that do not wait as reading screens do.
var waits = map[Screen]wait{
	Ways: waitForm, Way: waitForm, BirthDate: waitForm,
	Form: waitForm, ReadBack: waitForm, Consent: waitForm, Official: waitForm, Saving: waitForm,
	Already: waitForm,
	Saved:   waitTake, TakeHome: waitTake, MoreCodes: waitTake,
	Check: waitCheck,
	Desk:  waitDesk, Keeping: waitDesk, Forgotten: waitDesk,
	Staff: waitStaff, About: waitDesk, // licences are long
}

func (s State) waiting() wait {
	switch {
	case s.nobody(), s.Saving, s.Screen == SettingUp && s.Overlay == NoOverlay: // whoever sets up is no visitor: they may go and ask somebody
		return waitNever
	case s.Overlay == FullText || s.Overlay == IdleWarning && s.Beneath == FullText:
		return waitReading // the longest text of a visit
	case resting[s.Screen] && s.Overlay == Gate:
		return waitGate
	case resting[s.Screen]:
		return waitSetting
	case waits[s.Screen] != 0:
		return waits[s.Screen]
	case s.Code != "": // the parents' page beside the take-home
		return waitTake
	case len(s.Answers) > 0:
		return waitForm
	}
	return waitReading
}

// awake reports whether there is a session whose timeout is running.
func (s State) awake() bool { return !s.nobody() }

// nobody reports whether the screen is the one that is shown while nobody is at the booth, and nobody has touched it.
func (s State) nobody() bool {
	return s.Touched.IsZero() && (resting[s.Screen] || s.Duty.Desk && s.Screen == Desk)
}

// patience returns how long a screen waits for a touch, and how long it warns after that (0: not at all).
func patience(p *event.Pack, w wait) (still, warn time.Duration) {
	warn = max(seconds(p.Times.Warning, leastWarn), leastWarn)
	switch w {
	case waitReading:
		return seconds(p.Times.IdleReading, idleReading), warn
	case waitForm:
		return seconds(p.Times.IdleForm, idleForm), warn
	case waitCheck: // a phone call is being made
		return seconds(p.Times.TakeHome, idleTake), warn
	case waitTake:
		return seconds(p.Times.TakeHome, idleTake), 0
	case waitSetting:
		return seconds(p.Times.IdleReading, idleReading), 0
	case waitDesk:
		return idleDesk, 0
	case waitGate:
		return idleGate, 0
	case waitStaff:
		return idleStaff, 0
	}
	return 0, 0
}

func seconds(n int, otherwise time.Duration) time.Duration {
	if n <= 0 {
		return otherwise
	}
	return time.Duration(n) * time.Second
}

// tick handles the passing of time. It reports whether that changed what is shown.
func (x *step) tick() bool {
	w := x.s.waiting()
	if w == waitNever {
		return false
	}
	still, warn := patience(x.p, w)
	switch {
	case x.s.Overlay == IdleWarning:
		if x.now.Sub(x.s.WarnedAt) < warn {
			return false
		}
		x.wipe()
	case x.now.Sub(x.s.Touched) < still:
		return false
	case warn > 0:
		x.s.WarnedAt = x.now
		x.s.Beneath = NoOverlay
		if x.s.Overlay == FullText {
			x.s.Beneath = FullText // whoever is still there reads on
		}
		x.open(IdleWarning)
		x.s.Unasked = true
	default:
		x.wipe()
	}
	return true
}

// asleep is how long nothing may happen, not even a tick, before the computer counts as having slept: its lid was closed.
const asleep = 30 * time.Second

// slept locks what only volunteers may see where the computer has slept since the last step, and reports whether it did. By
// the clock on the wall, since the one that timeouts are measured by stands still meanwhile. A clock that is set forward
// locks as well, which costs a passphrase.
func (x *step) slept() bool {
	switch x.s.waiting() {
	case waitDesk, waitStaff, waitGate:
	default:
		return false
	}
	was := x.s.Seen
	if was.IsZero() || x.now.Round(0).Sub(was.Round(0)) <= asleep {
		return false
	}
	x.wipe()
	return true
}

// keyPress gives the warning its full time again: who answers by keyboard must first find the key.
func (x *step) keyPress() {
	if x.s.Overlay == IdleWarning && !x.e.Alone {
		x.s.WarnedAt = x.now
	}
}

// followClock shifts the session's times when the clock was set back, so that the time elapsed stays
// the same: nothing is wiped because of it, and nothing waits for the old time to come round again.
func (x *step) followClock() {
	was := x.s.Seen
	if was.IsZero() || !x.now.Before(was) {
		return
	}
	for _, t := range []*time.Time{
		&x.s.Since, &x.s.Changed, &x.s.Touched, &x.s.WarnedAt, &x.s.Started,
	} {
		if !t.IsZero() {
			*t = x.now.Add(-was.Sub(*t))
		}
	}
}

// Remaining returns the time left until the State changes by itself: during the warning, on the
// take-home and at the desk until the wipe, elsewhere until the warning. It is 0 where there is no
// timeout: on the attract screen and during a save.
func Remaining(s State, p *event.Pack, now time.Time) time.Duration {
	if p == nil {
		p = &event.Pack{}
	}
	w := s.waiting()
	if w == waitNever {
		return 0
	}
	still, warn := patience(p, w)
	left := still - now.Sub(s.Touched)
	if s.Overlay == IdleWarning {
		still = warn
		left = warn - now.Sub(s.WarnedAt)
	}
	return min(max(left, 0), still)
}
