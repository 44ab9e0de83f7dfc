package visit

import (
	"image/color"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/assets/art/scenes"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// ofStories returns what the pack says about its stories as a whole, or else the catalogue's words, which are true of any:
// they tell neither who the people are nor how far they have come.
func (b *B) ofStories(own event.Text, key string) string {
	switch {
	case own != nil:
		return b.In(own)
	case len(b.Pack.Stories) == 1:
		return b.Tx(key + ".one")
	}
	return b.Tx(key)
}

// Stories offers the donors' stories as cards, each with the scene on which its story turns.
func Stories(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true})
	head := f.Body
	if m.Portrait {
		head = f.High
	}
	h := b.Title(head, b.ofStories(b.Pack.StoryTexts.Title, "stories.title"), m.Title())
	h += b.Text(page.Box{X: head.X, Y: head.Y + h + m.S(4), W: head.W, H: 0}, b.ofStories(b.Pack.StoryTexts.Intro, "stories.line"), b.Type(m.Body(), b.P.Ink, false)) + m.S(4)
	list := b.Pack.Stories
	if len(list) == 0 {
		return
	}
	_, rest := b.Main(f.Foot, "signup", b.Tx("home.signup"), b.Do(session.Go, string(session.Notice)))
	b.SideLeft(rest, "numbers", b.Tx("read.numbers"), b.Do(session.Go, string(session.Numbers)))
	if m.Portrait {
		rows := b.storyRows(f.Low, list)
		pics := page.Box{X: head.X, Y: head.Y + h + m.S(24), W: head.W}
		pics.H = min(rows.Y-m.S(16)-pics.Y, pics.W*0.95*float32((min(len(list), 6)+1)/2))
		b.storyPictures(pics, list)
		return
	}
	_, cards := f.Body.Top(h + m.S(24))
	b.storyCards(cards, list)
}

// storyCards are the stories as cards beside and below each other, in a scroller where they are too many to see at once.
func (b *B) storyCards(at page.Box, list []event.Story) {
	m := b.M
	n := len(list)
	cols := []int{1, 1, 2, 3, 2}[min(n, 4)]
	if n > 4 {
		cols = 3
	}
	rows := (n + cols - 1) / cols
	high := (at.H - m.S(16)*float32(rows-1)) / float32(rows)
	if high < m.S(190)*m.Text && rows > 1 {
		// They keep their size, and the last row in sight is cut, so that it is seen to go on.
		high = min(m.S(240)*m.Text, at.H*0.72)
	}
	set := b.setStories(list, page.Box{W: (at.W - m.Gap()*float32(cols-1)) / float32(cols), H: high})
	var flows []page.Flow
	for i := 0; i < n; i += cols {
		flows = append(flows, page.Flow{Gap: m.S(16) * min(float32(i), 1), Height: high, Draw: func(row page.Box) {
			for k, box := range row.Columns(cols, m.Gap()) {
				if i+k < n {
					b.storyCard(box, set, i+k)
				}
			}
		}})
	}
	b.Stack(at, b.P.Paper, flows...)
}

// storySet are the cards of all stories, set at one size each: siblings weigh the same.
type storySet struct {
	list       []event.Story
	beside     bool // the scene stands at the left, not above
	scene      page.Box
	words      page.Box
	plates     []plate
	names      []touch.Paragraph // where no name stands on the table
	titles     []touch.Paragraph
	counts     []touch.Paragraph
	arrow, pad float32
}

// setStories sets the cards of the stories in a card of the given size.
func (b *B) setStories(list []event.Story, card page.Box) storySet {
	m := b.M
	s := storySet{list: list, arrow: m.S(30), pad: m.S(24)}
	s.beside = card.W > card.H*1.55 || card.H < m.S(300)*m.Text
	in := card.Inset(storyInset)
	count := b.Type(m.Label(), b.P.Soft, false)
	counts := func(width float32) {
		for _, st := range list {
			s.counts = append(s.counts, touch.Fit([]touch.Span{{Text: b.Tx("stories.count", "N", len(st.Stations))}}, count, width, m.H, 1))
		}
	}
	texts := func(of func(event.Story) string, size float32, bold bool, width, height float32, lines int) []touch.Paragraph {
		all := make([]string, len(list))
		for i, st := range list {
			all[i] = of(st)
		}
		return b.alike(all, b.Type(size, b.P.Ink, bold), width, height, lines)
	}
	title := func(st event.Story) string { return b.In(st.Title) }
	if s.beside {
		part := min(in.H*1.3, in.W*0.47)
		if len(list) > 3 {
			part = min(in.H*1.1, in.W*0.4)
		}
		s.scene, s.words = in.Left(part)
		s.words = s.words.Pad(s.pad, m.S(12))
		w := s.words.W - s.arrow
		counts(w)
		room := s.words.H - s.counts[0].Height - m.S(10)
		s.names = texts(func(st event.Story) string { return b.In(st.Name) }, m.Heading(), true, w, room*0.34, 1)
		size := m.Body()
		if len(list) == 1 {
			size = m.Heading()
		}
		s.titles = texts(title, size, false, w, room-s.names[0].Height, 4)
		return s
	}
	w := in.W - 2*s.pad - s.arrow
	counts(w)
	s.titles = texts(title, m.S(30)*m.Text, true, w, card.H*0.3, 2)
	var most float32
	for i := range list {
		most = max(most, s.titles[i].Height+s.counts[i].Height)
	}
	s.words, s.scene = in.Bottom(most + m.S(36))
	s.words = s.words.Pad(s.pad, m.S(16))
	who := true
	for range 2 {
		s.plates = s.plates[:0]
		size := m.Heading()
		for _, st := range list {
			size = min(size, b.plateOf(st, s.scene.W, s.scene.H, size, false).name.Type.Size)
		}
		var high, block float32
		all := true
		for _, st := range list {
			p := b.plateOf(st, s.scene.W, s.scene.H, size, who)
			high, block, all = max(high, p.high), max(block, p.block), all && len(p.who.Lines) > 0
			s.plates = append(s.plates, p)
		}
		for i := range s.plates {
			s.plates[i].high, s.plates[i].block = high, block
		}
		if all || !who {
			break
		}
		who = false // what not all have room for, none shows
	}
	return s
}

// alike sets texts at one size: the largest at which all of them fit.
func (b *B) alike(all []string, t touch.Type, width, height float32, lines int) []touch.Paragraph {
	t.Size = max(t.Size, theme.MinText)
	t.MaxFall = max(0.6, theme.MinText/t.Size)
	members := make([]touch.Member, len(all))
	for i, s := range all {
		members[i] = touch.Member{Spans: []touch.Span{{Text: s}}, Width: width, Height: height, MaxLines: lines}
	}
	out := touch.FitGroup(t, members...)
	for i, p := range out {
		p.Type.MaxFall = 0
		out[i] = b.parted(all[i], p.Type, width)
	}
	return out
}

// storyInset is how far from a card's edge its scene begins, in dp: under the inner half of the border, so that nothing of
// the card shows between them.
const storyInset = 1

// storyStyle is the style of a story's card: what can be touched has a border that is seen.
func (b *B) storyStyle() touch.Style {
	st := b.StyleCard()
	st.Border, st.BorderWidth = b.P.Edge, 2
	return st
}

// storyCard is a story as one card: the scene on which it turns to the card's edge, and what it is about.
func (b *B) storyCard(at page.Box, set storySet, i int) {
	m := b.M
	s := set.list[i]
	style := b.storyStyle()
	frame := scenes.Frame{Corner: float64((style.Radius - storyInset) / set.scene.W), Side: scenes.Top}
	w := set.words
	objects := b.Collect(func() {
		if set.beside {
			frame.Side = scenes.Left
			b.storyScene(set.scene, s, s.Turning(), 0.93, 0, frame)
			name, title, count := set.names[i], set.titles[i], set.counts[i]
			y := w.Y + max(0, w.H-name.Height-title.Height-count.Height-m.S(10))/2
			b.Lay(name, w.X, y)
			b.Lay(title, w.X, y+name.Height+m.S(2))
			b.Lay(count, w.X, y+name.Height+title.Height+m.S(10))
			return
		}
		b.storyPanel(set.scene, s, s.Turning(), set.plates[i], frame)
		b.Lay(set.titles[i], w.X, w.Y)
		b.Lay(set.counts[i], w.X, w.Y+set.titles[i].Height+m.S(4))
	})
	next := touch.NewPicture(page.Icon(art.Next, b.P.Edge))
	page.Place(next, page.Box{X: w.X + w.W - set.arrow + m.S(4), Y: w.Y + (w.H-set.arrow)/2, W: set.arrow, H: set.arrow})
	b.Put(touch.NewCard("stories."+s.ID, style, b.Do(session.OpenStory, s.ID), nil, append(objects, next)...), at)
}

// storyPictures are the scenes over the rows of a totem, at most six of them.
func (b *B) storyPictures(at page.Box, list []event.Story) {
	m := b.M
	list = list[:min(len(list), 6)]
	gap := m.S(16)
	var cols, rows int
	var size, w, h, most float32
	for c := 1; c <= min(2, len(list)); c++ { // whatever shows more of what stands on the tables
		if c == 2 && len(list) == 3 {
			break // no hole beside the third
		}
		r := (len(list) + c - 1) / c
		wide, high := (at.W-gap*float32(c-1))/float32(c), (at.H-gap*float32(r-1))/float32(r)
		letters := m.S(42) * m.Text
		if c > 1 {
			letters = m.Heading()
		}
		p := b.plateOf(list[0], wide, high, letters, true)
		if seen := min(wide/500, (high-p.high)/260); c == 1 || seen > most {
			cols, rows, size, w, h, most = c, r, letters, wide, high, seen
		}
	}
	for _, s := range list {
		size = min(size, b.plateOf(s, w, h, size, false).name.Type.Size)
	}
	for r, row := range at.Rows(rows, gap) {
		for k, box := range row.Columns(cols, gap) {
			if i := r*cols + k; i < len(list) {
				b.storyPicture(box, list[i], size)
			}
		}
	}
}

// storyPicture is the scene of a story with its donor's name. It is touchable, but so is the row
// within reach; hence it does not count as a control of its own.
func (b *B) storyPicture(at page.Box, s event.Story, size float32) {
	b.storyPanel(at, s, s.Turning(), b.plateOf(s, at.W, at.H, size, true), scenes.Frame{})
	btn := touch.NewButton("", "", touch.Style{Fill: color.Transparent}, b.Do(session.OpenStory, s.ID))
	page.Place(btn, at)
	b.Add(btn)
}

// storyRows are the stories within reach, at the foot of the box, under the pictures: in a scroller where they are too
// many. It returns the part of the box that they take.
func (b *B) storyRows(at page.Box, list []event.Story) page.Box {
	m := b.M
	n := len(list)
	gap, high := m.S(16), m.S(132)*m.Text
	if float32(n)*(high+gap) > at.H+gap && n > 4 {
		set := b.setRows(list, page.Box{W: at.W, H: high})
		var flows []page.Flow
		for i := range list {
			flows = append(flows, page.Flow{Gap: gap * min(float32(i), 1), Height: high, Draw: func(box page.Box) { b.storyRow(box, set, i) }})
		}
		b.Stack(at, b.P.Paper, flows...)
		return at
	}
	cols := page.ColumnsFor(n, at.H, m.S(104)*m.Text, 1)
	rows := (n + cols - 1) / cols
	at, _ = at.Bottom(min(at.H, float32(rows)*(high+gap)-gap))
	set := b.setRows(list, page.Box{W: (at.W - gap*float32(cols-1)) / float32(cols), H: (at.H - gap*float32(rows-1)) / float32(rows)})
	for r, row := range at.Rows(rows, gap) {
		for k, box := range row.Columns(cols, gap) {
			if i := r*cols + k; i < n {
				b.storyRow(box, set, i)
			}
		}
	}
	return at
}

// setRows sets the rows of the stories, each of the given size.
func (b *B) setRows(list []event.Story, row page.Box) storySet {
	m := b.M
	s := storySet{list: list, arrow: m.S(34), pad: m.S(28)}
	s.words = row.Pad(s.pad, m.S(12))
	if len(list) > 6 { // not all of them have a picture above
		side := row.H - 2*m.S(18)
		s.scene = page.Box{X: m.S(18), Y: m.S(18), W: side, H: side}
		_, s.words = s.words.Left(s.scene.W + m.S(18))
	}
	w := s.words.W - s.arrow
	var names, titles, counts []string
	for _, st := range list {
		names, titles = append(names, b.In(st.Name)), append(titles, b.In(st.Title))
		counts = append(counts, b.Tx("stories.count", "N", len(st.Stations)))
	}
	s.names = b.alike(names, b.Type(m.Label(), b.P.Ink, false), w*0.68, m.H, 1)
	s.counts = b.alike(counts, b.Type(s.names[0].Type.Size, b.P.Soft, false), w, m.H, 1)
	s.titles = b.alike(titles, b.Type(m.Heading(), b.P.Ink, true), w, s.words.H-s.names[0].Height-m.S(4), 2)
	return s
}

// storyRow is a story as a row within reach, under the pictures.
func (b *B) storyRow(at page.Box, set storySet, i int) {
	m := b.M
	s, w := set.list[i], set.words
	name, title, count := set.names[i], set.titles[i], set.counts[i]
	objects := b.Collect(func() {
		if set.scene.W > 0 {
			b.storyThumb(set.scene, s)
		}
		y := w.Y + max(0, w.H-name.Height-title.Height-m.S(4))/2
		b.Lay(name, w.X, y)
		b.Lay(count, w.X+touch.MeasureText(b.In(s.Name), name.Type.Size, fyne.TextStyle{}).Width+m.S(22), y)
		b.Lay(title, w.X, y+name.Height+m.S(4))
	})
	next := touch.NewPicture(page.Icon(art.Next, b.P.Edge))
	page.Place(next, page.Box{X: w.X + w.W - set.arrow + m.S(4), Y: (at.H - set.arrow) / 2, W: set.arrow, H: set.arrow})
	b.Put(touch.NewCard("stories."+s.ID, b.storyStyle(), b.Do(session.OpenStory, s.ID), nil, append(objects, next)...), at)
}
