package sheet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"math"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"matchbooth/ui/work/typeset"
)

// WritePNG writes a page as a PNG that states its resolution, so that it is printed at its true size.
func WritePNG(w io.Writer, p Page) error { return EncodePNG(w, p.img, typeset.DPI) }

// EncodePNG writes a picture of so many pixels to the inch as a PNG that says so.
func EncodePNG(w io.Writer, img image.Image, dpi int) error {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return fmt.Errorf("writing the sheet: %w", err)
	}
	// The pHYs chunk belongs before the pixels; the header is always an 8-byte signature and 25 bytes of
	// IHDR.
	const head = 33
	perMetre := uint32(math.Round(float64(dpi) / 0.0254))
	chunk := []byte("pHYs")
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1)
	out := bytes.Clone(b.Bytes()[:head])
	out = binary.BigEndian.AppendUint32(out, 9)
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	out = append(out, b.Bytes()[head:]...)
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("writing the sheet: %w", err)
	}
	return nil
}

// PDF is a document of A4 pages, to which pages are added one after the other: only the page that is being added is kept
// as a picture.
type PDF struct {
	pdf *fpdf.Fpdf
	n   int
}

// NewPDF begins a document; made is the day that it says it was made.
func NewPDF(made time.Time) *PDF {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetProducer("Matchbooth", false)
	return &PDF{pdf: pdf}
}

// Add adds a page. Its picture may be drawn over afterwards.
func (d *PDF) Add(p Page) error {
	var b bytes.Buffer
	if err := WritePNG(&b, p); err != nil {
		return err
	}
	name := fmt.Sprint("page", d.n)
	opt := fpdf.ImageOptions{ImageType: "PNG"}
	d.n++
	d.pdf.AddPage()
	d.pdf.RegisterImageOptionsReader(name, opt, &b)
	d.pdf.ImageOptions(name, 0, 0, 210, 297, false, opt, 0, "")
	return nil
}

// Write writes the document.
func (d *PDF) Write(w io.Writer) error {
	if err := d.pdf.Output(w); err != nil {
		return fmt.Errorf("writing the sheet: %w", err)
	}
	return nil
}

// WritePDF writes A4 pages, one for each image.
func WritePDF(w io.Writer, made time.Time, pages ...Page) error {
	d := NewPDF(made)
	for _, p := range pages {
		if err := d.Add(p); err != nil {
			return err
		}
	}
	return d.Write(w)
}
