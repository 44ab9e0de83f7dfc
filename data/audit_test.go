package data

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// auditOf gives the audit without its hours, a line each: who, what, how many.
func auditOf(t testing.TB, s *Store) (out []string) {
	t.Helper()
	log, err := s.AuditLog(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range log {
		out = append(out, fmt.Sprintf("%s: %s, %d", a.Who, a.What, a.Persons))
	}
	return out
}

// Every act leaves its line by itself, under the initials of who opened the store or of who is named.
func TestEveryActIsInTheAudit(t *testing.T) {
	now := time.Date(2027, 5, 21, 13, 50, 7, 0, time.UTC)
	opt := Options{Clock: func() time.Time { return now }, By: "LM"}
	dir := filepath.Join(t.TempDir(), "booth")
	ctx := t.Context()
	set := liveSetup()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(CreateLive(dir, set, opt))
	other := filepath.Join(t.TempDir(), "other")
	set.SharedKeys = string(folderFile(t, dir, folder.Keys))
	check(CreateLive(other, set, Options{By: "B2", Clock: opt.Clock}))
	s, err := Open(dir, opt)
	check(err)
	defer func() { s.Close() }()
	b, err := Open(other, Options{By: "B2", Clock: opt.Clock})
	check(err)
	var want []string
	did := func(lines ...string) {
		t.Helper()
		want = append(want, lines...)
		if got := auditOf(t, s); !slices.Equal(got, want) {
			t.Fatalf("the audit has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	did("LM: setup, 0")
	p, q, gone := signUp(t, s), signUp(t, s), signUp(t, s)
	did() // who signs up is no act of anybody else
	check(s.AddCheck(audit.As(ctx, "desk"), p.Person, record.Check{Initials: "LM"}))
	did("desk: check, 1")
	check(s.Correct(ctx, p.Person, record.Correction{Fields: map[string]*record.Field{"name": {Text: "王晓明"}}}))
	did("LM: correction, 1")
	if _, err := s.Erase(ctx, "2222222222"); err != nil {
		t.Fatal(err)
	}
	did()
	if _, err := s.TryErase(ctx, gone.Code); err != nil {
		t.Fatal(err)
	}
	did("visitor: erasure, 1")
	if _, err := s.Erase(ctx, gone.Code); err != nil {
		t.Fatal(err)
	}
	did() // who was forgotten is not forgotten again
	if _, err := s.Erase(ctx, q.Code); err != nil {
		t.Fatal(err)
	}
	did("LM: erasure, 1")
	if _, _, err := s.TryPassphrase(t.Context(), []byte("wrong")); !errors.Is(err, folder.ErrPassphrase) {
		t.Fatal(err)
	}
	did("LM: desk not opened: wrong passphrase, 0")
	key, _, err := s.TryPassphrase(t.Context(), set.Passphrase)
	check(err)
	key.Close()
	did("LM: desk opened, 0")
	check(s.MarkExported(ctx, "xlsx", "us", []entry.ReceiptCode{p.Code}))
	did("LM: export xlsx for us, 1")
	for i := range 3 {
		if _, _, err := s.SignUpOnce(ctx, fmt.Append(nil, i), record.SignUp{Source: record.SourcePaper}); err != nil {
			t.Fatal(err)
		}
	}
	did("LM: import begun, 0")
	check(s.Audit(ctx, "import: 0 here already, 1 refused", 3))
	did("LM: import: 0 here already, 1 refused, 3")
	third, err := seal.Generate()
	check(err)
	check(s.AddRecipient(ctx, deskHere(t, s), third.Recipient(), "registry"))
	did("LM: key added: " + seal.Fingerprint(third.Recipient()) + ", 0")
	check(s.ChangePassphrase(set.Passphrase, nextPhrase))
	did("LM: passphrase changed, 0")
	signUp(t, b)
	signUp(t, b)
	check(b.Close())
	merged(t, s, other)
	did("LM: merge from booth " + b.BoothID() + ", 2")
	merged(t, s, other)
	did("LM: merge of what was here already, 0")
	zip, info := backUp(t, s)
	did("LM: backup, " + fmt.Sprint(info.Persons))
	if info.AuditLines != len(want)-1 {
		t.Errorf("the backup has %d lines of the audit", info.AuditLines)
	}
	if found, err := s.VerifyAudit(ctx, zip); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
	sound(t, s)
	folderThen := copyFolder(t, dir)
	now = now.AddDate(0, 0, 401)
	if _, err := s.Purge(ctx, now); err != nil {
		t.Fatal(err)
	}
	did("LM: purge, 6")
	check(s.Close())

	restored := filepath.Join(t.TempDir(), "restored")
	if _, err := Restore(zip, restored, Options{By: "R1"}); err != nil {
		t.Fatal(err)
	}
	r := reopen(t, restored)
	if got := auditOf(t, r); !slices.Equal(got, append(slices.Clone(want[:len(want)-2]), "R1: restored from a backup, 6")) {
		t.Errorf("restored:\n%s", strings.Join(got, "\n"))
	}
	sound(t, r)
	if found, err := r.VerifyAudit(ctx, zip); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
	rescued := filepath.Join(t.TempDir(), "rescued")
	rep, err := Rescue(folderThen, rescued, Options{By: "R2"})
	check(err)
	if len(rep.Notes) > 0 {
		t.Errorf("%q", rep.Notes)
	}
	r = reopen(t, rescued)
	if got := auditOf(t, r); !slices.Equal(got, append(slices.Clone(want[:len(want)-1]), "R2: rescue, 6")) {
		t.Errorf("rescued:\n%s", strings.Join(got, "\n"))
	}
	sound(t, r)
	if found, err := r.VerifyAudit(ctx, zip); err != nil || len(found) > 0 {
		t.Errorf("after a rescue: %v, %v", found, err)
	}

	// Nothing in it says more of anybody than the open columns do.
	log, err := r.AuditLog(ctx)
	check(err)
	for _, a := range log {
		if a.At.Truncate(time.Hour) != a.At {
			t.Errorf("%q bears more than its hour: %v", a.What, a.At)
		}
		for _, secret := range []string{string(p.Code), p.Person, string(q.Code), q.Person, string(gone.Code), gone.Person} {
			if strings.Contains(a.What, secret) {
				t.Errorf("%q names somebody", a.What)
			}
		}
	}
}

// The bytes under a line's digest, so that they never change by chance. The digests were made by another program.
func TestAuditChainVector(t *testing.T) {
	first := db.AuditLine{At: 1811260800, Who: "LM", What: "erasure", Persons: 1}.After(db.AuditSum{})
	second := db.AuditLine{At: 1811264400, What: "backup", Persons: 258}.After(first)
	for want, got := range map[string]db.AuditSum{
		"8568200949f573d923ab2ca075db3197b1d4cd9fb083b36f2818f80d9adcf892": first,
		"a161f681b8ceb6095282b82c9a4f28655e8515a305f5cde88c6e2b88bbdc37ce": second,
	} {
		if hex.EncodeToString(got[:]) != want {
			t.Errorf("%x, want %s", got, want)
		}
	}
}

// What cannot be done leaves no line, and what leaves no line is not done.
func TestAnActAndItsLineAreOne(t *testing.T) {
	dir, people := closed(t, 2)
	s, err := openStore(dir, Options{}, func(step string) error {
		if step == "erase commit" {
			return os.ErrDeadlineExceeded
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	before := auditOf(t, s)
	if _, err := s.Erase(t.Context(), people[0].Code); err == nil {
		t.Fatal("erased")
	}
	if err := s.Reopen(); err != nil {
		t.Fatal(err)
	}
	if after := auditOf(t, s); !slices.Equal(before, after) {
		t.Errorf("an erasure that was not left %q", after[len(before):])
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, "CREATE TRIGGER refuse BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END")
	db, err := db.Open(t.Context(), dir) // Open would refuse the trigger
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, do := range map[string]func(s *Store) error{
		"check":   func(s *Store) error { return s.AddCheck(t.Context(), people[0].Person, record.Check{Initials: "LM"}) },
		"erasure": func(s *Store) error { _, err := s.Erase(t.Context(), people[0].Code); return err },
		"export": func(s *Store) error {
			return s.MarkExported(t.Context(), "csv", "us", []entry.ReceiptCode{people[0].Code})
		},
	} {
		key, _, err := keys.NewBoothKey()
		if err != nil {
			t.Fatal(err)
		}
		known, err := db.BoothKeys(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s := &Store{dir: t.TempDir(), db: db, clock: time.Now, fail: folder.NoFail, known: known, key: key, booth: "b", seq: 90, tick: 90, announcedErased: map[string][]entry.ReceiptCode{}}
		if s.journal, err = journal.Open(filepath.Join(s.dir, folder.Journal), journal.Scanned{}, folder.NoFail); err != nil {
			t.Fatal(err)
		}
		if s.recipients, err = seal.NewRecipients(recipientsOf(t, db)...); err != nil {
			t.Fatal(err)
		}
		count := func() (n int) {
			t.Helper()
			if err := db.QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM entry) + (SELECT count(*) FROM handover)").Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		had := count()
		if err := do(s); err == nil || count() != had {
			t.Errorf("%s without a line: %v, %d rows more", name, err, count()-had)
		}
		s.journal.Close()
	}
}

// A desk that cannot be written down stays closed.
func TestNoDeskOpensWithoutALine(t *testing.T) {
	dir, _ := closed(t, 1)
	tries := 0
	s, err := openStore(dir, Options{}, func(step string) error {
		if step == "keep tries" {
			if tries++; tries == 2 { // the first is before the passphrase is looked at
				return os.ErrDeadlineExceeded
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if key, _, err := s.TryPassphrase(t.Context(), []byte(build.PracticePassphrase)); err == nil || key != nil {
		t.Errorf("opened: %v", err)
	}
	if err := s.Reopen(); err != nil {
		t.Fatal(err)
	}
	key, _, err := s.TryPassphrase(t.Context(), []byte(build.PracticePassphrase))
	if err != nil {
		t.Fatal(err)
	}
	key.Close()
	if got := auditOf(t, s); got[len(got)-1] != ": desk opened, 0" || len(got) != 2 {
		t.Errorf("%q", got)
	}
}

func recipientsOf(t *testing.T, d *db.DB) []string {
	t.Helper()
	v, _, err := db.GetMeta(t.Context(), d, db.MetaRecipients)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(v, "\n")
}

// somethingDone is a closed folder with a second copy, a backup of it, and an audit of some lines.
func somethingDone(t *testing.T) (dir, stick, zip string) {
	t.Helper()
	dir, people := closed(t, 4)
	stick = t.TempDir()
	s, err := Open(dir, Options{Mirror: stick, By: "LM"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people[:3] {
		if _, err := s.Erase(t.Context(), p.Code); err != nil {
			t.Fatal(err)
		}
	}
	zip, _ = backUp(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, stick, zip
}

// remade changes the audit of a closed folder, and makes its chain anew as somebody would who knows how.
func remade(t *testing.T, dir string, statements ...string) {
	t.Helper()
	tamper(t, dir, statements...)
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var lines []db.AuditLine
	if err := db.EachAudit(t.Context(), d, func(l db.AuditLine, _ []byte) { lines = append(lines, l) }); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ExecContext(t.Context(), "DELETE FROM audit"); err != nil {
		t.Fatal(err)
	}
	if err := db.InsertAudit(t.Context(), d, lines...); err != nil {
		t.Fatal(err)
	}
}

func TestAChangedAuditIsNoticed(t *testing.T) {
	unraced(t)
	for name, c := range map[string]struct {
		change  string
		remade  bool
		alone   int // faults where there is neither second copy nor backup
		further bool
	}{
		"nothing":                     {"SELECT 1", false, 0, true},
		"another name":                {"UPDATE audit SET who = 'XY' WHERE n = 2", false, 1, false},
		"another number":              {"UPDATE audit SET persons = 9 WHERE n = 2", false, 1, false},
		"another time":                {"UPDATE audit SET at = at - 3600 WHERE n = 2", false, 1, false},
		"a line taken out":            {"DELETE FROM audit WHERE n = 2", false, 1, false},
		"the last lines taken out":    {"DELETE FROM audit WHERE n > 2", false, 0, false},
		"all lines taken out":         {"DELETE FROM audit", false, 0, false},
		"remade with another name":    {"UPDATE audit SET who = 'XY' WHERE n = 2", true, 0, false},
		"remade without a line":       {"DELETE FROM audit WHERE n = 2", true, 0, false},
		"remade with nothing changed": {"SELECT 1", true, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir, stick, zip := somethingDone(t)
			if c.remade {
				remade(t, dir, c.change)
			} else {
				tamper(t, dir, c.change)
			}
			s := reopen(t, dir)
			if faults, err := s.Verify(t.Context()); err != nil || len(faults) != c.alone {
				t.Errorf("alone: %v, %v", faults, err)
			}
			if faults, err := s.VerifyAudit(t.Context(), zip); err != nil || (len(faults) == 0) != c.further {
				t.Errorf("with the backup: %v, %v", faults, err)
			}
			s.Close()
			for range 2 { // and again: the copy keeps what it knows
				s, err := Open(dir, Options{Mirror: stick})
				if err != nil {
					t.Fatal(err)
				}
				signUp(t, s)
				st := s.WaitMirror(t.Context())
				want := c.alone
				if !c.further {
					want++
				}
				if faults, err := s.Verify(t.Context()); err != nil || len(faults) != want || st.OtherAudit == c.further {
					t.Errorf("with the second copy: %v, %v, %+v", faults, err, st)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// The list of booths on a stick reads as before, whatever it says of the audit.
func TestTheSecondCopyBearsTheAudit(t *testing.T) {
	dir, stick, _ := somethingDone(t)
	s := reopen(t, dir)
	b := folderFile(t, stick, "booths-"+s.BoothID())
	if known := mirror.ParseBoothList(b); !reflect.DeepEqual(known, s.known) {
		t.Errorf("%d booths are on the stick, %d known", len(known), len(s.known))
	}
	head, err := db.ReadAuditHead(t.Context(), s.db)
	if err != nil || !strings.Contains(string(b), "\n"+head.String()+"\n") {
		t.Errorf("the stick has %q, the store %v, %v", b, head, err)
	}
	rescued := filepath.Join(t.TempDir(), "rescued")
	if r, err := Rescue(stick, rescued, Options{}); err != nil || len(r.Notes) > 0 && !strings.HasPrefix(r.Notes[0], "The ") {
		t.Errorf("%+v, %v", r, err)
	}
}

// A store of before keeps its lines, in the chain from its first opening on.
func TestOldAuditIsChained(t *testing.T) {
	dir, _ := closed(t, 0)
	s := reopen(t, dir)
	if _, err := signUpOld(s, someone()); err != nil {
		t.Fatal(err)
	}
	if err := s.Audit(t.Context(), "erasure", 1); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := downgrade(dir, 2); err != nil {
		t.Fatal(err)
	}
	const more = 1203 // than are taken over at a time
	db, err := sql.Open("sqlite", filepath.Join(dir, folder.DB))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < ?) INSERT INTO audit (at, what) SELECT n, 'line ' || n FROM k", more); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir)
	got := auditOf(t, s)
	if len(got) != 2+more || !slices.Equal(got[:3], []string{": setup of a practice booth, 0", ": erasure, 0", ": line 1, 0"}) || got[1+more] != fmt.Sprintf(": line %d, 0", more) {
		t.Errorf("%d lines: %q", len(got), got[:min(3, len(got))])
	}
	sound(t, s)
	if said := s.Repaired(); len(said) > 0 {
		t.Errorf("said %q", said)
	}
	s.Close()
	tamper(t, dir, "UPDATE audit SET what = 'erasure of nobody' WHERE n = 2")
	if faults, err := reopen(t, dir).Verify(t.Context()); err != nil || len(faults) != 1 {
		t.Errorf("%v, %v", faults, err)
	}
}

func TestRescueSaysWhatTheAuditLost(t *testing.T) {
	dir, _, _ := somethingDone(t)
	tamper(t, dir, "DELETE FROM audit WHERE n = 2")
	rescued := filepath.Join(t.TempDir(), "rescued")
	r, err := Rescue(dir, rescued, Options{By: "LM"})
	if err != nil || len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0], "The audit had lost lines") {
		t.Fatalf("%+v, %v", r, err)
	}
	s := reopen(t, rescued)
	sound(t, s)
	if got := auditOf(t, s); got[len(got)-1] != "LM: rescue, 1" || got[1] != "LM: erasure, 1" {
		t.Errorf("%q", got)
	}
}

func TestInitials(t *testing.T) {
	for who, good := range map[string]bool{
		"": true, "LM": true, "desk": true, "A. B-2_c": true, canaries[0]: false, canaries[1] + "123456": false, "two\nlines": false, " L": false, "L ": false,
	} {
		if err := audit.CheckWho(who); (err == nil) != good {
			t.Errorf("%q: %v", who, err)
		}
	}
	if _, err := Open(practice(t).Dir(), Options{By: canaries[0]}); !errors.Is(err, audit.ErrWho) {
		t.Errorf("opened with %v", err)
	}
	s := practice(t)
	for _, bad := range []string{"", canaries[0], canaries[1], "two\nlines"} {
		if s.Audit(t.Context(), bad, 0) == nil {
			t.Error("a line that is none was taken")
		}
	}
	if err := s.Audit(audit.As(t.Context(), canaries[0]), "sheet written", 0); err != nil {
		t.Error(err)
	}
	if got := auditOf(t, s); got[len(got)-1] != ": sheet written, 0" {
		t.Errorf("%q", got)
	}
}
