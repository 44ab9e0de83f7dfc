package screen

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/touch"
)

// chips are options side by side, wrapping; touching the chosen one takes the choice back.
func (b *B) chips(id string, options []event.Option, chosen string, w float32, pick func(string)) (height float32, draw func(at Box)) {
	m := b.M
	h, gap := m.ButtonH(), m.S(12)
	base := b.styleQuiet()
	base.Fill = b.P.Card
	base.Pad = m.S(24)
	base.TextSize = m.Label()
	on := base
	on.Fill, on.Text, on.Border = b.P.Ink, b.P.Paper, b.P.Ink
	var at []Box
	x, y := float32(0), float32(0)
	for _, o := range options {
		bw := max(b.Width(b.In(o.Label), base), m.S(92))
		if x > 0 && x+bw > w {
			x, y = 0, y+h+gap
		}
		at = append(at, Box{x, y, bw, h})
		x += bw + gap
	}
	return y + h, func(origin Box) {
		var all []*touch.Button
		set := func(want string) {
			for i, btn := range all {
				btn.Style = base
				if options[i].ID == want {
					btn.Style = on
				}
				btn.Refresh()
			}
		}
		for i, o := range options {
			all = append(all, b.Button(Box{origin.X + at[i].X, origin.Y + at[i].Y, at[i].W, at[i].H},
				string(b.State.Screen)+"."+id+"."+o.ID, b.In(o.Label), base, func() {
					if chosen == o.ID {
						chosen = ""
					} else {
						chosen = o.ID
					}
					set(chosen)
					pick(chosen)
				}))
		}
		set(chosen)
	}
}

// month asks for a month, or for none: year and month side by side.
func (b *B) month(at Box, fd event.Field, value string) {
	y, mo := 0, 0
	fmt.Sscanf(value, "%d-%d", &y, &mo)
	begin := func() bool {
		if y != 0 {
			return false
		}
		// Most courses end in June.
		y, mo = b.Now.Year(), 6
		if b.Now.Month() > time.June {
			y++
		}
		return true
	}
	send := func() { b.answer(fd.ID, form.Value{Text: fmt.Sprintf("%04d-%02d", y, mo)}) }
	var both []func()
	change := func(dy, dm int) func() {
		return func() {
			if !begin() {
				// Months run on into the next year.
				n := (y+dy)*12 + mo - 1 + dm
				y, mo = max(b.Now.Year()-1, min(b.Now.Year()+12, n/12)), n%12+1
			}
			send()
			for _, r := range both {
				r()
			}
		}
	}
	show := func(n int) func() string {
		return func() string {
			if y == 0 {
				return "—"
			}
			if n == 0 {
				return b.Tx("form.year", "N", y)
			}
			return b.Tx("form.month", "N", mo)
		}
	}
	cols := at.Columns(2, b.M.S(14))
	both = append(both,
		b.stepper(cols[0], "form."+fd.ID+".year", show(0), change(-1, 0), change(1, 0)),
		b.stepper(cols[1], "form."+fd.ID+".month", show(1), change(0, -1), change(0, 1)))
}

// date asks for a day, or for none: year, month and day side by side.
func (b *B) date(at Box, fd event.Field, value string) {
	d, err := time.Parse(time.DateOnly, value)
	set := err == nil
	if !set {
		d = time.Date(b.Now.Year(), b.Now.Month(), b.Now.Day(), 0, 0, 0, 0, time.UTC)
	}
	var all []func()
	change := func(dy, dm, dd int) func() {
		return func() {
			if set {
				// The day stays in its month.
				first := time.Date(d.Year()+dy, d.Month()+time.Month(dm), 1, 0, 0, 0, 0, time.UTC)
				d = first.AddDate(0, 0, min(d.Day(), first.AddDate(0, 1, -1).Day())-1+dd)
			}
			set = true
			b.answer(fd.ID, form.Value{Text: d.Format(time.DateOnly)})
			for _, r := range all {
				r()
			}
		}
	}
	for i, col := range at.Columns(3, b.M.S(14)) {
		step := [3]int{}
		step[i] = 1
		name := []string{"year", "month", "day"}[i]
		all = append(all, b.stepper(col, "form."+fd.ID+"."+name, func() string {
			if !set {
				return "—"
			}
			return fmt.Sprint([]int{d.Year(), int(d.Month()), d.Day()}[i])
		}, change(-step[0], -step[1], -step[2]), change(step[0], step[1], step[2])))
	}
}

// toggle is a line with a box to tick; the whole line can be touched.
func (b *B) toggle(at Box, id, label string, on bool, changed func(bool)) {
	m := b.M
	d := m.S(34)
	frame := canvas.NewRectangle(b.P.Card)
	frame.StrokeColor, frame.StrokeWidth, frame.CornerRadius = b.P.Edge, 2.5, m.S(8)
	tick := touch.NewPicture(Icon(art.Check, b.P.Green))
	text := touch.Fit([]touch.Span{{Text: label}}, b.Type(m.Label(), b.P.Ink, false), at.W-d-m.S(24), at.H, 2)
	place(frame, Box{m.S(4), (at.H - d) / 2, d, d})
	place(tick, Box{m.S(4) + d*0.14, (at.H - d*0.72) / 2, d * 0.72, d * 0.72})
	set := func() {
		tick.Hidden = !on
		frame.StrokeColor = b.P.Edge
		if on {
			frame.StrokeColor = b.P.Green
		}
		frame.Refresh()
		tick.Refresh()
	}
	set()
	st := b.styleText()
	st.Radius = m.S(12)
	b.Put(touch.NewCard(id, st, func() {
		on = !on
		set()
		changed(on)
	}, nil, append([]fyne.CanvasObject{frame, tick}, text.Objects(d+m.S(18), (at.H-text.Height)/2)...)...), at)
}
