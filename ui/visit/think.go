package visit

import (
	"image"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// Think is where "I'd like to think" leads: an evening, no hurry, the parents' page to take home.
func Think(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true})
	body := f.Body
	var pic, words page.Box
	if m.Portrait {
		pic, words = body.Top(body.H * 0.5)
		_, words = words.Top(m.S(30))
	} else {
		pic, words = body.Left(body.W * 0.47)
		_, words = words.Left(m.S(56))
	}
	b.Picture(pic, func(w, h int) image.Image { return art.ThinkArt(w, h, b.P) })
	h := b.Title(words, b.Tx("think.title"), m.Title()*1.05)
	_, words = words.Top(h + m.S(10))
	t := b.Type(m.Body(), b.P.Ink, false)
	if b.Lang == event.ZH {
		t.Lead = 1.75
	}
	h = b.Text(words, b.Tx("think.line"), t)
	_, words = words.Top(h + m.S(24))
	if payload := b.parentsLink(); payload != "" {
		words.H = min(words.H, m.S(340))
		b.codeCard(words, payload, b.Tx("think.code"), b.Tx("think.code.line"))
	}
	_, rest := b.Main(f.Foot, "finish", b.Tx("think.finish"), b.Do(session.Finish))
	b.SideLeft(rest, "parents", b.Tx("think.parents"), b.Do(session.Go, string(session.Parents)))
}
