package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// A promise is a row of docs/promises.md.
type promise struct {
	words    [2]string // en, zh; zh is "" for what is in English only
	where    string    // a consent's text, its rows, a text of the screens, or SECURITY.md
	commands []string
	held     []string // tests, and scripts of the command line
}

var promiseLangs = [2]string{"en", "zh"}

// promisesOf reads the page: the promises, and the texts that it says are none.
func promisesOf(t *testing.T) (list []promise, none []string) {
	t.Helper()
	page, err := os.ReadFile("docs/promises.md")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile("`([^`]+)`")
	section := ""
	for line := range strings.Lines(string(page)) {
		if head, ok := strings.CutPrefix(line, "## "); ok {
			section = strings.TrimSpace(head)
		}
		if section == "Not promises" {
			for _, m := range quoted.FindAllStringSubmatch(line, -1) {
				none = append(none, m[1])
			}
		}
		cells := strings.Split(strings.TrimSpace(line), "|")
		if section != "Promises" || len(cells) != 8 || strings.HasPrefix(cells[1], "---") || cells[1] == " words " {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(cells[i]), "–"))
		}
		p := promise{words: [2]string{cells[1], cells[2]}, where: cells[3]}
		if cells[4] != "" {
			p.commands = strings.Split(cells[4], ", ")
		}
		for _, m := range quoted.FindAllStringSubmatch(cells[6], -1) {
			p.held = append(p.held, m[1])
		}
		list = append(list, p)
	}
	if len(list) == 0 {
		t.Fatal("docs/promises.md has no promise")
	}
	return list, none
}

// promised are the texts that make promises, by place and language: the consents of the built-in event, what stands on the
// visitor's screens and in the copy that people get, and SECURITY.md.
func promised(t *testing.T) map[string][2]string {
	t.Helper()
	all := map[string][2]string{}
	put := func(place string, i int, text string) {
		w := all[place]
		w[i] = strings.Join(strings.Fields(text), " ")
		all[place] = w
	}
	read := func(name string) string {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for i, lang := range promiseLangs {
		files, _ := filepath.Glob("assets/event/consents/*." + lang + ".md")
		for _, f := range files {
			put(strings.TrimSuffix(filepath.Base(f), "."+lang+".md"), i, read(f))
		}
		for _, f := range []string{"signup", "frame", "copy"} {
			texts := map[string]string{}
			if err := toml.Unmarshal([]byte(read("assets/text/"+f+"."+lang+".toml")), &texts); err != nil {
				t.Fatal(err)
			}
			for key, text := range texts {
				if !strings.HasPrefix(key, "desk.") { // what volunteers read promises nobody anything
					put(key, i, text)
				}
			}
		}
	}
	// What stands on the screen of a consent: its sentence and its rows.
	var pack struct {
		Consents []struct {
			ID       string            `toml:"id"`
			Sentence map[string]string `toml:"sentence"`
			Rows     []struct {
				Label map[string]string `toml:"label"`
				Value map[string]string `toml:"value"`
			} `toml:"rows"`
		} `toml:"consents"`
	}
	if err := toml.Unmarshal([]byte(read("assets/event/event.toml")), &pack); err != nil {
		t.Fatal(err)
	}
	if len(pack.Consents) == 0 {
		t.Fatal("the built-in event has no consents")
	}
	for i, lang := range promiseLangs {
		for _, c := range pack.Consents {
			put(c.ID+" sentence", i, c.Sentence[lang])
			said := ""
			for _, r := range c.Rows {
				said += "\n" + r.Label[lang] + ": " + r.Value[lang] + "; "
			}
			put(c.ID+" rows", i, said)
		}
	}
	put("SECURITY.md", 0, read("SECURITY.md"))
	return all
}

// Whatever is promised stands where the page says, and the commands and tests that it names exist.
func TestPromisesAreKeptBySomething(t *testing.T) {
	cli, err := os.ReadFile("docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err = filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (name == "out" || name != "." && strings.HasPrefix(e.Name(), ".")):
			return fs.SkipDir
		}
		if strings.HasSuffix(name, "_test.go") {
			b, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			for _, m := range declared.FindAllStringSubmatch(string(b), -1) {
				tests[m[1]] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	texts := promised(t)
	list, none := promisesOf(t)
	for _, p := range list {
		text, ok := texts[p.where]
		if !ok {
			t.Errorf("%s: there is no such place; consents go by their file, texts by their key", p.where)
		}
		for i, w := range p.words {
			if !strings.Contains(text[i], w) {
				t.Errorf("%s does not say (%s) %q: put the page right, or the promise", p.where, promiseLangs[i], w)
			}
			if w == "" && text[i] != "" {
				t.Errorf("%s: what it promises in %s is missing", p.where, promiseLangs[i])
			}
		}
		for _, c := range p.commands {
			if !strings.Contains(string(cli), "\n### "+c+"\n") {
				t.Errorf("%s: there is no command %s", p.where, c)
			}
		}
		if len(p.held) == 0 {
			t.Errorf("%s: nothing holds %q", p.where, p.words[0])
		}
		for _, h := range p.held {
			if _, err := os.Stat(h); !tests[h] && err != nil {
				t.Errorf("%s: there is no test %s", p.where, h)
			}
		}
	}
	for _, key := range none {
		if _, ok := texts[key]; !ok {
			t.Errorf("%s is listed as no promise, and does not exist", key)
		}
	}
}

// promising are words of promises: whoever reads such a sentence counts on something.
var promising = [2]*regexp.Regexp{
	regexp.MustCompile(`(?i)\beras|\bcorrect|\bwithdr|\bcopy\b|\bsealed\b|only the organisers|stays? here|will not contact|may contact|change your mind|nothing goes|no further|we tell`),
	regexp.MustCompile(`删除|更正|撤回|复制|加密|只有组织者|不会为此联系|可以用你留的|改主意|不会交出去|不再交给|不交|告诉对方`),
}

var sentenceEnd = regexp.MustCompile(`[。；;] ?|[.!?] |$`)

// No sentence that reads as a promise is missing on the page, in either language.
func TestEveryPromiseIsListed(t *testing.T) {
	list, none := promisesOf(t)
	for place, text := range promised(t) {
		if place == "SECURITY.md" || slices.Contains(none, place) {
			continue // a page of its own about what is guarded how: what of it is the desk's is chosen by hand
		}
		for i := range promiseLangs {
			var listed [][2]int
			for _, p := range list {
				if at := strings.Index(text[i], p.words[i]); p.where == place && p.words[i] != "" && at >= 0 {
					listed = append(listed, [2]int{at, at + len(p.words[i])})
				}
			}
			from := 0
			for _, end := range sentenceEnd.FindAllStringIndex(text[i], -1) {
				s := text[i][from:end[1]]
				if promising[i].MatchString(s) && !slices.ContainsFunc(listed, func(l [2]int) bool { return l[0] < end[1] && from < l[1] }) {
					t.Errorf("%s promises something that docs/promises.md does not list: %q. List it with what keeps it, or its place under Not promises", place, s)
				}
				from = end[1]
			}
		}
	}
}
