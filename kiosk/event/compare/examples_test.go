package compare

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/kiosk/event"
)

// Every pack under docs/examples is one that somebody may copy: no fault, nothing to be written, nothing of the built-in
// event, and for practice, since its numbers and links reach nobody.
func TestTheExamplesOfTheGuideAreGoodPacks(t *testing.T) {
	folders, err := filepath.Glob("../../../docs/examples/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			if info, err := os.Stat(folder); err != nil || !info.IsDir() {
				t.Fatalf("not a folder: %v", err)
			}
			src, faults, err := event.Read(folder)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range faults {
				t.Error(f)
			}
			if src == nil {
				return
			}
			for _, f := range append(src.Pack.CheckPictures(), Warnings(src, day)...) {
				t.Error(f)
			}
			for _, p := range src.Pack.Placeholders() {
				t.Error(p)
			}
			if !src.Pack.Practice {
				t.Error("it may go live")
			}
			if src.Pack.ID != filepath.Base(folder) {
				t.Errorf("its id is %s", src.Pack.ID)
			}
			for _, w := range src.Texts {
				if _, ok := names(w.Text); ok && !general.MatchString(w.Path) && !strings.HasPrefix(w.Path, "stories") {
					t.Errorf("%s:%d: names the built-in event: %s", w.File, w.Line, w.Text)
				}
			}
			for _, s := range src.Pack.Stories {
				t.Errorf("tells the story of %s: no donor has been asked", s.ID)
			}
		})
	}
}
