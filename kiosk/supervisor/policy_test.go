package supervisor

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/kiosk/session"
)

func usualPolicy() policy {
	return policy{allowed: faultsAllowed, within: faultsWithin, most: mostWait, noDisplay: noDisplay}
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestWaitsGrow(t *testing.T) {
	want := []time.Duration{0, 500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second,
		8 * time.Second, 16 * time.Second, 30 * time.Second, 30 * time.Second}
	for i, w := range want {
		if got := backOff(i+1, mostWait); got != w {
			t.Errorf("start %d waits %v, want %v", i+1, got, w)
		}
	}
	for n := range 10_000 {
		if got := backOff(n, mostWait); got < 0 || got > mostWait {
			t.Fatalf("start %d waits %v", n, got)
		}
	}
}

func TestPolicy(t *testing.T) {
	type step struct {
		runs time.Duration // how long the interface ran, counted from the end of the wait
		l    life
		want verdict
	}
	crash := life{beat: true, code: 2}
	blind := life{code: ExitNoWindow}
	again := life{beat: true, code: ExitAgain}
	ms := time.Millisecond
	for name, steps := range map[string][]step{
		"six crashes in a row": {
			{time.Second, crash, verdict{code: session.CodeCrash}},
			{time.Second, crash, verdict{code: session.CodeCrash, wait: 500 * ms}},
			{time.Second, crash, verdict{code: session.CodeCrash, wait: 1000 * ms}},
			{time.Second, crash, verdict{code: session.CodeCrash, wait: 2000 * ms}},
			{time.Second, crash, verdict{code: session.CodeCrash, wait: 4000 * ms}},
			{time.Second, crash, verdict{code: session.CodeCrash, out: true}},
			{time.Hour, life{beat: true, code: ExitDone}, verdict{next: end}},
		},
		"crashes ten minutes apart never add up": {
			{10 * time.Minute, crash, verdict{code: session.CodeCrash}},
			{10 * time.Minute, crash, verdict{code: session.CodeCrash}},
			{10 * time.Minute, crash, verdict{code: session.CodeCrash}},
			{10 * time.Minute, crash, verdict{code: session.CodeCrash}},
			{10 * time.Minute, crash, verdict{code: session.CodeCrash}},
			{10 * time.Minute, crash, verdict{code: session.CodeCrash}},
			{10 * time.Minute, crash, verdict{code: session.CodeCrash}},
		},
		"old faults are forgotten one by one": {
			{4 * time.Minute, crash, verdict{code: session.CodeCrash}},
			{4 * time.Minute, crash, verdict{code: session.CodeCrash, wait: 500 * ms}},
			{4 * time.Minute, crash, verdict{code: session.CodeCrash, wait: 1000 * ms}},
			{4 * time.Minute, crash, verdict{code: session.CodeCrash, wait: 1000 * ms}},
			{4 * time.Minute, crash, verdict{code: session.CodeCrash, wait: 1000 * ms}},
			{4 * time.Minute, crash, verdict{code: session.CodeCrash, wait: 1000 * ms}},
			{4 * time.Minute, crash, verdict{code: session.CodeCrash, wait: 1000 * ms}},
		},
		"a store that does not open": {
			{0, life{code: ExitNoStore}, verdict{code: session.CodeStore, out: true}},
			{time.Second, life{code: ExitNoStore}, verdict{code: session.CodeStore, wait: 500 * ms}},
			{time.Minute, again, verdict{}},
			{0, life{code: ExitNoStore}, verdict{code: session.CodeStore, out: true}},
		},
		"five failures out of service": {
			{0, life{code: ExitNoStore}, verdict{code: session.CodeStore, out: true}},
			{0, crash, verdict{code: session.CodeCrash, wait: 500 * ms}},
			{0, crash, verdict{code: session.CodeCrash, wait: 1000 * ms}},
			{0, life{hung: true, beat: true, code: -1}, verdict{code: session.CodeHang, wait: 2000 * ms}},
			{0, life{hung: true, code: -1}, verdict{code: session.CodeStart, wait: 4000 * ms}},
			{0, crash, verdict{code: session.CodeCrash, next: giveUp}},
		},
		"a display that comes back": {
			{0, blind, verdict{code: session.CodeDisplay}},
			{0, blind, verdict{code: session.CodeDisplay, wait: 500 * ms}},
			{0, blind, verdict{code: session.CodeDisplay, wait: 1000 * ms}},
			{0, life{beat: true, code: ExitNoWindow}, verdict{code: session.CodeDisplay}},
			{0, blind, verdict{code: session.CodeDisplay, wait: 500 * ms}},
			{0, crash, verdict{code: session.CodeCrash}},
			{0, blind, verdict{code: session.CodeDisplay}},
		},
		"no display for a minute": {
			{0, blind, verdict{code: session.CodeDisplay}},
			{59 * time.Second, blind, verdict{code: session.CodeDisplay, wait: 500 * ms}},
			{time.Second, blind, verdict{code: session.CodeDisplay, next: giveUp}},
		},
		"nothing can be drawn for twenty seconds": {
			{0, life{code: ExitNoGraphics}, verdict{code: session.CodeGraphics}},
			{19 * time.Second, life{code: ExitNoGraphics}, verdict{code: session.CodeGraphics, wait: 500 * ms}},
			{time.Second, life{code: ExitNoGraphics}, verdict{code: session.CodeGraphics, next: giveUp}},
		},
		"the processor draws what OpenGL does not": {
			{0, life{code: ExitNoGraphics}, verdict{soft: true}},
			{time.Second, crash, verdict{code: session.CodeCrash}},
			{0, life{code: ExitNoGraphics}, verdict{soft: true}}, // the driver may be there by now: asked anew each time
			{time.Second, again, verdict{}},
			{0, life{code: ExitNoGraphics}, verdict{soft: true}},
			{time.Hour, life{beat: true, code: ExitDone}, verdict{next: end}},
		},
		"the processor does not draw either": {
			{0, life{code: ExitNoGraphics}, verdict{soft: true}},
			{0, life{code: ExitNoGraphics}, verdict{code: session.CodeGraphics}},
			{10 * time.Second, life{code: ExitNoGraphics}, verdict{soft: true}},
			{0, life{code: ExitNoGraphics}, verdict{code: session.CodeGraphics, wait: 500 * ms}},
			{10 * time.Second, life{code: ExitNoGraphics}, verdict{soft: true}},
			{0, life{code: ExitNoGraphics}, verdict{code: session.CodeGraphics, next: giveUp}},
		},
		"a display that is away is not the processor's": {
			{0, blind, verdict{code: session.CodeDisplay}},
			{0, life{code: ExitNoGraphics}, verdict{soft: true}},
			{0, blind, verdict{code: session.CodeDisplay, wait: 500 * ms}},
		},
		"misuse":                       {{0, life{code: ExitMisuse, quiet: true}, verdict{next: misuse}}},
		"a panic at the start":         {{0, life{code: ExitMisuse}, verdict{code: session.CodeStart}}},
		"a panic that nobody heard":    {{0, life{beat: true, code: ExitMisuse, quiet: true}, verdict{code: session.CodeCrash}}},
		"another booth":                {{0, life{code: ExitLocked}, verdict{next: locked}}},
		"ended well, but hung before":  {{0, life{beat: true, hung: true, code: ExitDone}, verdict{code: session.CodeHang}}},
		"hung, and then said misuse":   {{0, life{hung: true, quiet: true, code: ExitMisuse}, verdict{code: session.CodeStart}}},
		"again, from no interface":     {{0, life{code: ExitAgain}, verdict{code: session.CodeStart}}},
		"an exit code nobody knows of": {{0, life{beat: true, code: 77}, verdict{code: session.CodeCrash}}},
	} {
		t.Run(name, func(t *testing.T) {
			p, clock := usualPolicy(), noon
			p.spare = strings.Contains(name, "processor")
			for i, s := range steps {
				s.l.begun = clock
				clock = clock.Add(s.runs)
				s.l.ended = clock
				got := p.after(s.l)
				if got != s.want {
					t.Fatalf("step %d: %+v, want %+v", i+1, got, s.want)
				}
				clock = clock.Add(got.wait)
			}
		})
	}
}

// Whatever an interface does: the waits are bounded, an interface that never runs well ends at the
// latest after six faults out of service, and it goes there at the latest after the sixth fault.
func TestPolicyAlwaysGetsSomewhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, clock := usualPolicy(), noon
		inService, outOfService := 0, 0
		for range 60 {
			l := life{
				begun: clock,
				beat:  rapid.Bool().Draw(t, "beat"),
				hung:  rapid.Bool().Draw(t, "hung"),
				quiet: rapid.Bool().Draw(t, "quiet"),
				code:  rapid.SampledFrom([]int{-1, ExitFailed, ExitMisuse, ExitNoStore, 77}).Draw(t, "code"),
			}
			clock = clock.Add(rapid.SampledFrom([]time.Duration{0, time.Second, 20 * time.Second}).Draw(t, "up"))
			l.ended = clock
			wasOut := p.out != ""
			v := p.after(l)
			if v.wait < 0 || v.wait > mostWait {
				t.Fatalf("a wait of %v", v.wait)
			}
			clock = clock.Add(v.wait)
			switch v.next {
			case misuse:
				if l.beat || l.hung || !l.quiet {
					t.Fatalf("misuse said of %+v", l)
				}
				return
			case giveUp:
				if !wasOut || outOfService != outAllowed-1 {
					t.Fatalf("gave up after %d failures out of service", outOfService)
				}
				return
			}
			if _, ok := session.Codes[v.code]; !ok {
				t.Fatalf("no code for %+v", l)
			}
			if wasOut {
				outOfService++
			} else {
				inService++
			}
			if p.out == "" && inService > faultsAllowed {
				t.Fatalf("in service after %d faults", inService)
			}
		}
		t.Fatal("it went on for ever")
	})
}
