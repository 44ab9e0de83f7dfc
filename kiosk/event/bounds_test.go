package event

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// A number or a text up to its bound loads; one beyond it is a fault that names the bound.
func TestBoundsOfAPack(t *testing.T) {
	link := func(n int) string { return "https://example.org/" + strings.Repeat("a", n-len("https://example.org/")) }
	for _, c := range []struct {
		about, old, new string // %s in new is where the value goes
		inside, outside []string
		want            string // of the fault, for those outside
	}{
		{"one in so many", "one_in = 10000", "one_in = %s", []string{"2"}, []string{"1", "0"}, "write the n of 1 in n"},
		{"dots lit", "one_in = 10000", "dots = %s", []string{"1", "10000"}, []string{"0", "10001", "-1"}, "from 1 to 10000"},
		{"days kept", "retention_days = 60", "retention_days = %s", []string{"1", "3650"}, []string{"0", "3651"}, "from 1 to 3650"},
		{"an age", "min_age = 18", "min_age = %s", []string{"0", "45"}, []string{"-1", "121"}, "from 0 to 120"},
		{"an upper age", "max_age = 45", "max_age = %s", []string{"18", "120"}, []string{"-1", "121"}, "from 0 to 120"},
		{"a weight", "men_kg = 50.5", "men_kg = %s", []string{"20", "200"}, []string{"19.9", "200.1"}, "from 20 to 200"},
		{"the length of an answer", "max_len = 40", "max_len = %s", []string{"1", "2000"}, []string{"0", "2001"}, "from 1 to 2000"},
		{"days until a reminder", "days = 7", "days = %s", []string{"1", "366"}, []string{"0", "367"}, "from 1 to 366"},
		{"a wait for readers", "idle_reading = 120", "idle_reading = %s", []string{"30", "900"}, []string{"29", "901"}, "from 30 to 900"},
		{"a warning", "warning = 20", "warning = %s", []string{"20", "120"}, []string{"19", "121"}, "from 20 to 120"},
		{"the year of a figure", `date = "2026-05"`, `date = "%s"`, []string{"1900", "2199"}, []string{"1899", "2200"}, "is not a date"},
		{"the last day", `ends = "2027-04-11"`, `ends = "%s"`, []string{"2027-04-10"}, []string{"2027-04-09"}, "ends before it starts"},
		{"a short name", `short = { zh = "春日集市",`, `short = { zh = "%s",`, []string{strings.Repeat("春", 14)}, []string{strings.Repeat("春", 14) + "a"}, "keep to 14 Chinese or 28 Latin characters"},
		{"lines of a headline", `en = "Line one\nLine two"`, `en = "%s"`, []string{`One`, `One\nTwo`}, []string{`One\nTwo\nThree`}, "keep to two lines"},
		{"a link", `url = "https://example.org/"`, `url = "%s"`, []string{link(150)}, []string{link(151)}, "keep to 150 characters"},
		{"an id", `outcome = "unsure"`, `outcome = "%s"`, []string{strings.Repeat("a", 40)}, []string{strings.Repeat("a", 41)}, "at most 40"},
		{"a text", `en = "A cheek swab"`, `en = "%s"`, []string{strings.Repeat("字", 1000)}, []string{strings.Repeat("字", 1001)}, "keep to 1000 characters"},
		{"a list", `school = ["edu.example"]`, `school = [%s]`, []string{strings.Repeat(`"edu.example", `, 200)}, []string{strings.Repeat(`"edu.example", `, 201)}, "keep to 200"},
	} {
		load := func(value string) (*Pack, []Fault) {
			fsys := goodPack(t)
			edit(t, fsys, mainFile, c.old, strings.ReplaceAll(c.new, "%s", value))
			p, faults, err := LoadFS(fsys)
			if err != nil {
				t.Fatal(err)
			}
			return p, faults
		}
		for _, value := range c.inside {
			if p, faults := load(value); p == nil {
				t.Errorf("%s of %.20s is refused: %v", c.about, value, faults)
			}
		}
		for _, value := range c.outside {
			if p, faults := load(value); p != nil || !strings.Contains(fmt.Sprint(faults), c.want) {
				t.Errorf("%s of %.20s: want …%s, got %v", c.about, value, c.want, faults)
			}
		}
	}
}

// What stands on a screen is measured in columns: what Chinese fonts draw as wide as a character of theirs has two.
func TestWideCharactersTakeTwoColumns(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "a": 1, "é": 1, "·": 1, "字": 2, "か": 2, "ア": 2, "한": 2, "。": 2, "々": 2, "　": 2, "〿": 2, "！": 2, "ａ": 2, "｠": 2, "｡": 1, "⿿": 1, "Spring 春": 9,
	} {
		if got := width(s); got != want {
			t.Errorf("%q takes %d columns, want %d", s, got, want)
		}
	}
}

func TestBoundsOfAPacksFiles(t *testing.T) {
	for _, c := range []struct {
		about  string
		inside string
		over   string
		want   string
	}{
		{"folders in each other", "a/b/c/d", "a/b/c/d/e", "too many folders inside one another"},
		{"the length of a path", strings.Repeat("a", 200), strings.Repeat("a", 201), "the path is too long"},
	} {
		if what, _ := badName(c.inside); what != "" {
			t.Errorf("%s: %s", c.about, what)
		}
		if what, _ := badName(c.over); what != c.want {
			t.Errorf("%s, one more: %q", c.about, what)
		}
	}
	full := goodPack(t)
	g := newGather(&faults{})
	if err := g.walk(full); err != nil {
		t.Fatal(err)
	}
	for i := g.entries; i < 500; i++ { // what a file manager left there counts too
		full[fmt.Sprintf(".litter%d", i)] = &fstest.MapFile{}
	}
	mustLoad(t, full)
	full[".litter"] = &fstest.MapFile{}
	p, faults, err := LoadFS(full)
	refused(t, p, faults, err, mainFile, "more than 500 files")
}

func TestBoundsOfTheSizeOfFiles(t *testing.T) {
	picture := func(size int) *fstest.MapFile {
		return &fstest.MapFile{Data: append(pngHeader(10, 10), make([]byte, size-len(pngHeader(10, 10)))...)}
	}
	fsys := goodPack(t)
	rest := 64 << 20 // of all together
	for _, f := range fsys {
		rest -= len(f.Data)
	}
	for i := range 3 {
		fsys[fmt.Sprintf("art/large%d.png", i)] = picture(16 << 20)
		rest -= 16 << 20
	}
	fsys["art/rest.png"] = picture(rest)
	mustLoad(t, fsys)
	fsys["art/rest.png"] = picture(rest + 1)
	p, faults, err := LoadFS(fsys)
	refused(t, p, faults, err, mainFile, "larger than 64 MB")

	fsys = goodPack(t)
	fsys["art/large.png"] = picture(16<<20 + 1)
	p, faults, err = LoadFS(fsys)
	refused(t, p, faults, err, "art/large.png", "the picture is larger than 16 MB")

	fsys = goodPack(t)
	fsys["pages/decide.en.md"].Data = append([]byte("# Title\n\n"), bytes.Repeat([]byte("a"), 2<<20-len("# Title\n\n"))...)
	if _, faults, err := LoadFS(fsys); err != nil || strings.Contains(fmt.Sprint(faults), "larger than") {
		t.Errorf("a text of two megabytes: %v, %v", faults, err)
	}
}

func TestBoundsOfADrawing(t *testing.T) {
	drawing := func(inside string) string { return `<svg xmlns="http://www.w3.org/2000/svg">` + inside + `</svg>` }
	nested := func(n int) string {
		return drawing(strings.Repeat("<g>", n-1) + strings.Repeat("</g>", n-1))
	}
	elements := func(n int) string { return drawing(strings.Repeat("<g/>", n-1)) }
	// A thousand elements in the group, one more for each use of it; the drawing and the file count too.
	drawn := func(n int) string {
		return drawing(`<g id="a">` + strings.Repeat("<g/>", 999) + `</g>` + strings.Repeat(`<use href="#a"/>`, 98) + strings.Repeat("<g/>", n-2-1000-98*1001))
	}
	for want, c := range map[string]struct{ most, over string }{
		"inside one another": {nested(64), nested(65)},
		"20000 elements":     {elements(20_000), elements(20_001)},
		"multiplies itself":  {drawn(100_000), drawn(100_001)},
	} {
		fsys := goodPack(t)
		fsys["art/x.svg"] = &fstest.MapFile{Data: []byte(c.most)}
		mustLoad(t, fsys)
		fsys["art/x.svg"] = &fstest.MapFile{Data: []byte(c.over)}
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, "art/x.svg", want)
	}
}

// A pack says in which order its consents are asked, and may ask for none to the hand-over where nothing is handed over.
func TestTheHandOverIsAskedAnywhereOrNowhere(t *testing.T) {
	fsys := goodPack(t)
	const handover = "[[consents]]\nid = \"handover\"\nkind = \"consent\"\nhandover = true\nsentence = { zh = \"我同意转交给{registry}。\", en = \"I agree that {registry} gets this.\" }\n"
	edit(t, fsys, mainFile, handover, "")
	edit(t, fsys, mainFile, "[[consents]]\nid = \"notice\"", handover+"\n[[consents]]\nid = \"notice\"")
	if p := mustLoad(t, fsys); p.Consents[0].ID != "handover" || p.HandoverConsent() == nil {
		t.Error("the hand-over is not the first consent")
	}
	edit(t, fsys, mainFile, "kind = \"notice\"\n", "kind = \"notice\"\nhandover = true\n")
	p, faults, err := LoadFS(fsys)
	refused(t, p, faults, err, mainFile, "a second consent to the hand-over")

	fsys = goodPack(t)
	edit(t, fsys, mainFile, "handover = true\n", "")
	edit(t, fsys, mainFile, `columns = ["name", "phone", "friend"]`, `columns = []`)
	mustLoad(t, fsys)
}

// Notes and licences may lie beside a pack; everything else that it does not use is a slip.
func TestNotesMayLieBesideAPack(t *testing.T) {
	fsys := goodPack(t)
	for _, name := range []string{"README", "readme.md", "LICENSE", "licence.txt", "notes.txt", "art/sources.txt"} {
		fsys[name] = &fstest.MapFile{Data: []byte("By us.")}
	}
	mustLoad(t, fsys)
	for _, name := range []string{"notes.doc", "art/sources.doc", "pages/notes.txt", "event.toml.bak"} {
		fsys := goodPack(t)
		fsys[name] = &fstest.MapFile{Data: []byte("By us.")}
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, name, "the pack has no use for this file")
	}
}
