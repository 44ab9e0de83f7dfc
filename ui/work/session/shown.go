package session

import (
	"context"

	"matchbooth/data"
)

// Shown implements [Desk].
func (d *Session) Shown(ctx context.Context, person string) error {
	d.mu.Lock()
	turn, open, had, by := d.turn, d.opened != nil, d.shown[person], d.by
	d.mu.Unlock()
	switch {
	case !open:
		return ErrLeft
	case had:
		return nil
	}
	if err := d.store.Audit(data.As(ctx, by), "record shown", 1); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.turn != turn {
		return ErrLeft
	}
	if d.shown == nil {
		d.shown = map[string]bool{}
	}
	d.shown[person] = true
	return nil
}
