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
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/record"
)

// sealedOf gives the ciphertexts of a person.
func sealedOf(t *testing.T, s *Store, person string) [][]byte {
	t.Helper()
	var out [][]byte
	err := s.db.EachEntry(context.Background(), "entry", &s.mu, func(e *entry.Entry) error {
		if e.Person == person && e.Sealed != nil {
			out = append(out, e.Sealed)
		}
		return nil
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d sealed parts, %v", len(out), err)
	}
	return out
}

// traces counts the pieces of the ciphertexts that are still found in a folder's files.
func traces(t *testing.T, dir string, sealed [][]byte) int {
	t.Helper()
	n := 0
	for _, content := range contents(t, dir) {
		for _, c := range sealed {
			for at := 200; at+24 <= len(c); at += 24 { // behind the header, which all age files share
				if bytes.Contains(content, c[at:at+24]) {
					n++
				}
			}
		}
	}
	return n
}

func TestErasedIsFoundInNoFile(t *testing.T) {
	s := practice(t)
	for range 5 {
		signUp(t, s)
	}
	gone := signUp(t, s)
	if err := s.AddCheck(t.Context(), gone.Person, record.Check{Initials: "LM"}); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		signUp(t, s)
	}
	sealed := sealedOf(t, s, gone.Person)
	if traces(t, s.Dir(), sealed) < 100 {
		t.Fatal("the search does not find what is there")
	}
	found, err := s.Erase(t.Context(), gone.Code)
	if err != nil || !found {
		t.Fatal(found, err)
	}
	if n := traces(t, s.Dir(), sealed); n > 0 {
		t.Errorf("%d pieces of the erased ciphertext are left while open", n)
	}
	sound(t, s)
	if st := status(t, s); st.Signups != 10 || st.Erased != 1 || st.Entries != 13 || st.LastSeq != 13 {
		t.Errorf("status %+v", st)
	}
	for _, r := range records(t, s) {
		if r.Person == gone.Person {
			t.Error("the erased person is still in the records")
		}
	}
	if err := s.AddCheck(t.Context(), gone.Person, record.Check{}); !errors.Is(err, ErrNobody) {
		t.Errorf("a check for an erased person: %v", err)
	}
	if found, err := s.Erase(t.Context(), gone.Code); !found || err != nil {
		t.Errorf("erasing again: %v, %v", found, err)
	}
	if st := status(t, s); st.Entries != 13 {
		t.Error("erasing again added an entry")
	}
	s.Close()
	if n := traces(t, s.Dir(), sealed); n > 0 {
		t.Errorf("%d pieces of the erased ciphertext are left", n)
	}
	s = reopen(t, s.Dir())
	if said := s.Repaired(); len(said) > 0 {
		t.Errorf("reopening said %q", said)
	}
}

func TestWrongCodeIsNoError(t *testing.T) {
	s := practice(t)
	signUp(t, s)
	if found, err := s.Erase(t.Context(), entry.CodeOf("nobody")); found || err != nil {
		t.Errorf("%v, %v", found, err)
	}
}

// An erasure that was interrupted behind its commit is finished at the next opening; so is one of which only the
// journal knows; and an older journal does not bring an erased person back.
func TestErasureIsFinished(t *testing.T) {
	for _, step := range []string{"journal write", "journal sync", "journal rewrite sync"} {
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
			signUp(t, s)
			gone := signUp(t, s)
			sealed := sealedOf(t, s, gone.Person)
			failing = step
			if found, err := s.Erase(t.Context(), gone.Code); !found || !errors.Is(err, ErrBroken) {
				t.Fatalf("erasing gave %v, %v", found, err)
			}
			s.Close()
			if traces(t, dir, sealed) == 0 {
				t.Fatal("the failure does not bite")
			}
			s = reopen(t, dir)
			if said := strings.Join(s.Repaired(), " "); !strings.Contains(said, "was finished") {
				t.Errorf("opening said %q", said)
			}
			if n := traces(t, dir, sealed); n > 0 {
				t.Errorf("%d pieces of the erased ciphertext are left", n)
			}
			sound(t, s)
			if len(records(t, s)) != 1 {
				t.Error("not exactly the other person is left")
			}
		})
	}
	t.Run("an older journal", func(t *testing.T) {
		s := practice(t)
		signUp(t, s)
		gone := signUp(t, s)
		sealed := sealedOf(t, s, gone.Person)
		older := contents(t, s.Dir())[filepath.Join(s.Dir(), folder.Journal)]
		if _, err := s.Erase(t.Context(), gone.Code); err != nil {
			t.Fatal(err)
		}
		s.Close()
		edit(t, filepath.Join(s.Dir(), folder.Journal), func([]byte) []byte { return older })
		s = reopen(t, s.Dir())
		sound(t, s)
		if len(records(t, s)) != 1 || traces(t, s.Dir(), sealed) > 0 {
			t.Error("the erased person is back")
		}
	})
	t.Run("an older store", func(t *testing.T) {
		s := practice(t)
		signUp(t, s)
		gone := signUp(t, s)
		sealed := sealedOf(t, s, gone.Person)
		s.Close()
		older := contents(t, s.Dir())[filepath.Join(s.Dir(), folder.DB)]
		s = reopen(t, s.Dir())
		if _, err := s.Erase(t.Context(), gone.Code); err != nil {
			t.Fatal(err)
		}
		s.Close()
		edit(t, filepath.Join(s.Dir(), folder.DB), func([]byte) []byte { return older })
		s = reopen(t, s.Dir())
		sound(t, s)
		if len(records(t, s)) != 1 || traces(t, s.Dir(), sealed) > 0 {
			t.Error("the erased person is back")
		}
	})
}

func TestSameKeyIsKeptOnce(t *testing.T) {
	s := practice(t)
	first, fresh, err := s.SignUpOnce(t.Context(), []byte("row 1"), someone())
	if err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	if p := first.Person; len(p) != 36 || p[14] != '8' || !strings.ContainsRune("89ab", rune(p[19])) {
		t.Errorf("%s is no UUIDv8", p)
	}
	other, fresh, err := s.SignUpOnce(t.Context(), []byte("row 2"), someone())
	if err != nil || !fresh || other == first {
		t.Fatal(other, fresh, err)
	}
	s.Close()
	s = reopen(t, s.Dir())
	again, fresh, err := s.SignUpOnce(t.Context(), []byte("row 1"), someone())
	if err != nil || fresh || again != first {
		t.Errorf("the second time: %v, %v, %v", again, fresh, err)
	}
	if _, err := s.Erase(t.Context(), first.Code); err != nil {
		t.Fatal(err)
	}
	again, fresh, err = s.SignUpOnce(t.Context(), []byte("row 1"), someone())
	if err != nil || fresh || again != first || status(t, s).Signups != 1 {
		t.Errorf("after erasing: %v, %v, %v", again, fresh, err)
	}
	// Where somebody else has the code already, the next id is taken, and found again.
	derived := func(s *Store, row string, n uint32) string { return s.personFrom(nonceFor([]byte(row), n)) }
	taken := derived(s, "row 3", 0)
	s.codes[entry.CodeOf(taken)]++
	third, fresh, err := s.SignUpOnce(t.Context(), []byte("row 3"), someone())
	if err != nil || !fresh || third.Person != derived(s, "row 3", 1) {
		t.Errorf("with the code taken: %v, %v, %v", third, fresh, err)
	}
	if again, fresh, err := s.SignUpOnce(t.Context(), []byte("row 3"), someone()); err != nil || fresh || again != third {
		t.Errorf("with the code taken, again: %v, %v, %v", again, fresh, err)
	}
	// Another folder derives other ids.
	if derived(practice(t), "row 1", 0) == first.Person {
		t.Error("two folders derive the same id")
	}
}

func TestErasedCodesGoAlongWithTheNextExport(t *testing.T) {
	s := practice(t)
	ctx := t.Context()
	a, b, c := signUp(t, s).Code, signUp(t, s).Code, signUp(t, s).Code
	key := unlock(t, s)
	told := func(to string, want ...entry.ReceiptCode) {
		t.Helper()
		got, unread, err := s.ErasedSinceExport(ctx, key, to)
		if err != nil || unread > 0 || len(got) != len(want) || len(want) == 1 && got[0] != want[0] {
			t.Errorf("%s is told %v, %v, want %v", to, got, err, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	erase := func(code entry.ReceiptCode) {
		t.Helper()
		if found, err := s.Erase(ctx, code); err != nil || !found {
			t.Fatal(found, err)
		}
	}
	told("us")
	must(s.MarkExported(ctx, "csv", "us", []entry.ReceiptCode{a, b}))
	must(s.MarkExported(ctx, "csv", "registry", []entry.ReceiptCode{b}))
	erase(a)
	erase(c) // never handed out
	told("us", a)
	told("us", a) // until it is marked
	told("registry")
	must(s.MarkExported(ctx, "csv", "us", []entry.ReceiptCode{b}))
	told("us")
	erase(b)
	told("us", b)
	told("registry", b)
}

func TestCopyOfTheJournal(t *testing.T) {
	dir, second := filepath.Join(t.TempDir(), "booth"), t.TempDir()
	if err := CreatePractice(dir, "test-event", Options{}); err != nil {
		t.Fatal(err)
	}
	open := func(mirror string) *Store {
		t.Helper()
		s, err := Open(dir, Options{Mirror: mirror})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	same := func(s *Store) {
		t.Helper()
		path := filepath.Join(second, "journal-"+s.BoothID())
		n := 0
		caughtUp(t, s)
		if _, err := journal.Scan(path, func(*entry.Entry) error { n++; return nil }); err != nil || n != status(t, s).Entries {
			t.Errorf("the copy has %d entries, %v", n, err)
		}
	}
	s := open(second)
	signUp(t, s)
	gone := signUp(t, s)
	sealed := sealedOf(t, s, gone.Person)
	same(s)
	s.Close()

	s = open("") // the second disk is not there
	if _, err := s.Erase(t.Context(), gone.Code); err != nil {
		t.Fatal(err)
	}
	faults, err := s.Verify(t.Context())
	if err != nil || len(faults) != 1 || !strings.Contains(faults[0].What, "copy") {
		t.Errorf("a copy that is behind is not named: %v, %v", faults, err)
	}
	s.Close()

	s = open(second)
	same(s)
	sound(t, s)
	for _, content := range [][]byte{folderFile(t, second, "journal-"+s.BoothID())} {
		if bytes.Contains(content, sealed[0][300:324]) {
			t.Error("the copy still holds what was erased")
		}
	}
	signUp(t, s)
	same(s)
}

func folderFile(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
