package calls

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"math"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/sheet"
	"matchbooth/ui/work/typeset"
)

// Lengths are in millimetres, sizes of text in points.
const (
	left   = 16.0
	width  = 178.0
	bottom = 276.0
)

// The columns of a person: who it is, how to reach them, and what for.
var columns = [3]struct{ x, w float64 }{{left, 44}, {left + 48, 68}, {left + 120, 58}}

// The greys: all text is dark enough for a worn-out printer.
var (
	black = color.Gray{0}
	grey  = color.Gray{70}
	line  = color.Gray{150}
)

// writePaper writes the list as A4 pages to be printed and written on: nothing on them is coloured. Each page is drawn when
// the one before has been packed, so that a long list takes no more room than a short one. stopped is asked before each.
func writePaper(w io.Writer, o Order, list []Call, erased []entry.ReceiptCode, stopped func() error) error {
	doc := sheet.NewPDF(o.On)
	if err := drawPaper(o, list, erased, func(img image.Image, people int) error {
		if err := stopped(); err != nil {
			return err
		}
		if o.Progress != nil {
			o.Progress(people, len(list))
		}
		return doc.Add(sheet.Drawn(img))
	}); err != nil {
		return err
	}
	return doc.Write(w)
}

// drawPaper draws the pages and hands out each, with how many people are on those so far. The picture is drawn over after
// that.
func drawPaper(o Order, list []Call, erased []entry.ReceiptCode, full func(img image.Image, people int) error) error {
	set, err := typeset.New()
	if err != nil {
		return err
	}
	p := &paper{say: o.In, set: set, img: image.NewGray(image.Rect(0, 0, typeset.PageWidth, typeset.PageHeight)), full: full}
	p.begin()
	p.head(o, list)
	for i, c := range list {
		p.person(c, o.On.Location())
		p.people = i + 1
	}
	p.gone(erased)
	p.end()
	return p.err
}

// paper is a list being drawn, from the top of its first page down. What is drawn on it is gone with its picture.
type paper struct {
	say    text.Printer
	set    *typeset.Type
	img    *image.Gray
	y      float64 // the next baseline
	n      int     // of the page
	people int
	full   func(img image.Image, people int) error
	err    error
}

// leading is the distance of two baselines.
func leading(size float64) float64 { return size * 25.4 / 72 * 1.4 }

// begin begins a page.
func (p *paper) begin() {
	draw.Draw(p.img, p.img.Rect, image.White, image.Point{}, draw.Src)
	p.n++
	p.y = 20
}

// end ends a page: what has to become of it stands on each.
func (p *paper) end() {
	p.fill(left, 281, width, 0.25, line)
	p.text(left, 287, p.fit(width-30, 9, true, p.say.S("calls.paper.destroy")), true, black, p.say.S("calls.paper.destroy"))
	n := p.say.S("calls.paper.page", "N", p.n)
	p.text(left+width-p.width(9, false, n), 287, 9, false, grey, n)
	if p.err == nil {
		p.err = p.full(p.img, p.people)
	}
}

// room turns to the next page if so much is not left on this one.
func (p *paper) room(mm float64) {
	if p.y+mm > bottom {
		p.end()
		p.begin()
	}
}

func (p *paper) text(x, y, size float64, bold bool, ink color.Gray, s string) {
	if p.err == nil {
		p.set.Draw(p.img, typeset.Px(x), typeset.Px(y), typeset.Dots(size), bold, ink, s)
	}
}

func (p *paper) width(size float64, bold bool, s string) float64 {
	return typeset.MM(p.set.Width(typeset.Dots(size), bold, s))
}

// fit is the largest size at which a text is at most w wide.
func (p *paper) fit(w, size float64, bold bool, s string) float64 {
	for size > 6 && p.width(size, bold, s) > w {
		size -= 0.5
	}
	return size
}

func (p *paper) fill(x, y, w, h float64, ink color.Gray) {
	r := image.Rect(int(math.Round(typeset.Px(x))), int(math.Round(typeset.Px(y))), int(math.Round(typeset.Px(x+w))), max(int(math.Round(typeset.Px(y+h))), int(math.Round(typeset.Px(y)))+2))
	draw.Draw(p.img, r, image.NewUniform(ink), image.Point{}, draw.Src)
}

// head says what the list is, and for each contact on it what to say.
func (p *paper) head(o Order, list []Call) {
	lang := event.Lang(p.say.Lang)
	title := p.say.S("calls.title", "Event", o.Pack.Title.In(lang), "Day", o.On.Format(time.DateOnly))
	p.text(left, p.y, p.fit(width, 17, true, title), true, black, title)
	p.y += 8
	p.text(left, p.y, 11, false, grey, p.say.S("calls.paper.line", "N", len(list)))
	p.y += 4
	seen := map[string]bool{}
	for _, c := range list {
		say := c.Plan.Say.In(lang)
		if seen[c.Plan.ID] || say == "" {
			continue
		}
		seen[c.Plan.ID] = true
		p.y += 3
		p.lines(left, &p.y, width, piece{c.For(p.say) + p.say.S("desk.colon") + say, 10, false, black})
	}
	p.y += 3
}

// piece is a text with its look.
type piece struct {
	s    string
	size float64
	bold bool
	ink  color.Gray
}

// Format prints [redacted].
func (piece) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, record.Redacted) }

// wrapped is the lines of a piece; a word that is wider than the column makes all of it smaller.
func (p *paper) wrapped(w float64, of piece) ([]string, float64) {
	for size := of.size; ; size -= 0.5 {
		all := p.set.Wrap(typeset.Px(w), typeset.Dots(size), of.bold, of.s)
		wide := false
		for _, l := range all {
			wide = wide || p.width(size, of.bold, l) > w
		}
		if !wide || size <= 6 {
			return all, size
		}
	}
}

// lines sets pieces below each other from a top down, and moves it below them.
func (p *paper) lines(x float64, y *float64, w float64, list ...piece) {
	for _, of := range list {
		all, size := p.wrapped(w, of)
		for _, l := range all {
			*y += leading(size)
			p.text(x, *y-leading(size)*0.28, size, of.bold, of.ink, l)
		}
	}
}

// high is how far lines goes down.
func (p *paper) high(w float64, list []piece) (mm float64) {
	for _, of := range list {
		all, size := p.wrapped(w, of)
		mm += float64(len(all)) * leading(size)
	}
	return mm
}

// person is one who is due: what to call, the others beside that, and a box to tick for each outcome.
func (p *paper) person(c Call, zone *time.Location) {
	var ways []piece
	for i, w := range c.Ways {
		if i == 0 {
			ways = append(ways, piece{valueOf(w), 14, true, black}, piece{wayIn(w, p.say), 9.5, false, grey})
			continue
		}
		ways = append(ways, piece{wayIn(w, p.say) + " " + valueOf(w), 10, false, black})
	}
	if len(ways) == 0 {
		ways = []piece{{p.say.S("calls.noway"), 11, true, black}}
	}
	cells := [3][]piece{
		{{string(c.Name), 14, true, black}, {c.Code.String(), 9.5, false, grey}}, ways,
		{{c.For(p.say), 11, false, black}, {p.say.S("calls.column.since") + p.say.S("desk.colon") + c.Since.Format(time.DateOnly), 9.5, false, grey}, {lastIn(c.Last, zone, p.say), 9.5, false, grey}},
	}
	tall := 0.0
	for i, list := range cells {
		tall = max(tall, p.high(columns[i].w, list))
	}
	ticks, size := p.ticks(len(c.Ways) > 0)
	const above, below = 3.0, 4.0
	p.room(above + tall + float64(len(ticks))*tickHigh + below)
	p.fill(left, p.y, width, 0.25, line)
	top := p.y + above
	for i, list := range cells {
		y := top
		p.lines(columns[i].x, &y, columns[i].w, list...)
	}
	y := top + tall
	for _, row := range ticks {
		x := left
		y += tickHigh
		for _, s := range row {
			p.box(x, y-3.1, 3.4)
			p.text(x+5, y, size, false, black, s)
			x += tickWide(p, size, s)
		}
	}
	p.y = y + below
}

const tickHigh = 6.5

// tickWide is how wide a box with its word is.
func tickWide(p *paper, size float64, s string) float64 { return 5 + p.width(size, false, s) + 5 }

// ticks are the outcomes in rows, none where nobody can be called, and the size of their words.
func (p *paper) ticks(some bool) (rows [][]string, size float64) {
	size = 9.5
	if !some {
		return nil, size
	}
	x := width + 1
	for _, o := range record.Outcomes {
		s := OutcomeIn(o, p.say)
		w := tickWide(p, size, s)
		if x+w-5 > width {
			rows, x = append(rows, nil), 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], s)
		x += w
	}
	return rows, size
}

// box is a square to tick.
func (p *paper) box(x, y, d float64) {
	const thick = 0.3
	p.fill(x, y, d, thick, black)
	p.fill(x, y+d-thick, d, thick, black)
	p.fill(x, y, thick, d, black)
	p.fill(x+d-thick, y, thick, d, black)
}

// gone names who was erased since the last list, by their codes alone.
func (p *paper) gone(codes []entry.ReceiptCode) {
	if len(codes) == 0 {
		return
	}
	p.room(24)
	p.fill(left, p.y, width, 0.25, line)
	p.y += 3
	p.lines(left, &p.y, width, piece{p.say.S("calls.paper.erased"), 11, true, black})
	x := left
	p.y += leading(11)
	for _, c := range codes {
		s := c.String()
		w := p.width(11, false, s)
		if x+w > left+width {
			x = left
			p.y += leading(11)
			p.room(leading(11))
		}
		p.text(x, p.y, 11, false, black, s)
		x += w + 8
	}
}
