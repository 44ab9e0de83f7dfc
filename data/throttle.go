package data

import (
	"fmt"
	"time"
)

// delays is how tries are held back: none for the first free ones, then first, doubled with each further one up to
// most. After forget without a try, if that is not zero, the count begins anew; for each fade without a try, if that is not
// zero, one try of it is forgotten.
//
// While fade is no shorter than most, fading gives a guesser nothing: in the time that makes him forgotten one try he
// could have made one at the longest delay.
type delays struct {
	free        int
	first, most time.Duration
	forget      time.Duration
	fade        time.Duration
}

// after is the delay that follows so many tries in a row.
func (d delays) after(tries int) time.Duration {
	if tries <= d.free {
		return 0
	}
	wait := d.first
	for range tries - d.free - 1 {
		if wait *= 2; wait >= d.most {
			return d.most
		}
	}
	return wait
}

// full is the count at which the delay is longest. It is counted no further, so that fading has an end.
func (d delays) full() int {
	n := d.free + 1
	for d.after(n) < d.most {
		n++
	}
	return n
}

// throttle holds back the tries of a secret. A try is counted, and the count is kept on the disk, before the secret is
// looked at, so that killing the program in between gives no further one.
//
// It never asks the computer's clock, which whoever stands at the booth may be able to set: delays run on the time
// since the computer was started, which nobody can set forward or back. A delay that was kept in one run of the
// computer says nothing about how long ago that was in the next: there it begins anew, in full, and so does the quiet
// that lets it fade. So no jump of the clock ends a delay early or lets it fade, and none makes it longer than the longest
// one.
type throttle struct {
	delays
	tries int           // in a row, since the last right one
	last  time.Duration // when the last try was, since the start of the computer
	until time.Duration // no try before
	boot  string        // the run of the computer that last and until belong to
}

// left is how long no try may be made yet, 0 when one may.
func (t *throttle) left(now uptime) time.Duration {
	if t.tries == 0 {
		return 0
	}
	wait := t.after(t.tries)
	// A virtual machine may come back from a snapshot of itself, with less time on it than there was.
	if t.boot != now.boot || t.last > now.since {
		t.boot, t.last, t.until = now.boot, now.since, now.since+wait
	}
	left := t.until - now.since
	if left <= 0 {
		if t.forget > 0 && now.since-t.last >= t.forget {
			t.tries = 0
		}
		if t.fade > 0 {
			if steps := (now.since - t.last) / t.fade; steps > 0 {
				t.tries = max(0, t.tries-int(min(steps, 1<<20)))
				t.last += steps * t.fade
				t.until = t.last
			}
		}
		return 0
	}
	return left
}

// try counts a try that is about to be made, and gives the delay that follows if it is wrong. While a delay runs
// nothing is counted, and false comes back with what is left of it.
func (t *throttle) try(now uptime) (wait time.Duration, may bool) {
	if left := t.left(now); left > 0 {
		return left, false
	}
	t.tries = min(t.tries+1, t.full())
	wait = t.after(t.tries)
	t.boot, t.last, t.until = now.boot, now.since, now.since+wait
	return wait, true
}

// right forgets the wrong tries.
func (t *throttle) right() { t.tries = 0 }

// longer lets the delay that runs be at least so long.
func (t *throttle) longer(now uptime, wait time.Duration) time.Duration {
	t.until = max(t.until, now.since+wait)
	return t.until - now.since
}

// kept is what outlives a restart of the program.
func (t *throttle) kept() string {
	if t.tries == 0 {
		return "0"
	}
	return fmt.Sprintf("%d %d %d %s", t.tries, t.last.Milliseconds(), t.until.Milliseconds(), t.boot)
}

// load takes over what kept gave. A count that is kept in memory and is higher stays. Numbers that kept cannot have
// given are brought into its range: the delay they lead to is never longer than the longest.
func (t *throttle) load(kept string) {
	var n int
	var last, until int64
	var boot string
	got, _ := fmt.Sscan(kept, &n, &last, &until, &boot)
	if got == 0 || n <= 0 || n < t.tries {
		return
	}
	t.tries = min(n, t.full())
	t.boot, t.last, t.until = "", 0, 0 // the delay begins anew
	if got < 4 {
		return
	}
	const most = int64(time.Duration(1<<62) / time.Millisecond)
	if last < 0 || until < last || until > most || until-last > t.after(t.tries).Milliseconds() {
		return
	}
	t.boot, t.last, t.until = boot, time.Duration(last)*time.Millisecond, time.Duration(until+1)*time.Millisecond
}
