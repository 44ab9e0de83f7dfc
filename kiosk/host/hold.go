package host

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Patience is how long a bus or a display may take to answer.
const Patience = 2 * time.Second

// What could not be held, as catalogue keys of the sentences (assets/text/host.*.toml).
const (
	NoScreen = "host.hold.screen" // the screen may go dark
	NoSleep  = "host.hold.sleep"  // the computer may go to sleep
	NoLid    = "host.hold.lid"    // closing the lid may send it to sleep
)

// wanted is everything that Hold tries to hold, in the order in which it is reported.
var wanted = []string{NoScreen, NoSleep, NoLid}

// way is one way to keep something awake; take returns which of wanted it holds.
type way struct {
	name string
	take func(ctx context.Context) (holds []string, release func(), err error)
}

// mayGoDark is what the last Hold found, for Inspect.
var mayGoDark atomic.Bool

// Hold keeps the screen lit and the computer awake, by every means that this system has, until
// release is called or ctx is done. said holds the catalogue keys of what could not be held, for
// the people who look after the booth; nil means all is held. Hold returns within [Patience]; a
// lock obtained later than that is released again. release may be called more than once.
func Hold(ctx context.Context) (release func(), said []string) {
	release, said = inhibit(ctx, ways(), Patience)
	mayGoDark.Store(slices.Contains(said, NoScreen))
	return release, said
}

func inhibit(ctx context.Context, ways []way, patience time.Duration) (release func(), said []string) {
	short, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var mu sync.Mutex
	late := false
	var releases []func()
	held := map[string]bool{}
	done := make(chan struct{}, len(ways))
	for _, w := range ways {
		go func() {
			defer func() { done <- struct{}{} }()
			holds, let, err := w.take(short)
			if err != nil {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if late {
				let()
				return
			}
			releases = append(releases, let)
			for _, h := range holds {
				held[h] = true
			}
		}()
	}
waiting:
	for range ways {
		select {
		case <-done:
		case <-short.Done():
			break waiting
		}
	}
	mu.Lock()
	late = true
	mine := releases
	for _, key := range wanted {
		if !held[key] {
			said = append(said, key)
		}
	}
	mu.Unlock()
	release = sync.OnceFunc(func() {
		ended := make(chan struct{}, len(mine))
		for _, let := range mine {
			go func() { let(); ended <- struct{}{} }()
		}
		late := time.After(patience)
		for range mine {
			select {
			case <-ended:
			case <-late:
				return
			}
		}
	})
	context.AfterFunc(ctx, release)
	return release, said
}
