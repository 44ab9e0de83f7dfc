package data

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
)

// said is something that the desk has said, as the model knows it.
type said struct {
	kind       string
	booth, old string
	from       int64
	lines      []*line // claims; of a distrust, those below from that count
	serial     int64
	id         string // decides between two of one serial
}

// holding is what a folder holds: lines, statements, and its own memory of what it was and what it waits for.
type holding struct {
	has        lines
	known, own map[string]bool // booths
	live       map[string]bool // of own, the key that it has now
	ours       map[*line]bool  // what it has written under the others, so far as it was here when they were given up
	told       map[*said]bool
	since      map[*line]int64 // erasures that wait or have waited, by the hour in which they came to stand
	done       map[*line]bool  // those that have waited long enough
	asked      map[*line]bool  // those that were written here
}

func (h holding) clone() holding {
	return holding{maps.Clone(h.has), maps.Clone(h.known), maps.Clone(h.own), maps.Clone(h.live), maps.Clone(h.ours), maps.Clone(h.told), maps.Clone(h.since), maps.Clone(h.done), maps.Clone(h.asked)}
}

// IsOwn says whether the folder has written a line.
func (h holding) isOwn(e *line) bool { return h.live[e.booth] || h.own[e.booth] && h.ours[e] }

// goesOn has the folder go on under another key.
func (h holding) goesOn(booth string) {
	for e := range h.has {
		if h.isOwn(e) {
			h.ours[e] = true
		}
	}
	clear(h.live)
	h.known[booth], h.own[booth], h.live[booth] = true, true, true
}

// with is the same with one more line.
func (h holding) with(e *line) holding {
	h = h.clone()
	h.has[e] = true
	return h
}

// without is the same with everything of a person emptied.
func (h holding) without(person string) holding {
	h = h.clone()
	for e := range h.has {
		if e.person == person {
			h.has[e] = false
		}
	}
	return h
}

// erasing is the same with one more erasure, which was asked for here.
func (h holding) erasing(e *line) holding {
	h = h.with(e).without(e.person)
	h.asked[e] = true
	return h
}

// believed is what a folder's statements come to, and what that makes of its lines.
type believed struct {
	holding
	distrusted map[string]*said
	successors map[string]map[string]bool // by old booth: those that speak for its people
	judged     map[*line]bool             // claims: accepted or refused
	belongs    map[string]bool            // booths
	gone       map[string]bool            // persons
	shown      map[string]string          // of those who signed up several times, the one whose record stays
}

// one is the same for all sign-ups of one person.
func (b believed) one(person string) string {
	if to, ok := b.shown[person]; ok {
		return to
	}
	return person
}

// count is how many people these are.
func (b believed) count(ids map[string]bool) int {
	all := map[string]bool{}
	for id := range ids {
		all[b.one(id)] = true
	}
	return len(all)
}

// join goes through the joins that count: of those about the same two the last decides, and of a pair that holds
// everybody who was one with the first is one with the second.
func (b believed) join() {
	var joins []*line
	for e := range b.has {
		if e.partner != "" && b.wrong(e) == "" {
			joins = append(joins, e)
		}
	}
	slices.SortFunc(joins, func(a, b *line) int {
		return cmp.Or(cmp.Compare(a.tick, b.tick), cmp.Compare(a.booth, b.booth), cmp.Compare(a.seq, b.seq))
	})
	for i, e := range joins {
		if e.kind == entry.KindUnjoin || slices.ContainsFunc(joins[i+1:], func(o *line) bool {
			return o.person == e.person && o.partner == e.partner || o.person == e.partner && o.partner == e.person
		}) {
			continue
		}
		from, to := b.one(e.person), b.one(e.partner)
		b.shown[e.person], b.shown[e.partner] = from, to
		for id, at := range b.shown {
			if at == from {
				b.shown[id] = to
			}
		}
	}
}

// believe goes through the statements in their order, and then hides whom an erasure that counts is about.
func (h holding) believe() believed {
	b := believed{h, map[string]*said{}, map[string]map[string]bool{}, map[*line]bool{}, map[string]bool{}, map[string]bool{}, map[string]string{}}
	for _, s := range slices.SortedFunc(maps.Keys(h.told), func(a, b *said) int {
		return cmp.Or(cmp.Compare(a.serial, b.serial), cmp.Compare(a.id, b.id))
	}) {
		switch s.kind {
		case entry.SaysDistrust:
			if was := b.distrusted[s.booth]; was != nil { // what both believe
				both := *s
				both.from = min(was.from, s.from)
				both.lines = slices.DeleteFunc(slices.Clone(s.lines), func(e *line) bool { return !slices.Contains(was.lines, e) })
				s = &both
			}
			b.distrusted[s.booth] = s
		case entry.SaysTrust:
			delete(b.distrusted, s.booth)
		case entry.SaysBelongs:
			b.belongs[s.booth] = true
		case entry.SaysSucceeds:
			if b.successors[s.old] == nil {
				b.successors[s.old] = map[string]bool{}
			}
			b.successors[s.old][s.booth] = true
		default:
			for _, e := range s.lines {
				b.judged[e] = s.kind == entry.SaysAccept
			}
		}
	}
	for more := true; more; { // whoever succeeds a successor
		more = false
		for _, next := range b.successors {
			for mid := range next {
				for last := range b.successors[mid] {
					more = more || !next[last]
					next[last] = true
				}
			}
		}
	}
	b.join()
	for e := range h.has {
		if e.kind == entry.KindErasure && b.wrong(e) == "" {
			b.gone[e.person] = true
		}
	}
	erased := map[string]bool{}
	for p := range b.gone {
		erased[b.one(p)] = true
	}
	for id := range b.shown {
		if erased[b.one(id)] {
			b.gone[id] = true
		}
	}
	return b
}

// doubts says whether a line is of a distrusted booth, and none of those that the desk knew and believed.
func (b believed) doubts(e *line) bool {
	s := b.distrusted[e.booth]
	return s != nil && !slices.Contains(s.lines, e)
}

// wrong says why a line does not count, or "".
func (b believed) wrong(e *line) string {
	switch {
	case e.desk, b.asked[e]:
		return ""
	case b.doubts(e):
		return record.FaultDistrust
	case e.kind == entry.KindSignUp, b.isOwn(e), b.judged[e]:
		return ""
	case b.known[e.home] && (e.home == e.booth || b.successors[e.home][e.booth]):
		return ""
	}
	return record.FaultClaim
}

// takesAway says whether an erasure empties what is here, whenever that comes.
func (b believed) takesAway(e *line) bool {
	return e.kind == entry.KindErasure && (e.desk || b.asked[e] || !b.doubts(e) && (b.isOwn(e) || b.judged[e] || b.done[e]))
}

// tookAway says whether some erasure of this very sign-up empties what is here or, for the desk, one that it has signed.
func (b believed) tookAway(person string, desk bool) bool {
	for e := range b.has {
		if e.person == person && b.takesAway(e) && (e.desk || !desk) {
			return true
		}
	}
	return false
}

// claims are what the desk has not judged yet.
func (b believed) claims() map[*line]bool {
	out := map[*line]bool{}
	for e := range b.has {
		if _, judged := b.judged[e]; !judged && b.wrong(e) == record.FaultClaim {
			out[e] = true
		}
	}
	return out
}

// signups counts the living persons as they can be counted without a key.
func (b believed) signups() int {
	all := map[string]bool{}
	for e := range b.has {
		if e.kind == entry.KindSignUp && b.wrong(e) == "" && !b.gone[e.person] {
			all[e.person] = true
		}
	}
	return b.count(all)
}

// faults are what opening all names, by how often.
func (b believed) faults() map[string]int {
	out := map[string]int{}
	for e, whole := range b.has {
		switch wrong := b.wrong(e); {
		case e.kind == entry.KindErasure:
			out[wrong]++
		case b.gone[e.person]:
		case !whole:
			out[record.FaultEmptied]++
		default:
			out[wrong]++
		}
	}
	delete(out, "")
	return out
}

// swept is what is left once a folder has looked at its erasures, as it does when it is opened, after a merge and after
// a statement: those of others begin to wait, and those that have waited empty.
func (h holding) swept(now int64) holding {
	h = h.clone()
	b := h.believe()
	for e := range h.has {
		if e.kind != entry.KindErasure {
			continue
		}
		if !b.takesAway(e) {
			if b.wrong(e) != "" {
				continue
			}
			since, waits := h.since[e]
			if !waits {
				h.since[e] = now
				continue
			}
			if now-since < 14*24 {
				continue
			}
			h.done[e] = true
		}
		for _, p := range h.has.persons() {
			if b.one(p) == b.one(e.person) {
				h = h.without(p)
			}
		}
	}
	return h
}

func (b believed) distrustedFrom(booth string) int64 {
	if s := b.distrusted[booth]; s != nil {
		return s.from
	}
	return 0
}

// tells compares what a folder says of booths, claims and statements.
func (b believed) tells(ctx context.Context, s *Store) error {
	booths, err := s.Booths(ctx)
	if err != nil {
		return err
	}
	claims := b.claims()
	for _, got := range booths {
		want := BoothInfo{ID: got.ID, This: got.ID == s.BoothID(), Own: b.own[got.ID], Belongs: b.belongs[got.ID], Last: b.has.seq(got.ID), Distrusted: b.distrustedFrom(got.ID)}
		for e := range b.has {
			if e.booth != got.ID {
				continue
			}
			want.Lines++
			if e.desk {
				want.AtDesk++
			}
			if e.kind == entry.KindSignUp && b.wrong(e) == "" {
				want.SignUps++
			}
			if claims[e] {
				want.Claims++
			}
		}
		for old, next := range b.successors {
			if next[got.ID] && old != got.ID {
				want.Succeeds = append(want.Succeeds, old)
			}
		}
		slices.Sort(want.Succeeds)
		slices.Sort(got.Succeeds)
		if !b.known[got.ID] || !reflect.DeepEqual(got, want) {
			return fmt.Errorf("booth %+v, want %+v, known %t", got, want, b.known[got.ID])
		}
	}
	if len(booths) != len(b.known) {
		return fmt.Errorf("%d booths are known, want %d", len(booths), len(b.known))
	}
	var ids, want []string
	if err := s.db.EachText(ctx, func(id string) { ids = append(ids, id) }, "SELECT id FROM statement ORDER BY id"); err != nil {
		return err
	}
	for m := range b.told {
		want = append(want, m.id)
	}
	slices.Sort(want)
	// The same said at two booths is one statement.
	if want = slices.Compact(want); !slices.Equal(ids, want) {
		return fmt.Errorf("%d statements, want %d, or other ones", len(ids), len(want))
	}
	return nil
}

// tellDesk has a folder know the desk's key, as the signed key set does.
func tellDesk(ctx context.Context, s *Store, desk ed25519.PublicKey) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := db.SetMeta(ctx, s.db, db.MetaDesk, base64.StdEncoding.EncodeToString(desk)); err != nil {
		return err
	}
	return errors.Join(s.loadTrust(ctx), s.saveSettings(ctx))
}

// say has the desk say something at one booth.
func (w *model) say(t *rapid.T, f *modelled, m *said, body entry.Body, do func() error) (func(*modelled) holding, error) {
	for o := range f.told {
		m.serial = max(m.serial, o.serial)
	}
	m.serial++
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	st := entry.Statement{Event: "model", Kind: m.kind, Serial: m.serial, Body: string(text)}
	m.id = st.ID()
	return func(f *modelled) holding {
		h := f.holding.clone()
		h.told[m] = true
		return h.swept(entry.Hour(w.now))
	}, do()
}

// judge has the desk accept or refuse claims: those that wait here, and any that were seen before, here or elsewhere.
func (w *model) judge(t *rapid.T, f *modelled, kind string) (func(*modelled) holding, error) {
	ctx := context.Background()
	claims, err := f.store.Claims(ctx)
	if err != nil {
		t.Fatal(err)
	}
	waiting := f.believe().claims()
	if len(claims) != len(waiting) {
		t.Fatalf("%d claims wait, want %d", len(claims), len(waiting))
	}
	for _, c := range claims {
		var seq int64
		if err := f.store.db.QueryRowContext(ctx, "SELECT seq FROM entry WHERE id = ?", c.Entry).Scan(&seq); err != nil {
			t.Fatal(err)
		}
		for e := range waiting {
			if e.booth == c.Booth && e.seq == seq {
				if e.person != c.Person || e.kind != c.Kind {
					t.Fatalf("the claim %+v is a %s about %s", c, e.kind, e.person)
				}
				w.claimed[c.Line] = e
				w.claims[c.Line] = c
			}
		}
		if w.claimed[c.Line] == nil {
			t.Fatalf("the claim %+v is none", c)
		}
	}
	seen := slices.Sorted(maps.Keys(w.claims))
	if len(seen) == 0 {
		return func(f *modelled) holding { return f.holding }, nil
	}
	m, list := &said{kind: kind}, []Claim{}
	chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(seen), 1, min(3, len(seen)), rapid.ID[string]).Draw(t, "claims")
	slices.Sort(chosen)
	for _, l := range chosen {
		m.lines = append(m.lines, w.claimed[l])
		list = append(list, w.claims[l])
	}
	return w.say(t, f, m, entry.Body{Lines: chosen}, func() error {
		if kind == entry.SaysAccept {
			return f.store.AcceptClaims(ctx, w.desk, list)
		}
		return f.store.RefuseClaims(ctx, w.desk, list)
	})
}

// about has the desk say something about a booth.
func (w *model) about(t *rapid.T, f *modelled, kind string) (func(*modelled) holding, error) {
	ctx := context.Background()
	booths := rapid.SampledFrom(slices.Sorted(maps.Keys(f.known)))
	m := &said{kind: kind, booth: booths.Draw(t, "about")}
	switch kind {
	case entry.SaysDistrust:
		from := rapid.Int64Range(1, f.has.seq(m.booth)+2).Draw(t, "number")
		m.from = min(from, f.has.seq(m.booth)+1)
		b, numbers := f.believe(), map[int64]bool{}
		for e := range f.has {
			if e.booth == m.booth && e.seq < from && !b.doubts(e) { // said again, it takes in nothing that did not count
				m.lines = append(m.lines, e)
				numbers[e.seq] = true
			}
		}
		if len(m.lines) == 0 {
			m.from = 1
		}
		body := entry.Body{Booth: m.booth, From: m.from}
		if err := db.EachEntry(ctx, f.store.db, func(e *entry.Entry) { // their names, which the model does not know
			if numbers[e.Seq] {
				mark := e.Hash()
				body.Lines = append(body.Lines, hex.EncodeToString(mark[:]))
			}
		}, "booth = ? AND seq < ?", m.booth, from); err != nil {
			t.Fatal(err)
		}
		slices.Sort(body.Lines)
		return w.say(t, f, m, body, func() error { return f.store.Distrust(ctx, w.desk, m.booth, from) })
	case entry.SaysBelongs:
		return w.say(t, f, m, entry.Body{Booth: m.booth}, func() error { return f.store.Belongs(ctx, w.desk, m.booth) })
	case entry.SaysTrust:
		return w.say(t, f, m, entry.Body{Booth: m.booth}, func() error { return f.store.Believe(ctx, w.desk, m.booth) })
	}
	if m.old = booths.Draw(t, "old"); m.old == m.booth {
		if f.store.Succeed(ctx, w.desk, m.old, m.booth) == nil {
			t.Fatal("a booth succeeds itself")
		}
		return func(f *modelled) holding { return f.holding }, nil
	}
	return w.say(t, f, m, entry.Body{Booth: m.booth, Old: m.old}, func() error { return f.store.Succeed(ctx, w.desk, m.old, m.booth) })
}

// knowDesk is tellDesk for tests.
func knowDesk(t testing.TB, s *Store, desk *keys.Desk) {
	t.Helper()
	if err := tellDesk(t.Context(), s, desk.Public()); err != nil {
		t.Fatal(err)
	}
}
