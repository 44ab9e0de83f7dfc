package lock

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var morning = time.Date(2027, 5, 21, 8, 0, 0, 0, time.UTC)

func TestTheDelaysGrow(t *testing.T) {
	var th Throttle
	now := morning
	for i, want := range []time.Duration{0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300} {
		want *= time.Second
		if got := th.Try(now); got != want {
			t.Fatalf("after try %d: %v, want %v", i+1, got, want)
		}
		if want == 0 {
			continue
		}
		now = now.Add(want - time.Millisecond)
		if th.Wait(now) != time.Millisecond || th.Try(now) != time.Millisecond {
			t.Fatalf("after try %d: over too soon, or a try while it ran was counted", i+1)
		}
		now = now.Add(time.Millisecond)
	}
	th.Right()
	if th.Wait(now) != 0 || th.Try(now) != 0 || th.Try(now) != 0 || th.Try(now) != FirstWait {
		t.Error("a right one does not begin anew")
	}
}

func TestARestartKeepsTheDelay(t *testing.T) {
	var th Throttle
	now := morning
	for i := range 6 { // pulled and plugged in again before and after each try
		th = Kept(th.Kept())
		now = now.Add(th.Wait(now))
		want := th.Try(now)
		th = Kept(th.Kept())
		if got := th.Wait(now); got != want {
			t.Fatalf("after try %d and a restart: %v, want %v", i+1, got, want)
		}
	}
	th.Right()
	if fails, until := th.Kept(); fails != 0 || until != 0 {
		t.Errorf("after a right one %d and %d are kept", fails, until)
	}
}

func TestAClockSetBackLocksNobodyOut(t *testing.T) {
	for _, back := range []time.Duration{time.Second, time.Hour, 57 * 365 * 24 * time.Hour} {
		var th Throttle
		now := morning
		for range 4 {
			now = now.Add(th.Wait(now))
			th.Try(now)
		}
		now = now.Add(-back)
		if left := th.Wait(now); left <= 0 || left > 4*time.Second {
			t.Fatalf("back %v: %v left", back, left)
		}
		if now = now.Add(4 * time.Second); th.Wait(now) != 0 {
			t.Errorf("back %v: still locked", back)
		}
	}
}

func TestNumbersOfNobody(t *testing.T) {
	for _, fails := range []int{math.MinInt, -1, 0, 3, math.MaxInt} {
		for _, until := range []int64{math.MinInt64, -1, 0, 1, morning.UnixMilli(), math.MaxInt64} {
			th := Kept(fails, until)
			if left := th.Wait(morning); left < 0 || left > MostWait {
				t.Errorf("%d, %d: %v left", fails, until, left)
			}
			th.Try(morning.Add(MostWait))
			if left := th.Wait(morning.Add(MostWait)); left < 0 || left > MostWait {
				t.Errorf("%d, %d: %v left after a try", fails, until, left)
			}
		}
	}
}

// Whatever is tried, and however often the plug is pulled: in an hour nobody gets more tries than the
// delays allow, and nobody waits longer than the longest of them.
func TestGuessingIsSlow(t *testing.T) {
	allowed := func(within time.Duration) (n int) {
		for passed := time.Duration(0); passed <= within; n++ {
			passed += delay(n + 1)
		}
		return n
	}
	if n := allowed(time.Hour); n > 25 {
		t.Fatalf("%d tries in the first hour", n)
	}
	rapid.Check(t, func(t *rapid.T) {
		var th Throttle
		now, tries := morning, 0
		for range rapid.IntRange(1, 200).Draw(t, "events") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(3*time.Minute)).Draw(t, "later")))
			if rapid.Bool().Draw(t, "restart") {
				th = Kept(th.Kept())
			}
			left := th.Wait(now)
			if left < 0 || left > MostWait {
				t.Fatalf("%v left", left)
			}
			if before := th.fails; left == 0 {
				th.Try(now)
				tries++
			} else if th.Try(now); th.fails != before {
				t.Fatal("a try was counted while a delay ran")
			}
		}
		if most := allowed(now.Sub(morning) + time.Second); tries > most {
			t.Fatalf("%d tries in %v, want at most %d", tries, now.Sub(morning), most)
		}
	})
}
