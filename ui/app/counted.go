package app

import (
	"context"
	"log/slog"

	"matchbooth/kiosk/session"
)

// tallies are what is counted of one visitor, how often what; nil while there is nothing. The store gets all of it at
// once when the visitor has gone, and writes it down only together with that of others.
type tallies map[string]int

func (v *tallies) count(name string) {
	if *v == nil {
		*v = tallies{}
	}
	(*v)[name]++
}

// counted hands the visitor's counts over, before the wipe. What was counted while nobody was there is nobody's.
func (b *Booth) counted() {
	counts, tried := b.visit, b.once != nil
	b.visit = nil
	if counts[session.TallyStarted] == 0 {
		return
	}
	b.background(func() {
		// Whoever's save was tried may be on the disk, whatever came of it.
		if err := b.Store.Visit(context.Background(), counts, tried); err != nil {
			slog.Warn("visitors were not counted", "reason", err)
		}
	})
}
