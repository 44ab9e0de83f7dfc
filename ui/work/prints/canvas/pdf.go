package canvas

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"matchbooth/assets"
)

// WritePDF writes a document. made is the day that it says it was made: the same pages and the same day give the same bytes.
// The characters that occur are embedded.
func WritePDF(w io.Writer, title string, made time.Time, pages ...*Page) error {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(made.UTC())
	pdf.SetModificationDate(made.UTC())
	pdf.SetProducer("Matchbooth", false)
	pdf.SetTitle(assets.Usual(title), true)
	var used [2]map[rune]bool
	for i := range used {
		used[i] = map[rune]bool{' ': true}
	}
	for _, p := range pages {
		for _, m := range p.marks {
			for _, r := range m.text {
				used[weight(m.bold)][r] = true
			}
		}
	}
	var stand [2]map[rune]rune
	for i, style := range styles {
		font, other, err := subset(i == 1, used[i])
		if err != nil {
			return err
		}
		stand[i] = other
		pdf.AddUTF8FontFromBytes("noto", style, font)
	}
	d := document{pdf, stand, 0}
	for _, p := range pages {
		pdf.AddPageFormat("P", fpdf.SizeType{Wd: p.Wide, Ht: p.High})
		for _, m := range p.marks {
			if err := d.mark(m); err != nil {
				return err
			}
		}
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("writing a PDF: %w", err)
	}
	return nil
}

var styles = [2]string{"", "B"}

func weight(bold bool) int {
	if bold {
		return 1
	}
	return 0
}

type document struct {
	pdf      *fpdf.Fpdf
	stand    [2]map[rune]rune
	pictures int
}

func (d *document) mark(m mark) error {
	switch i := weight(m.bold); {
	case m.text != "":
		d.pdf.SetFont("noto", styles[i], m.size)
		d.pdf.SetTextColor(rgb(m.ink))
		d.pdf.Text(m.at.x, m.at.y, strings.Map(func(r rune) rune {
			if c, ok := d.stand[i][r]; ok {
				return c
			}
			return r
		}, m.text))
	case m.picture != nil:
		var b bytes.Buffer
		if err := png.Encode(&b, m.picture); err != nil {
			return fmt.Errorf("writing a PDF: %w", err)
		}
		name := fmt.Sprint("picture", d.pictures)
		d.pictures++
		opt := fpdf.ImageOptions{ImageType: "PNG"}
		d.pdf.RegisterImageOptionsReader(name, opt, &b)
		d.pdf.ImageOptions(name, m.at.x, m.at.y, m.wide, m.high, false, opt, 0, "")
	default:
		d.pdf.SetFillColor(rgb(m.ink))
		for _, sub := range m.area {
			for i, q := range sub {
				if i == 0 {
					d.pdf.MoveTo(q.x, q.y)
				} else {
					d.pdf.LineTo(q.x, q.y)
				}
			}
			d.pdf.ClosePath()
		}
		d.pdf.DrawPath("F")
	}
	return nil
}

func rgb(c color.NRGBA) (r, g, b int) { return int(c.R), int(c.G), int(c.B) }
