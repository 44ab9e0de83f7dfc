package desk

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	work "matchbooth/ui/work/session"
)

// List draws the desk: the count, the passphrase, a list whose lines stay masked until tapped, and export. What it
// opened is forgotten when it closes.
func List(b *B) {
	m := b.M
	f := b.Frame(page.Framing{NoFoot: true})
	body := f.Body
	title, body := body.Top(m.Title() * 1.4)
	b.TextFit(title, b.Tx("desk.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	st := b.StyleQuiet()
	w := b.Width(b.Tx("desk.close"), st)
	leave := page.Box{X: title.X + title.W - w, Y: title.Y, W: w, H: m.ButtonH()}
	if m.Portrait {
		leave = f.Tools
		leave.W = w
	}
	b.Button(leave, "desk.close", b.Tx("desk.close"), st, b.Do(session.CloseDesk))
	_, body = body.Top(m.S(10))
	if b.Desk == nil {
		return
	}
	count := b.Message(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Body() * 1.6})
	b.later(func() func() {
		n, err := b.Desk.Count(context.Background())
		if err != nil {
			return nil
		}
		return func() { count(b.Tx("desk.count", "N", n), false) }
	})
	_, body = body.Top(m.Body() * 1.9)
	if m.Portrait {
		above := b.Above(f, body.Y-f.Body.Y)
		if b.Status != nil {
			above = b.keepingPanel(above, leave, f.Tools)
		}
		b.Emblem(above, art.Lock)
		body = f.Low
	} else if b.Status != nil {
		cards := b.cardsHigh()
		var at page.Box
		if recs := b.Desk.Opened(); recs != nil {
			at, body = body.Top(cards)
			_, body = body.Top(m.S(12))
		} else {
			at, body = body.Bottom(cards)
			_, body = body.Bottom(m.S(16))
		}
		b.keepingCards(at)
	}
	if recs := b.Desk.Opened(); recs != nil {
		b.list(body, recs)
		return
	}
	b.unlock(body)
}

// list draws the list of sign-ups, newest first, each line masked until it is tapped.
func (b *B) list(at page.Box, o *work.Opened) {
	m := b.M
	foot, at := at.Bottom(m.MainH())
	folder := foot
	if m.Portrait {
		// The folder gets a row of its own, above the formats.
		folder, at = at.Bottom(m.MainH())
	}
	note, at := at.Bottom(m.Label()*2.4 + m.S(12))
	_, note = note.Top(m.S(12)) // a gap to the card above
	say := b.Message(note)
	if o.Damaged > 0 {
		say(b.Tx("desk.damaged", "N", o.Damaged), true)
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
	b.exports(foot, folder, say)
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
