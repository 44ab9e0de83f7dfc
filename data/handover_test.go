package data

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// sealedHandovers are the rows as they stand in the store.
func sealedHandovers(t testing.TB, s *Store) (out [][]byte) {
	t.Helper()
	rows, err := s.someHandovers(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		out = append(out, r.Sealed)
	}
	return out
}

// someCodes are n codes of nobody.
func someCodes(n int) (out []entry.ReceiptCode) {
	for i := range n {
		out = append(out, entry.CodeOf(fmt.Sprint("nobody ", i)))
	}
	return out
}

func mark(t testing.TB, s *Store, to string, codes ...entry.ReceiptCode) {
	t.Helper()
	if err := s.MarkExported(t.Context(), "csv", to, codes); err != nil {
		t.Fatal(err)
	}
}

// told asks for the erased codes that a recipient still has, and how many lists are not readable.
func told(t testing.TB, s *Store, key keys.Opener, to string) ([]entry.ReceiptCode, int) {
	t.Helper()
	codes, unread, err := s.ErasedSinceExport(t.Context(), key, to)
	if err != nil {
		t.Fatal(err)
	}
	return codes, unread
}

func eraseCode(t testing.TB, s *Store, code entry.ReceiptCode) {
	t.Helper()
	if found, err := s.Erase(t.Context(), code); err != nil || !found {
		t.Fatal(found, err)
	}
}

// What the audit says of an export (how many people, for whom) is all that the size of its list says: not how many erased
// ones the recipient had.
func TestTheListOfAnExportTellsNoMoreThanTheAudit(t *testing.T) {
	s := practice(t)
	sizes := func(codes, told int) (out []int) {
		t.Helper()
		for _, h := range db.Handovers(s.event, "registry", someCodes(codes), someCodes(told), nil) {
			plain, err := h.Pack()
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, len(plain))
		}
		return out
	}
	marked := func(codes, changed int) (out []int) {
		t.Helper()
		marks := map[entry.ReceiptCode]string{}
		for _, c := range someCodes(changed) {
			marks[c] = "AbCdEf_9"
		}
		for _, h := range db.Handovers(s.event, "registry", someCodes(codes), someCodes(codes), marks) {
			plain, err := h.Pack()
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, len(plain))
		}
		return out
	}
	for _, n := range []int{1, 300, 2_000, 10_000, 25_000} {
		if without, with := marked(n, 0), marked(n, n); !slices.Equal(with, without) {
			t.Errorf("%d people: %v, and %v once something of each has changed", n, without, with)
		}
	}
	for _, n := range []int{0, 1, 299, 300, 301, 2_000, 10_000, 10_001, 25_000} {
		without := sizes(n, 0)
		for _, erased := range []int{1, 7, 300, min(n, db.HandoverCodes)} {
			if with := sizes(n, erased); !slices.Equal(with, without) {
				t.Errorf("%d people: %v, with %d erased ones told %v", n, without, erased, with)
			}
		}
		for _, size := range without {
			if size%db.HandoverStep != 0 || size > db.SealedMost/2 {
				t.Errorf("%d people take %d bytes", n, size)
			}
		}
	}
	// Between one and three hundred people there is no difference either.
	if a, b := sizes(1, 0), sizes(5, 0); !slices.Equal(a, b) {
		t.Error(a, b)
	}
	mark(t, s, "us", someCodes(25_000)...)
	if n := len(sealedHandovers(t, s)); n != 3 {
		t.Errorf("25,000 codes lie in %d rows", n)
	}
	// Nothing is lost on the way, whatever it was split into.
	for _, c := range []struct{ codes, told int }{{0, 0}, {3, 0}, {0, 1000}, {10, 1000}, {25_000, 20_500}} {
		var codes, told []entry.ReceiptCode
		for _, h := range db.Handovers("e", "us", someCodes(c.codes), someCodes(c.told), nil) {
			if len(h.Told) > 0 && len(codes) > 0 {
				t.Error("codes come before what was told: somebody told of would be struck off again")
			}
			codes, told = append(codes, h.Codes...), append(told, h.Told...)
		}
		if !slices.Equal(codes, someCodes(c.codes)) || !slices.Equal(told, someCodes(c.told)) {
			t.Errorf("%v: %d codes, %d told", c, len(codes), len(told))
		}
	}
}

// A recipient has somebody with the mark that was given last; a list without marks is as good as one with none.
func TestTheMarkThatWasGivenLastCounts(t *testing.T) {
	s := practice(t)
	codes := someCodes(3)
	given := func() map[entry.ReceiptCode]string {
		t.Helper()
		marks, unread, err := s.Given(t.Context(), unlock(t, s), "registry")
		if err != nil || unread > 0 {
			t.Fatal(unread, err)
		}
		return marks
	}
	mark(t, s, "registry", codes[0], codes[1])
	if got := given(); len(got) != 2 || got[codes[0]] != "" {
		t.Errorf("%v", got)
	}
	for _, last := range []string{"one", "two", ""} {
		marks := map[entry.ReceiptCode]string{codes[1]: last}
		if err := s.MarkGiven(t.Context(), "csv", "registry", codes[1:], marks); err != nil {
			t.Fatal(err)
		}
		got := given()
		if _, has := got[codes[2]]; len(got) != 3 || got[codes[1]] != last || got[codes[2]] != "" || !has {
			t.Errorf("after %q: %v", last, got)
		}
	}
	if err := s.MarkGiven(t.Context(), "csv", "us", codes, map[entry.ReceiptCode]string{codes[0]: "theirs"}); err != nil {
		t.Fatal(err)
	}
	if got := given(); got[codes[0]] != "" {
		t.Error("another recipient's mark counts")
	}
}

// A list that does not open, or is not what was kept, is counted and not passed over.
func TestListsThatAreNotWhatWasKeptAreNamed(t *testing.T) {
	s := practice(t)
	key := unlock(t, s)
	a, b := signUp(t, s).Code, signUp(t, s).Code
	mark(t, s, "us", a)
	mark(t, s, "registry", b)
	eraseCode(t, s, a)
	eraseCode(t, s, b)
	change := func(q string, args ...any) {
		t.Helper()
		if _, err := s.db.ExecContext(t.Context(), q, args...); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(what string, us []entry.ReceiptCode, unread int) {
		t.Helper()
		if codes, n := told(t, s, key, "us"); !slices.Equal(codes, us) || n != unread {
			t.Errorf("%s: %v, %d lists not readable; want %v, %d", what, codes, n, us, unread)
		}
	}
	expect("as it was", []entry.ReceiptCode{a}, 0)
	rows := sealedHandovers(t, s)
	change("UPDATE handover SET sealed = ? WHERE n = 1", rows[1])
	expect("the registry's in the place of ours", nil, 1)
	change("UPDATE handover SET sealed = ? WHERE n = 1", rows[0])
	change("UPDATE handover SET recipient = 'registry' WHERE n = 1")
	expect("ours under the registry's name", nil, 1)
	change("UPDATE handover SET recipient = 'us', sealed = ? WHERE n = 1", rows[0][:len(rows[0])-1])
	expect("cut short", nil, 1)
	change("UPDATE handover SET sealed = x'' WHERE n = 1")
	expect("emptied", nil, 1)
	for what, plain := range map[string]string{
		"of another event": `{"v":1,"event":"other","recipient":"us","codes":["` + string(a) + `"],"told":null}`,
		"of a later form":  `{"v":2,"event":"test-event","recipient":"us","codes":["` + string(a) + `"],"told":null}`,
		"no JSON":          `x`,
	} {
		sealed, err := s.recipients.Seal([]byte(plain))
		if err != nil {
			t.Fatal(err)
		}
		change("UPDATE handover SET sealed = ? WHERE n = 1", sealed)
		expect(what, nil, 1)
	}
	change("UPDATE handover SET sealed = ? WHERE n = 1", rows[0])
	change("UPDATE handover SET sealed = x'00' WHERE n = 2")
	expect("only the registry's is damaged", []entry.ReceiptCode{a}, 0)
	if _, n := told(t, s, key, "registry"); n != 1 {
		t.Errorf("the registry: %d lists not readable", n)
	}
	// A key that opens nothing here.
	other, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	if codes, n := told(t, s, other, "us"); len(codes) != 0 || n != 1 {
		t.Errorf("another key: %v, %d", codes, n)
	}
	other.Close()
	for _, none := range []keys.Opener{nil, other} {
		if _, _, err := s.ErasedSinceExport(t.Context(), none, "us"); err == nil {
			t.Error("without a key it says that nobody is to be told of")
		}
	}
}

// A folder in which the lists stood open, of any earlier version, has them sealed at its first start, and nothing of them
// is left in any file; who is to be told of whom stays the same. So it does in a backup that is restored and in a folder
// that is rescued.
func TestListsOfBeforeAreSealed(t *testing.T) {
	unraced(t)
	for version := 1; version < db.HandoverVersion; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			s := practice(t)
			var codes []entry.ReceiptCode
			for range 6 {
				p, err := signUpOld(s, someone())
				if err != nil {
					t.Fatal(err)
				}
				codes = append(codes, p.Code)
				if err := s.Reopen(); err != nil {
					t.Fatal(err)
				}
			}
			dir := s.Dir()
			own, _, err := db.GetMeta(t.Context(), s.db, db.MetaOwnBooths)
			err = errors.Join(err, s.Close(), downgrade(dir, version))
			if version >= db.BoundVersion {
				err = errors.Join(err, unsign(dir)) // below that the keys are taken back already
			}
			if err != nil {
				t.Fatal(err)
			}
			old, err := db.OpenPlain(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			if version >= db.BoundVersion { // such a folder has no old salt, for whose sake the pages are cleaned as well
				err = db.SetMeta(t.Context(), old, db.MetaOwnBooths, own)
			}
			for _, c := range codes[:4] {
				_, e := old.ExecContext(t.Context(), "INSERT INTO exported VALUES ('us', ?)", string(c))
				err = errors.Join(err, e)
			}
			_, e := old.ExecContext(t.Context(), "INSERT INTO exported VALUES ('registry', ?)", string(codes[1]))
			if err := errors.Join(err, e, old.Close()); err != nil {
				t.Fatal(err)
			}
			if found := literal(t, codes, dir); len(found) == 0 {
				t.Fatal("no list stands open: the test shows nothing")
			}
			rescued := filepath.Join(t.TempDir(), "rescued")
			if _, err := Rescue(dir, rescued, Options{}); err != nil {
				t.Fatal(err)
			}
			for _, dir := range []string{dir, rescued} {
				s := reopen(t, dir)
				if said := s.Repaired(); slices.ContainsFunc(said, func(n string) bool { return strings.Contains(n, "erasure") }) {
					t.Errorf("%q", said)
				}
				if found := literal(t, codes, dir); len(found) > 0 {
					t.Errorf("receipt codes stand in %v", found)
				}
				key := unlock(t, s)
				eraseCode(t, s, codes[1])
				eraseCode(t, s, codes[2])
				eraseCode(t, s, codes[5]) // never handed out
				want := slices.Sorted(slices.Values(codes[1:3]))
				if got, unread := told(t, s, key, "us"); !slices.Equal(got, want) || unread > 0 {
					t.Errorf("us: %v, %d, want %v", got, unread, want)
				}
				if got, unread := told(t, s, key, "registry"); !slices.Equal(got, codes[1:2]) || unread > 0 {
					t.Errorf("the registry: %v, %d, want %v", got, unread, codes[1:2])
				}
				sound(t, s)
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// literal gives the files below the folders in which a receipt code stands, as it is kept and as it is shown.
func literal(t testing.TB, codes []entry.ReceiptCode, dirs ...string) (found []string) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			if slices.ContainsFunc(codes, func(c entry.ReceiptCode) bool {
				return bytes.Contains(content, []byte(c)) || bytes.Contains(content, []byte(c.String()))
			}) {
				found = append(found, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// Sealed lists are the same after a rescue; those of an old copy of the store beside it come first.
func TestRescueCarriesTheListsOver(t *testing.T) {
	s := practice(t)
	key := unlock(t, s)
	a, b := signUp(t, s).Code, signUp(t, s).Code
	mark(t, s, "us", a, b)
	eraseCode(t, s, a)
	told(t, s, key, "us")
	mark(t, s, "us", b) // and they were told
	eraseCode(t, s, b)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "rescued")
	if _, err := Rescue(s.Dir(), dir, Options{}); err != nil {
		t.Fatal(err)
	}
	r := reopen(t, dir)
	if got, unread := told(t, r, key, "us"); !slices.Equal(got, []entry.ReceiptCode{b}) || unread > 0 {
		t.Errorf("%v, %d, want %v", got, unread, b)
	}
	if _, err := os.Stat(filepath.Join(dir, folder.DB)); err != nil {
		t.Fatal(err)
	}
}

// Where the keys of an old folder are not as they were signed, nothing is sealed to them; that lists are missing stays known.
func TestListsOfBeforeAreNotSealedToStrangers(t *testing.T) {
	ctx := t.Context()
	d, err := openPlainNew(t)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.MigrateTo(ctx, db.HandoverVersion-1); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ExecContext(ctx, "INSERT INTO exported VALUES ('us', 'AAAAAAAAA'), ('us', 'BBBBBBBBB')"); err != nil {
		t.Fatal(err)
	}
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	var n, size int
	if err := d.QueryRowContext(ctx, "SELECT count(*), sum(length(sealed)) FROM handover WHERE recipient = 'us'").Scan(&n, &size); err != nil || n != 1 || size != 0 {
		t.Errorf("%d rows of %d bytes, %v", n, size, err)
	}
}

func openPlainNew(t *testing.T) (*db.DB, error) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, folder.DB), nil, 0o600); err != nil {
		return nil, err
	}
	return db.OpenPlain(t.Context(), dir)
}

// After a day of everything, no receipt code stands in any file that the booth writes by itself: whoever has one beside a
// recipient, an hour or a consent knows whose it is. Codes are worked out of ids, which stand open, so it is their text
// that is looked for.
func TestReceiptCodesStandNowhere(t *testing.T) {
	temp, second := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	s := mirrored(t, second)
	key := unlock(t, s)
	other := practice(t)
	var codes []entry.ReceiptCode
	add := func(c entry.ReceiptCode) { codes = append(codes, c) }
	check := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	var people []Saved
	for range 8 {
		people = append(people, signUp(t, s))
		add(people[len(people)-1].Code)
	}
	was := signUp(t, other)
	add(was.Code)
	up := someone()
	up.Was = was.Code
	again, _, err := s.SignUpOnce(t.Context(), []byte("a row"), up)
	check(err)
	add(again.Code)
	visited(t, s, 5, true, "started", "outcome:all_true")
	check(
		s.AddCheck(t.Context(), people[0].Person, record.Check{Initials: "LM", Identity: true}),
		s.Correct(t.Context(), people[1].Person, record.Correction{Fields: map[string]*record.Field{"phone": {Text: "13800000521"}}}),
		s.Audit(t.Context(), "opened the desk", 0),
	)
	mark(t, s, "us", codes...)
	mark(t, s, "registry", codes[:3]...)
	eraseCode(t, s, people[0].Code)
	eraseCode(t, s, people[5].Code)
	_, err = s.TryErase(t.Context(), people[6].Code)
	check(err)
	if told, _ := told(t, s, key, "us"); len(told) != 3 {
		t.Fatalf("told of %v", told)
	}
	mark(t, s, "us", codes[1:5]...)
	backup, _ := backUp(t, s)
	caughtUp(t, s)
	look := func(when string) {
		t.Helper()
		if found := literal(t, codes, s.Dir(), second, temp, filepath.Dir(backup)); len(found) > 0 {
			t.Errorf("%s, receipt codes stand in %v", when, found)
		}
	}
	look("while the booth is open")
	check(s.Reopen())
	look("opened again")
	check(s.Close())
	look("closed")
	if len(literal(t, []entry.ReceiptCode{entry.ReceiptCode(s.BoothID())}, s.Dir())) == 0 {
		t.Error("not even the booth's id is found: the search finds nothing")
	}
}
