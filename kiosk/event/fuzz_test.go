package event

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// sound checks what holds whatever the bytes: a pack or faults, never both; every fault with a
// line that its file has, fit to be printed.
func sound(t *testing.T, fsys fstest.MapFS) {
	t.Helper()
	p, faults, err := LoadFS(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if (p == nil) != (len(faults) > 0) {
		t.Fatalf("pack %v, %d faults", p != nil, len(faults))
	}
	for _, f := range faults {
		lines := 1
		if file := fsys[f.File]; file != nil {
			lines += strings.Count(string(file.Data), "\n")
		}
		if f.Line < 1 || f.Line > lines || f.What == "" || f.Instead == "" || strings.ContainsAny(f.String(), "\n\r\x1b") {
			t.Errorf("%d lines, but fault %q", lines, f)
		}
	}
}

// FuzzTOML puts anything into event.toml.
func FuzzTOML(f *testing.F) {
	good, err := os.ReadFile("testdata/good/event.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	for _, c := range badPacks {
		if c.file == "" && c.old != "" {
			f.Add([]byte(strings.Replace(string(good), c.old, c.new, 1)))
		}
	}
	for _, s := range []string{
		"", "a", "[", "[[", "a.b.c = 1", "[a]\n[a.b]\n[a]", "[[a]]\n[a]", "a = [[[[", "a = {b = {c = 1}}", "a = 1\na.b = 2",
		"a = \"\"\"\n{x}\n\"\"\"", "id = '''\n\n'''", "starts = 2027-04-10T10:00:00Z", "fields = 1", "[fields]\nid = 1", "fields = [1, {}, []]",
		"title = {zh = 1, en = []}", "[times]\nwarning = 99999999999999999999", "x = nan", "\xEF\xBB\xBFid = \"x\"", "\r\n\r", "a = 0x_",
		"# only a comment", "\"\" = 1", "stories = [\"../x\", \"\", 1]", "[title]\nzh = \"[[x]]\"\nen = \"{ref}\"",
	} {
		f.Add([]byte(s))
	}
	base := goodPack(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := fstest.MapFS{}
		for name, file := range base {
			fsys[name] = file
		}
		fsys["event.toml"] = &fstest.MapFile{Data: data}
		sound(t, fsys)
	})
}

// FuzzStory puts anything into a story: front matter and stations.
func FuzzStory(f *testing.F) {
	good, err := os.ReadFile("testdata/good/stories/first.en.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	for _, c := range badPacks {
		if strings.HasPrefix(c.file, "stories/") && c.old != "" {
			f.Add([]byte(strings.Replace(string(good), c.old, c.new, 1)))
		}
	}
	for _, s := range []string{
		"", "+++", "+++\n", "+++\n+++", "+++\n+++\n", "+++\n\n+++\n## ", "+++\n[[stations]]\n+++\n## a\nb", "+++\r\n+++\r\n## a",
		"+++\nname = \"\"\"\n+++\n\"\"\"\n+++\n", "+++\nstations = 1\n+++\n", "+++\n+++\n```\n## a\n```\n## b\n", "+++\n+++\n## a\n[x]: <b>\n![y][x]",
	} {
		f.Add([]byte(s))
	}
	base := goodPack(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := fstest.MapFS{}
		for name, file := range base {
			fsys[name] = file
		}
		fsys["stories/first.en.md"] = &fstest.MapFile{Data: data}
		sound(t, fsys)
	})
}

// FuzzSVG puts anything into a drawing.
func FuzzSVG(f *testing.F) {
	good, err := os.ReadFile("testdata/good/art/tree.svg")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`<svg><g id="a"><use href="#a"/></g></svg>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := goodPack(t)
		fsys["art/tree.svg"] = &fstest.MapFile{Data: data}
		sound(t, fsys)
	})
}
