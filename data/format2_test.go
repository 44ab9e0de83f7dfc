package data_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"

	"matchbooth/data"
	"matchbooth/data/export"
)

// The folders below testdata/format-2 were made by the program as it was before the format changed. People have such
// folders on their disks, so what a later version makes of them is tried on them and not on folders of its own. This
// test stands outside the package: only what every caller sees has to stay.

// format2 is one of the frozen booths.
type format2 struct {
	name   string
	keys   string // the booth whose folder has the private key
	status data.Status
	export []any // as JSON has it
	format2Secrets
}

// format2Secrets is secrets.toml.
type format2Secrets struct {
	Passphrase    string   `toml:"passphrase"`
	PIN           string   `toml:"pin"`
	RecoveryKey   string   `toml:"recovery_key"`
	AddedIdentity string   `toml:"added_identity"`
	AddedName     string   `toml:"added_name"`
	AddedOpens    []string `toml:"added_opens"`
	People        []struct {
		Name   string `toml:"name"`
		Code   string `toml:"code"`
		Person string `toml:"person"`
		How    string `toml:"how"`
		Erased bool   `toml:"erased"`
	} `toml:"people"`
}

func (f format2) path(name string) string {
	return filepath.Join("testdata", "format-2", f.name, name)
}

func readFormat2(t *testing.T, name string) format2 {
	t.Helper()
	f := format2{name: name, keys: name}
	if name == "live-b" {
		f.keys = "live"
	}
	for file, to := range map[string]any{"status.json": &f.status, "export.json": &f.export} {
		if err := json.Unmarshal(must(os.ReadFile(f.path(file)))(t), to); err != nil {
			t.Fatal(err)
		}
	}
	if err := toml.Unmarshal(must(os.ReadFile(f.path("secrets.toml")))(t), &f.format2Secrets); err != nil {
		t.Fatal(err)
	}
	if len(f.export) != f.status.Signups || len(f.People) != f.status.Signups+f.status.Erased || len(f.living()) != f.status.Signups {
		t.Fatal("the frozen files do not agree with one another")
	}
	return f
}

// must gives a value, and ends the test where there is an error instead.
func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// living are the ids of everybody who was not erased, sorted.
func (f format2) living() (out []string) {
	for _, p := range f.People {
		if !p.Erased {
			out = append(out, p.Person)
		}
	}
	slices.Sort(out)
	return out
}

func (f format2) erased(t *testing.T) (person string, code data.ReceiptCode) {
	t.Helper()
	for _, p := range f.People {
		if p.Erased {
			return p.Person, data.ReceiptCode(p.Code)
		}
	}
	t.Fatal("nobody is erased in the frozen booth")
	return "", ""
}

// thaw copies a frozen folder to where it can be written to. Git has lost the modes.
func (f format2) thaw(t *testing.T, name string) string {
	t.Helper()
	from, to := f.path(name), filepath.Join(t.TempDir(), name)
	err := filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, strings.TrimPrefix(path, from))
		if e.IsDir() {
			return os.Mkdir(target, 0o700)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, b, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// clock2 is the time at which the frozen folders are opened: a day after they were made, however long ago that is, so
// that nobody's time to be kept is over.
func clock2() data.Options {
	return data.Options{Clock: func() time.Time { return time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC) }}
}

// openFormat2 opens a folder. On another computer than the one it was made on it starts a new booth key and says so;
// nothing else may be said.
func openFormat2(t *testing.T, dir string) (s *data.Store, moved bool) {
	t.Helper()
	s = must(data.Open(dir, clock2()))(t)
	t.Cleanup(func() { s.Close() })
	for _, said := range s.Repaired() {
		if strings.HasPrefix(said, "The folder came to another computer") {
			moved = true
			continue
		}
		t.Errorf("opening said %q", said)
	}
	return s, moved
}

// keyCache has the opened keys: a live one takes a second each.
var keyCache sync.Map

// eventKey is the key under the passphrase, from the file beside the frozen store.
func (f format2) eventKey(t *testing.T) data.Opener {
	t.Helper()
	if key, ok := keyCache.Load(f.keys); ok {
		return key.(data.Opener)
	}
	of := readFormat2(t, f.keys)
	key := must(data.OpenKeyFile(of.path("folder/event-key.age"), []byte(of.Passphrase)))(t)
	keyCache.Store(f.keys, key)
	return key
}

// recoveryKey is the second key: of a practice booth it lies in the folder, of a live one it was written down.
func (f format2) recoveryKey(t *testing.T) data.Opener {
	t.Helper()
	of := readFormat2(t, f.keys)
	if of.RecoveryKey == "" {
		return must(data.OpenKeyFile(of.path("folder/recovery-key.age"), []byte(of.Passphrase)))(t)
	}
	return identity2(t, of.RecoveryKey)
}

func identity2(t *testing.T, secret string) data.Opener {
	t.Helper()
	path := filepath.Join(t.TempDir(), "identity.txt")
	if err := os.WriteFile(path, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return must(data.OpenIdentityFile(path))(t)
}

// records2 opens everybody and allows no fault.
func records2(t *testing.T, s *data.Store, key data.Opener) []data.Record {
	t.Helper()
	list, faults, err := s.Records(t.Context(), key, nil)
	if err != nil || len(faults) > 0 {
		t.Fatalf("records: %v, faults %v", err, faults)
	}
	return list
}

func people2(t *testing.T, s *data.Store, key data.Opener) (out []string) {
	t.Helper()
	for _, r := range records2(t, s, key) {
		out = append(out, r.Person)
	}
	slices.Sort(out)
	return out
}

// sameExport holds everybody in a store, as the export writes them, against the frozen export. It compares JSON and not
// bytes: how the file is laid out may change.
func (f format2) sameExport(t *testing.T, s *data.Store, key data.Opener) {
	t.Helper()
	var b bytes.Buffer
	doc := export.Doc{Event: s.Event(), Lang: "zh", Records: records2(t, s, key)}
	if err := export.Write(&b, "json", doc, nil); err != nil {
		t.Fatal(err)
	}
	var got []any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(f.export) {
		t.Errorf("%d people, the frozen export has %d", len(got), len(f.export))
		return
	}
	for i := range got {
		have, want := got[i].(map[string]any), f.export[i].(map[string]any)
		// A later version may say more about somebody, but what was said stays.
		for _, k := range slices.Sorted(maps.Keys(want)) {
			if !reflect.DeepEqual(have[k], want[k]) {
				t.Errorf("person %d: %s is %v, was %v", i, k, have[k], want[k])
			}
		}
	}
}

// sound2 allows one fault: a second copy that lies where it does not lie any more has not been told of an erasure.
func sound2(t *testing.T, s *data.Store) {
	t.Helper()
	for _, f := range must(s.Verify(t.Context()))(t) {
		if f.Entry != "" || !strings.Contains(f.What, "may still hold what was erased") {
			t.Errorf("verify: %v", f)
		}
	}
}

// counts2 compares what does not depend on the computer.
func (f format2) counts2(t *testing.T, s *data.Store) {
	t.Helper()
	got := must(s.Status(t.Context()))(t)
	want := f.status
	if got.Booth != want.Booth {
		want.Booth, want.LastSeq = got.Booth, 0 // a new booth key has signed nothing yet
	}
	if got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}

// stillErased fails where the erased person is there again, in a record or in the counts.
func (f format2) stillErased(t *testing.T, s *data.Store) {
	t.Helper()
	person, code := f.erased(t)
	if slices.Contains(people2(t, s, f.eventKey(t)), person) {
		t.Error("the erased person is back")
	}
	if !must(s.Erase(t.Context(), code))(t) {
		t.Error("the erased person's code is not known any more")
	}
	if st := must(s.Status(t.Context()))(t); st.Erased != f.status.Erased {
		t.Errorf("%d are erased, want %d", st.Erased, f.status.Erased)
	}
	if err := s.AddCheck(t.Context(), person, data.Check{Initials: "LM"}); err == nil {
		t.Error("the erased person was checked")
	}
}

func eachFormat2(t *testing.T, run func(t *testing.T, f format2)) {
	for _, name := range []string{"practice", "live", "live-b"} {
		t.Run(name, func(t *testing.T) { run(t, readFormat2(t, name)) })
	}
}

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
			if _, code := f.erased(t); !slices.Equal(must(s.ErasedSinceExport(t.Context(), "us"))(t), []data.ReceiptCode{code}) {
				t.Error("the recipient of an export is not told of the erasure")
			}
		}
		if ok, wait := s.CheckPIN(f.PIN); !ok || wait != 0 {
			t.Errorf("the PIN: %v, %v", ok, wait)
		}
		if f.status.Mode == data.ModeLive {
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
	if !slices.ContainsFunc(must(s.Keys(t.Context()))(t), func(k data.KeyInfo) bool {
		return k.Role == data.RoleAdded && k.Name == f.AddedName && k.Fingerprint == key.Fingerprint()
	}) {
		t.Error("the added key lost its name")
	}
}

// A row that was imported stays the same row: read again, it adds nobody.
func TestFormat2KnowsImportedRows(t *testing.T) {
	for _, name := range []string{"practice", "live"} {
		f := readFormat2(t, name)
		s, _ := openFormat2(t, f.thaw(t, "folder"))
		for i, p := range f.People {
			if p.How != "import" {
				continue
			}
			saved, fresh, err := s.SignUpOnce(t.Context(), fmt.Appendf(nil, "row-%d", i), data.SignUp{Source: "paper"})
			if err != nil || fresh || string(saved.Code) != p.Code {
				t.Errorf("%s: row %d is %v, fresh %v, %v", name, i, saved.Code, fresh, err)
			}
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
		if r.Erasures != 1 || r.Conflicts+r.Damaged+r.Forged != 0 {
			t.Errorf("%s: %+v", name, r)
		}
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
			return must(s.SignUp(ctx, data.SignUp{
				At: at, Lang: "zh", Source: "screen", Outcome: "all_true", Reachability: 2,
				Fields: map[string]data.Field{"name": {Text: data.Text(name)}, "phone": {Text: "13800007520"}},
			}))(t)
		}
		kept, gone := later("𠮷后来"), later("孙后来")
		living := f.living()
		corrected, forgotten := living[0], living[1] // who signed up before; the second is erased only now
		if err := s.Correct(ctx, kept.Person, data.Correction{At: at, Fields: map[string]*data.Field{"phone": {Text: "13800007521"}}}); err != nil {
			t.Fatal(err)
		}
		if err := s.Correct(ctx, corrected, data.Correction{At: at, Fields: map[string]*data.Field{"wechat": {Text: "example_wechat"}}}); err != nil {
			t.Fatal(err)
		}
		check := data.Check{At: at, Rang: true, Kit: "KIT-0099", Initials: "LM"}
		if err := s.AddCheck(ctx, kept.Person, check); err != nil {
			t.Fatal(err)
		}
		for _, code := range []data.ReceiptCode{gone.Code, data.CodeOf(forgotten)} {
			if !must(s.Erase(ctx, code))(t) {
				t.Error("nobody was erased")
			}
		}
		after := func() {
			t.Helper()
			sound2(t, s)
			seen := map[string]data.Record{}
			for _, r := range records2(t, s, f.eventKey(t)) {
				seen[r.Person] = r
			}
			if len(seen) != f.status.Signups { // one more, one fewer
				t.Errorf("%d people, want %d", len(seen), f.status.Signups)
			}
			if r := seen[kept.Person]; r.Fields["phone"].Text != "13800007521" || r.Fields["name"].Text != "𠮷后来" || !reflect.DeepEqual(r.Checks, []data.Check{check}) {
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
