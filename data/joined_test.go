package data

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
)

// joins has the desk join two people at a booth, or undo that.
func (r *rig) joins(s *Store, person, into string, undo bool) {
	r.t.Helper()
	at, err := s.AtDesk(r.desk)
	if err == nil {
		err = at.Join(r.t.Context(), person, record.Join{At: r.now, Initials: "LM", Into: into, Undo: undo})
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

// shows holds who is shown, by name, and what a store counts without a key.
func (r *rig) shows(s *Store, names ...string) {
	r.t.Helper()
	got := slices.Sorted(maps.Values(r.names(s)))
	if slices.Sort(names); !slices.Equal(got, names) {
		r.t.Errorf("%v are shown, want %v", got, names)
	}
	if st := status(r.t, s); st.Signups != len(names) {
		r.t.Errorf("%d are counted, want %d", st.Signups, len(names))
	}
	sound(r.t, s)
}

// erasuresAbout counts the erasures of a person, and how many of them the desk has signed.
func erasuresAbout(t testing.TB, s *Store, person string) (all, byDesk int) {
	t.Helper()
	list, err := db.ErasuresOf(t.Context(), s.db, person)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if s.trust.AtDesk(e) {
			byDesk++
		}
	}
	return len(list), byDesk
}

// Whichever of several sign-ups that are one person's is erased, and by whatever means, all are, in the same way; and
// nobody else is.
func TestErasingOneOfAPairErasesBoth(t *testing.T) {
	unraced(t)
	for i, erase := range []func(r *rig, p Saved) error{
		func(r *rig, p Saved) error { _, err := r.a.Erase(t.Context(), p.Code); return err },
		func(r *rig, p Saved) error { return r.a.ErasePerson(t.Context(), p.Person) },
		func(r *rig, p Saved) error {
			at, err := r.a.AtDesk(r.desk)
			if err != nil {
				return err
			}
			return at.Erase(t.Context(), p.Person)
		},
	} {
		for which := range 3 {
			r := newRig(t)
			p, twice, other := r.signUp(r.a, "甲"), r.signUp(r.a, "甲又"), r.signUp(r.a, "乙")
			third := r.signUp(r.b, "甲三")
			merged(t, r.a, asItLies(t, r.b.Dir()))
			r.joins(r.a, twice.Person, p.Person, false)
			r.joins(r.a, third.Person, twice.Person, false)
			r.shows(r.a, "甲", "乙")
			one := []Saved{p, twice, third}
			if err := erase(r, one[which]); err != nil {
				t.Fatal(err)
			}
			r.shows(r.a, "乙")
			if st := status(t, r.a); st.Erased != 1 {
				t.Errorf("%d are counted as erased", st.Erased)
			}
			for _, x := range one {
				all, byDesk := erasuresAbout(t, r.a, x.Person)
				if want := map[bool]int{true: 1}[i == 2]; partsOf(t, r.a, x.Person) > 0 || all != 1 || byDesk != want {
					t.Errorf("means %d: %d parts are left, %d erasures, %d of the desk", i, partsOf(t, r.a, x.Person), all, byDesk)
				}
			}
			if n := partsOf(t, r.a, other.Person); n != 1 {
				t.Errorf("%d parts of somebody else are left", n)
			}
			if err := r.a.Reopen(); err != nil || len(r.a.Repaired()) > 0 {
				t.Errorf("%v %q", err, r.a.Repaired())
			}
			if err := erase(r, one[0]); err != nil || status(t, r.a).LastSeq != r.a.seq {
				t.Error(err)
			}
			if all, _ := erasuresAbout(t, r.a, p.Person); all != 1 {
				t.Errorf("erased again: %d erasures", all)
			}
		}
	}
}

// A pair that was undone, whichever of the two the undoing begins with, is two people again.
func TestAnUndonePairErasesOne(t *testing.T) {
	unraced(t)
	for _, round := range []bool{false, true} {
		r := newRig(t)
		ctx := t.Context()
		p, twice := r.signUp(r.a, "甲"), r.signUp(r.a, "乙")
		r.joins(r.a, twice.Person, p.Person, false)
		r.shows(r.a, "甲")
		if first, second := twice, p; round {
			r.joins(r.a, second.Person, first.Person, true)
		} else {
			r.joins(r.a, first.Person, second.Person, true)
		}
		r.shows(r.a, "甲", "乙")
		if _, err := r.a.Erase(ctx, p.Code); err != nil {
			t.Fatal(err)
		}
		r.shows(r.a, "乙")
		for _, h := range r.history(r.a, twice.Person) {
			if h.Kind != entry.KindJoin || h.Join == nil {
				t.Errorf("the history has a %s", h.Kind)
			}
		}
	}
}

func (r *rig) history(s *Store, person string) []record.Change {
	r.t.Helper()
	list, _, err := s.Records(r.t.Context(), r.key(), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, x := range list {
		if x.Person == person {
			return x.History
		}
	}
	return nil
}

// A booth that knows of no join erases one by code; another has the join. Whoever has both, in whatever order they came,
// hides both people at once, and has emptied both once the erasure has waited.
func TestAnErasureAndAJoinMeet(t *testing.T) {
	unraced(t)
	for _, order := range [][]string{{"join", "erasure"}, {"erasure", "join"}} {
		for _, byDesk := range []bool{false, true} {
			r := newRig(t)
			ctx := t.Context()
			p, twice, other := r.signUp(r.a, "甲"), r.signUp(r.b, "甲又"), r.signUp(r.a, "乙")
			merged(t, r.b, asItLies(t, r.a.Dir()))
			merged(t, r.c, asItLies(t, r.b.Dir()))
			r.joins(r.b, p.Person, twice.Person, false)
			if byDesk {
				at, err := r.a.AtDesk(r.desk)
				if err == nil {
					err = at.Erase(ctx, p.Person)
				}
				if err != nil {
					t.Fatal(err)
				}
			} else if _, err := r.a.Erase(ctx, p.Code); err != nil {
				t.Fatal(err)
			}
			from := map[string]string{"join": asItLies(t, r.b.Dir()), "erasure": asItLies(t, r.a.Dir())}
			var rep MergeReport
			for _, what := range order {
				rep = merged(t, r.c, from[what])
			}
			if want := map[bool]int{true: 1}[byDesk]; rep.Erasures != want {
				t.Errorf("%v, by the desk %v: the second merge erased %d people, want %d", order, byDesk, rep.Erasures, want)
			}
			r.shows(r.c, "乙")
			if left := partsOf(t, r.c, p.Person) + partsOf(t, r.c, twice.Person); (left > 0) == byDesk {
				t.Errorf("%v, by the desk %v: %d parts are left", order, byDesk, left)
			}
			at, err := r.c.AtDesk(r.desk)
			if err != nil {
				t.Fatal(err)
			}
			if err := at.Correct(ctx, twice.Person, named("坏")); err == nil {
				t.Error("who is one with somebody erased was corrected")
			}
			if err := at.Join(ctx, other.Person, record.Join{Into: twice.Person}); err == nil {
				t.Error("somebody was joined with who is one with somebody erased")
			}
			r.later(r.c, trust.WaitBeforeEmptying+time.Hour)
			r.shows(r.c, "乙")
			if left := partsOf(t, r.c, p.Person) + partsOf(t, r.c, twice.Person); left > 0 {
				t.Errorf("%v, by the desk %v: %d parts are left in the end", order, byDesk, left)
			}
			if err := r.c.Reopen(); err != nil || len(r.c.Repaired()) > 0 {
				t.Errorf("%v %q", err, r.c.Repaired())
			}
			// What an older copy still has of the other one does not come back.
			merged(t, r.c, from["join"])
			if left := partsOf(t, r.c, twice.Person); left > 0 {
				t.Errorf("%v: %d parts came back", order, left)
			}
			// At the booth that has the erasure the join empties as well: that erasure was asked for there.
			merged(t, r.a, from["join"])
			r.shows(r.a, "乙")
			if left := partsOf(t, r.a, twice.Person); left > 0 {
				t.Errorf("%d parts are left where it was asked for", left)
			}
			if _, err := r.a.Erase(ctx, twice.Code); err != nil {
				t.Fatal(err)
			}
			if all, _ := erasuresAbout(t, r.a, twice.Person); all != 1 {
				t.Errorf("%d erasures of the other one, now that somebody asked", all)
			}
		}
	}
}

// While an erasure of one of the two only waits, the desk can still say that its booth is not to be believed: then both
// are shown again, as one.
func TestBothComeBackFromABoothThatIsNotBelieved(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p, twice := r.signUp(r.b, "甲"), r.signUp(r.a, "甲又")
	merged(t, r.a, asItLies(t, r.b.Dir()))
	r.joins(r.a, twice.Person, p.Person, false)
	merged(t, r.c, asItLies(t, r.a.Dir()))
	lines := status(t, r.b).LastSeq
	if _, err := r.b.Erase(ctx, p.Code); err != nil {
		t.Fatal(err)
	}
	merged(t, r.c, asItLies(t, r.b.Dir()))
	r.shows(r.c)
	if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), lines+1); err != nil {
		t.Fatal(err)
	}
	r.shows(r.c, "甲")
	r.later(r.c, trust.WaitBeforeEmptying+time.Hour)
	r.shows(r.c, "甲")
	if partsOf(t, r.c, p.Person) == 0 || partsOf(t, r.c, twice.Person) == 0 {
		t.Error("something was emptied")
	}
}

// A booth cannot have the other's people erased by joining them with its own.
func TestABoothsOwnJoinErasesNobody(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	victim := r.signUp(r.a, "甲")
	own := r.signUp(r.b, "假")
	b := r.stolen(victim)
	nonce, err := nonceOf(ctx, b.db, own.Person)
	if err != nil {
		t.Fatal(err)
	}
	body, err := record.Body(record.Join{Initials: "X", Into: victim.Person})
	if err != nil {
		t.Fatal(err)
	}
	join := signedLine(t, b, b.seq+1, b.tick+1, about{own.Person, nonce, victim.Person}, entry.KindJoin, body)
	join.Desk = slices.Clone(join.Sig) // not the desk's
	keepLine(t, b, join)
	if _, err := b.Erase(ctx, own.Code); err != nil {
		t.Fatal(err)
	}
	merged(t, r.c, asItLies(t, r.a.Dir()))
	for _, s := range []*Store{r.c, r.a} {
		merged(t, s, asItLies(t, b.Dir()))
		r.later(s, trust.WaitBeforeEmptying+time.Hour)
		r.shows(s, "甲")
		if partsOf(t, s, victim.Person) != 1 {
			t.Error("the victim was emptied")
		}
	}
}

// A purge takes both together, and not before the later one's time is over.
func TestAPairIsKeptFromTheLaterSignUp(t *testing.T) {
	now := eventDay
	s := clocked(t, &now)
	ctx := t.Context()
	key, err := s.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := s.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	knowDesk(t, s, desk)
	first, alone := signUp(t, s), signUp(t, s)
	now = eventDay.AddDate(0, 0, 30)
	again := signUp(t, s)
	at, err := s.AtDesk(desk)
	if err != nil {
		t.Fatal(err)
	}
	if err := at.Join(ctx, again.Person, record.Join{At: now, Into: first.Person}); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		days int // after the first day
		due  int
		left []string
	}{{91, 1, []string{first.Person, again.Person}}, {119, 0, []string{first.Person, again.Person}}, {122, 1, nil}} {
		now = eventDay.AddDate(0, 0, x.days)
		due, err := s.Retention(ctx, now)
		if err != nil || due.Due != x.due {
			t.Errorf("on day %d %d are due, want %d; %v", x.days, due.Due, x.due, err)
		}
		rec, err := s.Purge(ctx, now)
		if err != nil || rec.Persons != x.due {
			t.Errorf("on day %d %d are purged, want %d; %v", x.days, rec.Persons, x.due, err)
		}
		for _, p := range []string{first.Person, again.Person, alone.Person} {
			if (partsOf(t, s, p) > 0) != slices.Contains(x.left, p) {
				t.Errorf("on day %d %d parts of %s are left", x.days, partsOf(t, s, p), p)
			}
		}
		sound(t, s)
	}
	if st := status(t, s); st.Signups != 0 || st.Erased != 2 {
		t.Errorf("%+v", st)
	}
}

// Two sign-ups under one receipt code that are one person's are not two people with this code.
func TestAJoinedPairSharesItsCode(t *testing.T) {
	const one, two = "00007f45-0000-4000-8000-000000000000", "00008b60-0000-4000-8000-000000000000"
	r := newRig(t)
	for s, person := range map[*Store]string{r.a: one, r.b: two} {
		addOld(t, s, person, entry.KindSignUp, []byte(`{"lang":"zh"}`))
	}
	merged(t, r.a, asItLies(t, r.b.Dir()))
	r.joins(r.a, one, two, false)
	if rep := merged(t, r.c, asItLies(t, r.a.Dir())); rep.Ambiguous != 0 {
		t.Errorf("%+v", rep)
	}
	for _, s := range []*Store{r.a, r.c} {
		if found, err := s.Erase(t.Context(), entry.CodeOf(one)); !found || err != nil {
			t.Error(found, err)
		}
		if partsOf(t, s, one)+partsOf(t, s, two) > 0 {
			t.Error("something is left")
		}
		sound(t, s)
	}
}

// The other one's lines may come only after the join and the erasure; and where a join is all that is left in the
// journal, or the settings are gone, the pair still goes together.
func TestAPairGoesTogetherWhateverIsRepaired(t *testing.T) {
	unraced(t)
	for _, how := range []string{"the store lacks the join", "the store lacks the erasure", "the journal lacks all", "rescued", "rescued from a second copy", "restored"} {
		t.Run(how, func(t *testing.T) {
			r := newRig(t)
			ctx := t.Context()
			p, twice, other := r.signUp(r.a, "甲"), r.signUp(r.b, "甲又"), r.signUp(r.a, "乙")
			merged(t, r.b, asItLies(t, r.a.Dir()))
			before := asItLies(t, r.b.Dir()) // the other one whole, and no join
			r.joins(r.b, twice.Person, p.Person, false)
			if _, err := r.a.Erase(ctx, p.Code); err != nil {
				t.Fatal(err)
			}
			merged(t, r.a, asItLies(t, r.b.Dir()))
			options := Options{Clock: func() time.Time { return r.now }}
			dir, stick, zip := r.a.Dir(), t.TempDir(), filepath.Join(t.TempDir(), "backup.zip")
			if how == "rescued from a second copy" {
				r.a.Close()
				mirrored := options
				mirrored.Mirror = stick
				s, err := Open(dir, mirrored)
				if err != nil {
					t.Fatal(err)
				}
				within, cancel := context.WithTimeout(ctx, 20*time.Second)
				defer cancel()
				if st := s.WaitMirror(within); st.Behind > 0 {
					t.Fatalf("%+v", st)
				}
				r.a = s
			}
			if how == "restored" {
				if _, err := r.a.Backup(ctx, zip); err != nil {
					t.Fatal(err)
				}
			}
			if err := r.a.Close(); err != nil {
				t.Fatal(err)
			}
			to := filepath.Join(t.TempDir(), "new")
			switch how {
			case "the store lacks the join":
				tamper(t, dir, "DELETE FROM entry WHERE kind = 'join'")
				to = dir
			case "the store lacks the erasure":
				tamper(t, dir, "DELETE FROM entry WHERE kind = 'erasure'")
				to = dir
			case "the journal lacks all":
				if err := os.Remove(filepath.Join(dir, folder.Journal)); err != nil {
					t.Fatal(err)
				}
				to = dir
			case "rescued":
				if rep, err := Rescue(dir, to, options); err != nil || rep.Damaged > 0 || rep.Persons != 1 {
					t.Fatalf("%+v, %v", rep, err)
				}
			case "rescued from a second copy":
				if rep, err := Rescue(stick, to, options); err != nil || rep.Damaged > 0 || rep.Persons != 1 {
					t.Fatalf("%+v, %v", rep, err)
				}
			case "restored":
				if _, err := Restore(zip, to, options); err != nil {
					t.Fatal(err)
				}
			}
			s, err := Open(to, options)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			merged(t, s, before)
			if left := partsOf(t, s, p.Person) + partsOf(t, s, twice.Person); left > 0 {
				t.Errorf("%d parts are left", left)
			}
			if partsOf(t, s, other.Person) != 1 {
				t.Error("somebody else is gone")
			}
			if st := status(t, s); st.Signups != 1 || st.Erased != 1 {
				t.Errorf("%+v", st)
			}
			sound(t, s)
		})
	}
}

// Who is erased as one person with somebody, and has no erasure of their own here, leaves the journal too: what is found
// there is named, and gone with the next start.
func TestWhoGoesWithAPairLeavesTheJournal(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p, twice := r.signUp(r.a, "甲"), r.signUp(r.b, "甲又")
	merged(t, r.b, asItLies(t, r.a.Dir()))
	merged(t, r.a, asItLies(t, r.b.Dir()))
	var whole *entry.Entry
	if err := db.EachEntry(ctx, r.a.db, func(e *entry.Entry) { whole = e }, "person = ?", twice.Person); err != nil || whole == nil || whole.Sealed == nil {
		t.Fatal(err)
	}
	r.joins(r.b, twice.Person, p.Person, false)
	if _, err := r.a.Erase(ctx, p.Code); err != nil {
		t.Fatal(err)
	}
	merged(t, r.a, asItLies(t, r.b.Dir()))
	sound(t, r.a)
	if err := r.a.journal.Append(whole); err != nil {
		t.Fatal(err)
	}
	if faults, err := r.a.Verify(ctx); err != nil || len(faults) != 1 || faults[0].Entry != whole.ID {
		t.Errorf("%v, %v", faults, err)
	}
	if err := r.a.Reopen(); err != nil || len(r.a.Repaired()) != 1 {
		t.Errorf("%v %q", err, r.a.Repaired())
	}
	sound(t, r.a)
	if _, err := journal.Scan(filepath.Join(r.a.Dir(), folder.Journal), func(e *entry.Entry) error {
		if e.Person == twice.Person && e.Sealed != nil {
			t.Error("the journal still holds it")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// A join whose sealed part names somebody else than the line does is a fault, and is no part of anybody's history.
func TestAJoinSaysInsideWhatItSaysOutside(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p, q, x := r.signUp(r.a, "甲"), r.signUp(r.a, "乙"), r.signUp(r.a, "丙")
	nonce, err := nonceOf(ctx, r.a.db, p.Person)
	if err != nil {
		t.Fatal(err)
	}
	body, err := record.Body(record.Join{Initials: "LM", Into: x.Person})
	if err != nil {
		t.Fatal(err)
	}
	e := signedLine(t, r.a, r.a.seq+1, r.a.tick+1, about{p.Person, nonce, q.Person}, entry.KindJoin, body)
	if e.Desk, err = r.desk.Sign(e.SignedBytes()); err != nil {
		t.Fatal(err)
	}
	keepLine(t, r.a, e)
	_, faults, err := r.a.Records(ctx, r.key(), nil)
	if want := []record.Fault{{Entry: e.ID, What: entry.ErrInside.Error()}}; err != nil || !slices.Equal(faults, want) {
		t.Errorf("%v, %v", faults, err)
	}
	if h := r.history(r.a, q.Person); len(h) > 0 {
		t.Errorf("%d lines of history", len(h))
	}
}
