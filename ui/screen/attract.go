package screen

import (
	"image"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// attract is what people see from three metres: what this is, one sentence, one button. Two dots
// light up and a line finds its way between them, once; then it is still.
func attract(b *B) {
	m := b.M
	// The whole screen starts; the buttons on it lie above this one.
	f := b.Frame(Framing{Dark: true, NoFoot: true})
	field := Box{m.W * 0.53, f.Body.Y, m.W*0.47 - m.Margin()*0.6, m.H - f.Body.Y - m.S(40)}
	words := Box{m.S(72), f.Body.Y, m.W*0.53 - m.S(96), f.Body.H}
	if m.Portrait {
		field = Box{m.Margin(), f.Body.Y, m.W - 2*m.Margin(), m.H*0.40 - f.Body.Y}
		words = Box{m.S(56), m.H * 0.42, m.W - 2*m.S(56), f.Body.Y + f.Body.H - m.H*0.42}
	}
	if b.Kiosk && !m.Portrait {
		// Nothing that can be touched lies under the staff gate, which swallows its taps.
		right := words.X + words.W
		words.X = max(words.X, gateSide+apartFromGate)
		words.W = right - words.X
	}
	b.copySign(f.Brand)
	b.starfield(field)
	whole := touch.NewButton("attract.whole", "", touch.Style{Fill: color.Transparent}, b.Do(session.Start))
	place(whole, Box{0, f.Body.Y, m.W, f.Body.H})
	b.Add(whole)

	b.volunteers()
	story := b.Pack.Stories
	startH, cardH := m.S(100), max(m.S(68), m.ButtonH())
	need := words.H - startH - cardH - m.S(18+26)
	if len(story) == 0 {
		need += cardH
	}
	head := strings.Split(b.In(b.Pack.Attract.Headline), "\n")
	// Everything above the button is set as one block and fitted to what is left.
	scale := float32(1)
	type line struct {
		p   touch.Paragraph
		gap float32
	}
	var lines []line
	for {
		lines = lines[:0]
		gold := b.Type(m.Heading()*scale, b.P.Gold, true)
		disp := b.Type(m.Display()*scale, b.P.OnWine, true)
		disp.Lead = 1.14
		lead := b.Type(m.Body()*scale, b.P.OnWineQuiet, false)
		small := b.Type(m.Small(), b.P.OnWineQuiet, false)
		lines = append(lines, line{touch.Fit([]touch.Span{{Text: b.In(b.Pack.Attract.What)}}, gold, words.W, gold.Size*2.6, 1), 0})
		for i, h := range head {
			lines = append(lines, line{touch.Fit([]touch.Span{{Text: h}}, disp, words.W, disp.Size*2.6, 1), m.S(14) * float32(1-min(i, 1))})
		}
		lines = append(lines, line{touch.SetText(b.In(b.Pack.Attract.Line), lead, words.W), m.S(18)})
		lines = append(lines, line{touch.SetText(b.In(b.Pack.Attract.Source), small, words.W), 0})
		var h float32
		for _, l := range lines {
			h += l.gap + l.p.Height
		}
		if h <= need || scale < 0.55 {
			y := words.Y + max(0, need-h)*0.45
			for _, l := range lines {
				y += l.gap
				b.Lay(l.p, words.X, y)
				y += l.p.Height
			}
			break
		}
		scale *= 0.95
	}
	y := words.Y + need + m.S(18)
	start := touch.Style{Fill: b.P.OnWine, Pressed: b.P.Gold, Text: b.P.Deep, Radius: -1, TextSize: m.S(36), Bold: true, Pad: m.S(60)}
	b.Button(Box{words.X, y, max(m.S(360), b.Width(b.Tx("attract.start"), start)), startH}, "attract.start", b.Tx("attract.start"), start, b.Do(session.Start))
	if len(story) > 0 {
		y += startH + m.S(22)
		b.storyTeaser(Box{words.X, y, min(words.W, m.S(600)), cardH})
	}
	b.keepFresh()
}

// storyEvery is how long the card of one story stands before that of the next.
const storyEvery = 20 * time.Second

// storyTeaser leads into one of the stories, each in its turn.
func (b *B) storyTeaser(at Box) {
	m := b.M
	holder := touch.NewHolder()
	place(holder, Box{0, 0, at.W, at.H})
	tag := touch.SetText(b.Tx("attract.story"), b.Type(m.Label(), b.P.OnWineQuiet, false), at.W)
	tw := fyne.MeasureText(b.Tx("attract.story"), m.Label(), fyne.TextStyle{}).Width
	arrow := touch.NewPicture(Icon(art.Next, b.P.OnWineQuiet))
	place(arrow, Box{at.W - m.S(24+20), (at.H - m.S(20)) / 2, m.S(20), m.S(20)})
	shown := -1
	turn := func(now time.Time) {
		n := int(now.Unix()/int64(storyEvery/time.Second)) % len(b.Pack.Stories)
		if n == shown {
			return
		}
		shown = n
		s := b.Pack.Stories[n]
		name := touch.Fit([]touch.Span{{Text: b.In(s.Name) + b.Tx("punct.colon") + b.In(s.Title)}}, b.Type(m.Label(), b.P.OnWine, true), at.W-tw-m.S(24*2+16+30), at.H, 1)
		objects := append(tag.Objects(m.S(24), (at.H-tag.Height)/2), name.Objects(m.S(24)+tw+m.S(16), (at.H-name.Height)/2)...)
		holder.Fill(append(objects, arrow)...)
	}
	turn(b.Now)
	if !b.Inline {
		b.Page.Live = append(b.Page.Live, turn)
	}
	st := touch.Style{Fill: b.P.WineCard, Pressed: b.P.Deep, Radius: m.FieldCorner(), Border: b.P.WineCard, BorderWidth: 1}
	if b.State.Contrast {
		st.Border = b.P.OnWine
	}
	b.Put(touch.NewCard("attract.story", st, func() { b.Do(session.Start, b.Pack.Stories[shown].ID)() }, nil, holder), at)
}

// orbit is where a page that stands for hours lies in turn, in dp off its place.
var orbit = []fyne.Position{{X: 0, Y: 0}, {X: 3, Y: -2}, {X: 5, Y: 0}, {X: 3, Y: 2}, {X: 0, Y: 3}, {X: -3, Y: 2}, {X: -5, Y: 0}, {X: -3, Y: -2}}

// keepFresh moves the page by a few dp once a minute, so that it does not burn into the panel, and
// lets what moves on it move once then. In between it is still.
func (b *B) keepFresh() {
	page := b.Page
	page.Steady = true
	if b.Inline {
		return
	}
	last := int64(-1)
	page.Live = append(page.Live, func(now time.Time) {
		minute := now.Unix() / 60
		if minute == last {
			return
		}
		first := last == -1
		last = minute
		page.Drift(orbit[minute%int64(len(orbit))])
		if !first {
			for _, m := range page.Motion {
				m.Start()
			}
		}
	})
}

// volunteers is the quiet way to the volunteers' corner, bottom left; it stands behind the
// passphrase, and only here. In kiosk mode nothing shows it: there it is the staff gate.
func (b *B) volunteers() {
	m := b.M
	if b.Kiosk {
		if b.Warned {
			// Something asks for a volunteer: a sign that visitors pass over.
			b.Picture(Box{m.S(24), m.H - m.S(24+26), m.S(26), m.S(26)}, Icon(art.Warning, faded(b.P.Gold, 0.8)))
		}
		b.staffGate()
		return
	}
	at := Box{4, m.H - 60, 56, 56}
	if m.Portrait {
		h := m.ButtonH()
		at = Box{m.Margin(), m.H - m.S(28) - h, h, h}
	}
	st := touch.Style{Fill: color.Transparent, Pressed: b.P.WineCard, Radius: -1, Icon: Icon(art.Lock, faded(b.P.OnWineQuiet, 0.6)), IconSize: m.S(24)}
	b.Button(at, "attract.desk", "", st, b.Do(session.OpenDesk))
}

// starfield draws the field of dots, and over it the two that match and the line between them.
func (b *B) starfield(at Box) {
	m := b.M
	opts := art.FieldOptions{Fade: art.LeftEdge, Clear: true}
	if m.Portrait {
		opts.Fade = art.BottomEdge
	}
	b.Picture(at, func(w, h int) image.Image { return art.NewField(w, h, b.P, opts).Image() })
	// The same field in dp tells where the two dots lie.
	g := art.NewField(int(at.W), int(at.H), b.P, opts)
	const n = 48
	var line []*canvas.Line
	px, py := g.Path(0)
	for i := 1; i <= n; i++ {
		x, y := g.Path(float64(i) / n)
		l := canvas.NewLine(blend(b.P.Gold, b.P.OnWine, float32(i)/n))
		l.StrokeWidth = m.S(3.2)
		l.Position1 = fyne.NewPos(at.X+float32(px), at.Y+float32(py))
		l.Position2 = fyne.NewPos(at.X+float32(x), at.Y+float32(y))
		b.Add(l)
		line = append(line, l)
		px, py = x, y
	}
	lamp := func(t float64, c color.NRGBA) []fyne.CanvasObject {
		x, y := g.Path(t)
		r := m.S(54)
		glow := canvas.NewRadialGradient(faded(c, 0.55), faded(c, 0))
		b.Put(glow, Box{at.X + float32(x) - r, at.Y + float32(y) - r, 2 * r, 2 * r})
		d := m.S(22)
		dot := canvas.NewCircle(c)
		b.Put(dot, Box{at.X + float32(x) - d/2, at.Y + float32(y) - d/2, d, d})
		return []fyne.CanvasObject{glow, dot}
	}
	a, z := lamp(0, b.P.Gold), lamp(1, b.P.OnWine)
	nudge := b.nudge()
	show := func(p float32) {
		defer nudge()
		for i, l := range line {
			l.Hidden = float32(i)/n > (p-0.15)/0.7
		}
		for _, o := range a {
			set(o, p > 0.05)
		}
		for _, o := range z {
			set(o, p > 0.85)
		}
	}
	if b.Still {
		return
	}
	show(0)
	anim := fyne.NewAnimation(3200*time.Millisecond, show)
	anim.Curve = fyne.AnimationEaseInOut
	b.Page.Motion = append(b.Page.Motion, anim)
}

func set(o fyne.CanvasObject, on bool) {
	if o.Visible() == on {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

func faded(c color.NRGBA, a float32) color.NRGBA { c.A = uint8(255 * a); return c }

func blend(a, z color.NRGBA, t float32) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8(float32(x) + (float32(y)-float32(x))*t) }
	return color.NRGBA{mix(a.R, z.R), mix(a.G, z.G), mix(a.B, z.B), 255}
}
