package app

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/click"
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
	for _, lang := range event.Langs {
		t.Langs[string(lang)] = n[session.TallyLang(string(lang))]
	}
	return t, nil
}

// keep saves a setting of the booth, off the interface's goroutine.
func (b *Booth) keep(key, value string) {
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

func (b *Booth) setStartLang(lang string) {
	if slices.Contains(event.Langs, event.Lang(lang)) {
		b.Lang = lang
		b.keep(metaLang, lang)
	}
}

func (b *Booth) setSound(on bool) {
	b.clicks(on)
	b.keep(metaSound, map[bool]string{true: "1", false: "0"}[b.keys.click != nil])
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
