package screen

import (
	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/data/entry"
	"matchbooth/kiosk/session"
)

// already erases a sign-up by its receipt code: typed, then held to confirm. It never tells
// whether a wrong code exists.
func already(b *B) {
	m := b.M
	f := b.Frame(Framing{Back: true})
	body := f.Body
	h := b.TextFit(Box{body.X, body.Y, body.W, m.Title() * 1.4}, b.Tx("already.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	var flows []Flow
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
	b.Stack(Box{body.X, body.Y + h + m.S(8), w, fh + 2}, b.P.Paper, flows...)
	low := f.Low
	if !m.Portrait {
		_, low = low.Top(h + fh + m.S(34))
	}
	if !m.Portrait {
		_, side := body.Left(w + m.S(40))
		b.emblem(Box{side.X, side.Y, side.W, body.H * 0.7}, art.Trash)
	}
	b.emblem(b.above(f, h+fh+m.S(8)), art.Trash)
	if b.State.Erased == "done" {
		p := Box{low.X, low.Y, w, m.S(120) * m.Text}
		b.Rect(p, b.P.Mint, m.FieldCorner())
		b.TextFit(p.Pad(m.S(30), m.S(14)), b.Tx("already.done"), b.Type(m.Body(), b.P.Green, true), 3, 0.5)
		b.Main(f.Foot, "finish", b.Tx("already.finish"), b.Do(session.Finish))
		return
	}
	var code entry.ReceiptCode
	at := Box{low.X, low.Y, min(low.W, m.S(420)), max(m.S(72), 56)}
	say := b.message(Box{low.X, low.Y + at.H + m.S(10), w, m.Label() * 3})
	hold := b.hold(Box{at.X + at.W + m.S(20), at.Y, w - at.W - m.S(20), at.H}, "already.erase", b.Tx("already.erase"), func() {
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
	t := b.input(at, "code", "code", "", false, func(s string) {
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
