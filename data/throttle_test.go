package data

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/internal/lockout"
)

func TestTheDelaysGrow(t *testing.T) {
	th := lockout.Attempts{Delays: pinDelays}
	now := lockout.Uptime{Boot: "a"}
	for i, want := range []time.Duration{0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300} {
		want *= time.Second
		if got, may := th.Try(now); got != want || !may {
			t.Fatalf("after try %d: %v, want %v", i+1, got, want)
		}
		if want == 0 {
			continue
		}
		now.Since += want - time.Millisecond
		if left, may := th.Try(now); left != time.Millisecond || may {
			t.Fatalf("after try %d: over too soon, or a try while it ran was counted", i+1)
		}
		now.Since += time.Millisecond
	}
	th.Reset()
	for i, want := range []time.Duration{0, 0, pinDelays.First} {
		if got, may := th.Try(now); got != want || !may {
			t.Errorf("a right one does not begin anew: %v after try %d", got, i+1)
		}
	}
}

// A delay of which nobody knows any more how long ago it began begins anew, and is never longer than it was.
func TestADelayOutlivesRestarts(t *testing.T) {
	for _, c := range []struct {
		name string
		then lockout.Uptime // 5 s later by a good watch
		left time.Duration
	}{
		{"the program is started again", lockout.Uptime{Boot: "a", Since: 105 * time.Second}, 27 * time.Second},
		{"the computer is started again", lockout.Uptime{Boot: "b", Since: 3 * time.Second}, 32 * time.Second},
		{"the computer has been on for longer this time", lockout.Uptime{Boot: "b", Since: 1000 * time.Hour}, 32 * time.Second},
		{"a virtual machine goes back to a snapshot", lockout.Uptime{Boot: "a", Since: 50 * time.Second}, 32 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			th := lockout.Attempts{Delays: pinDelays, Count: 7, Boot: "a", Last: 100 * time.Second, Until: 132 * time.Second}
			again := lockout.Attempts{Delays: th.Delays}
			again.Load(th.Kept())
			if left := again.Left(c.then); left < c.left || left > c.left+time.Millisecond {
				t.Errorf("%v left, want %v", left, c.left)
			}
			if left := again.Left(lockout.Uptime{Boot: c.then.Boot, Since: c.then.Since + c.left + time.Millisecond}); left != 0 {
				t.Errorf("%v left after it", left)
			}
		})
	}
}

func TestWhatNobodyCanHaveKept(t *testing.T) {
	now := lockout.Uptime{Boot: "a", Since: time.Hour}
	for _, kept := range []string{
		"", "0", "x", "-1", "-5 1 2 a", "3", "3 1", "3 1 2", "3 -1 -2 a", "3 5 1 a", "3 0 9223372036854775807 a", "9223372036854775807 0 9223372036854775807 a",
		"99999999999999999999 1 2 a", "3 3600000 9000000 a", "12 9223372036854775800 9223372036854775807 a", "4 1 2 a b c", "7\x00 1 2 a",
	} {
		th := lockout.Attempts{Delays: pinDelays}
		th.Load(kept)
		if left := th.Left(now); left < 0 || left > pinDelays.Most {
			t.Errorf("%q: %v left", kept, left)
		}
		now := lockout.Uptime{Boot: "a", Since: now.Since + pinDelays.Most}
		if _, may := th.Try(now); !may {
			t.Errorf("%q: nobody may try after the longest delay", kept)
		}
		if left := th.Left(now); left < 0 || left > pinDelays.Most {
			t.Errorf("%q: %v left after a try", kept, left)
		}
	}
	// What is in memory is not forgotten for something less on the disk.
	th := lockout.Attempts{Delays: pinDelays}
	for range 5 {
		now.Since += th.Left(now)
		th.Try(now)
	}
	th.Load("1 1 2 a")
	if th.Count != 5 || th.Left(now) != 8*time.Second {
		t.Errorf("%d tries, %v left", th.Count, th.Left(now))
	}
}

func TestQuietIsForgotten(t *testing.T) {
	th := lockout.Attempts{Delays: lockout.Delays{Free: 1, First: time.Second, Most: time.Second, Forget: time.Minute}}
	now := lockout.Uptime{Boot: "a"}
	th.Try(now)
	if wait, _ := th.Try(now); wait != time.Second {
		t.Fatal("the second is free")
	}
	now.Since += time.Minute - time.Millisecond
	if th.Left(now) != 0 || th.Count == 0 {
		t.Error("forgotten too early")
	}
	if now.Since += time.Millisecond; th.Left(now) != 0 || th.Count != 0 {
		t.Error("not forgotten")
	}
}

// allowed is how many tries somebody gets within a time who does nothing but try.
func allowed(d lockout.Delays, within time.Duration) (n int) {
	for passed := time.Duration(0); passed <= within; n++ {
		passed += d.After(n + 1)
	}
	return n
}

// world is the computer under a booth, as somebody with bad intentions may handle it: real time goes on, whatever the
// computer's clock says.
type world struct {
	real, started time.Duration
	boots         int
	clock         time.Time
}

func (w *world) uptime() lockout.Uptime {
	return lockout.Uptime{Boot: fmt.Sprint("boot", w.boots), Since: w.real - w.started}
}

// abuse draws one thing to do to the computer; it says whether the program has to be started again after it.
func (w *world) abuse(t *rapid.T) (restart bool) {
	switch rapid.SampledFrom([]string{"wait", "wait", "wait", "clock", "restart", "reboot"}).Draw(t, "abuse") {
	case "wait":
		w.real += time.Duration(rapid.Int64Range(0, int64(3*time.Minute)).Draw(t, "for"))
	case "clock":
		w.clock = time.Unix(rapid.Int64Range(-1<<31, 1<<33).Draw(t, "to"), 0)
	case "restart":
		return true
	case "reboot":
		w.boots++
		w.started = w.real
		if rapid.Bool().Draw(t, "slow") {
			w.started -= time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "its clock begins at"))
		}
		return true
	}
	return false
}

// Whatever is tried, and however often the plug is pulled or the program killed: nobody gets more tries than the
// delays allow in the time that really passed, and nobody waits longer than the delay of the last try.
func TestGuessingIsSlow(t *testing.T) {
	if n := allowed(pinDelays, time.Hour); n > 25 {
		t.Fatalf("%d tries in the first hour", n)
	}
	rapid.Check(t, func(t *rapid.T) {
		w := &world{boots: 1, clock: time.Unix(1_800_000_000, 0)}
		th := lockout.Attempts{Delays: pinDelays}
		disk, looked := th.Kept(), 0
		for range rapid.IntRange(1, 150).Draw(t, "events") {
			if w.abuse(t) {
				th = lockout.Attempts{Delays: pinDelays}
				th.Load(disk)
			}
			left := th.Left(w.uptime())
			if left < 0 || left > th.After(th.Count)+time.Millisecond {
				t.Fatalf("%v left after %d tries", left, th.Count)
			}
			if rapid.Bool().Draw(t, "patient") {
				w.real += left
			}
			if _, may := th.Try(w.uptime()); !may {
				continue
			}
			switch rapid.SampledFrom([]string{"look", "look", "killed before it is kept", "killed before it is looked at"}).Draw(t, "try") {
			case "killed before it is kept":
				th = lockout.Attempts{Delays: pinDelays}
				th.Load(disk)
			case "killed before it is looked at":
				disk = th.Kept()
				th = lockout.Attempts{Delays: pinDelays}
				th.Load(disk)
			default:
				disk = th.Kept()
				looked++
			}
		}
		if most := allowed(pinDelays, w.real); looked > most {
			t.Fatalf("%d tries in %v, want at most %d", looked, w.real, most)
		}
	})
}

func TestTheTimeSinceTheStartGoesOnByItself(t *testing.T) {
	for name, up := range map[string]func() lockout.Uptime{"of the computer": lockout.SystemUptime, "of the process": lockout.ProcessUptime} {
		a := up()
		b := up()
		for i := 0; b.Since == a.Since && i < 1e6; i++ {
			b = up()
		}
		if a.Boot == "" || a.Boot != b.Boot || b.Since <= a.Since {
			t.Errorf("%s: %+v, then %+v", name, a, b)
		}
	}
}
