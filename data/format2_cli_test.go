package data_test

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/internal/keys"
)

// live-cli was made by the command line alone, so that it has what the other frozen folders have not: an event pack,
// keys of real rows, another booth that was merged in, a purge, a changed passphrase, and a folder whose program was
// killed. Its secrets have no ids of persons, because the program prints none.

func readCLI2(t *testing.T) format2 {
	t.Helper()
	f := readFormat2(t, "live-cli")
	if f.status.Erased != 3 || len(f.KilledSaid) != 2 {
		t.Fatalf("the frozen files do not agree with one another: %+v", f.status)
	}
	return f
}

// beside is the frozen booth with another status and export: those of one of the folders beside its own.
func (f format2) beside(t *testing.T, name string) format2 {
	t.Helper()
	f.status, f.export = data.Status{}, nil
	if err := json.Unmarshal(must(os.ReadFile(f.path(name+"-status.json")))(t), &f.status); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(f.path(name + "-export.json")); err == nil {
		if err := json.Unmarshal(b, &f.export); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// codes are those of whoever is wanted, sorted.
func (f format2) codes(t *testing.T, want func(from string, erased, purged bool) bool) (out []entry.ReceiptCode) {
	t.Helper()
	for _, p := range f.People {
		if want(p.From, p.Erased, p.Purged) {
			out = append(out, must(entry.ParseReceiptCode(p.Code))(t))
		}
	}
	slices.Sort(out)
	return out
}

func here(_ string, erased, purged bool) bool { return !erased && !purged }
func gone(_ string, erased, purged bool) bool { return erased || purged }

func codesIn2(t *testing.T, s *data.Store, key keys.Opener) (out []entry.ReceiptCode) {
	t.Helper()
	for _, r := range records2(t, s, key) {
		out = append(out, r.Code)
	}
	slices.Sort(out)
	return out
}

// asItWas holds a folder against what the command line said of the frozen one.
func (f format2) asItWas(t *testing.T, s *data.Store) {
	t.Helper()
	f.counts2(t, s)
	sound2(t, s)
	f.sameExport(t, s, f.eventKey(t))
	f.sameExport(t, s, f.recoveryKey(t))
	f.goneForGood(t, s)
}

// opensFor: passphrase and PIN of the end open it, the passphrase of before does not; everybody who should be there has
// the code that was printed, and the purge is on record.
func (f format2) opensFor(t *testing.T, s *data.Store) {
	t.Helper()
	key := must(s.Unlock([]byte(f.Passphrase)))(t)
	defer key.Close()
	f.sameExport(t, s, key)
	if _, err := s.DeskOf(key); err != nil {
		t.Error(err)
	}
	if _, err := s.Unlock([]byte(f.PassphraseBefore)); err == nil {
		t.Error("the passphrase of before the change opens the folder")
	}
	if ok, wait := s.CheckPIN(f.PIN); !ok || wait != 0 {
		t.Errorf("the PIN: %v, %v", ok, wait)
	}
	if got, want := codesIn2(t, s, f.eventKey(t)), f.codes(t, here); !slices.Equal(got, want) {
		t.Errorf("the codes %v, want %v", got, want)
	}
	if list, err := s.Purges(t.Context()); err != nil || len(list) != 1 || list[0].Persons != 1 {
		t.Errorf("purges %v, %v", list, err)
	}
}

// goneForGood: nobody who was erased or purged is back, and their codes are known to be of the erased.
func (f format2) goneForGood(t *testing.T, s *data.Store) {
	t.Helper()
	left := codesIn2(t, s, f.eventKey(t))
	for _, code := range f.codes(t, gone) {
		if slices.Contains(left, code) {
			t.Errorf("%s is back", code)
		}
		if !must(s.Erase(t.Context(), code))(t) {
			t.Errorf("the code %s is not known any more", code)
		}
	}
}

// pack2 expects the event pack where the program looks for it, every byte of it.
func pack2(t *testing.T, dir string) {
	t.Helper()
	from := filepath.Join("testdata", "format-2", "live-cli", "folder", "pack")
	for _, name := range []string{"event.toml", "consents/notice.zh.md", "stories/first.en.md", "art/dot.png"} {
		got, err := os.ReadFile(filepath.Join(dir, "pack", name))
		if want := must(os.ReadFile(filepath.Join(from, name)))(t); err != nil || string(got) != string(want) {
			t.Errorf("%s of the event pack: %v", name, err)
		}
	}
}

func anyBooth() data.MergeOptions {
	return data.MergeOptions{Accept: func(string, int) bool { return true }}
}

func TestFormat2CLIIsFormat2(t *testing.T) {
	f := readCLI2(t)
	for _, folder := range []string{"folder", "second", "unclean"} {
		head := must(os.ReadFile(f.path(folder + "/booth.db")))(t)
		if v := binary.BigEndian.Uint32(head[60:64]); v != 2 {
			t.Errorf("%s: user_version %d", folder, v)
		}
	}
	if info := must(os.Stat(f.path("unclean/booth.db-wal")))(t); info.Size() == 0 {
		t.Error("unclean/ was closed cleanly: it shows nothing")
	}
}

func TestFormat2CLIOpensAsItWas(t *testing.T) {
	f := readCLI2(t)
	dir := f.thaw(t, "folder")
	s, _ := openFormat2(t, dir)
	f.asItWas(t, s)
	f.opensFor(t, s)
	if days, _ := s.Meta("retention_days"); days != "60" {
		t.Errorf("kept for %q days", days)
	}
	var said []string
	for _, a := range must(s.AuditLog(t.Context()))(t) {
		said = append(said, a.What)
	}
	for _, want := range []string{
		"import: 1 saved, 0 here already, 0 refused", "import: 3 saved, 2 here already, 0 refused",
		"export csv for registry: 4 people", "passphrase changed", "export json for us: 5 people",
	} {
		if !slices.Contains(said, want) {
			t.Errorf("the audit has lost %q", want)
		}
	}
	// Who was handed over and erased or purged since is still to be told to the registry; nobody to us.
	first := f.codes(t, func(from string, erased, purged bool) bool {
		return from != "second.csv" && gone(from, erased, purged)
	})
	told := told2(t, s, f.eventKey(t), "registry")
	slices.Sort(told)
	if !slices.Equal(told, first) {
		t.Errorf("the registry is to be told of %v, want %v", told, first)
	}
	if told := told2(t, s, f.eventKey(t), "us"); len(told) != 0 {
		t.Errorf("we are to be told of %v", told)
	}
	pack2(t, dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = must(data.Open(dir, clock2()))(t)
	defer s.Close()
	if said := s.Repaired(); len(said) > 0 {
		t.Errorf("the second opening said %q", said)
	}
	f.asItWas(t, s)
}

func TestFormat2CLIMergesWithItsSecondBooth(t *testing.T) {
	f := readCLI2(t)
	second := f.beside(t, "second")
	t.Run("again", func(t *testing.T) {
		s, _ := openFormat2(t, f.thaw(t, "folder"))
		r := must(s.Merge(t.Context(), f.thaw(t, "second"), data.MergeOptions{}))(t) // no booth that is not known
		if r.Added != 0 || r.Known != second.status.Entries || r.Conflicts+r.Damaged+r.Forged+r.Erasures+r.Ambiguous+len(r.Refused) != 0 {
			t.Errorf("%+v", r)
		}
		f.asItWas(t, s)
	})
	for _, source := range []string{"folder", "backup.zip"} {
		t.Run(source+" into the second", func(t *testing.T) {
			s, _ := openFormat2(t, f.thaw(t, "second"))
			second.counts2(t, s)
			sound2(t, s)
			if got, want := codesIn2(t, s, f.eventKey(t)), f.codes(t, func(from string, erased, _ bool) bool { return from == "second.csv" && !erased }); !slices.Equal(got, want) {
				t.Errorf("the second booth has %v, want %v", got, want)
			}
			from := f.path(source)
			if source == "folder" {
				from = f.thaw(t, source)
			}
			r := must(s.Merge(t.Context(), from, anyBooth()))(t)
			if r.Added != f.status.Entries-second.status.Entries || r.Known != second.status.Entries || r.Conflicts+r.Damaged+r.Forged+r.Ambiguous != 0 {
				t.Errorf("%+v", r)
			}
			// The counts are the first booth's but for whose they are.
			if st := must(s.Status(t.Context()))(t); st.Signups != f.status.Signups || st.Erased != f.status.Erased || st.Entries != f.status.Entries {
				t.Errorf("counts %+v", st)
			}
			sound2(t, s)
			f.sameExport(t, s, f.eventKey(t))
			f.goneForGood(t, s)
		})
	}
}

func TestFormat2CLIBackupIsRestored(t *testing.T) {
	f := readCLI2(t)
	dir := filepath.Join(t.TempDir(), "restored")
	info := must(data.Restore(f.path("backup.zip"), dir, clock2()))(t)
	if info.Persons != f.status.Signups || info.Entries != f.status.Entries || info.Booth == f.status.Booth {
		t.Errorf("restored %+v", info)
	}
	pack2(t, dir)
	s, _ := openFormat2(t, dir)
	f.asItWas(t, s)
	key := must(s.Unlock([]byte(f.Passphrase)))(t)
	key.Close()
}

// The backup of before everything that forgets has the passphrase and the people of then, until it is merged.
func TestFormat2CLIEarlierBackupForgetsWhenItIsMerged(t *testing.T) {
	f := readCLI2(t)
	dir := filepath.Join(t.TempDir(), "restored")
	must(data.Restore(f.path("backup-before.zip"), dir, clock2()))(t)
	s, _ := openFormat2(t, dir)
	key := must(s.Unlock([]byte(f.PassphraseBefore)))(t)
	defer key.Close()
	if got, want := codesIn2(t, s, key), f.codes(t, func(from string, _, _ bool) bool { return from != "second.csv" }); !slices.Equal(got, want) {
		t.Errorf("the earlier backup has %v, want %v", got, want)
	}
	r := must(s.Merge(t.Context(), f.thaw(t, "folder"), anyBooth()))(t)
	if r.Conflicts+r.Damaged+r.Forged+r.Ambiguous != 0 {
		t.Errorf("%+v", r)
	}
	sound2(t, s)
	f.sameExport(t, s, f.eventKey(t))
	s = laterFormat2(t, s)
	f.goneForGood(t, s)
	if st := must(s.Status(t.Context()))(t); st.Signups != f.status.Signups || st.Erased != f.status.Erased {
		t.Errorf("counts %+v", st)
	}
}

// Neither an own backup nor what the killed program left brings anybody back.
func TestFormat2CLIStaysAsItWasAfterMergingItsOwn(t *testing.T) {
	f := readCLI2(t)
	for _, source := range []string{"backup.zip", "backup-before.zip", "unclean"} {
		t.Run(source, func(t *testing.T) {
			s, _ := openFormat2(t, f.thaw(t, "folder"))
			from := f.path(source)
			if source == "unclean" {
				from = f.thaw(t, source)
			}
			r := must(s.Merge(t.Context(), from, data.MergeOptions{}))(t)
			if r.Added+r.Conflicts+r.Damaged+r.Forged+r.Ambiguous+len(r.Refused) != 0 {
				t.Errorf("%+v", r)
			}
			f.asItWas(t, s)
		})
	}
}

func TestFormat2CLIIsRescued(t *testing.T) {
	f := readCLI2(t)
	unclean := f.beside(t, "unclean")
	for _, c := range []struct {
		from string
		want format2
	}{{"folder", f}, {"copy", f}, {"unclean", unclean}} {
		t.Run(c.from, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "rescued")
			r := must(data.Rescue(f.thaw(t, c.from), dir, clock2()))(t)
			if r.Persons != c.want.status.Signups || r.Entries != c.want.status.Entries || r.Damaged+r.Unsigned+len(r.Missing) != 0 {
				t.Errorf("rescued %+v", r)
			}
			s, moved := openFormat2(t, dir)
			if moved {
				t.Error("a folder made here says that it came from another computer")
			}
			c.want.counts2(t, s)
			sound2(t, s)
			c.want.sameExport(t, s, f.eventKey(t))
			c.want.sameExport(t, s, f.recoveryKey(t))
			if c.from == "unclean" {
				return // from before anybody was forgotten
			}
			f.goneForGood(t, s)
		})
	}
}

// A program that was killed has left sign-ups in the -wal alone: all of those that it had named are there.
func TestFormat2CLIUncleanFolderOpensWithEverybody(t *testing.T) {
	f := readCLI2(t)
	unclean := f.beside(t, "unclean")
	dir := f.thaw(t, "unclean")
	s, _ := openFormat2(t, dir)
	check := func() {
		t.Helper()
		unclean.counts2(t, s)
		sound2(t, s)
		unclean.sameExport(t, s, f.eventKey(t))
		unclean.sameExport(t, s, f.recoveryKey(t))
		got := codesIn2(t, s, f.eventKey(t))
		for _, said := range f.KilledSaid {
			if !slices.Contains(got, entry.ReceiptCode(strings.ReplaceAll(said, "-", ""))) {
				t.Errorf("%s was called saved and is gone", said)
			}
		}
	}
	check()
	key := must(s.Unlock([]byte(f.PassphraseBefore)))(t)
	key.Close()
	pack2(t, dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = must(data.Open(dir, clock2()))(t)
	defer s.Close()
	if said := s.Repaired(); len(said) > 0 {
		t.Errorf("the second opening said %q", said)
	}
	check()
}
