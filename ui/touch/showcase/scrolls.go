package main

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"matchbooth/ui/touch"
)

// scrolls shows a long page with a button in every second row.
func scrolls(s *stage) {
	const row, rows = 100, 40
	content := container.NewWithoutLayout()
	floor := canvas.NewRectangle(s.look.Paper)
	floor.SetMinSize(fyne.NewSize(400, row*rows))
	floor.Resize(fyne.NewSize(400, row*rows))
	content.Add(floor)
	for i := range rows {
		name := fmt.Sprintf("row%d", i)
		if i%2 == 1 {
			p := touch.SetText(fmt.Sprintf("第 %d 行 · row %d", i, i), touch.Type{Size: 22, Color: s.look.Soft}, 400)
			for _, o := range p.Objects(30, float32(row*i)+30) {
				content.Add(o)
			}
			continue
		}
		b := touch.NewButton(name, name, s.quiet(), s.does(name))
		b.Move(fyne.NewPos(20, float32(row*i)+10))
		b.Resize(fyne.NewSize(360, 80))
		content.Add(b)
		s.targets = append(s.targets, prop{name, b})
	}
	tall := container.New(asHigh{row * rows}, content)
	v := touch.NewScroller(tall, s.look.Paper, s.look.Edge)
	v.OnMove = func() { s.number("scroller.offset", float64(v.Offset())) }
	s.target("scroller", v, 40, 20, 420, s.size.Height-40)
}

// asHigh is a layout that gives its one object a fixed height.
type asHigh struct{ h float32 }

func (l asHigh) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(300, l.h) }
func (l asHigh) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, c := range o {
		c.Resize(size)
	}
}
