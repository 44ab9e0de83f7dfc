package desk

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/form"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	work "matchbooth/ui/work/session"
)

// peoplePage draws everybody, each masked until tapped.
func (b *B) peoplePage() {
	o := b.Desk.Opened()
	r := b.roomFor(b.Tx("desk.page.people"), b.Tx("desk.people.line", "N", len(o.Records)), false)
	b.Emblem(r.High, art.Lock)
	b.list(r.Low, o)
}

// list draws the list of sign-ups, newest first, each line masked until it is tapped.
func (b *B) list(at page.Box, o *work.Opened) {
	m := b.M
	if o.Damaged > 0 {
		var note page.Box
		note, at = at.Bottom(m.Label()*2.4 + m.S(12))
		_, note = note.Top(m.S(12)) // a gap to the card above
		b.Message(note)(b.Tx("desk.damaged", "N", o.Damaged), true)
	}
	b.Card(at)
	in := at.Pad(m.S(28), m.S(14))
	rowH := max(m.S(60), 56)
	cols := []float32{0, 0.18, 0.42, 0.68, 0.84, 1}
	head, in := in.Top(m.S(40))
	for i, key := range []string{"time", "name", "phone", "ways", "checked"} {
		b.TextFit(page.Box{X: head.X + cols[i]*head.W, Y: head.Y, W: (cols[i+1]-cols[i])*head.W - m.S(10), H: head.H}, b.Tx("desk.col."+key), b.Type(m.Small(), b.P.Soft, false), 1, 0.5)
	}
	var flows []page.Flow
	for k := len(o.Records) - 1; k >= 0; k-- {
		flows = append(flows, page.Flow{Gap: 0, Height: rowH, Draw: func(row page.Box) { b.record(row, cols, o, k) }})
	}
	if len(flows) == 0 {
		flows = append(flows, b.Para(m.S(10), b.Tx("desk.none"), b.Type(m.Label(), b.P.Soft, false), in.W))
	}
	b.Stack(in, b.P.Card, flows...)
}

// record draws one line: masked, shown by a tap, masked again by the next one. It keeps nothing of the record but its
// index in the list, which is emptied when the desk locks.
func (b *B) record(row page.Box, cols []float32, o *work.Opened, k int) {
	m := b.M
	open := false
	holder := touch.NewHolder()
	b.Page.Forget = append(b.Page.Forget, func() { holder.Fill() })
	draw := func() {
		if k >= len(o.Records) {
			return // locked meanwhile
		}
		r := o.Records[k]
		name, phone := string(r.Fields["name"].Text), string(r.Fields["phone"].Text)
		if !open {
			name, phone = form.Mask("name", name), form.Mask("phone", phone)
		} else {
			phone = form.GroupPhone(phone)
		}
		checked := ""
		if n := len(r.Checks); n > 0 {
			checked = b.Tx("desk.checked", "Who", r.Checks[n-1].Initials)
		}
		var objects []fyne.CanvasObject
		for i, s := range []string{r.At.Local().Format("01-02 15:04"), name, phone, fmt.Sprint(r.Reachability), checked} {
			t := b.Type(m.Label()*0.92, b.P.Ink, false)
			wide := (cols[i+1]-cols[i])*row.W - m.S(10)
			p := touch.Fit([]touch.Span{{Text: s}}, t, wide, row.H, 1)
			objects = append(objects, p.Objects(cols[i]*row.W, (row.H-p.Height)/2)...)
		}
		line := canvas.NewRectangle(b.P.Line)
		page.Place(line, page.Box{X: 0, Y: row.H - 1, W: row.W, H: 1})
		holder.Fill(append(objects, line)...)
	}
	draw()
	st := b.StyleText()
	st.Radius = m.S(8)
	b.Put(touch.NewCard("desk.row."+fmt.Sprint(k), st, func() {
		open = !open
		draw()
	}, nil, holder), row)
}
