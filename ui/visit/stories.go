package visit

import (
	"image/color"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
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

// Stories offers the donors' stories as big cards.
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
	n := len(list)
	if n == 0 {
		return
	}
	_, rest := b.Main(f.Foot, "signup", b.Tx("home.signup"), b.Do(session.Go, string(session.Notice)))
	b.SideLeft(rest, "numbers", b.Tx("read.numbers"), b.Do(session.Go, string(session.Numbers)))
	if m.Portrait {
		_, pics := head.Top(h + m.S(26))
		cols := min(n, 2)
		for i, box := range pics.Columns(cols, m.Gap()) {
			b.storyPicture(box, list[i])
		}
		high := m.S(128) * m.Text
		if float32(n)*(high+m.S(16)) > f.Low.H+m.S(16) && n > 4 {
			var flows []page.Flow
			for i, s := range list {
				flows = append(flows, page.Flow{Gap: m.S(16) * min(float32(i), 1), Height: high, Draw: func(at page.Box) { b.storyRow(at, s) }})
			}
			b.Stack(f.Low, b.P.Paper, flows...)
			return
		}
		down := page.ColumnsFor(n, f.Low.H, m.S(104)*m.Text, 1)
		for r, row := range f.Low.Rows((n+down-1)/down, m.S(16)) {
			for k, box := range row.Columns(down, m.S(16)) {
				if i := r*down + k; i < n {
					b.storyRow(box, list[i])
				}
			}
		}
		return
	}
	_, cards := f.Body.Top(h + m.S(24))
	rows := (n + 2) / 3
	if rows > 1 && cards.H/float32(rows)-m.S(16) < m.S(270)*m.Text {
		// Too many to see at once: they keep their size, and the last row in sight is cut, so that it is seen to go on.
		var flows []page.Flow
		for i := 0; i < n; i += 3 {
			row := list[i:min(i+3, n)]
			flows = append(flows, page.Flow{Gap: m.S(16) * min(float32(i), 1), Height: min(m.S(290)*m.Text, cards.H*0.72), Draw: func(at page.Box) {
				for k, box := range at.Columns(3, m.Gap())[:len(row)] {
					b.storyCard(box, row[k])
				}
			}})
		}
		b.Stack(cards, b.P.Paper, flows...)
		return
	}
	for r, row := range cards.Rows(rows, m.S(16)) {
		from, to := r*3, min(n, r*3+3)
		cols := to - from
		if rows > 1 {
			cols = 3
		}
		for i, box := range row.Columns(cols, m.Gap()) {
			if from+i < to {
				b.storyCard(box, list[from+i])
			}
		}
	}
}

// storyPicture is the picture of a story with its donor's name. It is touchable, but so is the row
// within reach; hence it does not count as a control of its own.
func (b *B) storyPicture(at page.Box, s event.Story) {
	b.storyPanel(at, s, len(s.Stations)-1)
	btn := touch.NewButton("", "", touch.Style{Fill: color.Transparent}, b.Do(session.OpenStory, s.ID))
	page.Place(btn, at)
	b.Add(btn)
}

// storyCard is a story as a card: the picture above with the donor's name, what it is about below.
func (b *B) storyCard(at page.Box, s event.Story) {
	m := b.M
	var pic, words page.Box
	inner := page.Box{X: 0, Y: 0, W: at.W, H: at.H}.Inset(m.S(14))
	if at.W > at.H*1.7 {
		pic, words = inner.Left(inner.W * 0.48)
		words = words.Pad(m.S(34), m.S(12))
	} else {
		words, pic = inner.Bottom(min(inner.H*0.45, m.S(150)*m.Text))
		words = words.Pad(m.S(20), 0)
		words.Y, words.H = words.Y+m.S(12), words.H-m.S(16)
	}
	objects := b.Collect(func() { b.storyPanel(pic, s, len(s.Stations)-1) })
	title, count := b.storyLines(s, words, m.Heading())
	y := words.Y + max(0, words.H-title.Height-count.Height-m.S(4))/2
	objects = append(objects, title.Objects(words.X, y)...)
	objects = append(objects, count.Objects(words.X, y+title.Height+m.S(4))...)
	next := touch.NewPicture(page.Icon(art.Next, b.P.Red))
	page.Place(next, page.Box{X: words.X + words.W - m.S(30), Y: words.Y + (words.H-m.S(34))/2, W: m.S(34), H: m.S(34)})
	b.Put(touch.NewCard("stories."+s.ID, b.StyleCard(), b.Do(session.OpenStory, s.ID), nil, append(objects, next)...), at)
}

// storyLines are the title of a story and how many stations it has.
func (b *B) storyLines(s event.Story, at page.Box, size float32) (title, count touch.Paragraph) {
	m := b.M
	w := at.W - m.S(48)
	count = touch.SetText(b.Tx("stories.count", "N", len(s.Stations)), b.Type(m.Label(), b.P.Soft, false), w)
	t := b.Type(size, b.P.Ink, true)
	t.MaxFall = 0.78
	title = touch.Fit([]touch.Span{{Text: b.In(s.Title)}}, t, w, at.H-count.Height, 1)
	return title, count
}

// storyRow is a story as a row within reach, under the pictures.
func (b *B) storyRow(at page.Box, s event.Story) {
	m := b.M
	words := page.Box{X: m.S(34), Y: m.S(14), W: at.W - m.S(34+30), H: at.H - m.S(28)}
	name := touch.SetText(b.In(s.Name), b.Type(m.Label(), b.P.Red, true), words.W-m.S(48))
	title, count := b.storyLines(s, words, m.Heading())
	y := max(0, at.H-name.Height-title.Height-count.Height-m.S(12)) / 2
	objects := name.Objects(words.X, y)
	y += name.Height + m.S(6)
	objects = append(objects, title.Objects(words.X, y)...)
	objects = append(objects, count.Objects(words.X, y+title.Height+m.S(6))...)
	next := touch.NewPicture(page.Icon(art.Next, b.P.Red))
	page.Place(next, page.Box{X: at.W - m.S(66), Y: (at.H - m.S(36)) / 2, W: m.S(36), H: m.S(36)})
	b.Put(touch.NewCard("stories."+s.ID, b.StyleCard(), b.Do(session.OpenStory, s.ID), nil, append(objects, next)...), at)
}
