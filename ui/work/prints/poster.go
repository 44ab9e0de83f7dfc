package prints

import (
	"image"
	"image/color"
	"math"
	"path"
	"strings"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/picture"
	"matchbooth/ui/work/prints/canvas"
)

// poster is what people stop for: the sign, large, from across the hall; the headline from three metres; where and when, and the
// code, from one. It is laid out in millimetres of A3 and drawn at the size of the sheet.
func (s setting) poster(wide, high float64) ([]*canvas.Page, error) {
	p := &board{setting: s, Page: canvas.New(wide, high), k: wide / canvas.A3Wide}
	p.ground()
	p.head()
	p.words()
	return []*canvas.Page{p.Page}, p.band()
}

const (
	margin = 24.0
	across = canvas.A3Wide - 2*margin
	bandAt = 332.0
	column = 160.0 // of the words beside the card with the code
)

// board is a poster being drawn; k is the size of its millimetre.
type board struct {
	setting
	*canvas.Page
	k float64
}

func (p *board) fill(x, y, w, h float64, ink color.NRGBA) {
	p.Fill(x*p.k, y*p.k, w*p.k, h*p.k, ink)
}

func (p *board) text(x, y, size float64, bold bool, ink color.NRGBA, s string) {
	p.Text(x*p.k, y*p.k, size*p.k, bold, ink, s)
}

// The rings of the sign on the poster.
const (
	ringsX, ringsY, ringsR = canvas.A3Wide / 2, 132.0, 35.0
	fieldFrom, fieldTo     = 82.0, 184.0
)

// ground is warm paper with a field of faint dots, of which two have found each other.
func (p *board) ground() {
	p.fill(0, 0, canvas.A3Wide, canvas.A3High, p.pal.Paper)
	const pitch = 7.2
	faint := color.NRGBA{0xEA, 0xDB, 0xC9, 255}
	row := 0
	for y := fieldFrom; y <= fieldTo; y += pitch * 0.866 {
		x := pitch / 2
		if row%2 == 1 {
			x = pitch
		}
		for ; x < canvas.A3Wide; x += pitch {
			// The dots keep away from the rings and grow smaller towards the edges of the field.
			away := min(math.Hypot(x-ringsX+19.5, y-ringsY), math.Hypot(x-ringsX-19.5, y-ringsY))
			edge := min(y-fieldFrom, fieldTo-y) / 26
			if away > ringsR+11 {
				p.Disc(x*p.k, y*p.k, (0.45+0.75*min(1, edge))*p.k, faint)
			}
		}
		row++
	}
	sign(p.Page, ringsX*p.k, ringsY*p.k, ringsR*p.k, p.pal.Red, p.pal.Gold, p.pal.Paper)
}

// head is whose event it is: the pack's logo, or the sign, with the title.
func (p *board) head() {
	top := 20.0
	if p.Practice {
		p.fill(0, 0, canvas.A3Wide, 13, p.pal.Gold)
		say := p.S("prints.practice")
		p.text((canvas.A3Wide-canvas.Width(16, true, say))/2, 8.6, 16, true, p.pal.Ink, say)
		top = 27
	}
	x, middle := margin, top+11
	if logo := p.logo(); logo != nil {
		const most, tall = 62.0, 22.0
		b := logo.Bounds()
		scale := min(most/float64(b.Dx()), tall/float64(b.Dy()))
		w, h := float64(b.Dx())*scale, float64(b.Dy())*scale
		p.Picture(x*p.k, (middle-h/2)*p.k, w*p.k, h*p.k, logo)
		x += w + 9
	} else {
		sign(p.Page, (x+13.5)*p.k, middle*p.k, 8.6*p.k, p.pal.Red, p.pal.Gold, p.pal.Paper)
		x += 36
	}
	size, lines := fit(canvas.A3Wide-margin-x, 30, 17, true, 2, p.In(p.Title))
	y := middle + capHigh(size)/2 - float64(len(lines)-1)*leading(size, 1.25)/2
	for _, l := range lines {
		p.text(x, y, size, true, p.pal.Ink, l)
		y += leading(size, 1.25)
	}
	what := p.In(p.Attract.What)
	size, lines = fit(across-10, 24, 14, true, 1, what)
	p.fill(margin, top+34, 3.2, 11, p.pal.Gold)
	p.text(margin+9, top+39.5+capHigh(size)/2, size, true, p.pal.Ink, strings.Join(lines, " "))
}

// logo is the pack's own, or nil.
func (p *board) logo() image.Image {
	if p.Look.Logo == "" {
		return nil
	}
	data, ok := p.Asset(p.Look.Logo)
	if !ok {
		return nil
	}
	const w, h = 900, 320 // about 370 dpi at its place
	if strings.EqualFold(path.Ext(p.Look.Logo), ".svg") {
		if d, err := picture.ReadSVG(data); err == nil {
			if img, err := d.Contain(w, h); err == nil {
				return img
			}
		}
		return nil
	}
	img, err := picture.Load(data, w)
	if err != nil { // as on the screen: the sign takes its place
		return nil
	}
	return picture.Contain(img, w, h)
}

// words are the headline and the line under it, with its source.
func (p *board) words() {
	size, lines := p.headline()
	y := fieldTo + 14 + capHigh(size)
	for _, l := range lines {
		p.text(margin-size*0.01, y, size, true, p.pal.Ink, l)
		y += leading(size, 1.2)
	}
	y += 1 - leading(size, 1.2) + 18
	lines = p.under(20)
	size = 20
	for size > 12 && y+float64(len(lines))*leading(size, 1.5) > bandAt-9 {
		size -= 0.5
		lines = p.under(size)
	}
	for _, l := range lines {
		p.text(margin, y, size, false, p.pal.Ink, l)
		y += leading(size, 1.5)
	}
	p.text(margin, y+0.5, 11, false, p.pal.Soft, p.In(p.Attract.Source))
}

// headline is broken as the pack has it, as large as fits. Where that is small, three lines of a larger size are better.
func (p *board) headline() (size float64, lines []string) {
	const most, least = 96.0, 40.0
	said := strings.TrimSpace(p.In(p.Attract.Headline))
	lines = strings.Split(said, "\n")
	size = most
	for _, l := range lines {
		for size > 20 && canvas.Width(size, true, l) > across {
			size--
		}
	}
	if size >= 58 {
		return size, lines
	}
	larger, three := fit(across, 72, least, true, 3, p.joined(said))
	if larger > size*1.15 || size < least {
		return larger, three
	}
	return size, lines
}

// joined is a text without the line ends that were made for a screen.
func (p *board) joined(s string) string {
	glue := ""
	if p.lang == event.EN {
		glue = " "
	}
	return strings.ReplaceAll(s, "\n", glue)
}

// under is the line under the headline: its own lines where they fit, else broken anew.
func (p *board) under(size float64) (out []string) {
	s := strings.TrimSpace(p.In(p.Attract.Line))
	for _, l := range strings.Split(s, "\n") {
		if canvas.Width(size, false, l) > column {
			return canvas.Balanced(column, size, false, p.joined(s))
		}
		out = append(out, l)
	}
	return out
}

// band is the foot: when and where, and the code.
func (p *board) band() error {
	p.fill(0, bandAt, canvas.A3Wide, canvas.A3High-bandAt, p.pal.Red)
	p.fill(0, bandAt, canvas.A3Wide, 2.4, p.pal.Gold)

	const cardW, cardH, side = 80.0, 98.0, 61.0
	cx, cy := canvas.A3Wide-margin-cardW, bandAt-20
	p.Round((cx-1.6)*p.k, (cy-1.6)*p.k, (cardW+3.2)*p.k, (cardH+3.2)*p.k, 8.6*p.k, p.pal.Gold)
	p.Round(cx*p.k, cy*p.k, cardW*p.k, cardH*p.k, 7*p.k, white)
	if _, err := p.Code((cx+(cardW-side)/2)*p.k, (cy+9.5)*p.k, side*p.k, p.EnrolLink(), p.pal.Ink); err != nil {
		return err
	}
	centred := func(y, size float64, bold bool, ink color.NRGBA, s string) {
		size, lines := fit(cardW-8, size, 7, bold, 1, s)
		if len(lines) > 0 {
			p.text(cx+(cardW-canvas.Width(size, bold, lines[0]))/2, y, size, bold, ink, lines[0])
		}
	}
	centred(cy+84, 19, true, p.pal.Ink, p.S("prints.poster.scan"))
	centred(cy+91.5, 12.5, false, p.pal.Soft, domain(p.EnrolLink()))

	wide := cx - margin - 12
	w := wide
	if p.page != "" {
		if err := p.already(cx - 11); err != nil {
			return err
		}
		w -= alreadySide + 10
	}
	size, lines := fit(w, 38, 20, true, 1, p.days())
	y := bandAt + 24.0
	for _, l := range lines {
		p.text(margin, y, size, true, white, l)
		y += leading(size, 1.2)
	}
	size, lines = fit(w, 25, 15, true, 2, p.In(p.Place))
	y += 1
	for _, l := range lines {
		p.text(margin, y, size, true, white, l)
		y += leading(size, 1.3)
	}
	if school := p.SchoolApart(p.lang); school != "" && len(lines) < 3 {
		size, lines = fit(w, 19, 13.5, false, 1, school)
		p.text(margin, y, size, false, white, lines[0])
	}
	w, foot := wide, canvas.A3High-12.0
	small := append(canvas.Wrap(w, 13.5, false, p.S("prints.poster.booth")), canvas.Wrap(w, 13.5, false, p.S("prints.poster.registry", "Name", p.In(p.Registry.Name)))...)
	y = foot - float64(len(small)-1)*leading(13.5, 1.45)
	for _, l := range small {
		p.text(margin, y, 13.5, false, p.pal.OnWine, l)
		y += leading(13.5, 1.45)
	}
	return nil
}

// alreadySide is how wide the code of the event's own page is on a poster, in millimetres of A3.
const alreadySide = 32.0

// already is the code of the event's own page, up to right, for whoever has signed up and reads the poster again: smaller than
// the first one, since it is not what a poster is put up for. Nobody's secret is in it: the page asks for the receipt code.
func (p *board) already(right float64) error {
	x, y := right-alreadySide, bandAt+10
	p.Round((x-2)*p.k, (y-2)*p.k, (alreadySide+4)*p.k, (alreadySide+4)*p.k, 3.5*p.k, white)
	if _, err := p.Code(x*p.k, y*p.k, alreadySide*p.k, p.page, p.pal.Ink); err != nil {
		return err
	}
	lines := strings.Split(p.S("prints.poster.followup"), "\n")
	size := 12.0
	for _, l := range lines {
		fits, _ := fit(alreadySide+14, size, 8, true, 1, l)
		size = min(size, fits)
	}
	y += alreadySide + 3.2 + capHigh(size)
	for _, l := range lines {
		p.text(right-alreadySide/2-canvas.Width(size, true, l)/2, y+1, size, true, white, l)
		y += leading(size, 1.3)
	}
	return nil
}

// domain is what of a link people recognise: whose it is.
func domain(link string) string {
	_, rest, _ := strings.Cut(link, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.TrimPrefix(host, "www.")
}
