package app

import (
	"errors"
	"testing"
	"time"

	"matchbooth/kiosk/host"
	"matchbooth/kiosk/session"
	"matchbooth/ui/launch"
)

// What a volunteer set is kept, and a booth that is started again stands there.
func TestAPauseOutlivesARestart(t *testing.T) {
	b, store, now := booth(t)
	b.Send(session.Event{Kind: session.AskGate})
	*now = now.Add(time.Second)
	b.Send(session.Event{Kind: session.GateOK})
	*now = now.Add(time.Second)
	b.Send(session.Event{Kind: session.SetPaused, N: 1})
	*now = now.Add(time.Second)
	b.Send(session.Event{Kind: session.CloseStaff})
	settled(t, b, func() bool { return store.meta[metaPaused] == "1" })
	if b.state.Screen != session.Pause {
		t.Fatalf("paused, it shows %s", b.state.Screen)
	}
	again := newBooth(store, launch.Options{Pack: b.Pack, Data: t.TempDir()}, b.texts, b.clock)
	if again.state.Screen != session.Pause {
		t.Errorf("started again, it shows %s", again.state.Screen)
	}
}

// A computer that runs out of room or power stops the booth when nobody is in the middle of
// something, and the booth goes on by itself when that is over.
func TestTheWatchStopsABoothBetweenVisitors(t *testing.T) {
	b, _, now := booth(t)
	b.Send(session.Event{Kind: session.Start})
	b.found(host.State{Fault: session.FaultDisk, Code: "MB-31"}, false)
	if b.state.Screen != session.Home {
		t.Fatalf("a visitor was thrown out to %s", b.state.Screen)
	}
	*now = now.Add(time.Second)
	b.Send(session.Event{Kind: session.AskNotToday})
	*now = now.Add(time.Second)
	b.Send(session.Event{Kind: session.Finish})
	if b.state.Screen != session.Closed || b.state.Duty.Code != "MB-31" {
		t.Fatalf("afterwards it shows %s, code %q", b.state.Screen, b.state.Duty.Code)
	}
	b.found(host.State{Warn: []string{host.WarnDisk}}, false)
	if b.state.Screen != session.Closed {
		t.Errorf("with hardly any room it shows %s", b.state.Screen)
	}
	b.found(host.State{}, false)
	if b.state.Screen != session.Attract {
		t.Errorf("with room again it shows %s", b.state.Screen)
	}
}

func TestAStoreThatStoppedClosesTheBooth(t *testing.T) {
	b, store, _ := booth(t)
	store.broken = errors.New("input/output error")
	b.found(host.State{}, store.Broken() != nil)
	if b.state.Screen != session.Closed || b.state.Duty.Fault != session.FaultStore {
		t.Errorf("it shows %s, %q", b.state.Screen, b.state.Duty.Fault)
	}
}

// A booth that its supervisor holds out of service stays so whatever the watch finds.
func TestASupervisedFaultStays(t *testing.T) {
	b, _, _ := booth(t)
	b.Out = "MB-11"
	b.state = b.fresh()
	b.found(host.State{}, false)
	if b.state.Screen != session.Closed || b.state.Duty.Code != "MB-11" || b.state.Duty.Fault != session.FaultCrash {
		t.Errorf("it shows %s, %+v", b.state.Screen, b.state.Duty)
	}
}

func TestABoothWithoutAStoreShowsItself(t *testing.T) {
	b, _, _ := booth(t)
	none := newBooth(NoStore{}, launch.Options{Pack: b.Pack, Data: t.TempDir(), Out: "MB-21"}, b.texts, b.clock)
	none.size = b.size
	none.show()
	if none.state.Screen != session.Closed || none.state.Duty.Fault != session.FaultStore {
		t.Errorf("it shows %s, %q", none.state.Screen, none.state.Duty.Fault)
	}
}

// What the log says to people, who are to do something about it, it says in the language of their terminal.
func TestTheLogSpeaksTheLanguageOfTheTerminal(t *testing.T) {
	b, _, _ := booth(t)
	for says, want := range map[string]string{"zh": "zh", "en": "en", "": "en"} {
		b.Says = says
		for _, key := range []string{host.NoSleep, host.NoScreen, host.NoLid} {
			if got := b.forLog(key); got != b.texts.In(want).S(key) || got == key {
				t.Errorf("%q: %q", says, got)
			}
		}
	}
}
