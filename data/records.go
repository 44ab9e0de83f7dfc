package data

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"matchbooth/data/seal"
)

// Fault is something wrong with one entry, or with the folder where Entry is empty. No personal data stands in it.
type Fault struct {
	Entry string // the entry's id
	What  string
}

// String is the entry's id and what is wrong with it, or only that where it is the folder's.
func (f Fault) String() string {
	if f.Entry == "" {
		return f.What
	}
	return "entry " + f.Entry + ": " + f.What
}

// What can be wrong with an entry.
const (
	faultDigest   = "its sealed part is not what was saved: the disk changed it"
	faultForged   = "not signed by a known booth, or changed since: it does not count"
	faultKey      = "sealed to another key"
	faultOpening  = "its sealed part does not open: it is damaged"
	faultClosed   = "the key was closed" // never shown: Records ends
	faultNumber   = "its running number or tick cannot be: it does not count"
	faultConflict = "has the id or the running number of another entry but other content; both are kept"
	faultEmptied  = "its sealed part is missing although nobody erased it"
)

// Records opens everything with the key, on all cores, and folds it into one record for each living person, in the
// order in which they signed up. What cannot be opened is named in the faults and stops nothing. progress, if not nil,
// is called now and then, from one goroutine at a time, with the number of entries looked at. The only errors are
// those of reading and of ctx, and [seal.ErrClosed] where the key is closed meanwhile. People can sign up meanwhile, and
// those who do after the start are not in it.
//
// Memory: all sealed entries pass through, all records stay, about 2 kB each.
func (s *Store) Records(ctx context.Context, key Opener, progress func(done, total int)) ([]Record, []Fault, error) {
	if key == nil {
		return nil, nil, errors.New("opening records: no key given")
	}
	s.mu.Lock()
	if s.db == nil {
		s.mu.Unlock()
		return nil, nil, errors.New("opening records: the store is closed")
	}
	known, event, db := s.known, s.event, s.db
	var total int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM entry").Scan(&total)
	var more []*entry
	if err == nil {
		more, err = db.counting(ctx, known)
	}
	s.mu.Unlock()
	if err != nil {
		return nil, nil, fmt.Errorf("counting entries: %w", explain(err))
	}
	total += len(more)

	type result struct {
		opened
		fault string
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	in, out := make(chan *entry, 64), make(chan result, 64)
	var readErr error
	go func() {
		defer close(in)
		send := func(e *entry) error {
			select {
			case in <- e:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		readErr = db.eachEntry(ctx, "entry", &s.mu, send)
		for _, e := range more {
			if readErr == nil {
				readErr = send(e)
			}
		}
	}()
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for e := range in {
				o, fault := openEntry(e, key, known, event)
				select {
				case out <- result{o, fault}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() { workers.Wait(); close(out) }()

	var faults []Fault
	people := map[string][]opened{}
	erased := map[string]bool{}
	var empty []*entry
	done := 0
	for r := range out {
		done++
		if progress != nil && (done%64 == 0 || done == total) {
			progress(done, max(done, total))
		}
		switch {
		case r.fault == faultClosed:
			// The desk has locked itself: what did not open is not damaged.
			return nil, nil, fmt.Errorf("opening records: %w", seal.ErrClosed)
		case r.fault != "":
			faults = append(faults, Fault{r.ID, r.fault})
		case r.Kind == kindErasure:
			erased[r.Person] = true
		case r.body == nil:
			empty = append(empty, r.entry)
		default:
			r.Sealed = nil // opened; not needed any more
			people[r.Person] = append(people[r.Person], r.opened)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("opening records: %w", err)
	}
	if readErr != nil {
		return nil, nil, fmt.Errorf("opening records: %w", explain(readErr))
	}
	for _, e := range empty {
		if !erased[e.Person] {
			faults = append(faults, Fault{e.ID, faultEmptied})
		}
	}

	type placed struct {
		first *entry
		Record
	}
	var list []placed
	for person, mine := range people {
		if erased[person] {
			continue
		}
		r, bad, ok := fold(mine)
		faults = append(faults, bad...)
		if !ok {
			continue
		}
		r.Event = event
		first := slices.MinFunc(mine, func(a, b opened) int { return a.before(b.entry) })
		list = append(list, placed{first.entry, r})
	}
	slices.SortFunc(list, func(a, b placed) int { return a.first.before(b.first) })
	slices.SortFunc(faults, func(a, b Fault) int { return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.What, b.What)) })
	records := make([]Record, len(list))
	for i := range list {
		records[i] = list[i].Record
	}
	return records, faults, nil
}

// openEntry checks one entry and opens it. An emptied one and an erasure come back without a body.
func openEntry(e *entry, key Opener, known booths, event string) (opened, string) {
	o := opened{entry: e}
	if !known.genuine(e) {
		return o, faultForged
	}
	if e.Sealed == nil {
		return o, ""
	}
	if !e.whole() {
		return o, faultDigest
	}
	plain, err := key.Open(e.Sealed)
	switch {
	case errors.Is(err, seal.ErrNotForKey):
		return o, faultKey
	case errors.Is(err, seal.ErrClosed):
		return o, faultClosed
	case err != nil:
		return o, faultOpening
	}
	if o.body, err = e.unpack(plain, event); err != nil {
		return o, err.Error()
	}
	return o, ""
}
