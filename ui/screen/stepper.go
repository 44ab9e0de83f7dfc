package screen

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// stepper is a value between a less and a more: choosing where typing is not needed.
func (b *B) stepper(at Box, id string, get func() string, less, more func()) (refresh func()) {
	m := b.M
	r := b.Rect(at, b.P.Card, m.FieldCorner())
	r.StrokeColor, r.StrokeWidth = b.P.Edge, 2
	t := canvas.NewText("", b.P.Ink)
	full := min(m.S(28)*m.Text, at.H*0.5)
	side := max(56, at.H-8)
	t.TextStyle, t.Alignment = fyne.TextStyle{Bold: true}, fyne.TextAlignCenter
	b.Put(t, at)
	refresh = func() {
		t.Text = get()
		for t.TextSize = full; t.MinSize().Width > at.W-2*side-m.S(24) && t.TextSize > theme.MinText; {
			t.TextSize--
		}
		t.Refresh()
	}
	refresh()
	st := touch.Style{Fill: b.P.Paper, Pressed: b.P.Line, Text: b.P.Ink, Radius: m.FieldCorner() * 0.8, Border: b.P.Line, BorderWidth: 1, IconSize: m.S(24)}
	for _, k := range []struct {
		name string
		x    float32
		icon func(int, int) imageOf
		do   func()
	}{
		{"less", at.X + 4, Icon(art.Minus, b.P.Ink), less},
		{"more", at.X + at.W - side - 4, Icon(art.Plus, b.P.Ink), more},
	} {
		st.Icon = k.icon
		b.Button(Box{k.x, at.Y + (at.H-side)/2, side, side}, id+"."+k.name, "", st, func() {
			k.do()
			refresh()
		}).Repeat = true
	}
	return refresh
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
