// Package field is a line of text that is edited by finger: [Field], and the [Input] of the window, which says which field
// the keys go to. Fields never take the toolkit's focus, so no tap on a key can take it away; a physical keyboard, an
// on-screen one (package keyboard) and paste all go through the Input.
package field

import (
	"image"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Style is how a field looks. Lengths are in dp.
type Style struct {
	Fill, Border, Focus, Error color.Color
	Text, Quiet                color.Color
	Compose                    color.Color // line under what is being composed; nil: Quiet
	TextSize, Radius, Pad      float32
	Bold                       bool
	Clear                      func(w, h int) image.Image // icon of the clear button; nil: there is none
}

// Field takes one line of text. It is our own because the stock entry selects on drag, animates
// its caret for ever, keeps an undo history, and loses its focus to every key of a keyboard on the
// screen; this one keeps nothing but its text. Which field gets the keys is the Input's to say.
type Field struct {
	widget.BaseWidget
	ID          string
	Placeholder string
	Secret      bool // shows dots; set by the kind of the same name
	MaxRunes    int  // 0: 4096; more is dropped, so that no paste can stop the booth
	Style       Style
	OnChanged   func(string)
	OnSubmit    func()          // the return key; may be nil
	OnTab       func()          // the tab key; may be nil
	OnClear     func()          // the clear button was touched and the field is empty now; may be nil
	ClearText   string          // what the clear button is called, for those who cannot see it
	Allow       func(rune) bool // asked beside what the kind refuses; nil: nothing more is refused

	in       *Input
	kind     Kind
	line     line
	compose  string
	active   bool
	readOnly bool
	wrong    bool
	press    press

	set    setting
	scroll float32
	size   float32 // of the text, as it is set now
	bg     *canvas.Rectangle
	inner  *fyne.Container // in the clip: runs of text, line under the composition, fades, caret
	clip   *fyne.Container
	runs   []*canvas.Text
	under  *canvas.Rectangle
	fades  [2]*canvas.LinearGradient
	bar    *canvas.Rectangle
	icon   *canvas.Raster
}

// defaultRunes is how many runes a field takes that says nothing else.
const defaultRunes = 4096

// New makes a field of the window whose input is in, holding text as far as its kind takes
// it. A nil input makes a field that has one of its own.
func New(id, text string, kind Kind, style Style, in *Input) *Field {
	if in == nil {
		in = NewInput()
	}
	f := &Field{ID: id, Style: style, kind: kind, Secret: kind == Secret, in: in}
	f.line.fill(f.clean("", text), f.limit())
	f.bg = canvas.NewRectangle(style.Fill)
	f.under = canvas.NewRectangle(style.Compose)
	f.bar = canvas.NewRectangle(style.Text)
	f.ExtendBaseWidget(f)
	return f
}

// Kind implements Target. A field that was made secret later is of that kind.
func (f *Field) Kind() Kind {
	if f.Secret {
		return Secret
	}
	return f.kind
}

// Text returns what the field holds, without what is being composed and without gaps between
// groups of digits.
func (f *Field) Text() string { return f.line.text() }

// SetText replaces what the field holds, without calling OnChanged, and puts the caret at its end.
func (f *Field) SetText(s string) {
	f.line.fill(f.clean("", s), f.limit())
	f.compose = ""
	f.Refresh()
}

// Clear empties the field, as its clear button does; it stays in use if it was.
func (f *Field) Clear() {
	if f.readOnly {
		return
	}
	had := len(f.line.chars) > 0
	f.line.set("", "")
	f.compose = ""
	if had {
		f.changed()
	} else {
		f.Refresh()
	}
}

// SetWrong frames the field as one that needs mending.
func (f *Field) SetWrong(w bool) {
	f.wrong = w
	f.Refresh()
}

// SetReadOnly makes the field one that only shows its text, or wakes it.
func (f *Field) SetReadOnly(ro bool) {
	f.readOnly = ro
	if ro && f.active {
		f.in.Release()
	}
	f.Refresh()
}

// ReadOnly reports whether the field only shows its text.
func (f *Field) ReadOnly() bool { return f.readOnly }

// Active reports whether keys go here.
func (f *Field) Active() bool { return f.active }

func (f *Field) setActive(on bool) {
	f.active = on
	f.compose = ""
	f.Refresh()
}

// Insert implements Target.
func (f *Field) Insert(s string) {
	if f.readOnly || s == "" {
		return
	}
	if f.Kind() == Phone && f.line.caret == 0 && strings.HasPrefix(f.line.text(), "+") {
		f.line.move(1) // the plus stays at the front
	}
	if f.line.insert(f.clean(f.line.before(), s), f.limit()) {
		f.changed()
	}
}

// Backspace implements Target.
func (f *Field) Backspace() {
	if !f.readOnly && f.line.backspace() {
		f.changed()
	}
}

// Compose implements Target. Only a field in use shows a composition.
func (f *Field) Compose(s string) {
	if f.readOnly || !f.active {
		s = ""
	}
	s = newCleaner(FreeText, nil, "").clean(s, composeRunes)
	if s != f.compose {
		f.compose = s
		f.Refresh()
	}
}

// composeRunes is how much of a composition is shown; keyboards compose much less.
const composeRunes = 128

// BeforeCaret implements Target. A secret is not told to keyboards.
func (f *Field) BeforeCaret() string {
	if f.Secret {
		return ""
	}
	return f.line.before()
}

// AfterCaret implements Target. A secret is not told to keyboards.
func (f *Field) AfterCaret() string {
	if f.Secret {
		return ""
	}
	return f.line.after()
}

func (f *Field) limit() int {
	if f.MaxRunes <= 0 {
		return defaultRunes
	}
	return f.MaxRunes
}

// clean gives what the field takes of s behind before. It may be a little more than the field has
// room for, so that a character is not cut in two.
func (f *Field) clean(before, s string) string {
	return newCleaner(f.Kind(), f.Allow, before).clean(s, f.limit()+clusterRunes)
}

func (f *Field) changed() {
	f.Refresh()
	if f.OnChanged != nil {
		f.OnChanged(f.line.text())
	}
}

// key does what a key does that types nothing.
func (f *Field) key(k fyne.KeyName) {
	call := func(fn func()) {
		if fn != nil {
			fn()
		}
	}
	switch k {
	case fyne.KeyBackspace:
		f.Backspace()
	case fyne.KeyDelete:
		if !f.readOnly && f.line.del() {
			f.changed()
		}
	case fyne.KeyLeft:
		f.move(f.line.caret - 1)
	case fyne.KeyRight:
		f.move(f.line.caret + 1)
	case fyne.KeyHome:
		f.move(0)
	case fyne.KeyEnd:
		f.move(len(f.line.chars))
	case fyne.KeyReturn, fyne.KeyEnter:
		call(f.OnSubmit)
	case fyne.KeyTab:
		call(f.OnTab)
	}
}

func (f *Field) move(to int) {
	f.line.move(to)
	f.Refresh()
}
