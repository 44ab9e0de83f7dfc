package event

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// refused checks that a pack does not load, and that a fault names the file and says why.
func refused(t *testing.T, p *Pack, faults []Fault, err error, file, want string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if p != nil {
		t.Fatal("the pack loads")
	}
	for _, f := range faults {
		if f.File == file && strings.Contains(f.What, want) && f.Line >= 1 && f.Instead != "" {
			return
		}
	}
	t.Errorf("want %s: …%s…, got %v", file, want, faults)
}

// entry is one entry of a zip made to hurt.
type zipEntry struct {
	head zip.FileHeader
	body []byte
}

// hostileZip is a good pack with further entries.
func hostileZip(t *testing.T, more ...zipEntry) string {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	good := goodPack(t)
	for _, n := range slices.Sorted(maps.Keys(good)) {
		e, err := w.Create(n)
		if err == nil {
			_, err = e.Write(good[n].Data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range more {
		m.head.Method = zip.Deflate
		e, err := w.CreateHeader(&m.head)
		if err == nil {
			_, err = e.Write(m.body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "pack.zip")
	if err := os.WriteFile(name, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestNamesThatLeadOutOfThePackAreRefused(t *testing.T) {
	for name, want := range map[string]string{
		"../evil.txt":              "leads out of the pack",
		"art/../../evil.png":       "leads out of the pack",
		"/etc/passwd":              "absolute",
		`art\evil.png`:             "backslash",
		`..\evil.txt`:              "backslash",
		"C:/evil.txt":              "not every system allows",
		"C:evil.txt":               "not every system allows",
		"art/CON.png":              "device on Windows",
		"nul":                      "device on Windows",
		"art/com1.tar.png":         "device on Windows",
		"art/LPT².png":             "device on Windows",
		"art/a.png:stream":         "not every system allows",
		"art/evil.png.":            "ends with a dot",
		"art/evil ":                "ends with a dot or a space",
		"art//evil.png":            "an empty part",
		"art/./evil.png":           "an empty part",
		"art/a\x00b.png":           "invisible character",
		"art/\u202egnp.png":        "invisible character",
		"art/\xff\xff.png":         "not UTF-8",
		"a/b/c/d/e/f.png":          "too many folders",
		strings.Repeat("a", 300):   "too long",
		"EVENT.TOML":               "in the pack twice",
		"art/DOT.png":              "in the pack twice",
		"consents/handover.EN.md":  "in the pack twice",
		"stories/../stories/x.md":  "leads out of the pack",
		"art/" + "\ufeff" + "a.md": "invisible character",
	} {
		t.Run(clean(name, 30), func(t *testing.T) {
			p, faults, err := Load(hostileZip(t, zipEntry{zip.FileHeader{Name: name}, []byte("x")}))
			refused(t, p, faults, err, clean(name, 200), want)
		})
	}
}

func TestLinksAndDevicesInZipsAreRefused(t *testing.T) {
	link := zipEntry{zip.FileHeader{Name: "art/link.png"}, []byte("/etc/passwd")}
	link.head.SetMode(fs.ModeSymlink | 0o777)
	p, faults, err := Load(hostileZip(t, link))
	refused(t, p, faults, err, "art/link.png", "symbolic link")

	dev := zipEntry{zip.FileHeader{Name: "art/dev.png"}, nil}
	dev.head.SetMode(fs.ModeDevice | 0o666)
	p, faults, err = Load(hostileZip(t, dev))
	refused(t, p, faults, err, "art/dev.png", "not an ordinary file")

	locked := zipEntry{zip.FileHeader{Name: "art/locked.png", Flags: 1}, []byte("x")}
	p, faults, err = Load(hostileZip(t, locked))
	refused(t, p, faults, err, "art/locked.png", "encrypted")
}

func TestLinksInFoldersAreRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/good")); err != nil {
		t.Fatal(err)
	}
	if p, faults, err := Load(dir); p == nil {
		t.Fatal("the copy is no good:", faults, err)
	}
	secret := filepath.Join(t.TempDir(), "secret.png")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "art", "link.png")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	p, faults, err := Load(dir)
	refused(t, p, faults, err, "art/link.png", "symbolic link")

	if err := os.Remove(filepath.Join(dir, "art", "link.png")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Dir(secret), filepath.Join(dir, "more")); err != nil {
		t.Fatal(err)
	}
	p, faults, err = Load(dir)
	refused(t, p, faults, err, "more", "symbolic link")
}

// zeros is a text of the length that compresses to nearly nothing.
func zeros(n int) []byte { return bytes.Repeat([]byte{'0'}, n) }

func TestBombsAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	t.Run("a file that unpacks to far more", func(t *testing.T) {
		p, faults, err := Load(hostileZip(t, zipEntry{zip.FileHeader{Name: "bomb.txt"}, zeros(40 << 20)}))
		refused(t, p, faults, err, "bomb.txt", "unpack to more than 200 times its size")
	})
	t.Run("a file whose header lies about its size", func(t *testing.T) {
		// The header claims 10 bytes; what is read is 8 MB.
		var body bytes.Buffer
		fw, _ := flate.NewWriter(&body, flate.BestCompression)
		plain := zeros(8 << 20)
		if _, err := fw.Write(plain); err != nil {
			t.Fatal(err)
		}
		fw.Close()
		name := hostileZip(t)
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var buf bytes.Buffer
		w := zip.NewWriter(&buf)
		e, err := w.CreateRaw(&zip.FileHeader{
			Name: "event.toml", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(plain),
			CompressedSize64: uint64(body.Len()), UncompressedSize64: 10,
		})
		if err == nil {
			_, err = e.Write(body.Bytes())
		}
		if err == nil {
			err = w.Close()
		}
		if err == nil {
			_, err = f.WriteAt(buf.Bytes(), 0)
		}
		if err == nil {
			err = f.Truncate(int64(buf.Len()))
		}
		if err != nil {
			t.Fatal(err)
		}
		p, faults, err := Load(name)
		if p != nil || err != nil || len(faults) == 0 {
			t.Errorf("it loads: %v %v", faults, err)
		}
	})
	t.Run("a text of 3 MB", func(t *testing.T) {
		fsys := goodPack(t)
		fsys["pages/decide.en.md"].Data = zeros(3 << 20)
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, "pages/decide.en.md", "the text is larger than 2 MB")
	})
	t.Run("a text that is at fault everywhere", func(t *testing.T) {
		for about, r := range map[string]string{"a control character": "\x00", "an invisible character": "\u200b"} {
			fsys := goodPack(t)
			fsys["pages/decide.en.md"].Data = []byte("# Title\n\nFirst\n" + strings.Repeat(r, (2<<20-100)/len(r)))
			begin := time.Now()
			p, faults, err := LoadFS(fsys)
			refused(t, p, faults, err, "pages/decide.en.md", about)
			if took := time.Since(begin); took > 20*time.Second {
				t.Errorf("%s: named only after %v", about, took)
			}
			for _, f := range faults {
				if strings.Contains(f.What, about) && f.Line != 4 {
					t.Errorf("%s: %v, want line 4", about, f)
				}
			}
		}
	})
	t.Run("a page longer than anybody reads", func(t *testing.T) {
		fsys := goodPack(t)
		fsys["pages/decide.en.md"].Data = append([]byte("# Title\n\n"), bytes.Repeat([]byte("> "), 200_000)...)
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, "pages/decide.en.md", "longer than anybody reads")
	})
	t.Run("pictures of 80 MB together", func(t *testing.T) {
		fsys := goodPack(t)
		for i := range 6 {
			fsys[fmt.Sprintf("art/big%d.png", i)] = &fstest.MapFile{Data: zeros(15 << 20)}
		}
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, "event.toml", "larger than 64 MB")
	})
	t.Run("a thousand files", func(t *testing.T) {
		fsys := goodPack(t)
		for i := range 1000 {
			fsys[fmt.Sprintf("art/%d.txt", i)] = &fstest.MapFile{Data: []byte("x")}
		}
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, "event.toml", "more than 500 files")
	})
	t.Run("nested lists", func(t *testing.T) {
		fsys := goodPack(t)
		fsys["event.toml"].Data = []byte("x = " + strings.Repeat("[", 1_000_000))
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, "event.toml", "not valid TOML")
	})
	t.Run("a key of a million parts", func(t *testing.T) {
		fsys := goodPack(t)
		fsys["event.toml"].Data = []byte(strings.Repeat("a.", 900_000) + "a = 1")
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, "event.toml", "a key of more than 8 parts")
	})
	t.Run("a hundred thousand tables", func(t *testing.T) {
		fsys := goodPack(t)
		fsys["event.toml"].Data = bytes.Repeat([]byte("[[risks]]\n"), 100_000)
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, "event.toml", "risks has 100000 entries")
		if len(faults) > maxFaults {
			t.Errorf("%d faults", len(faults))
		}
	})
}

func TestManyFaultsAreNamedAtOnce(t *testing.T) {
	fsys := goodPack(t)
	edit(t, fsys, "event.toml", `retention_days = 60`, `retention_days = 6000`)
	edit(t, fsys, "event.toml", `one_in = 10000`, `onein = 10000`)
	edit(t, fsys, "event.toml", `warning = 20`, `warning = 1`)
	edit(t, fsys, "stories/first.en.md", `short = "The call"`, `shrt = "The call"`)
	edit(t, fsys, "pages/decide.zh.md", "\n一段话。", "\n<b>一段话。</b> {days}")
	delete(fsys, "consents/notice.en.md")
	_, faults, err := LoadFS(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range faults {
		got = append(got, fmt.Sprintf("%s:%d", f.File, f.Line))
	}
	want := []string{
		"event.toml:24", "event.toml:128", "event.toml:189", "event.toml:197",
		"pages/decide.zh.md:3", "pages/decide.zh.md:3", "stories/first.en.md:16",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
		for _, f := range faults {
			t.Log(f)
		}
	}
}

func TestReadingGoesOnAfterABrokenLine(t *testing.T) {
	fsys := goodPack(t)
	edit(t, fsys, "event.toml", `id = "spring-fair"`, `id = spring-fair`)
	edit(t, fsys, "event.toml", `retention_days = 60`, `retention_days = 6o`)
	edit(t, fsys, "event.toml", `one_in = 10000`, `onein = 10000`)
	_, faults, err := LoadFS(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, f := range faults {
		got = append(got, f.Line)
	}
	if !slices.Equal(got, []int{2, 24, 189}) {
		t.Errorf("lines %v of %v", got, faults)
	}
}

func TestFaultsCannotDriveATerminal(t *testing.T) {
	fsys := goodPack(t)
	edit(t, fsys, "event.toml", `ref = "fair27"`, "ref = \"fair27\"\n\"\\u001b[31mred\\u202e\" = 1")
	fsys["art/\u200bx.md"] = &fstest.MapFile{}
	_, faults, err := LoadFS(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if len(faults) != 2 {
		t.Errorf("faults: %q", faults)
	}
	for _, f := range faults {
		if strings.ContainsAny(f.String(), "\x1b\u202e\u200b") {
			t.Errorf("%q", f)
		}
	}
}

// failing is a file system whose files cannot be read.
type failing struct{ fs.FS }

func (f failing) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".md") {
		return nil, io.ErrUnexpectedEOF
	}
	return f.FS.Open(name)
}

func TestADiskThatFailsIsAnErrorNotAFault(t *testing.T) {
	p, faults, err := LoadFS(failing{goodPack(t)})
	if p != nil || faults != nil || err == nil || !strings.Contains(err.Error(), "reading the pack") {
		t.Errorf("%v %v %v", p, faults, err)
	}
}

// A zip that holds nothing but a list of a hundred thousand empty files is refused while the list is read: the files would
// fit into the bound of a pack, and the list into no small computer's memory.
func TestAnEndlessListInAZipIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pack.zip")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 100_000 {
		if _, err := z.Create(fmt.Sprintf("art/%06d.png", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	read := &listReader{r: bytes.NewReader(b.Bytes()), left: maxZipList}
	if _, err := zip.NewReader(read, int64(b.Len())); err == nil || read.left >= 0 {
		t.Errorf("the list was read to its end: %v", err)
	}
	p, faults, err := Load(path)
	refused(t, p, faults, err, mainFile, "more than 500 files")
}
