package copy

import (
	"image"
	"image/color"
	"image/draw"
	"io"
	"math"
	"strings"
	"time"

	"matchbooth/assets/art"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/sheet"
	"matchbooth/ui/work/typeset"
)

// Lengths are in millimetres, sizes of text in points.
const (
	left   = 18.0
	width  = 174.0
	column = 46.0 // of the labels
	bottom = 278.0
)

// WritePDF writes the copy as a PDF of A4 pages. end is when the person is erased, zero if nobody knows.
func WritePDF(w io.Writer, in text.Printer, pack *event.Pack, r record.Record, made time.Time, end data.End) error {
	images, err := Pages(in, pack, r, made, end)
	if err != nil {
		return err
	}
	pages := make([]sheet.Page, len(images))
	for i, img := range images {
		pages[i] = sheet.Drawn(img)
	}
	return sheet.WritePDF(w, made, pages...)
}

// Pages draws the pages, each 2480 × 3508 pixels.
func Pages(in text.Printer, pack *event.Pack, r record.Record, made time.Time, end data.End) ([]image.Image, error) {
	set, err := typeset.New()
	if err != nil {
		return nil, err
	}
	d := &page{words: words{in, pack}, set: set, pal: art.Normal()}
	r = alone(r)
	d.next()
	d.head(made)
	d.facts(r)
	d.answers(r)
	d.agreed(r)
	d.history(r)
	d.rights(end)
	out := make([]image.Image, len(d.all))
	for i, img := range d.all {
		out[i] = img
	}
	return out, nil
}

// page is a copy being drawn, from the top of its first page down.
type page struct {
	words
	set *typeset.Type
	pal art.Palette
	all []*image.RGBA
	img *image.RGBA // the last of all
	y   float64     // the next baseline
}

// leading is the distance of two baselines.
func leading(size float64) float64 { return size * 25.4 / 72 * 1.5 }

// next begins a page.
func (d *page) next() {
	d.img = image.NewRGBA(image.Rect(0, 0, typeset.PageWidth, typeset.PageHeight))
	draw.Draw(d.img, d.img.Rect, image.White, image.Point{}, draw.Src)
	d.all = append(d.all, d.img)
	d.y = 24
}

// room begins a page if so much is not left on this one.
func (d *page) room(mm float64) {
	if d.y+mm > bottom {
		d.next()
	}
}

func (d *page) text(x, size float64, bold bool, ink color.Color, s string) {
	d.set.Draw(d.img, typeset.Px(x), typeset.Px(d.y), typeset.Dots(size), bold, ink, s)
}

func (d *page) fill(x, y, w, h float64, ink color.Color) {
	r := image.Rect(int(math.Round(typeset.Px(x))), int(math.Round(typeset.Px(y))), int(math.Round(typeset.Px(x+w))), max(int(math.Round(typeset.Px(y+h))), int(math.Round(typeset.Px(y)))+2))
	draw.Draw(d.img, r, image.NewUniform(ink), image.Point{}, draw.Src)
}

// head is the band at the top of the first page.
func (d *page) head(made time.Time) {
	d.fill(0, 0, 210, 44, d.pal.Wine)
	sign := art.SignIn(int(typeset.Px(15)), int(typeset.Px(10.5)), d.pal, true)
	draw.Draw(d.img, sign.Rect.Add(image.Pt(int(typeset.Px(left)), int(typeset.Px(9)))), sign, image.Point{}, draw.Over)
	d.y = 16
	d.text(left+19, 12, true, d.pal.Gold, d.pack.Title.In(event.Lang(d.Lang)))
	d.y = 34
	d.text(left, 23, true, d.pal.OnWine, d.S("copy.title"))
	d.y = 55
	for _, l := range d.set.Wrap(typeset.Px(width), typeset.Dots(11), false, d.S("copy.line", "Day", made.Local().Format(time.DateOnly))) {
		d.text(left, 11, false, d.pal.Soft, l)
		d.y += leading(11)
	}
}

// heading begins a part.
func (d *page) heading(s string) {
	d.y += 5
	d.room(30)
	d.text(left, 15, true, d.pal.Ink, s)
	d.y += 3
	d.fill(left, d.y, width, 0.3, d.pal.Edge)
	d.y += 7
}

// lines breaks a text into lines of at most w millimetres. A word that is wider, such as a long address, goes on in the next
// line: what is kept about somebody stands there to its end.
func (d *page) lines(w, size float64, s string) (out []string) {
	for _, l := range d.set.Wrap(typeset.Px(w), typeset.Dots(size), false, s) {
		for d.set.Width(typeset.Dots(size), false, l) > typeset.Px(w) {
			rest := []rune(l)
			n := 1
			for n < len(rest) && d.set.Width(typeset.Dots(size), false, string(rest[:n+1])) <= typeset.Px(w) {
				n++
			}
			if n == len(rest) {
				break
			}
			out, l = append(out, string(rest[:n])), string(rest[n:])
		}
		out = append(out, l)
	}
	return out
}

// row is a label and a value, over as many lines as both need.
func (d *page) row(label, value string) {
	names := d.lines(column-4, 10, label)
	var values []string
	for _, part := range strings.Split(value, "\n") {
		values = append(values, d.lines(width-column, 11, part)...)
	}
	d.room(float64(max(len(names), len(values))) * leading(11))
	top := d.y
	for _, l := range names {
		d.text(left, 10, false, d.pal.Soft, l)
		d.y += leading(11)
	}
	end := d.y
	d.y = top
	for _, l := range values {
		d.text(left+column, 11, false, d.pal.Ink, l)
		d.y += leading(11)
	}
	d.y = max(d.y, end) + 1
}

func (d *page) facts(r record.Record) {
	d.heading(d.S("copy.code") + " " + r.Code.String())
	for _, c := range r.Joined {
		d.row(d.S("copy.code"), c.String())
	}
	d.row(d.S("copy.at"), minute(r.At))
	source := "screen"
	if r.Source == record.SourcePaper {
		source = "paper"
	}
	d.row(d.S("copy.source"), d.S("copy.source."+source))
	if w := d.pack.Way(r.Outcome); w != nil {
		d.row(d.S("copy.outcome"), w.Private.In(event.Lang(d.Lang)))
	}
	if s := d.pack.Story(r.Story); s != nil {
		d.row(d.S("copy.story"), s.Title.In(event.Lang(d.Lang)))
	}
}

func (d *page) answers(r record.Record) {
	d.heading(d.S("copy.answers"))
	for _, f := range d.pack.Fields {
		if v, ok := r.Fields[f.ID]; ok {
			d.row(strings.TrimRight(f.Label.In(event.Lang(d.Lang)), "？?"), Answer(d.Printer, f, v))
		}
	}
}

func (d *page) agreed(r record.Record) {
	d.heading(d.S("copy.agreed"))
	for _, k := range r.Consents {
		d.row(minute(k.At), d.agreedTo(k))
	}
}

func (d *page) history(r record.Record) {
	d.heading(d.S("copy.history"))
	if len(r.History) == 0 {
		d.row("", d.S("copy.nothing"))
	}
	for _, h := range r.History {
		said := Change(d.Printer, d.pack, r, h)
		if h.By != "" {
			said += " (" + d.S("copy.by", "Who", h.By) + ")"
		}
		d.row(minute(h.At), said)
	}
}

func (d *page) rights(end data.End) {
	l := event.Lang(d.Lang)
	d.heading(d.S("copy.rights"))
	h := d.pack.Handler
	d.row(d.S("copy.who"), h.Name.In(l)+"\n"+h.Contact.In(l))
	d.row("", d.S("copy.rights.text", "How", h.Erasure.In(l)))
	switch k := d.pack.Consent(end.Consent); {
	case !end.At.IsZero() && k != nil:
		d.row("", d.S("copy.kept.agreed", "Day", end.At.Local().Format(time.DateOnly), "What", strings.TrimRight(k.Sentence.In(l), ".。")))
	case !end.At.IsZero():
		d.row("", d.S("copy.kept.until", "Day", end.At.Local().Format(time.DateOnly)))
	case h.RetentionDays > 0:
		d.row("", d.S("copy.kept", "Days", h.RetentionDays))
	}
}
