package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"

	"matchbooth/data/record"
)

// BenchmarkXLSXBesideZip writes 10,000 people as a workbook. The floor, in turn with it, packs the same parts, made before,
// into a zip by the same library: what a workbook is at the least.
func BenchmarkXLSXBesideZip(b *testing.B) {
	records := make([]record.Record, 10_000)
	for i := range records {
		records[i] = oneRecord(fmt.Sprintf("张三%d", i), fmt.Sprintf("13%09d", i), fmt.Sprintf("p%d@example.org", i), "notice", "handover")
	}
	d := sample(records...)
	var book bytes.Buffer
	if err := Write(&book, "xlsx", d, nil); err != nil {
		b.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(book.Bytes()), int64(book.Len()))
	if err != nil {
		b.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			b.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			b.Fatal(err)
		}
	}
	var whole, floor time.Duration
	for b.Loop() {
		began := time.Now()
		if err := Write(io.Discard, "xlsx", d, nil); err != nil {
			b.Fatal(err)
		}
		whole += time.Since(began)
		began = time.Now()
		to := zip.NewWriter(io.Discard)
		for name, content := range parts {
			w, err := to.Create(name)
			if err == nil {
				_, err = w.Write(content)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := to.Close(); err != nil {
			b.Fatal(err)
		}
		floor += time.Since(began)
	}
	b.ReportMetric(float64(whole.Milliseconds())/float64(b.N), "ms/workbook")
	b.ReportMetric(float64(whole)/float64(floor), "workbook/zip")
	b.ReportMetric(0, "ns/op") // of both: says nothing
}

// BenchmarkWrite writes 10,000 people in each format.
func BenchmarkWrite(b *testing.B) {
	records := make([]record.Record, 10_000)
	for i := range records {
		records[i] = oneRecord(fmt.Sprintf("张三%d", i), fmt.Sprintf("13%09d", i), fmt.Sprintf("p%d@example.org", i), "notice", "handover")
	}
	d := sample(records...)
	for _, format := range Formats {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(io.Discard, format, d, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
