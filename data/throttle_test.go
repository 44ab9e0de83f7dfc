package data

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTheDelaysGrow(t *testing.T) {
	th := throttle{delays: pinDelays}
	now := uptime{boot: "a"}
	for i, want := range []time.Duration{0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300} {
		want *= time.Second
		if got, may := th.try(now); got != want || !may {
			t.Fatalf("after try %d: %v, want %v", i+1, got, want)
		}
		if want == 0 {
			continue
		}
		now.since += want - time.Millisecond
		if left, may := th.try(now); left != time.Millisecond || may {
			t.Fatalf("after try %d: over too soon, or a try while it ran was counted", i+1)
		}
		now.since += time.Millisecond
	}
	th.right()
	for i, want := range []time.Duration{0, 0, pinDelays.first} {
		if got, may := th.try(now); got != want || !may {
			t.Errorf("a right one does not begin anew: %v after try %d", got, i+1)
		}
	}
}

// A delay of which nobody knows any more how long ago it began begins anew, and is never longer than it was.
func TestADelayOutlivesRestarts(t *testing.T) {
	for _, c := range []struct {
		name string
		then uptime // 5 s later by a good watch
		left time.Duration
	}{
		{"the program is started again", uptime{"a", 105 * time.Second}, 27 * time.Second},
		{"the computer is started again", uptime{"b", 3 * time.Second}, 32 * time.Second},
		{"the computer has been on for longer this time", uptime{"b", 1000 * time.Hour}, 32 * time.Second},
		{"a virtual machine goes back to a snapshot", uptime{"a", 50 * time.Second}, 32 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			th := throttle{delays: pinDelays, tries: 7, boot: "a", last: 100 * time.Second, until: 132 * time.Second}
			again := throttle{delays: th.delays}
			again.load(th.kept())
			if left := again.left(c.then); left < c.left || left > c.left+time.Millisecond {
				t.Errorf("%v left, want %v", left, c.left)
			}
			if left := again.left(uptime{c.then.boot, c.then.since + c.left + time.Millisecond}); left != 0 {
				t.Errorf("%v left after it", left)
			}
		})
	}
}

func TestWhatNobodyCanHaveKept(t *testing.T) {
	now := uptime{"a", time.Hour}
	for _, kept := range []string{
		"", "0", "x", "-1", "-5 1 2 a", "3", "3 1", "3 1 2", "3 -1 -2 a", "3 5 1 a", "3 0 9223372036854775807 a", "9223372036854775807 0 9223372036854775807 a",
		"99999999999999999999 1 2 a", "3 3600000 9000000 a", "12 9223372036854775800 9223372036854775807 a", "4 1 2 a b c", "7\x00 1 2 a",
	} {
		th := throttle{delays: pinDelays}
		th.load(kept)
		if left := th.left(now); left < 0 || left > pinDelays.most {
			t.Errorf("%q: %v left", kept, left)
		}
		now := uptime{"a", now.since + pinDelays.most}
		if _, may := th.try(now); !may {
			t.Errorf("%q: nobody may try after the longest delay", kept)
		}
		if left := th.left(now); left < 0 || left > pinDelays.most {
			t.Errorf("%q: %v left after a try", kept, left)
		}
	}
	// What is in memory is not forgotten for something less on the disk.
	th := throttle{delays: pinDelays}
	for range 5 {
		now.since += th.left(now)
		th.try(now)
	}
	th.load("1 1 2 a")
	if th.tries != 5 || th.left(now) != 8*time.Second {
		t.Errorf("%d tries, %v left", th.tries, th.left(now))
	}
}

func TestQuietIsForgotten(t *testing.T) {
	th := throttle{delays: delays{free: 1, first: time.Second, most: time.Second, forget: time.Minute}}
	now := uptime{boot: "a"}
	th.try(now)
	if wait, _ := th.try(now); wait != time.Second {
		t.Fatal("the second is free")
	}
	now.since += time.Minute - time.Millisecond
	if th.left(now) != 0 || th.tries == 0 {
		t.Error("forgotten too early")
	}
	if now.since += time.Millisecond; th.left(now) != 0 || th.tries != 0 {
		t.Error("not forgotten")
	}
}

// allowed is how many tries somebody gets within a time who does nothing but try.
func (d delays) allowed(within time.Duration) (n int) {
	for passed := time.Duration(0); passed <= within; n++ {
		passed += d.after(n + 1)
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

func (w *world) uptime() uptime { return uptime{fmt.Sprint("boot", w.boots), w.real - w.started} }

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
	if n := pinDelays.allowed(time.Hour); n > 25 {
		t.Fatalf("%d tries in the first hour", n)
	}
	rapid.Check(t, func(t *rapid.T) {
		w := &world{boots: 1, clock: time.Unix(1_800_000_000, 0)}
		th := throttle{delays: pinDelays}
		disk, looked := th.kept(), 0
		for range rapid.IntRange(1, 150).Draw(t, "events") {
			if w.abuse(t) {
				th = throttle{delays: pinDelays}
				th.load(disk)
			}
			left := th.left(w.uptime())
			if left < 0 || left > th.after(th.tries)+time.Millisecond {
				t.Fatalf("%v left after %d tries", left, th.tries)
			}
			if rapid.Bool().Draw(t, "patient") {
				w.real += left
			}
			if _, may := th.try(w.uptime()); !may {
				continue
			}
			switch rapid.SampledFrom([]string{"look", "look", "killed before it is kept", "killed before it is looked at"}).Draw(t, "try") {
			case "killed before it is kept":
				th = throttle{delays: pinDelays}
				th.load(disk)
			case "killed before it is looked at":
				disk = th.kept()
				th = throttle{delays: pinDelays}
				th.load(disk)
			default:
				disk = th.kept()
				looked++
			}
		}
		if most := pinDelays.allowed(w.real); looked > most {
			t.Fatalf("%d tries in %v, want at most %d", looked, w.real, most)
		}
	})
}

func TestTheTimeSinceTheStartGoesOnByItself(t *testing.T) {
	for name, up := range map[string]func() uptime{"of the computer": systemUptime, "of the process": processUptime} {
		a := up()
		b := up()
		for i := 0; b.since == a.since && i < 1e6; i++ {
			b = up()
		}
		if a.boot == "" || a.boot != b.boot || b.since <= a.since {
			t.Errorf("%s: %+v, then %+v", name, a, b)
		}
	}
}
