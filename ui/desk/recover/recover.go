// Package recover draws the page on which a new passphrase is set with the recovery key, when the old one is forgotten: the
// key, or shares of it, is typed as it is printed, and a passphrase is drawn.
package recover

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"matchbooth/assets/art"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/seal"
	"matchbooth/data/share"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/work/recovery"
	work "matchbooth/ui/work/session"
	"matchbooth/ui/work/setup"
)

// Kept is what the page remembers from one drawing to the next. It holds secrets: the window forgets it when the page is
// left.
type Kept struct {
	shares bool     // shares are typed, and not the key itself
	lines  []string // of the page that is being typed
	texts  []string // shares that were right
	said   string
	wrong  bool

	key    *seal.Identity // once it was read
	phrase setup.Phrase   // drawn
	busy   bool
	done   bool
}

// Forget drops all of it.
func (k *Kept) Forget() {
	if k.key != nil {
		k.key.Close()
	}
	clear(k.lines)
	clear(k.texts)
	*k = Kept{}
}

// Format prints [redacted].
func (Kept) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Desk is what the page needs of the desk.
type Desk interface {
	work.Keyring
	By() string
}

// recoverPage is the page as it is drawn once.
type recoverPage struct {
	*page.B
	desk   Desk
	k      *Kept
	again  func() // draws the page anew
	fields []*field.Field
	who    *field.Field
}

// Draw draws the page. again draws it anew.
func Draw(b *page.B, desk Desk, k *Kept, again func()) {
	m := b.M
	p := &recoverPage{B: b, desk: desk, k: k, again: again}
	f := b.Frame(page.Framing{Back: true, BackText: b.Tx("recovery.page.back"), BackTo: session.CloseForgotten, NoFoot: true})
	body := f.Body
	if m.Portrait { // what is touched lies within reach
		_, high := f.High.Top(b.Title(f.High, b.Tx("recovery.page.title"), m.Title()) + m.S(12))
		b.Drawing(high, 1.6, art.LockedArt)
		body = f.Low
	} else {
		_, body = body.Top(b.Title(body, b.Tx("recovery.page.title"), m.Title()) + m.S(12))
	}
	switch {
	case k.done:
		p.drawDone(body)
	case k.key != nil:
		p.drawPhrase(body)
	default:
		p.drawKey(body)
	}
}

// width returns how wide the page's card is.
func (p *recoverPage) width(body page.Box) float32 { return min(body.W, p.M.S(980)*p.M.Text) }

// card draws the white ground in the upper part of the page, as high as its content, and returns the space on it.
func (p *recoverPage) card(body page.Box, high float32) page.Box {
	m := p.M
	at := page.Box{X: body.X, Y: body.Y, W: p.width(body), H: min(body.H, high+2*m.S(24))}
	p.Card(at)
	return at.Pad(m.S(28), m.S(24))
}

// drawKey draws a field for each printed line.
func (p *recoverPage) drawKey(body page.Box) {
	m, k := p.M, p.k
	n := seal.KeyLines
	lead := p.Tx("recovery.page.key")
	if k.shares {
		n = share.Lines
		lead = p.Tx("recovery.page.share", "N", len(k.texts)+1)
	}
	if len(k.lines) != n {
		k.lines = make([]string, n)
	}
	const columns = 2
	rows := (n + columns - 1) / columns
	gap, line := m.S(14), max(m.S(60)*(1+(m.Text-1)/2), 56)
	said := m.Label() * 2.7
	inner := p.width(body) - 2*m.S(28)
	set := p.Heading(lead, p.Type(m.Body(), p.P.Ink, false), inner, m.Body()*5, 3)
	in := p.card(body, set.Height+gap+float32(rows)*(line+gap)+said+gap+m.ButtonH())
	p.Lay(set, in.X, in.Y)
	_, in = in.Top(set.Height + gap)
	for r := range rows {
		var row page.Box
		row, in = in.Top(line)
		_, in = in.Top(gap)
		for c, at := range row.Columns(columns, m.S(24)) {
			i := r*columns + c
			if i >= n {
				break
			}
			number, at := at.Left(m.S(34) * m.Text)
			p.TextFit(number, fmt.Sprint(i+1), p.Type(m.Label(), p.P.Soft, true), 1, 0.5)
			f := p.Field(at, fmt.Sprint("line", i+1), "latin", k.lines[i], false, func(s string) { k.lines[i] = s })
			f.MaxRunes = 400 // a code that was scanned goes into the first
			f.Refresh()
			p.fields = append(p.fields, f)
		}
	}
	for i, f := range p.fields {
		if i+1 < len(p.fields) {
			f.OnSubmit = func() { p.onLine(p.fields[i+1]) }
		} else {
			f.OnSubmit = p.onKey
		}
	}
	message, in := in.Top(said)
	p.Message(message)(k.said, k.wrong)
	_, in = in.Top(gap)
	foot, _ := in.Top(m.ButtonH())
	next := p.Tx("recovery.page.next")
	w := p.Width(next, p.StyleMain())
	at, _ := foot.Right(w)
	p.Button(at, "recover.next", next, p.StyleMain(), p.onKey)
	other := p.Tx("recovery.page.toshares")
	if k.shares {
		other = p.Tx("recovery.page.tokey")
	}
	st := p.StyleEqual()
	st.TextSize = m.Label()
	at, _ = foot.Left(min(foot.W-w-m.S(16), p.Width(other, st)))
	p.Button(at, "recover.other", other, st, func() {
		k.Forget()
		k.shares = !(other == p.Tx("recovery.page.tokey"))
		p.again()
	})
}

// onLine goes on to the next line, unless the whole key was scanned into the one before.
func (p *recoverPage) onLine(next *field.Field) {
	if strings.TrimSpace(strings.Join(p.k.lines[1:], "")) == "" && p.read() == nil {
		p.onKey()
		return
	}
	if p.Input != nil {
		p.Input.Take(next)
	}
}

// read reads what was typed.
func (p *recoverPage) read() error {
	typed := strings.Join(p.k.lines, "\n")
	if !p.k.shares {
		id, err := recovery.Key(typed)
		if err == nil {
			id.Close()
		}
		return err
	}
	_, err := share.Read(typed)
	return err
}

// onKey reads the key, or the share, and says what is wrong with it.
func (p *recoverPage) onKey() {
	k := p.k
	typed := strings.Join(k.lines, "\n")
	if strings.TrimSpace(typed) == "" || k.busy {
		return
	}
	var id *seal.Identity
	var err error
	if k.shares {
		id, err = recovery.Shares(append(append([]string(nil), k.texts...), typed)...)
	} else {
		id, err = recovery.Key(typed)
	}
	belongs := p.desk.Recovers()
	if err == nil && id.Fingerprint() != belongs {
		id.Close()
		err = seal.ErrNotForKey
	}
	if err == nil {
		k.Forget()
		k.key, k.phrase = id, setup.DrawPhrase(p.T.Lang)
		p.again()
		return
	}
	said := recovery.Explain(p.T, err, belongs)
	if said == "" {
		said = p.Tx("recovery.nokey")
	}
	k.said, k.wrong = text.Sentence(said)+p.Tx("recovery.page.stop"), true
	var more recovery.More
	if errors.As(err, &more) {
		k.texts, k.lines, k.wrong = append(k.texts, typed), nil, false
	}
	p.again()
}

// drawPhrase offers the passphrase that was drawn, and sets it.
func (p *recoverPage) drawPhrase(body page.Box) {
	m, k := p.M, p.k
	gap := m.S(16)
	inner := p.width(body) - 2*m.S(28)
	lead := p.Heading(p.Tx("recovery.page.phrase"), p.Type(m.Body(), p.P.Ink, false), inner, m.Body()*6, 4)
	big := p.Type(m.S(34)*m.Text, p.P.Ink, true)
	phrase := touch.Fit([]touch.Span{{Text: k.phrase.Text}}, big, inner-2*m.S(20), m.S(220), 4)
	label, line, said := m.Label()*1.5, max(m.S(60)*(1+(m.Text-1)/2), 56), m.Label()*2.7
	in := p.card(body, lead.Height+phrase.Height+2*m.S(18)+4*gap+label+line+said+m.ButtonH())
	p.Lay(lead, in.X, in.Y)
	_, in = in.Top(lead.Height + gap)
	mint, in := in.Top(phrase.Height + 2*m.S(18))
	p.Rect(mint, p.P.Mint, m.FieldCorner())
	p.Lay(phrase, mint.X+m.S(20), mint.Y+m.S(18))
	_, in = in.Top(gap)
	head, in := in.Top(label)
	p.TextFit(head, p.Tx("desk.initials"), p.Type(m.Label(), p.P.Ink, true), 1, 0.5)
	row, in := in.Top(line)
	at, _ := row.Left(min(m.S(200)*m.Text, row.W*0.42))
	p.who = p.Field(at, "initials", "latin", p.desk.By(), false, nil)
	p.who.MaxRunes = 12
	p.who.Placeholder = p.Tx("desk.initials.example")
	p.who.Refresh()
	_, in = in.Top(gap)
	message, in := in.Top(said)
	p.Message(message)(k.said, k.wrong)
	foot, _ := in.Top(m.ButtonH())
	label2 := p.Tx("recovery.page.set")
	at, _ = foot.Right(min(foot.W, p.Width(label2, p.StyleMain())))
	set := p.Button(at, "recover.set", label2, p.StyleMain(), p.onSet)
	set.SetDisabled(k.busy)
	p.who.OnSubmit = p.onSet
}

// onSet locks the event's key under the passphrase that was drawn.
func (p *recoverPage) onSet() {
	k := p.k
	by := strings.TrimSpace(p.who.Text())
	if k.busy {
		return
	}
	if by == "" || data.CheckWho(by) != nil || by == data.Visitor {
		k.said, k.wrong = p.Tx("desk.initials.wrong"), true
		p.again()
		return
	}
	k.busy, k.said, k.wrong = true, p.Tx("recovery.page.setting"), false
	key, phrase := k.key, []byte(k.phrase.Text)
	p.Later(func() func() {
		err := p.desk.Recover(context.Background(), key, phrase, by)
		return func() { p.onRecovered(key, err) }
	})
	if k.busy {
		p.again()
	}
}

func (p *recoverPage) onRecovered(key *seal.Identity, err error) {
	k := p.k
	if k.key != key { // the page was left meanwhile: what was set holds, and the audit says so
		return
	}
	k.busy = false
	switch {
	case err == nil, errors.Is(err, data.ErrChanged):
		k.done = true
	default:
		k.said, k.wrong = p.Tx("recovery.page.failed"), true
		if said := recovery.Explain(p.T, err, p.desk.Recovers()); said != "" {
			k.said = text.Sentence(said) + p.Tx("recovery.page.stop")
		}
	}
	p.again()
}

// drawDone says what holds now.
func (p *recoverPage) drawDone(body page.Box) {
	m := p.M
	inner := p.width(body) - 2*m.S(28)
	lead := p.Heading(p.Tx("recovery.page.done"), p.Type(m.Body(), p.P.Ink, true), inner-m.S(90), m.Body()*4, 3)
	line := p.Heading(p.Tx("recovery.page.done.line"), p.Type(m.Label(), p.P.Soft, false), inner, m.Label()*8, 5)
	in := p.card(body, max(lead.Height, m.S(72))+line.Height+3*m.S(16)+m.ButtonH())
	tick, beside := in.Left(m.S(72))
	tick, _ = tick.Top(m.S(72))
	p.Rect(tick, p.P.Mint, m.S(36))
	p.Picture(tick.Inset(m.S(16)), page.Icon(art.Check, p.P.Green))
	_, beside = beside.Left(m.S(18))
	p.Lay(lead, beside.X, beside.Y+max(0, m.S(72)-lead.Height)/2)
	_, in = in.Top(max(lead.Height, m.S(72)) + m.S(16))
	p.Lay(line, in.X, in.Y)
	_, in = in.Top(line.Height + 2*m.S(16))
	foot, _ := in.Top(m.ButtonH())
	label := p.Tx("recovery.page.close")
	at, _ := foot.Right(p.Width(label, p.StyleMain()))
	p.Button(at, "recover.close", label, p.StyleMain(), p.Do(session.CloseForgotten))
}
