package data

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/record"
)

// entriesOf reads every row of a store, to the byte.
func entriesOf(t testing.TB, s *Store) []*entry.Entry {
	t.Helper()
	var out []*entry.Entry
	if err := s.db.EachEntry(context.Background(), "entry", &s.mu, func(e *entry.Entry) error { out = append(out, e); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

func backUp(t testing.TB, s *Store) (string, BackupInfo) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "booth.zip")
	info, err := s.Backup(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return path, info
}

func restored(t testing.TB, path string) (*Store, RestoreInfo) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "restored")
	info, err := Restore(path, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return reopen(t, dir), info
}

func TestBackupComesBackEntryByEntry(t *testing.T) {
	s := practice(t)
	first := signUp(t, s)
	gone := signUp(t, s)
	for range 8 {
		signUp(t, s)
	}
	if err := s.AddCheck(t.Context(), first.Person, record.Check{Initials: "LM"}); err != nil {
		t.Fatal(err)
	}
	sealed := sealedOf(t, s, gone.Person)
	if _, err := s.Erase(t.Context(), gone.Code); err != nil {
		t.Fatal(err)
	}
	if err := s.SetMeta("color", "teal"); err != nil {
		t.Fatal(err)
	}
	if err := s.MarkExported(t.Context(), "csv", "us", []entry.ReceiptCode{first.Code}); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(s.Dir(), "pack", "stories"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.Dir(), "pack", "stories", "一.md"), []byte("# 一"), 0o600); err != nil {
		t.Fatal(err)
	}
	path, info := backUp(t, s)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	st, _ := os.Stat(path)
	if info.Entries != 12 || info.Persons != 9 || info.Booth != s.BoothID() || info.Bytes != int64(len(file)) || !private(st) {
		t.Errorf("%+v, mode %v", info, st.Mode())
	}
	for _, c := range sealed {
		for at := 200; at+24 <= len(c); at += 24 {
			if bytes.Contains(file, c[at:at+24]) {
				t.Fatal("what was erased before stands in the backup")
			}
		}
	}
	for _, c := range canaries {
		if bytes.Contains(file, []byte(c)) {
			t.Error("something personal is readable in the backup")
		}
	}
	if bytes.Contains(file, []byte("PRIVATE KEY")) {
		t.Error("the booth's key is in the backup")
	}
	if _, err := s.Backup(t.Context(), path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second backup of the same name: %v", err)
	}
	if list, _ := os.ReadDir(filepath.Dir(path)); len(list) != 1 {
		t.Errorf("%d files beside the backup", len(list))
	}
	if _, err := os.Stat(filepath.Join(s.Dir(), backingName)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the working folder is left")
	}

	r, back := restored(t, path)
	sound(t, r)
	if !reflect.DeepEqual(entriesOf(t, r), entriesOf(t, s)) {
		t.Error("the entries are others")
	}
	if back.Entries != 12 || back.Persons != 9 || back.Booth != r.BoothID() || r.BoothID() == s.BoothID() {
		t.Errorf("restored %+v, booth %s", back, r.BoothID())
	}
	if !reflect.DeepEqual(records(t, r), records(t, s)) {
		t.Error("the records are others")
	}
	if v, _ := r.Meta("color"); v != "teal" {
		t.Errorf("a setting is %q", v)
	}
	if b, err := os.ReadFile(filepath.Join(r.Dir(), "pack", "stories", "一.md")); err != nil || string(b) != "# 一" {
		t.Errorf("the pack: %q, %v", b, err)
	}
	if ok, _ := r.CheckPIN(build.PracticePIN); !ok {
		t.Error("the PIN is another")
	}
	if found, err := r.Erase(t.Context(), first.Code); err != nil || !found {
		t.Error(found, err)
	}
	if told, unread, err := r.ErasedSinceExport(t.Context(), unlock(t, r), "us"); err != nil || unread > 0 || len(told) != 1 {
		t.Errorf("the export list: %v, %v", told, err)
	}
	signUp(t, r)
	sound(t, r)
}

// Sign-ups go on while the backup is made; an erasure in the middle of it starts it over, so that nothing erased is in
// it.
func TestBackupWhileTheBoothIsOpen(t *testing.T) {
	s := practice(t)
	var people []Saved
	for range 210 { // more than one batch
		people = append(people, signUp(t, s))
	}
	sealed := sealedOf(t, s, people[0].Person)
	begun := 0
	s.fail = func(step string) error {
		if step != "backup batch" {
			return nil
		}
		begun++
		switch begun {
		case 1: // between two batches
			if found, err := s.Erase(context.Background(), people[0].Code); !found || err != nil {
				t.Error(found, err)
			}
		case 2: // once more: the third time nobody is let in between
			if found, err := s.Erase(context.Background(), people[1].Code); !found || err != nil {
				t.Error(found, err)
			}
		}
		return nil
	}
	_, info := backUp(t, s)
	if info.Persons != 208 || begun < 3 {
		t.Errorf("%+v, begun %d times", info, begun)
	}
	s.fail = folder.NoFail
	done := make(chan int)
	stop := make(chan struct{})
	go func() {
		n := 0
		for {
			select {
			case <-stop:
				done <- n
				return
			default:
				if _, err := s.SignUp(context.Background(), someone()); err != nil {
					t.Error(err)
				}
				n++
			}
		}
	}()
	path, info := backUp(t, s)
	close(stop)
	n := <-done
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(file, sealed[0][300:324]) {
		t.Error("what was erased stands in the backup")
	}
	r, _ := restored(t, path)
	sound(t, r)
	got := len(records(t, r))
	if got != info.Persons || got < 208 || got > 208+n {
		t.Errorf("%d people in the backup, %d told, up to %d signed up", got, info.Persons, 208+n)
	}
	t.Logf("%d people signed up during the backup", n)
}

// At each step that can fail, for each time it is done: no file under the final name, and the next backup works.
func TestBackupThatFailsLeavesNothing(t *testing.T) {
	s := practice(t)
	signUp(t, s)
	counts := map[string]int{}
	s.fail = func(step string) error { counts[step]++; return nil }
	backUp(t, s)
	n := 0
	for step, times := range counts {
		if !strings.HasPrefix(step, "backup") && step != "journal rewrite sync" {
			continue
		}
		for at := range times {
			left := at
			s.fail = func(now string) error {
				if now == step {
					if left == 0 {
						return io.ErrShortWrite
					}
					left--
				}
				return nil
			}
			n++
			dir := t.TempDir()
			if _, err := s.Backup(t.Context(), filepath.Join(dir, "b.zip")); !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("%s, time %d: %v", step, at, err)
			}
			if list, _ := os.ReadDir(dir); len(list) > 0 {
				t.Errorf("%s, time %d: %s is left", step, at, list[0].Name())
			}
		}
	}
	s.fail = folder.NoFail
	path, _ := backUp(t, s)
	restored(t, path)
	sound(t, s)
	if n < 10 {
		t.Errorf("only %d failures were tried", n)
	}
}

func TestBackupStopsWhenAsked(t *testing.T) {
	s := practice(t)
	signUp(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(t.TempDir(), "b.zip")
	if _, err := s.Backup(ctx, path); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := os.Lstat(path); err == nil {
		t.Error("there is a file")
	}
}

// zipParts reads a zip into memory, in its order.
func zipParts(t testing.TB, path string) (names []string, parts map[string][]byte) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	parts = map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		names, parts[f.Name] = append(names, f.Name), b
	}
	return names, parts
}

func TestJournalOfABackupIsWhole(t *testing.T) {
	s := practice(t)
	for range 3 {
		signUp(t, s)
	}
	path, _ := backUp(t, s)
	_, parts := zipParts(t, path)
	file := filepath.Join(t.TempDir(), "journal")
	if err := os.WriteFile(file, parts[folder.Journal], 0o600); err != nil {
		t.Fatal(err)
	}
	var got []*entry.Entry
	if _, err := journal.Scan(file, func(e *entry.Entry) error { got = append(got, e); return nil }); err != nil {
		t.Fatal(err)
	}
	want := entriesOf(t, s)
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if !bytes.Equal(a, b) || len(got) != 3 {
		t.Error("the journal in the backup has other entries")
	}
}
