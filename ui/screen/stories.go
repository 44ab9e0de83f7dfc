package screen

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// stories offers the donors' stories as big cards.
func stories(b *B) {
	m := b.M
	f := b.Frame(Framing{Back: true, Next: true})
	head := f.Body
	if m.Portrait {
		head = f.High
	}
	h := b.TextFit(Box{head.X, head.Y, head.W, m.Title() * 2.6}, b.Tx("stories.title"), b.Type(m.Title(), b.P.Ink, true), 2, 0)
	h += b.Text(Box{head.X, head.Y + h + m.S(4), head.W, 0}, b.Tx("stories.line"), b.Type(m.Body(), b.P.Ink, false)) + m.S(4)
	list := b.Pack.Stories
	n := len(list)
	if n == 0 {
		return
	}
	_, rest := b.Main(f.Foot, "signup", b.Tx("home.signup"), b.Do(session.Go, string(session.Notice)))
	b.sideLeft(rest, "numbers", b.Tx("read.numbers"), b.Do(session.Go, string(session.Numbers)))
	if m.Portrait {
		_, pics := head.Top(h + m.S(26))
		cols := min(n, 2)
		for i, box := range pics.Columns(cols, m.Gap()) {
			b.storyPicture(box, list[i])
		}
		for i, box := range f.Low.Rows(n, m.S(16)) {
			b.storyRow(box, list[i])
		}
		return
	}
	_, cards := f.Body.Top(h + m.S(24))
	rows := (n + 2) / 3
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

// storyPicture is the picture of a story with its donor's name. It can be touched too, but so can
// the row within reach; hence it counts as no control of its own.
func (b *B) storyPicture(at Box, s event.Story) {
	b.storyPanel(at, s, len(s.Stations)-1)
	btn := touch.NewButton("", "", touch.Style{Fill: color.Transparent}, b.Do(session.OpenStory, s.ID))
	place(btn, at)
	b.into.Add(btn)
}

// storyCard is a story as a card: the picture at the left, what it is about beside it.
func (b *B) storyCard(at Box, s event.Story) {
	m := b.M
	var pic, words Box
	inner := Box{0, 0, at.W, at.H}.Inset(m.S(14))
	if at.W > at.H*1.15 {
		pic, words = inner.Left(min(inner.W*0.46, inner.H))
		words = words.Pad(m.S(28), m.S(12))
	} else {
		pic, words = inner.Top(inner.H * 0.58)
		words = words.Pad(m.S(18), m.S(16))
	}
	objects := []fyne.CanvasObject{b.panelPicture(pic, s)}
	objects = append(objects, b.storyWords(words, s, m.Heading())...)
	b.Put(touch.NewCard("stories."+s.ID, b.styleCard(), b.Do(session.OpenStory, s.ID), nil, objects...), at)
}

// storyRow is a story as a row within reach, under the pictures.
func (b *B) storyRow(at Box, s event.Story) {
	m := b.M
	words := Box{m.S(34), m.S(18), at.W - m.S(34+80), at.H - m.S(36)}
	objects := b.storyWords(words, s, m.Heading())
	next := touch.NewPicture(Icon(art.Next, b.P.Red))
	place(next, Box{at.W - m.S(66), (at.H - m.S(36)) / 2, m.S(36), m.S(36)})
	b.Put(touch.NewCard("stories."+s.ID, b.styleCard(), b.Do(session.OpenStory, s.ID), nil, append(objects, next)...), at)
}

func (b *B) panelPicture(at Box, s event.Story) fyne.CanvasObject {
	n := len(s.Stations)
	p := touch.NewPicture(func(w, h int) image.Image { return art.StoryArt(s.Art, w, h, b.Art(), n-1, n) })
	place(p, at)
	return p
}

// storyWords are name, title, who, and how many stations it takes to read, in the middle of the box.
func (b *B) storyWords(at Box, s event.Story, size float32) []fyne.CanvasObject {
	m := b.M
	set := []touch.Paragraph{
		touch.Fit([]touch.Span{{Text: b.In(s.Name)}}, b.Type(m.Label(), b.P.Red, true), at.W, at.H*0.2, 1),
		touch.Fit([]touch.Span{{Text: b.In(s.Title)}}, b.Type(size, b.P.Ink, true), at.W, at.H*0.5, 3),
		touch.Fit([]touch.Span{{Text: b.In(s.Who)}}, b.Type(m.Label(), b.P.Soft, false), at.W, at.H*0.32, 3),
		touch.Fit([]touch.Span{{Text: b.Tx("stories.count", "N", len(s.Stations))}}, b.Type(m.Label(), b.P.Ink, false), at.W, at.H*0.14, 1),
	}
	gaps := []float32{0, m.S(8), m.S(12), m.S(16)}
	var h float32
	for i, p := range set {
		h += gaps[i] + p.Height
	}
	if h > at.H {
		h -= gaps[3] + set[3].Height
		set = set[:3]
	}
	y := at.Y + max(0, at.H-h)/2
	var out []fyne.CanvasObject
	for i, p := range set {
		y += gaps[i]
		out = append(out, p.Objects(at.X, y)...)
		y += p.Height
	}
	return out
}
