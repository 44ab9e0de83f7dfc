package data

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"sync"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// Records opens everything with the key, on all cores, and folds it into one record for each living person, in the
// order in which they signed up. What cannot be opened is named in the faults and stops nothing. progress, if not nil,
// is called now and then, from one goroutine at a time, with the number of entries looked at. The only errors are
// those of reading and of ctx, and [seal.ErrClosed] where the key is closed meanwhile. People can sign up meanwhile, and
// those who do after the start are not in it.
//
// Memory: all sealed entries pass through, all records stay, about 2 kB each.
func (s *Store) Records(ctx context.Context, key keys.Opener, progress func(done, total int)) ([]record.Record, []record.Fault, error) {
	if key == nil {
		return nil, nil, errors.New("opening records: no key given")
	}
	s.mu.Lock()
	if s.db == nil {
		s.mu.Unlock()
		return nil, nil, errors.New("opening records: the store is closed")
	}
	tr, event, db := s.trust, s.event, s.db
	var total int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM entry").Scan(&total)
	var more []*entry.Entry
	if err == nil {
		more, err = db.Counting(ctx, tr.Known)
	}
	s.mu.Unlock()
	if err != nil {
		return nil, nil, fmt.Errorf("counting entries: %w", folder.Explain(err))
	}
	total += len(more)

	type result struct {
		record.Opened
		fault string
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	in, out := make(chan *entry.Entry, 64), make(chan result, 64)
	var readErr error
	go func() {
		defer close(in)
		send := func(e *entry.Entry) error {
			select {
			case in <- e:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		readErr = db.EachEntry(ctx, "entry", &s.mu, send)
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
				o, fault := openEntry(e, key, tr.Known, event)
				select {
				case out <- result{o, fault}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() { workers.Wait(); close(out) }()

	var faults []record.Fault
	people := map[string][]record.Opened{}
	var empty, tombs []*entry.Entry
	at := map[string][]string{} // the homes of those with ids from before there were nonces
	done := 0
	for r := range out {
		done++
		if progress != nil && (done%64 == 0 || done == total) {
			progress(done, max(done, total))
		}
		switch {
		case r.fault == record.FaultClosed:
			// The desk has locked itself: what did not open is not damaged.
			return nil, nil, fmt.Errorf("opening records: %w", seal.ErrClosed)
		case r.fault != "":
			faults = append(faults, record.Fault{Entry: r.ID, What: r.fault})
		case r.Kind == entry.KindErasure:
			tombs = append(tombs, r.Entry)
		case r.Body == nil:
			empty = append(empty, r.Entry)
			at = tr.HomeOf(at, r.Entry)
		default:
			r.Sealed = nil // opened; not needed any more
			at = tr.HomeOf(at, r.Entry)
			people[r.Person] = append(people[r.Person], r.Opened)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("opening records: %w", err)
	}
	if readErr != nil {
		return nil, nil, fmt.Errorf("opening records: %w", folder.Explain(readErr))
	}
	home := func(person string) []string { return at[person] }
	counts := func(e *entry.Entry) bool {
		switch tr.OfSigned(e, home) {
		case trust.StandsClaim:
			faults = append(faults, record.Fault{Entry: e.ID, What: record.FaultClaim})
			return false
		case trust.StandsDistrusted:
			faults = append(faults, record.Fault{Entry: e.ID, What: record.FaultDistrust})
			return false
		}
		return true
	}
	hidden := tr.GoneBy(tombs, home)
	for _, e := range tombs {
		counts(e)
	}
	// A booth can make somebody up who has a given code, and erase them. So only an erasure that empties, and not one that
	// waits, takes out whoever had the code before.
	erasedCodes := map[entry.ReceiptCode]bool{} // whether it empties
	waits, outright := map[string]bool{}, map[string]bool{}
	for _, e := range tombs {
		waits[e.Person] = waits[e.Person] || tr.Of(e, home) == trust.Stands && !tr.Empties(e)
		outright[e.Person] = outright[e.Person] || tr.EmptiesAll(e, home)
	}
	for person := range hidden.All {
		erasedCodes[entry.CodeOf(person)] = outright[person] || !waits[person]
	}
	for _, e := range empty {
		if !hidden.Any(e.Person) {
			faults = append(faults, record.Fault{Entry: e.ID, What: record.FaultEmptied})
		}
	}

	type placed struct {
		first *entry.Entry
		record.Record
	}
	var list []placed
	for person, mine := range people {
		if hidden.Person(person) {
			continue
		}
		mine = slices.DeleteFunc(mine, func(o record.Opened) bool { return !counts(o.Entry) })
		folded := 0
		for _, part := range trust.ByHome(tr, hidden, home, mine) {
			r, bad, ok := record.Fold(part)
			faults = append(faults, bad...)
			if !ok {
				continue
			}
			if empties, gone := erasedCodes[r.Was]; r.Was != "" && gone && empties {
				faults = append(faults, record.Fault{Entry: mine[0].ID, What: record.FaultErasedBefore})
				continue
			} else if r.Was != "" && gone {
				faults = append(faults, record.Fault{Entry: mine[0].ID, What: record.FaultErasedElsewhere})
			}
			r.Event = event
			first := slices.MinFunc(part, func(a, b record.Opened) int { return a.Compare(b.Entry) })
			list = append(list, placed{first.Entry, r})
			folded++
		}
		if folded > 1 {
			one := len(list) - folded
			slices.SortFunc(list[one:], func(a, b placed) int { return a.first.Compare(b.first) })
			alike := slices.CompactFunc(list[one:], func(a, b placed) bool { return sameAnswers(a.Record, b.Record) })
			list = list[:one+len(alike)]
			for _, p := range list[one:] {
				if len(alike) > 1 {
					faults = append(faults, record.Fault{Entry: p.first.ID, What: record.FaultTwoHomes})
				}
			}
		}
		for _, e := range copiedOut(mine) {
			faults = append(faults, record.Fault{Entry: e.ID, What: record.FaultCopied})
		}
	}
	slices.SortFunc(list, func(a, b placed) int { return a.first.Compare(b.first) })
	slices.SortFunc(faults, func(a, b record.Fault) int { return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.What, b.What)) })
	records, into := make([]record.Record, len(list)), map[string]string{}
	for i := range list {
		if records[i] = list[i].Record; records[i].Into != "" {
			into[records[i].Person] = records[i].Into
		}
	}
	return record.Merge(records, into), faults, nil
}

// openEntry checks one entry and opens it. An emptied one and an erasure come back without a body.
func openEntry(e *entry.Entry, key keys.Opener, known entry.Booths, event string) (record.Opened, string) {
	o := record.Opened{Entry: e}
	if !known.Verified(e) {
		return o, record.FaultForged
	}
	if e.Sealed == nil || e.Kind == entry.KindErasure { // an erasure has nothing to open, whatever its booth has put there
		return o, ""
	}
	if !e.Intact() {
		return o, record.FaultDigest
	}
	plain, err := key.Open(e.Sealed)
	switch {
	case errors.Is(err, seal.ErrNotForKey):
		return o, record.FaultKey
	case errors.Is(err, seal.ErrClosed):
		return o, record.FaultClosed
	case err != nil:
		return o, record.FaultOpening
	}
	if o.Body, err = e.Unpack(plain, event); err != nil {
		return o, err.Error()
	}
	return o, ""
}

// sameAnswers says whether two booths have the same of somebody, as when one list was read in at both.
func sameAnswers(a, b record.Record) bool {
	a.Booth = b.Booth
	return reflect.DeepEqual(a, b)
}

// copiedOut gives the sign-ups of one person whose sealed part another booth's has too. No two are alike when they are
// sealed, so one of the booths has taken the other's, and cannot know what is in it.
func copiedOut(mine []record.Opened) (out []*entry.Entry) {
	for i, o := range mine {
		if o.Kind == entry.KindSignUp && slices.ContainsFunc(mine, func(x record.Opened) bool {
			return x.Kind == entry.KindSignUp && x.Booth != o.Booth && bytes.Equal(x.Digest, o.Digest)
		}) {
			out = append(out, mine[i].Entry)
		}
	}
	return out
}
