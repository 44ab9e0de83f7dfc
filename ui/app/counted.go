package app

import (
	"context"
	"log/slog"

	"matchbooth/kiosk/session"
)

// tallies counts the events of one visitor, by name; nil while there are none. The store gets them all at
// once when the visitor has gone, and writes them down only together with those of others.
type tallies map[string]int

func (v *tallies) count(name string) {
	if *v == nil {
		*v = tallies{}
	}
	(*v)[name]++
}

// counted hands over the visitor's counts, before the wipe. Counts from when nobody was there belong to nobody.
func (b *Booth) counted() {
	counts, tried := b.visit, b.once != nil
	b.visit = nil
	if counts[session.TallyStarted] == 0 {
		return
	}
	b.background(func() {
		// A visitor whose save was tried may be on the disk, whatever the outcome.
		if err := b.Store.Visit(context.Background(), counts, tried); err != nil {
			slog.Warn("visitors were not counted", "reason", err)
		}
	})
}
