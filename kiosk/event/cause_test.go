package event

import (
	"archive/zip"
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// alone checks that a pack is refused with one fault, which says what is the matter.
func alone(t *testing.T, faults []Fault, err error, file, what, instead string) {
	t.Helper()
	if err != nil || len(faults) != 1 {
		t.Fatalf("%d faults: %v, %v", len(faults), faults, err)
	}
	if f := faults[0]; f.File != file || !strings.Contains(f.What, what) || !strings.Contains(f.Instead, instead) {
		t.Errorf("got %s, want %s: …%s…; …%s…", f, file, what, instead)
	}
}

func TestACharacterThatIsNotTOMLIsShownWhole(t *testing.T) {
	for line, want := range map[string][2]string{
		"practice = 否":         {"否 (U+5426)", "write false"},
		"practice = 是的 # ja":   {"是 (U+662F)", "write true"},
		"practice = Yes":       {"'Y'", "write true"},
		"ref = 春日":             {"春 (U+6625)", "between straight quotes"},
		"x = [1, 否]":           {"否 (U+5426)", "between straight quotes"},
		`x = "否" 否`:            {"否 (U+5426)", "stands behind the value"},
		"练习 = true":            {"练 (U+7EC3)", "letters a to z"},
		"x = 1é":               {"é (U+00E9)", "stands behind the value"},
		"x = 😀":                {"😀 (U+1F600)", "between straight quotes"},
		"[活动]":                 {"活 (U+6D3B)", "letters a to z"},
		"x = {a = 1, b = 否}":   {"否 (U+5426)", "between straight quotes"},
		`x = {a = "吃", b = 否}`: {"否 (U+5426)", "between straight quotes"},
	} {
		fs := &faults{}
		parseTOML(mainFile, 0, []byte("# 否 é\n"+line+"\n"), fs)
		if len(fs.list) != 1 || fs.list[0].Line != 2 || !strings.Contains(fs.list[0].What, want[0]) || !strings.Contains(fs.list[0].Instead, want[1]) {
			t.Errorf("%s: %v", line, fs.list)
		}
	}
	fsys := goodPack(t)
	data := append([]byte("practice = 否\n"), fsys[mainFile].Data...)
	fsys[mainFile] = &fstest.MapFile{Data: data}
	_, list, err := LoadFS(fsys)
	alone(t, list, err, mainFile, "否 (U+5426)", "write false")
}

// A line of event.toml that cannot be read is the one fault: that its value is missing elsewhere says nothing.
func TestALineThatCannotBeReadIsOneFault(t *testing.T) {
	for _, section := range []string{"[handler]", "[registry]"} {
		fsys := goodPack(t)
		at := bytes.Index(fsys[mainFile].Data, []byte(section))
		name := at + bytes.Index(fsys[mainFile].Data[at:], []byte("phone = "))
		data := slices.Concat(fsys[mainFile].Data[:name], []byte("phone = 电话 "), fsys[mainFile].Data[name+len("phone = "):])
		fsys[mainFile] = &fstest.MapFile{Data: data}
		_, list, err := LoadFS(fsys)
		alone(t, list, err, mainFile, "电 (U+7535)", "straight quotes")
	}
}

func TestAnotherEncodingOfEventTOMLIsOneFault(t *testing.T) {
	utf8Text := string(goodPack(t)[mainFile].Data)
	wide := func(little bool, mark bool, s string) (out []byte) {
		units := utf16.Encode([]rune(s))
		if mark {
			units = append([]uint16{0xFEFF}, units...)
		}
		for _, u := range units {
			if little {
				out = append(out, byte(u), byte(u>>8))
			} else {
				out = append(out, byte(u>>8), byte(u))
			}
		}
		return out
	}
	chinese, err := simplifiedchinese.GBK.NewEncoder().String("# 春日\n" + strings.Map(func(r rune) rune {
		if r > 0x7f && (r < 0x4e00 || r > 0x9fa5) {
			return '-'
		}
		return r
	}, utf8Text))
	if err != nil {
		t.Fatal(err)
	}
	for about, c := range map[string]struct {
		data          []byte
		what, instead string
	}{
		"GBK":                                  {[]byte(chinese), "perhaps GBK", "UTF-8"},
		"UTF-16":                               {wide(true, true, utf8Text), "UTF-16", "UTF-8"},
		"UTF-16, big end first":                {wide(false, true, utf8Text), "UTF-16", "UTF-8"},
		"UTF-16 without a mark":                {wide(true, false, utf8Text), "UTF-16", "UTF-8"},
		"UTF-16 without a mark, ASCII":         {wide(true, false, "practice = true\r\n"), "UTF-16", "UTF-8"},
		"CR":                                   {[]byte(strings.ReplaceAll(utf8Text, "\n", "\r")), "CR alone", "LF"},
		"CR among LF":                          {[]byte(strings.Replace(utf8Text, "\n", "\r", 1)), "CR alone", "LF"},
		"a byte order mark, and CR":            {[]byte("\uFEFF" + strings.ReplaceAll(utf8Text, "\n", "\r")), "CR alone", "LF"},
		"an old Mac's text in GBK with its CR": {[]byte(strings.ReplaceAll(chinese, "\n", "\r")), "perhaps GBK", "UTF-8"},
	} {
		t.Run(about, func(t *testing.T) {
			fsys := goodPack(t)
			fsys[mainFile] = &fstest.MapFile{Data: c.data}
			_, list, err := LoadFS(fsys)
			alone(t, list, err, mainFile, c.what, c.instead)
		})
	}
	fsys := goodPack(t)
	fsys[mainFile] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(utf8Text, "\n", "\r\n"))}
	mustLoad(t, fsys)
	page := "pages/notice.en.md"
	fsys[page] = &fstest.MapFile{Data: bytes.ReplaceAll(fsys[page].Data, []byte("\n"), []byte("\r"))}
	_, list, err := LoadFS(fsys)
	alone(t, list, err, page, "CR alone", "LF")
}

func TestAPackThatIsNotWhereItBelongsIsOneFault(t *testing.T) {
	upper := goodPack(t)
	upper["EVENT.TOML"] = upper[mainFile]
	delete(upper, mainFile)
	withFlag := func(dir string) func(string) zip.FileHeader {
		return func(n string) zip.FileHeader { return zip.FileHeader{Name: dir + n, Flags: 1} }
	}
	for about, c := range map[string]struct{ path, file, what, instead string }{
		"capitals":                      {packed(t, upper, in("")), "EVENT.TOML", "in small letters", "call it event.toml"},
		"capitals in a folder":          {packed(t, upper, in("PK/")), "PK/EVENT.TOML", "in small letters", "call it event.toml"},
		"capitals in a folder entry":    {packed(t, upper, in("PK/"), entries("PK/", "__MACOSX/")...), "PK/EVENT.TOML", "in small letters", "call it event.toml"},
		"capitals, and another outside": {packed(t, upper, in("PK/"), zipEntry{zip.FileHeader{Name: "x.txt"}, []byte("x")}), "PK/EVENT.TOML", "in small letters", "call it event.toml"},
		"a password":                    {packed(t, goodPack(t), withFlag("")), mainFile, "encrypted", "without a password"},
		"a password, in a folder":       {packed(t, goodPack(t), withFlag("pk/")), mainFile, "encrypted", "without a password"},
		"absolute":                      {packed(t, goodPack(t), in("/pk/")), "/pk/event.toml", "absolute", "from inside the folder"},
		"absolute, at the top":          {packed(t, goodPack(t), in("/")), "/event.toml", "absolute", "from inside the folder"},
		"a way out":                     {packed(t, goodPack(t), in("../pk/")), "../pk/event.toml", "leads out", "from inside the folder"},
		"three folders":                 {packed(t, goodPack(t), in("x/y/pk/")), "x/y/pk/event.toml", "3 folders", "name that folder"},
		"six folders, with entries":     {packed(t, goodPack(t), in("a/b/c/d/e/pk/"), entries("a/", "a/b/", "a/b/c/")...), "a/b/c/d/e/pk/event.toml", "6 folders", "name that folder"},
	} {
		t.Run(about, func(t *testing.T) {
			_, list, err := Load(c.path)
			alone(t, list, err, c.file, c.what, c.instead)
		})
	}
	for dir, c := range map[string]struct {
		fsys fstest.MapFS
		what string
	}{
		"x/y/pk":        {goodPack(t), "3 folders"},
		"a/b/c/d/e/pk":  {goodPack(t), "6 folders"},
		"PK":            {upper, "in small letters"},
		"x/y/z/1/2/CAP": {upper, "in small letters"},
	} {
		top := t.TempDir()
		name := mainFile
		if c.fsys[name] == nil {
			name = "EVENT.TOML"
		}
		for _, n := range slices.Sorted(maps.Keys(c.fsys)) {
			at := filepath.Join(top, filepath.FromSlash(dir+"/"+n))
			if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(at, c.fsys[n].Data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, list, err := Load(top)
		alone(t, list, err, dir+"/"+name, c.what, "")
	}
}
