package visit

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/assets/art/scenes"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Home offers the search, three equal cards that show what is in them, and the sign-up.
func Home(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Next: true})
	head := f.Body
	if m.Portrait {
		head = f.High
	}
	h := b.Title(head, b.Tx("home.title"), m.Title())
	h += m.S(2)
	line := b.Type(m.S(24)*m.Text, b.P.Ink, false)
	line.MaxFall = 0.8
	lines := 1
	switch {
	case m.Portrait && m.Text > 1: // the picture below gives way
		lines, line.MaxFall = 4, 0.95
	case m.Portrait:
		lines = 2
	}
	p := touch.Fit([]touch.Span{{Text: b.Tx("home.line")}}, line, head.W, m.H, lines)
	b.Lay(p, head.X, head.Y+h)
	h += p.Height
	cards := f.Low
	switch {
	case !b.searches():
		if m.Portrait {
			_, pic := head.Top(h + m.S(24))
			b.Drawing(pic, 320.0/200, art.HowDrawing)
		} else {
			_, cards = cards.Top(h + m.S(22))
		}
	case m.Portrait:
		strip, rest := f.Low.Top(m.S(84))
		panel := page.Box{X: head.X, Y: head.Y + h + m.S(28), W: head.W}
		panel.H = strip.Y + strip.H - panel.Y
		b.searchPanel(panel, strip)
		_, cards = rest.Top(m.S(16))
	default:
		_, rest := cards.Top(h + m.S(16))
		band, rest := rest.Top(max(theme.MinTarget, min(m.S(96), rest.H*0.24)))
		b.searchBand(band)
		_, cards = rest.Top(max(page.TouchGap, m.S(22)))
	}
	b.homeCards(cards)
	_, rest := b.Main(f.Foot, "signup", b.Tx("home.signup"), b.Do(session.Go, string(session.Notice)))
	b.SideLeft(rest, "already", b.Tx("home.already"), b.Do(session.Go, string(session.Already)))
}

// searches reports whether the pack has the figure that is a search, and so a door to it.
func (b *B) searches() bool { return slices.ContainsFunc(b.Pack.Figures, searched) }

// searchBand is the door to the search: the crowd as it is there, one dot of it gold.
func (b *B) searchBand(at page.Box) {
	m := b.M
	pad := m.S(36)
	round := max(m.S(56), min(theme.MinTarget, at.H-m.S(16)))
	words := touch.Fit([]touch.Span{{Text: b.Tx("home.search")}}, b.Type(m.Heading(), b.P.OnWine, true), at.W*0.56-pad, at.H*0.9, 1)
	clear := (pad + b.width(words)) / at.W
	b.searchCard(at, func(w, h int) image.Image {
		return art.SearchDoor(w, h, b.P, float64(m.Corner())*float64(w)/float64(at.W), float64(h)*0.17, art.LeftEdge, float64(clear)-0.06)
	}, append(words.Objects(pad, (at.H-words.Height)/2), b.roundArrow(page.Box{X: at.W - round - m.S(24), Y: (at.H - round) / 2, W: round, H: round})...)...)
}

// searchPanel is the door to the search on an upright screen: the crowd fills the panel, and its lowest strip, which is in
// reach, is the door. A touch on the crowd opens it too.
func (b *B) searchPanel(panel, strip page.Box) {
	m := b.M
	b.Picture(panel, func(w, h int) image.Image {
		unit := float64(w) / float64(panel.W)
		return art.SearchDoor(w, h, b.P, float64(m.Corner())*unit, float64(m.S(21))*unit, art.BottomEdge, float64(strip.H/panel.H)*0.86)
	})
	whole := touch.NewButton("", "", touch.Style{Fill: color.Transparent}, b.Do(session.Go, string(session.Numbers)))
	page.Place(whole, panel)
	b.Add(whole)
	pad := m.S(44)
	round := m.S(64)
	words := touch.Fit([]touch.Span{{Text: b.Tx("home.search")}}, b.Type(m.S(40)*m.Text, b.P.OnWine, true), strip.W-2*pad-round-m.S(24), strip.H, 1)
	st := touch.Style{Fill: color.Transparent, Pressed: b.P.WineCard, Radius: m.Corner()}
	arrow := b.roundArrow(page.Box{X: strip.W - round - pad, Y: (strip.H - round) / 2, W: round, H: round})
	b.Put(touch.NewCard("home.search", st, b.Do(session.Go, string(session.Numbers)), nil, append(words.Objects(pad, (strip.H-words.Height)/2), arrow...)...), strip)
}

// searchCard is the touchable door with its picture and what lies on it.
func (b *B) searchCard(at page.Box, draw func(w, h int) image.Image, on ...fyne.CanvasObject) {
	pic := touch.NewPicture(draw)
	page.Place(pic, page.Box{W: at.W, H: at.H})
	st := touch.Style{Fill: b.P.Wine, Pressed: b.P.WineCard, Radius: b.M.Corner()}
	b.Put(touch.NewCard("home.search", st, b.Do(session.Go, string(session.Numbers)), nil, append([]fyne.CanvasObject{pic}, on...)...), at)
}

// roundArrow is the sign on wine that something opens.
func (b *B) roundArrow(at page.Box) []fyne.CanvasObject {
	disc := touch.NewPicture(func(w, h int) image.Image { return art.Disc(w, h, b.P.OnWine) })
	page.Place(disc, at)
	next := touch.NewPicture(page.Icon(art.Next, b.P.Deep))
	page.Place(next, at.Inset(at.W*0.28))
	return []fyne.CanvasObject{disc, next}
}

// width is how wide the longest line of a paragraph is.
func (b *B) width(p touch.Paragraph) (w float32) {
	for _, l := range p.Lines {
		var x float32
		for _, s := range l {
			x += s.Gap + touch.MeasureText(s.Text, p.Type.Size, fyne.TextStyle{Bold: s.Bold}).Width
		}
		w = max(w, x)
	}
	return w
}

// homeCard is one of the cards: draw puts what is in it into a box of its own.
type homeCard struct {
	id, title, line string
	to              session.Screen
	draw            func(at page.Box)
}

// homeCards places the cards. They weigh the same: if the words of one must be shrunk, those of all are.
func (b *B) homeCards(at page.Box) {
	m := b.M
	list := []homeCard{{"how", b.Tx("home.how"), b.Tx("home.how.line"), session.How, b.howPicture}}
	switch {
	case len(b.Pack.Stories) > 0:
		list = append(list, homeCard{"stories", b.ofStories(b.Pack.StoryTexts.Card, "home.stories"), b.ofStories(b.Pack.StoryTexts.CardLine, "home.stories.line"), session.Stories, b.storiesPicture})
	case !b.searches():
		list = append(list, homeCard{"numbers", b.Tx("home.numbers"), b.Tx("home.numbers.line"), session.Numbers, b.numbersPicture})
	}
	list = append(list, homeCard{"worries", b.Tx("home.worries"), b.Tx("home.worries.line", "N", len(b.Pack.Worries)), session.Worries, b.worriesPicture})
	boxes := at.Columns(len(list), m.Gap())
	if m.Portrait {
		boxes = at.Rows(len(list), m.S(16))
	}
	wide := boxes[0].W > boxes[0].H*1.55
	pad := page.Box{W: m.S(28), H: m.S(22)}
	arrow, title := m.S(30), boxes[0].W-2*pad.W-m.S(30)
	words := title + arrow
	if wide {
		pad.H = m.S(10)
		words = boxes[0].W*0.5 - pad.W
		if m.Text > 1 { // in large print the pictures give way to the words
			words, pad.H = boxes[0].W-2*pad.W-arrow, m.S(8)
		}
		title = words
	}
	aside := !wide && m.Text > 1 // the arrow stands below, and the title has its room
	if aside {
		pad.W = m.S(24)
		title = boxes[0].W - 2*pad.W
		words = title
	}
	heading, small, two := m.Heading(), m.Label(), false
	if wide && m.Text > 1 { // there is room for lines of a size that can be read
		heading *= 0.9
	}
	for _, c := range list {
		heading = min(heading, touch.Fit([]touch.Span{{Text: c.title}}, b.Type(heading, b.P.Ink, true), title, boxes[0].H, 1).Type.Size)
		t := b.Type(m.Label(), b.P.Soft, false)
		t.MaxFall = 0.84
		p := touch.Fit([]touch.Span{{Text: c.line}}, t, words, boxes[0].H, 1)
		small, two = min(small, p.Type.Size), two || len(p.Lines) > 1
	}
	if two { // then in two lines, and not smaller
		small = m.Label() * 0.95
	}
	titles, lines := make([]touch.Paragraph, len(list)), make([]touch.Paragraph, len(list))
	var high float32 // of the words: the titles of all cards are in one line
	least := float32(0)
	if m.Text > 1 { // in large print the lines give way before the titles are smaller than in normal print
		least = min(1, m.Heading()/m.Text/heading)
	}
	for scale := float32(1); ; scale -= 0.05 {
		high = 0
		lt := b.Type(max(small*scale, theme.MinText), b.P.Soft, false)
		lt.Lead = 1.35
		for i, c := range list {
			titles[i] = touch.Fit([]touch.Span{{Text: c.title}}, b.Type(heading*max(scale, least), b.P.Ink, true), title, boxes[i].H, 2)
			lines[i] = touch.SetText(c.line, lt, words)
			high = max(high, titles[i].Height+lines[i].Height)
		}
		if high <= boxes[0].H-2*pad.H || scale < 0.6 {
			break
		}
	}
	for i, c := range list {
		box, tp, lp := boxes[i], titles[i], lines[i]
		in := page.Box{X: pad.W, Y: pad.H, W: box.W - 2*pad.W, H: box.H - 2*pad.H}
		pic, text := in, in
		side := m.S(26)
		sign := page.Box{X: in.X + in.W - side, W: side, H: side}
		if wide {
			text, pic = in.Left(words)
			pic = page.Box{X: pic.X + m.S(20), Y: pic.Y, W: pic.W - m.S(20+16) - arrow, H: pic.H}
			text.Y += max(0, text.H-tp.Height-lp.Height) / 2
			sign.Y = (box.H - side) / 2
		} else {
			text, pic = in.Bottom(high - m.S(6))
			pic.H -= m.S(16)
			sign.Y = text.Y + (min(tp.Height, heading*1.28)-side)/2
			if aside {
				sign.Y = in.Y + in.H - side
			}
		}
		next := touch.NewPicture(page.Icon(art.Next, b.P.Edge))
		page.Place(next, sign)
		var objects []fyne.CanvasObject
		if pic.H >= max(44, m.S(52)) && pic.W >= m.S(110) { // else the words alone
			objects = b.Collect(func() { c.draw(pic) })
		}
		objects = append(objects, next)
		objects = append(objects, tp.Objects(text.X, text.Y)...)
		objects = append(objects, lp.Objects(text.X, text.Y+tp.Height)...)
		st := b.StyleCard()
		st.Border, st.BorderWidth = b.P.Edge, 2
		b.Put(touch.NewCard("home."+c.id, st, b.Do(session.Go, string(c.to)), nil, objects...), box)
	}
}

// howPicture shows the stages on their way, with the long wait between joining and the call.
func (b *B) howPicture(at page.Box) {
	m := b.M
	at = at.Middle(min(at.W, at.H*4), at.H)
	n := len(b.Pack.Stages)
	t := b.Type(m.Small(), b.P.Soft, false)
	var wait, last touch.Paragraph
	var foot, gap float32
	if n > 2 {
		wait = touch.Fit([]touch.Span{{Text: b.In(b.Pack.Stages[1].Time)}}, b.Type(m.Small(), b.P.Ink, false), at.W*0.5, m.H, 1)
		last = touch.Fit([]touch.Span{{Text: b.In(b.Pack.Stages[n-1].Time)}}, t, at.W*0.6, m.H, 1)
		gap = b.width(wait) + m.S(24)
		if at.H > m.S(150) && b.readable(last) {
			foot = last.Height
		}
		if !b.readable(wait) || at.H-foot < wait.Height*4 { // the dots speak for themselves
			wait, gap = touch.Paragraph{}, 0
		}
	}
	way := art.NewHowWay(float64(at.W), float64(at.H), n, float64(foot), float64(gap))
	b.Picture(at, func(w, h int) image.Image {
		unit := float64(w) / float64(at.W)
		return art.NewHowWay(float64(w), float64(h), n, float64(foot)*unit, float64(gap)*unit).Image(b.P)
	})
	if n <= 2 || way.D < 4 {
		return
	}
	b.Lay(wait, at.X+float32(way.Wait.X)-b.width(wait)/2, at.Y+float32(way.Wait.Y)-wait.Height/2)
	if foot > 0 {
		b.Lay(last, at.X+at.W-b.width(last), at.Y+at.H-foot+m.S(4))
	}
}

// readable reports whether a short text of a picture stands on one line and is not too small, in large print not smaller than in
// normal print: pictures give way to words.
func (b *B) readable(p touch.Paragraph) bool {
	least := float32(theme.MinText)
	if b.M.Text > 1 {
		least = max(least, b.M.S(17))
	}
	return len(p.Lines) == 1 && p.Type.Size >= least
}

// storiesPicture shows the first two stories where they turn, as cards that lie over each other.
func (b *B) storiesPicture(at page.Box) {
	m := b.M
	list := b.Pack.Stories
	h := min(at.H, m.S(210))
	if len(list) == 1 {
		b.storyPeek(at.Middle(min(at.W, h*1.6), h), list[0], 0)
		return
	}
	ratio, drop, over := float32(1.05), m.S(10), m.S(18)
	if at.H < m.S(110) {
		ratio, drop, over = 1.9, m.S(4), m.S(8)
	}
	w := min((h-drop)*ratio, (at.W+over)/2)
	both := at.Middle(min(at.W, 2*w-over), min(h, w/ratio+drop))
	w = (both.W + over) / 2
	b.storyPeek(page.Box{X: both.X, Y: both.Y, W: w, H: both.H - drop}, list[0], over)
	second := page.Box{X: both.X + both.W - w, Y: both.Y + drop, W: w, H: both.H - drop}
	frame := second.Inset(-m.S(4))
	b.Rect(frame, b.P.Card, min(frame.W, frame.H)/15+m.S(3))
	b.storyPeek(second, list[1], 0)
}

// storyPeek is a small picture of a story where it turns, with the donor's name on its table; at the right another one may lie
// over it. The table is as high as the name needs; where that would be most of the picture, the picture is shown alone.
func (b *B) storyPeek(at page.Box, s event.Story, over float32) {
	const least, most = 0.28, 0.48 // of the height
	m := b.M
	pad := min(m.S(16), at.W*0.08)
	small := float32(theme.MinText)
	if m.Text > 1 {
		small = max(small, m.S(21)) // as in normal print
	}
	t := b.Type(max(small, min(m.Label(), at.H*0.2)), b.P.OnRed, true)
	t.Lead = 1.2
	name := touch.SetText(b.In(s.Name), t, at.W-over-2*pad)
	for (name.Torn || len(name.Lines) > 1) && t.Size > small {
		t.Size = max(small, t.Size-0.5)
		name = touch.SetText(b.In(s.Name), t, at.W-over-2*pad)
	}
	table := max(least, (name.Height+m.S(6))/at.H)
	fits := !name.Torn && table <= most
	if !fits {
		table = least
	}
	b.storyScene(at, s, s.Turning(), 1-table, 0, scenes.Frame{Corner: 1 / 15.0})
	if fits {
		b.Lay(name, at.X+pad, at.Y+at.H*(1-table/2)-name.Height/2)
	}
}

// worriesPicture shows the first three questions, as they are asked; fewer where there is little room, and none that could
// not be read.
func (b *B) worriesPicture(at page.Box) {
	m := b.M
	at = at.Middle(min(at.W, m.S(460)), min(at.H, m.S(220)))
	tail, pad := min(m.S(13), at.H*0.09), min(m.S(22), at.W*0.055)
	wide := func(q string, size float32) float32 {
		return touch.MeasureText(q, size, fyne.TextStyle{Bold: true}).Width + 2*pad
	}
	least := float32(theme.MinText)
	if m.Text > 1 {
		least = max(least, m.S(23)) // as in normal print
	}
	var asked []string
	for _, w := range b.Pack.Worries[:min(3, len(b.Pack.Worries))] {
		if q := b.In(w.Q); wide(q, least) <= at.W {
			asked = append(asked, q)
		}
	}
	n := len(asked)
	var step, high, size float32
	for ; n > 0; n-- {
		step = at.H / float32(n)
		high = min(step-m.S(4), m.S(62)*m.Text)
		if size = min(max(theme.MinText, m.S(23)*m.Text), (high-tail)/1.6); size >= least {
			break
		}
	}
	for _, q := range asked[:n] {
		for size > least && wide(q, size) > at.W*0.92 {
			size = max(least, size-0.5)
		}
	}
	looks := []struct{ fill, border, text color.NRGBA }{
		{b.P.Rose, b.P.Rose, b.P.Ink}, {b.P.Paper, b.P.Edge, b.P.Ink}, {b.P.Ink, b.P.Ink, b.P.Paper},
	}
	if b.State.Contrast {
		looks[0].border = b.P.Edge
	}
	for i, q := range asked[:n] {
		look := looks[i%len(looks)]
		t := b.Type(size, look.text, true)
		t.Lead = 1.2
		p := touch.SetText(q, t, at.W)
		box := page.Box{X: at.X, Y: at.Y + float32(i)*step + (step-high)/2, W: min(at.W, b.width(p)+2*pad), H: high}
		right := i%2 == 1
		if right {
			box.X = at.X + at.W - box.W
		}
		b.Picture(box, func(pw, ph int) image.Image {
			unit := float64(pw) / float64(box.W)
			line := 2 * unit
			if look.fill == look.border {
				line = 0
			}
			return art.Bubble(pw, ph, look.fill, look.border, line, float64(tail)*unit, right)
		})
		b.Lay(p, box.X+pad, box.Y+(high-tail-p.Height)/2)
	}
}

// numbersPicture is what a pack shows that has figures and neither stories nor the search.
func (b *B) numbersPicture(at page.Box) {
	if len(b.Pack.Figures) == 0 {
		return
	}
	d := min(at.W, at.H)
	b.Picture(at.Middle(d, d), func(w, h int) image.Image { return art.TenThousand(w, h, b.P, -1) })
}
