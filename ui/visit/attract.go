package visit

import (
	"image"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/picture"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Attract is what people see from three metres away: what this is, one sentence, one button, beside a field of dots to the
// edges of the window. Two dots light up and a line finds its way between them, once a minute; then it is still.
func Attract(b *B) {
	m := b.M
	// All that is at the left begins at one edge: the sign, the words, the button, the story.
	edge := m.S(72)
	switch {
	case m.Portrait:
		edge = m.Margin()
	case b.Kiosk: // keep touch targets clear of the staff gate, which swallows taps
		edge = max(edge, page.GateSide+page.ApartFromGate)
	}
	f := b.Frame(page.Framing{Dark: true, Event: true, NoFoot: true, Edge: edge})
	words := page.Box{X: edge, Y: f.Body.Y, W: m.W*0.53 - m.S(24) - edge, H: f.Body.H}
	if m.Portrait {
		words = page.Box{X: edge, Y: m.H * 0.40, W: m.W - 2*edge, H: f.Body.Y + f.Body.H - m.H*0.40}
	}
	b.CopySign(f.Brand)
	story := b.Pack.Stories
	startH, cardH := m.S(104), max(m.S(80), m.ButtonH()+m.S(12))
	need := words.H - startH - m.S(18)
	if len(story) > 0 {
		need -= cardH + m.S(22)
	}
	lines, high := b.attractWords(words.W, need)
	y := words.Y + max(0, need-high)*0.45
	if m.Portrait {
		y = words.Y + max(0, need-high-m.S(36)) // near the button: what is left over belongs to the field
	}
	var stars *page.Stars
	if _, own := b.Pack.Asset(b.Pack.Look.Picture); own {
		b.attractPicture()
	} else {
		stars = b.attractField(f, y)
	}
	// A touch anywhere starts; the buttons on the screen lie above this one.
	whole := touch.NewButton("attract.whole", "", touch.Style{Fill: color.Transparent}, b.Do(session.Start))
	page.Place(whole, page.Box{X: 0, Y: f.Body.Y, W: m.W, H: f.Body.H})
	b.Add(whole)

	b.volunteers()
	for _, l := range lines {
		y += l.gap
		b.Lay(l.p, words.X, y)
		y += l.p.Height
	}
	y = words.Y + need + m.S(18)
	st := touch.Style{Fill: b.P.OnWine, Pressed: b.P.Gold, Text: b.P.Deep, Radius: -1, TextSize: m.S(36), Bold: true, Pad: m.S(60)}
	start := b.Button(page.Box{X: words.X, Y: y, W: max(m.S(360), b.Width(b.Tx("attract.start"), st)), H: startH}, "attract.start", b.Tx("attract.start"), st, b.Do(session.Start))
	answered := []*touch.Button{whole, start}
	if len(story) > 0 {
		y += startH + m.S(22)
		answered = append(answered, b.storyTeaser(page.Box{X: words.X, Y: y, W: min(words.W, m.S(600)), H: cardH}))
	}
	spark := b.Spark(stars)
	for _, o := range answered {
		spark.On(o)
	}
	b.KeepFresh()
}

// attractField draws the field of dots: to the window's right and lower edges and up under the header, fading towards the
// words; in portrait to both sides and fading below, down to where the words begin.
func (b *B) attractField(f page.Frame, words float32) *page.Stars {
	m := b.M
	if m.Portrait {
		at := page.Box{X: -beyond, Y: -beyond, W: m.W + 2*beyond, H: words + m.S(30) + beyond}
		return b.Starfield(at, art.BottomEdge, f.Brand)
	}
	x := m.W * 0.49
	at := page.Box{X: x, Y: -beyond, W: m.W - x + beyond, H: m.H + 2*beyond}
	return b.Starfield(at, art.LeftEdge, f.Brand, b.ToolsOf(f))
}

// attractLine is a line or a paragraph, and the gap above it.
type attractLine struct {
	p   touch.Paragraph
	gap float32
}

// attractWords sets everything above the button as one block, fitted to the height; it returns its height.
func (b *B) attractWords(w, need float32) (lines []attractLine, high float32) {
	m := b.M
	head := strings.Split(b.In(b.Pack.Attract.Headline), "\n")
	for scale := float32(1); ; scale *= 0.95 {
		gold := b.Type(m.Heading()*scale, b.P.Gold, true)
		disp := b.Type(m.Display()*scale, b.P.OnWine, true)
		disp.Lead = 1.14
		lead := b.Type(m.Body()*scale, b.P.OnWineQuiet, false)
		small := b.Type(m.Small(), b.P.OnWineQuiet, false)
		lines = []attractLine{{touch.Fit([]touch.Span{{Text: b.In(b.Pack.Attract.What)}}, gold, w, gold.Size*2.6, 1), 0}}
		for i, h := range head {
			lines = append(lines, attractLine{touch.Fit([]touch.Span{{Text: h}}, disp, w, disp.Size*2.6, 1), m.S(14) * float32(1-min(i, 1))})
		}
		lines = append(lines, attractLine{touch.SetText(b.In(b.Pack.Attract.Line), lead, w), m.S(18)})
		lines = append(lines, attractLine{touch.SetText(b.In(b.Pack.Attract.Source), small, w), m.S(4)})
		high = 0
		for _, l := range lines {
			high += l.gap + l.p.Height
		}
		if high <= need || scale < 0.55 {
			return lines, high
		}
	}
}

// storyEvery is how long the card of one story is shown before the next.
const storyEvery = 20 * time.Second

// storyTeaser leads to one of the stories, each in turn, and shows a piece of its scene.
func (b *B) storyTeaser(at page.Box) *touch.Button {
	m := b.M
	holder := touch.NewHolder()
	page.Place(holder, page.Box{X: 0, Y: 0, W: at.W, H: at.H})
	side := min(m.S(56), at.H-m.S(20))
	pad := (at.H - side) / 2
	x := pad + side + m.S(18)
	w := at.W - x - m.S(24+20+14)
	arrow := touch.NewPicture(page.Icon(art.Next, b.P.OnWineQuiet))
	page.Place(arrow, page.Box{X: at.W - m.S(24+20), Y: (at.H - m.S(20)) / 2, W: m.S(20), H: m.S(20)})
	shown := -1
	turn := func(now time.Time) {
		n := int(now.Unix()/int64(storyEvery/time.Second)) % len(b.Pack.Stories)
		if n == shown {
			return
		}
		shown = n
		s := b.Pack.Stories[n]
		objects := b.Collect(func() { b.storyThumb(page.Box{X: pad, Y: pad, W: side, H: side}, s) })
		small := b.Type(m.Small(), b.P.OnWineQuiet, false)
		small.Lead = 1.3
		tag := touch.Fit([]touch.Span{{Text: b.Tx("attract.story") + b.Tx("punct.dot") + b.In(s.Name)}}, small, w, at.H*0.5, 1)
		t := b.Type(m.Label(), b.P.OnWine, true)
		title := touch.Fit([]touch.Span{{Text: b.In(s.Title)}}, t, w, at.H-tag.Height, 1)
		y := (at.H - tag.Height - title.Height) / 2
		objects = append(objects, tag.Objects(x, y)...)
		objects = append(objects, title.Objects(x, y+tag.Height)...)
		holder.Fill(append(objects, arrow)...)
	}
	turn(b.Now)
	if !b.Inline {
		b.Page.Live = append(b.Page.Live, turn)
	}
	st := touch.Style{Fill: b.P.WineCard, Pressed: b.P.Deep, Radius: m.FieldCorner(), Border: page.Faded(b.P.OnWineQuiet, 0.45), BorderWidth: 1.5}
	if b.State.Contrast {
		st.Border = b.P.OnWine
	}
	touched := -1 // the story under the finger as it came down: the card may turn before it goes up
	card := touch.NewCard("attract.story", st, func() {
		n := shown
		if touched >= 0 {
			n, touched = touched, -1
		}
		b.Do(session.Start, b.Pack.Stories[n].ID)()
	}, nil, holder)
	card.OnDown = func(fyne.Position) { touched = shown }
	b.Put(card, at)
	return card
}

// volunteers is the unobtrusive way to the volunteers' screens, bottom left; it exists only here. At a live booth it asks for
// the PIN, as the numbers of the day need no passphrase; whoever tries a practice booth out goes straight to the desk. In kiosk
// mode it is invisible: there it is the staff gate.
func (b *B) volunteers() {
	m := b.M
	if b.Kiosk {
		if b.Warned {
			// Something needs a volunteer: a sign that visitors pass over.
			b.Picture(page.Box{X: m.S(24), Y: m.H - m.S(24+26), W: m.S(26), H: m.S(26)}, page.Icon(art.Warning, page.Faded(b.P.Gold, 0.8)))
		}
		b.StaffGate()
		return
	}
	at := page.Box{X: 4, Y: m.H - 60, W: 56, H: 56}
	if m.Portrait {
		h := m.ButtonH()
		at = page.Box{X: m.Margin() - (h-m.S(24))/2, Y: m.H - m.S(28) - h, W: h, H: h} // the sign itself is at the edge
	}
	st := touch.Style{Fill: color.Transparent, Pressed: b.P.WineCard, Radius: -1, Icon: page.Icon(art.Lock, page.Faded(b.P.OnWineQuiet, 0.6)), IconSize: m.S(24)}
	opens := session.AskGate
	if b.Practice {
		opens = session.OpenDesk
	}
	b.Button(at, "attract.desk", "", st, b.Do(opens))
}

// The pictures that a pack brings along for the attract screen.

// beyond is how far the attract picture reaches over the window's edges, in dp: the page drifts by less.
const beyond = 8

// attractPicture draws the pack's picture in place of the field of dots: from edge to edge, rising out of the ground where
// the words are, with who made it in its corner.
func (b *B) attractPicture() {
	m := b.M
	top := float32(0)
	if b.Practice {
		top = m.StripH()
	}
	at := page.Box{X: m.W * 0.42, Y: top, W: m.W*0.58 + beyond, H: m.H - top + beyond}
	fade, focus := art.LeftEdge, picture.Point{X: 0.62, Y: 0.45}
	if m.Portrait {
		at = page.Box{X: -beyond, Y: top, W: m.W + 2*beyond, H: m.H*0.43 - top}
		fade, focus = art.BottomEdge, picture.Point{X: 0.5, Y: 0.45}
	}
	b.Photo(at, page.Photo{
		Name: b.Pack.Look.Picture, Focus: b.Pack.Look.Focus, At: focus, Style: b.style("sky"),
		Dress: func(pic *image.RGBA, w, h int) image.Image {
			return art.PhotoSky(pic, w, h, b.P, fade, b.Pack.Look.Credit != nil)
		},
		Else: func(w, h int) image.Image { return art.PhotoSky(nil, w, h, b.P, fade, b.Pack.Look.Credit != nil) },
	})
	if b.Pack.Look.Credit == nil {
		return
	}
	t := b.Type(m.Small(), b.P.OnWineQuiet, false)
	line := page.Box{X: m.W * 0.62, W: m.W*0.38 - m.Margin()}
	if m.Portrait {
		line = page.Box{X: m.Margin(), W: m.W - 2*m.Margin()}
	}
	t.Align = fyne.TextAlignTrailing
	p := touch.Fit([]touch.Span{{Text: b.In(b.Pack.Look.Credit)}}, t, line.W, t.Size*t.Lead*2.1, 2)
	y := m.H - m.S(24) - p.Height
	if m.Portrait {
		y = at.Y + at.H - p.Height
	}
	b.Lay(p, line.X, y)
}
