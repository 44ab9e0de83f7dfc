package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"matchbooth/ui/cli/manual"
)

func grammarTree(t *testing.T, lang string) *manual.Command {
	t.Helper()
	root, err := inEnglish(t).tree(lang)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// Every command has an example, which --help and the manual show, and which can be typed as it stands.
func TestEveryCommandHasAnExampleThatCanBeTyped(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	seen, vars := 0, kong.Vars(inEnglish(t).help())
	grammarTree(t, "en").Each(func(c *manual.Command) {
		list := manual.Examples(c.Path)
		if len(list) == 0 {
			t.Errorf("%q has no example", c.Path)
		}
		for _, line := range list {
			seen++
			typed, is := strings.CutPrefix(line+" ", "matchbooth ")
			if !is {
				t.Errorf("%q: %s is no call of the program", c.Path, line)
			}
			typed, _, _ = strings.Cut(typed, ">")
			args := guideWord.FindAllString(typed, -1)
			for i := range args {
				args[i] = strings.Trim(args[i], `"`)
			}
			var g grammar
			parser, err := kong.New(&g, kong.Name("matchbooth"), vars, kong.Exit(func(int) {}), kong.Writers(&strings.Builder{}, &strings.Builder{}))
			if err != nil {
				t.Fatal(err)
			}
			k, err := parser.Parse(args)
			if err != nil {
				t.Errorf("%s: %v", line, err)
			} else if path := k.Selected().Path(); c.Path != "" && path != c.Path && !strings.HasPrefix(path, c.Path+" ") {
				t.Errorf("%s is an example of %q, and calls %q", line, c.Path, path)
			}
		}
		var said bytes.Buffer
		help := *inEnglish(t).Call
		help.Stdout = &said
		if err := (&Call{&help}).run(append(strings.Fields(c.Path), "--help")); err != nil {
			t.Errorf("%q --help: %v", c.Path, err)
		} else if len(list) > 0 && !strings.HasSuffix(said.String(), "\n  "+list[len(list)-1]+"\n") {
			t.Errorf("%q --help does not end with its example:\n%s", c.Path, said.String())
		}
	})
	if seen < 50 {
		t.Errorf("only %d examples were tried", seen)
	}
}

// The scripts propose files where a file is meant: so somebody has to say of each value what it is.
func TestEveryValueOfTheGrammarIsOfAKnownKind(t *testing.T) {
	values := 0
	grammarTree(t, "en").Each(func(c *manual.Command) {
		for _, o := range c.Options {
			if o.Placeholder == "" {
				continue
			}
			values++
			if manual.Unknown(o.Value, o.Placeholder) && o.Placeholder != "STRING" && !strings.HasSuffix(o.Placeholder, ",...") {
				t.Errorf("%s --%s: nobody said whether %s is a file (kinds in manual/tree.go)", c.Path, o.Name, o.Placeholder)
			}
		}
		for _, a := range c.Arguments {
			values++
			if manual.Unknown(a.Value, "<"+a.Name+">") {
				t.Errorf("%s: nobody said whether <%s> is a file (kinds in manual/tree.go)", c.Path, a.Name)
			}
		}
	})
	if values < 100 {
		t.Errorf("only %d values were looked at", values)
	}
}

// The pages are read without a warning by both programs that set them, in both languages, and leave no command out.
func TestManualPagesAreCleanAndWhole(t *testing.T) {
	dir := t.TempDir()
	var checks [][]string
	for _, c := range [][]string{{"mandoc", "-Tlint", "-Wwarning"}, {"man", "--warnings", "-E", "UTF-8", "-Tutf8", "-l"}} {
		if _, err := exec.LookPath(c[0]); err == nil {
			checks = append(checks, c)
		}
	}
	for _, lang := range manualLangs {
		root := grammarTree(t, lang)
		pages := manual.Pages(root, inEnglish(t).Texts.In(lang).S, time.Date(2026, 5, 21, 0, 0, 0, 0, time.UTC))
		if len(pages) != len(root.Children)+1 {
			t.Errorf("%s: %d pages for %d commands", lang, len(pages), len(root.Children))
		}
		root.Each(func(c *manual.Command) {
			page := pages["matchbooth.1"]
			if first, _, _ := strings.Cut(c.Path, " "); first != "" {
				page = pages["matchbooth-"+first+".1"]
			}
			for _, o := range c.Options {
				if !strings.Contains(page, `\fB\-\-`+strings.ReplaceAll(o.Name, "-", `\-`)+`\fR`) {
					t.Errorf("%s: the page of %q does not know --%s", lang, c.Path, o.Name)
				}
			}
		})
		for name, page := range pages {
			if unfilled := regexp.MustCompile(`⟦[^⟧]*⟧`).FindString(page); unfilled != "" {
				t.Errorf("%s %s: %s", lang, name, unfilled)
			}
			file := filepath.Join(dir, lang+"-"+name)
			if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, check := range checks {
				cmd := exec.Command(check[0], append(slices.Clone(check[1:]), file)...)
				cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
				var said bytes.Buffer
				cmd.Stderr = &said
				out, err := cmd.Output()
				if check[0] == "mandoc" {
					said.Write(out)
				}
				if err != nil || said.Len() > 0 {
					t.Errorf("%s %s: %s: %v\n%s", lang, name, check[0], err, said.String())
				}
			}
		}
	}
	if len(checks) < 2 {
		t.Logf("only %d of man and mandoc are installed here", len(checks))
	}
}

// What the command writes is what the package has: both languages, in the folders where man looks.
func TestManualWritesBothLanguages(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man")
	if err := inEnglish(t).run([]string{"manual", dir}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"man1/matchbooth-export.1": "EXAMPLES", "zh_CN/man1/matchbooth-export.1": "示例"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.Contains(string(raw), ".SH "+want+"\n") {
			t.Errorf("%s: %v\n%s", name, err, raw)
		}
	}
}
