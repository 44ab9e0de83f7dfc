package data

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/record"
)

// Folders from before partners stood in the clear keep their joins: with a key the two are one, without one they are not,
// and a join that is said again is.
func TestAnOlderJoinCountsForRecordsOnly(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p, twice, other := r.signUp(r.a, "甲"), r.signUp(r.a, "甲又"), r.signUp(r.a, "乙")
	nonce, err := nonceOf(ctx, r.a.db, twice.Person)
	if err != nil {
		t.Fatal(err)
	}
	body, err := record.Body(record.Join{Initials: "LM", Into: p.Person})
	if err != nil {
		t.Fatal(err)
	}
	e := signedLine(t, r.a, r.a.seq+1, r.a.tick+1, about{person: twice.Person, nonce: nonce}, entry.KindJoin, body)
	if e.Desk, err = r.desk.Sign(e.SignedBytes()); err != nil {
		t.Fatal(err)
	}
	keepLine(t, r.a, e)
	dir := r.a.Dir()
	r.a.Close()
	run("DROP INDEX entry_partner", "DROP INDEX conflict_partner", "ALTER TABLE entry DROP COLUMN partner", "ALTER TABLE conflict DROP COLUMN partner",
		fmt.Sprintf("PRAGMA user_version = %d", db.PartnerVersion-1))(t, dir)
	old := asItLies(t, dir)
	s, err := Open(dir, Options{Clock: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if len(s.Repaired()) > 0 {
		t.Errorf("%q", s.Repaired())
	}
	merged(t, r.c, old)
	for _, s := range []*Store{s, r.c} {
		if got := r.names(s); !maps.Equal(got, map[string]string{p.Person: "甲", other.Person: "乙"}) {
			t.Errorf("%v", got)
		}
		if st := status(t, s); st.Signups != 3 {
			t.Errorf("%+v", st)
		}
		sound(t, s)
	}
	if _, err := r.c.Erase(ctx, p.Code); err != nil {
		t.Fatal(err)
	}
	r.shows(r.c, "甲又", "乙")
	r.joins(s, twice.Person, p.Person, false)
	if _, err := s.Erase(ctx, p.Code); err != nil {
		t.Fatal(err)
	}
	r.shows(s, "乙")
}
