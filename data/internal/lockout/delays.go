// Package lockout limits attempts at PINs, passphrases and receipt codes: how long each further attempt has to wait, on a
// clock that nobody can set, and how a PIN is hashed.
package lockout

import (
	"fmt"
	"time"
)

// Delays says how attempts are delayed: Free ones without a delay, then First, doubled with each further one up to
// Most. If Forget is not zero, the count starts over after that long without an attempt; if Fade is not zero, one
// attempt is forgotten for each Fade without one.
//
// As long as Fade is no shorter than Most, fading gains a guesser nothing: in the time in which one attempt is forgotten,
// another one could have been made at the longest delay.
type Delays struct {
	Free        int
	First, Most time.Duration
	Forget      time.Duration
	Fade        time.Duration
}

// After returns the delay that follows the given number of attempts in a row.
func (d Delays) After(tries int) time.Duration {
	if tries <= d.Free {
		return 0
	}
	wait := d.First
	for range tries - d.Free - 1 {
		if wait *= 2; wait >= d.Most {
			return d.Most
		}
	}
	return wait
}

// Full is the count at which the delay is longest. Counting stops there, so that fading comes to an end.
func (d Delays) Full() int {
	n := d.Free + 1
	for d.After(n) < d.Most {
		n++
	}
	return n
}

// Attempts delays the attempts at a secret. An attempt is counted, and the count saved to disk, before the secret is
// checked, so that killing the program in between gains nothing.
//
// It never uses the computer's clock, which somebody standing at the booth may be able to set: delays run on the time
// since the computer was started, which nobody can set forward or back. For a delay saved in one run of the computer,
// the next run cannot know how long ago that was: there it starts over, in full, and so does the quiet time that lets
// it fade. So no jump of the clock ends a delay early or lets it fade, and none makes it longer than the longest one.
type Attempts struct {
	Delays
	Count int           // in a row, since the last correct one
	Last  time.Duration // when the last attempt was, since the start of the computer
	Until time.Duration // no attempt before
	Boot  string        // the run of the computer that Last and Until belong to
}

// Left returns how long no attempt may be made yet, 0 if one may.
func (t *Attempts) Left(now Uptime) time.Duration {
	if t.Count == 0 {
		return 0
	}
	wait := t.After(t.Count)
	// A virtual machine may be resumed from a snapshot, with less time on it than there was.
	if t.Boot != now.Boot || t.Last > now.Since {
		t.Boot, t.Last, t.Until = now.Boot, now.Since, now.Since+wait
	}
	left := t.Until - now.Since
	if left <= 0 {
		if t.Forget > 0 && now.Since-t.Last >= t.Forget {
			t.Count = 0
		}
		if t.Fade > 0 {
			if steps := (now.Since - t.Last) / t.Fade; steps > 0 {
				t.Count = max(0, t.Count-int(min(steps, 1<<20)))
				t.Last += steps * t.Fade
				t.Until = t.Last
			}
		}
		return 0
	}
	return left
}

// Try counts an attempt that is about to be made, and returns the delay that follows if it is wrong. While a delay is
// running nothing is counted, and it returns what is left of the delay and false.
func (t *Attempts) Try(now Uptime) (wait time.Duration, may bool) {
	if left := t.Left(now); left > 0 {
		return left, false
	}
	t.Count = min(t.Count+1, t.Full())
	wait = t.After(t.Count)
	t.Boot, t.Last, t.Until = now.Boot, now.Since, now.Since+wait
	return wait, true
}

// Reset forgets the wrong attempts.
func (t *Attempts) Reset() { t.Count = 0 }

// Longer extends the running delay to at least this long.
func (t *Attempts) Longer(now Uptime, wait time.Duration) time.Duration {
	t.Until = max(t.Until, now.Since+wait)
	return t.Until - now.Since
}

// Kept returns what survives a restart of the program.
func (t *Attempts) Kept() string {
	if t.Count == 0 {
		return "0"
	}
	return fmt.Sprintf("%d %d %d %s", t.Count, t.Last.Milliseconds(), t.Until.Milliseconds(), t.Boot)
}

// Load adopts what Kept returned. A higher count in memory stays. Numbers that Kept cannot have returned are brought into
// its range: the delay they lead to is never longer than the longest.
func (t *Attempts) Load(kept string) {
	var n int
	var last, until int64
	var boot string
	got, _ := fmt.Sscan(kept, &n, &last, &until, &boot)
	if got == 0 || n <= 0 || n < t.Count {
		return
	}
	t.Count = min(n, t.Full())
	t.Boot, t.Last, t.Until = "", 0, 0 // the delay starts over
	if got < 4 {
		return
	}
	const most = int64(time.Duration(1<<62) / time.Millisecond)
	if last < 0 || until < last || until > most || until-last > t.After(t.Count).Milliseconds() {
		return
	}
	t.Boot, t.Last, t.Until = boot, time.Duration(last)*time.Millisecond, time.Duration(until+1)*time.Millisecond
}
