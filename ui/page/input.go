package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
)

// FieldWidth is the maximum width of a field, in dp at 1280×800, so that the queue cannot read what is typed.
const FieldWidth = 640

// OnMended calls gone as soon as the visitor starts to correct the invalid field.
func (b *B) OnMended(field string, gone func()) {
	if b.mended == nil {
		b.mended = map[string]func(){}
	}
	b.mended[field] = gone
}

// Mend removes the error message of a field.
func (b *B) Mend(field string) {
	if gone := b.mended[field]; gone != nil {
		gone()
	}
}

// Typed returns the page's field with the id, or nil.
func (b *B) Typed(id string) *field.Field { return b.fields[id] }

// kindOf maps a kind of field in the pack to what may be typed into it.
var kindOf = map[string]field.Kind{
	"name": field.Name, "phone": field.Phone, "email": field.Email, "code": field.Code, "secret": field.Secret,
	"digits": field.Digits,
}

// InputOf returns what may be typed into a field of the pack, and with which keys, for [B.Field].
func InputOf(f event.Field) string {
	switch {
	case f.Keyboard == event.KeysDigits:
		return "digits"
	case f.Keyboard == event.KeysPinyin:
		return "pinyin"
	case f.Keyboard == event.KeysLetters, f.Kind == event.KindText && f.SameAs != "":
		return "latin" // also a name in some network, which may be a number
	}
	return f.Kind
}

// Field places a field; the keys go to the first one of the page, or the first invalid one.
func (b *B) Field(at Box, id, kind, value string, wrong bool, changed func(string)) *field.Field {
	m := b.M
	st := field.Style{Fill: b.P.Card, Border: b.P.Edge, Focus: b.P.Ink, Error: b.P.Red, Text: b.P.Ink, Quiet: b.P.Soft,
		Compose: b.P.Gold, Clear: Icon(art.Close, b.P.Soft),
		TextSize: min(m.S(30)*m.Text, 44), Radius: m.FieldCorner(), Pad: m.S(24)}
	t := field.New(id, value, kindOf[kind], st, b.Input)
	if kind == "latin" || kind == "path" || kind == "pinyin" {
		if b.Page.keys == nil {
			b.Page.keys = map[*field.Field]string{}
		}
		b.Page.keys[t] = kind
	}
	t.OnChanged = func(s string) {
		if gone := b.mended[strings.Replace(id, ".", "", 1)]; wrong && gone != nil {
			gone()
			t.SetWrong(false)
		}
		if changed != nil {
			changed(s)
		}
	}
	t.OnSubmit = b.Do(session.NextStep)
	t.SetWrong(wrong)
	b.Put(t, at)
	if b.fields == nil {
		b.fields = map[string]*field.Field{}
	}
	b.fields[id] = t
	if b.Page.First == nil || wrong && !b.firstWrong {
		b.Page.First, b.firstWrong = t, wrong
	}
	return t
}

// picker is a widget of the kit that selects rather than types.
type picker interface {
	fyne.CanvasObject
	Buttons() []*touch.Button
}

// Pick places a picker and registers its touch targets.
func (b *B) Pick(o picker, at Box) {
	b.Put(o, at)
	b.Page.Buttons = append(b.Page.Buttons, o.Buttons()...)
}

// Toggle places a line with a box to tick; the whole line is touchable.
func (b *B) Toggle(at Box, id, label string, on bool, changed func(bool)) {
	b.HintedToggle(at, id, label, "", on, changed)
}

// HintedToggle is [B.Toggle] with quieter words below the label; "" for none.
func (b *B) HintedToggle(at Box, id, label, hint string, on bool, changed func(bool)) {
	b.ToggleOf(at, id, label, hint, b.Type(b.M.Label(), b.P.Ink, false), b.Type(b.M.Small(), b.P.Soft, false), on, changed)
}

// toggleSide is the side of a tick box, in units.
const toggleSide = 34

// ToggleIndent is how much of a toggle's width its words do not have, in dp.
func ToggleIndent(b *B) float32 { return b.M.S(toggleSide)*1.5 + 6 }

// ToggleOf is [B.HintedToggle] with the types of its label and of what is below it: several that stand together have the same.
func (b *B) ToggleOf(at Box, id, label, hint string, text, below touch.Type, on bool, changed func(bool)) {
	m := b.M
	line := b.StyleText()
	line.Radius = m.S(12)
	t := touch.NewToggle(id, label, on, touch.ToggleStyle{Line: line, Text: text, Hint: below,
		Box: b.P.Card, Frame: b.P.Edge, Ticked: b.P.Green, Side: m.S(toggleSide), Tick: Icon(art.Check, b.P.Green)})
	if hint != "" {
		t.SetHint(hint)
	}
	t.OnChange = changed
	b.Pick(t, at)
}
