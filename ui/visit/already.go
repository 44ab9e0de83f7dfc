package visit

import (
	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/data/entry"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// Already erases a sign-up by its receipt code: typed, then confirmed by holding a button. It never
// reveals whether a code exists.
func Already(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true})
	body := f.Body
	h := b.TextFit(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Title() * 1.4}, b.Tx("already.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	var flows []page.Flow
	w := body.W
	if !m.Portrait {
		w = min(body.W*0.68, m.S(820))
	}
	flows = append(flows, b.Para(0, b.Tx("already.line"), b.Type(m.Body(), b.P.Ink, false), w))
	flows = append(flows, b.Para(m.S(8), b.Tx("already.update", "Contact", b.In(b.Pack.Handler.Contact)), b.Type(m.Label(), b.P.Soft, false), w))
	var fh float32
	for _, fl := range flows {
		fh += fl.Gap + fl.Height
	}
	b.Stack(page.Box{X: body.X, Y: body.Y + h + m.S(8), W: w, H: fh + 2}, b.P.Paper, flows...)
	low := f.Low
	if !m.Portrait {
		_, low = low.Top(h + fh + m.S(34))
	}
	if !m.Portrait {
		_, side := body.Left(w + m.S(40))
		b.Emblem(page.Box{X: side.X, Y: side.Y, W: side.W, H: body.H * 0.7}, art.Trash)
	}
	b.Emblem(b.Above(f, h+fh+m.S(8)), art.Trash)
	if b.State.Erased == "done" {
		p := page.Box{X: low.X, Y: low.Y, W: w, H: m.S(120) * m.Text}
		b.Rect(p, b.P.Mint, m.FieldCorner())
		b.TextFit(p.Pad(m.S(30), m.S(14)), b.Tx("already.done"), b.Type(m.Body(), b.P.Green, true), 3, 0.5)
		b.Main(f.Foot, "finish", b.Tx("already.finish"), b.Do(session.Finish))
		return
	}
	var code entry.ReceiptCode
	at := page.Box{X: low.X, Y: low.Y, W: min(low.W, m.S(420)), H: max(m.S(72), 56)}
	say := b.Message(page.Box{X: low.X, Y: low.Y + at.H + m.S(10), W: w, H: m.Label() * 3})
	hold := b.Hold(page.Box{X: at.X + at.W + m.S(20), Y: at.Y, W: w - at.W - m.S(20), H: at.H}, "already.erase", b.Tx("already.erase"), func() {
		if code == "" {
			say(b.Tx("already.typo"), true)
			return
		}
		b.Send(session.Event{Kind: session.Erase, Arg: string(code)})
	})
	if m.Portrait {
		hold.Move(fyne.NewPos(low.X, low.Y+at.H+m.S(80)))
		hold.Resize(fyne.NewSize(low.W, m.MainH()))
	}
	t := b.Field(at, "code", "code", "", false, func(s string) {
		c, err := entry.ParseReceiptCode(s)
		code = ""
		if err == nil {
			code = c
			say(b.Tx("already.hold"), false)
		} else if len(s) >= 9 {
			say(b.Tx("already.typo"), true)
		}
	})
	t.Placeholder, t.MaxRunes, t.OnSubmit = "XXXX-XXXX-X", 16, nil
	t.Refresh()
	switch b.State.Erased {
	case "wait":
		say(b.Tx("already.wait"), true)
	case "failed":
		say(b.Tx("already.failed"), true)
	}
}
