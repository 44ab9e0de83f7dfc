package prints

import (
	"image/color"

	"matchbooth/ui/work/prints/canvas"
)

// The measures of a page that is filled from the top down.
const (
	flowLeft   = 17.0
	flowWide   = canvas.A4Wide - 2*flowLeft
	flowTop    = 22.0
	flowBottom = 279.0
)

// block is a piece of a page that is never parted.
type block struct {
	gap  float64 // above it, unless it begins a page
	high float64
	keep bool // it stays with the next one
	draw func(p *canvas.Page, y float64)
}

// flow is blocks in order.
type flow struct {
	setting
	blocks []block
	tight  float64 // how much of the room between blocks there is; 0 for all of it
}

func (f *flow) add(b block) { f.blocks = append(f.blocks, b) }

// space makes more room above whatever comes next.
func (f *flow) space(mm float64) {
	f.add(block{gap: mm, keep: true, draw: func(*canvas.Page, float64) {}})
}

// pages lays the blocks out on pages, each of which begins with what begin draws on it: it returns where the blocks begin.
func (f *flow) pages(begin func(p *canvas.Page, n int) float64) []*canvas.Page {
	var all []*canvas.Page
	var p *canvas.Page
	y, empty := 0.0, true
	room := func(b block) float64 {
		if f.tight > 0 {
			return b.gap * f.tight
		}
		return b.gap
	}
	next := func() {
		p = canvas.New(canvas.A4Wide, canvas.A4High)
		all = append(all, p)
		y, empty = begin(p, len(all)), true
	}
	next()
	for i := 0; i < len(f.blocks); {
		to := i + 1 // the blocks from i to to stay together
		for to < len(f.blocks) && f.blocks[to-1].keep {
			to++
		}
		high := 0.0
		for j, b := range f.blocks[i:to] {
			if j > 0 || !empty {
				high += room(b)
			}
			high += b.high
		}
		if y+high > flowBottom && !empty {
			next()
		}
		for _, b := range f.blocks[i:to] {
			if !empty && y+room(b)+b.high > flowBottom { // higher than a page together
				next()
			}
			if !empty {
				y += room(b)
			}
			b.draw(p, y)
			y += b.high
			empty = empty && b.high == 0
		}
		i = to
	}
	return all
}

// run is a piece of a line in one weight, and where it begins.
type run struct {
	x    float64
	bold bool
	s    string
}

// stay keeps the last block with what comes next.
func (f *flow) stay() {
	if n := len(f.blocks); n > 0 {
		f.blocks[n-1].keep = true
	}
}

// lines adds lines of text; neither the first nor the last of them stays alone. keep ties the last to what follows.
func (f *flow) lines(x, gap, size, spacing float64, ink color.NRGBA, keep bool, lines [][]run) {
	high := leading(size, spacing)
	for i, l := range lines {
		above := gap
		if i > 0 {
			above = 0
		}
		f.add(block{gap: above, high: high, keep: i == 0 && len(lines) > 1 || i == len(lines)-2 || keep && i == len(lines)-1, draw: func(p *canvas.Page, y float64) {
			for _, r := range l {
				p.Text(x+r.x, y+high/2+capHigh(size)/2, size, r.bold, ink, r.s)
			}
		}})
	}
}

// text adds a paragraph of one weight.
func (f *flow) text(x, w, gap, size, spacing float64, bold bool, ink color.NRGBA, keep bool, s string) {
	var lines [][]run
	for _, l := range canvas.Wrap(w, size, bold, s) {
		lines = append(lines, []run{{0, bold, l}})
	}
	f.lines(x, gap, size, spacing, ink, keep, lines)
}

// heading begins a section.
func (f *flow) heading(s string) {
	size := 14.0
	lines := canvas.Balanced(flowWide-8, size, true, s)
	step := leading(size, 1.3)
	f.add(block{gap: 8, high: float64(len(lines))*step + 2.5, keep: true, draw: func(p *canvas.Page, y float64) {
		p.Fill(flowLeft, y+0.6, 2.4, float64(len(lines))*step-1.2, f.pal.Red)
		for _, l := range lines {
			p.Text(flowLeft+6, y+step/2+capHigh(size)/2, size, true, f.pal.Ink, l)
			y += step
		}
	}})
}
