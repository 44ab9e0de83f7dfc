package field

import (
	"image/color"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"matchbooth/ui/touch"
)

func TestWhatIsComposedIsShownAtTheCaretAndIsNoText(t *testing.T) {
	test.NewTempApp(t)
	f := field("欧阳娜")
	f.Resize(fyne.NewSize(400, 60))
	var told int
	f.OnChanged = func(string) { told++ }
	keys(f, fyne.KeyLeft)
	f.Compose("na\x00 na")
	if got := shownText(f); got != "欧阳na na娜" || f.Text() != "欧阳娜" || told != 0 {
		t.Errorf("it shows %q and holds %q; told %d times", got, f.Text(), told)
	}
	if f.runs[1].Color != f.Style.Quiet || f.runs[0].Color != f.Style.Text || f.runs[2].Color != f.Style.Text {
		t.Error("what is composed looks like text")
	}
	end := f.runs[1].Position().X + f.runs[1].Size().Width
	if from, w := f.under.Position().X, f.under.Size().Width; f.under.Hidden || from < f.runs[1].Position().X-1 || from+w > end+1 || w < 20 {
		t.Errorf("the line under it goes from %.0f over %.0f", from, w)
	}
	if x := f.bar.Position().X; x < end-1 || x > end+1 {
		t.Errorf("the caret is at %.0f, not behind it at %.0f", x, end)
	}
	f.Compose("")
	f.Insert("娜")
	if got := shownText(f); got != "欧阳娜娜" || !f.under.Hidden {
		t.Errorf("confirmed it shows %q", got)
	}
	f.in.Release()
	f.Compose("na")
	if shownText(f) != "欧阳娜娜" {
		t.Error("a field that is not in use shows a composition")
	}
}

// Whoever sees no red sees by its shape which field is wrong: there is a mark that neither a field in use nor any other has.
func TestAWrongFieldIsMarkedWithoutColour(t *testing.T) {
	test.NewTempApp(t)
	f := field("1390000")
	f.Style.Border, f.Style.Focus, f.Style.Error = color.Black, color.Black, color.Black
	f.Resize(fyne.NewSize(400, 60))
	f.Refresh()
	if !f.flag.Hidden {
		t.Fatal("a field that is not wrong is marked")
	}
	f.SetWrong(true)
	at, size := f.flag.Position(), f.flag.Size()
	if f.flag.Hidden || size.Width < 4 || size.Height < 30 || f.flag.FillColor != color.Black {
		t.Errorf("the mark is %v large, hidden: %t", size, f.flag.Hidden)
	}
	if at.X < fieldInset || at.X+size.Width > f.Style.Pad {
		t.Errorf("the mark goes from %.0f to %.0f; the text begins at %.0f", at.X, at.X+size.Width, f.Style.Pad)
	}
	f.SetWrong(false)
	if !f.flag.Hidden {
		t.Error("the mark stays when it is right again")
	}
}

func TestTheClearButtonEmptiesTheFieldAndKeepsItInUse(t *testing.T) {
	test.NewTempApp(t)
	f := field("王喆")
	f.Resize(fyne.NewSize(400, 60))
	var told []string
	cleared := 0
	f.OnChanged = func(s string) { told = append(told, s) }
	f.OnClear = func() { cleared++ }
	on := func(x float32) { f.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 30)}) }
	f.in.Release()
	if _, shown := f.ClearZone(); shown {
		t.Error("a field that is not in use has a clear button")
	}
	on(398)
	if f.Text() != "王喆" || !f.Active() {
		t.Error("the finger that brings it into use clears it")
	}
	zone, shown := f.ClearZone()
	if !shown || f.Size().Width-zone.X < 56 || f.icon == nil {
		t.Errorf("the clear button begins at %.0f", zone.X)
	}
	on(zone.X - 1)
	if f.Text() != "王喆" {
		t.Error("a finger beside the clear button clears")
	}
	on(zone.X + 1)
	if f.Text() != "" || !f.Active() || cleared != 1 || len(told) != 1 || told[0] != "" {
		t.Errorf("it holds %q, in use %v, cleared %d times, told %q", f.Text(), f.Active(), cleared, told)
	}
	if _, shown := f.ClearZone(); shown {
		t.Error("an empty field has a clear button")
	}
}

func TestAPressOnAFieldActsWhenTheFingerComesUp(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		name   string
		dx, dy float32
		scroll float32 // of the page under the finger
		taken  bool
	}{
		{"still", 0, 0, 0, true},
		{"a wobble", 9, 9, 0, true},
		{"a slide", 0, 20, 0, false},
		{"a scroll", 0, 0, 40, false},
	} {
		f := field("123456")
		f.in.Release()
		f.Resize(fyne.NewSize(300, 60))
		ev := func(rel, abs fyne.Position) *desktop.MouseEvent {
			return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: rel, AbsolutePosition: abs}, Button: desktop.MouseButtonPrimary}
		}
		f.MouseDown(ev(fyne.NewPos(30, 30), fyne.NewPos(130, 130)))
		if f.Active() {
			t.Errorf("%s: the finger acts as it goes down", c.name)
		}
		f.MouseUp(ev(fyne.NewPos(30+c.dx, 30+c.dy+c.scroll), fyne.NewPos(130+c.dx, 130+c.dy)))
		f.Tapped(&fyne.PointEvent{Position: fyne.NewPos(30+c.dx, 30+c.dy+c.scroll)})
		if f.Active() != c.taken {
			t.Errorf("%s: in use %v", c.name, f.Active())
		}
	}
}

func TestAFingerAlongAFieldInUseTakesTheCaretWithIt(t *testing.T) {
	test.NewTempApp(t)
	f := field("12345678901234567890")
	f.Style.Clear = nil
	f.Resize(fyne.NewSize(600, 60))
	at := func(x, y float32, b desktop.MouseButton) *desktop.MouseEvent {
		p := fyne.NewPos(x, y)
		return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p, AbsolutePosition: p}, Button: b}
	}
	was := f.line.caret
	f.MouseDown(at(60, 30, desktop.MouseButtonPrimary))
	f.MouseMoved(at(65, 60, desktop.MouseButtonPrimary))
	if f.line.caret != was {
		t.Error("a finger that scrolls moves the caret")
	}
	f.MouseMoved(at(100, 31, desktop.MouseButtonPrimary))
	if want := f.at(100); f.line.caret != want || want == was {
		t.Errorf("the caret is at %d, not %d", f.line.caret, want)
	}
	f.MouseUp(at(100, 31, desktop.MouseButtonPrimary))
	f.MouseMoved(at(20, 30, 0))
	if f.line.caret != f.at(100) {
		t.Error("a pointer without a finger moves the caret")
	}
}

func TestAFieldInAScrollerLetsThePageScroll(t *testing.T) {
	test.NewTempApp(t)
	var o fyne.CanvasObject = field("x")
	if _, takes := o.(fyne.Draggable); takes {
		t.Error("a field takes the drags of the page it stands on")
	}
	if _, takes := o.(fyne.Focusable); takes {
		t.Error("a field takes the toolkit's focus")
	}
	f := field("王喆")
	f.in.Release()
	tall := canvas.NewRectangle(color.White)
	tall.SetMinSize(fyne.NewSize(100, 2000))
	w := test.NewTempWindow(t, touch.NewScroller(container.NewVBox(f, tall), color.White, color.Black))
	w.Resize(fyne.NewSize(300, 300))
	test.Tap(f)
	if !f.Active() || f.Size().Height < 56 {
		t.Errorf("in use %v, %.0f high", f.Active(), f.Size().Height)
	}
}

// Only what can be seen is painted, however long the text is, and it fades where it goes on.
func TestALongTextIsPaintedWhereItIsSeen(t *testing.T) {
	test.NewTempApp(t)
	f := field(strings.Repeat("国W", 2048))
	f.Resize(fyne.NewSize(300, 60))
	for _, c := range []struct {
		key         fyne.KeyName
		left, right bool
	}{{fyne.KeyEnd, true, false}, {fyne.KeyHome, false, true}} {
		keys(f, c.key)
		n := len([]rune(shownText(f)))
		if n > 4*chunkChars || n < 10 {
			t.Errorf("%s: %d of 4096 characters are painted", c.key, n)
		}
		if f.fades[0].Hidden == c.left || f.fades[1].Hidden == c.right {
			t.Errorf("%s: fades left %v, right %v", c.key, !f.fades[0].Hidden, !f.fades[1].Hidden)
		}
	}
	f.SetText("国")
	f.in.Release()
	if shownText(f); !f.fades[0].Hidden || !f.fades[1].Hidden || f.scroll != 0 {
		t.Error("a short text fades")
	}
	f.SetText("")
	if f.setUp(f.Size().Width); len(f.set.chunks) != 0 {
		t.Error("deleted text is kept")
	}
}

// An edit measures what it touches and what is seen, and nothing else.
func TestAnEditDoesNotMeasureTheWholeText(t *testing.T) {
	test.NewTempApp(t)
	f := field(strings.Repeat("国", 4000))
	f.Resize(fyne.NewSize(300, 60))
	shownText(f)
	n := 0
	f.set.measure = func(s string, size float32, bold bool) float32 {
		n += len([]rune(s))
		return touch.Measure(s, size, bold)
	}
	typed(f, "王")
	if n > 4*chunkChars {
		t.Errorf("typing at the end measures %d characters", n)
	}
	keys(f, fyne.KeyHome)
	n = 0
	typed(f, "王")
	if n > 6*chunkChars {
		t.Errorf("typing at the beginning measures %d characters", n)
	}
}

// How long it takes is the benchmark's to say.
func TestAPasteOfTenMegabytesIsCut(t *testing.T) {
	test.NewTempApp(t)
	for s, want := range map[string]int{strings.Repeat("长", 10<<20/3): defaultRunes, strings.Repeat("\x00", 10<<20): 0} {
		f := field("")
		f.Resize(fyne.NewSize(300, 60))
		f.in.Paste(s)
		if n := utf8.RuneCountInString(f.Text()); n != want {
			t.Errorf("%d characters were kept, want %d", n, want)
		}
	}
}

func BenchmarkFieldPaste10MB(b *testing.B) {
	test.NewTempApp(b)
	s := strings.Repeat("长", 10<<20/3)
	for b.Loop() {
		f := field("")
		f.Resize(fyne.NewSize(300, 60))
		f.in.Paste(s)
	}
}

func BenchmarkFieldTypeAtTheEndOf4096(b *testing.B) {
	test.NewTempApp(b)
	f := field(strings.Repeat("国", 4095))
	f.Resize(fyne.NewSize(300, 60))
	for b.Loop() {
		f.in.Rune('王')
		f.in.Key(fyne.KeyBackspace)
	}
}

func BenchmarkFieldTypeAtTheBeginningOf4096(b *testing.B) {
	test.NewTempApp(b)
	f := field(strings.Repeat("国", 4095))
	f.Resize(fyne.NewSize(300, 60))
	f.in.Key(fyne.KeyHome)
	for b.Loop() {
		f.in.Rune('王')
		f.in.Key(fyne.KeyBackspace)
	}
}
