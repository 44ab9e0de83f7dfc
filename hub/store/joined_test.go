package store

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// joins writes the booth's next line that joins somebody with another, or undoes it. It has content, as these lines have.
func (b *booth) joins(kind string, p, into person) wire.Line {
	b.seq++
	return b.sign(entry.Entry{ID: entry.ID(b.public(), b.seq), Person: p.id, Kind: kind, Booth: b.id, Seq: b.seq, Tick: b.seq, Hour: theHour,
		Nonce: p.nonce, Partner: into.id, Sealed: fmt.Appendf(nil, "%s %d", kind, b.seq)})
}

func TestErasingOneOfAPairEmptiesBoth(t *testing.T) {
	desk := newBooth(99).key
	contract(t, func(t *testing.T, s *Store) {
		a, b, d := newBooth(1), newBooth(2), newBooth(3)
		d.desk = desk
		allow(t, s, a, b, d)
		if err := s.SetDesk(t.Context(), theEvent, desk.Public().(ed25519.PublicKey)); err != nil {
			t.Fatal(err)
		}
		one, two, other := a.line(entry.KindSignUp, a.person(1), "one"), b.line(entry.KindSignUp, b.person(2), "two"), b.line(entry.KindSignUp, b.person(3), "other")
		put(t, s, a, one)
		put(t, s, b, two, other)
		put(t, s, b, b.joins(entry.KindJoin, b.person(3), a.person(1))) // of a booth alone: a claim
		join := d.joins(entry.KindJoin, b.person(2), a.person(1))
		put(t, s, d, join)
		put(t, s, a, a.line(entry.KindErasure, a.person(1), ""))
		if sealedOf(t, s, d, two.ID) != "" || held(t, s, two.ID) != "two" || sealedOf(t, s, d, other.ID) != "other" {
			t.Error("while the erasure waits it does not hide both, or empties, or hides somebody whom only a booth has joined")
		}
		put(t, s, d, d.joins(entry.KindUnjoin, b.person(2), a.person(1)))
		if sealedOf(t, s, d, two.ID) != "two" || sealedOf(t, s, d, one.ID) != "" {
			t.Error("an undone join hides still, or nobody is hidden")
		}
		put(t, s, d, d.joins(entry.KindJoin, a.person(1), b.person(2))) // the other way round it is the same pair
		if n, err := s.Tidy(t.Context(), theHour+ErasureWaits); n != 1 || err != nil {
			t.Errorf("%d carried out: %v", n, err)
		}
		if held(t, s, one.ID)+held(t, s, two.ID)+held(t, s, join.ID) != "" || held(t, s, other.ID) != "other" {
			t.Error("not both are empty, with what joined them, or somebody else is")
		}
		if put(t, s, b, two); held(t, s, two.ID) != "" {
			t.Error("the other one came back")
		}
		// It was a mistake: what a booth still has may come again, of the one who was not erased.
		undone := d.joins(entry.KindUnjoin, b.person(2), a.person(1))
		put(t, s, d, undone, two)
		if put(t, s, a, one); held(t, s, two.ID) != "two" || held(t, s, undone.ID) == "" || held(t, s, one.ID) != "" {
			t.Error("what a booth sends after the undoing, or with it, is not kept, or too much is")
		}
	})
}

// What is kept apart is emptied and comes again as the others.
func TestAPairIsEmptiedAmongWhatIsKeptApart(t *testing.T) {
	desk := newBooth(99).key
	contract(t, func(t *testing.T, s *Store) {
		a, d := newBooth(1), newBooth(3)
		d.desk = desk
		allow(t, s, a, d)
		if err := s.SetDesk(t.Context(), theEvent, desk.Public().(ed25519.PublicKey)); err != nil {
			t.Fatal(err)
		}
		put(t, s, a, a.line(entry.KindSignUp, a.person(1), "one"))
		a.seq--
		two := a.line(entry.KindSignUp, a.person(2), "apart")
		put(t, s, a, two)
		put(t, s, d, d.joins(entry.KindJoin, a.person(2), a.person(1)))
		d.seq--
		if r := put(t, s, d, d.line(entry.KindErasure, a.person(1), "")); len(r.Apart) != 1 { // it counts all the same
			t.Fatalf("%+v", r)
		}
		apart := func() string { return string(all(t, s, a, wire.Query{Apart: true})[0].Sealed) }
		if apart() != "" {
			t.Error("not emptied")
		}
		put(t, s, d, d.joins(entry.KindUnjoin, a.person(2), a.person(1)))
		if put(t, s, a, two); apart() != "apart" {
			t.Error("not kept again")
		}
	})
}

// The desk's later word about a booth counts for erasures that are here, and may be taken back.
func TestWhatTheDeskSaysCountsForErasures(t *testing.T) {
	desk := newBooth(99).key
	contract(t, func(t *testing.T, s *Store) {
		a, b := newBooth(1), newBooth(2)
		allow(t, s, a, b)
		if err := s.SetDesk(t.Context(), theEvent, desk.Public().(ed25519.PublicKey)); err != nil {
			t.Fatal(err)
		}
		one, two := a.line(entry.KindSignUp, a.person(1), "one"), a.line(entry.KindSignUp, a.person(2), "two")
		own, claim := a.line(entry.KindErasure, a.person(1), ""), b.line(entry.KindErasure, a.person(2), "")
		put(t, s, a, one, two, own)
		put(t, s, b, claim)
		tidy := func() {
			t.Helper()
			if _, err := s.Tidy(t.Context(), theHour+ErasureWaits); err != nil {
				t.Fatal(err)
			}
		}
		say(t, s, b, says(desk, 1, entry.SaysDistrust, bodyOf(entry.Body{Booth: a.id, From: 3})))
		if tidy(); sealedOf(t, s, a, one.ID) != "one" {
			t.Error("an erasure of a booth that the desk does not believe hides")
		}
		say(t, s, b, says(desk, 2, entry.SaysTrust, bodyOf(entry.Body{Booth: a.id})))
		if sealedOf(t, s, a, one.ID) != "" {
			t.Error("one that it believes again does not")
		}
		if tidy(); held(t, s, one.ID) != "" || held(t, s, two.ID) != "two" {
			t.Error("not emptied after its time, or a claim was carried out")
		}
		mark := claim.Hash()
		say(t, s, b, says(desk, 3, entry.SaysAccept, bodyOf(entry.Body{Lines: []string{hex.EncodeToString(mark[:])}})))
		if held(t, s, two.ID) != "" {
			t.Error("a claim that the desk has accepted was not carried out")
		}
		// A restored booth speaks for the people of its old folder, once the desk says so and the old key is known.
		three, successor := b.line(entry.KindSignUp, b.person(3), "three"), newBooth(4)
		put(t, s, b, three)
		allow(t, s, successor)
		put(t, s, successor, successor.line(entry.KindErasure, b.person(3), ""))
		if sealedOf(t, s, a, three.ID) != "three" {
			t.Error("a stranger erased somebody")
		}
		say(t, s, a, says(desk, 4, entry.SaysSucceeds, bodyOf(entry.Body{Booth: successor.id, Old: b.id})))
		if sealedOf(t, s, a, three.ID) != "" {
			t.Error("a successor's erasure does not hide")
		}
	})
}

func bodyOf(b entry.Body) string {
	out, _ := json.Marshal(b)
	return string(out)
}

// world is lines and statements about a few people of two booths, joined, parted, erased, doubted.
type world struct {
	booths []*booth
	people []person
	lines  []wire.Line
	said   []wire.Statement
	desk   ed25519.PrivateKey
}

func drawWorld(t *rapid.T) *world {
	w := &world{desk: newBooth(99).key, booths: []*booth{newBooth(1), newBooth(2), newBooth(3)}}
	d := w.booths[2]
	for n := range 4 {
		b := w.booths[n%2]
		w.people = append(w.people, b.person(n))
		w.lines = append(w.lines, b.line(entry.KindSignUp, w.people[n], fmt.Sprint("person ", n)))
	}
	who := rapid.IntRange(0, 3)
	for range rapid.IntRange(1, 9).Draw(t, "lines") {
		b := w.booths[rapid.IntRange(0, 2).Draw(t, "booth")]
		if b.desk = nil; b == d && rapid.IntRange(0, 3).Draw(t, "desk") > 0 {
			b.desk = w.desk
		}
		if b.seq > 0 && rapid.IntRange(0, 9).Draw(t, "clash") == 0 {
			b.seq-- // two lines under one number
		}
		i, j := who.Draw(t, "who"), who.Draw(t, "other")
		switch kind := rapid.SampledFrom([]string{entry.KindJoin, entry.KindJoin, entry.KindUnjoin, entry.KindErasure, entry.KindErasure, entry.KindCheck}).Draw(t, "kind"); {
		case kind == entry.KindErasure:
			w.lines = append(w.lines, b.line(kind, w.people[i], ""))
		case kind == entry.KindCheck || i == j:
			w.lines = append(w.lines, b.line(entry.KindCheck, w.people[i], fmt.Sprint("check ", b.seq, i)))
		default:
			w.lines = append(w.lines, b.joins(kind, w.people[i], w.people[j]))
		}
	}
	hashes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		l := rapid.SampledFrom(w.lines).Draw(t, "of")
		h := l.Hash()
		return hex.EncodeToString(h[:])
	}), 1, 3)
	for serial := range int64(rapid.IntRange(0, 4).Draw(t, "statements")) {
		b, o := rapid.SampledFrom(w.booths).Draw(t, "about"), rapid.SampledFrom(w.booths).Draw(t, "old")
		kind := rapid.SampledFrom([]string{entry.SaysDistrust, entry.SaysTrust, entry.SaysAccept, entry.SaysAccept, entry.SaysRefuse, entry.SaysSucceeds}).Draw(t, "says")
		body := entry.Body{Booth: b.id, Old: o.id, From: int64(rapid.IntRange(1, 4).Draw(t, "from"))}
		if kind == entry.SaysAccept || kind == entry.SaysRefuse {
			body.Lines = hashes.Draw(t, "hashes")
		}
		w.said = append(w.said, says(w.desk, serial/2, kind, bodyOf(body)))
	}
	return w
}

// want says of every line what it shows and what is held, by its hash, once everything has come and nothing has waited:
// the rules in their plainest form.
func (w *world) want(event string) (shown, kept map[string]string) {
	var said []entry.Statement
	for _, m := range w.said {
		said = append(said, *m.Whole(event))
	}
	word := entry.WordOf(entry.Ordered(w.desk.Public().(ed25519.PublicKey), said))
	var ties []entry.Tie
	signed := func(l *wire.Line) bool { return len(l.Desk) > 0 }
	for i := range w.lines {
		l := &w.lines[i]
		if tie, ok := l.Tie(); ok && (signed(l) || word.Accepted[l.Hash()] && !word.Doubts(&l.Entry)) {
			ties = append(ties, tie)
		}
	}
	pairs := entry.PairsOf(ties)
	hidden, gone := map[string]bool{}, map[string]bool{}
	for i := range w.lines {
		l := &w.lines[i]
		if l.Kind != entry.KindErasure {
			continue
		}
		home := false
		for _, b := range w.booths {
			for _, id := range word.SpeaksFor(l.Booth) {
				home = home || b.id == id && l.MadeBy(b.public())
			}
		}
		empties := signed(l) || !word.Doubts(&l.Entry) && word.Accepted[l.Hash()]
		hides := empties || !word.Doubts(&l.Entry) && home
		for _, person := range pairs.Of(l.Person) {
			hidden[person], gone[person] = hidden[person] || hides, gone[person] || empties
		}
	}
	shown, kept = map[string]string{}, map[string]string{}
	for i := range w.lines {
		l := &w.lines[i]
		mark := string(hashOf(l))
		if shown[mark], kept[mark] = string(l.Sealed), string(l.Sealed); hidden[l.Person] {
			shown[mark] = ""
		}
		if gone[l.Person] {
			kept[mark] = ""
		}
	}
	return shown, kept
}

// In whatever order and however often lines and statements come, in whatever batches, and whenever the desk's key becomes
// known: once everything has come, what is hidden and what is empty is the same, and what the rules say.
func TestAnyOrderOfJoinsAndErasuresGivesTheSame(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			s := opened(t, e.at(t))
			events := 0
			rapid.Check(t, func(rt *rapid.T) {
				w := drawWorld(rt)
				events++
				event := fmt.Sprint("event-", events)
				for i := range w.said { // they are signed with their event
					m := w.said[i].Whole(event)
					m.Sig = ed25519.Sign(w.desk, m.Signed())
					w.said[i] = wire.StatementOf(m)
				}
				w.played(rt, t, s, event)
			})
		})
	}
}

func (w *world) played(rt *rapid.T, t *testing.T, s *Store, event string) {
	ctx := t.Context()
	must := func(err error) {
		if err != nil {
			rt.Helper()
			rt.Fatal(err)
		}
	}
	caller := func() Caller {
		c := w.booths[0].caller()
		c.Event = event
		return c
	}
	for _, b := range w.booths {
		must(s.Allow(ctx, event, b.id))
	}
	var keys [][]byte
	for _, b := range w.booths {
		keys = append(keys, b.public())
	}
	send := func(lines ...wire.Line) {
		for len(lines) > 0 { // an id stands in a batch once
			seen := map[string]bool{}
			var now, later []wire.Line
			for _, l := range lines {
				if seen[l.ID] {
					later = append(later, l)
					continue
				}
				seen[l.ID] = true
				now = append(now, l)
			}
			r, err := s.Put(ctx, caller(), wire.Batch{Batch: "b", Keys: keys, Lines: now})
			must(err)
			if len(r.Refused) > 0 {
				rt.Fatalf("refused: %v", r.Refused)
			}
			lines = later
		}
	}
	type act func()
	var acts []act
	for _, part := range drawParts(rt, w.lines) {
		acts = append(acts, func() { send(part...) })
	}
	for _, m := range w.said {
		acts = append(acts, func() {
			_, err := s.Say(ctx, caller(), wire.Saying{Batch: "s", Statements: []wire.Statement{m}})
			must(err)
		})
	}
	acts = append(acts, func() { must(s.SetDesk(ctx, event, w.desk.Public().(ed25519.PublicKey))) })
	for _, do := range rapid.Permutation(acts).Draw(rt, "order") {
		do()
	}
	send(w.lines...) // what was emptied by what did not stand comes again, where a booth has it
	shown, kept := w.want(event)
	gotShown, gotKept := map[string]string{}, map[string]string{}
	for _, apart := range []bool{false, true} {
		p, err := s.Since(ctx, caller(), wire.Query{Apart: apart})
		must(err)
		for i := range p.Lines {
			gotShown[string(hashOf(&p.Lines[i]))] = string(p.Lines[i].Sealed)
		}
	}
	must(s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		got, err := ask(ctx, find("SELECT "+columns+" FROM line WHERE event = $1 UNION ALL SELECT "+columns+" FROM apart WHERE event = $1", event))
		if err != nil {
			return err
		}
		for _, r := range got[0].rows {
			l := scan(r)
			gotKept[string(hashOf(&l))] = string(l.Sealed)
		}
		return nil
	}))
	for i := range w.lines {
		l := &w.lines[i]
		mark := hashOf(l)
		if gotShown[string(mark)] != shown[string(mark)] || gotKept[string(mark)] != kept[string(mark)] {
			rt.Errorf("%s of %s by %s, number %d: shows %q and keeps %q, not %q and %q", l.Kind, l.Person[:4], l.Booth[:4], l.Seq, gotShown[string(mark)], gotKept[string(mark)], shown[string(mark)], kept[string(mark)])
		}
	}
}

// drawParts parts lines, in an order that is drawn, into batches.
func drawParts(t *rapid.T, lines []wire.Line) (parts [][]wire.Line) {
	rest := rapid.Permutation(lines).Draw(t, "lines in order")
	for len(rest) > 0 {
		n := rapid.IntRange(1, len(rest)).Draw(t, "batch")
		parts, rest = append(parts, rest[:n]), rest[n:]
	}
	return parts
}
