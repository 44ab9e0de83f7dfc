// Package field is a line of text that is edited by finger: [Field], and the [Input] of the window, which decides which
// field gets the keys. Fields never take the toolkit's focus, so no tap on a key can take it away; a physical keyboard,
// an on-screen one (package keyboard) and paste all go through the Input.
package field

import (
	"image"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Style is a field's appearance. Lengths are in dp.
type Style struct {
	Fill, Border, Focus, Error color.Color
	Text, Quiet                color.Color
	Compose                    color.Color // line under the composition; nil: Quiet
	TextSize, Radius, Pad      float32
	Bold                       bool
	Clear                      func(w, h int) image.Image // icon of the clear button; nil: no button
}

// Field accepts one line of text. It replaces the stock entry, which selects on drag, animates
// its caret endlessly, keeps an undo history, and loses its focus to every key of an on-screen
// keyboard; this one keeps nothing but its text. The Input decides which field gets the keys.
type Field struct {
	widget.BaseWidget
	ID          string
	Placeholder string
	Secret      bool // shows dots; set by the kind of the same name
	MaxRunes    int  // 0: 4096; the excess is dropped, so that no paste can freeze the booth
	Style       Style
	OnChanged   func(string)
	OnSubmit    func() // called on the return key; may be nil
	OnTab       func() // called on the tab key; may be nil
	// OnKey sees what a physical keyboard types, a rune or else a key, before the field does; true means it used it. May be
	// nil.
	OnKey     func(r rune, k fyne.KeyName) bool
	OnClear   func()          // called after the clear button has emptied the field; may be nil
	ClearText string          // label of the clear button, for those who cannot see it
	Allow     func(rune) bool // a filter on top of the kind's; nil: nothing more is rejected

	in       *Input
	kind     Kind
	line     line
	compose  string
	active   bool
	readOnly bool
	wrong    bool
	all      bool // everything is selected: what is typed next takes its place
	press    press

	set    setting
	scroll float32
	size   float32 // current type size of the text
	bg     *canvas.Rectangle
	flag   *canvas.Rectangle // beside the text while it is wrong: the frame alone is one more dark line to whoever sees no red
	inner  *fyne.Container   // in the clip: runs of text, line under the composition, fades, caret
	clip   *fyne.Container
	runs   []*canvas.Text
	under  *canvas.Rectangle
	fades  [2]*canvas.LinearGradient
	bar    *canvas.Rectangle
	chosen *canvas.Rectangle // behind the text while all of it is selected
	icon   *canvas.Raster
}

// defaultRunes is the MaxRunes of a field that sets none.
const defaultRunes = 4096

// New returns a field of the window whose input is in, holding as much of text as its kind
// accepts. With a nil input the field gets one of its own.
func New(id, text string, kind Kind, style Style, in *Input) *Field {
	if in == nil {
		in = NewInput()
	}
	f := &Field{ID: id, Style: style, kind: kind, Secret: kind == Secret, in: in}
	f.line.fill(f.clean("", text), f.limit())
	f.bg = canvas.NewRectangle(style.Fill)
	f.flag = canvas.NewRectangle(style.Error)
	f.flag.Hidden = true
	f.under = canvas.NewRectangle(style.Compose)
	f.chosen = canvas.NewRectangle(color.Transparent)
	f.bar = canvas.NewRectangle(style.Text)
	f.ExtendBaseWidget(f)
	return f
}

// Kind implements Target. A field that was made secret later counts as Secret.
func (f *Field) Kind() Kind {
	if f.Secret {
		return Secret
	}
	return f.kind
}

// Text returns what the field holds, without the composition and without gaps between groups of
// digits.
func (f *Field) Text() string { return f.line.text() }

// SetText replaces what the field holds, without calling OnChanged, and puts the caret at its end.
func (f *Field) SetText(s string) {
	f.line.fill(f.clean("", s), f.limit())
	f.compose, f.all = "", false
	f.Refresh()
}

// SelectAll selects the whole text: what is typed next takes its place, and the backspace key removes it. A caret that is moved
// selects nothing any more.
func (f *Field) SelectAll() {
	if !f.readOnly && len(f.line.chars) > 0 {
		f.line.move(len(f.line.chars))
		f.all = true
		f.Refresh()
	}
}

// empty removes what is selected, and reports whether something was.
func (f *Field) empty() bool {
	if !f.all {
		return false
	}
	f.all = false
	f.line.set("", "")
	return true
}

// Caret returns how many characters, as people perceive them, are before the caret.
func (f *Field) Caret() int { return f.line.caret }

// SetCaret puts the caret after so many characters, or at the end if there are fewer. It drops what is composed.
func (f *Field) SetCaret(n int) {
	f.line.move(n)
	f.compose, f.all = "", false
	f.Refresh()
}

// Clear empties the field, as its clear button does; an active field stays active.
func (f *Field) Clear() {
	if f.readOnly {
		return
	}
	had := len(f.line.chars) > 0
	f.line.set("", "")
	f.compose, f.all = "", false
	if had {
		f.changed()
	} else {
		f.Refresh()
	}
}

// SetWrong frames the field as one that needs correcting and puts a mark before its text, or removes both.
func (f *Field) SetWrong(w bool) {
	f.wrong = w
	f.Refresh()
}

// SetReadOnly makes the field only show its text, or makes it editable again.
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
	f.compose, f.all = "", false
	f.Refresh()
}

// Insert implements Target.
func (f *Field) Insert(s string) {
	if f.readOnly || s == "" {
		return
	}
	emptied := f.empty()
	if f.Kind() == Phone && f.line.caret == 0 && strings.HasPrefix(f.line.text(), "+") {
		f.line.move(1) // the plus stays at the front
	}
	if f.line.insert(f.clean(f.line.before(), s), f.limit()) || emptied {
		f.changed()
	}
}

// Backspace implements Target.
func (f *Field) Backspace() {
	if !f.readOnly && (f.empty() || f.line.backspace()) {
		f.changed()
	}
}

// Compose implements Target. Only the active field shows a composition.
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

// composeRunes is the maximum length of a composition shown; keyboards compose much less.
const composeRunes = 128

// BeforeCaret implements Target. Keyboards are not given a secret.
func (f *Field) BeforeCaret() string {
	if f.Secret {
		return ""
	}
	return f.line.before()
}

// AfterCaret implements Target. Keyboards are not given a secret.
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

// clean returns what the field accepts of s after before. It may be slightly more than the field
// has room for, so that a character is not cut in two.
func (f *Field) clean(before, s string) string {
	return newCleaner(f.Kind(), f.Allow, before).clean(s, f.limit()+clusterRunes)
}

func (f *Field) changed() {
	f.Refresh()
	if f.OnChanged != nil {
		f.OnChanged(f.line.text())
	}
}

// key handles a key that types nothing.
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
		if !f.readOnly && (f.empty() || f.line.del()) {
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
	f.all = false
	f.Refresh()
}
