package sheet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/png"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// WritePNG writes a page as a PNG that states its resolution, so that it is printed at its true size.
func WritePNG(w io.Writer, p Page) error {
	var b bytes.Buffer
	if err := png.Encode(&b, p.img); err != nil {
		return fmt.Errorf("writing the sheet: %w", err)
	}
	// The pHYs chunk belongs before the pixels; the header is always an 8-byte signature and 25 bytes of
	// IHDR.
	const head = 33
	perMetre := uint32(11811) // 300 dpi
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

// WritePDF writes A4 pages, one for each image.
func WritePDF(w io.Writer, made time.Time, pages ...Page) error {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetProducer("Matchbooth", false)
	for i, p := range pages {
		var b bytes.Buffer
		if err := WritePNG(&b, p); err != nil {
			return err
		}
		name := fmt.Sprint("page", i)
		opt := fpdf.ImageOptions{ImageType: "PNG"}
		pdf.AddPage()
		pdf.RegisterImageOptionsReader(name, opt, &b)
		pdf.ImageOptions(name, 0, 0, 210, 297, false, opt, 0, "")
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("writing the sheet: %w", err)
	}
	return nil
}
