package data

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/closing"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
)

// BoothInfo is what a folder knows about one booth.
type BoothInfo struct {
	ID         string   `json:"id"`
	This       bool     `json:"this"`                 // the one this folder signs as
	Own        bool     `json:"own"`                  // this folder's, under an earlier key
	Lines      int      `json:"lines"`                // of its entries, those that are here
	Last       int64    `json:"last"`                 // its highest running number here
	SignUps    int      `json:"signups"`              // those that count, erased ones included
	Belongs    bool     `json:"belongs"`              // the desk has confirmed it as one of the event's
	Claims     int      `json:"claims"`               // about people of other booths, waiting for the desk
	Distrusted int64    `json:"distrusted,omitempty"` // from this running number on nothing it wrote counts; 0: everything counts
	AtDesk     int      `json:"at_desk"`              // of its entries, those the desk has signed: they count anyway
	Succeeds   []string `json:"succeeds,omitempty"`   // booths for whose people it also speaks
}

// Booths lists the booths whose keys are known here, this one first.
func (s *Store) Booths(ctx context.Context) ([]BoothInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("listing the booths: the store is closed")
	}
	list := map[string]*BoothInfo{}
	for id := range s.known {
		list[id] = &BoothInfo{ID: id, This: id == s.booth, Own: s.trust.Own[id], Belongs: s.trust.Belongs[id], Distrusted: s.trust.Distrusted[id].From, Succeeds: s.trust.Succeeds[id]}
	}
	if err := db.EachEntry(ctx, s.db, func(e *entry.Entry) {
		b := list[e.Booth]
		if b == nil || !s.known.Verified(e) {
			return
		}
		b.Lines++
		b.Last = max(b.Last, e.Seq)
		if s.trust.AtDesk(e) {
			b.AtDesk++
		}
		if e.Kind == entry.KindSignUp && s.trust.OfSigned(e, trust.NobodysHomes) == trust.Stands {
			b.SignUps++
		}
	}, "1"); err != nil {
		return nil, fmt.Errorf("listing the booths: %w", folder.Explain(err))
	}
	claims, err := claimsIn(ctx, s.db, s.trust)
	if err != nil {
		return nil, err
	}
	for _, c := range claims {
		list[c.Booth].Claims++
	}
	var out []BoothInfo
	for _, b := range list {
		out = append(out, *b)
	}
	slices.SortFunc(out, func(a, b BoothInfo) int {
		if a.This != b.This {
			return map[bool]int{true: -1, false: 1}[a.This]
		}
		return cmp.Compare(a.ID, b.ID)
	})
	return out, nil
}

// Heard lists the booths of the event as far as they are known or named here, with how much of them falls between two
// moments, the second not included: the hours in lines are those of the booths' own clocks. Sorted by id.
func (s *Store) Heard(ctx context.Context, from, to time.Time) ([]Heard, error) {
	at, err := s.dayStore()
	if err != nil {
		return nil, fmt.Errorf("listing the booths: %w", err)
	}
	list, err := at.Booths(ctx, s.BoothID(), entry.Hour(from), entry.Hour(to))
	slices.SortFunc(list, func(a, b Heard) int { return cmp.Compare(a.Booth, b.Booth) })
	return list, err
}

// Gaps lists the gaps in the running numbers of every booth: each missing number is a lost entry. more is how many gaps
// there are beyond those listed, see [closing.MostGaps].
func (s *Store) Gaps(ctx context.Context) (list []Gap, more int, err error) {
	at, err := s.dayStore()
	if err != nil {
		return nil, 0, fmt.Errorf("looking for gaps: %w", err)
	}
	return at.Gaps(ctx)
}

// Arrivals returns the sign-ups between two moments, the second not included, by the hour in which they arrived at their
// booth: paper forms count when they were typed. Only full hours are known, so both moments should be full hours.
func (s *Store) Arrivals(ctx context.Context, from, to time.Time) ([]Arrival, error) {
	at, err := s.dayStore()
	if err != nil {
		return nil, fmt.Errorf("reading who arrived: %w", err)
	}
	list, err := at.Arrivals(ctx, entry.Hour(from), entry.Hour(to))
	if err != nil {
		return nil, err
	}
	there, all, err := s.mirroredLines()
	if err != nil {
		return nil, fmt.Errorf("reading what the second copy has: %w", err)
	}
	for i := range list {
		list[i].Mirrored = all || there[list[i].Line()]
	}
	return list, nil
}

func (s *Store) dayStore() (closing.Store, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return closing.Store{}, errors.New("the store is closed")
	}
	return closing.Store{DB: s.db, Lock: &s.mu, Trust: s.trust}, nil
}

// mirroredLines returns the lines of the journal that are fsynced in the second copy; all says that every line is. The
// copy confirms lines in the order of the journal.
func (s *Store) mirroredLines() (there map[entry.Hash]bool, all bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.mirror.Load()
	if m == nil || s.db == nil {
		return nil, false, nil
	}
	n, of := m.Reached()
	switch {
	case n == 0:
		return nil, false, nil
	case n == of:
		return nil, true, nil
	}
	there = map[entry.Hash]bool{}
	lines := 0
	_, err = journal.Scan(filepath.Join(s.dir, folder.Journal), func(e *entry.Entry) error {
		if lines++; lines > n {
			return errEnough
		}
		there[e.Hash()] = true
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return there, false, err
}

// errEnough ends a scan early.
var errEnough = errors.New("enough was read")

// ErrNoBooth: no booth with this id is known here.
var ErrNoBooth = errors.New("no booth with this id is known here")

// Distrust makes everything a booth wrote from running number `from` on stop counting, here and at every booth the
// statement reaches, together with everything of the booth that is not here: whoever has its key can also sign under
// earlier numbers. So merge first what the booth wrote while it was honest. A second call does not bring back what
// already did not count: to do that, call Believe first. What the desk itself has signed there still counts. People
// hidden by the booth's erasures are shown again if they were not emptied yet, see [WaitBeforeEmptying].
func (s *Store) Distrust(ctx context.Context, desk *keys.Desk, booth string, from int64) error {
	if err := s.knows(booth); err != nil {
		return err
	}
	if from < 1 {
		return errors.New("running numbers begin at 1")
	}
	what, err := s.doubtFrom(ctx, booth, from)
	if err != nil {
		return err
	}
	return s.say(ctx, desk, entry.SaysDistrust, what, audit.Act{What: fmt.Sprintf("booth %s not believed from number %d on", booth, what.From), Persons: 0})
}

// doubtFrom lists the entries of a booth that go on counting. Numbers never seen are not believed.
func (s *Store) doubtFrom(ctx context.Context, booth string, from int64) (entry.Body, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	what := entry.Body{Booth: booth}
	if s.db == nil {
		return what, errors.New("looking for a booth's lines: the store is closed")
	}
	var last int64
	lines := map[int64][]entry.Hash{} // by number
	err := db.EachEntry(ctx, s.db, func(e *entry.Entry) {
		if !s.known.Verified(e) {
			return
		}
		if last = max(last, e.Seq); e.Seq < from && !s.trust.Doubts(e) {
			lines[e.Seq] = append(lines[e.Seq], e.Hash())
		}
	}, "booth = ?", booth)
	if err != nil {
		return what, fmt.Errorf("looking for a booth's lines: %w", folder.Explain(err))
	}
	if err := s.firstCome(lines); err != nil {
		return what, fmt.Errorf("looking for a booth's lines: %w", folder.Explain(err))
	}
	for _, marks := range lines {
		for _, mark := range marks {
			what.Lines = append(what.Lines, hex.EncodeToString(mark[:]))
		}
	}
	slices.Sort(what.Lines)
	if what.From = min(from, last+1); len(what.Lines) == 0 {
		what.From = 1
	}
	return what, nil
}

// linesUnderOne limits how many entries under one running number go on counting when the desk stops believing a booth.
// An honest booth has one, or a few if its folder was copied; somebody with its key could sign so many that they would
// not fit into any statement.
var linesUnderOne = 64 // a variable for tests

// firstCome keeps, under each number, the entries that arrived here first, in the order of the journal.
func (s *Store) firstCome(lines map[int64][]entry.Hash) error {
	many := map[entry.Hash]int{}
	for _, marks := range lines {
		if len(marks) > linesUnderOne {
			for _, mark := range marks {
				many[mark] = math.MaxInt
			}
		}
	}
	if len(many) == 0 {
		return nil
	}
	n := 0
	if _, err := journal.Scan(filepath.Join(s.dir, folder.Journal), func(e *entry.Entry) error {
		n++
		if mark := e.Hash(); many[mark] == math.MaxInt {
			many[mark] = n
		}
		return nil
	}); err != nil {
		return err
	}
	for number, marks := range lines {
		if len(marks) > linesUnderOne {
			slices.SortFunc(marks, func(a, b entry.Hash) int { return cmp.Compare(many[a], many[b]) })
			lines[number] = marks[:linesUnderOne]
		}
	}
	return nil
}

// NumberOn returns the running number to give to [Store.Distrust] for a point in time: the first one under which the
// booth wrote at that time or later, by its own clock, or the one after its last. It considers only entries that are
// here.
func (s *Store) NumberOn(ctx context.Context, booth string, at time.Time) (int64, error) {
	if err := s.knows(booth); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return 0, errors.New("looking for a running number: the store is closed")
	}
	var n int64
	err := s.db.QueryRowContext(ctx, "SELECT coalesce(min(CASE WHEN hour >= ?2 THEN seq END), max(seq) + 1, 1) FROM "+db.BothTables+" WHERE booth = ?1", booth, entry.Hour(at)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("looking for a running number: %w", folder.Explain(err))
	}
	return n, nil
}

// Believe revokes a Distrust.
func (s *Store) Believe(ctx context.Context, desk *keys.Desk, booth string) error {
	if err := s.knows(booth); err != nil {
		return err
	}
	return s.say(ctx, desk, entry.SaysTrust, entry.Body{Booth: booth}, audit.Act{What: fmt.Sprintf("booth %s believed again", booth), Persons: 0})
}

// Succeed makes a booth speak for another one's people as well: a restored or rescued folder has a new key.
func (s *Store) Succeed(ctx context.Context, desk *keys.Desk, old, booth string) error {
	if err := errors.Join(s.knows(old), s.knows(booth)); err != nil {
		return err
	}
	if old == booth {
		return errors.New("a booth does not succeed itself")
	}
	return s.say(ctx, desk, entry.SaysSucceeds, entry.Body{Booth: booth, Old: old}, audit.Act{What: fmt.Sprintf("booth %s speaks for the people of %s", booth, old), Persons: 0})
}

// ErrBoothID: not a booth's id, which has 32 hexadecimal digits.
var ErrBoothID = errors.New("a booth's id has 32 hexadecimal digits")

// Belongs confirms a booth as one of the event's, so that nobody is asked when it is merged, here and at every booth the
// statement reaches. It need not be known here: compare the id with that booth's own status. If its key falls into wrong
// hands, use [Store.Distrust] as for any booth.
func (s *Store) Belongs(ctx context.Context, desk *keys.Desk, booth string) error {
	if b, err := hex.DecodeString(booth); err != nil || len(b) != 16 || hex.EncodeToString(b) != booth {
		return ErrBoothID
	}
	return s.say(ctx, desk, entry.SaysBelongs, entry.Body{Booth: booth}, audit.Act{What: fmt.Sprintf("booth %s named as one of the event", booth), Persons: 0})
}

func (s *Store) knows(booth string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known[booth] == nil {
		return ErrNoBooth
	}
	return nil
}

// ErrDays: not valid days, or the last one is before the first.
var ErrDays = errors.New("an event cannot take place on these days")

// MoveEvent replaces the event pack's days, by which hours are judged, here and at every booth the statement reaches: the
// event was postponed. Of both dates only the day counts.
func (s *Store) MoveEvent(ctx context.Context, desk *keys.Desk, first, last time.Time) error {
	what := entry.Body{First: first.Format(time.DateOnly), Last: last.Format(time.DateOnly)}
	if trust.SpanOf(map[string]string{trust.MetaEventFrom: what.First, trust.MetaEventTo: what.Last}).Last == 0 {
		return ErrDays
	}
	return s.say(ctx, desk, entry.SaysDays, what, audit.Act{What: fmt.Sprintf("event moved to %s and %s", what.First, what.Last), Persons: 0})
}

// Claim is something a booth has said about somebody who signed up at another one. It has no effect until the desk
// accepts it. Without a key nothing in it identifies the person.
type Claim struct {
	Line   string `json:"line"` // identifies it for [Store.AcceptClaims]: 32 hexadecimal digits
	Entry  string `json:"entry"`
	Booth  string `json:"booth"` // the booth that made it
	Person string `json:"person"`
	Kind   string `json:"kind"` // correction, check, contact, erasure
}

// Claims lists the claims that wait for the desk, in the order of entries.
func (s *Store) Claims(ctx context.Context) ([]Claim, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("looking for claims: the store is closed")
	}
	return claimsIn(ctx, s.db, s.trust)
}

// claimsIn lists the claims in what is here, by what is believed.
func claimsIn(ctx context.Context, x db.Querier, believed *trust.Trust) ([]Claim, error) {
	var list []*entry.Entry
	if err := db.EachEntry(ctx, x, func(e *entry.Entry) {
		e.Sealed = nil
		list = append(list, e)
	}, "kind <> ?", entry.KindSignUp); err != nil {
		return nil, fmt.Errorf("looking for claims: %w", folder.Explain(err))
	}
	home, failed := believed.HomesIn(ctx, x)
	var out []*entry.Entry
	for _, e := range list {
		if _, judged := believed.Accepted[e.Hash()]; judged {
			continue
		}
		switch believed.Of(e, home) {
		case trust.StandsClaim:
			out = append(out, e)
		case trust.Stands: // an erasure of somebody whom two booths call theirs: the desk decides whether it is the right one
			if e.Kind == entry.KindErasure && believed.OneOfSeveral(e, home) {
				out = append(out, e)
			}
		}
	}
	slices.SortFunc(out, func(a, b *entry.Entry) int { return a.Compare(b) })
	var claims []Claim
	for _, e := range out {
		mark := e.Hash()
		claims = append(claims, Claim{hex.EncodeToString(mark[:]), e.ID, e.Booth, e.Person, e.Kind})
	}
	if err := failed(); err != nil {
		return nil, fmt.Errorf("looking for claims: %w", folder.Explain(err))
	}
	return claims, nil
}

// AcceptClaims makes claims count, at every booth the statement reaches. Erasures among them empty here at once.
func (s *Store) AcceptClaims(ctx context.Context, desk *keys.Desk, claims []Claim) error {
	return s.judgeClaims(ctx, desk, entry.SaysAccept, claims)
}

// RefuseClaims leaves claims without effect; nobody is asked about them again.
func (s *Store) RefuseClaims(ctx context.Context, desk *keys.Desk, claims []Claim) error {
	return s.judgeClaims(ctx, desk, entry.SaysRefuse, claims)
}

func (s *Store) judgeClaims(ctx context.Context, desk *keys.Desk, kind string, claims []Claim) error {
	for part := range slices.Chunk(claims, 10000) {
		var lines []string
		people, erased := map[string]bool{}, map[string]bool{}
		for _, c := range part {
			lines = append(lines, c.Line)
			if c.Kind == entry.KindErasure && kind == entry.SaysAccept {
				erased[c.Person] = true
			} else {
				people[c.Person] = true
			}
		}
		slices.Sort(lines)
		var acts []audit.Act
		switch {
		case kind == entry.SaysRefuse:
			acts = append(acts, audit.Act{What: "claims refused", Persons: len(people)})
		case len(people) > 0:
			acts = append(acts, audit.Act{What: "claims accepted", Persons: len(people)})
		}
		if len(erased) > 0 {
			acts = append(acts, audit.Act{What: "claims accepted: erasures", Persons: len(erased)})
		}
		if err := s.say(ctx, desk, kind, entry.Body{Lines: lines}, acts...); err != nil {
			return err
		}
	}
	return nil
}
