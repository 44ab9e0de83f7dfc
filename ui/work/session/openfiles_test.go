package session

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/ui/work/handover"
)

// A file that anybody can read and that lies elsewhere is remembered, across locking and starting anew, until it was deleted or
// handed over; a closed one, and one in this computer's own folder, are not. Nothing about anybody is kept of it.
func TestOpenFilesAreRemembered(t *testing.T) {
	d, s, _ := atBooth(t, 2)
	stick, away := t.TempDir(), filepath.Join(t.TempDir(), "stick")
	if err := os.Mkdir(away, 0o700); err != nil {
		t.Fatal(err)
	}
	r := d.Opened().Records[0]
	give := func(of Handing) Handed {
		t.Helper()
		h, err := d.HandOver(t.Context(), of, nil)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	give(Handing{For: handover.Us, Format: "xlsx", Phrase: true, Folder: stick})
	give(Handing{For: handover.Us, Format: "csv", To: "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", Folder: stick})
	give(Handing{For: handover.Us, Format: "csv", Folder: d.Folder()})
	if list := d.OpenFiles(); len(list) > 0 {
		t.Fatalf("remembered: %v", list)
	}
	open := []Handed{
		give(Handing{For: handover.Us, Format: "csv", Folder: stick}),
		give(Handing{For: handover.Person, Person: r.Person, Format: "pdf", Folder: stick}),
		give(Handing{For: handover.Registry, Format: "vcf", Folder: away}),
		give(Handing{For: handover.Person, Person: r.Person, Format: "json", Folder: stick}),
	}
	d.Lock()
	d = New(s, pack(t), filepath.Dir(d.Folder()), time.Now, nil)
	if err := os.Rename(away, away+"-gone"); err != nil { // pulled out
		t.Fatal(err)
	}
	if err := os.Remove(open[3].Path); err != nil { // somebody has deleted it elsewhere
		t.Fatal(err)
	}
	list := d.OpenFiles()
	if len(list) != 3 || list[0].Path != open[0].Path || list[0].People != 3 || !list[0].There || list[1].People != 1 || list[2].There {
		t.Fatalf("remembered: %+v", list)
	}
	if err := d.Settle(t.Context(), list[0].Path, true); err == nil {
		t.Error("a locked desk settles something")
	}
	if err := d.Unlock(t.Context(), []byte(data.PracticePassphrase), "HM"); err != nil {
		t.Fatal(err)
	}
	defer d.Lock()
	for i, f := range list[1:] {
		if err := d.Settle(t.Context(), f.Path, i == 1); err != nil {
			t.Fatal(err)
		}
	}
	if left := d.OpenFiles(); len(left) != 1 || left[0].Path != open[0].Path {
		t.Errorf("left: %v", left)
	}
	if _, err := os.Stat(open[1].Path); !os.IsNotExist(err) {
		t.Error("what was to be deleted is there")
	}
	acts, err := s.AuditLog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, what := range []string{"open file deleted", "open file handed over"} {
		if a := acts[len(acts)-2+i]; a.What != what || a.Who != "HM" || a.Persons == 0 {
			t.Errorf("the audit has %+v", a)
		}
	}
}
