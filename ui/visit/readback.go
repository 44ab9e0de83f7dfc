package visit

import (
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// ReadBack shows the number once more, grouped, for the visitor to check aloud or silently.
// Everything else stays masked: the queue is reading too.
func ReadBack(b *B) {
	m := b.M
	f := b.Frame(b.progress(page.Framing{Back: true, Next: true, NotToday: true}))
	body := f.Body
	h := b.TextFit(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Title() * 1.4}, b.Tx("readback.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	b.reach = b.newReach(b.Tx("readback.line"))
	col := f.Low
	if !m.Portrait {
		_, col = col.Top(h + m.S(18))
		col.W = b.fieldsWide(body)
		b.reach.place(page.Box{X: col.X + col.W + m.S(48), Y: col.Y, W: body.W - col.W - m.S(48), H: min(col.H, m.S(520)*m.Text)})
	} else {
		pic := b.Above(f, h)
		pic.H = min(pic.H, m.S(620))
		b.reach.place(pic)
	}
	card, rest := col.Top(m.ButtonH() + 2*m.S(18))
	b.numberCard(card)
	_, rest = rest.Top(m.S(14))
	b.Stack(rest, b.P.Paper, b.answered(rest.W)...)
	b.Main(f.Foot, "ok", b.Tx("readback.ok"), b.Do(session.ReadBackOK))
}

// numberCard shows the number in full, and the button to change it on the same axis.
func (b *B) numberCard(card page.Box) {
	m := b.M
	b.Card(card)
	in := card.Pad(m.S(28), 0)
	if step := b.stepOf("phone"); step >= 0 {
		edit := b.Tx("readback.edit")
		w := b.Width(edit, b.StyleQuiet())
		var at page.Box
		at, in = in.Right(w)
		b.Button(at.Middle(w, m.ButtonH()), "readback.edit", edit, b.StyleQuiet(), func() { b.Send(session.Event{Kind: session.EditStep, N: step}) })
		in.W -= m.S(16)
	}
	number := form.GroupPhone(string(b.State.Answers["phone"].Text))
	b.TextFit(in, number, b.Type(min(44, m.S(44)*m.Text), b.P.Ink, true), 1, 0.5)
}

// answered lists the other answers, masked.
func (b *B) answered(w float32) (flows []page.Flow) {
	m := b.M
	lw := min(m.S(210)*m.Text, w*0.42)
	for _, fd := range b.Pack.Fields {
		v, ok := b.State.Answers[fd.ID]
		said := b.masked(fd, v)
		if !ok || fd.ID == "phone" || said == "" {
			continue
		}
		l := touch.SetText(b.In(fd.Label), b.Type(m.Label(), b.P.Soft, false), lw-m.S(16))
		line := m.Label() * 1.45
		flows = append(flows, page.Flow{Gap: m.S(3), Height: max(l.Height, line), Draw: func(at page.Box) {
			b.Lay(l, at.X, at.Y)
			for _, o := range b.Words(page.Box{X: at.X + lw, Y: at.Y, W: w - lw, H: line}, said, b.Type(m.Label(), b.P.Ink, false)) {
				b.Add(o)
			}
		}})
	}
	return flows
}

// masked is an answer as the queue may read it.
func (b *B) masked(fd event.Field, v form.Value) string {
	said := string(v.Text)
	switch fd.Kind {
	case "person":
		if v.Person.Name == "" {
			return ""
		}
		return form.Mask("name", string(v.Person.Name)) + "　" + form.Mask("phone", string(v.Person.Phone))
	case "choice":
		for _, o := range fd.Options {
			if o.ID == said {
				return b.In(o.Label)
			}
		}
		return said
	case "month", "date":
		return said
	}
	return form.Mask(fd.Kind, said)
}

func (b *B) stepOf(field string) int {
	for _, fd := range b.Pack.Fields {
		if fd.ID == field {
			for i, s := range b.Pack.Steps {
				if s.ID == fd.Step {
					return i
				}
			}
		}
	}
	return -1
}
