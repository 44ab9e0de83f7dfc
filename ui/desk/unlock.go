package desk

import (
	"context"
	"errors"
	"time"

	"matchbooth/assets/art"
	"matchbooth/data"
	"matchbooth/ui/page"
	"matchbooth/ui/touch/field"
	work "matchbooth/ui/work/session"
)

// unlock asks for the passphrase, which opens the records.
type unlock struct {
	*B
	field *field.Field
	say   func(text string, wrong bool)
	busy  bool
}

func (b *B) unlock(body page.Box) {
	m := b.M
	card := page.Box{X: body.X, Y: body.Y, W: min(body.W, m.S(760)), H: m.S(250) * m.Text}
	b.Card(card)
	if !m.Portrait {
		b.Emblem(page.Box{X: card.X + card.W + m.S(40), Y: card.Y, W: body.W - card.W - m.S(40), H: min(m.S(340), body.H)}, art.Lock)
	}
	in := card.Inset(m.S(32))
	hint := "desk.passphrase"
	if b.Practice {
		hint = "desk.passphrase.practice"
	}
	h := b.Text(in, b.Tx(hint), b.Type(m.Body(), b.P.Ink, false))
	row := page.Box{X: in.X, Y: in.Y + h + m.S(12), W: in.W, H: max(m.S(64), 56)}
	u := &unlock{B: b, say: b.Message(page.Box{X: in.X, Y: row.Y + row.H + m.S(12), W: in.W, H: m.Label() * 3})}
	label := b.Tx("desk.open")
	bw := b.Width(label, b.StyleMain())
	u.field = b.Field(page.Box{X: row.X, Y: row.Y, W: row.W - bw - m.S(16), H: row.H}, "passphrase", "secret", "", false, nil)
	u.field.Secret, u.field.MaxRunes = true, 256
	u.field.Refresh()
	u.field.OnSubmit = u.onOpen
	b.Button(page.Box{X: row.X + row.W - bw, Y: row.Y, W: bw, H: row.H}, "desk.open", label, b.StyleMain(), u.onOpen)
}

func (u *unlock) onOpen() {
	if u.busy || u.field.Text() == "" {
		return
	}
	u.busy = true
	pass := []byte(u.field.Text())
	u.field.SetText("")
	u.say(u.Tx("desk.opening"), false)
	u.later(func() func() {
		err := u.Desk.Unlock(context.Background(), pass)
		return func() { u.onOpened(err) }
	})
}

func (u *unlock) onOpened(err error) {
	u.busy = false
	var wait work.Wait
	switch {
	case errors.As(err, &wait):
		u.say(u.Tx("desk.wait", "Seconds", int(time.Duration(wait).Seconds()+0.999)), true)
	case errors.Is(err, data.ErrPassphrase):
		u.say(u.Tx("desk.wrong"), true)
	case err != nil:
		u.say(u.Tx("desk.failed"), true)
	default:
		u.Redraw()
	}
}
