package visit

import (
	"image/color"
	"math/rand/v2"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	"matchbooth/ui/visit/crowd"
)

// numbers is the page of figures while it is shown. What the visitor chose and found is noted in the state too, so that it is
// still there in another language or size of print.
type numbers struct {
	*B
	list   []event.Figure
	words  page.Box // under the page's title
	holder *touch.Holder
	dots   *crowd.Dots
	seek   *touch.Button
	cards  []*numberChip
	fig    int
	search int    // how often the search was begun again
	found  string // as in the state

	high    float32   // of the panel above the reach of a seated person, in dp
	entered time.Time // when the visitor came to the page

	line    page.Box // of the caption
	caption *canvas.Text
	lamps   [art.SearchSteps]*canvas.Circle
	told    time.Time // when a finger was last reported
	stirred bool      // somebody searches
	since   time.Time // when that was first seen by the clock of the page
}

// captionHeight is the height of the caption under the crowd, in dp.
func (n *numbers) captionHeight() float32 { return max(n.M.S(72), n.M.Lead()*2) }

// picture places the dots, with the caption under the crowd, on the same ground: it covers nobody.
func (n *numbers) picture(panel page.Box) {
	m := n.M
	n.Rect(panel, n.P.Wine, m.Corner())
	n.dots = crowd.New(n.P)
	n.dots.Foot, n.dots.High, n.dots.Corner, n.dots.Still = n.captionHeight(), n.high, m.Corner(), n.Still
	n.Put(n.dots, panel)
	n.line, _ = panel.Bottom(n.dots.Foot)
	n.caption = touch.NewText("", n.P.OnWine, fyne.TextStyle{Bold: true})
	for i := range n.lamps {
		n.lamps[i] = canvas.NewCircle(color.Transparent)
		n.lamps[i].StrokeWidth = max(1.5, m.S(2))
		n.Add(n.lamps[i])
	}
	n.Add(n.caption)
	n.dots.OnTouch = n.touched
	n.dots.OnNear = n.near
	n.dots.OnFound = func() { n.end("found") }
}

// touched tells that somebody is there, at most once a second.
func (n *numbers) touched() {
	if now := time.Now(); !touch.IsAlone() && now.Sub(n.told) > time.Second {
		n.told = now
		n.Send(session.Event{Kind: session.Touch})
	}
}

// near says how near a searching finger is.
func (n *numbers) near(step int) {
	n.stirred = n.stirred || !touch.IsAlone()
	n.say(n.Tx([]string{"numbers.far", "numbers.near", "numbers.nearer", "numbers.here"}[step]), step)
}

// say sets the caption; of the three small lamps before it, lit ones are gold. Without lamps lit is negative.
func (n *numbers) say(s string, lit int) {
	m := n.M
	if n.caption.Text == s {
		return
	}
	d, gap := m.S(20), m.S(9)
	var row float32
	if lit >= 0 {
		row = art.SearchSteps*(d+gap) + m.S(12)
	}
	size := m.S(32) * m.Text
	if lit < 0 && len([]rune(s)) > 12 {
		size = m.Body() // a sentence
	}
	style := n.caption.TextStyle
	w := touch.MeasureText(s, size, style).Width
	for room := n.line.W - m.S(48) - row; size > theme.MinText && w > room; w = touch.MeasureText(s, size, style).Width {
		size = max(theme.MinText, min(size*room/w, size-0.1))
	}
	n.caption.Text, n.caption.TextSize = s, size
	h := touch.MeasureText(s, size, style).Height
	x, mid := n.line.X+(n.line.W-w-row)/2, n.line.Y+n.line.H*0.44
	for i, l := range n.lamps {
		l.Hidden = lit < 0
		l.FillColor, l.StrokeColor = color.Transparent, n.P.OnWineQuiet
		if i < lit {
			l.FillColor, l.StrokeColor = n.P.Gold, n.P.Gold
		}
		page.Place(l, page.Box{X: x + float32(i)*(d+gap), Y: mid - d/2, W: d, H: d})
		l.Refresh()
	}
	page.Place(n.caption, page.Box{X: x + row, Y: mid - h/2, W: w, H: h})
	n.caption.Refresh()
}

// show shows a figure.
func (n *numbers) show(i int) {
	n.fig = i
	fig := n.list[i]
	for k, c := range n.cards {
		c.choose(n.B, k == i)
	}
	switch share := lightOf(fig); {
	case searched(fig):
		n.dots.Seek(theOne(n.entered, n.search))
		n.stirred, n.since = false, time.Time{}
		if n.found != "" {
			n.dots.Reveal(false)
		}
		n.searching()
		return
	default:
		n.dots.Share(share)
		switch {
		case fig.Lit != nil:
			n.say(n.In(fig.Lit), -1)
		case share > 0:
			n.say(n.Tx("numbers.share", "N", thousands(share)), -1)
		default:
			n.say(n.Tx("numbers.plain"), -1)
		}
	}
	n.seek.Hide()
	n.tell(fig, n.In(fig.Value), n.In(fig.Means))
}

// searching shows the words and the button that belong to the search.
func (n *numbers) searching() {
	fig := n.list[n.fig]
	n.seek.ID = "numbers.show"
	label := n.Tx("numbers.show")
	head, means := n.In(fig.Value), n.In(fig.Means)
	if n.found != "" {
		n.seek.ID, label = "numbers.again", n.Tx("numbers.again")
		head = n.Tx("numbers." + n.found + ".title")
		means = n.Tx("numbers.found.line") + "\n" + means
		if fig.Lit != nil {
			means = n.In(fig.Lit)
		}
		n.say(n.Tx("numbers.found"), -1)
	} else {
		n.say(n.Tx("numbers.search"), -1)
	}
	n.seek.SetText(label)
	n.seek.Show()
	n.tell(fig, head, means)
}

// tell shows the words of a figure.
func (n *numbers) tell(fig event.Figure, head, means string) {
	t := n.figureWords(n.words.W, n.words.H, fig, head, means)
	n.holder.Fill(n.Collect(func() {
		x, y := n.words.X, n.words.Y
		n.Lay(t.head, x, y)
		y += t.head.Height + t.gap
		for _, p := range t.means {
			n.Lay(p, x, y)
			y += p.Height + t.gap
		}
		n.Lay(t.source, x, y)
	})...)
}

// height is the most that the words of a figure need, found or not.
func (n *numbers) height(fig event.Figure) float32 {
	sum := func(means event.Text) float32 {
		return n.figureWords(n.words.W, n.M.H, fig, n.In(fig.Value), n.In(means)).height()
	}
	h := sum(fig.Means)
	if searched(fig) && fig.Lit != nil {
		h = max(h, sum(fig.Lit))
	}
	return h
}

// seekButton places the button that shows the one to whom does not want to search, or cannot, and then begins a new search.
func (n *numbers) seekButton(foot, panel page.Box) {
	m := n.M
	st := n.StyleQuiet()
	w, h := max(n.Width(n.Tx("numbers.show"), st), n.Width(n.Tx("numbers.again"), st)), m.ButtonH()
	at := page.Box{X: foot.X, Y: foot.Y + (foot.H-h)/2, W: w, H: h}
	room := foot.W*0.54 - m.Gap()
	if !m.Portrait {
		at.X = panel.X + panel.W + m.S(48)
		main := n.Page.Buttons[len(n.Page.Buttons)-1]
		room = main.Position().X - at.X - m.S(16)
	}
	at.W = max(theme.MinTarget, min(w, room))
	n.seek = n.Button(at, "numbers.show", n.Tx("numbers.show"), st, func() {
		if n.found == "" {
			n.end("shown")
		} else {
			n.again()
		}
	})
}

// end ends the search: by a finger, or the one shows itself.
func (n *numbers) end(how string) {
	n.found = how
	n.dots.Reveal(!n.Still)
	n.searching()
	n.Send(session.Event{Kind: session.FoundOne, Arg: how})
}

// again begins a search for another one.
func (n *numbers) again() {
	n.search, n.found = n.search+1, ""
	n.Send(session.Event{Kind: session.SearchAgain})
	n.show(n.fig)
}

// tick shows the one to whom has searched for long.
func (n *numbers) tick(now time.Time) {
	switch {
	case !n.stirred || n.found != "" || !searched(n.list[n.fig]):
	case n.since.IsZero():
		n.since = now
	case now.Sub(n.since) >= shownAfter:
		touch.Alone(func() { n.end("shown") })
	}
}

// key moves the lamp by the arrow keys.
func (n *numbers) key(name fyne.KeyName, _ rune) { n.dots.Key(name) }

// theOne draws the dot that is the one: another at every visit, and at every search of a visit.
func theOne(since time.Time, search int) int {
	return rand.New(rand.NewPCG(uint64(since.UnixNano()), uint64(search))).IntN(art.TenThousandDots) //nolint:gosec // G404: a game, and no secret
}

// numberChip is the card of one figure: its topic small, the figure bold.
type numberChip struct {
	card  *touch.Button
	topic []fyne.CanvasObject
	value []fyne.CanvasObject
}

// chipsWidth is how wide the widest chip is with its value on one line.
func (b *B) chipsWidth(list []event.Figure) (w float32) {
	m := b.M
	for _, fig := range list {
		w = max(w, touch.MeasureText(b.In(fig.Value), m.Label(), fyne.TextStyle{Bold: true}).Width)
	}
	return w + m.S(40)
}

// chips places the cards that choose a figure, all in the same two sizes.
func (n *numbers) chips(at page.Box, rows, cols int) {
	m := n.M
	boxes := make([]page.Box, 0, rows*cols)
	for _, row := range at.Rows(rows, page.TouchGap) {
		boxes = append(boxes, row.Columns(cols, page.TouchGap)...)
	}
	pad := m.S(22)
	if m.Text > 1 {
		pad = m.S(15)
	}
	w, h := boxes[0].W-2*pad, boxes[0].H-m.S(10)
	topics := false
	for _, fig := range n.list {
		topics = topics || fig.Topic != nil
	}
	lines := 1
	if !topics {
		lines = 2
	}
	group := func(t touch.Type, text func(event.Figure) string, lines int) []touch.Paragraph {
		t.MaxFall = min(1, max(0.6, theme.MinText/t.Size))
		members := make([]touch.Member, len(n.list))
		for i, fig := range n.list {
			members[i] = touch.Member{Spans: []touch.Span{{Text: text(fig)}}, Width: w, Height: h, MaxLines: lines}
		}
		return touch.FitGroup(t, members...)
	}
	value := group(n.Type(m.Label(), n.P.Ink, true), func(fig event.Figure) string { return n.In(fig.Value) }, lines)
	small := n.Type(max(theme.MinText, min(m.Small(), value[0].Type.Size*0.86)), n.P.Soft, false)
	small.Lead = 1.3
	topic := group(small, func(fig event.Figure) string { return n.In(fig.Topic) }, 1)
	for i, fig := range n.list {
		if fig.Topic == nil {
			topic[i] = touch.Paragraph{}
		}
	}
	for i, fig := range n.list {
		c := &numberChip{}
		y := (boxes[i].H - topic[i].Height - value[i].Height) / 2
		if fig.Topic != nil {
			c.topic = topic[i].Objects(pad, y)
		}
		c.value = value[i].Objects(pad, y+topic[i].Height)
		st := n.StyleCard()
		st.Radius, st.Border, st.BorderWidth = m.FieldCorner(), n.P.Edge, 2
		c.card = touch.NewCard("numbers."+fig.ID, st, func() {
			if n.fig != i {
				n.show(i)
			}
			n.Send(session.Event{Kind: session.ToStation, N: i})
		}, nil, append(append([]fyne.CanvasObject{}, c.topic...), c.value...)...)
		n.cards = append(n.cards, c)
		n.Put(c.card, boxes[i])
	}
}

// choose shows whether the chip is the one whose figure is shown: on ink, with light words.
func (c *numberChip) choose(b *B, on bool) {
	st := &c.card.Style
	topic, value := b.P.Soft, b.P.Ink
	st.Fill, st.Border, st.Pressed = b.P.Card, b.P.Edge, b.P.Rose
	if on {
		topic, value = b.P.OnWineQuiet, b.P.Paper
		st.Fill, st.Border, st.Pressed = b.P.Ink, b.P.Ink, b.P.Ink
	}
	for _, list := range []struct {
		objects []fyne.CanvasObject
		color   color.Color
	}{{c.topic, topic}, {c.value, value}} {
		for _, o := range list.objects {
			if t, ok := o.(*canvas.Text); ok {
				t.Color = list.color
				t.Refresh()
			}
		}
	}
	c.card.Refresh()
}
