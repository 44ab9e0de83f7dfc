package main

import "matchbooth/ui/touch"

// buttons shows a button at rest, one that is disabled, one that is
// busy, and a key, on which quick repeated taps
// count.
func buttons(s *stage) {
	style := s.main()
	s.target("button", touch.NewButton("button", "I would like to", style, s.does("button")), 40, 40, 300, 90)
	off := touch.NewButton("disabled", "Not now", style, s.does("disabled"))
	off.SetDisabled(true)
	s.target("disabled", off, 40, 160, 300, 90)
	busy := touch.NewButton("busy", "Saving", style, s.does("busy"))
	busy.SetBusy(true)
	s.target("busy", busy, 400, 160, 300, 90)
	key := touch.NewButton("repeat", "Again and again", s.quiet(), s.does("repeat"))
	key.Repeat = true
	s.target("repeat", key, 40, 280, 300, 90)
}

// main is the style of the one main action.
func (s *stage) main() touch.Style {
	return touch.Style{Fill: s.look.Red, Pressed: s.look.Deep, Text: s.look.OnRed, Radius: -1, TextSize: 30, Bold: true, Pad: 28}
}

// quiet is the style of secondary actions.
func (s *stage) quiet() touch.Style {
	return touch.Style{Fill: s.look.Card, Pressed: s.look.Line, Text: s.look.Ink, Border: s.look.Ink, BorderWidth: 2, Radius: 16, TextSize: 26, Pad: 20}
}
