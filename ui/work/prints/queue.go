package prints

import (
	"strconv"

	"matchbooth/ui/work/prints/canvas"
)

// Numbers is how many queue numbers there are, and how many stand on a sheet.
const (
	Numbers  = 100
	perSheet = 10
)

// queue is numbers to draw from a pile, ten a sheet. They are laid so that the sheets, cut as one stack, give piles in order:
// each place of a sheet holds the next number of the sheet before it.
func (s setting) queue() (pages []*canvas.Page) {
	const w, h, columns, rows = 92.0, 54.0, 2, 5
	const x0, y0 = (canvas.A4Wide - columns*w) / 2, (canvas.A4High - rows*h) / 2
	sheets := Numbers / perSheet
	for sheet := range sheets {
		p := canvas.New(canvas.A4Wide, canvas.A4High)
		for i := range perSheet {
			x, y := x0+w*float64(i%columns), y0+h*float64(i/columns)
			s.number(p, x, y, w, h, i*sheets+sheet+1)
		}
		s.marks(p, x0, y0, w, h, columns, rows)
		pages = append(pages, p)
	}
	return pages
}

// number is one ticket.
func (s setting) number(p *canvas.Page, x, y, w, h float64, n int) {
	const in = 6.0
	if s.Practice {
		s.strip(p, x, y, w)
	}
	sign(p, x+in+3.9, y+in+2.2, 2.4, s.pal.Red, s.pal.Gold, white)
	size, lines := fit(w-2*in-12, 9.5, 6, true, 1, s.In(s.Short))
	p.Text(x+in+10.5, y+in+2.2+capHigh(size)/2, size, true, s.pal.Ink, lines[0])
	digits := strconv.Itoa(n)
	const big = 84.0
	p.Text(x+(w-canvas.Width(big, true, digits))/2, y+39.5, big, true, s.pal.Ink, digits)
	p.Fill(x+w/2-8, y+42.2, 16, 0.9, s.pal.Gold)
	ask := s.S("prints.queue.ask")
	size, lines = fit(w-2*in, 9.5, 6, true, 1, ask)
	p.Text(x+(w-canvas.Width(size, true, lines[0]))/2, y+h-6.6, size, true, s.pal.Ink, lines[0])
	rest := s.S("prints.queue.rest")
	if len(s.Stories) == 0 {
		rest = s.S("prints.queue.rest.how")
	}
	size, lines = fit(w-2*in, 7, 5, false, 1, rest)
	p.Text(x+(w-canvas.Width(size, false, lines[0]))/2, y+h-3, size, false, s.pal.Soft, lines[0])
}
