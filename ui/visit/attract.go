package visit

import (
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Attract is what people see from three metres away: what this is, one sentence, one button. Two
// dots light up and a line finds its way between them, once; then it is still.
func Attract(b *B) {
	m := b.M
	// A touch anywhere starts; the buttons on the screen lie above this one.
	f := b.Frame(page.Framing{Dark: true, NoFoot: true})
	field := page.Box{X: m.W * 0.53, Y: f.Body.Y, W: m.W*0.47 - m.Margin()*0.6, H: m.H - f.Body.Y - m.S(40)}
	words := page.Box{X: m.S(72), Y: f.Body.Y, W: m.W*0.53 - m.S(96), H: f.Body.H}
	if m.Portrait {
		field = page.Box{X: m.Margin(), Y: f.Body.Y, W: m.W - 2*m.Margin(), H: m.H*0.40 - f.Body.Y}
		words = page.Box{X: m.S(56), Y: m.H * 0.42, W: m.W - 2*m.S(56), H: f.Body.Y + f.Body.H - m.H*0.42}
	}
	if b.Kiosk && !m.Portrait {
		// Keep touch targets clear of the staff gate, which swallows taps.
		right := words.X + words.W
		words.X = max(words.X, page.GateSide+page.ApartFromGate)
		words.W = right - words.X
	}
	b.CopySign(f.Brand)
	if _, own := b.Pack.Asset(b.Pack.Look.Picture); own {
		b.attractPicture()
	} else {
		b.Starfield(field)
	}
	b.logoOnWine(f.Brand)
	whole := touch.NewButton("attract.whole", "", touch.Style{Fill: color.Transparent}, b.Do(session.Start))
	page.Place(whole, page.Box{X: 0, Y: f.Body.Y, W: m.W, H: f.Body.H})
	b.Add(whole)

	b.volunteers()
	story := b.Pack.Stories
	startH, cardH := m.S(100), max(m.S(68), m.ButtonH())
	need := words.H - startH - cardH - m.S(18+26)
	if len(story) == 0 {
		need += cardH
	}
	head := strings.Split(b.In(b.Pack.Attract.Headline), "\n")
	// Everything above the button is set as one block and fitted to the remaining space.
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
	b.Button(page.Box{X: words.X, Y: y, W: max(m.S(360), b.Width(b.Tx("attract.start"), start)), H: startH}, "attract.start", b.Tx("attract.start"), start, b.Do(session.Start))
	if len(story) > 0 {
		y += startH + m.S(22)
		b.storyTeaser(page.Box{X: words.X, Y: y, W: min(words.W, m.S(600)), H: cardH})
	}
	b.KeepFresh()
}

// storyEvery is how long the card of one story is shown before the next.
const storyEvery = 20 * time.Second

// storyTeaser leads to one of the stories, each in turn.
func (b *B) storyTeaser(at page.Box) {
	m := b.M
	holder := touch.NewHolder()
	page.Place(holder, page.Box{X: 0, Y: 0, W: at.W, H: at.H})
	tag := touch.SetText(b.Tx("attract.story"), b.Type(m.Label(), b.P.OnWineQuiet, false), at.W)
	tw := fyne.MeasureText(b.Tx("attract.story"), m.Label(), fyne.TextStyle{}).Width
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

// volunteers is the unobtrusive way to the volunteers' screens, bottom left; it leads to the
// passphrase, and exists only here. In kiosk mode it is invisible: there it is the staff gate.
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
		at = page.Box{X: m.Margin(), Y: m.H - m.S(28) - h, W: h, H: h}
	}
	st := touch.Style{Fill: color.Transparent, Pressed: b.P.WineCard, Radius: -1, Icon: page.Icon(art.Lock, page.Faded(b.P.OnWineQuiet, 0.6)), IconSize: m.S(24)}
	b.Button(at, "attract.desk", "", st, b.Do(session.OpenDesk))
}
