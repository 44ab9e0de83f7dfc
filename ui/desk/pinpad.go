package desk

import (
	"math/rand/v2"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/lock"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// longestPIN is the maximum number of digits in a PIN.
const longestPIN = 12

// AskPIN asks for the PIN before the volunteer check on the take-home page.
func AskPIN(b *B) { askPIN(b, "overlay.pin.title", "overlay.pin.line", session.PINOK) }

// AskGate asks for the PIN at the staff gate.
func AskGate(b *B) { askPIN(b, "gate.title", "gate.line", session.GateOK) }

// pinPad asks for the volunteers' PIN, which never opens a record. During a delay it counts down the seconds, and the
// keys do nothing.
type pinPad struct {
	*B
	line  string       // the catalogue key of the sentence that asks
	right session.Kind // the event to send for a correct PIN

	row    page.Box      // of the sentence
	say    *touch.Holder // the sentence
	dots   *canvas.Text  // a dot for each digit
	keys   []*touch.Button
	toDesk *touch.Button // leads to the passphrase; nil if nothing does

	pin   string
	until time.Time // no PIN is checked before this; zero without a delay
	busy  bool      // a PIN is being checked
}

func askPIN(b *B, title, line string, right session.Kind) {
	m := b.M
	p := &pinPad{B: b, line: line, right: right, say: touch.NewHolder(), dots: canvas.NewText("", b.P.Ink)}
	at := b.Sheet(m.S(560), m.S(660))
	head, rest := at.Top(m.Heading() * 1.4)
	b.TextFit(head, b.Tx(title), b.Type(m.Heading(), b.P.Ink, true), 1, 0)
	p.row, rest = rest.Top(m.Label() * 1.6)
	b.Put(p.say, p.row)
	dots, rest := rest.Top(m.S(60))
	p.dots.TextSize, p.dots.Alignment = m.S(34), fyne.TextAlignCenter
	b.Put(p.dots, dots)
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
func (p *pinPad) drawKeys(at page.Box) {
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
				b.backKey(c, st, p.onBack)
				continue
			case n == 10:
				n = 9
			}
			digit := string(digits[n])
			p.keys = append(p.keys, b.pinKey(c, digit, digit, st, func() { p.onDigit(digit) }))
		}
	}
}

// set sets the digits entered so far, and shows a dot for each.
func (p *pinPad) set(pin string) {
	p.pin = pin
	p.dots.Text = strings.Repeat("● ", len(pin))
	p.dots.Refresh()
}

// tell shows a sentence above the dots.
func (p *pinPad) tell(s string, wrong bool) {
	c := p.P.Soft
	if wrong {
		c = p.P.Red
	}
	text := touch.Fit([]touch.Span{{Text: s}}, p.Type(p.M.Label(), c, wrong), p.row.W, p.row.H, 1)
	p.say.Fill(text.Objects(0, 0)...)
}

func (p *pinPad) tellWait(left time.Duration) {
	p.tell(p.Tx("overlay.pin.wait", "Seconds", int(left.Seconds()+0.999)), true)
}

// disable disables the keys while a PIN is checked or a delay runs.
func (p *pinPad) disable(disabled bool) {
	for _, k := range p.keys {
		k.SetDisabled(disabled)
	}
}

func (p *pinPad) idle() bool { return !p.busy && p.until.IsZero() }

func (p *pinPad) onDigit(digit string) {
	if p.idle() && len(p.pin) < longestPIN {
		p.set(p.pin + digit)
	}
}

func (p *pinPad) onBack() { p.set(p.pin[:max(0, len(p.pin)-1)]) }

func (p *pinPad) onKey(k fyne.KeyName, r rune) {
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
func (p *pinPad) onOK() {
	if k, ok := p.Gate.(interface{ PINKnown() bool }); ok && !k.PINKnown() {
		// If the data cannot be opened no PIN is right; calling it wrong would make people guess.
		p.set("")
		p.tell(p.Tx("gate.unknown"), true)
		return
	}
	if p.Gate == nil || p.pin == "" || !p.idle() {
		return
	}
	tried := p.pin
	p.busy = true
	p.set("")
	p.tell(p.Tx("gate.looking"), false)
	p.disable(true)
	p.later(func() func() {
		ok, wait := p.Gate.CheckPIN(tried)
		return func() { p.onChecked(ok, wait) }
	})
}

func (p *pinPad) onChecked(ok bool, wait time.Duration) {
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
func (p *pinPad) onSecond() {
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

// pinKey draws a key that may be tapped twice in quick succession.
func (b *B) pinKey(at page.Box, id, label string, st touch.Style, do func()) *touch.Button {
	k := b.Button(at, "overlay.key."+id, label, st, do)
	k.Repeat = true
	return k
}

// backKey draws the key that deletes the last digit.
func (b *B) backKey(at page.Box, st touch.Style, do func()) *touch.Button {
	st.Icon, st.IconSize = page.Icon(art.Backspace, b.P.Ink), b.M.S(34)
	return b.pinKey(at, "back", "", st, do)
}
