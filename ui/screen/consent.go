package screen

import (
	"image"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
)

// consentPage asks one separate consent: the sentence, who, what, how long; two equal answers,
// nothing preselected, no "agree to all".
func consentPage(b *B) {
	m := b.M
	c, ok := session.ConsentShown(b.Pack, b.State)
	if !ok {
		return
	}
	at, n := session.ConsentProgress(b.State, b.Pack)
	f := b.Frame(Framing{Back: true, Next: true, NoFoot: true, Note: b.Tx("consent.note", "At", at, "N", n)})
	body := f.Body
	low, body := body.Bottom(m.ButtonH())
	_, body = body.Bottom(m.S(14))
	answers, card := body.Bottom(m.S(84))
	_, card = card.Bottom(m.S(20))
	b.Card(card)
	in := card.Pad(m.S(52), m.S(36))
	flows := []Flow{b.Para(0, b.In(c.Sentence), b.Type(m.Lead(), b.P.Ink, true), in.W)}
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
	b.Equal(answers, Choice{"disagree", b.Tx("consent.disagree"), b.Do(session.Disagree)}, Choice{"agree", b.Tx("consent.agree"), b.Do(session.Agree)})
	b.notToday(low)
	t := b.Type(m.S(19)*m.Text, b.P.Soft, false)
	b.TextFit(Box{low.X + low.W*0.34, low.Y, low.W * 0.66, low.H}, b.Tx("consent.notdonation"), t, 2, 0.5)
}

// official follows a refused hand-over: the registry's own page instead, without a word of regret.
func official(b *B) {
	m := b.M
	f := b.Frame(Framing{Back: true, Next: true, NoFoot: true})
	body := f.Body
	choices, body := body.Bottom(m.MainH())
	_, body = body.Bottom(m.S(20))
	var qr, text Box
	if m.Portrait {
		text, qr = body.Top(body.H * 0.4)
	} else {
		qr, text = body.Left(min(body.W*0.42, m.S(500)))
		text.X += m.S(52)
		text.W -= m.S(52)
	}
	b.Card(qr)
	b.code(qr.Inset(m.S(32)), b.Pack.EnrolLink())
	h := b.TextFit(Box{text.X, text.Y, text.W, m.Title() * 4}, b.Tx("official.title"), b.Type(m.Title(), b.P.Ink, true), 3, 0)
	_, text = text.Top(h + m.S(12))
	b.Stack(text, b.P.Paper, b.Para(0, b.Tx("official.line", "Registry", b.In(b.Pack.Registry.Name)), b.Type(m.Body(), b.P.Ink, false), text.W),
		b.Para(m.S(14), b.Tx("official.keep"), b.Type(m.Body(), b.P.Ink, false), text.W))
	choice := []Choice{{"finish", b.Tx("official.finish"), b.Do(session.Finish)}}
	if session.MayKeep(b.Pack, b.State) {
		choice = append(choice, Choice{"keep", b.Tx("official.save"), b.Do(session.WayOn)})
	}
	b.Equal(choices, choice...)
}

// saving waits for the store, and holds the answers when it fails.
func saving(b *B) {
	m := b.M
	f := b.Frame(Framing{NoFoot: b.State.SaveFailed == "", NotToday: b.State.SaveFailed != ""})
	d := m.S(150)
	mid := f.Body.Middle(min(f.Body.W, m.S(820)), m.S(420))
	if b.State.SaveFailed == "" {
		b.Picture(Box{mid.X + (mid.W-d)/2, mid.Y, d, d}, func(w, h int) image.Image { return art.SignIn(w, h, b.P, false) })
		t := b.Type(m.Title(), b.P.Ink, true)
		t.Align = 1
		b.TextFit(Box{mid.X, mid.Y + d + m.S(30), mid.W, m.S(120)}, b.Tx("saving.title"), t, 2, 0)
		return
	}
	icon := m.S(72)
	b.Picture(Box{mid.X, mid.Y, icon, icon}, Icon(art.Warning, b.P.Red))
	h := b.TextFit(Box{mid.X, mid.Y + icon + m.S(16), mid.W, m.Title() * 2.6}, b.Tx("save.title"), b.Type(m.Title(), b.P.Ink, true), 2, 0)
	b.Text(Box{mid.X, mid.Y + icon + m.S(28) + h, mid.W, 0}, b.Tx(b.State.SaveFailed), b.Type(m.Body(), b.P.Ink, false))
	b.Main(f.Foot, "again", b.Tx("save.again"), b.Do(session.SaveAgain))
}
