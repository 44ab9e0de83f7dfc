package data_test

import (
	"bytes"
	"encoding/json"
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
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
)

// The folders below testdata/format-2 were made by the program as it was before the format changed. People have such
// folders on their disks, so what a later version makes of them is tried on them and not on folders of its own. This
// test stands outside the package: only what every caller sees has to stay.

// format2 is one of the frozen booths.
type format2 struct {
	set    string // the folder below testdata
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
		Purged bool   `toml:"purged"` // only in live-cli, as are the next and the two below
		From   string `toml:"from"`
	} `toml:"people"`
	PassphraseBefore string   `toml:"passphrase_before"`
	KilledSaid       []string `toml:"killed_said"`
}

func (f format2) path(name string) string {
	return filepath.Join("testdata", f.set, f.name, name)
}

func readFormat2(t *testing.T, name string) format2 { return readFormat(t, "format-2", name) }

func readFormat(t *testing.T, set, name string) format2 {
	t.Helper()
	f := format2{set: set, name: name, keys: name}
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
		if !p.Erased && !p.Purged {
			out = append(out, p.Person)
		}
	}
	slices.Sort(out)
	return out
}

func (f format2) erased(t *testing.T) (person string, code entry.ReceiptCode) {
	t.Helper()
	for _, p := range f.People {
		if p.Erased {
			return p.Person, entry.ReceiptCode(p.Code)
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

// laterFormat2 opens a folder again when the erasures of other booths have waited.
func laterFormat2(t *testing.T, s *data.Store) *data.Store {
	t.Helper()
	dir := s.Dir()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	opt := clock2()
	now := opt.Clock().Add(trust.WaitBeforeEmptying + time.Hour)
	s = must(data.Open(dir, data.Options{Clock: func() time.Time { return now }}))(t)
	t.Cleanup(func() { s.Close() })
	return s
}

// keyCache has the opened keys: a live one takes a second each.
var keyCache sync.Map

// eventKey is the key under the passphrase, from the file beside the frozen store.
func (f format2) eventKey(t *testing.T) keys.Opener {
	t.Helper()
	if key, ok := keyCache.Load(f.set + f.keys); ok {
		return key.(keys.Opener)
	}
	of := readFormat(t, f.set, f.keys)
	key := must(keys.OpenKeyFile(of.path("folder/event-key.age"), []byte(of.Passphrase)))(t)
	keyCache.Store(f.set+f.keys, key)
	return key
}

// recoveryKey is the second key: of a practice booth it lies in the folder, of a live one it was written down.
func (f format2) recoveryKey(t *testing.T) keys.Opener {
	t.Helper()
	of := readFormat(t, f.set, f.keys)
	if of.RecoveryKey == "" {
		return must(keys.OpenKeyFile(of.path("folder/recovery-key.age"), []byte(of.Passphrase)))(t)
	}
	return identity2(t, of.RecoveryKey)
}

func identity2(t *testing.T, secret string) keys.Opener {
	t.Helper()
	path := filepath.Join(t.TempDir(), "identity.txt")
	if err := os.WriteFile(path, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return must(keys.OpenIdentityFile(path))(t)
}

// records2 opens everybody and allows no fault, but for what was set aside because of who said it.
func records2(t *testing.T, s *data.Store, key keys.Opener) []record.Record {
	t.Helper()
	list, faults, err := s.Records(t.Context(), key, nil)
	faults = slices.DeleteFunc(faults, record.Fault.Aside)
	if err != nil || len(faults) > 0 {
		t.Fatalf("records: %v, faults %v", err, faults)
	}
	return list
}

func people2(t *testing.T, s *data.Store, key keys.Opener) (out []string) {
	t.Helper()
	for _, r := range records2(t, s, key) {
		out = append(out, r.Person)
	}
	slices.Sort(out)
	return out
}

// sameExport holds everybody in a store, as the export writes them, against the frozen export. It compares JSON and not
// bytes: how the file is laid out may change.
func (f format2) sameExport(t *testing.T, s *data.Store, key keys.Opener) {
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
	if err := s.AddCheck(t.Context(), person, record.Check{Initials: "LM"}); err == nil {
		t.Error("the erased person was checked")
	}
}

func eachFormat2(t *testing.T, run func(t *testing.T, f format2)) {
	for _, name := range []string{"practice", "live", "live-b"} {
		t.Run(name, func(t *testing.T) { run(t, readFormat2(t, name)) })
	}
}

// told2 are the erased codes that a recipient is still to be told of.
func told2(t *testing.T, s *data.Store, key keys.Opener, to string) []entry.ReceiptCode {
	t.Helper()
	codes, unread, err := s.ErasedSinceExport(t.Context(), key, to)
	if err != nil || unread > 0 {
		t.Fatalf("lists that do not open: %d, %v", unread, err)
	}
	return codes
}
