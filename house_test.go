package main

import (
	"errors"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the whole rule of who may import whom (docs/architecture.md): main → ui →
// kiosk, data → assets. A floor may always import itself. The hub beside them has a rule of its own, by rooms: see
// hubMayImport.
var mayImport = map[string][]string{
	"main":   {"ui"},
	"ui":     {"kiosk", "data", "assets"},
	"kiosk":  {"assets"},
	"data":   {"assets"},
	"assets": {},
	"hub":    {"kiosk", "data", "assets"},

	"packaging": {}, // only tests, of what starts the booth on a computer
}

// testsMayImport lists what test files may do beyond that: a test may reach for what the
// program may not, where it has to bring two halves together.
var testsMayImport = map[string][]string{
	"assets": {"kiosk"}, // the built-in pack is checked by the real checker
	"ui":     {"hub"},   // a booth pushes to and pulls from a hub that is one
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

// hubMayImport are the rooms that the second program may know: never the store, which opens what the hub only keeps.
var hubMayImport = []string{"data/entry", "data/keyset", "data/record", "data/seal", "data/wire", "data/words", "kiosk/event", "kiosk/form"}

// roomsOfHub is who in hub may import whom there.
var roomsOfHub = map[string][]string{
	"hub":       {"hub/cli"}, // main.go
	"hub/cli":   {"hub/serve", "hub/store", "hub/page"},
	"hub/serve": {"hub/store", "hub/page"},
	"hub/page":  {},
	"hub/store": {},
}

func TestTheHubNeverKnowsTheStore(t *testing.T) {
	seen := 0
	for _, s := range sources(t) {
		if s.floor != "hub" {
			continue
		}
		seen++
		room := path.Dir(s.path)
		within, known := roomsOfHub[room]
		if !known {
			t.Errorf("%s: %s is no room of hub. Put the file into one of %v, or give the new room its line in house_test.go and docs/architecture.md",
				s.path, room, slices.Sorted(maps.Keys(roomsOfHub)))
			continue
		}
		for _, imported := range s.imports {
			inside, ours := strings.CutPrefix(imported, module+"/")
			if imported == "C" || strings.HasPrefix(imported, "fyne.io/") {
				t.Errorf("%s imports %s: the hub is one static binary without a window", s.path, imported)
			}
			if !ours || inside == room || slices.Contains(within, inside) || floorOf(inside) == "assets" || slices.Contains(hubMayImport, inside) {
				continue
			}
			t.Errorf("%s imports %s: the hub may import only %v, and %s only %v of the hub. What both need belongs into a room that both may import", s.path, imported, hubMayImport, room, within)
		}
	}
	if seen < 10 {
		t.Errorf("only %d files of the hub were found: the test looks in the wrong place", seen)
	}
	// That holds for what these rooms import in turn, too: linked is linked.
	for _, s := range sources(t) {
		if s.test || !slices.Contains(hubMayImport, path.Dir(s.path)) {
			continue
		}
		for _, imported := range s.imports {
			if imported == module+"/data" || strings.HasPrefix(imported, module+"/data/internal/") {
				t.Errorf("%s imports %s, and the hub imports it: the hub would have the store", s.path, imported)
			}
		}
	}
}

// pushes is the one room of the booth that speaks to a hub.
const pushes = "ui/work/hub"

// What goes over a network is known to the hub, and to the one room of the booth that speaks to one. Nothing else in the
// booth can send anything, and the store least of all.
func TestOnlyTheHubAndOneRoomKnowTheWire(t *testing.T) {
	used := false
	for _, s := range sources(t) {
		if s.test || s.floor == "hub" || path.Dir(s.path) == "data/wire" {
			continue
		}
		for _, imported := range s.imports {
			switch {
			case imported == module+"/data/wire" && path.Dir(s.path) == pushes:
				used = true
			case imported == module+"/data/wire" || imported == module+"/hub" || strings.HasPrefix(imported, module+"/hub/"):
				t.Errorf("%s imports %s: SECURITY.md says that only %s speaks to a hub", s.path, imported, pushes)
			}
		}
	}
	if !used {
		t.Errorf("%s speaks to no hub any more: say so here and in SECURITY.md", pushes)
	}
}

// withToolkit are the rooms of ui that know Fyne, with what lies below them.
var withToolkit = []string{"ui/app", "ui/desk", "ui/display", "ui/page", "ui/theme", "ui/touch", "ui/visit"}

func TestFyneIsKnownInItsRoomsOnly(t *testing.T) {
	known := map[string]bool{}
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			if !strings.HasPrefix(imported, "fyne.io/") {
				continue
			}
			room := upTo(2, path.Dir(s.path))
			if known[room] = true; !slices.Contains(withToolkit, room) {
				t.Errorf("%s imports %s: only %v know the toolkit. Move what draws there, and leave here what can be tested without a screen", s.path, imported, withToolkit)
			}
		}
	}
	for _, room := range withToolkit {
		if !known[room] {
			t.Errorf("%s knows no toolkit any more: take it off the list, so that it stays that way", room)
		}
	}
}

// roomsOfUI is who in ui may import whom there. A room may always import itself and what lies below it.
var roomsOfUI = map[string][]string{
	"ui/app":     {"ui/click", "ui/desk", "ui/display", "ui/launch", "ui/page", "ui/theme", "ui/touch", "ui/visit", "ui/work"},
	"ui/desk":    {"ui/page", "ui/theme", "ui/touch", "ui/work"},
	"ui/visit":   {"ui/page", "ui/theme", "ui/touch", "ui/visit/crowd"}, // never ui/work: a visitor's screen cannot show what volunteers opened
	"ui/page":    {"ui/theme", "ui/touch"},
	"ui/touch":   {},
	"ui/theme":   {},
	"ui/display": {},
	"ui/click":   {},
	"ui/launch":  {"ui/work"}, // a set-up or a new pack in a window is handed over as the room of its steps knows it
	"ui/work":    {},
	"ui/box":     {},
	"ui/cli":     {"ui/box", "ui/doctor", "ui/launch", "ui/work"},
	"ui/doctor":  {"ui/work"}, // which versions of the event pack a folder has
	"ui/e2e":     {},

	"ui/visit/crowd":    {"ui/page", "ui/touch"},  // a widget that knows no visit
	"ui/touch/showcase": {"ui/theme", "ui/touch"}, // a program of its own
}

// testsOfUIMayImport lists what tests in ui may do beyond that.
var testsOfUIMayImport = map[string][]string{
	"ui/app":   {"ui/e2e"},   // looks for canaries in what a crash leaves
	"ui/theme": {"ui/touch"}, // the contrast of its colours is measured there
}

// roomOf is the room that a file lies in: the longest folder that is named above, else its floor and the folder on it.
func roomOf(file string) string {
	dir := path.Dir(file)
	if _, named := roomsOfUI[dir]; named {
		return dir
	}
	return upTo(2, dir)
}

// upTo is a folder with what leads to it, n names at most.
func upTo(n int, dir string) string {
	parts := strings.Split(dir, "/")
	return strings.Join(parts[:min(n, len(parts))], "/")
}

func TestEveryRoomOfTheWindowImportsOnlyWhatItMay(t *testing.T) {
	for _, s := range sources(t) {
		if s.floor != "ui" {
			continue
		}
		room := roomOf(s.path)
		allowed, known := roomsOfUI[room]
		if !known {
			t.Errorf("%s: %s is no room of ui. Put the file into one of %v, or give the new room its line in house_test.go and docs/architecture.md",
				s.path, room, slices.Sorted(maps.Keys(roomsOfUI)))
			continue
		}
		if s.test {
			allowed = append(slices.Clone(allowed), testsOfUIMayImport[room]...)
		}
		for _, imported := range s.imports {
			target, ours := strings.CutPrefix(imported, module+"/")
			if !ours || floorOf(target) != "ui" {
				continue
			}
			if target := roomOf(target + "/x.go"); target != room && !slices.Contains(allowed, target) {
				t.Errorf("%s imports %s: %s may import only %v of ui. What both need belongs into a room that both may import", s.path, imported, room, allowed)
			}
		}
	}
}

// What visitors see is drawn from the context of a page. Of the store it knows how a receipt code is written, and no records.
func TestVisitorsScreensKnowNoRecords(t *testing.T) {
	for _, s := range sources(t) {
		if room := roomOf(s.path); s.test || room != "ui/visit" && room != "ui/visit/crowd" && room != "ui/page" {
			continue
		}
		for _, imported := range s.imports {
			if imported != module+"/data/entry" && (imported == module+"/data" || strings.HasPrefix(imported, module+"/data/")) {
				t.Errorf("%s imports %s: hand what it shows over as a value in page.Context, or draw it in ui/desk", s.path, imported)
			}
		}
	}
}

func TestWhatIsMadeForTestsIsImportedByTestsOnly(t *testing.T) {
	for _, s := range sources(t) {
		for _, made := range []string{"ui/e2e", "data/faults"} {
			if s.test || strings.HasPrefix(s.path, made+"/") {
				continue
			}
			for _, imported := range s.imports {
				if imported == module+"/"+made || strings.HasPrefix(imported, module+"/"+made+"/") {
					t.Errorf("%s imports %s, which is for tests: the program must not hold it", s.path, imported)
				}
			}
		}
	}
}

// mostFiles is how many files, tests not counted, one folder may have: with more, nobody has them all in view.
const mostFiles = 30

func TestNoFolderIsCrowded(t *testing.T) {
	files := map[string]int{}
	for _, s := range sources(t) {
		if !s.test {
			files[path.Dir(s.path)]++
		}
	}
	for room, n := range files {
		if n > mostFiles {
			t.Errorf("%s has %d files, more than %d: part it by what its files are about", room, n, mostFiles)
		}
	}
	if len(files) < 40 {
		t.Errorf("only %d folders were found: the test looks in the wrong place", len(files))
	}
}

// What a line of the store is, and what it says of people, can be read by a program that has no store.
func TestEntriesAndRecordsKnowNoDisk(t *testing.T) {
	for _, s := range sources(t) {
		room := path.Dir(s.path)
		if s.test || room != "data/entry" && room != "data/record" && room != "data/wire" {
			continue
		}
		for _, imported := range s.imports {
			inside, ours := strings.CutPrefix(imported, module+"/")
			if ours && inside != "data/entry" || slices.Contains([]string{"os", "io/fs", "path/filepath", "database/sql", "net"}, imported) && (imported != "net" || room != "data/wire") {
				t.Errorf("%s imports %s: a program without a store imports %s, so leave what needs a disk to the store", s.path, imported, room)
			}
		}
	}
}

// The rooms under data do not know the store that is built on them, and each knows only those before it.
func TestTheRoomsOfTheStoreAreInOrder(t *testing.T) {
	order := []string{
		"data/disk", "data/outside", "data/words", "data/typed", "data/seal", "data/entry", "data/keyset", "data/record", "data/wire", "data/internal/folder", "data/athub", "data/internal/lockout",
		"data/internal/journal", "data/internal/keys", "data/internal/db", "data/internal/audit", "data/internal/trust", "data/internal/closing",
		"data/internal/build", "data/internal/hubside", "data/internal/archive", "data/internal/mirror", "data/rescue", "data",
	}
	for _, s := range sources(t) {
		at := slices.Index(order, path.Dir(s.path))
		if s.test || at < 0 {
			continue
		}
		for _, imported := range s.imports {
			to := slices.Index(order, strings.TrimPrefix(imported, module+"/"))
			if to > at {
				t.Errorf("%s imports %s: that room comes after %s, so move what both need to an earlier one, or hand it in as a value", s.path, imported, order[at])
			}
		}
	}
}

func TestOnlyTheStoreKnowsSQL(t *testing.T) {
	for _, s := range sources(t) {
		if s.floor == "data" || path.Dir(s.path) == "hub/store" {
			continue
		}
		for _, imported := range s.imports {
			if imported == "database/sql" || strings.HasPrefix(imported, "modernc.org/sqlite") || strings.HasPrefix(imported, "github.com/jackc/") {
				t.Errorf("%s imports %s: only data and hub/store may", s.path, imported)
			}
		}
	}
}

func TestTheTopLevelHoldsWhatTheDesignNames(t *testing.T) {
	allowed := map[string]bool{
		"main.go": true, "house_test.go": true, "promises_test.go": true, "silence_test.go": true, "contributing_test.go": true, "go.mod": true, "go.sum": true, "FyneApp.toml": true,
		"ui": true, "kiosk": true, "data": true, "assets": true, "hub": true, "docs": true, "packaging": true,
		"Makefile": true, "README.md": true, "README.zh.md": true, "SUPPORT.md": true, "LICENSE": true, "SECURITY.md": true, "SECURITY.zh.md": true, "CONTRIBUTING.md": true, "CHANGELOG.md": true,
		"out": true, "matchbooth": true, "matchbooth.exe": true, "matchbooth-hub": true, "matchbooth-hub.exe": true, // built, never committed
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

// The program listens to nobody, and speaks to nobody over a network unless it has joined a hub: SECURITY.md promises it. Sockets of this computer (X,
// D-Bus, systemd) are opened by libraries that take no address from outside; tests may stand in for their other ends.
// The one exception is what somebody asks for by name, with no booth open: check --online tries the links of a pack.
// The hub is another program, and is there for the network. What is spoken with it is in data/wire, which of the booth one
// room has, and uses only where a hub was joined: see TestOnlyTheHubAndOneRoomKnowTheWire.
func TestNothingOfOursKnowsANetwork(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.path == "ui/cli/links.go" || s.floor == "hub" || path.Dir(s.path) == "data/wire" {
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

// Paths in the guides lead somewhere: whoever reads "what is where" finds it there. NAME stands for any name, and
// {a,b} for each of several.
func TestPathsInTheDocsExist(t *testing.T) {
	docs, err := filepath.Glob("docs/*.md")
	if err != nil || len(docs) == 0 {
		t.Fatal("no docs were found", err)
	}
	code := regexp.MustCompile("`((?:ui|kiosk|data|assets|docs|packaging|hub|\\.ci)/[A-Za-z0-9_./{},*-]*)`")
	named := 0
	for _, doc := range append(docs, "README.md", "CONTRIBUTING.md", "SECURITY.md") {
		text, err := os.ReadFile(doc)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(text), -1) {
			for _, name := range alternatives(m[1]) {
				named++
				found, err := filepath.Glob(strings.ReplaceAll(strings.TrimSuffix(name, "/..."), "NAME", "*"))
				if err != nil || len(found) == 0 {
					t.Errorf("%s names %s, which is not there: name where it is now", doc, name)
				}
			}
		}
	}
	// A file that is named without its folder, here or in a comment, is one that there is.
	files := map[string]bool{}
	for _, s := range sources(t) {
		files[path.Base(s.path)] = true
	}
	bare := regexp.MustCompile(`(?:see |[(` + "`" + `])([a-z][a-z0-9_]*\.go)\b`)
	for _, s := range sources(t) {
		docs = append(docs, s.path)
	}
	for _, doc := range docs {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range bare.FindAllStringSubmatch(string(text), -1) {
			if !files[m[1]] {
				t.Errorf("%s names %s, which is nowhere: name where it is now", doc, m[1])
			}
		}
	}
	if named < 80 {
		t.Errorf("only %d paths were found in the docs: they are looked for in the wrong way", named)
	}
}

// alternatives writes out {a,b} in a path.
func alternatives(name string) (out []string) {
	before, rest, some := strings.Cut(name, "{")
	choices, after, closed := strings.Cut(rest, "}")
	if !some || !closed {
		return []string{name}
	}
	for choice := range strings.SplitSeq(choices, ",") {
		out = append(out, alternatives(before+choice+after)...)
	}
	return out
}
