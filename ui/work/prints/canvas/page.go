// Package canvas is a page as a list of what is drawn on it. The same list becomes a page of a PDF, with text that can be
// found and copied, and a picture.
//
// Lengths are in millimetres from the top left corner, sizes of text in points, and the y of a text is its baseline. Colours
// are opaque: not every printer's software knows anything else.
package canvas

import (
	"image"
	"image/color"
	"math"
	"sync"

	"matchbooth/kiosk/takehome"
	"matchbooth/ui/work/typeset"
)

// Sizes of sheets, upright.
const (
	A4Wide, A4High = 210.0, 297.0
	A3Wide, A3High = 297.0, 420.0
)

// Page is one page.
type Page struct {
	Wide, High float64
	marks      []mark
}

// New begins an empty page.
func New(wide, high float64) *Page { return &Page{Wide: wide, High: high} }

// point is a place on a page.
type point struct{ x, y float64 }

// mark is one thing on a page: a filled area, a text, or a picture.
type mark struct {
	ink  color.NRGBA
	area [][]point // outlines of the area; one that runs the other way round is a hole
	grid bool      // the area is rectangles, which a picture sets on whole pixels

	text string
	at   point // of a text, and the top left corner of a picture
	size float64
	bold bool

	picture    image.Image
	wide, high float64
}

// Fill fills a rectangle.
func (p *Page) Fill(x, y, w, h float64, ink color.NRGBA) {
	p.marks = append(p.marks, mark{ink: ink, grid: true, area: [][]point{rectangle(x, y, w, h)}})
}

func rectangle(x, y, w, h float64) []point {
	return []point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
}

// Frame draws the border of a rectangle, whose line lies inside it.
func (p *Page) Frame(x, y, w, h, line float64, ink color.NRGBA) {
	p.marks = append(p.marks, mark{ink: ink, grid: true, area: [][]point{
		rectangle(x, y, w, line), rectangle(x, y+h-line, w, line), rectangle(x, y+line, line, h-2*line), rectangle(x+w-line, y+line, line, h-2*line),
	}})
}

// Round fills a rectangle with round corners.
func (p *Page) Round(x, y, w, h, r float64, ink color.NRGBA) {
	var out []point
	for i, c := range []point{{x + w - r, y + r}, {x + w - r, y + h - r}, {x + r, y + h - r}, {x + r, y + r}} {
		out = append(out, arc(c.x, c.y, r, math.Pi/2*float64(i-1), math.Pi/2*float64(i))...)
	}
	p.marks = append(p.marks, mark{ink: ink, area: [][]point{out}})
}

// arc returns points on a circle; angles run clockwise from three o'clock, in radians.
func arc(x, y, r, from, to float64) (out []point) {
	n := max(4, int(math.Ceil(math.Abs(to-from)/(2*math.Pi)*(24+6*r))))
	for i := range n + 1 {
		sin, cos := math.Sincos(from + (to-from)*float64(i)/float64(n))
		out = append(out, point{x + r*cos, y + r*sin})
	}
	return out
}

// Disc fills a circle.
func (p *Page) Disc(x, y, r float64, ink color.NRGBA) {
	p.marks = append(p.marks, mark{ink: ink, area: [][]point{arc(x, y, r, 0, 2*math.Pi)}})
}

// Arc draws a part of a circle as a line, which lies half inside and half outside of r.
func (p *Page) Arc(x, y, r, line, from, to float64, ink color.NRGBA) {
	out, in := arc(x, y, r+line/2, from, to), arc(x, y, r-line/2, to, from)
	area := [][]point{append(out, in...)}
	if to-from >= 2*math.Pi-1e-9 {
		area = [][]point{out, in}
	}
	p.marks = append(p.marks, mark{ink: ink, area: area})
}

// Line draws a straight line from one place to another.
func (p *Page) Line(x0, y0, x1, y1, line float64, ink color.NRGBA) {
	long := math.Hypot(x1-x0, y1-y0)
	if long == 0 {
		return
	}
	dx, dy := -(y1-y0)/long*line/2, (x1-x0)/long*line/2
	p.marks = append(p.marks, mark{ink: ink, area: [][]point{{{x0 - dx, y0 - dy}, {x1 - dx, y1 - dy}, {x1 + dx, y1 + dy}, {x0 + dx, y0 + dy}}}})
}

// Text sets a line of text.
func (p *Page) Text(x, y, size float64, bold bool, ink color.NRGBA, s string) {
	if s != "" {
		p.marks = append(p.marks, mark{ink: ink, text: s, at: point{x, y}, size: size, bold: bold})
	}
}

// Picture places a picture, stretched to a rectangle.
func (p *Page) Picture(x, y, w, h float64, img image.Image) {
	p.marks = append(p.marks, mark{picture: img, at: point{x, y}, wide: w, high: h})
}

// Code draws a QR code of that side without its quiet zone, of which the caller leaves 4 modules clear all around. The ground
// has to be light. It returns how wide a module is.
func (p *Page) Code(x, y, side float64, payload string, ink color.NRGBA) (module float64, err error) {
	m, err := takehome.Encode(payload)
	if err != nil {
		return 0, err
	}
	module = side / float64(m.Size)
	var area [][]point
	for row := range m.Size {
		for from := 0; from < m.Size; from++ {
			to := from
			for m.At(to, row) {
				to++
			}
			if to > from {
				area = append(area, rectangle(x+float64(from)*module, y+float64(row)*module, float64(to-from)*module, module))
				from = to
			}
		}
	}
	p.marks = append(p.marks, mark{ink: ink, grid: true, area: area})
	return module, nil
}

// face measures texts. At its size all widths are proportional to the size of a text.
var face = sync.OnceValues(typeset.New)

const (
	em     = 1000.0
	mmOfPt = 25.4 / 72
)

var measuring sync.Mutex // a typeset.Type is for one goroutine

// Width returns how wide a text is.
func Width(size float64, bold bool, s string) float64 {
	measuring.Lock()
	defer measuring.Unlock()
	set, err := face()
	if err != nil {
		return 0 // the build is faulty, as whoever writes the page will say
	}
	return set.Width(em, bold, s) / em * size * mmOfPt
}

// Wrap breaks a paragraph into lines of at most w, as [typeset.Type.Wrap] does, and a word that is wider anywhere.
func Wrap(w, size float64, bold bool, s string) []string {
	measuring.Lock()
	set, err := face()
	if err != nil {
		measuring.Unlock()
		return []string{s}
	}
	lines := set.Wrap(w/size/mmOfPt*em, em, bold, s)
	measuring.Unlock()
	var out []string
	for _, l := range lines {
		for Width(size, bold, l) > w {
			n := 1
			rs := []rune(l)
			for n < len(rs)-1 && Width(size, bold, string(rs[:n+1])) <= w {
				n++
			}
			if n >= len(rs) {
				break
			}
			out, l = append(out, string(rs[:n])), string(rs[n:])
		}
		out = append(out, l)
	}
	return out
}

// Balanced is Wrap with lines that are about equally long: for titles, whose last line would otherwise be a single word.
func Balanced(w, size float64, bold bool, s string) []string {
	best := Wrap(w, size, bold, s)
	lo, hi := w/float64(len(best))*0.8, w
	for range 12 {
		mid := (lo + hi) / 2
		lines := Wrap(mid, size, bold, s)
		if len(lines) > len(best) {
			lo = mid
		} else {
			best, hi = lines, mid
		}
	}
	return best
}

// Line is a line of text as it stands on a page.
type Line struct {
	X, Y, Size float64
	Bold       bool
	Text       string
}

// Lines are what the page says, in the order in which it was drawn.
func (p *Page) Lines() (out []Line) {
	for _, m := range p.marks {
		if m.text != "" {
			out = append(out, Line{m.at.x, m.at.y, m.size, m.bold, m.text})
		}
	}
	return out
}
