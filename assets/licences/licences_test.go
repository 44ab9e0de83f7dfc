package licences

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What the program says is what go.mod says: whoever raises a version, or adds a module, has to collect anew. Whether all that is
// linked is there, .ci/static.sh licences asks.
func TestTheCollectionIsThatOfGoMod(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	versions := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) (v\S+)`).FindAllStringSubmatch(string(mod), -1) {
		versions[m[1]] = m[2]
	}
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	index, err := os.ReadFile("../../docs/licenses/README.md")
	if err != nil {
		t.Fatal(err)
	}
	modules := 0
	for _, p := range all {
		if p.Kind == "module" {
			if modules++; versions[p.Name] != p.Version {
				t.Errorf("%s is %s in the collection and %q in go.mod: run make licences", p.Name, p.Version, versions[p.Name])
			}
		}
		if len(p.Texts) == 0 || p.Licence == "" || len(p.Systems) == 0 {
			t.Errorf("%s has no licence", p.Name)
		}
		for _, x := range p.Texts {
			if strings.TrimSpace(x.Text) == "" {
				t.Errorf("%s: %s is empty", p.Name, x.File)
			}
		}
		row := regexp.MustCompile(`(?m)^\| \[` + regexp.QuoteMeta(p.Name) + `\]\((\S+)\) \| ` + regexp.QuoteMeta(p.Version) + ` ?\| ` + regexp.QuoteMeta(p.Licence) + ` \|`).FindSubmatch(index)
		if row == nil {
			t.Errorf("docs/licenses/README.md does not list %s %s under %s", p.Name, p.Version, p.Licence)
			continue
		}
		page, err := os.ReadFile(filepath.Join("../../docs/licenses", string(row[1])))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, x := range p.Texts {
			if !strings.Contains(string(page), strings.TrimRight(x.Text, "\n")) {
				t.Errorf("docs/licenses/%s lacks what the program has of %s", row[1], x.File)
			}
		}
	}
	if modules < 40 || len(all) < modules+10 {
		t.Errorf("only %d parts, %d of them modules", len(all), modules)
	}
}

func TestEachSystemHasItsOwnParts(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	here, err := Parts()
	if err != nil {
		t.Fatal(err)
	}
	if len(here) >= len(all) || len(here) < len(all)*3/4 {
		t.Errorf("%d of %d parts are in this program", len(here), len(all))
	}
}

// It is small enough to be in every copy; docs/dependencies.md says how small.
func TestTheCollectionIsSmall(t *testing.T) {
	if len(packed) > 64<<10 {
		t.Errorf("the licences take %d bytes", len(packed))
	}
}
