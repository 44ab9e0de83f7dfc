package app

import (
	"context"
	"log/slog"
	"time"

	"matchbooth/assets/lang"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/host"
	"matchbooth/kiosk/session"
	"matchbooth/ui/click"
	"matchbooth/ui/desk"
	work "matchbooth/ui/work/session"
)

// What the volunteers' menu shows and sets.

// nobody reports whether nobody is at the booth.
func (b *Booth) nobody() bool {
	return b.state.Screen == b.state.Duty.Screen() && b.state.Overlay == session.NoOverlay
}

// counts returns the numbers since midnight by the computer's clock, up to when visitors were last
// counted.
func (b *Booth) counts(ctx context.Context) (work.Tonight, error) {
	now := b.clock()
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	n, err := b.Store.TalliesSince(ctx, midnight)
	if err != nil {
		return work.Tonight{}, err
	}
	signed, err := b.Store.SignedUpSince(ctx, midnight) // up to date, while visitors are counted in batches
	if err != nil {
		return work.Tonight{}, err
	}
	t := work.Tonight{
		Signups: signed, Started: n[session.TallyStarted],
		Finished: n[session.TallyFinished], Left: n[session.TallyAbandoned], Langs: map[string]int{},
	}
	until, err := b.Store.CountedUntil(ctx)
	if err != nil {
		return work.Tonight{}, err
	}
	if !until.Before(midnight) {
		t.Until = until.In(now.Location())
	}
	for _, tag := range lang.Tags() {
		t.Langs[tag] = n[session.TallyLang(tag)]
	}
	return t, nil
}

// saveSetting saves a setting of the booth, off the interface's goroutine.
func (b *Booth) saveSetting(key, value string) {
	b.background(func() {
		if err := b.Store.SetMeta(key, value); err != nil {
			slog.Warn("a setting was not kept", "reason", err)
		}
	})
}

// startLang returns the language that visitors start with.
func (b *Booth) startLang() string {
	if b.Lang == "" {
		return session.New().Lang
	}
	return b.Lang
}

func (b *Booth) setStartLang(tag string) {
	if lang.Has(tag) {
		b.Lang = tag
		clear(b.kept) // their switch may have one language more
		b.saveSetting(metaLang, tag)
	}
}

func (b *Booth) setSound(on bool) {
	b.clicks(on)
	b.saveSetting(metaSound, map[bool]string{true: "1", false: "0"}[b.keys.click != nil])
	if on && b.keys.click != nil {
		b.keys.click.Press() // so that people hear what they switched on
	}
}

// clicks makes the keys click, if the system can play a sound, or silences them.
func (b *Booth) clicks(on bool) {
	if on == (b.keys.click != nil) {
		return
	}
	if !on {
		b.keys.click.Close()
		b.keys.click = nil
		return
	}
	player, err := click.Open()
	if err != nil {
		slog.Warn("the keys will not click", "reason", err)
		return
	}
	b.keys.click = player
}

// work returns what else volunteers' pages show and do.
func (b *Booth) work() desk.Work {
	return desk.Work{
		Repack: b.repack,
		Desk:   b.desk, Kept: &b.atDesk, Gate: b.Store, Status: dataStatus{b}, Host: func() host.State { return b.host }, Counts: b.counts,
		Redraw: b.redraw, Sticks: b.sticks, Setup: b.setup, Draft: b.draft, Quit: b.quit,
		Sound: b.keys.click != nil, SetSound: b.setSound, StartLang: b.startLang(), SetStartLang: b.setStartLang,
	}
}

// redraw draws the page anew.
func (b *Booth) redraw() {
	b.shown = ""
	b.show()
}

// repack has every screen show another event pack from now on. Only volunteers are at the booth, so no visitor is cut
// short: the next one sees it.
func (b *Booth) repack(p *event.Pack) {
	b.lock()
	b.Pack = p
	b.desk = b.deskOver(b.Store)
	clear(b.kept)
	b.shown = ""
	b.show()
	photographs := p.Photographs()
	b.background(func() { b.pictures.Warm(photographs...) })
}
