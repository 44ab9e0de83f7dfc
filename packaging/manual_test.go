//go:build linux

package packaging_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The pages of the scripts are read without a warning, name every option that the script takes, and say in both languages
// the same commands.
func TestManualPagesOfTheScripts(t *testing.T) {
	need(t, "mandoc", "man")
	option := regexp.MustCompile(`(?m)^\t(--[a-z-]+)\)`)
	for _, page := range []string{"matchbooth-session.1", "matchbooth-cage.1", "matchbooth-lockdown.8"} {
		script := text(t, strings.TrimSuffix(page, filepath.Ext(page)))
		for _, lang := range []string{"", "zh_CN"} {
			file := filepath.Join("man", lang, page)
			mustRun(t, nil, "mandoc", "-Tlint", "-Wwarning", file)
			// What man says of a page goes to standard error, and the page to standard output.
			if out := mustRun(t, []string{"LC_ALL=C.UTF-8"}, "sh", "-c", `exec man --warnings -E UTF-8 -Tutf8 -l "$0" 2>&1 >/dev/null`, file); out != "" {
				t.Errorf("%s: %s", file, out)
			}
			for _, m := range option.FindAllStringSubmatch(script, -1) {
				if !strings.Contains(text(t, file), strings.ReplaceAll(m[1], "-", `\-`)) {
					t.Errorf("%s does not name %s", file, m[1])
				}
			}
		}
	}
}

// After the installation the guides lie without the source: what they lead to lies beside them, in both languages.
func TestInstalledGuidesLeadSomewhere(t *testing.T) {
	stage := t.TempDir()
	mustRun(t, []string{"DESTDIR=" + stage, "PREFIX=/usr"}, "./install.sh", "install", program(t))
	docs := filepath.Join(stage, "usr/share/doc/matchbooth")
	link := regexp.MustCompile(`\]\(([^)]+)\)`)
	links, pages := 0, 0
	for _, name := range tree(t, docs) {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		pages++
		page := filepath.Join(docs, name)
		for _, m := range link.FindAllStringSubmatch(text(t, page), -1) {
			if strings.HasPrefix(m[1], "https://") {
				continue
			}
			links++
			file, anchor, _ := strings.Cut(m[1], "#")
			if file = filepath.Join(filepath.Dir(page), file); strings.HasPrefix(m[1], "#") {
				file = page
			}
			if _, err := os.Stat(file); err != nil || !strings.HasPrefix(file, docs) {
				t.Errorf("%s leads to %s, which was not installed", name, m[1])
			} else if anchor != "" && !headings(t, file)[anchor] {
				t.Errorf("%s: there is no heading for %s", name, m[1])
			}
		}
	}
	if links < 60 || pages < 10 {
		t.Errorf("only %d links on %d pages were followed", links, pages)
	}
	// What is not installed is still said, only not led to.
	if have := text(t, filepath.Join(docs, "kiosk.md")); !strings.Contains(have, "The whole way, step by step: packaging/windows.") {
		t.Error("kiosk.md lost the words of a link whose page is not installed")
	}
}
