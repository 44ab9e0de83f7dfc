package data

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/record"
)

// closed makes a folder with n people and closes it.
func closed(t *testing.T, n int) (dir string, people []Saved) {
	t.Helper()
	s := practice(t)
	for range n {
		people = append(people, signUp(t, s))
	}
	s.Close()
	return s.Dir(), people
}

func copyFolder(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.MkdirAll(to, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, content := range contents(t, from) {
		if err := os.WriteFile(filepath.Join(to, filepath.Base(path)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func edit(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

// all expects exactly these people, a sound folder, and that something was said, or not.
func all(t *testing.T, dir string, people []Saved, says string) {
	t.Helper()
	s := reopen(t, dir)
	defer s.Close()
	said := strings.Join(s.Repaired(), " ")
	if says == "" && said != "" || !strings.Contains(said, says) {
		t.Errorf("opening said %q, want %q", said, says)
	}
	sound(t, s)
	got := records(t, s)
	if len(got) != len(people) {
		t.Fatalf("%d people are there, want %d", len(got), len(people))
	}
	for i, r := range got {
		if r.Person != people[i].Person {
			t.Errorf("person %d is another one", i)
		}
	}
}

func TestLostJournalComesBackFromTheStore(t *testing.T) {
	for _, c := range []struct {
		name, says string
		change     func(path string) error
	}{
		{"removed", "The journal was missing", os.Remove},
		{"emptied", "lacked 5 entries", func(p string) error { return os.Truncate(p, 0) }},
		{"torn end", "lacked 1 entry", func(p string) error {
			info, err := os.Stat(p)
			if err != nil {
				return err
			}
			return os.Truncate(p, info.Size()-7)
		}},
		{"byte flipped in the middle", "damaged stretches: 1", func(p string) error {
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			b[len(b)/2] ^= 0x10
			return os.WriteFile(p, b, 0o600)
		}},
		{"length of a line flipped", "damaged stretches: 1", func(p string) error {
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			b[len(journal.Mark)+1] ^= 0x40
			return os.WriteFile(p, b, 0o600)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, people := closed(t, 5)
			if err := c.change(filepath.Join(dir, folder.Journal)); err != nil {
				t.Fatal(err)
			}
			all(t, dir, people, c.says)
			all(t, dir, people, "")
		})
	}
}

// A flipped byte in the -wal makes SQLite drop all rows behind it and say nothing: the journal brings them back.
func TestRowsLostInTheWALComeBackFromTheJournal(t *testing.T) {
	s := practice(t)
	var people []Saved
	for range 6 {
		people = append(people, signUp(t, s))
	}
	live := s.Dir() // as after a power cut: the -wal is not checkpointed
	frames := len(contents(t, live)[filepath.Join(live, folder.WAL)])
	if frames < 10_000 {
		t.Fatalf("the -wal has only %d bytes", frames)
	}
	for _, at := range []int{0, 40, frames / 3, frames / 2, frames - 100} {
		dir := copyFolder(t, live)
		edit(t, filepath.Join(dir, folder.WAL), func(b []byte) []byte { b[at] ^= 1; return b })
		all(t, dir, people, "brought back from the journal")
		all(t, dir, people, "")
	}
	dir := copyFolder(t, live)
	if err := os.Remove(filepath.Join(dir, folder.WAL)); err != nil {
		t.Fatal(err)
	}
	all(t, dir, people, "brought back from the journal")
	// The twin: without its journal the same folder has lost people, so it was the journal.
	dir = copyFolder(t, live)
	edit(t, filepath.Join(dir, folder.WAL), func(b []byte) []byte { b[frames/3] ^= 1; return b })
	if err := os.Remove(filepath.Join(dir, folder.Journal)); err != nil {
		t.Fatal(err)
	}
	twin := reopen(t, dir)
	if n := len(records(t, twin)); n >= len(people) {
		t.Errorf("%d people without the journal: the damage does not bite", n)
	}
}

// tamper changes rows behind the store's back and reopens it.
func tamper(t *testing.T, dir string, statements ...string) {
	t.Helper()
	d, err := db.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, q := range statements {
		if _, err := d.ExecContext(context.Background(), q); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(q, "meta") { // by somebody who knows of the digest
			if err := db.WriteSum(context.Background(), d); err != nil {
				t.Fatal(err)
			}
		}
	}
}

const flip = "UPDATE entry SET sealed = CAST(substr(sealed, 1, 2500) || CASE hex(substr(sealed, 2501, 1)) WHEN '00' THEN x'01' ELSE x'00' END || substr(sealed, 2502) AS BLOB) WHERE n = 2"

func TestRowsChangedOnDiskComeBackFromTheJournal(t *testing.T) {
	for name, c := range map[string]struct{ q, says string }{
		"sealed byte flipped": {flip, "had changed on the disk"},
		"sealed emptied":      {"UPDATE entry SET sealed = NULL WHERE n = 2", "had changed on the disk"},
		"row deleted":         {"DELETE FROM entry WHERE n = 2", "lacked 1 entry"},
		"last row deleted":    {"DELETE FROM entry WHERE n = 4", "lacked 1 entry"},
		"all rows deleted":    {"DELETE FROM entry", "lacked 4 entries"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, people := closed(t, 4)
			tamper(t, dir, c.q)
			all(t, dir, people, c.says)
		})
	}
}

// What cannot be brought back is told apart and named, and everything else still opens.
func TestTamperingIsNamedAndStopsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		q      string
		what   string // in Records' and Verify's faults
		opened int
	}{
		"sealed byte flipped": {flip, record.FaultDigest, 3},
		"sealed parts swapped": {`CREATE TEMP TABLE o AS SELECT * FROM entry; UPDATE entry SET sealed = (SELECT sealed FROM o WHERE o.n = 5 - entry.n) WHERE n IN (2, 3)`,
			record.FaultDigest, 2},
		"sealed and digest swapped": {`CREATE TEMP TABLE o AS SELECT * FROM entry; UPDATE entry SET sealed = (SELECT sealed FROM o WHERE o.n = 5 - entry.n), digest = (SELECT digest FROM o WHERE o.n = 5 - entry.n) WHERE n IN (2, 3)`,
			record.FaultForged, 2},
		"moved to another person": {"UPDATE entry SET person = (SELECT person FROM entry o WHERE o.n = 1) WHERE n = 2", record.FaultForged, 3},
		"forged signature":        {"UPDATE entry SET sig = zeroblob(64) WHERE n = 2", record.FaultForged, 3},
		"unknown booth":           {"UPDATE entry SET booth = 'feed' WHERE n = 2", record.FaultForged, 3},
		"emptied":                 {"UPDATE entry SET sealed = NULL WHERE n = 2", record.FaultEmptied, 3},
		"forged erasure": {`INSERT INTO entry (id, person, kind, booth, seq, tick, hour, digest, sig)
			SELECT 'forged', person, 'erasure', booth, 5, 99, hour, digest, sig FROM entry WHERE n = 2`, record.FaultForged, 4},
		"gap": {"DELETE FROM entry WHERE n = 2", "gap", 3},
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := closed(t, 4)
			tamper(t, dir, c.q)
			if err := os.Remove(filepath.Join(dir, folder.Journal)); err != nil { // else it would be mended
				t.Fatal(err)
			}
			s := reopen(t, dir)
			list, faults, err := s.Records(t.Context(), unlock(t, s), nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(list) != c.opened {
				t.Errorf("%d people open, want %d", len(list), c.opened)
			}
			checked, err := s.Verify(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			has := func(faults []record.Fault) bool {
				for _, f := range faults {
					if strings.Contains(f.What, c.what) {
						return true
					}
				}
				return false
			}
			if c.what != "gap" && !has(faults) {
				t.Errorf("Records names %v", faults)
			}
			if !has(checked) {
				t.Errorf("Verify names %v", checked)
			}
		})
	}
}

// Signed by the booth, but sealed for another place: found out by the ids inside.
func TestIDsInsideAreChecked(t *testing.T) {
	s := practice(t)
	a := signUp(t, s)
	sealed, err := s.recipients.Seal([]byte(`{"v":1,"event":"test-event","person":"` + a.Person + `","entry":"x","kind":"signup","body":{}}`))
	if err != nil {
		t.Fatal(err)
	}
	nonce := entry.NewNonce()
	e, err := s.line(about{person: s.personFrom(nonce), nonce: nonce}, entry.KindSignUp, sealed, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.InsertEntry(t.Context(), s.db, "entry", e); err != nil {
		t.Fatal(err)
	}
	list, faults, err := s.Records(t.Context(), unlock(t, s), nil)
	if err != nil || len(list) != 1 || len(faults) != 1 || faults[0] != (record.Fault{Entry: e.ID, What: entry.ErrInside.Error()}) {
		t.Errorf("%d people, faults %v, %v", len(list), faults, err)
	}
}

func TestOtherKeysOpenNothing(t *testing.T) {
	s, other := practice(t), practice(t)
	signUp(t, s)
	list, faults, err := s.Records(t.Context(), unlock(t, other), nil)
	if err != nil || len(list) != 0 || len(faults) != 1 || faults[0].What != record.FaultKey {
		t.Errorf("%d people, faults %v, %v", len(list), faults, err)
	}
}

func TestDamagedStartsAreRefusedAndKept(t *testing.T) {
	for name, c := range map[string]struct {
		change func([]byte) []byte
		want   error
	}{
		"empty file":        {func([]byte) []byte { return nil }, folder.ErrDamaged},
		"cut short":         {func(b []byte) []byte { return b[:50] }, folder.ErrDamaged},
		"cut in the middle": {func(b []byte) []byte { return b[:len(b)/2] }, folder.ErrDamaged},
		"something else":    {func([]byte) []byte { return bytes.Repeat([]byte("text\n"), 2000) }, folder.ErrDamaged},
		"another program": {func(b []byte) []byte {
			copy(b[68:], "XXXX")
			return b
		}, folder.ErrNotBooth},
		"newer version": {func(b []byte) []byte {
			b[63] = 99
			return b
		}, folder.ErrNewer},
		"zeroed page": {func(b []byte) []byte {
			clear(b[4096*3 : 4096*6])
			return b
		}, folder.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := closed(t, 4)
			path := filepath.Join(dir, folder.DB)
			var damaged []byte
			edit(t, path, func(b []byte) []byte { damaged = bytes.Clone(c.change(b)); return damaged })
			s, err := Open(dir, Options{})
			if !errors.Is(err, c.want) {
				if s != nil {
					s.Close()
				}
				t.Fatalf("opened with %v, want %v", err, c.want)
			}
			if c.want == folder.ErrDamaged && !strings.Contains(err.Error(), "journal still holds 4 sealed entries") {
				t.Errorf("no next step: %v", err)
			}
			if now, _ := os.ReadFile(path); !bytes.Equal(now, damaged) {
				t.Error("the damaged file was changed")
			}
			if err := CreatePractice(dir, "test-event", Options{}); err == nil {
				t.Error("a new booth was made over a damaged one")
			}
		})
	}
	t.Run("missing", func(t *testing.T) {
		dir, _ := closed(t, 1)
		if err := os.Remove(filepath.Join(dir, folder.DB)); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, Options{}); !errors.Is(err, folder.ErrDamaged) {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Join(dir, folder.DB)); err == nil {
			t.Error("a new store was made in silence")
		}
	})
}

// At each step of saving, a failure means: not called saved, nothing more taken; after Reopen the same sign-up is kept
// once.
func TestFailedWriteStopsTheStoreAndDoublesNobody(t *testing.T) {
	for _, step := range []string{"commit", "read back", "journal write", "journal sync"} {
		t.Run(step, func(t *testing.T) {
			failing := ""
			dir := filepath.Join(t.TempDir(), "booth")
			if err := CreatePractice(dir, "test-event", Options{}); err != nil {
				t.Fatal(err)
			}
			s, err := openStore(dir, Options{}, func(at string) error {
				if at == failing {
					return io.ErrShortWrite
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			signUp(t, s)
			failing = step
			if _, err := s.SignUp(t.Context(), someone()); !errors.Is(err, ErrBroken) {
				t.Fatalf("a failed %s gives %v", step, err)
			}
			failing = ""
			if _, err := s.SignUp(t.Context(), someone()); !errors.Is(err, ErrBroken) {
				t.Fatalf("taken after a failure: %v", err)
			}
			if ok, _ := s.CheckPIN(build.PracticePIN); !ok {
				t.Error("the PIN does not work any more")
			}
			if err := s.Reopen(); err != nil {
				t.Fatal(err)
			}
			signUp(t, s)
			if n := len(records(t, s)); n != 2 {
				t.Errorf("%d people, want 2", n)
			}
			signUp(t, s) // and the same content once more is somebody else
			if n := len(records(t, s)); n != 3 {
				t.Errorf("%d people, want 3", n)
			}
			sound(t, s)
		})
	}
}
