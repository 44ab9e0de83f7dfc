package visit

import (
	"matchbooth/assets/art"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// ReadBack shows the number once more, grouped, for the visitor to check aloud or silently.
// Everything else stays masked: the queue is reading too.
func ReadBack(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true, NotToday: true})
	body := f.Body
	h := b.TextFit(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Title() * 2.6}, b.Tx("readback.title"), b.Type(m.Title(), b.P.Ink, true), 2, 0)
	if m.Portrait {
		h += m.S(6) + b.Text(page.Box{X: body.X, Y: body.Y + h + m.S(6), W: body.W, H: 0}, b.Tx("readback.line"), b.Type(m.Body(), b.P.Ink, false))
		pic := b.Above(f, h)
		pic.H -= m.S(210)*m.Text + m.S(10)
		b.Drawing(pic, 1, page.StageDrawing(2))
	}
	_, body = body.Top(h + m.S(14))
	cardH := min(body.H*0.46, m.S(210)*m.Text)
	card, rest := body.Top(cardH)
	if m.Portrait {
		// The number goes right above the controls, the rest of the answers below them.
		card.Y = f.High.Y + f.High.H - cardH
		rest = f.Low
		_, rest = rest.Top(m.ButtonH())
	}
	card.W = min(card.W, page.FieldWidth*max(1, m.U))
	b.Card(card)
	number := form.GroupPhone(string(b.State.Answers["phone"].Text))
	t := b.Type(min(44, m.S(44)*m.Text), b.P.Ink, true)
	in := card.Pad(m.S(36), m.S(20))
	b.TextFit(in, number, t, 1, 0.5)
	edit := b.Tx("readback.edit")
	_, rest = rest.Top(m.S(20))
	if step := b.stepOf("phone"); step >= 0 {
		w := b.Width(edit, b.StyleQuiet())
		at := page.Box{X: card.X + card.W - w - m.S(24), Y: card.Y + (card.H-m.ButtonH())/2, W: w, H: m.ButtonH()}
		if m.Portrait {
			at = page.Box{X: f.Low.X, Y: f.Low.Y, W: w, H: m.ButtonH()}
		}
		b.Button(at, "readback.edit", edit, b.StyleQuiet(), func() { b.Send(session.Event{Kind: session.EditStep, N: step}) })
	}
	var flows []page.Flow
	for _, fd := range b.Pack.Fields {
		v, ok := b.State.Answers[fd.ID]
		if !ok || fd.ID == "phone" {
			continue
		}
		said := string(v.Text)
		switch fd.Kind {
		case "person":
			if v.Person.Name == "" {
				continue
			}
			said = form.Mask("name", string(v.Person.Name)) + "　" + form.Mask("phone", string(v.Person.Phone))
		case "choice":
			for _, o := range fd.Options {
				if o.ID == said {
					said = b.In(o.Label)
					break
				}
			}
		case "month", "date":
		default:
			said = form.Mask(fd.Kind, said)
		}
		if said == "" {
			continue
		}
		l := touch.SetText(b.In(fd.Label), b.Type(m.Label(), b.P.Soft, false), m.S(330))
		p := touch.SetText(said, b.Type(m.Label(), b.P.Ink, false), card.W-m.S(350))
		flows = append(flows, page.Flow{Gap: m.S(4), Height: max(l.Height, p.Height), Draw: func(at page.Box) {
			b.Lay(l, at.X, at.Y)
			b.Lay(p, at.X+m.S(350), at.Y)
		}})
	}
	list := page.Box{X: card.X, Y: rest.Y, W: card.W, H: rest.H}
	b.Stack(list, b.P.Paper, flows...)
	if !m.Portrait && body.W-card.W > m.S(260) {
		side := page.Box{X: card.X + card.W + m.S(56), Y: card.Y, W: body.W - card.W - m.S(56), H: body.H}
		b.Picture(page.Box{X: side.X, Y: side.Y, W: m.S(64), H: m.S(64)}, page.Icon(art.Phone, b.P.Red))
		b.Text(page.Box{X: side.X, Y: side.Y + m.S(80), W: side.W, H: 0}, b.Tx("readback.line"), b.Type(m.Body(), b.P.Ink, false))
	}
	b.Main(f.Foot, "ok", b.Tx("readback.ok"), b.Do(session.ReadBackOK))
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
