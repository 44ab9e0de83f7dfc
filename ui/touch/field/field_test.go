package field

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func fieldStyle() Style {
	return Style{TextSize: 20, Pad: 10, Text: color.Black, Quiet: color.Gray{Y: 99}, Fill: color.White,
		Border: color.Gray{Y: 99}, Focus: color.Black, Error: color.RGBA{R: 255, A: 255}, Compose: color.RGBA{R: 200, G: 160, A: 255},
		Clear: func(w, h int) image.Image { return image.NewRGBA(image.Rect(0, 0, w, h)) }}
}

// field is a field in use.
func field(text string, kind ...Kind) *Field {
	k := FreeText
	if len(kind) > 0 {
		k = kind[0]
	}
	f := New("id", text, k, fieldStyle(), nil)
	f.in.Take(f)
	return f
}

func keys(f *Field, names ...fyne.KeyName) {
	for _, n := range names {
		f.in.Key(n)
	}
}

func typed(f *Field, s string) {
	for _, r := range s {
		f.in.Rune(r)
	}
}

func TestFieldIsEditedAtItsCaret(t *testing.T) {
	test.NewTempApp(t)
	f := field("王")
	var told []string
	f.OnChanged = func(s string) { told = append(told, s) }
	typed(f, "喆")
	keys(f, fyne.KeyLeft)
	typed(f, "·")
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
	keys(f, fyne.KeyReturn, fyne.KeyTab)
	f.OnSubmit = func() { n++ }
	f.OnTab = func() { n += 10 }
	keys(f, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab)
	if n != 12 || f.Text() != "" {
		t.Errorf("submitted %d, holds %q", n, f.Text())
	}
}

func TestNoPasteStopsTheField(t *testing.T) {
	test.NewTempApp(t)
	f := field("")
	f.in.Paste(strings.Repeat("长", 1<<20))
	if n := len([]rune(f.Text())); n != 4096 {
		t.Errorf("a paste left %d characters", n)
	}
	f = field("12")
	f.MaxRunes = 5
	f.in.Paste("345678")
	typed(f, "9")
	if f.Text() != "12345" {
		t.Errorf("with room for five it holds %q", f.Text())
	}
	f = field("")
	f.in.Paste("a\x00b\nc\td\x1b\xff\xfee")
	if f.Text() != "abcde" {
		t.Errorf("control characters stayed: %q", f.Text())
	}
	f = field("")
	f.Allow = func(r rune) bool { return r >= '0' && r <= '9' }
	f.in.Paste("1a2b3")
	if f.Text() != "123" {
		t.Errorf("a field of digits holds %q", f.Text())
	}
}

// shownText is what the field draws, in its order.
func shownText(f *Field) string {
	test.WidgetRenderer(f).Refresh()
	var out strings.Builder
	for _, r := range f.runs {
		out.WriteString(r.Text)
	}
	return out.String()
}

func TestSecretFieldShowsDotsOnly(t *testing.T) {
	test.NewTempApp(t)
	f := field("geheim", Secret)
	f.Resize(fyne.NewSize(300, 60))
	if got := shownText(f); got != "●●●●●●" {
		t.Errorf("it shows %q", got)
	}
	later := field("geheim")
	later.Secret = true
	later.Resize(fyne.NewSize(300, 60))
	if got := shownText(later); got != "●●●●●●" || later.Kind() != Secret || later.BeforeCaret() != "" {
		t.Errorf("made secret later, it shows %q", got)
	}
}

func TestFieldShowsWhatItAsksForUntilSomethingIsTyped(t *testing.T) {
	test.NewTempApp(t)
	f := field("")
	f.Placeholder = strings.Repeat("phone ", 8)
	f.Resize(fyne.NewSize(200, 60))
	if got := shownText(f); got != f.Placeholder || f.runs[0].Color != f.Style.Quiet {
		t.Errorf("it shows %q", got)
	}
	if l := f.runs[0]; l.MinSize().Width > 180 && l.TextSize > 12 {
		t.Errorf("what it asks for is cut: %.0f of 180", l.MinSize().Width)
	}
	typed(f, "1")
	if got := shownText(f); got != "1" || f.runs[0].TextSize != 20 {
		t.Errorf("it shows %q at %.0f", got, f.runs[0].TextSize)
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
		if x := f.bar.Position().X; x < 0 || x+caretWidth > f.clip.Size().Width {
			t.Errorf("%s: the caret is at %.0f", when, x)
		}
	}
	for _, c := range "Maximiliane-Alexandrina Freifrau von und zu Guttenberg-Hohenzollern" {
		typed(f, string(c))
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
	f.in.Release()
	f.setUp(f.Size().Width)
	for at := range 7 {
		f.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10+f.set.x(at)+1, 20)})
		if f.line.caret != at {
			t.Errorf("a finger behind character %d puts the caret behind %d", at, f.line.caret)
		}
	}
	f.Tapped(&fyne.PointEvent{Position: fyne.NewPos(-50, 20)})
	if f.line.caret != 0 || !f.Active() {
		t.Errorf("caret at %d, in use %v", f.line.caret, f.Active())
	}
}

func TestFrameOfAFieldSaysItsState(t *testing.T) {
	test.NewTempApp(t)
	f := field("")
	f.in.Release()
	r := test.WidgetRenderer(f)
	is := func(want color.Color, width float32, when string) {
		t.Helper()
		r.Refresh()
		if f.bg.StrokeColor != want || f.bg.StrokeWidth != width {
			t.Errorf("%s: frame %v, %.0f wide", when, f.bg.StrokeColor, f.bg.StrokeWidth)
		}
	}
	is(f.Style.Border, 2, "at rest")
	f.in.Take(f)
	is(f.Style.Focus, 3, "in use")
	if f.bar.Hidden {
		t.Error("in use it has no caret")
	}
	f.SetWrong(true)
	is(f.Style.Error, 3, "wrong")
	f.SetWrong(false)
	f.in.Release()
	is(f.Style.Border, 2, "left")
	if !f.bar.Hidden {
		t.Error("left, it has a caret")
	}
}

// A number of which a digit is out of sight is not checked: in a narrow field what is short is set smaller instead.
func TestShortTextsAreSetSmallerBeforeTheyLeaveTheField(t *testing.T) {
	test.NewTempApp(t)
	f := field("15200008820", Phone)
	for _, width := range []float32{300, 190, 175} {
		f.Resize(fyne.NewSize(width, 60))
		r := f.runs[0]
		if r.Text != "152 0000 8820" {
			t.Fatalf("it shows %q", r.Text)
		}
		room := f.room(width)
		if r.Position().X < 0 || r.Position().X+r.MinSize().Width > room+2*caretWidth || !f.fades[0].Hidden || !f.fades[1].Hidden {
			t.Errorf("in %.0f dp it is set at %.1f from %.1f, %.0f wide, into %.0f", width, r.TextSize, r.Position().X, r.MinSize().Width, room)
		}
		if width == 300 && r.TextSize != 20 {
			t.Errorf("with room enough it is set at %.1f", r.TextSize)
		}
	}
	// A finger still finds its digit.
	if got := f.at(f.Style.Pad + f.set.x(3)); got != 3 {
		t.Errorf("the finger finds %d", got)
	}
}

// Ctrl+A selects everything: the next letter takes its place, and so does what an on-screen keyboard inserts; a caret that is
// moved leaves the text alone.
func TestWhatIsSelectedGivesWay(t *testing.T) {
	test.NewTempApp(t)
	for name, c := range map[string]struct {
		do   func(f *Field)
		want string
	}{
		"a letter":       {func(f *Field) { typed(f, "b") }, "b"},
		"a paste":        {func(f *Field) { f.in.Paste("/media/x") }, "/media/x"},
		"backspace":      {func(f *Field) { keys(f, fyne.KeyBackspace) }, ""},
		"delete":         {func(f *Field) { keys(f, fyne.KeyDelete) }, ""},
		"left, a letter": {func(f *Field) { keys(f, fyne.KeyLeft); typed(f, "-") }, "/home/a-b"},
		"another field":  {func(f *Field) { f.in.Release(); f.in.Take(f); typed(f, "c") }, "/home/abc"},
		"two letters":    {func(f *Field) { typed(f, "xy") }, "xy"},
	} {
		f := field("/home/ab")
		told := ""
		f.OnChanged = func(s string) { told = s }
		f.in.SelectAll()
		if c.do(f); f.Text() != c.want || told != c.want {
			t.Errorf("%s: %q, told %q", name, f.Text(), told)
		}
	}
	// The keys of the window lead there.
	w := test.NewTempWindow(t, container.NewWithoutLayout())
	f := field("/home/ab")
	f.in.Attach(w.Canvas())
	s, ok := w.Canvas().(interface{ TypedShortcut(fyne.Shortcut) })
	if !ok {
		t.Skip("the canvas of tests takes no shortcuts")
	}
	s.TypedShortcut(&fyne.ShortcutSelectAll{})
	typed(f, "c")
	if f.Text() != "c" {
		t.Errorf("Ctrl+A and a letter: %q", f.Text())
	}
}
