package visit

import (
	"image"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Home offers three equal cards and the sign-up.
func Home(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Next: true})
	head := f.Body
	if m.Portrait {
		head = f.High
	}
	h := b.TextFit(page.Box{X: head.X, Y: head.Y, W: head.W, H: m.Title() * 2.6}, b.Tx("home.title"), b.Type(m.Title(), b.P.Ink, true), 2, 0)
	h += m.S(6)
	h += b.Text(page.Box{X: head.X, Y: head.Y + h, W: head.W, H: 0}, b.Tx("home.line"), b.Type(m.Body(), b.P.Ink, false))
	cards := f.Low
	if m.Portrait {
		// The picture above shows what it is about; the cards stay within reach.
		d := min(head.H-h-m.S(40), head.W*0.7)
		b.Picture(page.Box{X: head.X + (head.W-d)/2, Y: head.Y + h + m.S(30), W: d, H: d}, func(w, h int) image.Image {
			return art.StoriesDrawing(w, h, b.P)
		})
	} else {
		_, cards = cards.Top(h + m.S(22))
	}
	type card struct {
		id, title, line string
		to              session.Screen
		draw            func(w, h int, pal art.Palette) *image.RGBA
	}
	list := []card{
		{"how", b.Tx("home.how"), b.Tx("home.how.line"), session.How, art.HowDrawing},
		{"stories", b.ofStories(b.Pack.StoryTexts.Card, "home.stories"), b.ofStories(b.Pack.StoryTexts.CardLine, "home.stories.line"), session.Stories, art.StoriesDrawing},
		{"worries", b.Tx("home.worries"), b.Tx("home.worries.line"), session.Worries, art.WorriesDrawing},
	}
	if len(b.Pack.Stories) == 0 {
		list[1] = card{"numbers", b.Tx("home.numbers"), b.Tx("home.numbers.line"), session.Numbers, art.StoriesDrawing}
	}
	boxes := cards.Columns(3, m.Gap())
	if m.Portrait {
		boxes = cards.Rows(3, m.S(16))
	}
	// The three are equal: if one must be shrunk, all are.
	size := m.Heading()
	for i, c := range list {
		w := cardTextWidth(boxes[i], m.S(28)) - m.S(12)
		size = min(size, touch.Fit([]touch.Span{{Text: c.title}}, b.Type(size, b.P.Ink, true), w, boxes[i].H, 1).Type.Size)
	}
	for i, c := range list {
		b.pictureCard(boxes[i], size, "home."+c.id, c.title, c.line, c.draw, b.Do(session.Go, string(c.to)))
	}
	_, rest := b.Main(f.Foot, "signup", b.Tx("home.signup"), b.Do(session.Go, string(session.Notice)))
	st := b.StyleQuiet()
	label := b.Tx("home.already")
	w := min(b.Width(label, st), rest.W)
	bh := m.ButtonH()
	b.Button(page.Box{X: rest.X, Y: rest.Y + (rest.H-bh)/2, W: w, H: bh}, "home.already", label, st, b.Do(session.Go, string(session.Already)))
}

// cardTextWidth is the width for words on a card with a drawing: the full width under the drawing,
// or on a wide card what the drawing at its right leaves.
func cardTextWidth(at page.Box, pad float32) float32 {
	if w := at.W - 2*pad; at.W > at.H*1.4 {
		return w - min((at.H-2*pad)*1.6, w*0.38)
	}
	return at.W - 2*pad
}

// pictureCard is a card with a drawing, a heading and a line; on wide cards the drawing is at the
// right.
func (b *B) pictureCard(at page.Box, heading float32, id, title, line string, draw func(w, h int, pal art.Palette) *image.RGBA, do func()) {
	m := b.M
	pic := touch.NewPicture(func(w, h int) image.Image { return draw(w, h, b.P) })
	pad := m.S(28)
	wide := at.W > at.H*1.4
	in := page.Box{X: pad, Y: pad, W: at.W - 2*pad, H: at.H - 2*pad}
	var picBox, textBox page.Box
	if wide {
		picBox, textBox = in.Right(in.W - cardTextWidth(at, pad))
		textBox.W -= m.S(12)
	} else {
		textBox = in
	}
	tp := touch.Fit([]touch.Span{{Text: title}}, b.Type(heading, b.P.Ink, true), textBox.W, in.H*0.4, 1)
	lp := touch.Fit([]touch.Span{{Text: line}}, b.Type(m.Label(), b.P.Soft, false), textBox.W, in.H*0.4, 3)
	y := textBox.Y
	if wide {
		y += max(0, textBox.H-tp.Height-lp.Height) / 2
	} else {
		textBox, picBox = in.Bottom(tp.Height + lp.Height)
		picBox.H -= m.S(18)
		y = textBox.Y
	}
	objects := []fyne.CanvasObject{pic}
	objects = append(objects, tp.Objects(textBox.X, y)...)
	objects = append(objects, lp.Objects(textBox.X, y+tp.Height)...)
	page.Place(pic, picBox)
	b.Put(touch.NewCard(id, b.StyleCard(), do, nil, objects...), at)
}
