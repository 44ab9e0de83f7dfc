package prints

import "matchbooth/ui/work/prints/canvas"

// marks draws cutting marks around a grid of equal pieces: short lines outside of it, at every edge, so that a ruler laid from
// one to the other cuts true and no line is left on a piece.
func (s setting) marks(p *canvas.Page, x, y, w, h float64, columns, rows int) {
	const gap, long, thin = 1.5, 5.0, 0.15
	right, below := x+w*float64(columns), y+h*float64(rows)
	for i := range columns + 1 {
		at := x + w*float64(i)
		p.Line(at, y-gap-long, at, y-gap, thin, s.pal.Ink)
		p.Line(at, below+gap, at, below+gap+long, thin, s.pal.Ink)
	}
	for i := range rows + 1 {
		at := y + h*float64(i)
		p.Line(x-gap-long, at, x-gap, at, thin, s.pal.Ink)
		p.Line(right+gap, at, right+gap+long, at, thin, s.pal.Ink)
	}
	// Small crosses where four pieces meet.
	for i := 1; i < columns; i++ {
		for j := 1; j < rows; j++ {
			cx, cy := x+w*float64(i), y+h*float64(j)
			p.Line(cx-1.5, cy, cx+1.5, cy, thin, s.pal.Edge)
			p.Line(cx, cy-1.5, cx, cy+1.5, thin, s.pal.Edge)
		}
	}
}
