package app

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"matchbooth/assets/text"
)

// Every key that a screen names in plain sight must exist: a mark in a picture is seen too late.
func TestEveryKeyThatAScreenNamesExists(t *testing.T) {
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\bTx\("([^"]+)"[,)]`)
	for _, room := range []string{"../visit", "../desk", "../page"} {
		files, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range call.FindAllStringSubmatch(string(src), -1) {
				found++
				if !slices.Contains(c.Keys("zh"), m[1]) {
					t.Errorf("%s names %s, which is in no catalogue", path, m[1])
				}
			}
		}
		if least := map[string]int{"../visit": 50, "../desk": 30, "../page": 5}[room]; found < least {
			t.Errorf("found only %d calls in %s: the pattern looks past them", found, room)
		}
	}
}
