package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"matchbooth/assets/art"
	"matchbooth/data"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	work "matchbooth/ui/work/session"
)

// unlock asks for the passphrase, which opens the records, and for the initials under which everything that is changed
// afterwards is kept.
type unlock struct {
	*B
	who, field *field.Field
	say        func(text string, wrong bool)
	busy       bool
}

// unlockPage draws what stands in place of every page that shows people, while the desk is locked.
func (b *B) unlockPage() {
	r := b.roomFor(b.Tx("desk.page."+string(railTitle(b.State.DeskPage))), b.Tx("desk.locked"), false)
	b.Emblem(r.High, art.Lock)
	b.unlock(r.Low)
}

func railTitle(p session.DeskPage) session.DeskPage {
	if of, ok := railOf[p]; ok {
		return of
	}
	return p
}

func (b *B) unlock(body page.Box) {
	m := b.M
	card := page.Box{X: body.X, Y: body.Y, W: min(body.W, m.S(720)*m.Text), H: min(m.S(330)*m.Text, body.H)}
	b.Card(card)
	if !m.Portrait && body.W-card.W > m.S(160) {
		b.Emblem(page.Box{X: card.X + card.W + m.S(32), Y: card.Y, W: body.W - card.W - m.S(32), H: min(m.S(330), body.H)}, art.Lock)
	}
	in := card.Inset(m.S(28))
	hint := "desk.passphrase"
	if b.Practice {
		hint = "desk.passphrase.practice"
	}
	h := b.Text(in, b.Tx(hint), b.Type(m.Body(), b.P.Ink, false))
	u := &unlock{B: b}
	line := max(m.S(64), 56)
	names, row := page.Box{X: in.X, Y: in.Y + h + m.S(12), W: in.W, H: line}, page.Box{X: in.X, Y: in.Y + h + m.S(24) + line, W: in.W, H: line}
	label := b.Tx("desk.initials")
	words := b.Type(m.Label(), b.P.Ink, false)
	p := touch.Fit([]touch.Span{{Text: label}}, words, names.W*0.55, names.H, 2)
	b.Lay(p, names.X, names.Y+(names.H-p.Height)/2)
	u.who = b.Field(page.Box{X: names.X + names.W*0.58, Y: names.Y, W: names.W * 0.42, H: names.H}, "initials", "latin", b.Desk.By(), false, nil)
	u.who.MaxRunes = 12
	u.who.Placeholder = b.Tx("desk.initials.example")
	u.who.Refresh()
	u.say = b.Message(page.Box{X: in.X, Y: row.Y + row.H + m.S(12), W: in.W, H: m.Label() * 3})
	label = b.Tx("desk.open")
	bw := b.Width(label, b.StyleMain())
	u.field = b.Field(page.Box{X: row.X, Y: row.Y, W: row.W - bw - m.S(16), H: row.H}, "passphrase", "secret", "", false, nil)
	u.field.Secret, u.field.MaxRunes = true, 256
	u.field.Refresh()
	u.field.OnSubmit = u.onOpen
	u.who.OnSubmit = func() { b.Input.Take(u.field) }
	if b.Desk.By() != "" {
		b.Page.First = u.field
	}
	b.Button(page.Box{X: row.X + row.W - bw, Y: row.Y, W: bw, H: row.H}, "desk.open", label, b.StyleMain(), u.onOpen)
}

func (u *unlock) onOpen() {
	if u.busy || u.field.Text() == "" {
		return
	}
	by := strings.TrimSpace(u.who.Text())
	if by == "" || data.CheckWho(by) != nil || by == data.Visitor {
		u.say(u.Tx("desk.initials.wrong"), true)
		u.who.SetWrong(true)
		return
	}
	u.who.SetWrong(false)
	u.busy = true
	pass := []byte(u.field.Text())
	u.field.SetText("")
	u.say(u.Tx("desk.opening"), false)
	u.later(func() func() {
		err := u.Desk.Unlock(context.Background(), pass, by)
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
