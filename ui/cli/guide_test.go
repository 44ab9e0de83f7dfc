package cli

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/alecthomas/kong"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event/draft"
	"matchbooth/ui/cli/call"
)

var (
	guideBlock  = regexp.MustCompile("(?s)```[^`\n]*\n(.*?)```")
	guideNote   = regexp.MustCompile(`\s#\s.*$`) // as a shell passes over it
	guideInline = regexp.MustCompile("`([^`]+)`")
	guideWord   = regexp.MustCompile(`"[^"]*"|\S+`)
)

// guidePages are all pages for people that name commands, but for the one that is made from the program, with its own signs
// for what is optional.
func guidePages(t *testing.T) []string {
	t.Helper()
	top := filepath.Join("..", "..")
	pages := []string{filepath.Join(top, "packaging", "README.md"), filepath.Join(top, "packaging", "windows", "README.md")}
	for _, in := range []string{top, filepath.Join(top, "docs"), filepath.Join(top, ".github", "ISSUE_TEMPLATE")} {
		more, err := filepath.Glob(filepath.Join(in, "*.md"))
		if err != nil || len(more) < 4 {
			t.Fatal(in, more, err)
		}
		pages = append(pages, more...)
	}
	return slices.DeleteFunc(pages, func(p string) bool { return filepath.Base(p) == "cli.md" })
}

// oneParser reads the program's calls and carries none out. To make one takes a while, so tests share it; it may take arguments for
// there that a call before gave. TestTheGuidesCanBeDone finds what that hides.
var oneParser = sync.OnceValues(func() (*kong.Kong, error) {
	texts, err := text.Load()
	if err != nil {
		return nil, err
	}
	c := &Call{call.New(context.Background(), texts, "en", nil, nil, nil)}
	return kong.New(new(grammar), kong.Name("matchbooth"), kong.Vars(c.help()), kong.Exit(func(int) {}), kong.Writers(&strings.Builder{}, &strings.Builder{}))
})

// parsed is what the program says of a call that it does not carry out.
func parsed(t *testing.T, args []string) error {
	t.Helper()
	for i := range args {
		args[i] = strings.Trim(args[i], `"`)
	}
	p, err := oneParser()
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Parse(args)
	return err
}

// called is how a guide calls the program: from its folder, where it is installed, as the account of the booth, on Windows.
var called = regexp.MustCompile(`^(?:\$ )?(?:sudo -iu booth )?(?:\./|\.\\)?matchbooth(?:-cli)?(?:\.exe)? `)

// Every command in a block of a guide is one, with its options: it can be copied. One in the middle of a sentence may leave out
// what the sentence says, but names nothing that there is not.
func TestCommandsOfTheGuidesCanBeCopied(t *testing.T) {
	seen, inline := 0, 0
	for _, file := range guidePages(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		for _, m := range guideBlock.FindAllStringSubmatch(text, -1) {
			for line := range strings.Lines(m[1]) {
				line = strings.TrimSpace(line)
				typed := called.ReplaceAllString(line, "")
				if typed == line || strings.ContainsAny(line, "…|[<") {
					continue
				}
				seen++
				if err := parsed(t, guideWord.FindAllString(guideNote.ReplaceAllString(typed, ""), -1)); err != nil {
					t.Errorf("%s: %s: %v", filepath.Base(file), line, err)
				}
			}
		}
		for _, m := range guideInline.FindAllStringSubmatch(guideBlock.ReplaceAllString(text, ""), -1) {
			said := strings.Join(strings.Fields(m[1]), " ")
			typed := called.ReplaceAllString(said, "")
			if typed == said || strings.ContainsAny(said, "|[<>$") || strings.HasPrefix(typed, "ssh-") {
				continue
			}
			inline++
			args := guideWord.FindAllString(strings.ReplaceAll(typed, "…", ""), -1)
			if err := parsed(t, args); err != nil && !strings.HasPrefix(err.Error(), "missing ") && !strings.HasPrefix(err.Error(), "expected ") && !strings.Contains(err.Error(), `got "EOL"`) {
				t.Errorf("%s: %s: %v", filepath.Base(file), said, err)
			}
		}
	}
	if seen < 80 || inline < 80 {
		t.Errorf("only %d commands were found, and %d in sentences", seen, inline)
	}
}

// What the organiser's guide says of its way holds: how many questions there are, that a program that is not installed is
// called by ./, and where the table of typed forms lies that was printed.
//
// Whoever organises an event downloads the program: that comes before anything is built, here and wherever a guide has both.
func TestTheOrganisersGuideHolds(t *testing.T) {
	if n := len(draft.Questions()); n < 26 || n > 34 {
		t.Errorf("the guides say about thirty questions; there are %d", n)
	}
	for file, has := range map[string][]string{
		"organiser.zh.md": {"大约三十个问题", "每条命令前加 `./`", "prints/table-zh.xlsx", "--lang zh --size 1280x800"},
		"organiser.md":    {"About thirty questions", "write `./` before each command", "prints/table-en.xlsx", "--lang zh --size 1280x800"},
	} {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range has {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s does not say %q", file, want)
			}
		}
	}
	both := 0
	for _, file := range guidePages(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		built, got := strings.Index(string(raw), "make build"), firstOf(string(raw), "apt install ./matchbooth_", "apt install ./matchbooth-hub_")
		if run := strings.Index(string(raw), "\nmake run "); built < 0 {
			built = run
		}
		switch name := filepath.Base(file); {
		case built < 0 && got < 0 || strings.HasPrefix(name, "dev"):
		case got < 0 && strings.HasPrefix(name, "README"): // packaging
		case got < 0 || built >= 0 && built < got:
			t.Errorf("%s has the program built before it is downloaded", name)
		default:
			both++
		}
	}
	if both < 6 {
		t.Errorf("only %d guides say how the program is installed", both)
	}
}

// firstOf is where the first of some words stands; -1 for none.
func firstOf(text string, words ...string) int {
	at := -1
	for _, w := range words {
		if i := strings.Index(text, w); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	return at
}
