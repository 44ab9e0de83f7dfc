package event

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"maps"
)

// goodPack reads the pack in testdata into memory.
func goodPack(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	root := os.DirFS("testdata/good")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// mustLoad loads a pack that has no faults.
func mustLoad(t testing.TB, fsys fs.FS) *Pack {
	t.Helper()
	p, faults, err := LoadFS(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
	if p == nil {
		t.FailNow()
	}
	return p
}

func TestAGoodPackIsReadWhole(t *testing.T) {
	p := mustLoad(t, os.DirFS("testdata/good"))
	eq := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	eq("id", p.ID, "spring-fair")
	eq("title", p.Title.In(EN), "Spring fair")
	eq("starts, a TOML date", p.Starts, Date("2027-04-10"))
	eq("ends, a text", p.Ends, Date("2027-04-11"))
	eq("headline", p.Attract.Headline.In(ZH), "第一行\n第二行")
	eq("retention", p.Handler.RetentionDays, 60)
	eq("columns", strings.Join(p.Registry.ColumnIDs(), " "), "name phone friend")
	eq("enrolment link", p.EnrolLink(), "https://enrol.example.org/fair27")
	eq("take-home link", p.MainTake().Link, "https://enrol.example.org/fair27")
	eq("men", p.Conditions[1].MenKg, 50.5)
	eq("women, a whole number", p.Conditions[1].WomenKg, 45.0)
	eq("age condition", p.AgeCondition().MaxAge, 45)
	eq("way", p.Way("unsure").Body.In(ZH), "一共两个条件。\n\n请问志愿者。")
	eq("way", p.Way("unsure").Body.In(EN), "There are two conditions.\n\nAsk a volunteer.")
	eq("flag", p.Way("unsure").Flag, true)
	eq("no way", p.Way("nowhere"), (*Way)(nil))
	eq("same as", p.Field("wechat").SameAs, "phone")
	eq("school", p.Field("email").School[0], "edu.example")
	eq("option", p.Field("friend").Option("parent").Label.In(ZH), "父母")
	eq("step fields", len(p.StepFields("who")), 5)
	eq("row", p.Consent("notice").Rows[0].Value.In(EN), "The fair's team")
	eq("row", p.Consent("notice").Rows[1].Value.In(ZH), "60 天")
	eq("hand-over", p.HandoverConsent().ID, "handover")
	eq("days", p.Take("reminder").Days, 7)
	eq("stage, at the start of a sentence", p.Stages[0].Line.In(EN), "Two steps in all")
	eq("stage", p.Stages[0].Line.In(ZH), "一共两步")
	eq("page title", p.Decide.Title.In(ZH), "标题")
	eq("page body", p.Decide.Body.In(EN), "A paragraph.\n\n## A heading\n\nAnother one.")
	s := p.Story("first")
	eq("story name", s.Name.In(ZH), "甲")
	eq("story name", s.Name.In(EN), "A")
	eq("permission", s.Permission, true)
	eq("source date", s.SourceDate, Date("2026-01-02"))
	eq("stations", len(s.Stations), 2)
	eq("when", s.Stations[1].When.In(EN), "A year on")
	eq("station title", s.Stations[1].Title.In(ZH), "一个电话")
	eq("station body", s.Stations[1].Body.In(ZH), "电话来了，一共两步。")
	eq("station body, after a full stop", s.Stations[1].Body.In(EN), "The call came. Two steps lay ahead.")
	eq("given wait", p.Times.IdleReading, 120)
	eq("usual wait", p.Times.IdleForm, 60)
	eq("usual take-home", p.Times.TakeHome, 120)
	eq("placeholders", len(p.Placeholders()), 0)
	if _, ok := p.Asset(s.Art); !ok {
		t.Error("the story's picture is not there")
	}
	if _, ok := p.Asset("art/tree.svg"); !ok {
		t.Error("the drawing is not there")
	}
	if _, ok := p.Asset("nothing.png"); ok {
		t.Error("a picture that does not exist")
	}
}

func TestWindowsLineEndsAndByteOrderMarksChangeNothing(t *testing.T) {
	want := mustLoad(t, goodPack(t))
	fsys := goodPack(t)
	for name, f := range fsys {
		if strings.HasSuffix(name, ".md") || strings.HasSuffix(name, ".toml") {
			f.Data = append([]byte("\xEF\xBB\xBF"), bytes.ReplaceAll(f.Data, []byte("\n"), []byte("\r\n"))...)
		}
	}
	got := mustLoad(t, fsys)
	for _, l := range Langs {
		for i := range want.Consents {
			if want.Consents[i].SHA256(string(l)) != got.Consents[i].SHA256(string(l)) {
				t.Errorf("%s in %s has another hash with Windows line ends", want.Consents[i].ID, l)
			}
		}
		if got.Way("unsure").Body.In(l) != want.Way("unsure").Body.In(l) {
			t.Errorf("another text: %q", got.Way("unsure").Body.In(l))
		}
		if got.Stories[0].Stations[1].Body.In(l) != want.Stories[0].Stations[1].Body.In(l) {
			t.Errorf("another station: %q", got.Stories[0].Stations[1].Body.In(l))
		}
	}
}

// zipOf packs files in a fixed order.
func zipOf(t testing.TB, prefix string, fsys fstest.MapFS) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "pack.zip")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for _, n := range slices.Sorted(maps.Keys(fsys)) {
		e, err := w.Create(prefix + n)
		if err == nil {
			_, err = e.Write(fsys[n].Data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestFolderAndZipAreTheSamePack(t *testing.T) {
	folder, faults, err := Load("testdata/good")
	if err != nil || folder == nil {
		t.Fatal(faults, err)
	}
	for _, prefix := range []string{"", "spring fair/"} {
		fsys := goodPack(t)
		fsys[".DS_Store"] = &fstest.MapFile{Data: []byte("litter")}
		p, faults, err := Load(zipOf(t, prefix, fsys))
		if err != nil || p == nil {
			t.Fatalf("prefix %q: %v %v", prefix, faults, err)
		}
		if p.Digest != folder.Digest {
			t.Errorf("prefix %q: another digest", prefix)
		}
	}
	changed := goodPack(t)
	changed["README.md"] = &fstest.MapFile{Data: []byte("x")}
	if p := mustLoad(t, changed); p.Digest == folder.Digest {
		t.Error("another file, but the same digest")
	}
}

func TestWhatIsNoPackAtAllIsAnError(t *testing.T) {
	if _, _, err := Load(filepath.Join(t.TempDir(), "nothing")); err == nil {
		t.Error("no error for a path that is not there")
	}
	if p, faults, err := Load(t.TempDir()); p != nil || err != nil || len(faults) != 1 || faults[0].File != "event.toml" {
		t.Errorf("an empty folder: %v %v", faults, err)
	}
	junk := filepath.Join(t.TempDir(), "x.zip")
	if err := os.WriteFile(junk, []byte("this is no zip"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, faults, err := Load(junk); p != nil || err != nil || len(faults) == 0 {
		t.Errorf("no zip: %v %v", faults, err)
	}
}

func TestTheHashIsThatOfTheTextAsShown(t *testing.T) {
	c := Consent{
		Sentence: Text{ZH: "我同意。", EN: "I agree. "},
		Rows:     []Row{{Label: Text{EN: "Who"}, Value: Text{EN: "The team"}}, {Label: Text{EN: "How long"}, Value: Text{EN: "60 days"}}},
		Body:     Text{EN: "One\r\n\r\nTwo\n"},
	}
	const shown = "I agree.\n\nWho: The team\nHow long: 60 days\n\nOne\n\nTwo\n"
	if got := c.Shown("en"); got != shown {
		t.Errorf("shown: %q", got)
	}
	// printf 'I agree.\n\nWho: The team\nHow long: 60 days\n\nOne\n\nTwo\n' | sha256sum
	const hash = "2c56ea5ff1f78129b8be064238b9b4bf7815520d1b020c881a4f6b827cff65cb"
	if got := c.SHA256("en"); got != hash {
		t.Errorf("hash %s", got)
	}
	if c.SHA256("zh") == c.SHA256("en") {
		t.Error("the languages have the same hash")
	}
	longer := c
	longer.Rows = c.Rows[:1]
	if longer.SHA256("en") == hash {
		t.Error("a row less, but the same hash")
	}
}

func TestEverythingInATextIsFilledIn(t *testing.T) {
	for in, want := range map[string]string{
		"{registry} will call in {stages} steps, {conditions} conditions, {stages} again": "The registry will call in two steps, two conditions, two again",
		"Wait. {stages} steps, then {stages} more! {stages}? {stages}.":                   "Wait. Two steps, then two more! Two? Two.",
		"{consents}, {stories}":         "Two, one",
		"({stages})a{stages}b.{stages}": "(two)atwob.two",
	} {
		fsys := goodPack(t)
		edit(t, fsys, mainFile, `en = "{registry} will call"`, `en = "`+in+`"`)
		if got := mustLoad(t, fsys).NextSteps[0].Line.In(EN); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	fsys := goodPack(t)
	edit(t, fsys, mainFile, `zh = "{registry}会打来"`, `zh = "一共 {stages} 步， {conditions} 个条件和 {retention_days} 天"`)
	if got, want := mustLoad(t, fsys).NextSteps[0].Line.In(ZH), "一共两步，两个条件和 60 天"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	edit(t, fsys, mainFile, `en = "A cheek swab"`, `en = "[[one]] or [[another]]"`)
	if got := mustLoad(t, fsys).Placeholders(); len(got) != 2 || !strings.HasSuffix(got[0], ": [[one]]") || !strings.HasSuffix(got[1], ": [[another]]") {
		t.Errorf("placeholders %q", got)
	}
}

// Counts are words up to ten.
func TestCountsAreWritten(t *testing.T) {
	for n, want := range map[int]string{0: "no 零", 1: "one 一", 2: "two 两", 10: "ten 十", 11: "11 11"} {
		if got := countIn(EN, n) + " " + countIn(ZH, n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

func TestPlaceholdersAreNamedWithTheirLines(t *testing.T) {
	fsys := goodPack(t)
	edit(t, fsys, "event.toml", `contact = { zh = "摊位", en = "The booth" }`, `contact = { zh = "[[摊位在哪里]]", en = "The booth" }`)
	edit(t, fsys, "event.toml", `phone = "021-0000-0001"`, `phone = "[[phone]]"`)
	edit(t, fsys, "consents/handover.en.md", "Only", "First line.\n\n[[who]] Only")
	p := mustLoad(t, fsys)
	want := []string{
		"event.toml:19: [[摊位在哪里]]",
		"event.toml:20: [[phone]]",
		"consents/handover.en.md:3: [[who]]",
	}
	if got := p.Placeholders(); !slices.Equal(got, want) {
		t.Errorf("placeholders %q", got)
	}
	var out bytes.Buffer
	if err := p.Summary(&out); err != nil || !strings.Contains(out.String(), want[0]) || strings.Contains(out.String(), "(may go live)") {
		t.Errorf("summary: %v\n%s", err, &out)
	}
}

func TestTheSummaryOfAGoodPack(t *testing.T) {
	var out bytes.Buffer
	p := mustLoad(t, goodPack(t))
	if err := p.Summary(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"spring-fair: 春日集市 / Spring fair (may go live)\n", "2027-04-10 to 2027-04-11", "60 days", "2 conditions, 2 ways on, 5 fields in 1 step (2 required)\n",
		"1 story, 2 stages, 1 risk, 1 figure, 1 worry\n", "3 codes home\n", p.Digest,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
	if strings.Contains(out.String(), "still to be written") || strings.Contains(out.String(), "not on record") {
		t.Errorf("something is missing in a pack that is whole:\n%s", &out)
	}
}

func TestTheSummaryOfAPackThatIsNotReady(t *testing.T) {
	fsys := goodPack(t)
	edit(t, fsys, mainFile, `en = "A cheek swab"`, `en = "[[which sample]]"`)
	for _, lang := range Langs {
		edit(t, fsys, "stories/first."+string(lang)+".md", "permission = true", "permission = false")
	}
	for _, practice := range []bool{false, true} { // in this order: what is edited stays
		mode := "(may not go live yet)"
		if practice {
			mode = "(practice only)"
			edit(t, fsys, mainFile, `ref = "fair27"`, "ref = \"fair27\"\npractice = true")
		}
		var out bytes.Buffer
		if err := mustLoad(t, fsys).Summary(&out); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{mode, "first: the donor's permission is not on record\n", "still to be written: 1 placeholder text\n", "[[which sample]]\n"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("practice %v: no %q in\n%s", practice, want, &out)
			}
		}
	}
}

func TestAnEventWithoutStoriesIsAGoodPack(t *testing.T) {
	fsys := goodPack(t)
	edit(t, fsys, mainFile, `stories = ["first"]`, `stories = []`)
	delete(fsys, "stories/first.zh.md")
	delete(fsys, "stories/first.en.md")
	if p := mustLoad(t, fsys); len(p.Stories) != 0 {
		t.Errorf("%d stories", len(p.Stories))
	}
}

// edit replaces a piece of a file that must be there once.
func edit(t testing.TB, fsys fstest.MapFS, name, old, new string) {
	t.Helper()
	f := fsys[name]
	if f == nil || strings.Count(string(f.Data), old) != 1 {
		t.Fatalf("%s does not hold %q once", name, old)
	}
	f.Data = []byte(strings.Replace(string(f.Data), old, new, 1))
}

// The registry's columns may be plain ids or tables with a title, parts of a person, and what goes along in any case.
func TestColumnsOfTheRegistry(t *testing.T) {
	fsys := goodPack(t)
	edit(t, fsys, mainFile, `columns = ["name", "phone", "friend"]`, `columns = [
  { field = "check_kit", title = "采样盒号" },
  "code",
  { field = "name", title = { zh = "姓名", en = "Name" } },
  { field = "friend_phone" },
  "friend_name",
  "phone",
]`)
	p := mustLoad(t, fsys)
	if got, want := strings.Join(p.Registry.ColumnIDs(), " "), "check_kit code name friend_phone friend_name phone"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	c := p.Registry.Columns
	if c[0].Title.In(ZH) != "采样盒号" || c[0].Title.In(EN) != "采样盒号" || c[2].Title.In(EN) != "Name" || c[3].Title != nil || c[1].Title != nil {
		t.Errorf("%+v", c)
	}
}

// The number of a switchboard has an extension, in whatever way people write one; it is shown as it was written.
func TestNumbersWithAnExtension(t *testing.T) {
	for written, want := range map[string][2]string{
		"021-0000-0001 转 802":       {"021-0000-0001", "802"},
		"021-0000-0001转802":         {"021-0000-0001", "802"},
		"021-0000-0001 分机：802":      {"021-0000-0001", "802"},
		"+86 21 0000 0001 ext. 802": {"+86 21 0000 0001", "802"},
		"(021) 0000-0001, EXT 802":  {"", ""}, // no number begins with a parenthesis
		"021-0000-0001 x8":          {"021-0000-0001", "8"},
		"021-0000-0001":             {"021-0000-0001", ""},
	} {
		if want[0] != "" {
			fsys := goodPack(t)
			edit(t, fsys, mainFile, `phone = "021-0000-0001"`, `phone = "`+written+`"`)
			if p := mustLoad(t, fsys); p.Handler.Phone != written {
				t.Errorf("%q is shown as %q", written, p.Handler.Phone)
			}
		} else {
			want[0] = written
		}
		if number, extension := SplitPhone(written); number != want[0] || extension != want[1] {
			t.Errorf("%q is %q and %q", written, number, extension)
		}
	}
	if number, extension := SplitPhone("021-0000-0001 转 802 (example)"); number != "021-0000-0001" || extension != "802" {
		t.Errorf("with a mark: %q and %q", number, extension)
	}
}

// Where a pack names no scene, what is drawn is true of any story; the rings meet only where one names the collection.
func TestScenesOfAStory(t *testing.T) {
	story := func(art string, scenes ...string) Story {
		s := Story{Art: art}
		for _, name := range scenes {
			s.Stations = append(s.Stations, Station{Scene: name})
		}
		return s
	}
	for about, c := range map[string]struct {
		s              Story
		first, last    string
		stops, turning int
		collected      bool
	}{
		"none named":          {story("rings", "", "", ""), "form", "way", -1, 1, false},
		"one station":         {story("rings", ""), "form", "form", -1, 0, false},
		"a call":              {story("rings", "booth", "", "phone", "bag"), "booth", "bag", -1, 2, true},
		"a match that stops":  {story("twice", "form", "phone", "phone_stops", "bag_books"), "form", "bag_books", 2, 2, true},
		"twice, without one":  {story("twice", "", "", "", ""), "form", "way", 1, 1, false},
		"a letter, no rings":  {story("own.jpg", "swab", "letter"), "swab", "letter", -1, 1, false},
		"no stations, absurd": {story("rings"), "way", "way", -1, 0, false},
	} {
		n := len(c.s.Stations)
		if got := c.s.SceneAt(0); got != c.first {
			t.Errorf("%s: first %s", about, got)
		}
		if got := c.s.SceneAt(n - 1); got != c.last {
			t.Errorf("%s: last %s", about, got)
		}
		if c.s.Stops() != c.stops || c.s.Turning() != c.turning || c.s.Collected() != c.collected {
			t.Errorf("%s: stops %d, turning %d, collected %v", about, c.s.Stops(), c.s.Turning(), c.s.Collected())
		}
	}
}

func TestASceneMayStandInOneLanguage(t *testing.T) {
	for _, where := range []Lang{ZH, EN} {
		fsys := goodPack(t)
		old := map[Lang]string{ZH: `short = "电话"`, EN: `short = "The call"`}[where]
		edit(t, fsys, "stories/first."+string(where)+".md", old, old+"\nscene = \"phone\"")
		p, faults, err := LoadFS(fsys)
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		if s := p.Story("first"); s.SceneAt(1) != "phone" || s.SceneAt(0) != "form" {
			t.Errorf("in %s: %s, %s", where, s.SceneAt(0), s.SceneAt(1))
		}
	}
	fsys := goodPack(t)
	edit(t, fsys, "stories/first.zh.md", `short = "电话"`, "short = \"电话\"\nscene = \"phone\"")
	edit(t, fsys, "stories/first.en.md", `short = "The call"`, "short = \"The call\"\nscene = \"letter\"")
	if _, faults, _ := LoadFS(fsys); len(faults) != 1 || faults[0].What != "scene differs from stories/first.zh.md" {
		t.Errorf("two scenes for one station: %v", faults)
	}
}
