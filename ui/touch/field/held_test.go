package field

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"matchbooth/ui/touch"
)

// board types as the toolkit's desktop driver does (Fyne 2.8.1, processKeyPressed): key-down for a
// press alone, then the key and its character, for a press as for a repeat.
type board struct{ c *tabs }

func (k board) event(code int, name fyne.KeyName) *fyne.KeyEvent {
	return &fyne.KeyEvent{Name: name, Physical: fyne.HardwareKey{ScanCode: code}}
}
func (k board) press(code int, name fyne.KeyName, r rune) {
	k.c.down(k.event(code, name))
	k.again(code, name, r)
}
func (k board) again(code int, name fyne.KeyName, r rune) {
	if name != fyne.KeyTab {
		k.c.OnTypedKey()(k.event(code, name))
	}
	if r != 0 {
		k.c.OnTypedRune()(r)
	}
}
func (k board) release(code int) { k.c.up(k.event(code, "")) }

// attached is an input with a field in use, and counts of presses, of text that was typed by
// somebody, and of text that came by itself.
type counts struct{ presses, typed, alone, sent int }

func attached(t *testing.T) (board, *Field, *counts) {
	t.Helper()
	test.NewTempApp(t)
	in := NewInput()
	f := New("name", "", FreeText, fieldStyle(), in)
	n := &counts{}
	in.OnPress = func() { n.presses++ }
	f.OnChanged = func(string) {
		if touch.IsAlone() {
			n.alone++
			return
		}
		n.typed++
	}
	f.OnSubmit = func() { n.sent++ }
	c := &tabs{Canvas: test.NewTempWindow(t, f).Canvas()}
	in.Attach(c)
	in.Take(f)
	return board{c}, f, n
}

func TestAKeyThatStaysDownIsOnePress(t *testing.T) {
	k, f, n := attached(t)
	k.press(38, fyne.KeyA, 'a')
	for range 50 {
		k.again(38, fyne.KeyA, 'a')
	}
	if *n != (counts{presses: 1, typed: 1, alone: 50}) {
		t.Errorf("%+v", *n)
	}
	if len(f.Text()) != 51 {
		t.Errorf("it repeats as any keyboard does: %d characters", len(f.Text()))
	}
	k.release(38)
	k.press(38, fyne.KeyA, 'a')
	if n.presses != 2 || n.typed != 2 {
		t.Errorf("pressed again: %+v", *n)
	}
}

// A person may type while something lies on another key.
func TestAPressBesideAKeyThatStaysDownCounts(t *testing.T) {
	k, _, n := attached(t)
	k.press(38, fyne.KeyA, 'a')
	k.again(38, fyne.KeyA, 'a')
	k.press(39, fyne.KeyS, 's')
	k.release(39)
	k.again(38, fyne.KeyA, 'a')
	if *n != (counts{presses: 2, typed: 2, alone: 2}) {
		t.Errorf("%+v", *n)
	}
}

// A key that the toolkit has no name for repeats as if it were pressed again and again.
func TestAKeyWithoutANameThatStaysDown(t *testing.T) {
	k, _, n := attached(t)
	clock := time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC)
	now = func() time.Time { return clock }
	t.Cleanup(func() { now = time.Now })
	for range 200 {
		k.press(250, "", '喆')
		clock = clock.Add(40 * time.Millisecond)
	}
	if n.presses != 1 || n.typed != 1 {
		t.Errorf("%+v", *n)
	}
	clock = clock.Add(lost) // its release never came
	k.press(250, "", '喆')
	if n.presses != 2 || n.typed != 2 {
		t.Errorf("pressed later: %+v", *n)
	}
}

func TestEnterThatStaysDownSendsOnce(t *testing.T) {
	k, _, n := attached(t)
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		n.sent = 0
		k.press(36, key, 0)
		for range 20 {
			k.again(36, key, 0)
		}
		k.release(36)
		if n.sent != 1 {
			t.Errorf("%s was sent %d times", key, n.sent)
		}
	}
}

// What comes from no key at all, such as the characters of an input method, was typed by somebody.
func TestCharactersWithoutAKeyAreTyped(t *testing.T) {
	k, _, n := attached(t)
	for range 5 {
		k.c.OnTypedRune()('好')
	}
	if n.typed != 5 || n.alone != 0 {
		t.Errorf("%+v", *n)
	}
}

// codes types the same keys as a scanner does, so many times, with so long between them.
func (k board) codes(clock *time.Time, times int, apart time.Duration, keys ...int) {
	for range times {
		for _, code := range keys {
			k.press(code, "", 'x')
			k.release(code)
			*clock = clock.Add(10 * time.Millisecond)
		}
		*clock = clock.Add(apart)
	}
}

func TestAScannerThatGoesOnByItselfIsNobody(t *testing.T) {
	k, _, n := attached(t)
	clock := time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC)
	now = func() time.Time { return clock }
	t.Cleanup(func() { now = time.Now })
	k.codes(&clock, 100, 2*time.Second, 10, 11, 12, 13, 14, 15, 36)
	if n.presses > 7*5 {
		t.Errorf("the same code a hundred times: %d signs of life", n.presses)
	}
	was := n.presses
	k.codes(&clock, 1, time.Second, 38, 39)
	k.codes(&clock, 5, time.Second, 40) // one key, in peace
	if n.presses-was < 5 {
		t.Errorf("somebody who types after it is seen %d times", n.presses-was)
	}
	was = n.presses
	k.codes(&clock, 1000, 90*time.Millisecond, 22)
	if n.presses-was > mostAlike {
		t.Errorf("a key that chatters: %d signs of life", n.presses-was)
	}
	clock = clock.Add(time.Second)
	was = n.presses
	for i := range 600 { // a page of text without a breath
		k.codes(&clock, 1, 90*time.Millisecond, 24+i*i%11)
	}
	if n.presses-was != 600 {
		t.Errorf("a quick typist: %d of 600 presses", n.presses-was)
	}
	was = n.presses
	for range 60 { // a reader turns pages
		clock = clock.Add(20 * time.Second)
		k.codes(&clock, 1, 0, 117)
	}
	if n.presses-was != 60 {
		t.Errorf("a reader: %d of 60 presses", n.presses-was)
	}
}
