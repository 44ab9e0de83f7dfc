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

	"matchbooth/data/seal"
)

// Fault is something wrong with one entry, or with the folder where Entry is empty. No personal data stands in it.
type Fault struct {
	Entry string // the entry's id
	What  string
}

// Aside says that nothing is damaged or missing: the line was set aside because of who said it.
func (f Fault) Aside() bool {
	return f.What == faultClaim || f.What == faultDistrust || f.What == faultErasedBefore || f.What == faultErasedElsewhere
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
	faultDigest          = "its sealed part is not what was saved: the disk changed it"
	faultForged          = "not signed by a known booth, or changed since: it does not count"
	faultKey             = "sealed to another key"
	faultOpening         = "its sealed part does not open: it is damaged"
	faultClosed          = "the key was closed" // never shown: Records ends
	faultNumber          = "its running number or tick cannot be: it does not count"
	faultConflict        = "has the id or the running number of another entry but other content; both are kept"
	faultEmptied         = "its sealed part is missing although nobody erased it"
	faultClaim           = "said by a booth about somebody who signed up at another: it does not count before the desk accepts it"
	faultDistrust        = "from a booth that the desk does not believe any more: it does not count"
	faultErasedBefore    = "was erased under the receipt code that it had before it was imported: erase it as well"
	faultErasedElsewhere = "another booth erased somebody under the receipt code that it had before it was imported, which holds after fourteen days: erase it as well, or do not believe that booth"
	faultCopied          = "another booth has a sign-up with the same sealed part: one of the two has taken the other's"
	faultTwoHomes        = "another booth says that the same person signed up there, with other answers: both are shown"
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
			at = trust.homeOf(at, r.entry)
		default:
			r.Sealed = nil // opened; not needed any more
			at = trust.homeOf(at, r.entry)
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
	hidden := trust.goneBy(tombs, home)
	for _, e := range tombs {
		counts(e)
	}
	// A booth can make somebody up who has a given code, and erase them. So only an erasure that empties, and not one that
	// waits, takes out whoever had the code before.
	erasedCodes := map[ReceiptCode]bool{} // whether it empties
	waits, outright := map[string]bool{}, map[string]bool{}
	for _, e := range tombs {
		waits[e.Person] = waits[e.Person] || trust.of(e, home) == stands && !trust.empties(e)
		outright[e.Person] = outright[e.Person] || trust.emptiesAll(e, home)
	}
	for person := range hidden.all {
		erasedCodes[CodeOf(person)] = outright[person] || !waits[person]
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
		folded := 0
		for _, part := range byHome(trust, hidden, home, mine) {
			r, bad, ok := fold(part)
			faults = append(faults, bad...)
			if !ok {
				continue
			}
			if empties, gone := erasedCodes[r.Was]; r.Was != "" && gone && empties {
				faults = append(faults, Fault{mine[0].ID, faultErasedBefore})
				continue
			} else if r.Was != "" && gone {
				faults = append(faults, Fault{mine[0].ID, faultErasedElsewhere})
			}
			r.Event = event
			first := slices.MinFunc(part, func(a, b opened) int { return a.before(b.entry) })
			list = append(list, placed{first.entry, r})
			folded++
		}
		if folded > 1 {
			one := len(list) - folded
			slices.SortFunc(list[one:], func(a, b placed) int { return a.first.before(b.first) })
			alike := slices.CompactFunc(list[one:], func(a, b placed) bool { return sameAnswers(a.Record, b.Record) })
			list = list[:one+len(alike)]
			for _, p := range list[one:] {
				if len(alike) > 1 {
					faults = append(faults, Fault{p.first.ID, faultTwoHomes})
				}
			}
		}
		for _, e := range copiedOut(mine) {
			faults = append(faults, Fault{e.ID, faultCopied})
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
	if e.Sealed == nil || e.Kind == kindErasure { // an erasure has nothing to open, whatever its booth has put there
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
func (t *trust) homeOf(at map[string][]string, e *entry) map[string][]string {
	if t.makesHome(e) && !slices.Contains(at[e.Person], e.Booth) {
		at[e.Person] = append(at[e.Person], e.Booth)
	}
	return at
}

// byHome parts the lines about one person where several booths say that the person signed up there: what each has is a
// record of its own then, so that nobody takes another one's place or speaks for another one's. Where a line of the
// sign-up has lost its content, its booth is no less a home.
func byHome(t *trust, hidden gone, home homes, mine []opened) (parts [][]opened) {
	if len(mine) == 0 {
		return nil
	}
	person := mine[0].Person
	at := home(person)
	if len(at) < 2 {
		return [][]opened{mine}
	}
	for _, b := range at {
		if hidden.at[[2]string{person, b}] {
			continue
		}
		var part []opened
		for _, o := range mine {
			// What the desk or this folder says is about whoever has the id; what another booth says, about its own.
			if o.Booth == b || o.Kind != kindSignUp && (slices.Contains(t.succeeds[o.Booth], b) || t.atDesk(o.entry) || t.isOwn(o.entry) || t.accepted[o.rank()]) {
				part = append(part, o)
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// sameAnswers says whether two booths have the same of somebody, as when one list was read in at both.
func sameAnswers(a, b Record) bool {
	a.Booth = b.Booth
	return reflect.DeepEqual(a, b)
}

// copiedOut gives the sign-ups of one person whose sealed part another booth's has too. No two are alike when they are
// sealed, so one of the booths has taken the other's, and cannot know what is in it.
func copiedOut(mine []opened) (out []*entry) {
	for i, o := range mine {
		if o.Kind == kindSignUp && slices.ContainsFunc(mine, func(x opened) bool {
			return x.Kind == kindSignUp && x.Booth != o.Booth && bytes.Equal(x.Digest, o.Digest)
		}) {
			out = append(out, mine[i].entry)
		}
	}
	return out
}
