package field

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// tabs is a canvas that tells of keys going down, as those of desktops do.
type tabs struct {
	fyne.Canvas
	down  func(*fyne.KeyEvent)
	up    func(*fyne.KeyEvent)
	paste func(fyne.Shortcut)
}

func (c *tabs) AddShortcut(s fyne.Shortcut, f func(fyne.Shortcut)) {
	if s.ShortcutName() == (&fyne.ShortcutPaste{}).ShortcutName() {
		c.paste = f
	}
}

func (c *tabs) SetOnKeyDown(f func(*fyne.KeyEvent)) { c.down = f }
func (c *tabs) OnKeyDown() func(*fyne.KeyEvent)     { return c.down }
func (c *tabs) SetOnKeyUp(f func(*fyne.KeyEvent))   { c.up = f }
func (c *tabs) OnKeyUp() func(*fyne.KeyEvent)       { return c.up }

func two(in *Input) (a, b *Field) {
	return New("a", "", FreeText, fieldStyle(), in), New("b", "", FreeText, fieldStyle(), in)
}

func TestKeysGoToTheFieldInUseWhateverHasTheFocus(t *testing.T) {
	test.NewTempApp(t)
	in := NewInput()
	a, b := two(in)
	other := widget.NewEntry()
	w := test.NewTempWindow(t, container.NewVBox(a, b, other))
	c := &tabs{Canvas: w.Canvas()}
	var before []rune
	c.SetOnTypedRune(func(r rune) { before = append(before, r) })
	in.Attach(c)
	var order []string
	in.OnTarget = func(f *Field) {
		if f == nil {
			order = append(order, "none")
			return
		}
		order = append(order, f.ID)
	}
	a.OnTab = func() { in.Take(b) }

	c.OnTypedRune()('1')
	w.Canvas().Focus(other)
	in.Take(a)
	if w.Canvas().Focused() != nil {
		t.Error("the toolkit's focus would take the keys away")
	}
	in.Take(a)
	c.OnTypedRune()('王')
	w.Canvas().Unfocus()
	c.OnTypedRune()('喆')
	c.down(&fyne.KeyEvent{Name: fyne.KeyTab})
	c.OnTypedRune()('x')
	c.OnTypedRune()('y')
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	in.Release()
	in.Release()
	c.OnTypedRune()('2')
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if a.Text() != "王喆" || b.Text() != "x" || string(before) != "12" || other.Text != "" {
		t.Errorf("a %q, b %q, the window's own %q, the other %q", a.Text(), b.Text(), string(before), other.Text)
	}
	if got := strings.Join(order, " "); got != "a b none" {
		t.Errorf("in use were %s", got)
	}
	if in.Field() != nil || a.Active() || b.Active() {
		t.Error("released, a field is still in use")
	}
}

func TestTheFilterOfAnInputIsAskedFirst(t *testing.T) {
	test.NewTempApp(t)
	f, seen, touched := field(""), "", 0
	f.in.OnTouch = func() { touched++ }
	f.in.Filter = func(r rune, k fyne.KeyName) bool {
		seen += string(k)
		if r != 0 {
			seen += string(r)
		}
		return r == 'n' || k == fyne.KeyBackspace
	}
	typed(f, "nx")
	keys(f, fyne.KeyBackspace, fyne.KeyLeft)
	if f.Text() != "x" || f.line.caret != 0 || seen != "nxBackSpaceLeft" || touched != 4 {
		t.Errorf("the field holds %q, caret %d; the filter saw %q; %d touches", f.Text(), f.line.caret, seen, touched)
	}
}

func TestPasteComesByTheShortcutOfTheWindow(t *testing.T) {
	a := test.NewTempApp(t)
	in := NewInput()
	f, _ := two(in)
	w := test.NewTempWindow(t, f)
	c := &tabs{Canvas: w.Canvas()}
	in.Attach(c)
	in.Take(f)
	a.Clipboard().SetContent("12\n34")
	c.paste(&fyne.ShortcutPaste{Clipboard: a.Clipboard()})
	c.paste(&fyne.ShortcutPaste{})
	if f.Text() != "1234" {
		t.Errorf("it holds %q", f.Text())
	}
}

// A page goes away with its field in use, and keys still come.
func TestAFieldThatHasGoneCanBeReleased(t *testing.T) {
	test.NewTempApp(t)
	in := NewInput()
	a, b := two(in)
	w := test.NewTempWindow(t, a)
	in.Attach(w.Canvas())
	in.Take(a)
	a.Compose("ni")
	w.SetContent(b)
	w.Canvas().OnTypedRune()('x')
	in.Release()
	if in.field != nil || a.compose != "" {
		t.Error("something of the field is kept")
	}
	w.Canvas().OnTypedRune()('y')
	in.Paste("z")
	in.Key(fyne.KeyReturn)
	if a.Text() != "x" {
		t.Errorf("the field that has gone holds %q", a.Text())
	}
	in.Take(b)
	if !b.Active() || a.Active() {
		t.Error("the new field is not in use")
	}
}

func TestAFingerOnAnotherFieldLetsTheKeyboardConfirmFirst(t *testing.T) {
	test.NewTempApp(t)
	in := NewInput()
	a, b := two(in)
	test.NewTempWindow(t, container.NewVBox(a, b)).Resize(fyne.NewSize(600, 200))
	in.Settle = func() {
		if f := in.Field(); f != nil && f.compose != "" {
			f.Compose("")
			f.Insert("你")
		}
	}
	in.Take(a)
	a.Insert("好")
	a.key(fyne.KeyHome)
	a.Compose("ni")
	a.Tapped(&fyne.PointEvent{Position: fyne.NewPos(300, 20)})
	if a.Text() != "你好" || a.line.caret != 2 {
		t.Errorf("it holds %q with the caret at %d", a.Text(), a.line.caret)
	}
	a.Compose("ni")
	b.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, 20)})
	if a.Text() != "你好你" || !b.Active() {
		t.Errorf("left by a finger it holds %q", a.Text())
	}
	in.Take(a)
	a.Compose("ni")
	in.Release()
	if a.Text() != "你好你" || a.compose != "" {
		t.Errorf("let go it holds %q", a.Text())
	}
}

func TestAFieldThatOnlyShowsIsNotTakenIntoUse(t *testing.T) {
	test.NewTempApp(t)
	f := field("王喆")
	f.SetReadOnly(true)
	if f.Active() || f.in.Field() != nil || !f.ReadOnly() {
		t.Error("it stays in use")
	}
	f.in.Take(f)
	f.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, 20)})
	f.Insert("x")
	f.Backspace()
	f.Compose("ni")
	f.Clear()
	if f.Active() || f.Text() != "王喆" || f.compose != "" {
		t.Errorf("it was changed to %q", f.Text())
	}
	f.SetReadOnly(false)
	f.in.Take(f)
	typed(f, "x")
	if f.Text() != "王喆x" {
		t.Errorf("woken it holds %q", f.Text())
	}
}

func TestAFieldIsInUseInOneWindowOnly(t *testing.T) {
	test.NewTempApp(t)
	f, other := field(""), NewInput()
	old := f.in
	other.Take(f)
	old.Rune('x')
	other.Rune('y')
	if old.Field() != nil || f.Text() != "y" || !f.Active() {
		t.Errorf("the other window still has it: it holds %q", f.Text())
	}
}

func TestAFieldMayUseKeysBeforeTheyAreTyped(t *testing.T) {
	test.NewTempApp(t)
	in := NewInput()
	a, _ := two(in)
	in.Take(a)
	var used []string
	a.OnKey = func(r rune, k fyne.KeyName) bool {
		if k == fyne.KeyDown || r == ' ' {
			used = append(used, string(r)+string(k))
			return true
		}
		return false
	}
	submitted := 0
	a.OnSubmit = func() { submitted++ }
	in.Rune('z')
	in.Rune(' ')
	in.Key(fyne.KeyDown)
	in.Rune('k')
	in.Key(fyne.KeyReturn)
	if a.Text() != "zk" || len(used) != 2 || submitted != 1 {
		t.Errorf("the field has %q; used: %q; submitted %d times", a.Text(), used, submitted)
	}
}

// No field types with a function key, so all of them are left to whoever had the keys before.
func TestFunctionKeysAreLeftToThePage(t *testing.T) {
	test.NewTempApp(t)
	in := NewInput()
	a, _ := two(in)
	w := test.NewTempWindow(t, container.NewVBox(a))
	c := &tabs{Canvas: w.Canvas()}
	var before []fyne.KeyName
	c.SetOnTypedKey(func(k *fyne.KeyEvent) { before = append(before, k.Name) })
	in.Attach(c)
	in.Take(a)
	for _, k := range []fyne.KeyName{fyne.KeyF1, fyne.KeyF2, fyne.KeyF12, fyne.KeyLeft} {
		c.OnTypedKey()(&fyne.KeyEvent{Name: k})
	}
	if fmt.Sprint(before) != "[F1 F2 F12]" {
		t.Errorf("left: %v", before)
	}
}
