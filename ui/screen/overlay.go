package screen

import (
	"fmt"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// overlays is the table of questions laid over a screen.
var overlays map[session.Overlay]func(*B)

func init() {
	overlays = map[session.Overlay]func(*B){
		session.IdleWarning: idleWarning,
		session.NextPerson: func(b *B) {
			b.ask("next", nil, Choice{"keep", b.Tx("overlay.next.keep"), b.Do(session.KeepOn)}, Choice{"go", b.Tx("overlay.next.go"), b.Do(session.Finish)})
		},
		session.NotToday: func(b *B) {
			b.ask("nottoday", nil, Choice{"keep", b.Tx("overlay.nottoday.keep"), b.Do(session.KeepOn)}, Choice{"go", b.Tx("overlay.nottoday.go"), b.Do(session.Finish)})
		},
		session.EndTakeHome: func(b *B) {
			b.ask("end", nil, Choice{"keep", b.Tx("overlay.end.keep"), b.Do(session.KeepOn)}, Choice{"go", b.Tx("overlay.end.go"), b.Do(session.Finish)})
		},
		session.PIN: pinPad,
	}
}

// sheet dims the screen and gives the box of a white card in its middle; in portrait the card
// stands in the lower part, within reach. Nothing under it can be touched.
func (b *B) sheet(w, h float32) Box {
	m := b.M
	veil := touch.NewButton("", "", touch.Style{Fill: color.NRGBA{0x2A, 0x1A, 0x1F, 0xB0}}, b.Do(session.Touch))
	veil.Repeat = true
	place(veil, Box{0, 0, m.W, m.H})
	b.into.Add(veil)
	w, h = min(w, m.W-2*m.Margin()), min(h, m.H-2*m.Margin())
	at := Box{0, 0, m.W, m.H}.Middle(w, h)
	if m.Portrait {
		at.Y = min(m.H*0.52, m.H-h-m.Margin())
	}
	b.Rect(at, b.P.Paper, m.Corner())
	return at.Inset(m.S(40))
}

// ask is a question with two answers; the first is the safe one and stands as the main action.
func (b *B) ask(key string, middle func(at Box), safe, other Choice) {
	m := b.M
	at := b.sheet(m.S(760), m.S(350)*(1+(m.Text-1)*0.8))
	head, rest := at.Top(m.Title() * 1.35)
	b.TextFit(head, b.Tx("overlay."+key+".title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	foot, rest := rest.Bottom(m.MainH())
	b.TextFit(rest.Pad(0, m.S(8)), b.Tx("overlay."+key+".line"), b.Type(m.Body(), b.P.Ink, false), 0, 0)
	if middle != nil {
		middle(rest)
	}
	cols := foot.Columns(2, m.Gap())
	b.Button(cols[0], "overlay."+other.ID, other.Label, b.styleEqual(), other.Do)
	b.Button(cols[1], "overlay."+safe.ID, safe.Label, b.styleMain(), safe.Do)
}

// idleWarning counts down in large figures; nothing is saved when it reaches nought.
func idleWarning(b *B) {
	m := b.M
	at := b.sheet(m.S(760), m.S(480)*(1+(m.Text-1)*0.6))
	head, rest := at.Top(m.Title() * 1.35)
	b.TextFit(head, b.Tx("overlay.idle.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	foot, rest := rest.Bottom(m.MainH())
	h := b.TextFit(Box{rest.X, rest.Y, rest.W, rest.H / 2}, b.Tx("overlay.idle.line"), b.Type(m.Body(), b.P.Ink, false), 0, 0)
	_, rest = rest.Top(h)
	count := canvas.NewText("", b.P.Red)
	count.TextSize, count.TextStyle, count.Alignment = m.S(96), fyne.TextStyle{Bold: true}, fyne.TextAlignCenter
	b.Put(count, rest)
	st := b.State
	pack := b.Pack
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		count.Text = fmt.Sprint(int(max(0, session.Remaining(st, pack, now).Round(time.Second).Seconds())))
		count.Refresh()
	})
	b.Button(foot, "overlay.more", b.Tx("overlay.idle.more"), b.styleMain(), b.Do(session.MoreTime))
}

// Gate answers a PIN: whether it is right, else how long to wait and whether that is why.
type Gate interface {
	CheckPIN(pin string) (ok bool, wait time.Duration)
}

// pinPad asks for the volunteers' PIN. It never opens a record.
func pinPad(b *B) {
	m := b.M
	at := b.sheet(m.S(560), m.S(660))
	head, rest := at.Top(m.Heading() * 1.4)
	b.TextFit(head, b.Tx("overlay.pin.title"), b.Type(m.Heading(), b.P.Ink, true), 1, 0)
	line, rest := rest.Top(m.Label() * 1.6)
	say := canvas.NewText(b.Tx("overlay.pin.line"), b.P.Soft)
	say.TextSize = m.Label()
	b.Put(say, line)
	dots, rest := rest.Top(m.S(60))
	shown := canvas.NewText("", b.P.Ink)
	shown.TextSize, shown.Alignment = m.S(34), fyne.TextAlignCenter
	b.Put(shown, dots)
	var pin string
	set := func(s string) {
		pin = s
		shown.Text = ""
		for range s {
			shown.Text += "● "
		}
		shown.Refresh()
	}
	gate := b.Gate
	try := func() {
		if gate == nil || pin == "" {
			return
		}
		ok, wait := gate.CheckPIN(pin)
		set("")
		switch {
		case ok:
			b.Send(session.Event{Kind: session.PINOK})
			return
		case wait > 0:
			say.Text = b.Tx("overlay.pin.wait", "Seconds", int(wait.Seconds()+0.999))
		default:
			say.Text = b.Tx("overlay.pin.wrong")
		}
		say.Color = b.P.Red
		say.Refresh()
	}
	foot, rest := rest.Bottom(m.MainH())
	_, rest = rest.Bottom(m.S(16))
	st := b.styleCard()
	st.TextSize, st.Bold, st.Radius, st.Border = m.S(30), true, m.FieldCorner(), b.P.Edge
	keys := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "<"}
	for i, row := range rest.Rows(4, m.S(12)) {
		for j, c := range row.Columns(3, m.S(12)) {
			k := keys[i*3+j]
			switch k {
			case "":
			case "<":
				b.pinKey(c, "back", "←", st, func() { set(pin[:max(0, len(pin)-1)]) })
			default:
				b.pinKey(c, k, k, st, func() {
					if len(pin) < 12 {
						set(pin + k)
					}
				})
			}
		}
	}
	cols := foot.Columns(2, m.Gap())
	b.Button(cols[0], "overlay.cancel", b.Tx("overlay.pin.cancel"), b.styleEqual(), b.Do(session.KeepOn))
	b.Button(cols[1], "overlay.ok", b.Tx("overlay.pin.ok"), b.styleMain(), try)
	b.Page.Keys = func(k fyne.KeyName, r rune) {
		switch {
		case r >= '0' && r <= '9' && len(pin) < 12:
			set(pin + string(r))
		case k == fyne.KeyBackspace:
			set(pin[:max(0, len(pin)-1)])
		case k == fyne.KeyReturn || k == fyne.KeyEnter:
			try()
		}
	}
}

// pinKey is a key that may be tapped twice in quick succession.
func (b *B) pinKey(at Box, id, label string, st touch.Style, do func()) {
	b.Button(at, "overlay.key."+id, label, st, do).Repeat = true
}
