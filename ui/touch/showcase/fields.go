package main

import (
	"hash/crc32"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/pinyin"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/touch/keyboard"
)

// kinds are the fields shown, in order.
var kinds = []struct {
	id   string
	kind field.Kind
	asks string
}{
	{"name", field.Name, "Your name"},
	{"phone", field.Phone, "139 0000 1234"},
	{"email", field.Email, "you@example.org"},
	{"text", field.FreeText, "Anything"},
	{"code", field.Code, "A receipt code"},
	{"secret", field.Secret, "A passphrase"},
}

// fields shows a field of every kind, with a physical keyboard only.
func fields(s *stage) { s.setFields(field.NewInput()) }

// setFields places one field of each kind, two in a row.
func (s *stage) setFields(in *field.Input) []*field.Field {
	style := field.Style{Fill: s.look.Card, Border: s.look.Edge, Focus: s.look.Ink, Error: s.look.Red, Text: s.look.Ink, Quiet: s.look.Soft,
		Compose: s.look.Gold, TextSize: 26, Radius: 14, Pad: 20, Clear: cross(s.look.Soft, true)}
	w := (s.size.Width - 60) / 2
	var all []*field.Field
	for i, k := range kinds {
		f := field.New(k.id, "", k.kind, style, in)
		f.Placeholder = k.asks
		s.put(f, 20+float32(i%2)*(w+20), 20+float32(i/2)*84, w, 64)
		s.places = append(s.places, prop{k.id, f})
		f.OnSubmit = s.does(k.id + ".submit")
		s.follow(f)
		all = append(all, f)
	}
	in.Attach(s.win.Canvas())
	return all
}

// follow records how many characters a field holds, how many of them are before the caret, and a
// checksum of its text; never the text.
func (s *stage) follow(f *field.Field) {
	s.polled = append(s.polled,
		poll{f.ID + ".runes", func() float64 { return float64(utf8.RuneCountInString(f.Text())) }},
		poll{f.ID + ".caret", func() float64 { return float64(utf8.RuneCountInString(f.BeforeCaret())) }},
		poll{f.ID + ".sum", func() float64 { return float64(crc32.ChecksumIEEE([]byte(f.Text()))) }},
		poll{f.ID + ".active", func() float64 {
			if f.Active() {
				return 1
			}
			return 0
		}})
}

// keysIn shows the fields with the keyboard below them, for a visitor's language.
func keysIn(lang string) func(s *stage) {
	return func(s *stage) {
		in := field.NewInput()
		words := keyboard.English()
		if lang == "zh" {
			words = keyboard.Chinese()
		}
		style := keyboard.Warm(false)
		style.Unit = min(s.size.Width, s.size.Height) / 800
		board := keyboard.New(in, pinyin.Default, style, words)
		board.OnHide = s.does("hide")
		board.OnMissing = func(string) { s.acted("missing") }
		all := s.setFields(in)
		in.OnTarget = func(f *field.Field) {
			if f == nil {
				board.Use(nil, keyboard.Use{})
				return
			}
			board.Use(f, keyboard.Use{Lang: lang, OnAction: s.does(f.ID + ".go")})
		}
		h := board.HeightFor(s.size)
		s.put(board, 0, s.size.Height-h, s.size.Width, h)
		s.more = func() []spot {
			from, scale := fyne.CurrentApp().Driver().AbsolutePositionForObject(board), s.win.Canvas().Scale()
			var keys []spot
			for _, k := range board.Keys() {
				at := from.Add(k.Pos)
				keys = append(keys, spot{"key." + k.ID, at.X * scale, at.Y * scale, k.Size.Width * scale, k.Size.Height * scale, k.Label})
			}
			return keys
		}
		in.Take(all[0])
	}
}

// shielded shows a button and a field under a shield, which hides the pointer.
func shielded(s *stage) {
	buttons(s)
	s.root.Add(touch.NewShield())
}
