package visit

import (
	"image"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Notice says who processes the data, what for, how long and with which rights, before the first
// field is asked. The visitor acknowledges it rather than agreeing to it.
func Notice(b *B) {
	f := b.Frame(page.Framing{Back: true, Next: true, NotToday: true})
	b.reading(f, b.Pack.Notice, b.noticeRows(), b.sealedNote)
	b.Main(f.Foot, "ack", b.Tx("notice.ack"), b.Do(session.NoticeRead))
}

func (b *B) noticeRows() []event.Row {
	for _, c := range b.Pack.Consents {
		if c.Kind == "notice" {
			return c.Rows
		}
	}
	return nil
}

// reading shows a titled page of a pack on a card, with labelled rows, if any, before the text, and
// whatever the booth itself adds at its end.
func (b *B) reading(f page.Frame, pg event.Page, rows []event.Row, end ...func(width float32) []page.Flow) {
	m := b.M
	body := f.Body
	h := b.TextFit(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Title() * 2.6}, b.In(pg.Title), b.Type(m.Title(), b.P.Ink, true), 2, 0)
	_, body = body.Top(h + m.S(14))
	b.Card(body)
	in := body.Pad(m.S(44), m.S(32))
	flows := b.rows(rows, in.W)
	text := b.Markdown(b.In(pg.Body), in.W)
	if len(flows) > 0 && len(text) > 0 {
		text[0].Gap = m.S(22)
	}
	flows = append(flows, text...)
	for _, more := range end {
		flows = append(flows, more(in.W)...)
	}
	b.Stack(in, b.P.Card, flows...)
}

// rows are labelled lines: a quiet label at the left and the value beside it, in the same size.
func (b *B) rows(rows []event.Row, width float32) []page.Flow {
	m := b.M
	var out []page.Flow
	var lw float32
	for _, r := range rows {
		p := touch.SetText(b.In(r.Label), b.Type(m.S(22)*m.Text, b.P.Soft, false), width)
		for _, o := range p.Objects(0, 0) {
			lw = max(lw, o.Size().Width)
		}
	}
	lw = min(lw+m.S(32), width*0.34)
	for i, r := range rows {
		l := touch.SetText(b.In(r.Label), b.Type(m.S(22)*m.Text, b.P.Soft, false), lw-m.S(20))
		v := touch.SetText(b.In(r.Value), b.Type(m.S(22)*m.Text, b.P.Ink, false), width-lw)
		gap := m.S(13)
		if i == 0 {
			gap = 0
		}
		out = append(out, page.Flow{Gap: gap, Height: max(l.Height, v.Height), Draw: func(at page.Box) {
			b.Lay(l, at.X, at.Y)
			b.Lay(v, at.X+lw, at.Y)
		}})
	}
	return out
}

// Decide is the one screen everybody passes: being listed is not donating. Its two buttons are equal.
func Decide(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true, NoFoot: true})
	body := f.Body
	foot, body := body.Bottom(m.MainH() + m.S(14) + m.ButtonH())
	choices, low := foot.Top(m.MainH())
	_, body = body.Bottom(m.S(18))
	if m.Portrait {
		choices.H = m.MainH()
	}
	pic := min(body.W*0.22, m.S(320))
	var text page.Box
	if m.Portrait {
		var art0 page.Box
		art0, text = body.Top(min(m.H*0.24, body.H*0.3))
		b.decideArt(art0.Middle(min(art0.W, art0.H*1.5), art0.H))
		_, text = text.Top(m.S(12))
	} else {
		var art0 page.Box
		art0, text = body.Right(pic)
		b.decideArt(art0.Middle(pic, min(pic*1.1, art0.H)))
		text.W -= m.Gap()
	}
	h := b.TextFit(page.Box{X: text.X, Y: text.Y, W: text.W, H: m.Title() * 2.6}, b.In(b.Pack.Decide.Title), b.Type(m.Title(), b.P.Ink, true), 2, 0)
	_, text = text.Top(h + m.S(10))
	// Everybody must read all of it: shrink it slightly rather than hide part below an edge.
	full := b.M.Text
	flows := b.Markdown(b.In(b.Pack.Decide.Body), text.W)
	for b.M.Text > full*0.85 && page.HighOf(flows) > text.H {
		b.M.Text -= full * 0.03
		flows = b.Markdown(b.In(b.Pack.Decide.Body), text.W)
	}
	b.M.Text = full
	b.Stack(text, b.P.Paper, flows...)
	b.Equal(choices, page.Choice{ID: "think", Label: b.Tx("decide.think"), Do: b.Do(session.WantThink)}, page.Choice{ID: "want", Label: b.Tx("decide.want"), Do: b.Do(session.WantSignUp)})
	b.notToday(low)
}

func (b *B) decideArt(at page.Box) {
	b.Picture(at, func(w, h int) image.Image { return art.DecideArt(w, h, b.P) })
}

// notToday is the unobtrusive way out at the bottom left, for screens that draw their own foot.
func (b *B) notToday(row page.Box) {
	label := b.Tx("frame.nottoday")
	st := b.StyleText()
	h := b.M.ButtonH()
	at := page.Box{X: row.X - st.Pad*0.7, Y: row.Y + row.H - h, W: b.Width(label, st), H: h}
	b.Button(at, string(b.State.Screen)+".nottoday", label, st, b.Do(session.AskNotToday))
}

// sealedNote ends what visitors may read about their data with the words for the whole key set,
// which anybody can compare with the sheet of paper.
func (b *B) sealedNote(width float32) []page.Flow {
	words := b.SealedWords("notice.sealed")
	if words == "" {
		return nil
	}
	m := b.M
	d := m.S(22) * m.Text
	indent := d + m.S(12)
	p := touch.SetText(words, b.Type(m.S(20)*m.Text, b.P.Soft, false), width-indent)
	return []page.Flow{{Gap: m.S(22), Height: max(p.Height, d), Draw: func(at page.Box) {
		b.Picture(page.Box{X: at.X, Y: at.Y + m.S(3), W: d, H: d}, page.Icon(art.Lock, b.P.Soft))
		b.Lay(p, at.X+indent, at.Y)
	}}}
}
