package field

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestBackspaceTakesWhatAPersonSeesAsOneCharacter(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []string{
		"王", "𠮷", "e\u0301", "ệ", "❤️", "👍🏽", "👩‍👩‍👧‍👦", "🇨🇳", "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F",
		"❤️‍🔥", "葛\U000E0100", "각", "ñ", "x",
	} {
		f := field("a")
		f.Insert(c)
		f.Insert("b")
		if f.Text() != "a"+c+"b" || len(f.line.chars) != 3 {
			t.Errorf("%q is kept as %+q, in %d characters", c, f.Text(), len(f.line.chars))
		}
		keys(f, fyne.KeyLeft, fyne.KeyBackspace)
		if f.Text() != "ab" || f.line.caret != 1 {
			t.Errorf("%q: Backspace leaves %+q with the caret at %d", c, f.Text(), f.line.caret)
		}
		f = field("a" + c)
		keys(f, fyne.KeyLeft, fyne.KeyDelete)
		if f.Text() != "a" {
			t.Errorf("%q: Delete leaves %+q", c, f.Text())
		}
	}
}

func TestAFieldIsNotFilledWithHalfACharacter(t *testing.T) {
	test.NewTempApp(t)
	f := field("")
	f.MaxRunes = 8
	f.Insert("王👩‍👩‍👧‍👦喆")
	if f.Text() != "王👩‍👩‍👧‍👦" {
		t.Errorf("with room for eight it holds %+q", f.Text())
	}
	f = field("")
	f.MaxRunes = 7
	f.Insert("王👩‍👩‍👧‍👦")
	if f.Text() != "王" {
		t.Errorf("with room for seven it holds %+q", f.Text())
	}
}

// Random edits by keys, fingers and compositions leave what a list of characters with a caret holds.
func TestEditsAgreeWithAListOfCharacters(t *testing.T) {
	test.NewTempApp(t)
	chars := []string{"a", "Z", "7", "王", "喆", "𠮷", "·", "e\u0301", "❤️", "👩‍👧", "👍🏽", "ï", " ", "한"}
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(5, 60).Draw(t, "limit")
		f := field("")
		f.MaxRunes = limit
		f.Resize(fyne.NewSize(200, 60))
		var model []string
		caret := 0
		runes := func() int { return utf8.RuneCountInString(strings.Join(model, "")) }
		for range rapid.IntRange(1, 40).Draw(t, "edits") {
			switch rapid.IntRange(0, 8).Draw(t, "edit") {
			case 0, 1, 2:
				var s string
				for _, c := range rapid.SliceOfN(rapid.SampledFrom(chars), 1, 4).Draw(t, "s") {
					s += c
					if runes()+utf8.RuneCountInString(c) <= limit && len(s) > 0 {
						model = append(model[:caret:caret], append([]string{c}, model[caret:]...)...)
						caret++
						continue
					}
					break
				}
				f.Insert(s)
			case 3:
				f.in.Key(fyne.KeyBackspace)
				if caret > 0 {
					model = append(model[:caret-1:caret-1], model[caret:]...)
					caret--
				}
			case 4:
				f.in.Key(fyne.KeyDelete)
				if caret < len(model) {
					model = append(model[:caret:caret], model[caret+1:]...)
				}
			case 5:
				f.in.Key(fyne.KeyLeft)
				caret = max(0, caret-1)
			case 6:
				f.in.Key(fyne.KeyRight)
				caret = min(len(model), caret+1)
			case 7:
				f.Compose(rapid.SampledFrom([]string{"", "ni", "ni hao"}).Draw(t, "composed"))
			case 8:
				f.Compose("")
				to := rapid.IntRange(0, len(model)).Draw(t, "finger")
				f.setUp(f.Size().Width)
				f.Tapped(&fyne.PointEvent{Position: fyne.NewPos(f.Style.Pad+f.set.x(to)-f.scroll, 20)})
				if zone, shown := f.ClearZone(); shown && f.Style.Pad+f.set.x(to)-f.scroll >= zone.X {
					t.Fatal("the clear button lies over the text that can be seen")
				} else if len(f.line.chars) == 0 && len(model) > 0 {
					model, caret = nil, 0 // it lay under the clear button
				} else {
					caret = to
				}
			}
			if f.Text() != strings.Join(model, "") || f.line.caret != caret {
				t.Fatalf("%+q with the caret at %d, not %+q at %d", f.Text(), f.line.caret, strings.Join(model, ""), caret)
			}
			if f.BeforeCaret()+f.AfterCaret() != f.Text() || utf8.RuneCountInString(f.Text()) > limit {
				t.Fatalf("before %+q, after %+q, limit %d", f.BeforeCaret(), f.AfterCaret(), limit)
			}
		}
	})
}

// sound tells what is wrong with what a field holds, whatever was typed into it.
func sound(f *Field) string {
	s := f.Text()
	switch {
	case !utf8.ValidString(s):
		return "it holds broken text"
	case utf8.RuneCountInString(s) > f.limit() || utf8.RuneCountInString(s) != f.line.runes:
		return "it holds more than it takes, or counts wrongly"
	case f.line.caret < 0 || f.line.caret > len(f.line.chars):
		return "the caret is outside"
	case strings.Join(f.line.chars, "") != s:
		return "its characters are not its text"
	}
	marks := 0
	for _, r := range s {
		if unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == utf8.RuneError || r == 0x200B || r == 0xFEFF {
			return "it holds what nobody can see"
		}
		if marks++; !onto(r) {
			marks = 0
		}
		if marks > 2*marksOnOne+3 {
			return "it holds a flood of marks"
		}
		switch k := f.Kind(); {
		case k == Digits && (r < '0' || r > '9'),
			k == Phone && (r < '0' || r > '9') && r != '+',
			k == Code && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && r != '-':
			return "it holds what its kind refuses"
		}
	}
	return ""
}

func FuzzFieldInsert(f *testing.F) {
	for _, s := range []string{"王喆", "\xff\xfe\x00", "\u202Eabc\u2066", "e\u0301\u0301\u0301", strings.Repeat("👩‍", 40), "\u0301", "１３９－００００＋", "+86 139-0000-0417",
		"🏴" + strings.Repeat("\U000E0067", 50), strings.Repeat("\u200d\ufe0f", 30), strings.Repeat("\u0301\u200d", 90), "ᄀ" + strings.Repeat("ᄀ", 70)} {
		f.Add("ab", s, uint8(1), uint8(0))
		f.Add(s, s, uint8(0), uint8(2))
	}
	test.NewTempApp(f)
	f.Fuzz(func(t *testing.T, first, s string, left, kind uint8) {
		fd := field("", Kind(kind%7))
		fd.MaxRunes = 300
		fd.Insert(first)
		for range left {
			keys(fd, fyne.KeyLeft)
		}
		fd.Insert(s)
		if what := sound(fd); what != "" {
			t.Fatalf("%s: %+q into %+q", what, s, first)
		}
		for n := 0; fd.line.caret > 0; n++ {
			if fd.Backspace(); n > 700 {
				t.Fatal("Backspace comes to no end")
			}
		}
		if fd.Text() != "" && fd.line.caret != 0 || sound(fd) != "" {
			t.Fatal(sound(fd))
		}
	})
}

func TestFloodsLeaveTheFieldSane(t *testing.T) {
	test.NewTempApp(t)
	for name, s := range map[string]string{
		"emoji":                    strings.Repeat("👩‍👩‍👧‍👦", 10_000),
		"joined emoji":             strings.Repeat("👩‍", 10_000),
		"zero-width spaces":        strings.Repeat("\u200b", 100_000) + "x",
		"joiners and selectors":    "a" + strings.Repeat("\u200d\ufe0f", 50_000),
		"marks":                    "a" + strings.Repeat("\u0301", 50_000),
		"marks and joiners":        "a" + strings.Repeat("\u0301\u200d", 50_000),
		"marks upon nothing":       strings.Repeat("\u0301", 50_000),
		"turns of direction":       strings.Repeat("\u202e\u2066a", 5_000),
		"broken text":              strings.Repeat("\xff\xc0", 50_000),
		"wide":                     strings.Repeat("龘", 10_000),
		"letters of Korean, alone": strings.Repeat("ᄀ", 10_000),
	} {
		f := field("")
		f.Resize(fyne.NewSize(400, 60))
		f.in.Paste(s)
		test.WidgetRenderer(f).Refresh()
		if what := sound(f); what != "" {
			t.Errorf("%s: %s", name, what)
		}
		if x := f.bar.Position().X; x < 0 || x > 400 {
			t.Errorf("%s: the caret is at %.0f", name, x)
		}
		for _, r := range f.runs {
			if r.MinSize().Width > 16_000 {
				t.Errorf("%s: a piece is %.0f wide, more than a graphics card paints", name, r.MinSize().Width)
			}
		}
	}
	f := field("")
	for _, r := range []rune{0xFFFD, 0xD800, 0x110000, -1, 0, 7, 0x7F, 0x85, 0x202E, 0x2069, 0xFFFE, 0xFDD0, 0x2028, 0x0301, 0x200D, 0xFE0F, 0x3164} {
		f.in.Rune(r)
	}
	if f.Text() != "" {
		t.Errorf("odd runes left %+q", f.Text())
	}
}

func TestKindsKeepWhatIsMeant(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		kind     Kind
		in, want string
	}{
		{Phone, "139 0000-0417", "13900000417"},
		{Phone, "１３９００００", "1390000"},
		{Phone, "+49 (30) 90 18-20", "+4930901820"},
		{Phone, "＋86139", "+86139"},
		{Phone, "0086 139", "0086139"},
		{Phone, "12+3a", "123"},
		{Digits, "１2a-３", "123"},
		{Email, "ｚｏｅ＠example．ｏｒｇ", "zoe@example.org"},
		{Email, "zoe@example。org ", "zoe@example.org"},
		{Email, "王喆@example.org", "王喆@example.org"},
		{Code, "7k4m-92qx-ｄ", "7K4M-92QX-D"},
		{Code, "7k 4m。", "7K4M"},
		{Name, "买买提·艾力", "买买提·艾力"},
		{Name, "a•b・c‧d⋅e．f", "a•b・c‧d⋅e．f"},
		{Name, "Zoë Müller-Lüdenscheidt", "Zoë Müller-Lüdenscheidt"},
		{Name, "㛃𬭎𠮷\ue863", "㛃𬭎𠮷\ue863"},
		{FreeText, "１＠（a）", "１＠（a）"},
		{Secret, "Ｐａß wörd１", "Ｐａß wörd１"},
	} {
		f := field("", c.kind)
		f.in.Paste(c.in)
		one := field("", c.kind)
		typed(one, c.in)
		if f.Text() != c.want || one.Text() != c.want || field(c.in, c.kind).Text() != c.want {
			t.Errorf("kind %d: %q is kept as %q pasted, %q typed, not %q", c.kind, c.in, f.Text(), one.Text(), c.want)
		}
	}
}
