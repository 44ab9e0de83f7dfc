package app

import (
	"context"
	"fmt"
	"log/slog"

	"matchbooth/data"
	"matchbooth/data/words"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/work/hub"
	work "matchbooth/ui/work/session"
)

// dataStatus reports to the screens how the data is stored.
type dataStatus struct{ b *Booth }

// Mirror implements session.DataStatus.
func (k dataStatus) Mirror() data.MirrorState { return k.b.Store.Mirror() }

// Hub implements session.DataStatus.
func (k dataStatus) Hub() hub.State { return k.b.pusher.Load().State() }

// SendAgain implements session.DataStatus.
func (k dataStatus) SendAgain(everything bool) error {
	p := k.b.pusher.Load()
	switch {
	case p == nil:
		return nil
	case everything:
		return p.Everything()
	}
	return p.Again()
}

// push starts sending to the hub, where one was joined. The window calls it once its first page stands: nothing of the
// network is touched before, and nothing at all without a hub.
func (b *Booth) push() {
	if s, ok := b.Store.(hub.Store); ok {
		b.pusher.Store(hub.Start(s, hub.Options{Now: b.clock}))
	}
}

// Keys implements session.DataStatus: as read when the window opened, and each time the desk did.
func (k dataStatus) Keys() work.KeySet { return k.b.named }

// Booth implements session.DataStatus.
func (k dataStatus) Booth() string { return k.b.Store.BoothID() }

// Retention implements session.DataStatus: while the desk is open, by what each agreed to.
func (k dataStatus) Retention(ctx context.Context) (r data.Retention, err error) {
	err = k.b.desk.Judged(func(by data.Judging) error {
		r, err = k.b.Store.RetentionBy(ctx, k.b.clock(), by)
		return err
	})
	return r, err
}

// Purges implements session.DataStatus.
func (k dataStatus) Purges(ctx context.Context) ([]data.PurgeRecord, error) {
	return k.b.Store.Purges(ctx)
}

// Purge implements session.DataStatus. It requires an open desk; what the desk has opened is read again,
// so that nobody who was erased is still in it.
func (k dataStatus) Purge(ctx context.Context) (data.PurgeRecord, error) {
	if k.b.desk.Opened() == nil {
		return data.PurgeRecord{}, fmt.Errorf("forgetting at a locked desk: %w", data.ErrPassphrase)
	}
	var rec data.PurgeRecord
	err := k.b.desk.Judged(func(by data.Judging) (err error) {
		rec, err = k.b.Store.PurgeBy(ctx, k.b.clock(), by)
		return err
	})
	empty, again := k.b.desk.Reread(ctx)
	if again != nil {
		slog.Warn("the desk is locked: what is left could not be read again", "reason", again)
		k.b.desk.Lock()
		k.b.onUI(k.b.atDesk.Forget)
	}
	k.b.onUI(func() {
		empty()
		if again != nil {
			k.b.atDesk.Forget()
		}
		if k.b.state.Screen == session.Desk {
			k.b.shown = ""
			k.b.show()
		}
	})
	return rec, err
}

// sealed returns the public view of the keys.
func (b *Booth) sealed() page.Sealed {
	if b.named.Fingerprint == "" {
		return page.Sealed{}
	}
	return page.Sealed{Keys: len(b.named.Named), Words: b.named.Words}
}

// readKeys reads the names of the keys that everything stored here is sealed to.
func (b *Booth) readKeys(ctx context.Context) {
	set, err := b.Store.KeySet(ctx)
	if err != nil {
		slog.Warn("the keys could not be named", "reason", err)
		return
	}
	if set.Fault != "" {
		slog.Warn("nobody can sign up", "reason", set.Fault)
	}
	inWords := func(fingerprint string) map[event.Lang][]string {
		out := map[event.Lang][]string{}
		for _, lang := range event.Langs {
			out[lang] = words.Fingerprint(fingerprint, string(lang))
		}
		return out
	}
	named := work.KeySet{KeySet: set, Words: inWords(set.Fingerprint)}
	for _, k := range set.Keys {
		named.Named = append(named.Named, work.Key{KeyInfo: k, Words: inWords(k.Fingerprint)})
	}
	b.onUI(func() {
		b.named = named
		clear(b.kept) // pages that name the keys
	})
}
