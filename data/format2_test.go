package data_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/keyset"
	"matchbooth/data/record"
)

// Made by a later program, the fixtures would show nothing.
func TestFormat2IsFormat2(t *testing.T) {
	eachFormat2(t, func(t *testing.T, f format2) {
		head := must(os.ReadFile(f.path("folder/booth.db")))(t)
		if v := binary.BigEndian.Uint32(head[60:64]); v != 2 { // where SQLite has the user_version
			t.Errorf("user_version %d", v)
		}
	})
}

func TestFormat2OpensAsItWas(t *testing.T) {
	eachFormat2(t, func(t *testing.T, f format2) {
		dir := f.thaw(t, "folder")
		s, _ := openFormat2(t, dir)
		f.counts2(t, s)
		sound2(t, s)
		f.sameExport(t, s, f.eventKey(t))
		f.sameExport(t, s, f.recoveryKey(t))
		f.stillErased(t, s)
		if f.keys == f.name {
			key := must(s.Unlock([]byte(f.Passphrase)))(t)
			f.sameExport(t, s, key)
			key.Close()
			if n, err := s.Tallies(t.Context()); err != nil || n["started"] != 3 || n["saved"] != 1 || n["story:zhang-ke"] != 1 {
				t.Errorf("counts %v, %v", n, err)
			}
			if log, err := s.AuditLog(t.Context()); err != nil || !slices.ContainsFunc(log, func(a data.Audited) bool { return a.What == "export json for us: 9 people" }) {
				t.Errorf("audit %v, %v", log, err)
			}
			// Who has an export with the erased person in it is still told.
			if _, code := f.erased(t); !slices.Equal(told2(t, s, f.eventKey(t), "us"), []entry.ReceiptCode{code}) {
				t.Error("the recipient of an export is not told of the erasure")
			}
		}
		if ok, wait := s.CheckPIN(f.PIN); !ok || wait != 0 {
			t.Errorf("the PIN: %v, %v", ok, wait)
		}
		if f.status.Mode == keyset.ModeLive {
			if days, _ := s.Meta("retention_days"); days != "365" {
				t.Errorf("kept for %q days", days)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = must(data.Open(dir, clock2()))(t)
		defer s.Close()
		if said := s.Repaired(); len(said) > 0 {
			t.Errorf("the second opening said %q", said)
		}
		f.sameExport(t, s, f.eventKey(t))
	})
}

// A key that was added opens what was kept after it was added, and nothing from before.
func TestFormat2AddedKey(t *testing.T) {
	f := readFormat2(t, "live")
	s, _ := openFormat2(t, f.thaw(t, "folder"))
	key := identity2(t, f.AddedIdentity)
	list, faults, err := s.Records(t.Context(), key, nil)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, r := range list {
		codes = append(codes, string(r.Code))
	}
	if !slices.Equal(codes, f.AddedOpens) {
		t.Errorf("it opens %v, want %v", codes, f.AddedOpens)
	}
	if len(faults) < 6 {
		t.Errorf("only %d entries are closed to it", len(faults))
	}
	if !slices.ContainsFunc(must(s.Keys(t.Context()))(t), func(k keyset.KeyInfo) bool {
		return k.Role == keyset.RoleAdded && k.Name == f.AddedName && k.Fingerprint == key.Fingerprint()
	}) {
		t.Error("the added key lost its name")
	}
}

// Whoever was imported keeps id and code, and nothing that is left in the folder tells who it was: the salt that the ids
// were made with is gone from every file, and stays gone.
func TestFormat2ForgetsTheSaltOfWhatWasImported(t *testing.T) {
	eachFormat2(t, func(t *testing.T, f format2) {
		dir := f.thaw(t, "folder")
		salt := regexp.MustCompile(`store\.salt[^A-Za-z0-9+/]{0,8}([A-Za-z0-9+/]{22}==)`)
		old := salt.FindSubmatch(must(os.ReadFile(filepath.Join(dir, "booth.db")))(t))
		if old == nil {
			t.Fatal("the frozen folder has no salt: the test shows nothing")
		}
		for range 2 {
			s := must(data.Open(dir, clock2()))(t)
			f.asItWas(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			raw := must(base64.StdEncoding.DecodeString(string(old[1])))(t)
			err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				b, err := os.ReadFile(path)
				if bytes.Contains(b, old[1]) || bytes.Contains(b, raw) {
					t.Errorf("%s still has the salt", filepath.Base(path))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Who was handed over to whom stood open in a table. After the first start no receipt code stands in any file of the
// folder, nor after the next.
func TestFormat2ForgetsTheOpenListOfExports(t *testing.T) {
	eachFormat2(t, func(t *testing.T, f format2) { noOpenCodes2(t, f.thaw(t, "folder"), f.codes2(), f.name != "live-b") })
	f := readCLI2(t)
	noOpenCodes2(t, f.thaw(t, "folder"), f.codes2(), true)
	dir := filepath.Join(t.TempDir(), "restored")
	must(data.Restore(f.path("backup.zip"), dir, clock2()))(t)
	noOpenCodes2(t, dir, f.codes2(), false)
}

// codes2 are the receipt codes of everybody who was ever there.
func (f format2) codes2() (out []entry.ReceiptCode) {
	for _, p := range f.People {
		out = append(out, entry.ReceiptCode(strings.ReplaceAll(p.Code, "-", "")))
	}
	return out
}

// noOpenCodes2 opens a folder twice and looks for the codes in all its files; had says that they stood there.
func noOpenCodes2(t *testing.T, dir string, codes []entry.ReceiptCode, had bool) {
	t.Helper()
	in := func() (found []string) {
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			for _, c := range codes {
				if bytes.Contains(b, []byte(c)) || bytes.Contains(b, []byte(c.String())) {
					found = append(found, filepath.Base(path)+": "+string(c))
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if had != (len(in()) > 0) {
		t.Fatalf("before it was opened, codes stand in %v", in())
	}
	for range 2 {
		s := must(data.Open(dir, clock2()))(t)
		if found := in(); len(found) > 0 {
			t.Errorf("while it is open, codes stand in %v", found)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if found := in(); len(found) > 0 {
			t.Errorf("codes stand in %v", found)
		}
	}
}

func TestFormat2StaysErasedAfterMergingABackup(t *testing.T) {
	eachFormat2(t, func(t *testing.T, f format2) {
		zips := []string{"backup.zip", "backup-before.zip"}
		if f.name == "live-b" {
			zips = zips[:1] // it has no second one
		}
		for _, zip := range zips {
			s, _ := openFormat2(t, f.thaw(t, "folder"))
			// An own backup has nothing new: no booth is asked for that is not known.
			r := must(s.Merge(t.Context(), f.path(zip), data.MergeOptions{}))(t)
			if r.Added != 0 || r.Conflicts != 0 || r.Damaged != 0 || r.Forged != 0 || len(r.Refused) != 0 {
				t.Errorf("%s: %+v", zip, r)
			}
			f.stillErased(t, s)
			sound2(t, s)
			f.sameExport(t, s, f.eventKey(t))
			f.counts2(t, s)
		}
	})
}

func TestFormat2BackupIsRestored(t *testing.T) {
	eachFormat2(t, func(t *testing.T, f format2) {
		dir := filepath.Join(t.TempDir(), "restored")
		info := must(data.Restore(f.path("backup.zip"), dir, clock2()))(t)
		if info.Persons != f.status.Signups || info.Entries != f.status.Entries || info.Booth == f.status.Booth {
			t.Errorf("restored %+v", info)
		}
		f.sameElsewhere(t, dir)
	})
}

// A backup of before the erasure brings the person back, until it is merged with the folder that has forgotten.
func TestFormat2EarlierBackupForgetsWhenItIsMerged(t *testing.T) {
	for _, name := range []string{"practice", "live"} {
		f := readFormat2(t, name)
		dir := filepath.Join(t.TempDir(), "restored")
		must(data.Restore(f.path("backup-before.zip"), dir, clock2()))(t)
		s := must(data.Open(dir, clock2()))(t)
		defer s.Close()
		if person, _ := f.erased(t); !slices.Contains(people2(t, s, f.eventKey(t)), person) {
			t.Errorf("%s: the earlier backup does not hold who was erased later: the test shows nothing", name)
		}
		// The folder is not opened before: it is merged as format 2 left it.
		r := must(s.Merge(t.Context(), f.thaw(t, "folder"), data.MergeOptions{Accept: func(string, int) bool { return true }}))(t)
		if r.Conflicts+r.Damaged+r.Forged != 0 {
			t.Errorf("%s: %+v", name, r)
		}
		sound2(t, s)
		f.sameExport(t, s, f.eventKey(t))
		// The erasure is that of another booth, since a restored folder has a new key: it empties after two weeks.
		s = laterFormat2(t, s)
		f.stillErased(t, s)
		sound2(t, s)
		f.sameExport(t, s, f.eventKey(t))
	}
}

func TestFormat2IsRescued(t *testing.T) {
	eachFormat2(t, func(t *testing.T, f format2) {
		for _, from := range []string{"folder", "copy"} {
			t.Run(from, func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "rescued")
				r := must(data.Rescue(f.thaw(t, from), dir, clock2()))(t)
				if r.Persons != f.status.Signups || r.Entries != f.status.Entries || r.Damaged != 0 || r.Unsigned != 0 || len(r.Missing) != 0 {
					t.Errorf("rescued %+v", r)
				}
				f.sameElsewhere(t, dir)
			})
		}
	})
}

// sameElsewhere expects the frozen booth's people in a folder that was made from it.
func (f format2) sameElsewhere(t *testing.T, dir string) {
	t.Helper()
	s, moved := openFormat2(t, dir)
	if moved {
		t.Error("a folder made here says that it came from another computer")
	}
	f.counts2(t, s)
	sound2(t, s)
	f.sameExport(t, s, f.eventKey(t))
	f.sameExport(t, s, f.recoveryKey(t))
	f.stillErased(t, s)
}

// Two booths of one event come to the same people, whichever takes the other over and however often.
func TestFormat2BoothsMerge(t *testing.T) {
	a, b := readFormat2(t, "live"), readFormat2(t, "live-b")
	want := slices.Sorted(slices.Values(append(a.living(), b.living()...)))
	both := data.MergeOptions{Accept: func(string, int) bool { return true }}
	for _, c := range []struct {
		name         string
		into, source format2
	}{{"live-b into live", a, b}, {"live into live-b", b, a}} {
		t.Run(c.name, func(t *testing.T) {
			s, _ := openFormat2(t, c.into.thaw(t, "folder"))
			from := c.source.thaw(t, "folder")
			first := must(s.Merge(t.Context(), from, both))(t)
			if first.Added != c.source.status.Entries || first.Known+first.Conflicts+first.Damaged+first.Forged+first.Ambiguous != 0 {
				t.Errorf("the first time: %+v", first)
			}
			again := must(s.Merge(t.Context(), from, both))(t)
			if again.Added != 0 || again.Known != c.source.status.Entries || again.Conflicts+again.Damaged+again.Forged != 0 {
				t.Errorf("the second time: %+v", again)
			}
			if got := people2(t, s, a.eventKey(t)); !slices.Equal(got, want) {
				t.Errorf("%d people, want %d", len(got), len(want))
			}
			st := must(s.Status(t.Context()))(t)
			if st.Signups != len(want) || st.Erased != 2 || st.Entries != a.status.Entries+b.status.Entries {
				t.Errorf("counts %+v", st)
			}
			sound2(t, s)
		})
	}
}

// The day goes on in a folder of the format before.
func TestFormat2GoesOn(t *testing.T) {
	eachFormat2(t, func(t *testing.T, f format2) {
		ctx, dir := t.Context(), f.thaw(t, "folder")
		s, _ := openFormat2(t, dir)
		at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
		later := func(name string) data.Saved {
			return must(s.SignUp(ctx, record.SignUp{
				At: at, Lang: "zh", Source: "screen", Outcome: "all_true", Reachability: 2,
				Fields: map[string]record.Field{"name": {Text: record.Text(name)}, "phone": {Text: "13800007520"}},
			}))(t)
		}
		kept, gone := later("𠮷后来"), later("孙后来")
		living := f.living()
		corrected, forgotten := living[0], living[1] // who signed up before; the second is erased only now
		if err := s.Correct(ctx, kept.Person, record.Correction{At: at, Fields: map[string]*record.Field{"phone": {Text: "13800007521"}}}); err != nil {
			t.Fatal(err)
		}
		if err := s.Correct(ctx, corrected, record.Correction{At: at, Fields: map[string]*record.Field{"wechat": {Text: "example_wechat"}}}); err != nil {
			t.Fatal(err)
		}
		check := record.Check{At: at, Rang: true, Kit: "KIT-0099", Initials: "LM"}
		if err := s.AddCheck(ctx, kept.Person, check); err != nil {
			t.Fatal(err)
		}
		for _, code := range []entry.ReceiptCode{gone.Code, entry.CodeOf(forgotten)} {
			if !must(s.Erase(ctx, code))(t) {
				t.Error("nobody was erased")
			}
		}
		after := func() {
			t.Helper()
			sound2(t, s)
			seen := map[string]record.Record{}
			for _, r := range records2(t, s, f.eventKey(t)) {
				seen[r.Person] = r
			}
			if len(seen) != f.status.Signups { // one more, one fewer
				t.Errorf("%d people, want %d", len(seen), f.status.Signups)
			}
			if r := seen[kept.Person]; r.Fields["phone"].Text != "13800007521" || r.Fields["name"].Text != "𠮷后来" || !reflect.DeepEqual(r.Checks, []record.Check{check}) {
				t.Error("the new person is not what was kept")
			}
			if seen[corrected].Fields["wechat"].Text != "example_wechat" || seen[corrected].Fields["name"].Text == "" {
				t.Error("the correction of somebody from before is lost")
			}
			for _, person := range []string{gone.Person, forgotten} {
				if _, ok := seen[person]; ok {
					t.Error("who was erased is there")
				}
			}
			if st := must(s.Status(ctx))(t); st.Erased != f.status.Erased+2 || st.Signups != f.status.Signups {
				t.Errorf("counts %+v", st)
			}
		}
		after()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = must(data.Open(dir, clock2()))(t)
		defer s.Close()
		if said := s.Repaired(); len(said) > 0 {
			t.Errorf("opening again said %q", said)
		}
		after()
	})
}
