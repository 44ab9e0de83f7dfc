package form

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// What hides in text is taken out of every kind, and nothing else is.
func TestWhatNobodySeesIsTakenOut(t *testing.T) {
	for _, hidden := range []string{
		"\x00", "\x07", "\x1b", "\x7f", "\u0085", "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202d", "\u202e",
		"\u2060", "\u2066", "\u2069", "\u061c", "\ufeff", "\u034f", "\ufe0f", "\U000e0041", "\U000e0100", "\ufffe", "\ufdd0",
	} {
		for _, in := range []string{hidden + "王芳", "王" + hidden + "芳", "王芳" + hidden} {
			got, problems, _ := check(kinds()["name"], text(in), ctx)
			kept := hidden == "\U000e0100" && !strings.HasPrefix(in, hidden) // a variant of a Han character
			broken := hidden == "\u0085" && got.Text == "王 芳"                // a line end is a space
			if problems != nil || !kept && !broken && got.Text != "王芳" || kept && string(got.Text) != in {
				t.Errorf("%+q becomes %+q with %v", in, got.Text, problems)
			}
		}
	}
}

// Where a joiner is part of the writing, it stays, but only there.
func TestWhatJoinsLettersStays(t *testing.T) {
	checkEach(t, kinds()["name"], []one{
		{in: "علی\u200cرضا", want: "علی\u200cرضا"},
		{in: "ශ\u0dca\u200dරී", want: "ශ\u0dca\u200dරී"},
		{in: "ᠮᠣᠩᠭᠣᠯ\u180eᠠ", want: "ᠮᠣᠩᠭᠣᠯ\u180eᠠ"},
		{in: "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ", want: "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ"}, // the narrow space before a suffix
		{in: "王\u202f芳", want: "王 芳"},
		{in: "ᠨ\u180b\u180d", want: "ᠨ\u180b"}, // one selector chooses the form of a letter
		{in: "ᠨ\u180f\u180c", want: "ᠨ\u180f"},
	})
	checkEach(t, kinds()["text"], []one{
		{in: "👨\u200d👧", want: "👨\u200d👧"},
		{in: "❤\ufe0f\u200d🔥", want: "❤\ufe0f\u200d🔥"},
		{in: "👨\u200c👧", want: "👨👧"},
	})
}

// A letter carries as many marks as some script needs, and not one more.
func TestMarksOnOneLetter(t *testing.T) {
	hebrew, tibetan := "ש"+strings.Repeat("\u05bc", 3), "ཀ"+strings.Repeat("\u0f90", 8)
	checkEach(t, kinds()["name"], []one{
		{in: hebrew, want: hebrew},
		{in: hebrew + "\u05bc", key: "problem.marks"},
		{in: tibetan, want: tibetan},
		{in: tibetan + "\u0f90", key: "problem.marks"},
	})
}

func TestSixtyFourKilobytesAreLookedAtAndNoMore(t *testing.T) {
	most := strings.Repeat(" ", 64<<10-len("王芳")) + "王芳"
	checkEach(t, kinds()["name"], []one{{in: most, want: "王芳"}, {in: " " + most, key: "problem.paste"}})
}

func TestWhatCannotBeMendedIsRefusedWithAReason(t *testing.T) {
	for in, want := range map[string]string{
		"王\xff芳":                   "problem.broken",
		"\xed\xa0\x80":             "problem.broken", // half a surrogate pair
		"王\ufffd":                  "problem.broken", // damaged before it came here
		"Z" + flood(400):           "problem.marks",
		"\u0301a":                  "problem.marks",
		" \u0301a":                 "problem.marks", // a space is no letter to stand on
		"ا" + flood2(100):          "problem.marks", // joiners between the marks
		strings.Repeat("长", 30000): "problem.paste",
	} {
		for kind, f := range kinds() {
			want, wantName := want, want
			if strings.Contains(in, "\ufffd") && utf8.ValidString(in) {
				wantName = "problem.name.lost" // in a name it says so
			}
			if kind == "name" {
				want = wantName
			}
			if kind == "person" {
				_, problems, _ := check(f, person(in, "parent", in), ctx)
				if len(problems) != 2 || problems[0].Part != "name" || problems[0].Key != wantName || problems[1].Part != "phone" || problems[1].Key != want {
					t.Errorf("person %.20q: problems %v, want %s twice", in, problems, want)
				}
				continue
			}
			if _, problems, _ := check(f, text(in), ctx); len(problems) != 1 || problems[0].Key != want {
				t.Errorf("%s %.20q: problems %v, want %s", kind, in, problems, want)
			}
		}
	}
}

func flood(n int) string  { return strings.Repeat("\u0301\u0323", n) }
func flood2(n int) string { return strings.Repeat("\u0610\u200d", n) }

func TestTenMegabytesAreAnsweredAtOnce(t *testing.T) {
	paste := strings.Repeat("粘贴a\u0301\x00", 1<<20)
	begin := time.Now()
	for kind, f := range kinds() {
		v := text(paste)
		if kind == "person" {
			v = person(paste, paste, paste)
		}
		if _, problems, _ := check(f, v, ctx); len(problems) == 0 || problems[0].Key != "problem.paste" {
			t.Errorf("%s: problems %v", kind, problems)
		}
	}
	if took := time.Since(begin); took > time.Second {
		t.Errorf("it took %v", took)
	}
	if got := Hints(kinds()["email"], text(paste)); got != nil {
		t.Errorf("hints %v", got)
	}
}

// steady says what holds for every kind and every input: what is taken is clean,
// composed, and taken again unchanged; what is refused comes back as it was typed.
func steady(t interface{ Fatalf(string, ...any) }, kind, in string) {
	f := kinds()[kind]
	got, problems, _ := check(f, text(in), ctx)
	if problems != nil {
		if len(problems) != 1 || !strings.HasPrefix(problems[0].Key, "problem.") || problems[0].Field != f.ID || got != text(in) {
			t.Fatalf("%s %+q: refused with %v", kind, in, problems)
		}
		return
	}
	s := string(got.Text)
	if !utf8.ValidString(s) || s != strings.TrimSpace(s) || strings.ContainsFunc(s, unicode.IsControl) || strings.ContainsAny(s, "\u202e\u202d\u2066\u200b\ufeff") {
		t.Fatalf("%s %+q: %+q is not clean", kind, in, s)
	}
	compat := func(r rune) bool { return r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F }
	if !strings.ContainsFunc(s, compat) && !norm.NFC.IsNormalString(s) {
		t.Fatalf("%s %+q: %+q is not NFC", kind, in, s)
	}
	if again, problems, _ := check(f, got, ctx); problems != nil || again != got {
		t.Fatalf("%s %+q: %+q becomes %+q with %v when checked again", kind, in, s, again.Text, problems)
	}
}

func TestEveryKindIsSteady(t *testing.T) {
	odd := []rune("王芳·.。・ -+@0123456789xX\x00\n\u0301\u0323\u034f\u200d\u202e\u180e\u202fᠠا\u0610\U000e0100\ufe0f😀\u20e3\uF92C\U0002F800\u1100\u1161각\u3164ﬁ年月E=")
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom(odd)), rapid.StringMatching(`[0-9+\-. ]{0,20}`), rapid.StringMatching(`[a-z.]{1,9}@[a-zA-Z.\-]{1,12}`)).Draw(t, "in")
		for kind := range kinds() {
			if kind != "person" {
				steady(t, kind, in)
			}
		}
		Mask("name", in)
		Mask("phone", in)
		Mask("email", in)
		Mask("text", in)
		GroupPhone(in)
	})
}
