package call

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCatalogueHasEverything holds both languages to the same keys and to every key
// that the commands use.
func TestCatalogueHasEverything(t *testing.T) {
	c := newTestCall(t)
	has := map[string]map[string]bool{}
	for _, lang := range []string{"zh", "en"} {
		has[lang] = map[string]bool{}
		for _, key := range c.Texts.Keys(lang) {
			has[lang][key] = true
		}
	}
	for key := range has["en"] {
		if strings.HasPrefix(key, "cli.") && !has["zh"][key] {
			t.Errorf("%s is not said in Chinese", key)
		}
	}
	for key := range has["zh"] {
		if strings.HasPrefix(key, "cli.") && !has["en"][key] {
			t.Errorf("%s is not said in English", key)
		}
	}
	var files []string
	for _, folder := range []string{"../*.go", "../*/*.go"} {
		found, err := filepath.Glob(folder)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	used := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range keyForm.FindAllStringSubmatch(string(b), -1) {
			used++
			if key := "cli." + m[1]; !has["en"][key] {
				t.Errorf("%s uses %s, which the catalogue lacks", f, key)
			}
		}
	}
	if used < 50 {
		t.Errorf("only %d keys found: does keyForm still fit the code?", used)
	}
	for _, k := range known {
		if !has["en"]["cli."+k.key] {
			t.Errorf("the catalogue lacks cli.%s", k.key)
		}
	}
}
