// Package pin draws the pad on which volunteers type their PIN.
package pin

import (
	"image/color"
	"math/rand/v2"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/data/words"
	"matchbooth/kiosk/lock"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	work "matchbooth/ui/work/session"
)

// longest is the maximum number of digits in a PIN.
const longest = 12

// AskCheck asks for the PIN before the volunteer check on the take-home page. gate is nil in pictures.
func AskCheck(b *page.B, gate work.Gate) {
	ask(b, gate, "overlay.pin.title", "overlay.pin.line", session.PINOK)
}

// AskGate asks for the PIN at the staff gate. gate is nil in pictures.
func AskGate(b *page.B, gate work.Gate) { ask(b, gate, "gate.title", "gate.line", session.GateOK) }

// pad asks for the volunteers' PIN, which never opens a record. During a delay it counts down the seconds, and the
// keys do nothing.
type pad struct {
	*page.B
	gate  work.Gate
	line  string       // the catalogue key of the sentence that asks
	right session.Kind // the event to send for a correct PIN

	row    page.Box      // of the sentence
	say    *touch.Holder // the sentence
	dots   *dots         // a place for each digit
	keys   []*touch.Button
	toDesk *touch.Button // leads to the passphrase; nil if nothing does

	pin   string
	until time.Time // no PIN is checked before this; zero without a delay
	busy  bool      // a PIN is being checked
}

func ask(b *page.B, gate work.Gate, title, line string, right session.Kind) {
	m := b.M
	p := &pad{B: b, gate: gate, line: line, right: right, say: touch.NewHolder()}
	at := b.Sheet(m.S(560), m.S(660))
	head, rest := at.Top(m.Heading() * 1.4)
	b.TextFit(head, b.Tx(title), b.Type(m.Heading(), b.P.Ink, true), 1, 0)
	p.row, rest = rest.Top(m.Label() * 1.6)
	b.Put(p.say, p.row)
	row, rest := rest.Top(m.S(60))
	p.dots = newDots(b, row)
	p.tell(b.Tx(line), false)
	b.Page.Live = append(b.Page.Live, func(time.Time) { p.onSecond() })

	foot, rest := rest.Bottom(m.MainH())
	_, rest = rest.Bottom(m.S(16))
	p.drawKeys(rest)
	cols := foot.Columns(2, m.Gap())
	b.Button(cols[0], "overlay.cancel", b.Tx("overlay.pin.cancel"), b.StyleEqual(), b.Do(session.KeepOn))
	p.keys = append(p.keys, b.Button(cols[1], "overlay.ok", b.Tx("overlay.pin.ok"), b.StyleMain(), p.onOK))
	b.Page.Keys = p.onKey
}

// drawKeys draws the digits and the key that deletes one. Below the first column is the button that leads to the
// passphrase, which ends a delay: it is hidden until there is one.
func (p *pad) drawKeys(at page.Box) {
	b, m := p.B, p.M
	st := b.StyleCard()
	st.TextSize, st.Bold, st.Radius, st.Border = m.S(30), true, m.FieldCorner(), b.P.Edge
	digits := lock.InOrder
	if b.Pack.Kiosk.ShufflePIN {
		digits = lock.Shuffled(rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))) //nolint:gosec // G404: an order of keys, seeded anew from the system each time
	}
	for i, row := range at.Rows(4, m.S(12)) {
		for j, c := range row.Columns(3, m.S(12)) {
			n := i*3 + j
			switch {
			case n == 9:
				if p.right == session.GateOK {
					quiet := b.StyleQuiet()
					quiet.TextSize = m.Label()
					p.toDesk = b.Button(c, "overlay.passphrase", b.Tx("gate.passphrase"), quiet, b.Do(session.OpenDesk))
					p.toDesk.Hide()
				}
				continue
			case n == 11:
				p.backKey(c, st, p.onBack)
				continue
			case n == 10:
				n = 9
			}
			digit := string(digits[n])
			p.keys = append(p.keys, p.key(c, digit, digit, st, func() { p.onDigit(digit) }))
		}
	}
}

// set sets the digits entered so far, and shows a dot for each.
func (p *pad) set(pin string) {
	p.pin = pin
	p.dots.show(len(pin))
}

// dots are the places of the digits: open from the start, as many as the shortest PIN has, and filled as digits arrive.
type dots struct {
	*page.B
	holder *touch.Holder
	row    page.Box
}

func newDots(b *page.B, row page.Box) *dots {
	d := &dots{b, touch.NewHolder(), row}
	b.Put(d.holder, row)
	d.show(0)
	return d
}

// show fills n places.
func (d *dots) show(n int) {
	m := d.M
	places := max(n, words.PINLeast)
	side, gap := m.S(20), m.S(16)
	if wide := float32(longest)*(side+gap) - gap; wide > d.row.W {
		side, gap = side*d.row.W/wide, gap*d.row.W/wide
	}
	x := (d.row.W - float32(places)*(side+gap) + gap) / 2
	var objects []fyne.CanvasObject
	for i := range places {
		c := canvas.NewCircle(color.Transparent)
		c.StrokeColor, c.StrokeWidth = d.P.Edge, 2
		if i < n {
			c.FillColor, c.StrokeColor = d.P.Ink, d.P.Ink
		}
		page.Place(c, page.Box{X: x + float32(i)*(side+gap), Y: (d.row.H - side) / 2, W: side, H: side})
		objects = append(objects, c)
	}
	d.holder.Fill(objects...)
}

// tell shows a sentence above the dots.
func (p *pad) tell(s string, wrong bool) {
	tell(p.B, p.say, p.row, s, wrong, 1)
}

// tell shows a sentence of so many lines at most in the row of a pad.
func tell(b *page.B, into *touch.Holder, row page.Box, s string, wrong bool, lines int) {
	ink := b.P.Soft
	if wrong {
		ink = b.P.Red
	}
	text := touch.Fit([]touch.Span{{Text: s}}, b.Type(b.M.Label(), ink, wrong), row.W, row.H, lines)
	into.Fill(text.Objects(0, 0)...)
}

func (p *pad) tellWait(left time.Duration) {
	p.tell(p.Tx("overlay.pin.wait", "Seconds", int(left.Seconds()+0.999)), true)
}

// disable disables the keys while a PIN is checked or a delay runs.
func (p *pad) disable(disabled bool) {
	for _, k := range p.keys {
		k.SetDisabled(disabled)
	}
}

func (p *pad) idle() bool { return !p.busy && p.until.IsZero() }

func (p *pad) onDigit(digit string) {
	if p.idle() && len(p.pin) < longest {
		p.set(p.pin + digit)
	}
}

func (p *pad) onBack() { p.set(p.pin[:max(0, len(p.pin)-1)]) }

func (p *pad) onKey(k fyne.KeyName, r rune) {
	switch {
	case r >= '0' && r <= '9':
		p.onDigit(string(r))
	case k == fyne.KeyBackspace:
		p.onBack()
	case k == fyne.KeyReturn || k == fyne.KeyEnter:
		p.onOK()
	}
}

// onOK checks the PIN. The check is slow on purpose, and writes the delay to the disk first.
func (p *pad) onOK() {
	if k, ok := p.gate.(interface{ PINKnown() bool }); ok && !k.PINKnown() {
		// If the data cannot be opened no PIN is right; calling it wrong would make people guess.
		p.set("")
		p.tell(p.Tx("gate.unknown"), true)
		return
	}
	if p.gate == nil || p.pin == "" || !p.idle() {
		return
	}
	tried := p.pin
	p.busy = true
	p.set("")
	p.tell(p.Tx("gate.looking"), false)
	p.disable(true)
	p.Later(func() func() {
		ok, wait := p.gate.CheckPIN(tried)
		return func() { p.onChecked(ok, wait) }
	})
}

func (p *pad) onChecked(ok bool, wait time.Duration) {
	p.busy = false
	switch {
	case ok:
		p.Do(p.right)()
	case wait > 0:
		if p.toDesk != nil {
			p.toDesk.Show()
		}
		p.until = time.Now().Add(wait)
		p.tellWait(wait)
	default:
		p.disable(false)
		p.tell(p.Tx("overlay.pin.wrong"), true)
	}
}

// onSecond counts down a delay.
func (p *pad) onSecond() {
	if p.until.IsZero() {
		return
	}
	left := time.Until(p.until)
	if left <= 0 {
		p.until = time.Time{}
		p.disable(false)
		p.tell(p.Tx(p.line), false)
		return
	}
	p.tellWait(left)
}

// key draws a key that may be tapped twice in quick succession.
func (p *pad) key(at page.Box, id, label string, st touch.Style, do func()) *touch.Button {
	k := p.Button(at, "overlay.key."+id, label, st, do)
	k.Repeat = true
	return k
}

// backKey draws the key that deletes the last digit.
func (p *pad) backKey(at page.Box, st touch.Style, do func()) *touch.Button {
	st.Icon, st.IconSize = page.Icon(art.Backspace, p.P.Ink), p.M.S(34)
	return p.key(at, "back", "", st, do)
}
