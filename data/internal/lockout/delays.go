// Package lockout holds back whoever tries PINs, passphrases and receipt codes: how long each further attempt has to wait,
// on a clock that nobody can set, and how a PIN is hashed.
package lockout

import (
	"fmt"
	"time"
)

// Delays is how tries are held back: none for the first free ones, then first, doubled with each further one up to
// most. After forget without a try, if that is not zero, the count begins anew; for each fade without a try, if that is not
// zero, one try of it is forgotten.
//
// While fade is no shorter than most, fading gives a guesser nothing: in the time that makes him forgotten one try he
// could have made one at the longest delay.
type Delays struct {
	Free        int
	First, Most time.Duration
	Forget      time.Duration
	Fade        time.Duration
}

// After is the delay that follows so many tries in a row.
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

// Full is the count at which the delay is longest. It is counted no further, so that fading has an end.
func (d Delays) Full() int {
	n := d.Free + 1
	for d.After(n) < d.Most {
		n++
	}
	return n
}

// Attempts holds back the tries of a secret. A try is counted, and the count is kept on the disk, before the secret is
// looked at, so that killing the program in between gives no further one.
//
// It never asks the computer's clock, which whoever stands at the booth may be able to set: delays run on the time
// since the computer was started, which nobody can set forward or back. A delay that was kept in one run of the
// computer says nothing about how long ago that was in the next: there it begins anew, in full, and so does the quiet
// that lets it fade. So no jump of the clock ends a delay early or lets it fade, and none makes it longer than the longest
// one.
type Attempts struct {
	Delays
	Count int           // in a row, since the last right one
	Last  time.Duration // when the last try was, since the start of the computer
	Until time.Duration // no try before
	Boot  string        // the run of the computer that last and until belong to
}

// Left is how long no try may be made yet, 0 when one may.
func (t *Attempts) Left(now Uptime) time.Duration {
	if t.Count == 0 {
		return 0
	}
	wait := t.After(t.Count)
	// A virtual machine may come back from a snapshot of itself, with less time on it than there was.
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

// Try counts a try that is about to be made, and gives the delay that follows if it is wrong. While a delay runs
// nothing is counted, and false comes back with what is left of it.
func (t *Attempts) Try(now Uptime) (wait time.Duration, may bool) {
	if left := t.Left(now); left > 0 {
		return left, false
	}
	t.Count = min(t.Count+1, t.Full())
	wait = t.After(t.Count)
	t.Boot, t.Last, t.Until = now.Boot, now.Since, now.Since+wait
	return wait, true
}

// Right forgets the wrong tries.
func (t *Attempts) Right() { t.Count = 0 }

// Longer lets the delay that runs be at least so long.
func (t *Attempts) Longer(now Uptime, wait time.Duration) time.Duration {
	t.Until = max(t.Until, now.Since+wait)
	return t.Until - now.Since
}

// Kept is what outlives a restart of the program.
func (t *Attempts) Kept() string {
	if t.Count == 0 {
		return "0"
	}
	return fmt.Sprintf("%d %d %d %s", t.Count, t.Last.Milliseconds(), t.Until.Milliseconds(), t.Boot)
}

// Load takes over what kept gave. A count that is kept in memory and is higher stays. Numbers that kept cannot have
// given are brought into its range: the delay they lead to is never longer than the longest.
func (t *Attempts) Load(kept string) {
	var n int
	var last, until int64
	var boot string
	got, _ := fmt.Sscan(kept, &n, &last, &until, &boot)
	if got == 0 || n <= 0 || n < t.Count {
		return
	}
	t.Count = min(n, t.Full())
	t.Boot, t.Last, t.Until = "", 0, 0 // the delay begins anew
	if got < 4 {
		return
	}
	const most = int64(time.Duration(1<<62) / time.Millisecond)
	if last < 0 || until < last || until > most || until-last > t.After(t.Count).Milliseconds() {
		return
	}
	t.Boot, t.Last, t.Until = boot, time.Duration(last)*time.Millisecond, time.Duration(until+1)*time.Millisecond
}
