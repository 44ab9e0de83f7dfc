// Package closing reads, without a key, what closing a day needs: who arrived in a span of hours and what became of the line,
// which running numbers are missing, and which booths of the event have not been heard of.
package closing

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/trust"
)

// State is what became of a sign-up's line.
type State string

// The states of an arrival. Each arrival has exactly one.
const (
	Stored     State = "stored"     // here, and its sealed part is what the booth signed
	Erased     State = "erased"     // on request, or because its time was over
	Damaged    State = "damaged"    // not what the booth signed, or without content though nobody was erased
	Distrusted State = "distrusted" // its booth is not believed
)

// Arrival is one sign-up as it stands here, without a key. Nothing in it identifies the person.
type Arrival struct {
	Person string
	Booth  string
	Hour   int64 // unix hours by the booth's own clock
	State  State
	// Mirrored says that the line is fsynced in the second copy, as far as that has confirmed it since it was last
	// compared. The caller sets it: see [Arrival.Line].
	Mirrored bool
	// Checked says that a volunteer has added a check that counts.
	Checked bool

	line entry.Hash
}

// Line identifies the line in the journal.
func (a Arrival) Line() entry.Hash { return a.line }

// Store is what is read: the database, the lock that guards it, and who is believed.
type Store struct {
	DB    *db.DB
	Lock  sync.Locker
	Trust *trust.Trust
}

// batch is how many lines are read under the lock at a time, so that nobody who signs up waits.
const batch = 200

// Arrivals returns the sign-ups from the unix hour `from` on and before `to`, in the order in which they came here; a
// person once for each booth that says they signed up there. Memory: about 200 bytes each; sealed parts pass through.
func (s Store) Arrivals(ctx context.Context, from, to int64) ([]Arrival, error) {
	var list []Arrival
	at := map[[2]string]int{}
	take := func(e *entry.Entry) {
		a := Arrival{Person: e.Person, Booth: e.Booth, Hour: e.Hour, State: s.state(e), line: e.Hash()}
		key := [2]string{e.Person, e.Booth}
		if i, again := at[key]; again {
			if list[i].State != Stored && a.State == Stored { // the one that is whole is the one that counts
				list[i] = a
			}
			return
		}
		at[key] = len(list)
		list = append(list, a)
	}
	for last := int64(0); ; {
		some, next, err := s.some(ctx, from, to, last)
		if err != nil {
			return nil, fmt.Errorf("reading who arrived: %w", folder.Explain(err))
		}
		for _, e := range some {
			take(e)
		}
		if len(some) < batch {
			break
		}
		last = next
	}
	if err := s.conflicts(ctx, from, to, take); err != nil {
		return nil, fmt.Errorf("reading who arrived: %w", folder.Explain(err))
	}
	return s.apply(ctx, list)
}

// some reads the next sign-ups under the lock.
func (s Store) some(ctx context.Context, from, to, after int64) (list []*entry.Entry, last int64, err error) {
	s.Lock.Lock()
	defer s.Lock.Unlock()
	rows, err := s.DB.QueryContext(ctx, "SELECT "+db.EntryColumns+", n FROM entry WHERE n > ? AND kind = ? AND hour >= ? AND hour < ? ORDER BY n LIMIT ?",
		after, entry.KindSignUp, from, to, batch)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		e := new(entry.Entry)
		if err := rows.Scan(db.Into(e, &last)...); err != nil {
			return nil, 0, err
		}
		list = append(list, e)
	}
	return list, last, rows.Err()
}

// conflicts adds the sign-ups among the conflicts that count: each is somebody who was told "saved".
func (s Store) conflicts(ctx context.Context, from, to int64, take func(*entry.Entry)) error {
	s.Lock.Lock()
	defer s.Lock.Unlock()
	more, err := s.DB.Counting(ctx, s.Trust.Known)
	for _, e := range more {
		if e.Kind == entry.KindSignUp && e.Hour >= from && e.Hour < to {
			take(e)
		}
	}
	return err
}

// state judges a line by itself; erasures are applied later.
func (s Store) state(e *entry.Entry) State {
	switch {
	case !s.Trust.Known.Verified(e), e.Sealed == nil, !e.Intact():
		return Damaged
	case s.Trust.OfSigned(e, trust.NobodysHomes) != trust.Stands:
		return Distrusted
	}
	return Stored
}

// apply counts erasures and checks in. They are read last, so that somebody erased meanwhile is not taken for damaged.
func (s Store) apply(ctx context.Context, list []Arrival) ([]Arrival, error) {
	here := map[string]bool{}
	for _, a := range list {
		here[a.Person] = true
	}
	checked, err := s.checked(ctx, here)
	if err != nil {
		return nil, fmt.Errorf("reading who was checked: %w", folder.Explain(err))
	}
	s.Lock.Lock()
	hidden, err := s.Trust.GoneIn(ctx, s.DB)
	s.Lock.Unlock()
	if err != nil {
		return nil, fmt.Errorf("reading who was erased: %w", folder.Explain(err))
	}
	for i := range list {
		a := &list[i]
		if hidden.Person(a.Person) || hidden.At(a.Person, a.Booth) {
			a.State = Erased
		}
		a.Checked = a.State == Stored && checked[a.Person]
	}
	return list, nil
}

// checked returns those of some persons who have a check that counts.
func (s Store) checked(ctx context.Context, of map[string]bool) (map[string]bool, error) {
	var lines []*entry.Entry
	s.Lock.Lock()
	err := db.EachEntry(ctx, s.DB, func(e *entry.Entry) {
		if of[e.Person] {
			e.Sealed = nil
			lines = append(lines, e)
		}
	}, "kind = ?", entry.KindCheck)
	s.Lock.Unlock()
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	home, failed := s.Trust.HomesIn(ctx, s.DB) // it reads from the database, so the lock is held while it is asked
	for some := range slices.Chunk(lines, batch) {
		s.Lock.Lock()
		for _, e := range some {
			if !out[e.Person] && s.Trust.Of(e, home) == trust.Stands {
				out[e.Person] = true
			}
		}
		s.Lock.Unlock()
	}
	return out, failed()
}
