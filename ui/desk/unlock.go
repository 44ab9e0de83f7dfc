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
	sayWho     func(text string, wrong bool) // beside the initials
	say        func(text string, wrong bool) // below the passphrase
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

// unlock draws both fields, each under its label. Who has been here before finds their initials, and types the passphrase
// at once.
func (b *B) unlock(body page.Box) {
	m := b.M
	u := &unlock{B: b}
	line, label := max(m.S(64)*(1+(m.Text-1)/2), 56), m.Label()*1.5
	pad, gap, said := m.S(28), m.S(14), m.Label()*2.7
	hint := b.Tx("desk.passphrase")
	if b.Practice {
		hint = b.Tx("desk.passphrase.practice")
	}
	wide := min(body.W, m.S(720)*m.Text)
	lead := b.Heading(hint, b.Type(m.Body(), b.P.Ink, false), wide-2*pad, m.Body()*4, 0)
	high := 2*pad + lead.Height + 2*(label+line+gap) + gap + said
	if over := high - body.H; over > 0 { // a low window: what is said may have one line, and the gaps shrink
		cut := min(over, said/2)
		said, over = said-cut, over-cut
		pad, gap = max(m.S(8), pad-over/4), max(m.S(4), gap-over/6)
		high = min(body.H, 2*pad+lead.Height+2*(label+line+gap)+gap+said)
	}
	card := page.Box{X: body.X, Y: body.Y, W: wide, H: high}
	b.Card(card)
	if !m.Portrait && body.W-card.W > m.S(160) {
		b.Emblem(page.Box{X: card.X + card.W + m.S(32), Y: card.Y, W: body.W - card.W - m.S(32), H: min(m.S(330), body.H)}, art.Lock)
	}
	in := card.Pad(m.S(28), pad)
	b.Lay(lead, in.X, in.Y)
	_, in = in.Top(lead.Height + gap)
	named := func(key string) page.Box {
		var head, row page.Box
		head, in = in.Top(label)
		row, in = in.Top(line)
		_, in = in.Top(gap)
		b.TextFit(head, b.Tx(key), b.Type(m.Label(), b.P.Ink, true), 1, 0.5)
		return row
	}
	row := named("desk.initials")
	names, beside := row.Left(min(m.S(200)*m.Text, row.W*0.42))
	_, beside = beside.Left(m.S(16))
	u.who = b.Field(names, "initials", "latin", b.Desk.By(), false, func(string) { u.sayWho(b.Tx("desk.initials.line"), false) })
	u.who.MaxRunes = 12
	u.who.Placeholder = b.Tx("desk.initials.example")
	u.who.Refresh()
	u.sayWho = u.beside(beside)
	u.sayWho(b.Tx("desk.initials.line"), false)
	row = named("desk.passphrase.label")
	open := b.Tx("desk.open")
	bw := b.Width(open, b.StyleMain())
	u.field = b.Field(page.Box{X: row.X, Y: row.Y, W: row.W - bw - m.S(16), H: row.H}, "passphrase", "secret", "", false, nil)
	u.field.Secret, u.field.MaxRunes = true, 256
	u.field.Refresh()
	u.field.OnSubmit = u.onOpen
	u.who.OnSubmit = func() { b.Input.Take(u.field) }
	if b.Desk.By() != "" {
		b.Page.First = u.field
	}
	b.Button(page.Box{X: row.X + row.W - bw, Y: row.Y, W: bw, H: row.H}, "desk.open", open, b.StyleMain(), u.onOpen)
	u.say = b.Message(page.Box{X: in.X, Y: in.Y, W: in.W, H: said})
}

// beside reserves room for a sentence beside a field: quiet, or in red where the field is wrong.
func (u *unlock) beside(at page.Box) func(s string, wrong bool) {
	holder := touch.NewHolder()
	u.Put(holder, at)
	return func(s string, wrong bool) {
		t := u.Type(u.M.Small(), u.P.Soft, false)
		if wrong {
			t = u.Type(u.M.Small(), u.P.Red, true)
		}
		p := touch.Fit([]touch.Span{{Text: s}}, t, at.W, at.H, 3)
		holder.Fill(p.Objects(0, max(0, at.H-p.Height)/2)...)
	}
}

func (u *unlock) onOpen() {
	if u.busy || u.field.Text() == "" {
		return
	}
	by := strings.TrimSpace(u.who.Text())
	if by == "" || data.CheckWho(by) != nil || by == data.Visitor {
		u.sayWho(u.Tx("desk.initials.wrong"), true)
		u.who.SetWrong(true)
		return
	}
	u.who.SetWrong(false)
	u.sayWho(u.Tx("desk.initials.line"), false)
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
	case errors.Is(err, data.ErrNoKey):
		u.say(u.Tx("desk.nokey"), true)
	case err != nil:
		u.say(u.Tx("desk.failed"), true)
	default:
		u.Redraw()
	}
}
