package main

import "matchbooth/ui/touch"

// holds shows the button for what cannot be undone.
func holds(s *stage) {
	style := touch.HoldStyle{Fill: s.look.Card, Fills: s.look.Rose, Text: s.look.Ink, Border: s.look.Red, TextSize: 26}
	s.target("hold", touch.NewHold("hold", "Hold to erase", style, s.does("hold")), 40, 40, 400, 90)
}
