package export

import (
	"fmt"
	"io"
	"testing"

	"matchbooth/data/record"
)

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
