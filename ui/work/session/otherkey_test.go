package session

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// Another booth's event-key.age under the same passphrase opens the desk and nobody in it. Exporting there writes no file,
// and marks nobody as told: a file with nobody in it would count as the one that told the registry of the erased.
func TestAKeyThatOpensNobodyExportsNothing(t *testing.T) {
	event := pack(t)
	dirs := []string{filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")}
	for _, dir := range dirs {
		if err := data.CreatePractice(dir, event.ID, data.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	s, err := data.Open(dirs[0], data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	var all []data.Saved
	for range 2 {
		saved, err := s.SignUp(ctx, record.SignUp{At: time.Now(), Lang: "zh", Source: "screen", Fields: map[string]record.Field{"name": {Text: "甲"}}})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, saved)
	}
	own, err := s.Unlock([]byte(data.PracticePassphrase))
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	if err := s.MarkExported(ctx, "csv", "us", []entry.ReceiptCode{all[0].Code, all[1].Code}); err != nil {
		t.Fatal(err)
	}
	if found, err := s.Erase(ctx, all[0].Code); err != nil || !found {
		t.Fatal(found, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile(filepath.Join(dirs[1], "event-key.age"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dirs[0], "event-key.age"), foreign, 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err = data.Open(dirs[0], data.Options{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := New(s, event, dirs[0], time.Now, nil)
	var _ Desk = d
	if err := d.Unlock(ctx, []byte(data.PracticePassphrase), "LM"); err != nil {
		t.Fatal(err)
	}
	defer d.Lock()
	out := t.TempDir()
	done, err := d.HandOver(ctx, Handing{For: "us", Format: "csv", Folder: out}, nil)
	list, _ := os.ReadDir(out)
	if err == nil || done.Path != "" || len(list) > 0 {
		t.Errorf("wrote %q, %v: %d files", done.Path, err, len(list))
	}
	told, unread, err := s.ErasedSinceExport(ctx, own, "us")
	if err != nil || unread > 0 || len(told) != 1 || told[0] != all[0].Code {
		t.Errorf("to be told of: %v, %d lists unread, %v", told, unread, err)
	}
}
