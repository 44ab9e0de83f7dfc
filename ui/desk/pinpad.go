package desk

import (
	"math/rand/v2"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/lock"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// longestPIN is the most digits that a PIN has.
const longestPIN = 12

// AskPIN asks for the PIN before the volunteer check on the take-home page.
func AskPIN(b *B) { pinPad("overlay.pin.title", "overlay.pin.line", session.PINOK)(b) }

// AskGate asks for the PIN at the staff gate.
func AskGate(b *B) { pinPad("gate.title", "gate.line", session.GateOK)(b) }

// pinPad asks for the volunteers' PIN, which never opens a record, and says right when it is. While
// a delay runs its seconds count down and the keys do nothing.
func pinPad(title, line string, right session.Kind) func(*B) {
	return func(b *B) {
		m := b.M
		at := b.Sheet(m.S(560), m.S(660))
		head, rest := at.Top(m.Heading() * 1.4)
		b.TextFit(head, b.Tx(title), b.Type(m.Heading(), b.P.Ink, true), 1, 0)
		row, rest := rest.Top(m.Label() * 1.6)
		say := touch.NewHolder()
		b.Put(say, row)
		dots, rest := rest.Top(m.S(60))
		shown := canvas.NewText("", b.P.Ink)
		shown.TextSize, shown.Alignment = m.S(34), fyne.TextAlignCenter
		b.Put(shown, dots)

		var pin string
		var until time.Time // no PIN is looked at before
		busy := false
		set := func(s string) {
			pin = s
			shown.Text = ""
			for range s {
				shown.Text += "● "
			}
			shown.Refresh()
		}
		tell := func(s string, wrong bool) {
			c := b.P.Soft
			if wrong {
				c = b.P.Red
			}
			p := touch.Fit([]touch.Span{{Text: s}}, b.Type(m.Label(), c, wrong), row.W, row.H, 1)
			say.Fill(p.Objects(0, 0)...)
		}
		tell(b.Tx(line), false)
		var keys []*touch.Button
		// The passphrase ends the delay: the way to it stands where no key is, from the first delay on.
		instead := func() {}
		settle := func(pale bool) { // the keys rest while a PIN is looked at or a delay runs
			for _, k := range keys {
				k.SetDisabled(pale)
			}
		}
		idle := func() bool { return !busy && until.IsZero() }
		try := func() {
			if k, ok := b.Gate.(interface{ PINKnown() bool }); ok && !k.PINKnown() {
				// Where the data cannot be opened no PIN is right; to call it wrong would send people guessing.
				set("")
				tell(b.Tx("gate.unknown"), true)
				return
			}
			if b.Gate == nil || pin == "" || !idle() {
				return
			}
			tried := pin
			busy = true
			set("")
			tell(b.Tx("gate.looking"), false)
			settle(true)
			// The PIN is slow to check on purpose, and its delay is written to the disk first.
			b.later(func() func() {
				ok, wait := b.Gate.CheckPIN(tried)
				return func() {
					busy = false
					switch {
					case ok:
						b.Do(right)()
					case wait > 0:
						instead()
						until = time.Now().Add(wait)
						tell(b.Tx("overlay.pin.wait", "Seconds", int(wait.Seconds()+0.999)), true)
					default:
						settle(false)
						tell(b.Tx("overlay.pin.wrong"), true)
					}
				}
			})
		}
		b.Page.Live = append(b.Page.Live, func(time.Time) {
			if until.IsZero() {
				return
			}
			left := time.Until(until)
			if left <= 0 {
				until = time.Time{}
				settle(false)
				tell(b.Tx(line), false)
				return
			}
			tell(b.Tx("overlay.pin.wait", "Seconds", int(left.Seconds()+0.999)), true)
		})
		add := func(digit string) {
			if idle() && len(pin) < longestPIN {
				set(pin + digit)
			}
		}
		back := func() { set(pin[:max(0, len(pin)-1)]) }

		foot, rest := rest.Bottom(m.MainH())
		_, rest = rest.Bottom(m.S(16))
		st := b.StyleCard()
		st.TextSize, st.Bold, st.Radius, st.Border = m.S(30), true, m.FieldCorner(), b.P.Edge
		digits := lock.InOrder
		if b.Pack.Kiosk.ShufflePIN {
			digits = lock.Shuffled(rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))) //nolint:gosec // G404: an order of keys, seeded anew from the system each time
		}
		for i, row := range rest.Rows(4, m.S(12)) {
			for j, c := range row.Columns(3, m.S(12)) {
				n := i*3 + j
				switch {
				case n == 9: // below the first column nothing stands
					if right == session.GateOK {
						quiet := b.StyleQuiet()
						quiet.TextSize = m.Label()
						way := b.Button(c, "overlay.passphrase", b.Tx("gate.passphrase"), quiet, b.Do(session.OpenDesk))
						way.Hide()
						instead = way.Show
					}
					continue
				case n == 11:
					b.backKey(c, st, back)
					continue
				case n == 10:
					n = 9
				}
				digit := string(digits[n])
				keys = append(keys, b.pinKey(c, digit, digit, st, func() { add(digit) }))
			}
		}
		cols := foot.Columns(2, m.Gap())
		b.Button(cols[0], "overlay.cancel", b.Tx("overlay.pin.cancel"), b.StyleEqual(), b.Do(session.KeepOn))
		keys = append(keys, b.Button(cols[1], "overlay.ok", b.Tx("overlay.pin.ok"), b.StyleMain(), try))
		b.Page.Keys = func(k fyne.KeyName, r rune) {
			switch {
			case r >= '0' && r <= '9':
				add(string(r))
			case k == fyne.KeyBackspace:
				back()
			case k == fyne.KeyReturn || k == fyne.KeyEnter:
				try()
			}
		}
	}
}

// pinKey is a key that may be tapped twice in quick succession.
func (b *B) pinKey(at page.Box, id, label string, st touch.Style, do func()) *touch.Button {
	k := b.Button(at, "overlay.key."+id, label, st, do)
	k.Repeat = true
	return k
}

// backKey takes the last digit back.
func (b *B) backKey(at page.Box, st touch.Style, do func()) *touch.Button {
	st.Icon, st.IconSize = page.Icon(art.Backspace, b.P.Ink), b.M.S(34)
	return b.pinKey(at, "back", "", st, do)
}
