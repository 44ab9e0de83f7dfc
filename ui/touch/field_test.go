package touch

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func field(text string) *Field {
	return NewField("id", text, FieldStyle{TextSize: 20, Pad: 10, Text: color.Black, Quiet: color.Gray{Y: 99}, Fill: color.White,
		Border: color.Gray{Y: 99}, Focus: color.Black, Error: color.RGBA{R: 255, A: 255}})
}

func keys(f *Field, names ...fyne.KeyName) {
	for _, n := range names {
		f.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func TestFieldIsEditedAtItsCaret(t *testing.T) {
	test.NewTempApp(t)
	f := field("王")
	var told []string
	f.OnChanged = func(s string) { told = append(told, s) }
	f.TypedRune('喆')
	keys(f, fyne.KeyLeft)
	f.TypedRune('·')
	for _, c := range []struct {
		keys []fyne.KeyName
		want string
	}{
		{nil, "王·喆"},
		{[]fyne.KeyName{fyne.KeyBackspace}, "王喆"},
		{[]fyne.KeyName{fyne.KeyHome, fyne.KeyBackspace}, "王喆"},
		{[]fyne.KeyName{fyne.KeyDelete}, "喆"},
		{[]fyne.KeyName{fyne.KeyEnd, fyne.KeyDelete, fyne.KeyRight}, "喆"},
		{[]fyne.KeyName{fyne.KeyBackspace, fyne.KeyBackspace}, ""},
	} {
		keys(f, c.keys...)
		if f.Text() != c.want {
			t.Fatalf("after %v the field holds %q, not %q", c.keys, f.Text(), c.want)
		}
	}
	if got, want := strings.Join(told, "|"), "王喆|王·喆|王喆|喆|"; got != want {
		t.Errorf("it told %q, not %q", got, want)
	}
	f.SetText("new")
	if len(told) != 5 {
		t.Error("SetText told of itself")
	}
}

func TestFieldSubmitsOnReturn(t *testing.T) {
	test.NewTempApp(t)
	f, n := field(""), 0
	keys(f, fyne.KeyReturn)
	f.OnSubmit = func() { n++ }
	keys(f, fyne.KeyReturn, fyne.KeyEnter)
	if n != 2 || f.Text() != "" {
		t.Errorf("submitted %d times, holds %q", n, f.Text())
	}
}

func TestNoPasteStopsTheField(t *testing.T) {
	a := test.NewTempApp(t)
	paste := func(f *Field, s string) {
		a.Clipboard().SetContent(s)
		f.TypedShortcut(&fyne.ShortcutPaste{Clipboard: a.Clipboard()})
	}
	f := field("")
	paste(f, strings.Repeat("长", 1<<20))
	if n := len([]rune(f.Text())); n != 4096 {
		t.Errorf("a paste left %d characters", n)
	}
	f = field("12")
	f.MaxRunes = 5
	paste(f, "345678")
	f.TypedRune('9')
	if f.Text() != "12345" {
		t.Errorf("with room for five it holds %q", f.Text())
	}
	f = field("")
	paste(f, "a\x00b\nc\td\x1b\xff\xfee")
	if f.Text() != "abcde" {
		t.Errorf("control characters stayed: %q", f.Text())
	}
	f = field("")
	f.Allow = func(r rune) bool { return r >= '0' && r <= '9' }
	paste(f, "1a2b3")
	if f.Text() != "123" {
		t.Errorf("a field of digits holds %q", f.Text())
	}
	f.TypedShortcut(&fyne.ShortcutCopy{Clipboard: a.Clipboard()})
	if a.Clipboard().Content() != "1a2b3" {
		t.Error("something was copied out")
	}
}

func TestSecretFieldShowsDotsOnly(t *testing.T) {
	test.NewTempApp(t)
	f := field("geheim")
	f.Secret = true
	f.Resize(fyne.NewSize(300, 60))
	test.WidgetRenderer(f).Refresh()
	if f.label.Text != "●●●●●●" {
		t.Errorf("it shows %q", f.label.Text)
	}
}

func TestFieldShowsWhatItAsksForUntilSomethingIsTyped(t *testing.T) {
	test.NewTempApp(t)
	f := field("")
	f.Placeholder = strings.Repeat("phone ", 8)
	f.Resize(fyne.NewSize(200, 60))
	r := test.WidgetRenderer(f)
	r.Refresh()
	if f.label.Text != f.Placeholder || f.label.Color != f.Style.Quiet {
		t.Errorf("it shows %q", f.label.Text)
	}
	if w := f.label.MinSize().Width; w > 180 && f.label.TextSize > 12 {
		t.Errorf("what it asks for is cut: %.0f of 180", w)
	}
	f.TypedRune('1')
	if f.label.Text != "1" || f.label.TextSize != 20 {
		t.Errorf("it shows %q at %.0f", f.label.Text, f.label.TextSize)
	}
}

// A long name scrolls so that the caret is always seen, and is never out of its field.
func TestCaretStaysInSight(t *testing.T) {
	test.NewTempApp(t)
	f := field("")
	f.Resize(fyne.NewSize(200, 60))
	r := test.WidgetRenderer(f)
	seen := func(when string) {
		t.Helper()
		r.Layout(f.Size())
		if x := f.bar.Position().X; x < -0.5 || x > 200-2*10+4 {
			t.Errorf("%s: the caret is at %.0f", when, x)
		}
	}
	for _, c := range "Maximiliane-Alexandrina Freifrau von und zu Guttenberg-Hohenzollern" {
		f.TypedRune(c)
		seen("typing")
	}
	if f.scroll <= 0 {
		t.Error("a long name does not scroll")
	}
	keys(f, fyne.KeyHome)
	seen("home")
	if f.scroll != 0 {
		t.Errorf("at its beginning it is scrolled by %.0f", f.scroll)
	}
	keys(f, fyne.KeyEnd)
	seen("end")
	for len(f.Text()) > 0 {
		keys(f, fyne.KeyBackspace)
		seen("deleting")
	}
	if f.scroll != 0 {
		t.Errorf("empty it is scrolled by %.0f", f.scroll)
	}
}

func TestFingerPlacesTheCaret(t *testing.T) {
	test.NewTempApp(t)
	f := field("123456")
	w := test.NewTempWindow(t, f)
	w.Resize(fyne.NewSize(300, 80))
	for at := range 7 {
		f.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10+f.width(at)+1, 20)})
		if f.caret != at {
			t.Errorf("a finger behind character %d puts the caret behind %d", at, f.caret)
		}
	}
	f.Tapped(&fyne.PointEvent{Position: fyne.NewPos(-50, 20)})
	if f.caret != 0 || !f.Focused() {
		t.Errorf("caret at %d, focused %v", f.caret, f.Focused())
	}
}

func TestFrameOfAFieldSaysItsState(t *testing.T) {
	test.NewTempApp(t)
	f := field("")
	r := test.WidgetRenderer(f)
	is := func(want color.Color, width float32, when string) {
		t.Helper()
		r.Refresh()
		if f.bg.StrokeColor != want || f.bg.StrokeWidth != width {
			t.Errorf("%s: frame %v, %.0f wide", when, f.bg.StrokeColor, f.bg.StrokeWidth)
		}
	}
	is(f.Style.Border, 2, "at rest")
	f.FocusGained()
	is(f.Style.Focus, 3, "in use")
	if f.bar.Hidden {
		t.Error("in use it has no caret")
	}
	f.SetWrong(true)
	is(f.Style.Error, 3, "wrong")
	f.SetWrong(false)
	f.FocusLost()
	is(f.Style.Border, 2, "left")
	if !f.bar.Hidden {
		t.Error("left, it has a caret")
	}
}
