//go:build linux

package packaging_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var guides = []string{"../docs/kiosk.md", "../docs/kiosk.zh.md"}

// Every fault code that the program may show has a row in both guides, and the guides have no others.
func TestTheGuidesKnowEveryFaultCode(t *testing.T) {
	code := regexp.MustCompile(`"(MB-\d\d)"`)
	shown := map[string]bool{}
	sources, err := filepath.Glob("../kiosk/session/*.go")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no sources of the codes: %v", err)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range code.FindAllStringSubmatch(text(t, name), -1) {
			shown[m[1]] = true
		}
	}
	if len(shown) < 8 {
		t.Fatalf("only %d codes were found in the sources", len(shown))
	}
	row := regexp.MustCompile(`(?m)^\| (MB-\d\d) \| .+ \| .+ \|$`)
	for _, guide := range guides {
		told := map[string]bool{}
		for _, m := range row.FindAllStringSubmatch(text(t, guide), -1) {
			told[m[1]] = true
		}
		if !maps.Equal(shown, told) {
			t.Errorf("%s explains %v; the program shows %v", guide, slices.Sorted(maps.Keys(told)), slices.Sorted(maps.Keys(shown)))
		}
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// What the guides say to type is the same in both languages.
func TestTheGuidesSayTheSameCommands(t *testing.T) {
	block := regexp.MustCompile("(?s)```\n(.*?)```")
	var commands [2][]string
	for i, guide := range guides {
		for _, m := range block.FindAllStringSubmatch(text(t, guide), -1) {
			for line := range strings.Lines(m[1]) {
				line, _, _ = strings.Cut(line, "  ") // notes follow after blanks
				commands[i] = append(commands[i], strings.TrimSpace(line))
			}
		}
	}
	if !slices.Equal(commands[0], commands[1]) || len(commands[0]) < 15 {
		t.Errorf("%q\n%q", commands[0], commands[1])
	}
}

// Links of every page to files and to headings lead somewhere.
func TestTheGuidesLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)]+)\)`)
	pages := []string{"README.md", "windows/README.md", "../README.md", "../SECURITY.md", "../SECURITY.zh.md"}
	more, err := filepath.Glob("../docs/*.md")
	if err != nil || len(more) < 10 {
		t.Fatalf("%d pages in docs: %v", len(more), err)
	}
	for _, guide := range append(pages, more...) {
		for _, m := range link.FindAllStringSubmatch(text(t, guide), -1) {
			if strings.HasPrefix(m[1], "https://") {
				continue
			}
			file, anchor, _ := strings.Cut(m[1], "#")
			if file == "" {
				file = guide
			} else {
				file = filepath.Join(filepath.Dir(guide), file)
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: %s is not there", guide, m[1])
			} else if anchor != "" && !headings(t, file)[anchor] {
				t.Errorf("%s: there is no heading for %s", guide, m[1])
			}
		}
	}
}

// headings gives the anchors of a page, as the pages of repositories make them.
func headings(t *testing.T, page string) map[string]bool {
	t.Helper()
	strip := regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	got := map[string]bool{}
	for line := range strings.Lines(text(t, page)) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") {
			got[strings.ReplaceAll(strip.ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), ""), " ", "-")] = true
		}
	}
	return got
}

// The page about event packs names the same keys and kinds in both languages.
func TestThePackPagesNameTheSameKeys(t *testing.T) {
	key := regexp.MustCompile("`([a-z0-9_{}\\[\\]]+)`")
	var keys [2]map[string]bool
	for i, page := range []string{"../docs/event-pack.md", "../docs/event-pack.zh.md"} {
		keys[i] = map[string]bool{}
		for _, m := range key.FindAllStringSubmatch(text(t, page), -1) {
			keys[i][m[1]] = true
		}
	}
	if !maps.Equal(keys[0], keys[1]) || len(keys[0]) < 80 {
		t.Errorf("%v\n%v", slices.Sorted(maps.Keys(keys[0])), slices.Sorted(maps.Keys(keys[1])))
	}
}
