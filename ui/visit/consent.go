package visit

import (
	"image"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// Consent asks for one separate consent: the sentence, who, what, how long; two equal answers,
// nothing preselected, no "agree to all".
func Consent(b *B) {
	m := b.M
	c, ok := session.ConsentShown(b.Pack, b.State)
	if !ok {
		return
	}
	at, n := session.ConsentProgress(b.State, b.Pack)
	f := b.Frame(page.Framing{Back: true, Next: true, NoFoot: true, Note: b.Tx("consent.note", "At", at, "N", n)})
	body := f.Body
	low, body := body.Bottom(m.ButtonH())
	_, body = body.Bottom(m.S(14))
	answers, card := body.Bottom(m.S(84))
	_, card = card.Bottom(m.S(20))
	b.Card(card)
	in := card.Pad(m.S(52), m.S(36))
	flows := []page.Flow{b.Para(0, b.In(c.Sentence), b.Type(m.Lead(), b.P.Ink, true), in.W)}
	rows := b.rows(c.Rows, in.W)
	if len(rows) > 0 {
		rows[0].Gap = m.S(24)
	}
	flows = append(flows, rows...)
	text := b.Markdown(b.In(c.Body), in.W)
	if len(text) > 0 {
		text[0].Gap = m.S(28)
	}
	b.Stack(in, b.P.Card, append(flows, text...)...)
	b.Equal(answers, page.Choice{ID: "disagree", Label: b.Tx("consent.disagree"), Do: b.Do(session.Disagree)}, page.Choice{ID: "agree", Label: b.Tx("consent.agree"), Do: b.Do(session.Agree)})
	b.notToday(low)
	t := b.Type(m.S(19)*m.Text, b.P.Soft, false)
	b.TextFit(page.Box{X: low.X + low.W*0.34, Y: low.Y, W: low.W * 0.66, H: low.H}, b.Tx("consent.notdonation"), t, 2, 0.5)
}

// Official follows a refused hand-over: the registry's own page instead, without a word of
// reproach.
func Official(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true, NoFoot: true})
	body := f.Body
	choices, body := body.Bottom(m.MainH())
	_, body = body.Bottom(m.S(20))
	var qr, text page.Box
	if m.Portrait {
		text, qr = body.Top(body.H * 0.4)
	} else {
		qr, text = body.Left(min(body.W*0.42, m.S(500)))
		text.X += m.S(52)
		text.W -= m.S(52)
	}
	b.Card(qr)
	b.Code(qr.Inset(m.S(32)), b.Pack.EnrolLink())
	h := b.TextFit(page.Box{X: text.X, Y: text.Y, W: text.W, H: m.Title() * 4}, b.Tx("official.title"), b.Type(m.Title(), b.P.Ink, true), 3, 0)
	_, text = text.Top(h + m.S(12))
	b.Stack(text, b.P.Paper, b.Para(0, b.Tx("official.line", "Registry", b.In(b.Pack.Registry.Name)), b.Type(m.Body(), b.P.Ink, false), text.W),
		b.Para(m.S(14), b.Tx("official.keep"), b.Type(m.Body(), b.P.Ink, false), text.W))
	choice := []page.Choice{{ID: "finish", Label: b.Tx("official.finish"), Do: b.Do(session.Finish)}}
	if session.MayKeep(b.Pack, b.State) {
		choice = append(choice, page.Choice{ID: "keep", Label: b.Tx("official.save"), Do: b.Do(session.WayOn)})
	}
	b.Equal(choices, choice...)
}

// Saving waits for the store, and keeps the answers if it fails.
func Saving(b *B) {
	m := b.M
	f := b.Frame(page.Framing{NoFoot: b.State.SaveFailed == "", NotToday: b.State.SaveFailed != ""})
	d := m.S(150)
	mid := f.Body.Middle(min(f.Body.W, m.S(820)), m.S(420))
	if b.State.SaveFailed == "" {
		b.Picture(page.Box{X: mid.X + (mid.W-d)/2, Y: mid.Y, W: d, H: d}, func(w, h int) image.Image { return art.SignIn(w, h, b.P, false) })
		t := b.Type(m.Title(), b.P.Ink, true)
		t.Align = 1
		b.TextFit(page.Box{X: mid.X, Y: mid.Y + d + m.S(30), W: mid.W, H: m.S(120)}, b.Tx("saving.title"), t, 2, 0)
		return
	}
	icon := m.S(72)
	b.Picture(page.Box{X: mid.X, Y: mid.Y, W: icon, H: icon}, page.Icon(art.Warning, b.P.Red))
	h := b.TextFit(page.Box{X: mid.X, Y: mid.Y + icon + m.S(16), W: mid.W, H: m.Title() * 2.6}, b.Tx("save.title"), b.Type(m.Title(), b.P.Ink, true), 2, 0)
	b.Text(page.Box{X: mid.X, Y: mid.Y + icon + m.S(28) + h, W: mid.W, H: 0}, b.Tx(b.State.SaveFailed), b.Type(m.Body(), b.P.Ink, false))
	b.Main(f.Foot, "again", b.Tx("save.again"), b.Do(session.SaveAgain))
}
