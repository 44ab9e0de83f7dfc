package prints

import (
	"matchbooth/assets/art"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/prints/canvas"
)

// Part is a piece of a plain sheet: a heading and a text in Markdown, either of which may be "".
type Part struct{ Head, Text string }

// Plain lays out A4 pages of text under a title: for what volunteers print and keep that has no layout of its own. practice
// marks it with the strip of practice. [canvas.WritePDF] writes what it returns.
func Plain(in text.Printer, practice bool, title, line string, parts ...Part) []*canvas.Page {
	return plainOf(setting{Pack: &event.Pack{Practice: practice}, Printer: in, lang: event.Lang(in.Lang), pal: art.Normal()}, 11, 0, title, line, parts...)
}

// plainOf is Plain in a setting, with the text of a size in points and that share of the room between blocks, 0 for all of it.
func plainOf(s setting, of, tight float64, title, line string, parts ...Part) []*canvas.Page {
	practice := s.Practice
	f := &flow{setting: s, tight: tight}
	for _, p := range parts {
		if p.Head != "" {
			f.heading(s.quotes(p.Head))
		}
		f.markdown(flowLeft, flowWide, of, s.quotes(p.Text), "")
	}
	pages := f.pages(func(p *canvas.Page, n int) float64 {
		top := 16.0
		if practice {
			s.strip(p, 0, 0, p.Wide)
		}
		if n > 1 {
			return flowTop
		}
		sign(p, flowLeft+6.3, top+3.6, 4, s.pal.Red, s.pal.Gold, white)
		size, lines := fit(flowWide-20, 19, 12, true, 3, s.quotes(title))
		y := top + 3.6 + capHigh(size)/2
		for _, l := range lines {
			p.Text(flowLeft+18, y, size, true, s.pal.Ink, l)
			y += leading(size, 1.3)
		}
		for _, l := range canvas.Wrap(flowWide-18, 10, false, s.quotes(line)) {
			p.Text(flowLeft+18, y, 10, false, s.pal.Soft, l)
			y += leading(10, 1.45)
		}
		return y + 2
	})
	for i, p := range pages {
		if len(pages) == 1 {
			break
		}
		page := s.S("prints.form.page", "N", i+1, "Of", len(pages))
		p.Text(flowLeft+flowWide-canvas.Width(8, false, page), 288, 8, false, s.pal.Soft, page)
	}
	return pages
}
