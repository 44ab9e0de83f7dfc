package touch

import (
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// FieldStyle is how a field looks.
type FieldStyle struct {
	Fill, Border, Focus, Error color.Color
	Text, Quiet                color.Color
	TextSize, Radius, Pad      float32
	Bold                       bool
}

// Field takes one line of text. It is our own because the stock entry selects on drag, animates
// its caret for ever and keeps an undo history; this one keeps nothing but its text.
type Field struct {
	widget.BaseWidget
	ID          string
	Placeholder string
	Secret      bool // shows dots
	MaxRunes    int  // 0: 4096; more is dropped, so that no paste can stop the booth
	Style       FieldStyle
	OnChanged   func(string)
	OnSubmit    func()
	OnFocus     func(bool)
	Allow       func(rune) bool // nil: everything that is not a control character

	text    []rune
	caret   int
	focused bool
	wrong   bool
	scroll  float32
	bg      *canvas.Rectangle
	label   *canvas.Text
	bar     *canvas.Rectangle
	clip    *fyne.Container
}

// NewField makes a field holding text.
func NewField(id, text string, style FieldStyle) *Field {
	f := &Field{ID: id, Style: style, text: []rune(text)}
	f.caret = len(f.text)
	f.bg = canvas.NewRectangle(style.Fill)
	f.label = canvas.NewText("", style.Text)
	f.bar = canvas.NewRectangle(style.Text)
	f.ExtendBaseWidget(f)
	return f
}

// Text returns what the field holds.
func (f *Field) Text() string { return string(f.text) }

// SetText replaces what the field holds, without calling OnChanged.
func (f *Field) SetText(s string) {
	f.text = []rune(s)
	f.caret = len(f.text)
	f.Refresh()
}

// SetWrong frames the field as one that needs mending.
func (f *Field) SetWrong(w bool) {
	f.wrong = w
	f.Refresh()
}

// Focused tells whether keys go here.
func (f *Field) Focused() bool { return f.focused }

// FocusGained implements fyne.Focusable.
func (f *Field) FocusGained() { f.setFocus(true) }

// FocusLost implements fyne.Focusable.
func (f *Field) FocusLost() { f.setFocus(false) }

func (f *Field) setFocus(on bool) {
	f.focused = on
	f.Refresh()
	if f.OnFocus != nil {
		f.OnFocus(on)
	}
}

// TypedRune implements fyne.Focusable.
func (f *Field) TypedRune(r rune) { f.insert(string(r)) }

func (f *Field) insert(s string) {
	limit := f.MaxRunes
	if limit == 0 {
		limit = 4096
	}
	var add []rune
	for _, r := range s {
		if len(f.text)+len(add) >= limit {
			break
		}
		if unicode.IsControl(r) || (f.Allow != nil && !f.Allow(r)) {
			continue
		}
		add = append(add, r)
	}
	if len(add) == 0 {
		return
	}
	f.text = append(f.text[:f.caret:f.caret], append(add, f.text[f.caret:]...)...)
	f.caret += len(add)
	f.changed()
}

func (f *Field) changed() {
	f.Refresh()
	if f.OnChanged != nil {
		f.OnChanged(string(f.text))
	}
}

// TypedKey implements fyne.Focusable.
func (f *Field) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyBackspace:
		if f.caret > 0 {
			f.text = append(f.text[:f.caret-1:f.caret-1], f.text[f.caret:]...)
			f.caret--
			f.changed()
		}
	case fyne.KeyDelete:
		if f.caret < len(f.text) {
			f.text = append(f.text[:f.caret:f.caret], f.text[f.caret+1:]...)
			f.changed()
		}
	case fyne.KeyLeft:
		f.move(f.caret - 1)
	case fyne.KeyRight:
		f.move(f.caret + 1)
	case fyne.KeyHome:
		f.move(0)
	case fyne.KeyEnd:
		f.move(len(f.text))
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.OnSubmit != nil {
			f.OnSubmit()
		}
	}
}

func (f *Field) move(to int) {
	f.caret = max(0, min(len(f.text), to))
	f.Refresh()
}

// TypedShortcut implements fyne.Shortcutable: paste only; nothing is ever copied out.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); ok && p.Clipboard != nil {
		f.insert(strings.ToValidUTF8(p.Clipboard.Content(), ""))
	}
}

// MouseDown implements desktop.Mouseable.
func (f *Field) MouseDown(e *desktop.MouseEvent) { f.take(e.Position) }

// MouseUp implements desktop.Mouseable.
func (f *Field) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable: places the caret under the finger.
func (f *Field) Tapped(e *fyne.PointEvent) { f.take(e.Position) }

func (f *Field) take(at fyne.Position) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
		c.Focus(f)
	}
	x := at.X - f.Style.Pad + f.scroll
	best := len(f.text)
	for i := range len(f.text) + 1 {
		if f.width(i) >= x {
			best = i
			if i > 0 && f.width(i)-x > x-f.width(i-1) {
				best = i - 1
			}
			break
		}
	}
	f.move(best)
}

// Cursor implements desktop.Cursorable.
func (f *Field) Cursor() desktop.Cursor { return desktop.TextCursor }

func (f *Field) shown(n int) string {
	if f.Secret {
		return strings.Repeat("●", n)
	}
	return string(f.text[:n])
}

func (f *Field) width(n int) float32 { return measure(f.shown(n), f.Style.TextSize, f.Style.Bold) }

// MinSize implements fyne.CanvasObject.
func (f *Field) MinSize() fyne.Size {
	return fyne.NewSize(120, max(56, f.Style.TextSize*2.2))
}

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	// Text wider than the field is cut at its edge by a scroll that nobody can scroll.
	f.clip = newClip(f.label, f.bar)
	r := &fieldRenderer{f}
	r.Refresh()
	return r
}

type fieldRenderer struct{ f *Field }

func (r *fieldRenderer) Destroy()           {}
func (r *fieldRenderer) MinSize() fyne.Size { return r.f.MinSize() }
func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.f.bg, r.f.clip}
}

func (r *fieldRenderer) Layout(size fyne.Size) {
	f, s := r.f, r.f.Style
	f.bg.Resize(size)
	f.bg.CornerRadius = s.Radius
	room := size.Width - 2*s.Pad
	x := f.width(f.caret)
	if x-f.scroll > room {
		f.scroll = x - room
	}
	if x < f.scroll {
		f.scroll = x
	}
	f.scroll = max(0, min(f.scroll, f.width(len(f.text))-room+4))
	f.clip.Move(fyne.NewPos(s.Pad, 3))
	f.clip.Resize(fyne.NewSize(room+4, size.Height-6))
	if len(f.text) == 0 {
		// What is asked for is set smaller rather than cut.
		for room > 0 && f.label.MinSize().Width > room && f.label.TextSize > 12 {
			f.label.TextSize--
		}
	}
	t := f.label.MinSize()
	f.label.Resize(t)
	f.label.Move(fyne.NewPos(-f.scroll, (size.Height-6-t.Height)/2))
	h := s.TextSize * 1.3
	f.bar.Resize(fyne.NewSize(2.5, h))
	f.bar.Move(fyne.NewPos(x-f.scroll, (size.Height-6-h)/2))
}

func (r *fieldRenderer) Refresh() {
	f, s := r.f, r.f.Style
	f.bg.FillColor, f.bg.StrokeColor, f.bg.StrokeWidth = s.Fill, s.Border, 2
	switch {
	case f.wrong:
		f.bg.StrokeColor, f.bg.StrokeWidth = s.Error, 3
	case f.focused:
		f.bg.StrokeColor, f.bg.StrokeWidth = s.Focus, 3
	}
	f.label.Text, f.label.Color = f.shown(len(f.text)), s.Text
	if len(f.text) == 0 {
		f.label.Text, f.label.Color = f.Placeholder, s.Quiet
	}
	f.label.TextSize, f.label.TextStyle = s.TextSize, fyne.TextStyle{Bold: s.Bold && len(f.text) > 0}
	f.bar.Hidden = !f.focused
	r.Layout(f.Size())
	canvas.Refresh(f.bg)
	canvas.Refresh(f.label)
	canvas.Refresh(f.bar)
}
