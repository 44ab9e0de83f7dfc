package report

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
	"strconv"
	"time"

	"matchbooth/assets/art"
	"matchbooth/assets/text"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/figures/plot"
	"matchbooth/ui/work/typeset"
)

// The margins in millimetres.
const (
	left   = 16.0
	right  = 194.0
	width  = right - left
	bottom = 279.0
	gap    = 8.0
	unit   = 0.24 // millimetres of a plot's unit: its labels are 11.5 points
)

// doc is a report being drawn, from the top of its first page down. Lengths are in millimetres, sizes of text in points.
type doc struct {
	say   text.Printer
	about About
	set   *typeset.Type
	pal   art.Palette
	pages []*image.RGBA
	img   *image.RGBA // the last of pages
	y     float64
	heads []string  // of the table's columns
	cols  []float64 // where they end; the first begins at the margin
	err   error
}

func newDoc(say text.Printer, a About) (*doc, error) {
	set, err := typeset.New()
	if err != nil {
		return nil, err
	}
	d := &doc{say: say, about: a, set: set, pal: art.Normal()}
	d.pal.Rose = color.NRGBA{0xEF, 0xD3, 0xCC, 255} // a shade darker than on a screen: printers lose pale tints
	d.next()
	return d, nil
}

// next begins a page.
func (d *doc) next() {
	d.img = image.NewRGBA(image.Rect(0, 0, typeset.PageWidth, typeset.PageHeight))
	draw.Draw(d.img, d.img.Rect, image.White, image.Point{}, draw.Src)
	d.pages, d.y = append(d.pages, d.img), 22
}

// room begins a page if there is not so much room left.
func (d *doc) room(mm float64) {
	if d.y+mm > bottom {
		d.next()
	}
}

func (d *doc) width(size float64, bold bool, s string) float64 {
	return typeset.MM(d.set.Width(typeset.Dots(size), bold, s))
}

func (d *doc) text(x, y, size float64, bold bool, ink color.Color, s string) {
	d.set.Draw(d.img, typeset.Px(x), typeset.Px(y), typeset.Dots(size), bold, ink, s)
}

func (d *doc) right(x, y, size float64, bold bool, ink color.Color, s string) {
	d.text(x-d.width(size, bold, s), y, size, bold, ink, s)
}

// fit is the largest size at which a text is at most w wide.
func (d *doc) fit(w, size float64, bold bool, s string) float64 {
	for size > 6 && d.width(size, bold, s) > w {
		size -= 0.5
	}
	return size
}

// block sets a paragraph from a baseline down, and returns the baseline after it.
func (d *doc) block(x, y, w, size float64, bold bool, ink color.Color, s string) float64 {
	for _, l := range d.set.Wrap(typeset.Px(w), typeset.Dots(size), bold, s) {
		d.text(x, y, size, bold, ink, l)
		y += leading(size)
	}
	return y
}

func (d *doc) lines(w, size float64, bold bool, s string) int {
	return len(d.set.Wrap(typeset.Px(w), typeset.Dots(size), bold, s))
}

func leading(size float64) float64 { return size * 25.4 / 72 * 1.45 }

func (d *doc) fill(x, y, w, h float64, ink color.Color) {
	r := image.Rect(int(math.Round(typeset.Px(x))), int(math.Round(typeset.Px(y))), int(math.Round(typeset.Px(x+w))), max(int(math.Round(typeset.Px(y+h))), int(math.Round(typeset.Px(y)))+1))
	draw.Draw(d.img, r, image.NewUniform(ink), image.Point{}, draw.Src)
}

// head is the band at the top of the first page.
func (d *doc) head(a About) {
	titleSize := d.fit(width, 26, true, a.Title)
	if titleSize < 19 { // two lines of a larger size are better than one of a small one
		for titleSize = 24; titleSize > 15 && d.lines(width, titleSize, true, a.Title) > 2; {
			titleSize--
		}
	}
	n := d.lines(width, titleSize, true, a.Title)
	const titleAt, below = 33.5, 8.0 // the first baseline, and how far below the last one the next line is
	high := titleAt + float64(n-1)*leading(titleSize)*0.92 + below + 7
	d.fill(0, 0, 210, high, d.pal.Wine)
	sign := art.SignIn(int(typeset.Px(15)), int(typeset.Px(10.5)), d.pal, true)
	at := image.Pt(int(typeset.Px(left)), int(typeset.Px(11)))
	draw.Draw(d.img, sign.Rect.Add(at), sign, image.Point{}, draw.Over)
	d.text(left+19, 18.2, 13, true, d.pal.Gold, d.say.S("report.kicker"))
	made := d.say.S("report.made", "Day", a.Made.Format(time.DateOnly))
	if a.Practice {
		made = d.say.S("report.practice") + " · " + made
	}
	d.right(right, 18.2, 10, false, d.pal.OnWineQuiet, made)
	y := titleAt
	for _, l := range d.set.Wrap(typeset.Px(width), typeset.Dots(titleSize), true, a.Title) {
		d.text(left, y, titleSize, true, d.pal.OnWine, l)
		y += leading(titleSize) * 0.92
	}
	sub := ""
	add := func(s string) {
		if s != "" && sub != "" {
			sub += "  ·  "
		}
		sub += s
	}
	switch first, last := a.First.Format(time.DateOnly), a.Last.Format(time.DateOnly); {
	case a.First.IsZero():
	case first == last || a.Last.IsZero():
		add(first)
	default:
		add(d.say.S("report.days", "From", first, "To", last))
	}
	add(a.Place)
	if a.By != "" {
		add(d.say.S("report.by", "Name", a.By))
	}
	d.text(left, high-7, d.fit(width, 11, false, sub), false, d.pal.OnWineQuiet, sub)
	d.y = high + 10
}

// card is one of the large numbers.
type card struct {
	title string
	n     int
	line  string
}

// cards are side by side, parted by hairlines.
func (d *doc) cards(list []card) {
	each := (width + gap) / float64(len(list))
	for i, c := range list {
		x := left + float64(i)*each
		w := each - gap
		d.text(x, d.y+3, d.fit(w, 11.5, false, c.title), false, d.pal.Ink, c.title)
		n := strconv.Itoa(c.n)
		d.text(x-0.6, d.y+19, d.fit(w, 40, true, n), true, d.pal.Wine, n)
		d.text(x, d.y+26, d.fit(w, 10, false, c.line), false, d.pal.Soft, c.line)
		if i > 0 {
			d.fill(x-gap/2-0.1, d.y-1, 0.25, 28, d.pal.Line)
		}
	}
	d.y += 38
}

// measured is how wide the panels of a row are, and how high their plots and the lines under them.
func (d *doc) measured(list []panel) (w, high, foot float64) {
	w = (width - gap*float64(len(list)-1)) / float64(len(list))
	for _, p := range list {
		n, err := plot.Height(p.plot, int(typeset.Px(w)), typeset.Px(unit))
		if err != nil {
			d.err = err
		}
		high = max(high, typeset.MM(float64(n)))
		if p.line != "" {
			foot = max(foot, 3+float64(d.lines(w, 9.5, false, p.line))*leading(9.5))
		}
	}
	return w, min(high, 150), foot // a plot that needs more is drawn smaller
}

// Around the plots of a row, in millimetres.
const rowTop, rowAfter = 7.0, 8.0

// rows sets rows of panels, with what is left of the page given to their plots; after is how much is kept free below.
func (d *doc) rows(after float64, rows [][]panel) {
	rows = slices.DeleteFunc(rows, func(list []panel) bool { return len(list) == 0 })
	need := after - rowAfter
	for _, list := range rows {
		_, high, foot := d.measured(list)
		need += rowTop + high + foot + rowAfter
	}
	const most = 14 // millimetres more: beyond, plots look inflated
	more := max(0, min((bottom-d.y-need)/float64(len(rows)), most))
	for _, list := range rows {
		d.row(more, list...)
	}
}

// row is panels side by side, whose plots are so many millimetres higher than they need to be.
func (d *doc) row(more float64, list ...panel) {
	w, high, foot := d.measured(list)
	high += more
	d.room(rowTop + high + foot)
	for i, p := range list {
		x := left + float64(i)*(w+gap)
		d.fill(x, d.y-4, w, 0.35, d.pal.Ink)
		d.text(x, d.y+2.2, d.fit(w, 12, true, p.title), true, d.pal.Ink, p.title)
		at := image.Rect(int(typeset.Px(x)), int(typeset.Px(d.y+rowTop)), int(typeset.Px(x+w)), int(typeset.Px(d.y+rowTop+high)))
		if err := plot.Draw(d.img, at, p.plot, typeset.Px(unit), d.pal); err != nil {
			d.err = err
		}
		if p.line != "" {
			d.block(x, d.y+rowTop+high+5.5, w, 9.5, false, d.pal.Soft, p.line)
		}
	}
	d.y += rowTop + high + foot + rowAfter
}

// heading begins a section of which at least so much has to be on the same page.
func (d *doc) heading(s string, least float64) {
	d.room(least)
	d.fill(left, d.y-4, width, 0.35, d.pal.Ink)
	d.text(left, d.y+2.2, 12, true, d.pal.Ink, s)
	d.y += 10
}

// table begins a table: the first column is set to the left, the others end under each other.
func (d *doc) table(heads []string) {
	const first = 30.0
	d.heads, d.cols = heads, nil
	each := (width - first) / float64(len(heads)-1)
	for i := range heads {
		d.cols = append(d.cols, left+first+float64(i)*each)
	}
	d.header()
}

// header sets the names of the columns, again on every page.
func (d *doc) header() {
	const size = 9.5
	each := d.cols[1] - d.cols[0] - 4
	most := 1
	for _, h := range d.heads[1:] {
		most = max(most, d.lines(each, size, false, h))
	}
	last := d.y + float64(most-1)*leading(size)*0.85
	d.text(left, last, size, false, d.pal.Soft, d.heads[0])
	for i, h := range d.heads[1:] {
		lines := d.set.Wrap(typeset.Px(each), typeset.Dots(size), false, h)
		for j, l := range lines {
			d.right(d.cols[i+1], last-float64(len(lines)-1-j)*leading(size)*0.85, size, false, d.pal.Soft, l)
		}
	}
	d.y = last + 2.6
	d.fill(left, d.y, width, 0.25, d.pal.Line)
	d.y += 5.4
}

// line is a day of the books.
func (d *doc) line(name string, day figures.Day, sum bool) {
	if d.y+8 > bottom {
		d.next()
		d.header()
	}
	if sum {
		d.fill(left, d.y-4.7, width, 0.35, d.pal.Ink)
	}
	d.text(left, d.y, 11, sum, d.pal.Ink, name)
	names := terms(day.Opened)
	for i, t := range names {
		d.right(d.cols[i+1], d.y, 11, sum, d.pal.Ink, term(day, t))
	}
	word, ink := d.say.S("report.books.yes"), color.Color(d.pal.Green)
	if !agrees(day) {
		word, ink = d.say.S("report.books.no"), d.pal.Red
	}
	d.right(right, d.y, 10.5, true, ink, word)
	d.y += 7
	if !sum {
		d.fill(left, d.y-4.7, width, 0.2, d.pal.Line)
	}
}

func (d *doc) note(s string) {
	d.room(leading(9.5) * float64(d.lines(width, 9.5, false, s)))
	d.y = d.block(left, d.y+1.5, width, 9.5, false, d.pal.Soft, s)
}

func (d *doc) paragraph(s string) {
	d.room(leading(11) * float64(d.lines(width, 11, false, s)))
	d.y = d.block(left, d.y+2, width, 11, false, d.pal.Ink, s)
}

// closing says what the report is not.
func (d *doc) closing() {
	names, how := d.say.S("report.names"), d.say.S("report.how")
	const inner = width - 16
	high := 8 + float64(d.lines(inner, 12, true, names))*leading(12) + float64(d.lines(inner, 9.5, false, how))*leading(9.5)
	d.room(high)
	d.fill(left, d.y-2, width, high, d.pal.Mint)
	d.fill(left, d.y-2, 1.4, high, d.pal.Green)
	y := d.block(left+8, d.y+6, inner, 12, true, d.pal.Ink, names)
	d.block(left+8, y, inner, 9.5, false, d.pal.Ink, how)
	d.y += high + 6
}

// finish numbers the pages.
func (d *doc) finish() []image.Image {
	var out []image.Image
	for i, p := range d.pages {
		d.img = p
		d.fill(left, 283, width, 0.2, d.pal.Line)
		d.text(left, 289, 9, false, d.pal.Soft, "髓缘 Matchbooth")
		d.right(right, 289, 9, false, d.pal.Soft, d.say.S("report.page", "N", i+1, "Of", len(d.pages)))
		out = append(out, p)
	}
	return out
}
