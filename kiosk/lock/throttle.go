package lock

import "time"

// Delays after wrong passphrases: none for the first FreeTries, then FirstWait, doubled each time, to
// MostWait. The store delays the PIN in the same steps.
const (
	FreeTries = 2
	FirstWait = 2 * time.Second
	MostWait  = 5 * time.Minute
)

// Throttle delays the tries of a secret after wrong ones. It looks at no clock of its own. The zero
// value is ready. It is not safe for use by several goroutines at once.
//
// A try is counted before its secret is looked at, so that pulling the plug in between gives no
// further one:
//
//	if left := t.Wait(now); left > 0 { … say how long … }
//	t.Try(now)
//	… keep t.Kept(), then look at the secret …
//	if right { t.Right() and keep that }
type Throttle struct {
	fails int       // tries since the last right one
	until time.Time // no try before
}

// Kept makes a Throttle of two numbers that its method of the same name gave. Numbers that it cannot have given are
// brought into its range: the delay they lead to is never longer than MostWait.
func Kept(fails int, until int64) Throttle {
	t := Throttle{fails: min(max(fails, 0), mostFails)}
	if until > 0 {
		t.until = time.UnixMilli(until)
	}
	return t
}

// mostFails is more than the doubling needs to come to MostWait.
const mostFails = 1000

// Kept are the two numbers that outlive a restart: the tries since the last right one, and the end
// of the delay in milliseconds since 1970, 0 for none.
func (t *Throttle) Kept() (fails int, until int64) {
	if t.until.IsZero() {
		return t.fails, 0
	}
	return t.fails, t.until.UnixMilli()
}

// Wait tells how long no try may be made yet, 0 when one may. It is never longer than the delay of
// the last try, so that a clock that was set back locks nobody out for years.
func (t *Throttle) Wait(now time.Time) time.Duration {
	if t.until.IsZero() {
		return 0
	}
	left := t.until.Sub(now)
	if left <= 0 {
		return 0
	}
	if most := delay(t.fails); left > most {
		left, t.until = most, now.Add(most)
	}
	return left
}

// Try counts a try that is about to be made, and gives the delay that follows if it is wrong. While
// a delay runs nothing is counted, and what is left of it is given.
func (t *Throttle) Try(now time.Time) time.Duration {
	if left := t.Wait(now); left > 0 {
		return left
	}
	t.fails = min(t.fails+1, mostFails)
	d := delay(t.fails)
	t.until = time.Time{}
	if d > 0 {
		t.until = now.Add(d)
	}
	return d
}

// Right forgets the wrong tries.
func (t *Throttle) Right() { *t = Throttle{} }

// delay is what follows so many wrong tries in a row.
func delay(fails int) time.Duration {
	if fails <= FreeTries {
		return 0
	}
	d := FirstWait
	for range fails - FreeTries - 1 {
		if d *= 2; d >= MostWait {
			return MostWait
		}
	}
	return d
}
