package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the whole rule of who may import whom (docs/architecture.md): main → ui →
// kiosk, data → assets. A floor may always import itself.
var mayImport = map[string][]string{
	"main":   {"ui"},
	"ui":     {"kiosk", "data", "assets"},
	"kiosk":  {"assets"},
	"data":   {"assets"},
	"assets": {},

	"packaging": {}, // only tests, of what starts the booth on a computer
}

// testsMayImport lists what test files may do beyond that: a test may reach for what the
// program may not, where it has to bring two halves together.
var testsMayImport = map[string][]string{
	"assets": {"kiosk"}, // the built-in pack is checked by the real checker
}

const module = "matchbooth"

// source is one Go file of ours with what it imports.
type source struct {
	path    string // from the root, with slashes
	floor   string
	test    bool
	imports []string
}

// sources parses the imports of every Go file in the repository, for every system
// and every build tag: a rule that holds only on Linux is no rule.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || name == "out") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		s := source{path: name, floor: floorOf(path.Dir(name)), test: strings.HasSuffix(name, "_test.go")}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, imported)
		}
		all = append(all, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d Go files were found: the test looks in the wrong place", len(all))
	}
	return all
}

// floorOf is the top-level folder of a folder, and main for the root.
func floorOf(folder string) string {
	if folder == "." {
		return "main"
	}
	floor, _, _ := strings.Cut(folder, "/")
	return floor
}

func TestEveryFloorImportsOnlyWhatItMay(t *testing.T) {
	for _, s := range sources(t) {
		allowed, known := mayImport[s.floor]
		if !known {
			t.Errorf("%s: %s is no floor of the house", s.path, s.floor)
			continue
		}
		if s.test {
			allowed = append(slices.Clone(allowed), testsMayImport[s.floor]...)
		}
		for _, imported := range s.imports {
			inside, ours := strings.CutPrefix(imported, module+"/")
			if !ours {
				continue
			}
			if target := floorOf(inside); target != s.floor && !slices.Contains(allowed, target) {
				t.Errorf("%s imports %s: %s may import only %v", s.path, imported, s.floor, allowed)
			}
		}
	}
}

func TestNothingBelowTheWindowKnowsTheToolkit(t *testing.T) {
	for _, s := range sources(t) {
		if s.floor == "ui" || s.floor == "main" {
			continue
		}
		for _, imported := range s.imports {
			if strings.HasPrefix(imported, "fyne.io/") {
				t.Errorf("%s imports %s: nothing below ui may", s.path, imported)
			}
		}
	}
}

func TestOnlyTheStoreKnowsSQL(t *testing.T) {
	for _, s := range sources(t) {
		if s.floor == "data" {
			continue
		}
		for _, imported := range s.imports {
			if imported == "database/sql" || strings.HasPrefix(imported, "modernc.org/sqlite") {
				t.Errorf("%s imports %s: only data may", s.path, imported)
			}
		}
	}
}

func TestTheTopLevelHoldsWhatTheDesignNames(t *testing.T) {
	allowed := map[string]bool{
		"main.go": true, "house_test.go": true, "silence_test.go": true, "go.mod": true, "go.sum": true, "FyneApp.toml": true,
		"ui": true, "kiosk": true, "data": true, "assets": true, "docs": true, "packaging": true,
		"Makefile": true, "README.md": true, "LICENSE": true, "SECURITY.md": true, "CONTRIBUTING.md": true, "CHANGELOG.md": true,
		"out": true, "matchbooth": true, "matchbooth.exe": true, // built, never committed
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !allowed[e.Name()] {
			t.Errorf("%s has no place at the top level; there is %v", e.Name(), slices.Sorted(maps.Keys(allowed)))
		}
	}
}

func TestMainOnlyHandsOver(t *testing.T) {
	text, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(text), "\n"); lines > 60 {
		t.Errorf("main.go has %d lines; it reads the command line and hands over, a few dozen lines", lines)
	}
}

// The program speaks to nobody over a network and listens to nobody: SECURITY.md promises it. Sockets of this computer (X,
// D-Bus, systemd) are opened by libraries that take no address from outside; tests may stand in for their other ends.
func TestNothingOfOursKnowsANetwork(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, imported := range s.imports {
			root, _, _ := strings.Cut(imported, "/")
			if root == "net" && imported != "net/url" && imported != "net/netip" || imported == "crypto/tls" || imported == "golang.org/x/net/websocket" {
				t.Errorf("%s imports %s", s.path, imported)
			}
		}
	}
}
