package data

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Where the second copy lay the last time there is a file now, or a booth: none can be written, and that must be said,
// for the volunteers still count on it.
func TestAMirrorThatCanBeNoneAnyMoreIsTold(t *testing.T) {
	dir, copies := filepath.Join(t.TempDir(), "booth"), filepath.Join(t.TempDir(), "card")
	if err := CreateLive(dir, liveSetup(), Options{}); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(copies, 0o700); err != nil {
		t.Fatal(err)
	}
	again := func(opt Options) (told string) {
		t.Helper()
		s, err := Open(dir, opt)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		return strings.Join(s.Repaired(), " ")
	}
	again(Options{Mirror: copies})
	if told := again(Options{ReuseMirror: true}); told != "" {
		t.Errorf("with the copy in its place: %q", told)
	}
	if err := os.Rename(copies, copies+" away"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copies, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if told := again(Options{ReuseMirror: true}); !strings.Contains(told, "no second copy now: "+copies) {
		t.Errorf("with a file in its place: %q", told)
	}
	if told := again(Options{}); told != "" {
		t.Errorf("where none was asked for: %q", told)
	}
}
