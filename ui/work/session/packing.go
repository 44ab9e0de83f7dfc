package session

import (
	"context"
	"errors"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/packs"
)

// Packing is what the desk can do about the event pack after setup.
type Packing interface {
	// LookAtPack compares a pack with the one the booth has; it changes nothing. The error is a packs.Faulty,
	// ErrOtherEvent, ErrNotReady, or one of the system's.
	LookAtPack(ctx context.Context, path string) (packs.Offer, error)
	// TakePack takes over what was looked at, in the desk's name. The error is ErrLeft if the desk is locked, or one of
	// data.Store.ChangePack's.
	TakePack(ctx context.Context, o packs.Offer) error
	// PackNow returns the pack that counts, if that is another one than the screens show; nil otherwise.
	PackNow() *event.Pack
	// PackLacks reports whether the desk has named a version of the pack that is not here, and whether two booths have
	// changed it without knowing of each other.
	PackLacks() (lacks, rival bool)
}

// Why a pack cannot be taken over.
var (
	ErrOtherEvent = errors.New("the pack is of another event")
	ErrNotReady   = errors.New("the pack has placeholders, which a live booth may not show")
)

// LookAtPack implements [Packing].
func (d *Session) LookAtPack(ctx context.Context, path string) (packs.Offer, error) {
	s, ok := d.store.(packs.Store)
	if !ok {
		return packs.Offer{}, ErrLeft
	}
	o, err := packs.Look(ctx, s, d.data, d.pack, path)
	switch {
	case err != nil:
		return packs.Offer{}, err
	case o.New.ID != s.Event():
		return packs.Offer{}, ErrOtherEvent
	case s.Mode() == data.ModeLive && len(o.New.Placeholders()) > 0:
		return packs.Offer{}, ErrNotReady
	}
	return o, nil
}

// TakePack implements [Packing].
func (d *Session) TakePack(ctx context.Context, o packs.Offer) error {
	d.writing.Lock()
	defer d.writing.Unlock()
	s, ok := d.store.(packs.Store)
	d.mu.Lock()
	key, in, by := d.key, d.opened, d.by
	d.mu.Unlock()
	if in == nil || !ok {
		return ErrLeft
	}
	desk, err := d.store.DeskOf(key)
	if err != nil {
		return err
	}
	defer desk.Close()
	return o.Take(data.As(ctx, by), s, desk)
}

// PackNow implements [Packing].
func (d *Session) PackNow() *event.Pack {
	s, ok := d.store.(packs.Store)
	if !ok || d.pack == nil || packs.Find(s, d.data).Digest == d.pack.Digest {
		return nil
	}
	p, err := packs.Current(s, d.data)
	if err != nil || p.Digest == d.pack.Digest {
		return nil // the next start says what is wrong
	}
	return p
}

// PackLacks implements [Packing].
func (d *Session) PackLacks() (lacks, rival bool) {
	s, ok := d.store.(packs.Store)
	if !ok {
		return false, false
	}
	w := packs.Find(s, d.data)
	return w.Lacks != "", w.Rival
}
