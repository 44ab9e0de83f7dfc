package event

import (
	"archive/zip"
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
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
	f.Add([]byte(string(good) + contactsOf + checksOf))
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

// FuzzConsent puts anything into a consent: Markdown whose hash is kept with every sign-up.
func FuzzConsent(f *testing.F) {
	base := goodPack(f)
	name := ""
	for n := range base {
		if strings.HasPrefix(n, "consents/") && strings.HasSuffix(n, ".en.md") && (name == "" || n < name) {
			name = n
		}
	}
	f.Add(base[name].Data)
	for _, s := range []string{"", "\n", "# x", "{registry.name}", "{", "{}{{}}", "[[x]]", "[a](b)\n![c](d)", "<script>", "\xEF\xBB\xBFa", "a\r\nb\rc", "\xff", "- - - -\n> > >", "|a|\n|-|", strings.Repeat("*", 500)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := fstest.MapFS{}
		for n, file := range base {
			fsys[n] = file
		}
		fsys[name] = &fstest.MapFile{Data: data}
		sound(t, fsys)
	})
}

// FuzzPicture puts anything into a picture: it is looked at by its header alone, and one that would
// take much memory to draw is refused with little.
func FuzzPicture(f *testing.F) {
	var asPNG, asJPEG bytes.Buffer
	small := image.NewRGBA(image.Rect(0, 0, 3, 2))
	if err := png.Encode(&asPNG, small); err != nil {
		f.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, small, nil); err != nil {
		f.Fatal(err)
	}
	huge := bytes.Clone(asPNG.Bytes())
	copy(huge[16:24], "\x00\x0f\xff\xff\x00\x0f\xff\xff")
	for _, b := range [][]byte{asPNG.Bytes(), asJPEG.Bytes(), huge, asPNG.Bytes()[:20], {}, []byte("GIF89a")} {
		f.Add(b, true)
		f.Add(b, false)
	}
	base := goodPack(f)
	f.Fuzz(func(t *testing.T, data []byte, isPNG bool) {
		fsys := fstest.MapFS{}
		for n, file := range base {
			fsys[n] = file
		}
		name := "art/fuzz.jpg"
		if isPNG {
			name = "art/fuzz.png"
		}
		fsys[name] = &fstest.MapFile{Data: data}
		sound(t, fsys)
	})
}

// FuzzTree puts a file of any name anywhere into a pack.
func FuzzTree(f *testing.F) {
	for _, n := range []string{
		"event.toml", "../x", "/etc/passwd", "art/CON.png", "art/nul", "stories/first.zh.md", "pages/notice.en.md/x", "a\\b", "C:\\x", "consents", "art/\u202Egnp.exe",
		".git/config", "__MACOSX/._event.toml", "Thumbs.db", "art/x.PNG", "art/x.png.", "art/ x.png", "STORIES/first.zh.md", strings.Repeat("a/", 40) + "x", strings.Repeat("a", 300),
	} {
		f.Add(n, []byte("x"))
	}
	base := goodPack(f)
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		g := newGather(&faults{})
		for n, file := range base {
			if err := g.read(n, bytes.NewReader(file.Data)); err != nil {
				t.Fatal(err)
			}
		}
		if g.accept(name, false) {
			if !filepath.IsLocal(name) || strings.ContainsAny(name, "\\:\x00") {
				t.Fatalf("%q was accepted", name)
			}
			if err := g.read(name, bytes.NewReader(data)); err != nil {
				t.Fatal(err)
			}
		}
		p, list := g.build()
		if (p == nil) != (len(list) > 0) {
			t.Fatalf("pack %v, %d faults", p != nil, len(list))
		}
		for _, fault := range list {
			if fault.Line < 1 || fault.What == "" || fault.Instead == "" || strings.ContainsAny(fault.String(), "\n\r\x1b") {
				t.Errorf("fault %q", fault)
			}
		}
	})
}

// FuzzZip puts anything where a zipped pack is wanted: a pack or faults, within the memory that a
// pack may take.
func FuzzZip(f *testing.F) {
	var whole, small bytes.Buffer
	base := goodPack(f)
	for _, z := range []struct {
		to  *bytes.Buffer
		how uint16
	}{{&whole, zip.Deflate}, {&small, zip.Store}} {
		w := zip.NewWriter(z.to)
		for _, n := range []string{"event.toml", "stories/first.en.md", "art/tree.svg"} {
			e, err := w.CreateHeader(&zip.FileHeader{Name: "around/" + n, Method: z.how})
			if err != nil {
				f.Fatal(err)
			}
			if _, err := e.Write(base[n].Data); err != nil {
				f.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(z.to.Bytes())
	}
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Add(bytes.Replace(small.Bytes(), []byte("art/"), []byte("../x"), 2))
	f.Add([]byte{})
	path := filepath.Join(f.TempDir(), "pack.zip")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p, list, err := Load(path)
		runtime.ReadMemStats(&after)
		if err != nil || (p == nil) != (len(list) > 0) {
			t.Fatalf("pack %v, %d faults, %v", p != nil, len(list), err)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 8*maxTotal {
			t.Fatalf("%d bytes of zip took %d MB", len(data), grown>>20)
		}
		for _, fault := range list {
			if fault.Line < 1 || fault.What == "" || fault.Instead == "" || strings.ContainsAny(fault.String(), "\n\r\x1b") {
				t.Errorf("fault %q", fault)
			}
		}
	})
}
