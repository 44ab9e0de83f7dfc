package prints

import (
	"image/color"
	"math"

	"matchbooth/ui/work/prints/canvas"
)

// sign draws the booth's sign, two rings of which each lies over the other once, in a circle of radius r around each centre;
// x, y is the middle of both. ground is what it stands on: a gap of it parts the strands.
func sign(p *canvas.Page, x, y, r float64, red, gold, ground color.NRGBA) {
	// The proportions of art.SignIn: radius 11, distance of the centres 11.9, strands 3.6.
	gap, line := 11.9/11*r, 3.6/11*r
	ax, bx := x-gap/2, x+gap/2
	crossing := math.Acos(gap / 2 / r) // seen from the first centre, below and above three o'clock
	reach := line / r * 1.25
	cut := line * 1.5
	whole := 2 * math.Pi
	p.Arc(ax, y, r, line, 0, whole, red)
	p.Arc(bx, y, r, cut, math.Pi-crossing-reach, math.Pi-crossing+reach, ground) // below, the second lies over the first
	p.Arc(bx, y, r, line, 0, whole, gold)
	p.Arc(ax, y, r, cut, -crossing-reach, -crossing+reach, ground) // above, the first over the second
	p.Arc(ax, y, r, line, -crossing-reach*1.1, -crossing+reach*1.1, red)
}
