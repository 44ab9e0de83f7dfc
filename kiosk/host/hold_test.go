package host

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// given is a way that holds and counts how often it was let go.
func given(let *atomic.Int32, holds ...string) way {
	return way{"given", func(context.Context) ([]string, func(), error) {
		return holds, func() { let.Add(1) }, nil
	}}
}

var refused = way{"refused", func(context.Context) ([]string, func(), error) { return nil, nil, errors.New("no") }}

func TestWhatNoWayHoldsIsSaid(t *testing.T) {
	var let atomic.Int32
	for _, test := range []struct {
		name string
		ways []way
		said []string
	}{
		{"no way at all", nil, wanted},
		{"a way that is refused", []way{refused}, wanted},
		{"everything", []way{given(&let, NoScreen), refused, given(&let, NoSleep, NoLid)}, nil},
		{"all but the lid", []way{given(&let, NoScreen, NoSleep)}, []string{NoLid}},
		{"two ways to the same", []way{given(&let, NoScreen), given(&let, NoScreen)}, []string{NoSleep, NoLid}},
	} {
		release, said := inhibit(t.Context(), test.ways, Patience)
		if !slices.Equal(said, test.said) {
			t.Errorf("%s: said %v", test.name, said)
		}
		release()
	}
}

func TestReleasingLetsEveryWayGoOnce(t *testing.T) {
	var let atomic.Int32
	release, _ := inhibit(t.Context(), []way{given(&let, NoScreen), given(&let, NoSleep)}, Patience)
	release()
	release()
	if n := let.Load(); n != 2 {
		t.Errorf("let go %d times", n)
	}
}

func TestTheEndOfTheContextLetsGo(t *testing.T) {
	var let atomic.Int32
	ctx, cancel := context.WithCancel(t.Context())
	inhibit(ctx, []way{given(&let, NoScreen)}, Patience)
	cancel()
	eventually(t, "let go", func() bool { return let.Load() == 1 })
}

func TestAHangingWayHangsNothing(t *testing.T) {
	var let atomic.Int32
	open := make(chan struct{})
	hanging := way{"hanging", func(context.Context) ([]string, func(), error) {
		<-open
		return []string{NoSleep}, func() { let.Add(1) }, nil
	}}
	began := time.Now()
	release, said := inhibit(t.Context(), []way{hanging, given(&let, NoScreen)}, 50*time.Millisecond)
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
	if !slices.Equal(said, []string{NoSleep, NoLid}) {
		t.Errorf("said %v", said)
	}
	close(open) // what comes too late is let go at once
	eventually(t, "the late one let go", func() bool { return let.Load() == 1 })
	release()
	if n := let.Load(); n != 2 {
		t.Errorf("let go %d times", n)
	}
}

func TestAHangingReleaseHangsNothing(t *testing.T) {
	stuck := way{"stuck", func(context.Context) ([]string, func(), error) {
		return []string{NoScreen}, func() { select {} }, nil
	}}
	release, _ := inhibit(t.Context(), []way{stuck}, 50*time.Millisecond)
	began := time.Now()
	release()
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestLookTellsWhatHoldFound(t *testing.T) {
	defer mayGoDark.Store(mayGoDark.Load())
	p := well()
	p.Dark = nil
	for _, dark := range []bool{true, false} {
		mayGoDark.Store(dark)
		if got := slices.Contains(p.Inspect(t.TempDir()).Warn, WarnBlanking); got != dark {
			t.Errorf("dark %t, warned %t", dark, got)
		}
	}
}

func eventually(t *testing.T, what string, true func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if true() {
			return
		}
	}
	t.Errorf("never: %s", what)
}
