package form

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

var (
	keyForm = regexp.MustCompile(`^(problem|hint|doubt)\.[a-z.]+$`)
	argForm = regexp.MustCompile(`\{\{\.([A-Za-z]+)\}\}`)
)

// keys are the catalogue keys that stand in the code of this package.
func keys(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil && keyForm.MatchString(s) {
					found[s] = true
				}
			}
			return true
		})
	}
	return found
}

func sentences(t *testing.T, lang string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "assets", "text", "form."+lang+".toml"))
	if err != nil {
		t.Fatal(err)
	}
	flat := map[string]string{}
	if err := toml.Unmarshal(raw, &flat); err != nil {
		t.Fatal(err)
	}
	return flat
}

func TestEveryProblemAndHintHasASentenceInBothLanguages(t *testing.T) {
	zh, en := sentences(t, "zh"), sentences(t, "en")
	used := keys(t)
	if len(used) < 25 {
		t.Fatalf("only %d keys were found in the code", len(used))
	}
	for key := range used {
		if zh[key] == "" || en[key] == "" {
			t.Errorf("%s has no sentence in both languages", key)
		}
	}
	for _, key := range slices.Concat(slices.Collect(maps.Keys(zh)), slices.Collect(maps.Keys(en))) {
		if !used[key] {
			t.Errorf("%s is said nowhere", key)
		}
		if a, b := args(zh[key]), args(en[key]); !slices.Equal(a, b) {
			t.Errorf("%s wants %v in Chinese and %v in English", key, a, b)
		}
	}
}

// args are what a sentence has to be filled with.
func args(sentence string) (names []string) {
	for _, m := range argForm.FindAllStringSubmatch(sentence, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestASentenceGetsTheNumbersItAsksFor(t *testing.T) {
	zh := sentences(t, "zh")
	want := map[string]bool{}
	for key, s := range zh {
		if len(args(s)) > 0 {
			want[key] = true
		}
	}
	for _, c := range []struct{ kind, in string }{
		{"name", strings.Repeat("长", 101)}, {"text", strings.Repeat("x", 300)}, {"email", strings.Repeat("a", 60) + "@" + strings.Repeat(strings.Repeat("b", 60)+".", 4) + "org"},
		{"month", "2099-01"}, {"date", "2099-01-01"},
		{"phone", "852 5123 4567"}, {"phone", "886912345678"}, {"phone", "21-63846590"},
	} {
		in := ctx
		in.Table = true // where there are doubts as well
		_, problems, doubts := check(kinds()[c.kind], text(c.in), in)
		for _, d := range doubts {
			problems = append(problems, Problem(d))
		}
		if len(problems) != 1 {
			t.Fatalf("%s: problems %v", c.kind, problems)
		}
		p := problems[0]
		delete(want, p.Key)
		for _, name := range args(zh[p.Key]) {
			if _, ok := p.Args[name].(int); !ok {
				t.Errorf("%s comes without %s", p.Key, name)
			}
		}
	}
	for key := range want {
		t.Errorf("%s asks for numbers and is not tried here", key)
	}
}
