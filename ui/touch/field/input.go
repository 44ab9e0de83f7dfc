package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Kind is what a field takes; a keyboard chooses its layout by it.
type Kind int

const (
	FreeText Kind = iota // anything
	Name                 // a person's name
	Phone                // a telephone number, grouped 3-4-4 while it is typed
	Digits               // nothing but digits
	Email                // an address for mail
	Code                 // capital letters, digits and hyphens, such as the code on a receipt
	Secret               // shown as dots
)

// Target is what a keyboard types into. *Field is one.
type Target interface {
	Kind() Kind
	Insert(s string)  // at the caret; controls and what the field refuses are dropped
	Backspace()       // takes the character before the caret, as a person sees characters
	Compose(s string) // shows s at the caret, underlined, not yet part of the text; "" ends it
	BeforeCaret() string
	AfterCaret() string
}

// Input is the one place of a window that knows which field is in use. Keys of a physical
// keyboard and of one on the screen go to that field alike. Fields do not take the toolkit's
// focus, for the toolkit drops it with every tap on something else, such as the key of a keyboard.
//
// A page that goes away must Release its field or Take another; until then the field stays in use,
// though nobody sees it. All methods are for the interface's goroutine.
type Input struct {
	OnTarget func(f *Field) // f came into use; nil: none is. May be nil.
	OnTouch  func()         // a key, or a finger on a field: somebody is here. May be nil.
	// Filter sees what a physical keyboard sends first, either a rune or a key; true: taken.
	Filter func(r rune, k fyne.KeyName) bool
	// Settle is called before a finger moves the caret of the field in use or brings another field
	// into use, so that a keyboard can confirm what is being composed. It is not called by Take and
	// Release: what goes because a visitor goes is forgotten. May be nil.
	Settle func()
	// OnFinger is called after a finger touched a field that may be typed into, also the one in use:
	// a keyboard that was folded away comes up again. May be nil.
	OnFinger func(f *Field)

	canvas fyne.Canvas
	field  *Field
}

// NewInput makes an input with no field in use.
func NewInput() *Input { return &Input{} }

// Attach takes the typed runes, the keys and the paste shortcut of a canvas. What comes while no
// field is in use goes to the handlers that the canvas had before.
func (in *Input) Attach(c fyne.Canvas) {
	in.canvas = c
	runes, keys := c.OnTypedRune(), c.OnTypedKey()
	c.SetOnTypedRune(func(r rune) {
		if !in.rune(r) && runes != nil {
			runes(r)
		}
	})
	c.SetOnTypedKey(func(k *fyne.KeyEvent) {
		if !in.key(k.Name) && keys != nil {
			keys(k)
		}
	})
	c.AddShortcut(&fyne.ShortcutPaste{}, func(s fyne.Shortcut) {
		if p, ok := s.(*fyne.ShortcutPaste); ok && p.Clipboard != nil {
			in.Paste(p.Clipboard.Content())
		}
	})
	// The toolkit keeps the tab key for its own focus and never sends it as a typed key; it is
	// seen only as it goes down.
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(func(k *fyne.KeyEvent) {
			if k.Name == fyne.KeyTab && !chorded() {
				in.Key(k.Name)
			}
		})
	}
}

// chorded reports whether a modifier other than shift is held: Alt+Tab is no tab.
func chorded() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&^fyne.KeyModifierShift != 0
}

// Take brings f into use; the one that was, is not any more. A field that is read-only is not
// taken; nil is Release.
func (in *Input) Take(f *Field) {
	if f != nil && f.readOnly {
		return
	}
	if in.canvas != nil && in.canvas.Focused() != nil {
		in.canvas.Unfocus() // else the keys would go there
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
			f.in.Release() // it was in use in another window
		}
		f.in = in
		f.setActive(true)
	}
	if in.OnTarget != nil {
		in.OnTarget(f)
	}
}

// Release takes the field out of use. What was being composed in it is dropped, and nothing of
// the field is kept here.
func (in *Input) Release() { in.Take(nil) }

// Field is the one in use, or nil.
func (in *Input) Field() *Field { return in.field }

// Rune is a rune typed on a physical keyboard. Attach wires it; an app that keeps its own
// handlers of the canvas calls it.
func (in *Input) Rune(r rune) { in.rune(r) }

// Key is a key of a physical keyboard, see Rune. Runes do not come as keys too: a key that types
// is heard as its rune.
func (in *Input) Key(k fyne.KeyName) { in.key(k) }

// Paste puts s at the caret of the field in use.
func (in *Input) Paste(s string) {
	in.touched()
	if in.field != nil {
		in.settle()
		in.field.Insert(s)
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
	if in.field == nil {
		return false
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
