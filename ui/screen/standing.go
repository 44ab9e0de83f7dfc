package screen

import (
	"fmt"
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/lock"
	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// gateSide is the side of the corner that opens the staff gate, in dp.
const gateSide = 96

// staffGate lays the staff gate into the bottom left corner. Nothing shows it; five taps within
// three seconds ask for the PIN, and a tap there does nothing else.
func (b *B) staffGate() {
	var taps lock.Taps
	g := touch.NewButton("staff.gate", "", touch.Style{Fill: color.Transparent}, func() {
		b.Do(session.Touch)()
		if taps.Tap(time.Now()) {
			b.Do(session.AskGate)()
		}
	})
	g.Repeat = true
	b.Put(g, Box{0, b.M.H - gateSide, gateSide, gateSide})
}

// pause is what stands while the volunteer is away for a minute.
func pause(b *B) {
	f := b.Frame(Framing{Dark: true, NoFoot: true})
	_, side := b.standing(f, b.Tx("pause.title"), b.Tx("pause.line"), true)
	b.elsewhere(side)
	b.staffGate()
}

// standing sets a heading and a sentence, and gives what is left below them and beside. On the dark
// ground, where nothing follows, they stand in the middle.
func (b *B) standing(f Frame, title, line string, dark bool) (below, side Box) {
	m := b.M
	ink, quiet := b.P.Ink, b.P.Soft
	if dark {
		ink, quiet = b.P.OnWine, b.P.OnWineQuiet
	}
	words := f.Body
	if m.Portrait {
		words, side = f.High, f.Low
		words.Y, words.H = words.Y+m.S(60), words.H-m.S(60)
	} else {
		words, side = f.Body.Left(f.Body.W * 0.56)
		side.X, side.W = side.X+m.S(48), side.W-m.S(48)
	}
	p := b.heading(title, b.Type(m.Display()*0.84, ink, true), words.W, m.Display()*2.6, 2)
	t := b.Type(m.Body(), quiet, false)
	text := touch.SetText(line, t, words.W)
	y := words.Y + m.S(24)
	if dark && !m.Portrait {
		y = words.Y + (words.H-p.Height-text.Height)*0.42
	}
	b.Lay(p, words.X, y)
	y += p.Height + m.S(16)
	b.Lay(text, words.X, y)
	y += text.Height + m.S(28)
	return Box{words.X, y, words.W, words.Y + words.H - y}, side
}

// elsewhere is the registry's own page as a code, for those who do not want to wait.
func (b *B) elsewhere(at Box) {
	m := b.M
	link := b.Pack.EnrolLink()
	if link == "" {
		return
	}
	card := at.Middle(min(at.W, m.S(420)), min(at.H, m.S(480)))
	if m.Portrait {
		card = Box{at.X, at.Y, at.W, at.H}.Middle(at.W, min(at.H, m.S(400)))
	}
	b.codeCard(card, link, b.Tx("closed.code"), b.In(b.Pack.Registry.Name))
}

// closed says that the booth takes no sign-ups now, and tells volunteers what to do next.
func closed(b *B) {
	m := b.M
	f := b.Frame(Framing{NoFoot: true})
	below, side := b.standing(f, b.Tx("closed.title"), b.Tx("closed.line"), false)
	b.elsewhere(side)

	d := b.State.Duty
	why := d.Fault
	if why == "" {
		why = "out"
	}
	card := below
	var flows []Flow
	var high float32
	for i := 1; i <= 3; i++ {
		if why == "out" && i == 3 {
			break
		}
		gap := m.S(8) * float32(min(1, i-1))
		n := b.Type(m.Label(), b.P.Red, true)
		t := b.Type(m.Label(), b.P.Ink, false)
		t.Lead = 1.36
		n.Lead = t.Lead
		p := touch.SetText(b.Tx(fmt.Sprintf("closed.%s.%d", why, i)), t, card.W-2*m.S(28)-m.S(36))
		high += gap + p.Height
		flows = append(flows, Flow{gap, p.Height, func(at Box) {
			b.Text(at, fmt.Sprint(i), n)
			b.Lay(p, at.X+m.S(36), at.Y)
		}})
	}
	// The corner of the gate stays free.
	card.H = min(card.H, m.Label()*1.8+m.S(8)+high+2*m.S(20)+2, m.H-gateSide-card.Y)
	b.Card(card)
	in := card.Pad(m.S(28), m.S(20))
	head, in := in.Top(m.Label() * 1.8)
	code := b.Type(m.Heading(), b.P.Red, true)
	code.Align = fyne.TextAlignTrailing
	b.TextFit(head, b.Tx("closed.volunteer"), b.Type(m.Label(), b.P.Ink, true), 1, 0.5)
	if d.Code != "" {
		b.TextFit(Box{head.X + head.W/2, head.Y, head.W / 2, head.H}, d.Code, code, 1, 0.5)
	}
	_, in = in.Top(m.S(8))
	b.Stack(in, b.P.Card, flows...)
	b.staffGate()
}

// nightPlaces are where the words of the night stand in turn, as parts of what is free, so that no
// dot of the panel shows the same for hours.
var nightPlaces = [][2]float32{{0.5, 0.45}, {0.15, 0.2}, {0.85, 0.7}, {0.3, 0.8}, {0.7, 0.1}, {0.1, 0.55}, {0.9, 0.3}, {0.45, 0.15}}

// night is nearly dark: the sign, when the booth opens again, each minute somewhere else.
func night(b *B) {
	m := b.M
	b.Page.Dark, b.Page.Steady = true, true
	b.Rect(Box{0, 0, m.W, m.H}, b.P.Wine, 0)
	holder := touch.NewHolder()
	size := Box{0, 0, min(m.W*0.7, m.S(560)), m.S(240)}
	t := b.Type(m.Heading(), faded(b.P.OnWineQuiet, 0.75), true)
	t.Align = fyne.TextAlignCenter
	small := b.Type(m.Body(), faded(b.P.OnWineQuiet, 0.6), false)
	small.Align = fyne.TextAlignCenter
	sign := touch.NewPicture(func(w, h int) image.Image { return art.SignIn(w, h, b.Art(), true) })
	d := m.S(84)
	place(sign, Box{(size.W - d) / 2, 0, d, d})
	objects := []fyne.CanvasObject{sign}
	p := touch.Fit([]touch.Span{{Text: b.Tx("night.title")}}, t, size.W, t.Size*1.5, 1)
	objects = append(objects, p.Objects(0, d+m.S(14))...)
	if at := b.Pack.Kiosk.NightTo; at != "" {
		q := touch.Fit([]touch.Span{{Text: b.Tx("night.line", "At", at)}}, small, size.W, small.Size*1.6, 1)
		objects = append(objects, q.Objects(0, d+m.S(18)+p.Height)...)
	}
	holder.Fill(objects...)
	b.Put(holder, size)
	last := -1
	move := func(now time.Time) {
		n := int(now.Unix()/60) % len(nightPlaces)
		if n == last {
			return
		}
		last = n
		at := nightPlaces[n]
		holder.Move(fyne.NewPos(m.Margin()+(m.W-2*m.Margin()-size.W)*at[0], m.Margin()+(m.H-2*m.Margin()-size.H)*at[1]))
	}
	move(b.Now)
	b.Page.Live = append(b.Page.Live, move)
	b.staffGate()
}
