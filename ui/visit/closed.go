package visit

import (
	"fmt"
	"image"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Pause is shown while the volunteer is away for a minute.
func Pause(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Dark: true, NoFoot: true})
	words, side := b.halves(f)
	link := b.Pack.EnrolLink()
	key := "pause.line"
	if link == "" {
		key = "pause.line.wait"
	}
	p := b.Heading(b.Tx("pause.title"), b.Type(m.Display()*0.84, b.P.OnWine, true), words.W, m.Display()*2.6, 2)
	text := touch.SetText(b.Tx(key), b.Type(m.Body(), b.P.OnWineQuiet, false), words.W)
	high := p.Height + m.S(16) + text.Height
	y := words.Y + (words.H-high)*0.42
	if m.Portrait {
		y = words.Y + m.S(40)
		b.Starfield(page.Box{X: words.X, Y: y + high + m.S(32), W: words.W, H: words.Y + words.H - y - high - m.S(32)})
	} else if link == "" {
		b.Starfield(side)
	}
	b.Lay(p, words.X, y)
	b.Lay(text, words.X, y+p.Height+m.S(16))
	b.elsewhere(side)
	b.KeepFresh()
	b.StaffGate()
}

// halves splits a page into its words and, next to them or in portrait below, a code to scan.
func (b *B) halves(f page.Frame) (words, side page.Box) {
	if b.M.Portrait {
		return f.High, f.Low
	}
	words, side = f.Body.Left(f.Body.W * 0.58)
	_, side = side.Left(b.M.S(40))
	return words, side
}

// elsewhere shows a code for the registry's own page, for people who do not want to wait.
func (b *B) elsewhere(at page.Box) {
	m := b.M
	link := b.Pack.EnrolLink()
	if link == "" {
		return
	}
	card := at.Middle(min(at.W, m.S(420)), min(at.H, m.S(480)))
	if m.Portrait {
		card = at.Middle(at.W, min(at.H, m.S(400)))
	}
	b.codeCard(card, link, b.Tx("closed.code"), b.In(b.Pack.Registry.Name))
}

// Closed says that the booth is not taking sign-ups now, and tells volunteers what to do next.
func Closed(b *B) {
	m := b.M
	f := b.Frame(page.Framing{NoFoot: true})
	words, side := b.halves(f)
	if !m.Portrait {
		words.H = m.H - page.GateSide - page.ApartFromGate - words.Y // keep the gate's corner free
	}
	d := b.State.Duty
	line := b.Tx("closed.line")
	if b.Pack.EnrolLink() == "" {
		line = b.Tx("closed.line.ask")
	}
	if d.Fault != session.FaultStore {
		// Nothing is known about a store that cannot be opened, so nothing is promised.
		line = b.Tx("closed.safe", "Line", line)
	}
	// Everything is set as one block, and shrunk if it would not fit: no step may be hidden.
	var c closedSet
	for scale := float32(1); ; scale *= 0.96 {
		if c = b.setClosed(words.W, line, d, scale); c.high <= words.H || scale < 0.5 {
			break
		}
	}
	y := words.Y + max(0, words.H-c.high)*0.4
	b.Lay(c.title, words.X, y)
	y += c.title.Height + c.gap
	b.Lay(c.line, words.X, y)
	y += c.line.Height + 2*c.gap
	card := page.Box{X: words.X, Y: y, W: words.W, H: c.cardH}
	b.Card(card)
	in := card.Pad(m.S(28), m.S(20))
	head, in := in.Top(c.headH)
	b.TextFit(head, b.Tx("closed.volunteer"), b.Type(m.Label(), b.P.Soft, true), 1, 0.5)
	if d.Code != "" {
		code := b.Type(c.code, b.P.Red, true)
		code.Align = fyne.TextAlignTrailing
		b.TextFit(page.Box{X: head.X + head.W/2, Y: head.Y, W: head.W / 2, H: head.H}, string(d.Code), code, 1, 0.5)
	}
	y = in.Y
	for i, p := range c.steps {
		y += c.gap / 2
		b.Lay(touch.SetText(fmt.Sprint(i+1), touch.Type{Size: p.Type.Size, Lead: p.Type.Lead, Color: b.P.Red, Bold: true}, c.number), in.X, y)
		b.Lay(p, in.X+c.number, y)
		y += p.Height
	}
	b.elsewhere(side)
	b.KeepFresh()
	b.StaffGate()
}

// closedSet is the text of the Closed page as set at one scale; lengths in dp.
type closedSet struct {
	title, line  touch.Paragraph
	steps        []touch.Paragraph
	gap, number  float32 // between parts; width of a step's number
	code         float32 // type size of the fault code
	headH, cardH float32
	high         float32 // total height
}

func (b *B) setClosed(width float32, line string, d session.Duty, scale float32) (c closedSet) {
	m := b.M
	c.gap, c.code = m.S(16)*scale, m.Title()*scale
	c.title = b.Heading(b.Tx("closed.title"), b.Type(m.Display()*0.78*scale, b.P.Ink, true), width, m.Display()*2.6, 2)
	c.line = touch.SetText(line, b.Type(m.Body()*max(scale, 0.8), b.P.Soft, false), width)
	t := b.Type(m.Body()*scale, b.P.Ink, false)
	t.Lead = 1.38
	c.number = t.Size * 1.5
	c.headH = max(m.Label()*1.6, c.code*1.3)
	c.cardH = 2*m.S(20) + c.headH
	why := d.Fault
	if why == "" {
		why = "out"
	}
	steps := closedSteps[why]
	if d.Code == session.CodeStore {
		steps = append(slices.Clone(steps), "closed.store.rescue")
	}
	for _, key := range steps {
		p := touch.SetText(b.Tx(key), t, width-2*m.S(28)-c.number)
		c.steps = append(c.steps, p)
		c.cardH += c.gap/2 + p.Height
	}
	c.high = c.title.Height + c.line.Height + c.cardH + 3*c.gap
	return c
}

// closedSteps are the next steps for volunteers, by fault; "out" is when a volunteer took the booth
// out of service.
var closedSteps = map[string][]string{
	"out":                {"closed.out.1", "closed.out.2"},
	session.FaultDisk:    {"closed.disk.1", "closed.disk.2", "closed.disk.3"},
	session.FaultBattery: {"closed.battery.1", "closed.battery.2", "closed.battery.3"},
	session.FaultStore:   {"closed.store.1", "closed.store.2", "closed.store.3"},
	session.FaultCrash:   {"closed.crash.1", "closed.crash.2", "closed.crash.3"},
}

// nightPlaces are the positions of the words at night, in turn, as fractions of the free space, so
// that no pixel of the panel shows the same for hours.
var nightPlaces = [][2]float32{{0.5, 0.45}, {0.15, 0.2}, {0.85, 0.7}, {0.3, 0.8}, {0.7, 0.1}, {0.1, 0.55}, {0.9, 0.3}, {0.45, 0.15}}

// Night is nearly dark: the sign and when the booth opens again, in a different place each minute.
func Night(b *B) {
	m := b.M
	b.Page.Dark, b.Page.Steady = true, true
	b.Rect(page.Box{X: 0, Y: 0, W: m.W, H: m.H}, b.P.Wine, 0)
	holder := touch.NewHolder()
	size := page.Box{X: 0, Y: 0, W: min(m.W*0.7, m.S(560)), H: m.S(240)}
	t := b.Type(m.Heading(), page.Faded(b.P.OnWineQuiet, 0.75), true)
	t.Align = fyne.TextAlignCenter
	small := b.Type(m.Body(), page.Faded(b.P.OnWineQuiet, 0.6), false)
	small.Align = fyne.TextAlignCenter
	sign := touch.NewPicture(func(w, h int) image.Image { return art.SignIn(w, h, b.P, true) })
	d := m.S(84)
	page.Place(sign, page.Box{X: (size.W - d) / 2, Y: 0, W: d, H: d})
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
	b.StaffGate()
}
