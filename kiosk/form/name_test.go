package form

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

func TestNamesAreKeptAndPutInOrder(t *testing.T) {
	long := strings.Repeat("买买提·", 12) + "艾力"
	checkEach(t, kinds()["name"], []one{
		{in: "王芳", want: "王芳"},
		{in: "  王芳\u3000\n", want: "王芳"},
		{in: "镕", want: "镕"},
		{in: "Sukarno", want: "Sukarno"},
		{in: "Zoë O’Brien-Świętek", want: "Zoë O’Brien-Świętek"},
		{in: "Zoe\u0308", want: "Zoë"},
		{in: "J. R. Smith Jr.", want: "J. R. Smith Jr."},
		{in: "王.芳", want: "王·芳"},
		{in: "ئالىم", want: "ئالىم"},
		{in: "喆堃镕㛃𠮷𬭎〇々", want: "喆堃镕㛃𠮷𬭎〇々"},
		{in: "龙\uF92C\uFA0E", want: "龙\uF92C\uFA0E"},               // NFC would make another character of the first
		{in: "葛\U000E0100城", want: "葛\U000E0100城"},                 // a variant of a Han character
		{in: "\U000323B0\U0003134A", want: "\U000323B0\U0003134A"}, // planes of characters yet to come
		{in: "\U0003FFFD", want: "\U0003FFFD"},                     // the last place for one
		{in: "⿰王方", want: "⿰王方"},                                   // a character that is described
		{in: "⿰", want: "⿰"}, {in: "⿿", want: "⿿"},                 // the first and the last sign for it
		{in: "㇀", want: "㇀"}, {in: "㇯", want: "㇯"}, // strokes
		{in: "\uF900\U0002F800", want: "\uF900\U0002F800"}, // the first of those that NFC would change
		{in: "张\uE815", want: "张⺁"},                        // a private character of older GB 18030
		{in: long, want: long},
		{in: strings.Repeat("长", 100), want: strings.Repeat("长", 100)},
		{in: strings.Repeat("长", 101), key: "problem.long"},
		{in: strings.Repeat("Å", 200), key: "problem.long"},
		{in: "13912340417", key: "problem.name.digits"},
		{in: "王芳 13912340417", key: "problem.name.digits"},
		{in: "123", key: "problem.name.letters"},
		{in: "···", key: "problem.name.letters"},
		{in: "王芳😀", key: "problem.name.picture"},
		{in: "👨\u200d👩\u200d👧", key: "problem.name.picture"},
		{in: "·\u0301王", key: "problem.marks"},
		{in: "·_John", key: "problem.name.lost"},         // the dot at the edge goes
		{in: "王\U0001FBFF", key: "problem.name.picture"}, // a picture yet to come
		{in: "王〓", key: "problem.name.lost"},             // the mark of a lost character
	})
}

func TestEveryDotBetweenThePartsOfANameIsTheSameDot(t *testing.T) {
	for _, dot := range strings.Split("· • ・ ‧ ⋅ ∙ ･ . ． ․ ﹒ 。", " ") {
		for _, in := range []string{"买买提" + dot + "艾力", "买买提 " + dot + " 艾力", "买买提" + dot + dot + "艾力", "买买提" + dot + "艾力" + "·"} {
			if got, problems, _ := check(kinds()["name"], text(in), ctx); got.Text != "买买提·艾力" || problems != nil {
				t.Errorf("%q becomes %q with %v", in, got.Text, problems)
			}
		}
	}
}

// Every character of GB 18030's two-byte part and a sample of its four-byte part.
func TestWhatGB18030CanWriteIsKeptExactly(t *testing.T) {
	dec := simplifiedchinese.GB18030.NewDecoder()
	han := 0
	for lead := 0x81; lead <= 0xFE; lead++ {
		for trail := 0x40; trail <= 0xFE; trail++ {
			s, err := dec.Bytes([]byte{byte(lead), byte(trail)})
			r, _ := utf8.DecodeRune(s)
			if err != nil || r == utf8.RuneError || trail == 0x7F || !letter(r) {
				continue
			}
			han++
			in := "张" + string(r)
			if got, problems, _ := check(kinds()["name"], text(in), ctx); string(got.Text) != in || problems != nil {
				t.Fatalf("%q (%U) becomes %q with %v", in, r, got.Text, problems)
			}
		}
	}
	if han < 20000 {
		t.Errorf("only %d characters were tried", han)
	}
	rapid.Check(t, func(t *rapid.T) {
		in := string([]rune{rapid.Int32Range(0x20000, 0x3FFFD).Draw(t, "first"), rapid.Int32Range(0x3400, 0x4DBF).Draw(t, "second")})
		if r, _ := utf8.DecodeRuneInString(in); r&0xFFFE == 0xFFFE {
			t.Skip("a noncharacter")
		}
		if got, problems, _ := check(kinds()["name"], text(in), ctx); string(got.Text) != in || problems != nil {
			t.Fatalf("%q becomes %q with %v", in, got.Text, problems)
		}
	})
}

func FuzzName(f *testing.F) {
	for _, s := range []string{"王芳", "买买提.艾力", "Zoe\u0308", "a\u200db", "\u202Ex", "葛\U000E0100", "😀", "\x00", "ا\u0610\u200d\u0610", "・", " · "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) { steady(t, "name", in) })
}
