package data_test

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// testdata/format-3/live-cli is a frozen booth with bound ids, a signed key set with a third key, the desk's statements, a
// claim that was refused, sealed lists of exports and a chained audit; see testdata/format-3/README.md. What holds for the
// folders of before holds for it.

func readCLI3(t *testing.T) format2 {
	t.Helper()
	f := readFormat(t, "format-3", "live-cli")
	if f.status.Erased != 3 || len(f.KilledSaid) != 2 || f.AddedName != "branch" {
		t.Fatalf("the frozen files do not agree with one another: %+v", f.status)
	}
	return f
}

func open3(t *testing.T, dir string) *data.Store {
	t.Helper()
	s, _ := openFormat2(t, dir)
	return s
}

func TestFormat3IsFormat3(t *testing.T) {
	f := readCLI3(t)
	for _, folder := range []string{"folder", "second", "unclean"} {
		head := must(os.ReadFile(f.path(folder + "/booth.db")))(t)
		if v := binary.BigEndian.Uint32(head[60:64]); v != 6 {
			t.Errorf("%s: user_version %d", folder, v)
		}
	}
	if info := must(os.Stat(f.path("unclean/booth.db-wal")))(t); info.Size() == 0 {
		t.Error("unclean/ was closed cleanly: it shows nothing")
	}
}

func TestFormat3OpensAsItWas(t *testing.T) {
	f := readCLI3(t)
	dir := f.thaw(t, "folder")
	s := open3(t, dir)
	f.same3(t, s)
	f.opensFor(t, s)
	set := must(s.KeySet(t.Context()))(t)
	if !set.Signed || set.Serial != 2 || len(set.Keys) != 3 || set.Fault != "" || set.Keys[2].Name != "branch" {
		t.Errorf("the key set %+v", set)
	}
	// What the desk has said of the second booth, and when the event is.
	var was []data.BoothInfo
	if err := json.Unmarshal(must(os.ReadFile(f.path("booths.json")))(t), &was); err != nil {
		t.Fatal(err)
	}
	for _, b := range must(s.Booths(t.Context()))(t) {
		if b.ID == was[1].ID && !reflect.DeepEqual(b, was[1]) || b.ID == was[0].ID && (b.Lines != was[0].Lines || !b.This && !b.Own) {
			t.Errorf("%+v, were %+v", b, was)
		}
	}
	if claims := must(s.Claims(t.Context()))(t); len(claims) > 0 {
		t.Errorf("the claim that was refused waits again: %v", claims)
	}
	var audit []data.Audited
	if err := json.Unmarshal(must(os.ReadFile(f.path("audit.json")))(t), &audit); err != nil {
		t.Fatal(err)
	}
	log := must(s.AuditLog(t.Context()))(t)
	for i, a := range audit {
		if i >= len(log) || !log[i].At.Equal(a.At) || log[i].Who != a.Who || log[i].What != a.What || log[i].Persons != a.Persons {
			t.Fatalf("line %d of the audit is not %+v", i, a)
		}
	}
	if told := told2(t, s, f.eventKey(t), "registry"); len(told) == 0 {
		t.Error("whoever was handed over and erased since is not to be told of any more")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = must(data.Open(dir, clock2()))(t)
	defer s.Close()
	if said := s.Repaired(); len(said) > 0 {
		t.Errorf("the second opening said %q", said)
	}
	f.same3(t, s)
	f.goneForGood(t, s)
}

// same3 is asItWas without asking for the codes of the gone: where the own booth's erasure still waits, that writes another.
func (f format2) same3(t *testing.T, s *data.Store) {
	t.Helper()
	f.counts2(t, s)
	sound2(t, s)
	f.sameExport(t, s, f.eventKey(t))
	f.sameExport(t, s, f.recoveryKey(t))
}

func TestFormat3MergesWithItsSecondBooth(t *testing.T) {
	f := readCLI3(t)
	second := f.beside(t, "second")
	s := open3(t, f.thaw(t, "folder"))
	r := must(s.Merge(t.Context(), f.thaw(t, "second"), data.MergeOptions{}))(t)
	if r.Added != 0 || r.Conflicts+r.Damaged+r.Forged+r.Erasures+r.Ambiguous+len(r.Refused) != 0 {
		t.Errorf("again: %+v", r)
	}
	f.same3(t, s)
	s = open3(t, f.thaw(t, "second"))
	second.counts2(t, s)
	sound2(t, s)
	for _, from := range []string{f.thaw(t, "folder"), f.path("backup.zip")} {
		r := must(s.Merge(t.Context(), from, data.MergeOptions{}))(t)
		if r.Conflicts+r.Damaged+r.Forged+r.Ambiguous+len(r.Refused) != 0 {
			t.Errorf("into the second: %+v", r)
		}
	}
	sound2(t, s)
	f.goneForGood(t, s)
}

func TestFormat3BackupsAreRestored(t *testing.T) {
	f := readCLI3(t)
	dir := filepath.Join(t.TempDir(), "restored")
	info := must(data.Restore(f.path("backup.zip"), dir, clock2()))(t)
	if info.Persons != f.status.Signups || info.Entries != f.status.Entries || info.Booth == f.status.Booth {
		t.Errorf("restored %+v", info)
	}
	s := open3(t, dir)
	f.same3(t, s)
	must(s.Unlock([]byte(f.Passphrase)))(t).Close()

	earlier := filepath.Join(t.TempDir(), "earlier")
	must(data.Restore(f.path("backup-before.zip"), earlier, clock2()))(t)
	s = open3(t, earlier)
	key := must(s.Unlock([]byte(f.PassphraseBefore)))(t)
	defer key.Close()
	if got, want := codesIn2(t, s, key), f.codes(t, func(from string, _, _ bool) bool { return from != "second.csv" }); !slices.Equal(got, want) {
		t.Errorf("the earlier backup has %v, want %v", got, want)
	}
	opt := anyBooth()
	opt.Keys = func(data.KeyOffer) bool { return true }
	r := must(s.Merge(t.Context(), f.thaw(t, "folder"), opt))(t)
	if r.Conflicts+r.Damaged+r.Forged+r.Ambiguous != 0 || !r.KeysTaken {
		t.Errorf("%+v", r)
	}
	sound2(t, s)
	f.sameExport(t, s, f.eventKey(t))
	s = laterFormat2(t, s)
	f.goneForGood(t, s)
}

func TestFormat3IsRescued(t *testing.T) {
	f := readCLI3(t)
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
			s := open3(t, dir)
			c.want.counts2(t, s)
			sound2(t, s)
			c.want.sameExport(t, s, f.eventKey(t))
			c.want.sameExport(t, s, f.recoveryKey(t))
			if c.from == "unclean" {
				got := codesIn2(t, s, f.eventKey(t))
				for _, said := range f.KilledSaid {
					if !slices.Contains(got, entry.ReceiptCode(strings.ReplaceAll(said, "-", ""))) {
						t.Errorf("%s was called saved and is gone", said)
					}
				}
				return // from before anybody was forgotten
			}
			f.goneForGood(t, s)
			if claims := must(s.Claims(t.Context()))(t); len(claims) > 0 {
				t.Errorf("the desk's words were lost: %v", claims)
			}
		})
	}
}

// The third key opens what was kept after it was added, and nothing of before.
func TestFormat3AddedKeyOpensWhatCameAfterIt(t *testing.T) {
	f := readCLI3(t)
	s := open3(t, f.thaw(t, "folder"))
	key := identity2(t, f.AddedIdentity)
	defer key.Close()
	list, faults, err := s.Records(t.Context(), key, nil)
	if err != nil || len(list) != 0 || len(faults) == 0 {
		t.Errorf("%d people, %d faults, %v", len(list), len(faults), err)
	}
	saved := must(s.SignUp(t.Context(), record.SignUp{At: time.Now(), Lang: "zh", Source: "screen", Fields: map[string]record.Field{}}))(t)
	if list, _, err = s.Records(t.Context(), key, nil); err != nil || len(list) != 1 || list[0].Code != saved.Code {
		t.Errorf("%d people, %v", len(list), err)
	}
}
