package desk

import (
	"context"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// Check draws the volunteer check: what a volunteer saw while the visitor was still there. It is
// added as a sealed entry, which needs no private key.
func Check(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true})
	body := f.Body
	h := b.TextFit(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Title() * 1.4}, b.Tx("check.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	h += b.Text(page.Box{X: body.X, Y: body.Y + h, W: body.W, H: 0}, b.Tx("check.line", "Code", b.State.Code), b.Type(m.Body(), b.P.Soft, false))
	low := f.Low
	if !m.Portrait {
		_, low = low.Top(h + m.S(20))
	}
	low.W = min(low.W, page.FieldWidth*max(1, m.U))
	if side := body.W - low.W - m.S(48); !m.Portrait {
		b.Drawing(page.Box{X: body.X + body.W - side, Y: low.Y, W: side, H: min(low.H, m.S(320))}, 1, page.StageDrawing(4))
	}
	b.Drawing(b.Above(f, h), 1, page.StageDrawing(4))
	var c record.Check
	row := max(m.S(72), m.ButtonH())
	y := low.Y
	next := func(h float32) page.Box {
		at := page.Box{X: low.X, Y: y, W: low.W, H: h}
		y += h + m.S(12)
		return at
	}
	b.Toggle(next(row), "check.rang", b.Tx("check.rang"), false, func(on bool) { c.Rang = on })
	b.Toggle(next(row), "check.identity", b.Tx("check.identity"), false, func(on bool) { c.Identity = on })
	cols := next(row).Columns(2, m.S(16))
	kit := b.Field(cols[0], "kit", "latin", "", false, func(s string) { c.Kit = s })
	kit.Placeholder, kit.MaxRunes, kit.OnSubmit = b.Tx("check.kit"), 64, nil
	kit.Refresh()
	initials := b.Field(cols[1], "initials", "latin", "", false, func(s string) { c.Initials = s })
	initials.Placeholder, initials.MaxRunes, initials.OnSubmit = b.Tx("check.initials"), 12, nil
	initials.Refresh()
	say := b.Message(next(m.Label() * 3))
	b.Main(f.Foot, "done", b.Tx("check.done"), func() {
		if c.Initials == "" {
			say(b.Tx("check.who"), true)
			return
		}
		if b.Desk == nil {
			return
		}
		c.At = b.Now.UTC().Truncate(time.Second)
		person := b.State.PersonID
		b.later(func() func() {
			err := b.Desk.AddCheck(context.Background(), person, c)
			return func() {
				if err != nil {
					say(b.Tx("check.failed"), true)
					return
				}
				b.Send(session.Event{Kind: session.CheckDone})
			}
		})
	})
}
