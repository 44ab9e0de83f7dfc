package data

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"sync"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// Records opens everything with the key, on all cores, and folds it into one record for each living person, in the
// order in which they signed up. Entries that cannot be opened are named in the faults and do not stop it. progress, if
// not nil, is called now and then, from one goroutine at a time, with the number of entries processed. It fails only on
// errors of reading and of ctx, with [seal.ErrClosed] if the key is closed meanwhile, and if key is nil or the store is
// closed. People can sign up meanwhile; those who do so after the start are not included.
//
// Memory: sealed entries pass through, all records stay, about 2 kB each.
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
	// Decrypting leaves 128 kB of garbage an entry. Memory that is never touched, and so never there, makes the collector wait
	// for more of it, which takes a twentieth off the time.
	slack := make([]byte, 64<<20)
	defer runtime.KeepAlive(slack)
	o := opening{key: key, event: event, trust: tr, at: map[string][]string{}, people: map[string][]record.Opened{}}
	err = o.openAll(ctx, total+len(more), progress, func(send func(*entry.Entry) error) error {
		if err := db.EachEntry(ctx, "entry", &s.mu, send); err != nil {
			return err
		}
		return sendAll(more, send)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("opening records: %w", err)
	}
	list := o.fold()
	slices.SortFunc(o.faults, func(a, b record.Fault) int { return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.What, b.What)) })
	return list, o.faults, nil
}

// RecordsOf is [Store.Records] for a person and whoever is one person with them: none if they are erased or not here, one
// otherwise, or several if booths say different things of them. It takes as long as opening their entries.
func (s *Store) RecordsOf(ctx context.Context, key keys.Opener, person string) ([]record.Record, []record.Fault, error) {
	if key == nil {
		return nil, nil, errors.New("opening records: no key given")
	}
	s.mu.Lock()
	if s.db == nil {
		s.mu.Unlock()
		return nil, nil, errors.New("opening records: the store is closed")
	}
	tr, event := s.trust, s.event
	var lines []*entry.Entry
	pairs, err := tr.PairsAround(ctx, s.db, person)
	if err == nil {
		for _, id := range pairs.Of(person) {
			if err == nil {
				err = db.EachEntry(ctx, s.db, func(e *entry.Entry) { lines = append(lines, e) }, "person = ?", id)
			}
		}
	}
	s.mu.Unlock()
	if err != nil {
		return nil, nil, fmt.Errorf("opening records: %w", folder.Explain(err))
	}
	o := opening{key: key, event: event, trust: tr, at: map[string][]string{}, people: map[string][]record.Opened{}}
	err = o.openAll(ctx, len(lines), nil, func(send func(*entry.Entry) error) error { return sendAll(lines, send) })
	if err != nil {
		return nil, nil, fmt.Errorf("opening records: %w", err)
	}
	return o.fold(), o.faults, nil
}

// sendAll sends entries one after the other.
func sendAll(lines []*entry.Entry, send func(*entry.Entry) error) error {
	for _, e := range lines {
		if err := send(e); err != nil {
			return err
		}
	}
	return nil
}

// opening is one run of [Store.Records] or [Store.RecordsOf].
type opening struct {
	key    keys.Opener
	event  string
	trust  *trust.Trust
	faults []record.Fault

	people   map[string][]record.Opened // by person
	empty    []*entry.Entry             // lines whose content was removed
	erasures []*entry.Entry             // erasures
	joins    []*entry.Entry             // lines that name a partner, whether their sealed part opened or not
	at       map[string][]string        // home booths of persons whose ids are from before there were nonces
}

// Format prints [redacted].
func (*opening) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// openAll opens the entries that read sends, on all cores, and sorts them by kind. It fails with [seal.ErrClosed] if
// the key is closed meanwhile: the desk has locked itself, and entries that did not open are not damaged.
func (o *opening) openAll(ctx context.Context, total int, progress func(done, total int), read func(send func(*entry.Entry) error) error) error {
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
		readErr = read(func(e *entry.Entry) error {
			select {
			case in <- e:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for e := range in {
				opened, fault := openEntry(e, o.key, o.trust.Known, o.event)
				select {
				case out <- result{opened, fault}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() { workers.Wait(); close(out) }()
	done := 0
	for r := range out {
		done++
		if progress != nil && (done%64 == 0 || done == total) {
			progress(done, max(done, total))
		}
		if r.fault == record.FaultClosed {
			return seal.ErrClosed
		}
		o.add(r.Opened, r.fault)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return folder.Explain(readErr)
}

// add sorts one entry by kind, or notes its fault.
func (o *opening) add(e record.Opened, fault string) {
	if e.Partner != "" && fault != record.FaultForged {
		o.joins = append(o.joins, withoutSealed(e.Entry))
	}
	switch {
	case fault != "":
		o.fault(e.Entry, fault)
	case e.Kind == entry.KindErasure:
		o.erasures = append(o.erasures, e.Entry)
	case e.Body == nil:
		o.empty = append(o.empty, e.Entry)
		o.at = o.trust.HomeOf(o.at, e.Entry)
	default:
		e.Sealed = nil // opened; not needed any more
		o.at = o.trust.HomeOf(o.at, e.Entry)
		o.people[e.Person] = append(o.people[e.Person], e)
	}
}

func (o *opening) fault(e *entry.Entry, what string) {
	o.faults = append(o.faults, record.Fault{Entry: e.ID, What: what})
}

// home returns the booths at which a person whose id is from before there were nonces signed up.
func (o *opening) home(person string) []string { return o.at[person] }

// counts says whether an entry counts according to the desk's statements, and adds a fault if it does not.
func (o *opening) counts(e *entry.Entry) bool {
	switch o.trust.OfSigned(e, o.home) {
	case trust.StandsClaim:
		o.fault(e, record.FaultClaim)
		return false
	case trust.StandsDistrusted:
		o.fault(e, record.FaultDistrust)
		return false
	}
	return true
}

// erasedCodes returns the codes of all persons who are hidden, and whether their erasure empties. A booth can make up a
// person with a given code, and erase them. So only an erasure that empties, not one that waits, removes a person who
// had the code before.
func (o *opening) erasedCodes(hidden trust.Gone, pairs entry.Pairs) map[entry.ReceiptCode]bool {
	codes := map[entry.ReceiptCode]bool{}
	waits := map[string]bool{}
	for _, e := range o.erasures {
		waits[e.Person] = waits[e.Person] || o.trust.Of(e, o.home) == trust.Stands && !o.trust.Empties(e)
	}
	pairs.Close(waits)
	outright := o.trust.Emptied(o.erasures, o.home, pairs)
	for person := range hidden.All {
		codes[entry.CodeOf(person)] = outright[person] || !waits[person]
	}
	return codes
}

// placed is a record with the first line of its person, which gives its place in the order.
type placed struct {
	first *entry.Entry
	record.Record
}

// Format prints [redacted].
func (placed) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// fold folds what was opened into records, in the order in which people signed up.
func (o *opening) fold() []record.Record {
	pairs := o.trust.PairsOf(o.joins)
	hidden := o.trust.GoneBy(o.erasures, o.home, pairs)
	for _, e := range o.erasures {
		o.counts(e)
	}
	erased := o.erasedCodes(hidden, pairs)
	for _, e := range o.empty {
		if !hidden.Any(e.Person) {
			o.fault(e, record.FaultEmptied)
		}
	}
	list := o.foldAll(hidden, erased)
	slices.SortFunc(list, func(a, b placed) int { return a.first.Compare(b.first) })
	records := make([]record.Record, len(list))
	for i := range list {
		records[i] = list[i].Record
	}
	return record.Merge(records, o.trust.TiesOf(o.joins))
}

// foldAll makes the records of everybody who is not hidden, on all cores.
func (o *opening) foldAll(hidden trust.Gone, erased map[entry.ReceiptCode]bool) (list []placed) {
	persons := slices.Collect(maps.Keys(o.people))
	var all sync.WaitGroup
	var mu sync.Mutex // guards list and the faults
	none := *o        // with faults of its own; everything else is only read from here on
	none.faults = nil
	for part := range slices.Chunk(persons, max(64, len(persons)/(4*runtime.GOMAXPROCS(0)))) {
		all.Go(func() {
			one := none
			var mine []placed
			for _, person := range part {
				if !hidden.Person(person) {
					mine = append(mine, one.foldLines(o.people[person], hidden, erased)...)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			list = append(list, mine...)
			o.faults = append(o.faults, one.faults...)
		})
	}
	all.Wait()
	return list
}

// foldLines makes the records of one person from their lines that count.
func (o *opening) foldLines(mine []record.Opened, hidden trust.Gone, erased map[entry.ReceiptCode]bool) []placed {
	mine = slices.DeleteFunc(mine, func(e record.Opened) bool { return !o.counts(e.Entry) })
	for _, e := range copiedOut(mine) {
		o.fault(e, record.FaultCopied)
	}
	return o.foldOne(mine, hidden, erased)
}

// foldOne makes the records of one person: one, or one for each booth that says they signed up there, if the answers
// differ.
func (o *opening) foldOne(mine []record.Opened, hidden trust.Gone, erased map[entry.ReceiptCode]bool) (list []placed) {
	for _, part := range trust.ByHome(o.trust, hidden, o.home, mine) {
		r, bad, ok := record.Fold(part)
		o.faults = append(o.faults, bad...)
		if !ok {
			continue
		}
		if empties, gone := erased[r.Was]; r.Was != "" && gone && empties {
			o.fault(mine[0].Entry, record.FaultErasedBefore)
			continue
		} else if r.Was != "" && gone {
			o.fault(mine[0].Entry, record.FaultErasedElsewhere)
		}
		r.Event = o.event
		first := slices.MinFunc(part, func(a, b record.Opened) int { return a.Compare(b.Entry) })
		list = append(list, placed{first.Entry, r})
	}
	slices.SortFunc(list, func(a, b placed) int { return a.first.Compare(b.first) })
	list = slices.CompactFunc(list, func(a, b placed) bool { return sameAnswers(a.Record, b.Record) })
	if len(list) > 1 {
		for _, p := range list {
			o.fault(p.first, record.FaultTwoHomes)
		}
	}
	return list
}

// openEntry checks one entry and opens it. It returns an emptied one and an erasure without a body, and the fault if
// there is one.
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

// sameAnswers says whether two booths have the same record of a person, as when one list was imported at both.
func sameAnswers(a, b record.Record) bool {
	a.Booth = b.Booth
	a.FollowUp = b.FollowUp // each booth draws its own
	return reflect.DeepEqual(a, b)
}

// copiedOut returns the sign-ups of one person whose sealed part is also in another booth's sign-up. Sealing never
// gives the same bytes twice, so one of the booths has copied the other's, and cannot know what is in it.
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
