package sheet

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"matchbooth/data/words"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/work/typeset"
)

const (
	regular = false
	bold    = true
)

// The greys: all text is dark enough for a worn-out printer.
var (
	black = color.Gray{0}
	grey  = color.Gray{70}
	pale  = color.Gray{228}
	white = color.Gray{255}
)

// page is an image being drawn. Lengths are in millimetres, text sizes in points, and y is a baseline.
type page struct {
	img   *image.Gray
	set   *typeset.Type
	scale float64 // of paragraphs
}

func newPage() (*page, error) {
	set, err := typeset.New()
	if err != nil {
		return nil, err
	}
	p := &page{img: image.NewGray(image.Rect(0, 0, typeset.PageWidth, typeset.PageHeight)), set: set}
	for i := range p.img.Pix {
		p.img.Pix[i] = 255
	}
	return p, nil
}

// width returns the width of a text in millimetres.
func (p *page) width(size float64, isBold bool, s string) float64 {
	return typeset.MM(p.set.Width(typeset.Dots(size), isBold, s))
}

func (p *page) text(x, y, size float64, isBold bool, ink color.Gray, s string) {
	p.set.Draw(p.img, typeset.Px(x), typeset.Px(y), typeset.Dots(size), isBold, ink, s)
}

// wrap breaks a paragraph into lines of at most w millimetres.
func (p *page) wrap(w, size float64, isBold bool, s string) []string {
	return p.set.Wrap(typeset.Px(w), typeset.Dots(size), isBold, s)
}

// right and middle set a text that ends at x, or is centred on it.
func (p *page) right(x, y, size float64, isBold bool, ink color.Gray, s string) {
	p.text(x-p.width(size, isBold, s), y, size, isBold, ink, s)
}

func (p *page) middle(x, y, size float64, isBold bool, ink color.Gray, s string) {
	p.text(x-p.width(size, isBold, s)/2, y, size, isBold, ink, s)
}

// cells centres every character in a cell of its own: nothing shifts, and none is skipped when typing it in.
func (p *page) cells(x, y, cell, size float64, s string) {
	for i, r := range s {
		p.middle(x+(float64(i)+0.5)*cell, y, size, bold, black, string(r))
	}
}

// block sets a paragraph and returns the baseline after it.
func (p *page) block(x, y, w, size float64, isBold bool, ink color.Gray, s string) float64 {
	size *= p.scale
	for _, line := range p.wrap(w, size, isBold, s) {
		p.text(x, y, size, isBold, ink, line)
		y += leading(size)
	}
	return y
}

// height returns what block adds to y.
func (p *page) height(w, size float64, isBold bool, s string) float64 {
	size *= p.scale
	return float64(len(p.wrap(w, size, isBold, s))) * leading(size)
}

// leading returns the line spacing in millimetres.
func leading(size float64) float64 { return size * 25.4 / 72 * 1.42 }

// heading sets a section title under a thin line and returns where its content begins.
func (p *page) heading(x, y, w float64, s string) float64 {
	p.fill(x, y-4, w, 0.25, black)
	p.text(x, y+1.6, 11, bold, black, s)
	return y + 5.2
}

// box converts a rectangle in millimetres to pixels.
func box(x, y, w, h float64) image.Rectangle {
	x0, y0 := int(math.Round(typeset.Px(x))), int(math.Round(typeset.Px(y)))
	return image.Rect(x0, y0, x0+max(1, int(math.Round(typeset.Px(w)))), y0+max(1, int(math.Round(typeset.Px(h)))))
}

func (p *page) fill(x, y, w, h float64, ink color.Gray) {
	draw.Draw(p.img, box(x, y, w, h), image.NewUniform(ink), image.Point{}, draw.Src)
}

func (p *page) frame(x, y, w, h, line float64) {
	p.fill(x, y, w, line, black)
	p.fill(x, y+h-line, w, line, black)
	p.fill(x, y, line, h, black)
	p.fill(x+w-line, y, line, h, black)
}

// qr draws a code whose dark part begins at x, y and ends at x+side. The quiet zone that belongs to it, whose width
// it returns, surrounds that and must stay clear.
func (p *page) qr(x, y, side float64, payload string) (border float64, err error) {
	m, err := takehome.Encode(payload)
	if err != nil {
		return 0, fmt.Errorf("drawing the sheet: %w", err)
	}
	unit := int(typeset.Px(side)) / m.Size
	all := unit * (m.Size + 2*takehome.Quiet)
	clear := unit * takehome.Quiet
	at := image.Pt(int(typeset.Px(x+side))-unit*m.Size-clear, int(typeset.Px(y))-clear)
	draw.Draw(p.img, image.Rectangle{at, at.Add(image.Pt(all, all))}, takehome.Draw(m, all, black, white), image.Point{}, draw.Src)
	return typeset.MM(float64(clear)), nil
}

// six draws the words of a fingerprint, framed, in both languages, the Chinese ones in this size in points. It returns where
// what follows may stand.
func (p *page) six(y float64, fingerprint string, size float64) float64 {
	zh, en := words.Fingerprint(fingerprint, "zh"), words.Fingerprint(fingerprint, "en")
	each, high := width/6, size*2/3+6
	for i := range zh {
		x := left + float64(i)*each
		p.frame(x+0.6, y-1.5, each-1.2, high, 0.3)
		p.middle(x+each/2, y+high*0.37, size, bold, black, zh[i])
		p.middle(x+each/2, y+high*0.73, size/5+8, regular, black, en[i])
	}
	return y + high + 4.5
}
