package data

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/lockout"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/keyset"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

func TestMain(m *testing.M) {
	liveWork, lockout.Work = seal.WorkPractice, lockout.Cost{Memory: 64, Passes: 1}
	mirror.Pause, mirror.Retry, mirror.Look, mirror.HangsAfter, mirror.Last = 5*time.Millisecond, 50*time.Millisecond, 100*time.Millisecond, time.Second, 30*time.Second
	if at := os.Getenv("MATCHBOOTH_TEST_MIRROR"); at != "" {
		dir, stick, _ := strings.Cut(at, "\n")
		mirrorForever(dir, stick)
	}
	if at := os.Getenv("MATCHBOOTH_TEST_BACKUP"); at != "" {
		dir, out, _ := strings.Cut(at, "\n")
		backUpForever(dir, out)
	}
	if dir := os.Getenv("MATCHBOOTH_TEST_APPEND"); dir != "" {
		appendForever(dir)
	}
	code := m.Run()
	removeModelDirs()
	os.Exit(code)
}

// canaries are what must be found in no file.
var canaries = []string{"王小明金丝雀", "13800007531", "canary.person@example.org", "kit-canary-77", "CanaryFollowUpSecret0w"}

func someone() record.SignUp {
	at := time.Date(2026, 11, 22, 9, 30, 0, 123456789, time.UTC)
	return record.SignUp{
		At: at, Lang: "zh", Source: "screen",
		Fields: map[string]record.Field{
			"name":     {Text: record.Text(canaries[0])},
			"phone":    {Text: record.Text(canaries[1])},
			"email":    {Text: record.Text(canaries[2])},
			"contact1": {Person: &record.Person{Name: record.Name(canaries[0] + "的妈妈"), Relation: "mother", Phone: "13900001234"}},
		},
		Consents:     []record.Consent{{ID: "notice", SHA256: "ab", Lang: "zh", At: at}},
		Outcome:      "all_true",
		Reachability: 3,
		Flags:        []string{"family_not_told"},
		FollowUp:     record.FollowUp(canaries[4]),
	}
}

// practice makes and opens a practice folder.
func practice(t testing.TB) *Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "booth")
	if err := CreatePractice(dir, "test-event", Options{}); err != nil {
		t.Fatal(err)
	}
	return reopen(t, dir)
}

func reopen(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func unlock(t testing.TB, s *Store) keys.Opener {
	t.Helper()
	key, err := s.Unlock([]byte(build.PracticePassphrase))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signUp(t testing.TB, s *Store) Saved {
	t.Helper()
	saved, err := s.SignUp(context.Background(), someone())
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// records opens everything and allows no fault.
func records(t testing.TB, s *Store) []record.Record {
	t.Helper()
	list, faults, err := s.Records(context.Background(), unlock(t, s), nil)
	if err != nil || len(faults) > 0 {
		t.Fatalf("records: %v, faults %v", err, faults)
	}
	return list
}

func sound(t testing.TB, s *Store) {
	t.Helper()
	faults, err := s.Verify(context.Background())
	if err != nil || len(faults) > 0 {
		t.Fatalf("verify: %v, faults %v", err, faults)
	}
}

func status(t testing.TB, s *Store) Status {
	t.Helper()
	st, err := s.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestSignUpComesBackAsItWas(t *testing.T) {
	s := practice(t)
	saved := signUp(t, s)
	if saved.Code != entry.CodeOf(saved.Person) {
		t.Errorf("code %s does not belong to the person", saved.Code)
	}
	check := record.Check{At: time.Date(2026, 11, 22, 9, 40, 0, 0, time.UTC), Rang: true, Kit: canaries[3], Initials: "LM"}
	if err := s.AddCheck(context.Background(), saved.Person, check); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, s.Dir())
	if said := s.Repaired(); len(said) > 0 {
		t.Errorf("a sound folder was repaired: %q", said)
	}
	sound(t, s)
	got := records(t, s)
	want := record.Record{Person: saved.Person, Code: saved.Code, Booth: s.BoothID(), Event: "test-event", SignUp: someone(), Checks: []record.Check{check}}
	if len(got) != 1 || len(got[0].History) != 1 || got[0].History[0].By != "LM" || !reflect.DeepEqual(got[0].History[0].Check, &check) {
		t.Fatal("the history is not what was done")
	}
	got[0].History = nil
	if !reflect.DeepEqual(got[0], want) {
		t.Fatal("the record is not what was signed up")
	}
	if st := status(t, s); st != (Status{Mode: keyset.ModePractice, Event: "test-event", Booth: s.BoothID(), Signups: 1, Entries: 2, LastSeq: 2}) {
		t.Errorf("status %+v", st)
	}
}

func TestFolderIsHeldByOne(t *testing.T) {
	s := practice(t)
	if _, err := Open(s.Dir(), Options{}); !errors.Is(err, folder.ErrLocked) {
		t.Errorf("second open: %v", err)
	}
	if err := s.Reopen(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(s.Dir(), Options{}); !errors.Is(err, folder.ErrLocked) {
		t.Errorf("second open after Reopen: %v", err)
	}
	s.Close()
	reopen(t, s.Dir())
}

// With exclusive locking before WAL the index of the -wal lies in memory alone.
func TestNoSharedMemoryFileIsMade(t *testing.T) {
	s := practice(t)
	if _, err := os.Stat(filepath.Join(s.Dir(), folder.SHM)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s: %v", folder.SHM, err)
	}
}
