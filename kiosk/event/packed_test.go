package event

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// packed is a zip of a good pack: rename says what each entry is called, and more comes before its files.
func packed(t *testing.T, files fstest.MapFS, rename func(string) zip.FileHeader, more ...zipEntry) string {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	put := func(head zip.FileHeader, body []byte) {
		e, err := w.CreateHeader(&head)
		if err == nil && len(body) > 0 {
			_, err = e.Write(body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range more {
		put(m.head, m.body)
	}
	for _, n := range slices.Sorted(maps.Keys(files)) {
		head := rename(n)
		head.Method = zip.Deflate
		put(head, files[n].Data)
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

// in names each file within a folder.
func in(dir string) func(string) zip.FileHeader {
	return func(n string) zip.FileHeader { return zip.FileHeader{Name: dir + n} }
}

func entries(names ...string) (out []zipEntry) {
	for _, n := range names {
		out = append(out, zipEntry{head: zip.FileHeader{Name: n}})
	}
	return out
}

func gbk(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// with is a good pack with a picture under another name.
func withPicture(t *testing.T, name string) fstest.MapFS {
	t.Helper()
	fsys := goodPack(t)
	fsys["art/"+name] = fsys["art/dot.png"]
	delete(fsys, "art/dot.png")
	for _, l := range Langs {
		edit(t, fsys, "stories/first."+string(l)+".md", `art = "dot.png"`, fmt.Sprintf("art = %q", name))
	}
	return fsys
}

// Whatever tool packed a folder, its zip is the same pack as the folder.
func TestZipsOfEveryToolAreTheSamePack(t *testing.T) {
	good := goodPack(t)
	want := mustLoad(t, good).Digest
	finder := append(entries("spring/", "__MACOSX/", "__MACOSX/spring/", "__MACOSX/spring/art/"),
		zipEntry{zip.FileHeader{Name: "__MACOSX/spring/art/._dot.png"}, []byte("\x00\x05\x16\x07")},
		zipEntry{zip.FileHeader{Name: "__MACOSX/spring/a/b/c/d/e/._deep"}, []byte("\x00\x05\x16\x07")},
		zipEntry{zip.FileHeader{Name: "spring/.DS_Store"}, []byte("x")},
		zipEntry{zip.FileHeader{Name: "spring/Icon\r"}, nil})
	for i := range 600 { // a double of each file counts as little as the file it doubles
		finder = append(finder, zipEntry{zip.FileHeader{Name: fmt.Sprintf("__MACOSX/spring/art/._%d", i)}, nil})
	}
	for about, path := range map[string]string{
		"zip -r, with the folders as entries":        packed(t, good, in("spring/"), entries("spring/", "spring/art/", "spring/pages/")...),
		"folders as entries, twice":                  packed(t, good, in("spring/"), entries("spring/", "spring/art/", "spring/art/")...),
		"folders as entries, and nothing around":     packed(t, good, in(""), entries("art/", "pages/", "stories/", "consents/")...),
		"a folder of any name around":                packed(t, good, in("My pack? (2) /"), entries("My pack? (2) /")...),
		"two folders around":                         packed(t, good, in("spring/spring/"), entries("spring/", "spring/spring/")...),
		"paths that begin with ./":                   packed(t, good, in("./"), entries("./", "./art/")...),
		"./ and a folder around":                     packed(t, good, in("./spring/"), entries("./", "./spring/")...),
		"Finder":                                     packed(t, good, in("spring/"), finder...),
		"Windows' litter, inside and around":         packed(t, good, in("spring/"), entries("desktop.ini", "spring/Thumbs.db", "spring/art/ehthumbs.db", "spring/~$event.toml", "spring/event.toml~", "System Volume Information/IndexerVolumeGuid")...),
		"a folder around with a Chinese name in GBK": packed(t, good, in(gbk(t, "春日集市 联通")+"/"), entries(gbk(t, "春日集市 联通")+"/")...),
		"a folder around in UTF-8":                   packed(t, good, in("春日集市/")),
		// 乗 ends with the byte of a backslash.
		"a folder around in GBK that seems to hold a backslash": packed(t, good, in(gbk(t, "乗集")+"/")),
		"a file of the repository":                              "testdata/packed/20g-pack-zip-r-folder.zip",
		"one folder entry":                                      "testdata/packed/20h-min-folder-entry.zip",
	} {
		t.Run(about, func(t *testing.T) {
			p, faults, err := Load(path)
			if err != nil || p == nil {
				t.Fatalf("refused: %v %v", faults, err)
			}
			if p.Digest != want {
				t.Error("another digest than the folder's")
			}
		})
	}
}

func TestNamesInEveryEncodingAreRead(t *testing.T) {
	fsys := withPicture(t, "操场é.png")
	want := mustLoad(t, fsys).Digest
	plain := func(n string) string { return strings.ReplaceAll(n, "é", "e\u0301") }
	unflagged := func(n string) zip.FileHeader { return zip.FileHeader{Name: n, NonUTF8: true} }
	extra := func(n string) zip.FileHeader { // as Info-ZIP has it
		raw := gbk(t, strings.ReplaceAll(n, "é", "?"))
		field := append([]byte{1}, binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(raw)))...)
		field = append(field, n...)
		head := append(binary.LittleEndian.AppendUint16(nil, 0x7075), binary.LittleEndian.AppendUint16(nil, uint16(len(field)))...)
		return zip.FileHeader{Name: raw, NonUTF8: true, Extra: append(head, field...)}
	}
	for about, path := range map[string]string{
		"UTF-8":                             packed(t, fsys, in("")),
		"UTF-8 without the flag":            packed(t, fsys, unflagged),
		"UTF-8 as macOS decomposes it":      packed(t, fsys, func(n string) zip.FileHeader { return unflagged(plain(n)) }),
		"GBK":                               packed(t, fsys, func(n string) zip.FileHeader { return unflagged(gbk(t, n)) }),
		"GBK with the name in a field more": packed(t, fsys, extra),
	} {
		p, faults, err := Load(path)
		if err != nil || p == nil {
			t.Errorf("%s: %v %v", about, faults, err)
			continue
		}
		if _, ok := p.Asset("操场é.png"); !ok || p.Digest != want {
			t.Errorf("%s: the picture goes by another name", about)
		}
	}
	// A field that is meant for another name says nothing.
	head := extra("art/操场é.png")
	head.Extra[5]++
	if got := unicodeName(&zip.File{FileHeader: head}); got != "" {
		t.Errorf("a field for another name gives %q", got)
	}
	// 联通 in GBK is valid UTF-8 too: the other names tell what it is.
	names := zipNames([]*zip.File{{FileHeader: unflagged(gbk(t, "联通"))}, {FileHeader: unflagged(gbk(t, "操场"))}})
	if !slices.Equal(names, []string{"联通", "操场"}) {
		t.Errorf("names %q", names)
	}
}

// Backslashes are the one fault that explains all others, which are not named beside it.
func TestBackslashesAreNamedFirstAndAlone(t *testing.T) {
	fsys := fstest.MapFS{}
	for n, f := range goodPack(t) {
		fsys[strings.ReplaceAll(n, "/", `\`)] = f
	}
	broken := goodPack(t)
	edit(t, broken, mainFile, `id = "spring-fair"`, `id = Spring Fair`)
	hostile := hostileZip(t, zipEntry{zip.FileHeader{Name: "../x"}, []byte("x")}, zipEntry{zip.FileHeader{Name: `art\x.png`}, []byte("x")})
	for about, load := range map[string]func() (*Pack, []Fault, error){
		"the file of the repository": func() (*Pack, []Fault, error) { return Load("testdata/packed/22c-pack-backslashes.zip") },
		"a folder unpacked from one": func() (*Pack, []Fault, error) { return LoadFS(fsys) },
		"a folder around": func() (*Pack, []Fault, error) {
			return Load(packed(t, goodPack(t), func(n string) zip.FileHeader {
				return zip.FileHeader{Name: `spring\` + strings.ReplaceAll(n, "/", `\`)}
			}))
		},
		"with a fault in event.toml": func() (*Pack, []Fault, error) {
			return Load(packed(t, broken, func(n string) zip.FileHeader { return zip.FileHeader{Name: strings.ReplaceAll(n, "/", `\`)} }))
		},
		"behind a path that leads out": func() (*Pack, []Fault, error) { return Load(hostile) },
	} {
		p, faults, err := load()
		if p != nil || err != nil || len(faults) != 1 || !strings.Contains(faults[0].What, "backslash") || !strings.Contains(faults[0].Instead, "pack the folder again") {
			t.Errorf("%s: %v %v", about, faults, err)
		}
	}
}

func TestAFolderAroundTheFolderIsEntered(t *testing.T) {
	want := mustLoad(t, goodPack(t)).Digest
	around := func(prefix string) fstest.MapFS {
		out := fstest.MapFS{".DS_Store": {}, "__MACOSX/x": {}}
		for n, f := range goodPack(t) {
			out[prefix+n] = f
		}
		return out
	}
	for _, prefix := range []string{"spring/", "spring/春/"} {
		if got := mustLoad(t, around(prefix)).Digest; got != want {
			t.Errorf("%s: another digest", prefix)
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "spring"), goodPack(t)); err != nil {
		t.Fatal(err)
	}
	if p, faults, err := Load(dir); p == nil || p.Digest != want {
		t.Errorf("on disk: %v %v", faults, err)
	}
	p, faults, err := LoadFS(around("a/b/c/"))
	refused(t, p, faults, err, "a/b/c/event.toml", "lies in a folder")
	beside := around("spring/")
	beside["other.txt"] = &fstest.MapFile{}
	p, faults, err = LoadFS(beside)
	refused(t, p, faults, err, "spring/event.toml", "lies in a folder")
}

func TestTheFileThatWasMeantIsNamed(t *testing.T) {
	for _, name := range []string{"event.toml.txt", "Event.toml", "event.txt"} {
		fsys := goodPack(t)
		fsys[name] = fsys[mainFile]
		delete(fsys, mainFile)
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, name, "this one may be meant")
	}
}

func TestOtherArchivesAreNamed(t *testing.T) {
	for sign, want := range map[string]string{"Rar!\x1a\x07\x01\x00": "it is a .rar file", "7z\xBC\xAF\x27\x1C\x00\x04": "it is a .7z file", "\x1F\x8B\x08\x00": "it is a .gz file"} {
		name := filepath.Join(t.TempDir(), "pack.zip")
		if err := os.WriteFile(name, []byte(sign+strings.Repeat("x", 100)), 0o600); err != nil {
			t.Fatal(err)
		}
		p, faults, err := Load(name)
		refused(t, p, faults, err, "pack.zip", want)
		if len(faults) != 1 {
			t.Errorf("more than that: %v", faults)
		}
	}
}

// 7-Zip can compress a .zip in ways that hardly anything else reads.
func TestAnUnusualCompressionIsNamed(t *testing.T) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	e, err := w.CreateRaw(&zip.FileHeader{Name: mainFile, Method: 14, CompressedSize64: 4, UncompressedSize64: 4})
	if err == nil {
		_, err = e.Write([]byte("LZMA"))
	}
	if err == nil {
		err = w.Close()
	}
	name := filepath.Join(t.TempDir(), "pack.zip")
	if err == nil {
		err = os.WriteFile(name, buf.Bytes(), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	p, faults, err := Load(name)
	refused(t, p, faults, err, mainFile, "compressed in a way that only few programs can undo")
}

// A folder that nobody may read, such as lost+found on a disk of its own, is no part of a pack.
func TestLitterNeedNotBeReadable(t *testing.T) {
	p, faults, err := LoadFS(unreadable{goodPack(t)})
	if p == nil {
		t.Errorf("%v %v", faults, err)
	}
}

// unreadable has a folder lost+found that cannot be listed.
type unreadable struct{ fstest.MapFS }

func (u unreadable) ReadDir(name string) ([]fs.DirEntry, error) {
	switch name {
	case "lost+found":
		return nil, fs.ErrPermission
	case ".":
		u.MapFS["lost+found"] = &fstest.MapFile{Mode: fs.ModeDir}
	}
	return u.MapFS.ReadDir(name)
}

// A pack that was set up from a folder is copied without what systems left in it.
func TestTheCopyOfAFolderIsThePackAlone(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "pack")
	fsys := withPicture(t, "操场.png")
	want := mustLoad(t, fsys).Digest
	fsys[".git/HEAD"] = &fstest.MapFile{Data: []byte("x")}
	fsys["art/Thumbs.db"] = &fstest.MapFile{Data: []byte("x")}
	if err := os.CopyFS(filepath.Join(from, "around"), fsys); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/nowhere", filepath.Join(from, "around", ".git", "link")); err != nil {
		t.Log("without a symbolic link:", err)
	}
	if err := CopyFolder(from, to); err != nil {
		t.Fatal(err)
	}
	p, faults, err := Load(to)
	if p == nil || p.Digest != want {
		t.Fatal(faults, err)
	}
	for _, left := range []string{".git", "art/Thumbs.db", "around"} {
		if _, err := os.Stat(filepath.Join(to, left)); err == nil {
			t.Errorf("%s was copied", left)
		}
	}
	if err := CopyFolder(from, to); err == nil {
		t.Error("it is copied over what is there")
	}
	if err := CopyFolder(filepath.Join(from, "nowhere"), to); err == nil {
		t.Error("nothing is copied without an error")
	}
}
