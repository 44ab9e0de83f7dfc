package visit

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Pause is shown while the volunteer is away for a minute: the two rings with a little way between them, what time it is, and
// where one can read on meanwhile.
func Pause(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Dark: true, Event: true, NoFoot: true})
	words, side := b.halves(f)
	link := b.Pack.EnrolLink()
	key := "pause.line"
	if link == "" {
		key = "pause.line.wait"
		if m.Portrait {
			words.H += f.Low.H
		} else {
			b.Starfield(page.Box{X: side.X - m.S(40), Y: -beyond, W: m.W - side.X + m.S(40) + beyond, H: m.H + 2*beyond}, art.LeftEdge, b.ToolsOf(f))
		}
	}
	now := b.nowType(b.P.OnWineQuiet)
	title := b.Heading(b.Tx("pause.title"), b.Type(m.Display()*0.84, b.P.OnWine, true), words.W, m.Display()*2.6, 2)
	text := touch.SetText(b.Tx(key), b.Type(m.Body(), b.P.OnWineQuiet, false), words.W)
	high := now.Size*now.Lead + m.S(10) + title.Height + m.S(16) + text.Height
	const ratio = restRatio
	if m.Portrait {
		words.Y += m.S(24)
		words.H = side.Y - words.Y
		_, pic := words.Top(high)
		pic = pic.Pad(0, m.S(40))
		pic.H = max(0, pic.H)
		w := min(pic.W, pic.H*ratio)
		b.restPicture(page.Box{X: pic.X, Y: pic.Y + (pic.H-w/ratio)/2, W: w, H: w / ratio})
	} else {
		// The picture stands over the words, and all of it is as high as the card beside it; the gate's corner is kept free.
		gap := m.S(40)
		words.H = min(words.H, m.H-page.GateSide-page.ApartFromGate-words.Y)
		pic := min(words.H-high-gap, words.W*0.78/ratio)
		if pic < m.S(90) {
			pic, gap = 0, 0
		}
		block := words.Middle(words.W, min(words.H, max(pic+gap+high, min(words.H, m.S(440)))))
		side.Y, side.H = block.Y, block.H
		words.Y = block.Y + (block.H-pic-gap-high)/2
		b.restPicture(page.Box{X: words.X, Y: words.Y, W: pic * ratio, H: pic})
		words.Y += pic + gap
	}
	y := words.Y + b.now(words, now) + m.S(10)
	b.Lay(title, words.X, y)
	b.Lay(text, words.X, y+title.Height+m.S(16))
	b.elsewhere(side)
	b.KeepFresh()
	b.StaffGate()
}

// restRatio is the width of the picture of a booth at rest divided by its height.
const restRatio = 420.0 / 180

// restPicture is the picture of a booth at rest.
func (b *B) restPicture(at page.Box) {
	if dark := b.Page.Dark; at.H >= b.M.S(60) {
		b.Picture(at, func(w, h int) image.Image { return art.RestArt(w, h, b.P, dark) })
	}
}

// nowType is the type of the line that says what time it is.
func (b *B) nowType(c color.Color) touch.Type {
	t := b.Type(max(b.M.S(22)*b.M.Text, theme.MinText), c, false)
	t.Lead = 1.4
	return t
}

// now says what time it is, behind a dot of gold as "when" stands elsewhere, and until when the booth is open, where it has
// hours. It goes on, and returns its height.
func (b *B) now(at page.Box, t touch.Type) float32 {
	m := b.M
	d := m.S(12)
	dot := canvas.NewCircle(b.P.Gold)
	if b.State.Contrast && !b.Page.Dark {
		dot.StrokeColor, dot.StrokeWidth = b.P.Ink, m.S(1.5)
	}
	high := t.Size * t.Lead
	b.Put(dot, page.Box{X: at.X, Y: at.Y + (high-d)/2, W: d, H: d})
	holder := touch.NewHolder()
	b.Put(holder, page.Box{X: at.X + m.S(24), Y: at.Y, W: at.W - m.S(24), H: high})
	shown := ""
	turn := func(now time.Time) {
		clock, until := now.Format("15:04"), b.Pack.Kiosk.NightFrom
		line := b.Tx("pause.now", "At", clock)
		if until > clock { // else it is after midnight, or later
			line = b.Tx("pause.now.until", "At", clock, "Until", until)
		}
		if line != shown {
			shown = line
			holder.Fill(touch.Fit([]touch.Span{{Text: line}}, t, at.W-m.S(24), high, 1).Objects(0, 0)...)
		}
	}
	turn(b.Now)
	b.Page.Live = append(b.Page.Live, turn)
	return high
}

// halves splits a page into its words and, next to them or in portrait below, a code to scan, on the page's edges.
func (b *B) halves(f page.Frame) (words, side page.Box) {
	m := b.M
	if m.Portrait {
		words = f.High
		side, _ = f.Low.Bottom(min(f.Low.H, m.S(400)))
		return words, side
	}
	words, side = f.Body.Left(f.Body.W * 0.58)
	side, _ = side.Right(min(side.W-m.S(40), m.S(420)))
	return words, side
}

// elsewhere shows a code for the registry's own page, for people who do not want to wait.
func (b *B) elsewhere(at page.Box) {
	if link := b.Pack.EnrolLink(); link != "" {
		b.codeCard(at, link, b.Tx("closed.code"), b.In(b.Pack.Registry.Name))
	}
}

// Closed says that the booth is not taking sign-ups now, and tells volunteers what to do next.
func Closed(b *B) {
	m := b.M
	f := b.Frame(page.Framing{NoFoot: true})
	words, side := b.halves(f)
	if m.Portrait {
		words.H = side.Y - m.S(28) - words.Y
		if b.Pack.EnrolLink() == "" {
			words.H = f.High.H
		}
	} else {
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
	// What is left over belongs to the picture; where that is too little, the words stand in the middle of it.
	gap, rest := m.S(26), max(0, words.H-c.high)
	pic := min(rest-gap, words.W*0.78/restRatio)
	if pic < m.S(76) {
		pic, gap = 0, 0
	}
	top := words.Y + (rest-pic-gap)*0.4
	b.restPicture(page.Box{X: words.X, Y: top, W: pic * restRatio, H: pic})
	y := top + pic + gap
	y += b.now(page.Box{X: words.X, Y: y, W: words.W}, c.now) + c.gap/2
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
	if !m.Portrait { // as high as what is beside it
		side.Y, side.H = top, card.Y+card.H-top
		if side.H < m.S(400) {
			side.Y, side.H = max(words.Y, side.Y+side.H-m.S(400)), min(side.Y+side.H-words.Y, m.S(400))
		}
	}
	b.elsewhere(side)
	b.KeepFresh()
	b.StaffGate()
}

// closedSet is the text of the Closed page as set at one scale; lengths in dp.
type closedSet struct {
	now          touch.Type
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
	c.now = b.nowType(b.P.Soft)
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
	c.high = c.now.Size*c.now.Lead + c.title.Height + c.line.Height + c.cardH + 3.5*c.gap
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
	size := page.Box{X: 0, Y: 0, W: min(m.W*0.7, m.S(560)), H: m.S(300)}
	bright, dim := page.Faded(b.P.OnWineQuiet, 0.75), page.Faded(b.P.OnWineQuiet, 0.6)
	if b.State.Contrast {
		bright, dim = b.P.OnWine, b.P.OnWine
	}
	t := b.Type(m.Title(), bright, true)
	t.Align = fyne.TextAlignCenter
	small := b.Type(m.Lead(), dim, false)
	small.Align = fyne.TextAlignCenter
	sign := touch.NewPicture(func(w, h int) image.Image { return art.SignIn(w, h, b.P, true) })
	d := m.S(120)
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
