package data

import (
	"bytes"
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

// Aside says that nothing is damaged or missing: the line was set aside because of who said it.
func (f Fault) Aside() bool {
	return f.What == faultClaim || f.What == faultDistrust || f.What == faultErasedBefore
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
	faultDigest       = "its sealed part is not what was saved: the disk changed it"
	faultForged       = "not signed by a known booth, or changed since: it does not count"
	faultKey          = "sealed to another key"
	faultOpening      = "its sealed part does not open: it is damaged"
	faultClosed       = "the key was closed" // never shown: Records ends
	faultNumber       = "its running number or tick cannot be: it does not count"
	faultConflict     = "has the id or the running number of another entry but other content; both are kept"
	faultEmptied      = "its sealed part is missing although nobody erased it"
	faultClaim        = "said by a booth about somebody who signed up at another: it does not count before the desk accepts it"
	faultDistrust     = "from a booth that the desk does not believe any more: it does not count"
	faultErasedBefore = "was erased under the receipt code that it had before it was imported: erase it as well"
	faultTwoHomes     = "another booth says that the same person signed up there, with other answers: both are shown"
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
	trust, event, db := s.trust, s.event, s.db
	var total int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM entry").Scan(&total)
	var more []*entry
	if err == nil {
		more, err = db.counting(ctx, trust.known)
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
				o, fault := openEntry(e, key, trust.known, event)
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
	var empty, tombs []*entry
	at := map[string][]string{} // the homes of those with ids from before there were nonces
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
			tombs = append(tombs, r.entry)
		case r.body == nil:
			empty = append(empty, r.entry)
			at = homeOf(at, r.entry)
		default:
			r.Sealed = nil // opened; not needed any more
			at = homeOf(at, r.entry)
			people[r.Person] = append(people[r.Person], r.opened)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("opening records: %w", err)
	}
	if readErr != nil {
		return nil, nil, fmt.Errorf("opening records: %w", explain(readErr))
	}
	home := func(person string) []string { return at[person] }
	hidden := gone{map[string]bool{}, map[[2]string]bool{}}
	counts := func(e *entry) bool {
		switch trust.ofSigned(e, home) {
		case standsClaim:
			faults = append(faults, Fault{e.ID, faultClaim})
			return false
		case standsDistrusted:
			faults = append(faults, Fault{e.ID, faultDistrust})
			return false
		}
		return true
	}
	for _, e := range tombs {
		if counts(e) {
			hidden.add(trust, e, home)
		}
	}
	erasedCodes := map[ReceiptCode]bool{}
	for person := range hidden.all {
		erasedCodes[CodeOf(person)] = true
	}
	for _, e := range empty {
		if !hidden.any(e.Person) {
			faults = append(faults, Fault{e.ID, faultEmptied})
		}
	}

	type placed struct {
		first *entry
		Record
	}
	var list []placed
	for person, mine := range people {
		if hidden.person(person) {
			continue
		}
		mine = slices.DeleteFunc(mine, func(o opened) bool { return !counts(o.entry) })
		for booth, mine := range byHome(trust, mine) {
			if hidden.at[[2]string{person, booth}] {
				continue
			}
			r, bad, ok := fold(mine)
			faults = append(faults, bad...)
			if !ok {
				continue
			}
			if r.Was != "" && erasedCodes[r.Was] {
				faults = append(faults, Fault{mine[0].ID, faultErasedBefore})
				continue
			}
			r.Event = event
			first := slices.MinFunc(mine, func(a, b opened) int { return a.before(b.entry) })
			if booth != "" {
				faults = append(faults, Fault{first.ID, faultTwoHomes})
			}
			list = append(list, placed{first.entry, r})
		}
	}
	slices.SortFunc(list, func(a, b placed) int { return a.first.before(b.first) })
	slices.SortFunc(faults, func(a, b Fault) int { return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.What, b.What)) })
	records, into := make([]Record, len(list)), map[string]string{}
	for i := range list {
		if records[i] = list[i].Record; records[i].into != "" {
			into[records[i].Person] = records[i].into
		}
	}
	return joined(records, into), faults, nil
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

// homeOf notes where somebody with an id from before there were nonces signed up.
func homeOf(at map[string][]string, e *entry) map[string][]string {
	if e.Kind == kindSignUp && len(e.Nonce) == 0 && !slices.Contains(at[e.Person], e.Booth) {
		at[e.Person] = append(at[e.Person], e.Booth)
	}
	return at
}

// byHome parts the lines about one person where several booths say that the person signed up there, with different
// answers: each has its own record then, under the booth, so that nobody takes another one's place. Else all are under
// "".
func byHome(t *trust, mine []opened) map[string][]opened {
	var signups []opened
	for _, o := range mine {
		if o.Kind == kindSignUp {
			signups = append(signups, o)
		}
	}
	alike := true
	for _, o := range signups {
		alike = alike && (o.Booth == signups[0].Booth || bytes.Equal(o.body, signups[0].body))
	}
	if alike {
		return map[string][]opened{"": mine}
	}
	out := map[string][]opened{}
	for _, o := range signups {
		b := o.Booth
		if out[b] != nil {
			continue
		}
		for _, x := range mine {
			// What the desk or this folder says is about whoever has the id; what another booth says, about its own.
			if x.Booth == b || slices.Contains(t.succeeds[x.Booth], b) || x.Kind != kindSignUp && (t.atDesk(x.entry) || t.own[x.Booth]) {
				out[b] = append(out[b], x)
			}
		}
	}
	return out
}
