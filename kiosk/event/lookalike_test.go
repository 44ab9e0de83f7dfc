package event

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestSignsThatLookLikeThoseOfTOMLAreNamedByTheirPlace(t *testing.T) {
	for _, c := range []struct {
		file, old, new string
		want           []string // of the line, in order
	}{
		{"", `id = "spring-fair"`, `id = “spring-fair”`, []string{`a curly quote, “ (U+201C), at character 6 and 1 more place in this line; write a straight quote: "`}},
		{"", `id = "spring-fair"`, `id = "spring-fair”`, []string{`a curly quote, ” (U+201D), at character 18; write a straight quote: "`}},
		{"", `id = "spring-fair"`, `id = “spring-fair"`, []string{`a curly quote, “ (U+201C), at character 6; write a straight quote: "`}},
		{"", `id = "spring-fair"`, `id = ‘spring-fair’`, []string{`a curly quote, ‘ (U+2018), at character 6 and 1 more place in this line; write a straight quote: '`}},
		{"", `id = "spring-fair"`, `id = 「spring-fair」`, []string{`a quote of another kind, 「 (U+300C), at character 6 and 1 more`}},
		{"", `id = "spring-fair"`, `id ＝ ＂spring-fair＂`, []string{`a full-width equals sign, ＝ (U+FF1D), at character 4; write =`, `a quote of another kind, ＂ (U+FF02), at character 6 and 1 more`}},
		{"", `id = "spring-fair"`, `id： "spring-fair"`, []string{`a full-width colon, ： (U+FF1A), at character 3; write =`}},
		{"", `id = "spring-fair"`, "id =\u00a0\"spring-fair\"", []string{`a no-break space, U+00A0, at character 5; write an ordinary space`}},
		{"", `id = "spring-fair"`, "\u3000id = \"spring-fair\"", []string{`a full-width space, U+3000, at character 1; write an ordinary space`}},
		{"", `id = "spring-fair"`, "i\u200bd = \"spring-fair\"", []string{`an invisible character, U+200B, at character 2; take it out`}},
		{"", `id = "spring-fair"`, "\ufeffid = \"spring-fair\"", []string{`an invisible character, U+FEFF, at character 1; take it out`}},
		{"", `id = "spring-fair"`, `id = "spring-fair"；`, []string{`a full-width semicolon, ； (U+FF1B), at character 19; take it out`}},
		{"", `id = "spring-fair"`, `id = "spring-fair" ＃ the “fair”`, []string{`a full-width number sign, ＃ (U+FF03), at character 20; write #`}},
		{"", `zh = "春日集市", en = "Spring fair" }
short`, `zh = “春日集市”， en = “Spring fair” ｝
short`, []string{`a curly quote, “ (U+201C), at character 16 and 3 more places`, `a full-width comma, ， (U+FF0C), at character 22; write ,`, `a full-width brace, ｝ (U+FF5D), at character 43; write }`}},
		{"", `zh = "春日集市", en = "Spring fair" }
short`, `zh = "春日集市”, en = "Spring fair" }
short`, []string{`a curly quote, ” (U+201D), at character 21; write a straight quote`}},
		{"", `zh = "春日集市", en = "Spring fair" }
short`, `zh = “他说“你好”，就走了”, en = "“Spring”, he said" }
short`, []string{`a curly quote, “ (U+201C), at character 16 and 1 more place`}},
		{"", `[handler]`, `［handler］`, []string{`a full-width bracket, ［ (U+FF3B), at character 1; write [`, `a full-width bracket, ］ (U+FF3D), at character 9; write ]`}},
		{"", `[handler]`, `【handler】`, []string{`a full-width bracket, 【 (U+3010), at character 1; write [`, `a full-width bracket, 】`}},
		{"", `starts = 2027-04-10`, `starts = 2027–04–10`, []string{`a dash, – (U+2013), at character 14 and 1 more place in this line; write -`}},
		{"", `retention_days = 60`, `retention_days = ６０`, []string{`a full-width character, ６ (U+FF16), at character 18; write 6`, `a full-width character, ０`}},
		{"", `stories = ["first"]`, `stories = [“first”]`, []string{`a curly quote, “ (U+201C), at character 12 and 1 more`}},
		{"stories/first.en.md", `who = "A student"`, `who = “A student”`, []string{`a curly quote, “ (U+201C), at character 7 and 1 more place in this line; write a straight quote: "`}},
		{"stories/first.en.md", `permission = true`, `permission ＝ true`, []string{`a full-width equals sign, ＝ (U+FF1D), at character 12; write =`}},
	} {
		fsys := goodPack(t)
		file := c.file
		if file == "" {
			file = mainFile
		}
		if strings.Contains(c.old, "\nshort") { // the title's line, not the short name's
			c.old, c.new = "title = { "+c.old, "title = { "+c.new
		}
		edit(t, fsys, file, c.old, c.new)
		line := lineWhere(t, fsys[file].Data, strings.SplitN(c.new, "\n", 2)[0])
		p, faults, err := LoadFS(fsys)
		if p != nil || err != nil || len(faults) != len(c.want) {
			t.Errorf("%s: want %d faults, got %v %v", c.new, len(c.want), faults, err)
			continue
		}
		for i, f := range faults {
			if want := fmt.Sprintf("%s:%d: %s", file, line, c.want[i]); !strings.HasPrefix(f.String(), want) {
				t.Errorf("%s:\n got %s\nwant %s…", c.new, f, want)
			}
		}
	}
}

func TestTheFileWithCurlyQuotesIsNamedByItsPlace(t *testing.T) {
	p, faults, err := Load("testdata/packed/21g-pack-smart-quotes.zip")
	refused(t, p, faults, err, mainFile, `a curly quote, “ (U+201C), at character 6`)
	if len(faults) != 1 || faults[0].Line != 2 {
		t.Errorf("%v", faults)
	}
}

// A word processor changes every quote of a file. Each line is named, what is in texts and comments is not, and a fault
// of another kind is still found.
func TestAWholeFileFromAWordProcessor(t *testing.T) {
	fsys := goodPack(t)
	edit(t, fsys, mainFile, `retention_days = 60`, `retention_days = 6000`)
	edit(t, fsys, mainFile, `id = "spring-fair"`, "id = \"spring-fair\" # “spring”，no more")
	var out strings.Builder
	n, quotes := 0, 0
	for line := range strings.Lines(string(fsys[mainFile].Data)) {
		before := quotes
		code, comment, _ := strings.Cut(line, "#")
		for _, r := range code {
			if r == '"' {
				r = []rune("“”")[quotes%2]
				quotes++
			}
			out.WriteRune(r)
		}
		if len(code) < len(line) {
			out.WriteString("#" + comment)
		}
		if quotes > before && !strings.Contains(line, `"""`) {
			n++
		}
	}
	text := strings.NewReplacer("“”“", `"""`, "”“”", `"""`).Replace(out.String())
	fsys[mainFile] = &fstest.MapFile{Data: []byte(text)}
	_, faults, err := LoadFS(fsys)
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, f := range faults {
		switch {
		case strings.HasPrefix(f.What, "a curly quote"):
			named++
		case f.What != "retention_days is 6000":
			t.Errorf("%v", f)
		}
	}
	if named != n || len(faults) != n+1 {
		t.Errorf("%d lines have curly quotes, %d are named, among %d faults", n, named, len(faults))
	}
}

// A text of several lines may begin with three curly quotes; its lines are text.
func TestATextOfSeveralLinesInCurlyQuotes(t *testing.T) {
	for _, c := range []struct {
		doc  string
		want int
	}{
		{"a = “““\n标题＝“春”\n”””\nb = 1\n", 2},
		{"a = \"\"\"\n标题＝“春”\n”””\nb = 1\n", 1},
		{"a = “““x\\\"\"\"y\"\"\"\nb = 1", 1},
		{"a = '''\n“\n'''\nb = ‘1’\nc = '''’\n'''", 1},
	} {
		fs := &faults{}
		root, whole := parseTOML("x", 0, []byte(c.doc), fs)
		if len(fs.list) != c.want || !whole || len(root.keys) < 2 {
			t.Errorf("%q: %v, %v", c.doc, root.keys, fs.list)
		}
	}
}

// What TOML takes as it is stays untouched.
func TestLookalikesInGoodTOMLAreTexts(t *testing.T) {
	for _, doc := range []string{"a = \"“x”，y＝【z】\" # “”，", "a = '’'\nb = \"\\\"“\"", "a = \"\"\"\n“““\n\"\"\"", "“a” = 1"} {
		fs := &faults{}
		if parseTOML("x", 0, []byte(doc), fs); (len(fs.list) > 0) != strings.HasPrefix(doc, "“") {
			t.Errorf("%s: %v", doc, fs.list)
		}
	}
}

// Two megabytes of curly quotes are named within seconds.
func TestEndlessLookalikes(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	for _, unit := range []string{"“", "＝", "“a”，", "‘\"", "“\n", "\"“”, "} {
		fsys := goodPack(t)
		fsys[mainFile] = &fstest.MapFile{Data: []byte("a = " + strings.Repeat(unit, (2<<20-10)/len(unit)))}
		begin := time.Now()
		p, faults, err := LoadFS(fsys)
		if p != nil || err != nil || len(faults) == 0 || len(faults) > maxFaults {
			t.Errorf("%s: %d faults, %v", unit, len(faults), err)
		}
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("%s: named only after %v", unit, took)
		}
	}
}
