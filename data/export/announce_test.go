package export

import (
	"os"
	"path/filepath"
	"testing"
)

func TestKilledExportIsSweptWhereverItWas(t *testing.T) {
	dir := t.TempDir()
	booth, home, stick := filepath.Join(dir, "booth"), filepath.Join(dir, "home [家]"), filepath.Join(dir, "stick")
	for _, d := range []string{booth, home, stick} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	left := func(d string) string {
		path := filepath.Join(d, ".matchbooth-1234.part")
		if err := os.WriteFile(path, []byte("people"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	there := func(path string) bool {
		_, err := os.Lstat(path)
		return err == nil
	}
	Announce(booth, filepath.Join(home, "people.csv")) // and then both were killed
	Announce(booth, filepath.Join(stick, "people.csv"))
	atHome, onStick := left(home), left(stick)
	if err := os.Rename(stick, stick+" in a pocket"); err != nil {
		t.Fatal(err)
	}
	SweepAnnounced(booth)
	if there(atHome) {
		t.Error("what the killed export left is still there")
	}
	if !there(filepath.Join(booth, announced)) {
		t.Error("the stick is forgotten before it came back")
	}
	Announce(booth, filepath.Join(home, "again.csv"))() // one that went well forgets nothing of it
	if err := os.Rename(stick+" in a pocket", stick); err != nil {
		t.Fatal(err)
	}
	SweepAnnounced(booth)
	if there(onStick) || there(filepath.Join(booth, announced)) {
		t.Error("the stick was not swept when it was back, or the list stayed")
	}
	kept := left(home) // nobody announced it: it is not ours to look for
	SweepAnnounced(booth)
	if !there(kept) {
		t.Error("swept where nothing was announced")
	}
	Announce(booth, filepath.Join(home, "well.csv"))()
	if there(filepath.Join(booth, announced)) {
		t.Error("an export that went well left its folder on the list")
	}
}
