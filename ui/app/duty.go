package app

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"matchbooth/kiosk/host"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

// The booth's own settings, stored so that a restart does not forget them.
const (
	metaPaused = "duty.paused"
	metaOut    = "duty.out"
	metaLang   = handover.MetaLang
	metaSound  = "booth.sound"
)

// inspectEvery is how often the computer under the booth is inspected.
const inspectEvery = 10 * time.Second

// duty returns the booth's own state at start: what volunteers set before, and the fault that the
// supervisor starts it with, if any.
func (b *Booth) duty() session.Duty {
	is := func(key string) bool { v, _ := b.Store.Meta(key); return v == "1" }
	d := session.Duty{Paused: is(metaPaused), Out: is(metaOut), Desk: b.Options.Desk}
	if b.Out != "" {
		d.Fault, d.Code = session.FaultCrash, b.Out
		if known, ok := session.Codes[b.Out]; ok {
			d.Fault = known.Fault
		}
	}
	return d
}

// keepDuty saves what volunteers set. If a booth that its supervisor keeps out of service is put
// back into service, it asks for a fresh start.
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

// watch inspects the computer and the store until the context ends, and tells the state machine
// when something stops the booth or no longer does.
func (b *Booth) watch(ctx context.Context, look func() host.State) {
	every := time.NewTicker(inspectEvery)
	defer every.Stop()
	for {
		found := look()
		broken := b.Store.Broken()
		b.onUI(func() { b.found(found, broken != nil) })
		if broken != nil {
			// The folder is read and verified again; if that succeeds the booth goes on.
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

// keepAwake keeps screen and computer awake until the context ends, and logs what it could not keep
// awake.
func (b *Booth) keepAwake(ctx context.Context) {
	release, said := host.Hold(ctx)
	for _, key := range said {
		slog.Warn(b.forLog(key))
	}
	b.onUI(func() { b.release = release })
}

// forLog returns a sentence for whoever reads the log and can do something about it, in the language of the terminal.
func (b *Booth) forLog(key string) string { return b.texts.In(cmp.Or(b.Says, "en")).S(key) }

// found processes what the watch found.
func (b *Booth) found(h host.State, broken bool) {
	fault, code := h.Fault, h.Code
	if fault == "" && b.state.Duty.Fault == session.FaultDisk && slices.Contains(h.Warn, host.WarnDisk) {
		// Once stopped it resumes only with space to spare, rather than toggling at every megabyte.
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
		// Only the first screen shows the sign, and only when nobody is there; the menu checks for
		// itself.
		clear(b.kept)
		if b.nobody() {
			b.shown = ""
			b.show()
		}
	}
}

// night tells the state machine when closing hours begin and end.
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

// leave ends the program; supervisor.ExitDone and supervisor.ExitAgain are possible exit codes.
func (b *Booth) leave(code int) { go supervisor.Shutdown(code, b.close) }
