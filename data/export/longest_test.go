package export

import (
	"strings"
	"testing"

	"matchbooth/data/record"
)

// What is told of a record without spelling it is never less than its longest cell, in any spelling: else a value that fits
// into no cell would not be told about.
func TestNoCellIsLongerThanIsTold(t *testing.T) {
	big := strings.Repeat("长", 11_000)
	many := oneRecord("张珂", "13800000417", "", "notice", "handover")
	for range 300 {
		many.Checks = append(many.Checks, record.Check{Rang: true, Identity: true, Kit: "SH-0521-7", Initials: "LQ"})
		many.Consents = append(many.Consents, record.Consent{ID: "handover", SHA256: strings.Repeat("a", 64), Lang: "zh"})
		many.Flags = append(many.Flags, "talk")
	}
	told := 0
	for _, r := range []record.Record{oneRecord("张珂", "13800000417", "", "notice"), oneRecord(big, "13800000417", ""), oneRecord(strings.Repeat(big, 3), big, big), many} {
		d := sample(r)
		places := d.places()
		_, values := d.bookColumns()
		for _, row := range [][]string{d.row(places, d.spelled(), r), values(r)} {
			for i, cell := range row {
				if n := len(EscapeFormula(cell)); n > longest(r) {
					t.Errorf("cell %d has %d bytes, %d were told", i, n, longest(r))
				}
			}
		}
		told += len(d.longValues("xlsx"))
	}
	if told == 0 {
		t.Error("no value is too long")
	}
}
