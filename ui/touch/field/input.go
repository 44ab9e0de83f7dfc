package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"matchbooth/ui/touch"
)

// Kind is what a field accepts; a keyboard chooses its layout by it.
type Kind int

const (
	FreeText Kind = iota // anything
	Name                 // a person's name
	Phone                // a telephone number, grouped 3-4-4 as it is typed
	Digits               // digits only
	Email                // an e-mail address
	Code                 // capital letters, digits and hyphens, such as the code on a receipt
	Secret               // shown as dots
)

// Target is what a keyboard types into. *Field is one.
type Target interface {
	Kind() Kind
	Insert(s string)  // at the caret; control characters and what the field rejects are dropped
	Backspace()       // deletes the user-perceived character before the caret
	Compose(s string) // shows s at the caret, underlined, not yet part of the text; "" ends it
	BeforeCaret() string
	AfterCaret() string
}

// Input is the single authority in a window on which field is active. Keys of a physical keyboard
// and of an on-screen one both go to that field. Fields do not take the toolkit's focus, because
// the toolkit drops it with every tap on something else, such as a key of the keyboard.
//
// A page that is removed must Release its field or Take another; until then the field stays active
// though nobody sees it. All methods must be called on the interface's goroutine.
type Input struct {
	OnTarget func(f *Field) // f became active; nil: no field is. May be nil.
	OnTouch  func()         // a key, or a finger on a field: a user is present. May be nil.
	// Filter sees physical keys first, either a rune or a key; true means it consumed it.
	Filter func(r rune, k fyne.KeyName) bool
	// Settle is called before a finger moves the caret of the active field or activates another one,
	// so that a keyboard can confirm its composition. Take and Release do not call it: a composition
	// abandoned because a visitor leaves is discarded. May be nil.
	Settle func()
	// OnFinger is called after a finger touched an editable field, including the active one: a
	// keyboard that was hidden comes up again. May be nil.
	OnFinger func(f *Field)
	// OnPress is called for every key of the physical keyboard that is pressed, whether or not it
	// types; not for its repeats. May be nil.
	OnPress func()

	canvas fyne.Canvas
	field  *Field
	held   held
	pad    numpad
}

// NewInput returns an Input with no active field.
func NewInput() *Input { return &Input{} }

// Attach takes over typed runes, keys and the paste shortcut of a canvas. What arrives while no
// field is active goes to the handlers that the canvas had before. What a key types that stays down
// is handled within [touch.Alone].
func (in *Input) Attach(c fyne.Canvas) {
	in.canvas = c
	runes, keys := c.OnTypedRune(), c.OnTypedKey()
	typed := func(r rune) {
		in.pad.pending = 0 // the key has typed
		by(in.held.typedRune(), func() {
			if !in.rune(r) && runes != nil {
				runes(r)
			}
		})
	}
	untyped := func() {
		if r := in.pad.next(); r != 0 {
			typed(r)
		}
	}
	c.SetOnTypedRune(typed)
	c.SetOnTypedKey(func(k *fyne.KeyEvent) {
		untyped() // of the press before a repeat
		defer in.pad.typedKey(k)
		by(in.held.typedKey(k), func() {
			if !in.key(k.Name) && keys != nil {
				keys(k)
			}
		})
	})
	c.AddShortcut(&fyne.ShortcutPaste{}, func(s fyne.Shortcut) {
		if p, ok := s.(*fyne.ShortcutPaste); ok && p.Clipboard != nil {
			by(in.held.typedKey(&fyne.KeyEvent{}), func() { in.Paste(p.Clipboard.Content()) })
		}
	})
	c.AddShortcut(&fyne.ShortcutSelectAll{}, func(fyne.Shortcut) { in.SelectAll() })
	// The toolkit reserves the tab key for its own focus and never sends it as a typed key; only
	// its key-down event is delivered.
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(func(k *fyne.KeyEvent) {
			untyped()
			pressed := in.held.down(k)
			if pressed {
				touch.Down(onKeys)
			}
			if pressed && in.OnPress != nil {
				in.OnPress()
			}
			if k.Name == fyne.KeyTab && !chorded() {
				by(!pressed, func() {
					if !in.key(k.Name) && keys != nil {
						keys(k)
					}
				})
			}
		})
		d.SetOnKeyUp(func(k *fyne.KeyEvent) {
			untyped()
			in.held.up(k)
			touch.KeyUp()
		})
	}
}

// onKeys is where a finger is that presses a key of the physical keyboard: nowhere on the glass.
var onKeys = fyne.NewPos(-1000, -1000)

// by calls f for a key that was pressed, or for the repeat of one that stays down.
func by(repeat bool, f func()) {
	if repeat {
		touch.Alone(f)
		return
	}
	f()
}

// chorded reports whether a modifier other than shift is held: Alt+Tab is not a tab.
func chorded() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&^fyne.KeyModifierShift != 0
}

// functionKeys type nothing into any field: they are left to whoever had the keys before.
var functionKeys = map[fyne.KeyName]bool{
	fyne.KeyF1: true, fyne.KeyF2: true, fyne.KeyF3: true, fyne.KeyF4: true, fyne.KeyF5: true, fyne.KeyF6: true,
	fyne.KeyF7: true, fyne.KeyF8: true, fyne.KeyF9: true, fyne.KeyF10: true, fyne.KeyF11: true, fyne.KeyF12: true,
}

// Take makes f the active field in place of the one that was. A read-only field is not taken; nil
// is Release.
func (in *Input) Take(f *Field) {
	if f != nil && f.readOnly {
		return
	}
	if in.canvas != nil && in.canvas.Focused() != nil {
		in.canvas.Unfocus() // else the keys would go to the focused widget
	}
	if f == in.field {
		return
	}
	old := in.field
	in.field = f
	if old != nil {
		old.setActive(false)
	}
	if f != nil {
		if f.in != in && f.in.field == f {
			f.in.Release() // it was active in another window
		}
		f.in = in
		f.setActive(true)
	}
	if in.OnTarget != nil {
		in.OnTarget(f)
	}
}

// Release leaves no field active. Its composition is dropped, and the Input keeps nothing of the
// field.
func (in *Input) Release() { in.Take(nil) }

// Field returns the active field, or nil.
func (in *Input) Field() *Field { return in.field }

// Rune handles a rune typed on a physical keyboard. Attach wires it; an app that keeps its own
// canvas handlers calls it.
func (in *Input) Rune(r rune) { in.rune(r) }

// Key handles a key of a physical keyboard, see Rune. Runes do not arrive as keys too: a key that
// types is reported as its rune.
func (in *Input) Key(k fyne.KeyName) { in.key(k) }

// Paste inserts s at the caret of the active field.
func (in *Input) Paste(s string) {
	in.touched()
	if in.field != nil {
		in.settle()
		in.field.Insert(s)
	}
}

// SelectAll selects the text of the active field. What is being composed is confirmed first.
func (in *Input) SelectAll() {
	in.touched()
	if in.field != nil {
		in.settle()
		in.field.SelectAll()
	}
}

func (in *Input) rune(r rune) (taken bool) {
	if in.field == nil && in.Filter == nil {
		return false
	}
	in.touched()
	if in.Filter != nil && in.Filter(r, "") {
		return true
	}
	if in.field == nil {
		return false
	}
	if in.field.OnKey != nil && in.field.OnKey(r, "") {
		return true
	}
	in.field.Insert(string(r))
	return true
}

func (in *Input) key(k fyne.KeyName) (taken bool) {
	if in.field == nil && in.Filter == nil {
		return false
	}
	in.touched()
	if in.Filter != nil && in.Filter(0, k) {
		return true
	}
	if in.field == nil || functionKeys[k] {
		return false
	}
	if touch.IsAlone() && (k == fyne.KeyReturn || k == fyne.KeyEnter || k == fyne.KeyTab) {
		return true // a key that stays down types on, but leads nowhere
	}
	if in.field.OnKey != nil && in.field.OnKey(0, k) {
		return true
	}
	in.field.key(k)
	return true
}

func (in *Input) touched() {
	if in.OnTouch != nil {
		in.OnTouch()
	}
}

func (in *Input) settle() {
	if in.Settle != nil {
		in.Settle()
	}
}

func (in *Input) fingered(f *Field) {
	if in.OnFinger != nil {
		in.OnFinger(f)
	}
}
