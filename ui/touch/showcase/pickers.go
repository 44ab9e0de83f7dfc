package main

import (
	"fmt"
	"image"
	"image/color"
	"time"

	"matchbooth/ui/touch"
)

// pickers shows the widgets that select rather than type: a stepper, a wheel, a month, a date,
// options of which one can be chosen, and a line to tick.
func pickers(s *stage) {
	step := touch.StepStyle{Fill: s.look.Card, Border: s.look.Edge, BorderWidth: 2, Text: s.look.Ink, Radius: 14, TextSize: 26,
		Key:  touch.Style{Fill: s.look.Paper, Pressed: s.look.Line, Border: s.look.Line, BorderWidth: 1, Radius: 12, IconSize: 24},
		Less: cross(s.look.Ink, false), More: cross(s.look.Ink, true)}
	numbers := touch.Numbers(50, 0, 100, false, func(n int) string { return fmt.Sprint(n) }, func(n int) { s.number("stepper", float64(n)) })
	stepper := touch.NewStepper("stepper", numbers, step)
	s.target("stepper", stepper, 20, 20, 340, 68)
	s.buttons(stepper.Buttons())

	rows := touch.WheelStyle{Fill: s.look.Card, Border: s.look.Edge, BorderWidth: 2, Band: s.look.Rose, BandLine: s.look.Edge,
		Active: s.look.Ink, Text: s.look.Ink, Quiet: s.look.Soft, Radius: 14, TextSize: 24, Row: 60, Fade: true}
	wheel := touch.NewWheel("wheel", 60, func(i int) string { return fmt.Sprint("row ", i) }, rows)
	wheel.OnChoose = func(i int) { s.number("wheel", float64(i)) }
	s.target("wheel", wheel, 400, 20, 200, 300)
	s.buttons(wheel.Buttons())

	words := touch.DateWords{Year: func(n int) string { return fmt.Sprint(n) }, Month: func(n int) string { return time.Month(n).String()[:3] },
		Day: func(n int) string { return fmt.Sprint(n) }, None: "—", DayFirst: true}
	day := time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC)
	month := touch.NewMonth("month", "", day.AddDate(-2, 0, 0), day.AddDate(10, 0, 0), day, touch.MonthStyle{Step: step, Gap: 12}, words)
	month.OnChange = func(string) { s.acted("month") }
	s.target("month", month, 20, 110, 340, 68)
	s.buttons(month.Buttons())
	date := touch.NewDate("date", "", day.AddDate(-30, 0, 0), day, day, touch.DateStyle{Wheel: rows, Gap: 12}, words)
	date.OnChange = func(string) { s.acted("date") }
	s.target("date", date, 20, 340, 580, 200)

	off, on := s.quiet(), s.quiet()
	on.Fill, on.Text = s.look.Ink, s.look.Paper
	choice := touch.NewChoice("choice", []touch.Option{{ID: "one", Text: "One"}, {ID: "two", Text: "Two"}}, "",
		touch.ChoiceStyle{Off: off, On: on, High: 60, Wide: 100, Gap: 12})
	choice.OnChange = func(string) { s.acted("choice") }
	s.put(choice, 20, 200, 340, 60)
	s.buttons(choice.Buttons())
	toggle := touch.NewToggle("toggle", "I have told them", false, touch.ToggleStyle{Line: touch.Style{TextSize: 22, Pressed: s.look.Line, Radius: 12},
		Text: touch.Type{Size: 22, Color: s.look.Ink}, Box: s.look.Card, Frame: s.look.Edge, Ticked: s.look.Green, Side: 34, Tick: cross(s.look.Green, true)})
	toggle.OnChange = func(bool) { s.acted("toggle") }
	s.put(toggle, 20, 270, 340, 60)
	s.buttons(toggle.Buttons())
}

// buttons registers the buttons that a picker is made of.
func (s *stage) buttons(all []*touch.Button) {
	for _, b := range all {
		s.targets = append(s.targets, prop{b.ID, b})
	}
}

// cross draws a minus, or a plus.
func cross(c color.NRGBA, plus bool) func(w, h int) image.Image {
	return func(w, h int) image.Image {
		img := image.NewNRGBA(image.Rect(0, 0, w, h))
		line := max(2, h/8)
		for y := range h {
			for x := range w {
				flat := y >= (h-line)/2 && y < (h+line)/2
				tall := x >= (w-line)/2 && x < (w+line)/2
				if flat || plus && tall {
					img.SetNRGBA(x, y, c)
				}
			}
		}
		return img
	}
}
