package field

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestPhoneGroupsWhileItIsTyped(t *testing.T) {
	test.NewTempApp(t)
	f := field("", Phone)
	f.Resize(fyne.NewSize(400, 60))
	want := []string{"1", "13", "139", "139 0", "139 00", "139 000", "139 0000", "139 0000 0", "139 0000 04", "139 0000 041", "139 0000 0417",
		"139000004179"} // one digit more is no mobile number
	for i, r := range "139000004179" {
		typed(f, string(r))
		if got := shownText(f); got != want[i] {
			t.Errorf("after %d digits it shows %q, not %q", i+1, got, want[i])
		}
	}
	if f.Text() != "139000004179" {
		t.Errorf("it holds %q", f.Text())
	}
}

func TestPhoneTakesWhatPeoplePaste(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct{ paste, text, shown string }{
		{"139-0000 0417", "13900000417", "139 0000 0417"},
		{"(139) 0000.0417", "13900000417", "139 0000 0417"},
		{"+86 139 0000 0417", "+8613900000417", "+8613900000417"},
		{"１３９００００ ０４１７", "13900000417", "139 0000 0417"},
		{"＋４９ 30 000001", "+4930000001", "+4930000001"},
		{"010-00000417", "01000000417", "01000000417"},
		{"1+2", "12", "12"},
		{"١٣٩", "", ""}, // digits of other scripts are dialled by nobody here
		{"tel:139", "139", "139"},
		{"\u202a139\u202c", "139", "139"}, // address books wrap numbers in direction marks
		{"a\u0301", "", ""},
	} {
		f := field("", Phone)
		f.Resize(fyne.NewSize(400, 60))
		f.in.Paste(c.paste)
		if got := shownText(f); f.Text() != c.text || got != c.shown {
			t.Errorf("%q: holds %q and shows %q, not %q and %q", c.paste, f.Text(), got, c.text, c.shown)
		}
	}
}

func TestPlusStaysAtTheFrontOfANumber(t *testing.T) {
	test.NewTempApp(t)
	f := field("+49", Phone)
	keys(f, fyne.KeyHome)
	typed(f, "+")
	if f.Text() != "+49" {
		t.Errorf("a second plus: %q", f.Text())
	}
	keys(f, fyne.KeyHome)
	typed(f, "00")
	if f.Text() != "+0049" {
		t.Errorf("digits before the plus: %q", f.Text())
	}
	f = field("49", Phone)
	keys(f, fyne.KeyHome)
	typed(f, "+")
	if f.Text() != "+49" {
		t.Errorf("a plus put before: %q", f.Text())
	}
}

func TestGroupedNumberIsEditedInTheMiddle(t *testing.T) {
	test.NewTempApp(t)
	f := field("13900000417", Phone)
	f.Resize(fyne.NewSize(400, 60))
	f.move(3)
	keys(f, fyne.KeyBackspace)
	if got := shownText(f); f.Text() != "1300000417" || got != "130 0000 417" || f.line.caret != 2 {
		t.Errorf("holds %q, shows %q, caret %d", f.Text(), got, f.line.caret)
	}
	typed(f, "8")
	keys(f, fyne.KeyRight, fyne.KeyDelete)
	if got := shownText(f); f.Text() != "1380000417" || got != "138 0000 417" || f.line.caret != 4 {
		t.Errorf("holds %q, shows %q, caret %d", f.Text(), got, f.line.caret)
	}
	if f.BeforeCaret()+"|"+f.AfterCaret() != "1380|000417" {
		t.Errorf("keyboards see gaps: %q, %q", f.BeforeCaret(), f.AfterCaret())
	}
	keys(f, fyne.KeyHome, fyne.KeyDelete)
	if got := shownText(f); got != "380000417" {
		t.Errorf("it is no mobile number any more, and shows %q", got)
	}
}

// A gap is passed in one step, and lies between the two places of the caret beside it.
func TestCaretPassesTheGapInOneStep(t *testing.T) {
	test.NewTempApp(t)
	f := field("13900000417", Phone)
	f.setUp(f.Size().Width)
	digit := f.set.x(2) - f.set.x(1)
	for i := range 11 {
		step := f.set.x(i+1) - f.set.x(i)
		if gap := step > digit*1.1; gap != (i == 3 || i == 7) {
			t.Errorf("from %d the caret goes %.1f, a digit is %.1f", i, step, digit)
		}
	}
}

func TestKindsRefuseWhatTheyAreNot(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		kind     Kind
		in, want string
	}{
		{Code, "ab-c7", "AB-C7"},
		{Code, "ＡＢ７ é王 _", "AB7"},
		{Digits, "1a２+3-٤", "123"},
		{Email, "li na＠qq。com", "lina@qq.com"},
		{Email, "\tzoë@müller.de\u3000", "zoë@müller.de"},
		{Email, "a\u200db\u200c@\ufe0fqq.com", "ab@qq.com"}, // what nobody sees reaches no mailbox
		{Name, "买买提·艾力", "买买提·艾力"},
		{Name, "Zoë Müller-Lüdenscheidt", "Zoë Müller-Lüdenscheidt"},
		{FreeText, "１２ ab！", "１２ ab！"},
		{Secret, "Pass wörd", "Pass wörd"},
	} {
		for how, put := range map[string]func(f *Field){
			"typed":  func(f *Field) { typed(f, c.in) },
			"pasted": func(f *Field) { f.in.Paste(c.in) },
			"set":    func(f *Field) { f.SetText(c.in) },
		} {
			f := field("", c.kind)
			if put(f); f.Text() != c.want {
				t.Errorf("kind %d, %s %q: holds %q, not %q", c.kind, how, c.in, f.Text(), c.want)
			}
		}
	}
}

func TestAllowIsAskedBesideTheKind(t *testing.T) {
	test.NewTempApp(t)
	f := field("", Digits)
	f.Allow = func(r rune) bool { return r != '4' }
	f.in.Paste("1a4２")
	if f.Text() != "12" {
		t.Errorf("it holds %q", f.Text())
	}
}

func TestEveryWayInKeepsTheLimit(t *testing.T) {
	test.NewTempApp(t)
	family := "👨\u200d👩\u200d👧"
	for name, put := range map[string]func(f *Field, s string){
		"typed": typed, "pasted": func(f *Field, s string) { f.in.Paste(s) }, "set": (*Field).SetText,
	} {
		f := field("")
		f.MaxRunes = 7
		put(f, "123456789")
		if f.Text() != "1234567" {
			t.Errorf("%s: it holds %q", name, f.Text())
		}
		if name == "typed" {
			continue // rune by rune, a family may stay unfinished
		}
		if put(f, ""); name == "pasted" {
			f.Clear()
		}
		put(f, family+family)
		if f.Text() != family {
			t.Errorf("%s: half a character is kept in %q", name, f.Text())
		}
	}
	if n := len([]rune(New("", strings.Repeat("x", 5000), FreeText, fieldStyle(), nil).Text())); n != defaultRunes {
		t.Errorf("a new field holds %d", n)
	}
}
