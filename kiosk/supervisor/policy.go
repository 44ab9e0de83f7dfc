package supervisor

import (
	"time"

	"matchbooth/kiosk/session"
)

// policy decides what to do when an interface has ended. It has no clock and no side effects: all
// it knows are the lives passed to it.
type policy struct {
	allowed   int           // faults allowed in the time within
	within    time.Duration // an interface that ran this long without a fault clears the count
	most      time.Duration // longest wait
	noDisplay time.Duration

	faults []time.Time  // in the time within, oldest first
	out    session.Code // why the booth is out of service, "" when in service
	outbad int          // failures while out of service
	blind  time.Time    // since when there has been no display; zero while there is one
	blinds int          // starts since then that found no display
	spare  bool         // there is a drawing in software
	soft   bool         // this life uses it, and after the verdict the next
}

// next is what the supervisor does next.
type next int

const (
	again  next = iota // start another one
	end                // left on purpose
	misuse             // an argument is wrong: starting again would not help
	locked             // another booth holds the data folder, and the interface has said so
	giveUp
)

// verdict is a policy's decision after one life.
type verdict struct {
	next next
	wait time.Duration // before the next start
	code session.Code  // of the fault, "" for none
	out  bool          // this fault takes the booth out of service
	soft bool          // the next start draws by the processor: OpenGL could not
}

func (p *policy) after(l life) verdict {
	switch {
	case l.hung: // a fault, whatever the exit code
	case l.code == ExitDone:
		return verdict{next: end}
	case l.code == ExitLocked:
		return verdict{next: locked}
	case l.code == ExitMisuse && !l.beat && l.quiet:
		return verdict{next: misuse}
	case l.code == ExitAgain && l.beat:
		p.faults, p.out, p.outbad, p.soft = nil, "", 0, false
		return verdict{}
	}
	v := verdict{code: codeOf(l)}
	// One start each time, as the driver may be there at the next.
	soft := p.soft
	p.soft = p.spare && !soft && v.code == session.CodeGraphics
	if p.soft {
		return verdict{soft: true}
	}
	if v.code == session.CodeDisplay || v.code == session.CodeGraphics {
		if p.blind.IsZero() || l.beat {
			p.blind, p.blinds = l.ended, 0
		}
		within := p.noDisplay
		if v.code == session.CodeGraphics {
			within /= 3 // a driver may load late, but a display that stays black helps nobody
		}
		if l.ended.Sub(p.blind) >= within {
			v.next = giveUp
			return v
		}
		p.blinds++
		v.wait = backOff(p.blinds, p.most)
		return v
	}
	p.blind = time.Time{}
	if l.beat && l.up() >= p.within {
		p.faults, p.outbad = nil, 0
	}
	p.faults = append(p.faults, l.ended)
	for l.ended.Sub(p.faults[0]) > p.within {
		p.faults = p.faults[1:]
	}
	if p.out != "" {
		if p.outbad++; p.outbad >= outAllowed {
			v.next = giveUp
			return v
		}
	} else if v.code == session.CodeStore || len(p.faults) > p.allowed {
		p.out, v.out = v.code, true
		return v // without a wait, to bring up the screen that says so
	}
	v.wait = backOff(len(p.faults), p.most)
	return v
}

// codeOf returns the code of a fault.
func codeOf(l life) session.Code {
	switch {
	case l.hung && l.beat:
		return session.CodeHang
	case l.hung:
		return session.CodeStart
	case l.code == ExitNoStore:
		return session.CodeStore
	case l.code == ExitNoWindow:
		return session.CodeDisplay
	case l.code == ExitNoGraphics:
		return session.CodeGraphics
	case !l.beat:
		return session.CodeStart
	}
	return session.CodeCrash
}

// backOff is the wait before the nth start in a row that follows a fault: none for the first, then
// half a second, doubled each time up to most.
func backOff(n int, most time.Duration) time.Duration {
	if n <= 1 {
		return 0
	}
	if n > 12 { // before the shift overflows
		return most
	}
	return min(most, 500*time.Millisecond<<(n-2))
}
