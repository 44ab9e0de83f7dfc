package app

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"matchbooth/kiosk/host"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
	work "matchbooth/ui/work/session"
)

// What the booth itself is set to, kept in the store so that a restart does not forget it.
const (
	metaPaused = "duty.paused"
	metaOut    = "duty.out"
	metaLang   = "booth.lang"
	metaSound  = "booth.sound"
)

// inspectEvery is how often the computer under the booth is inspected.
const inspectEvery = 10 * time.Second

// duty is the booth's own state at start: what volunteers set before, and the fault that the
// supervisor starts it with, if any.
func (b *Booth) duty() session.Duty {
	is := func(key string) bool { v, _ := b.Store.Meta(key); return v == "1" }
	d := session.Duty{Paused: is(metaPaused), Out: is(metaOut)}
	if b.Out != "" {
		d.Fault, d.Code = session.FaultCrash, b.Out
		if known, ok := session.Codes[b.Out]; ok {
			d.Fault = known.Fault
		}
	}
	return d
}

// keepDuty writes down what volunteers set. A booth that its supervisor holds out of service and
// that is put back asks for a fresh start.
func (b *Booth) keepDuty(d session.Duty) {
	if b.Out != "" && !d.Out {
		b.leave(supervisor.ExitAgain)
		return
	}
	flag := map[bool]string{true: "1", false: "0"}
	b.background(func() {
		for key, on := range map[string]bool{metaPaused: d.Paused, metaOut: d.Out} {
			if err := b.Store.SetMeta(key, flag[on]); err != nil {
				slog.Warn("the booth's duty was not kept", "reason", err)
			}
		}
	})
}

// watch looks at the computer and the store until the context ends, and tells the state machine
// when something stops the booth or no longer does.
func (b *Booth) watch(ctx context.Context, look func() host.State) {
	every := time.NewTicker(inspectEvery)
	defer every.Stop()
	for {
		found := look()
		broken := b.Store.Broken()
		b.onUI(func() { b.found(found, broken != nil) })
		if broken != nil {
			// The folder is read and verified again; when that goes well the booth goes on.
			if err := b.Store.Reopen(); err != nil {
				slog.Warn("the store stays closed after a write error", "reason", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// hold keeps screen and computer awake until the context ends, and logs what it could not hold.
func (b *Booth) hold(ctx context.Context) {
	release, said := host.Hold(ctx)
	for _, key := range said {
		slog.Warn("not held", "what", b.texts.In("en").S(key))
	}
	b.onUI(func() { b.release = release })
}

// found takes in what the watch saw.
func (b *Booth) found(h host.State, broken bool) {
	fault, code := h.Fault, h.Code
	if fault == "" && b.state.Duty.Fault == session.FaultDisk && slices.Contains(h.Warn, host.WarnDisk) {
		// Once stopped it goes on only with room to spare, not at every megabyte.
		fault, code = session.FaultDisk, b.state.Duty.Code
	}
	if broken {
		fault, code = session.FaultStore, session.CodeWrite
	}
	if b.Out != "" { // until volunteers put it back into service
		fault, code = b.duty().Fault, b.Out
	}
	late := work.CopyLate(b.Store.Mirror(), b.clock())
	warned := fmt.Sprint(b.host.Warn) != fmt.Sprint(h.Warn) || late != b.copyLate
	b.host, b.copyLate = h, late
	if fault != b.state.Duty.Fault || code != b.state.Duty.Code {
		b.Send(session.Event{Kind: session.DutyIs, Arg: fault, Arg2: string(code)})
	}
	if warned {
		// Only the first screen shows the sign, and only where nobody is; the menu looks by itself.
		clear(b.kept)
		if b.nobody() {
			b.shown = ""
			b.show()
		}
	}
}

// night tells the state machine when the off hours begin and end.
func (b *Booth) night() {
	if b.Pack == nil {
		return
	}
	if is := b.Pack.Kiosk.NightAt(b.clock()); is != b.state.Duty.Night {
		n := 0
		if is {
			n = 1
		}
		b.Send(session.Event{Kind: session.NightIs, N: n})
	}
}

// leave ends the program; supervisor.ExitDone and supervisor.ExitAgain are its codes.
func (b *Booth) leave(code int) { go supervisor.Shutdown(code, b.close) }
