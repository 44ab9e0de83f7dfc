package export

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data/record"
)

// longTexts are at the edge of a cell, and over it.
var longTexts = map[string]struct {
	text  string
	fits  bool
	parts int
}{
	"just fits":         {strings.Repeat("a", maxCell), true, 1},
	"one too many":      {strings.Repeat("a", maxCell+1), false, 2},
	"Chinese that fits": {strings.Repeat("字", maxCell), true, 1},
	"Chinese":           {strings.Repeat("字", 40_000), false, 2},
	"pairs":             {strings.Repeat("𠮷", 20_000), false, 2}, // two units each
	"pairs that fit":    {strings.Repeat("𠮷", maxCell/2), true, 1},
	"twice a cell":      {strings.Repeat("a", 2*maxCell), false, 2},
	"a million":         {strings.Repeat("0123456789", 100_000), false, 31},
}

// Nothing is cut: a workbook has a long value on a sheet of its own and says so in its place, a csv file has it whole, and
// both are named.
func TestLongValuesAreWholeAndNamed(t *testing.T) {
	for name, c := range longTexts {
		t.Run(name, func(t *testing.T) {
			r := oneRecord("张三", "13800138000", "")
			r.Fields["note"] = record.Field{Text: record.Text(c.text)}
			d := sample(oneRecord("before", "1", ""), r, oneRecord("after", "2", ""))
			for _, format := range []string{"xlsx", "csv", "json", "vcf"} {
				res, err := ToFile(filepath.Join(t.TempDir(), "out."+format), format, d, nil, nil)
				if err != nil {
					t.Fatal(err)
				}
				want := 0
				if !c.fits && (format == "xlsx" || format == "csv") {
					want = 1
				}
				if len(res.Long) != want || want == 1 && (res.Long[0].Column != "note" || res.Long[0].Code != r.Code || res.Long[0].Units <= maxCell) {
					t.Errorf("%s names %v", format, res.Long)
				}
			}
			at := column(t, d, "note")
			if got := readCSVExact(render(t, "csv", d))[2][at]; got != c.text {
				t.Errorf("csv has %d bytes of %d", len(got), len(c.text))
			}
			if !bytes.Contains(render(t, "json", d), []byte(c.text)) {
				t.Error("json lacks it")
			}
			file := render(t, "xlsx", d)
			cell := readXLSX(t, file, 0)[2][at]
			if c.fits {
				if cell != c.text {
					t.Errorf("xlsx has %d bytes of %d", len(cell), len(c.text))
				}
				return
			}
			if cell != chinese.seeLong {
				t.Errorf("the cell has %.60q", cell)
			}
			whole, n := "", 0
			for _, row := range readXLSX(t, file, 2)[1:] {
				n++
				if row[0] != r.Code.String() || row[1] != "备注" || row[2] != fmt.Sprintf("%d/%d", n, c.parts) {
					t.Errorf("%q", row[:3])
				}
				whole += row[3]
			}
			if whole != c.text || n != c.parts {
				t.Errorf("%d parts of %d bytes, want %d of %d", n, len(whole), c.parts, len(c.text))
			}
		})
	}
}

// A format names what its own cells cannot hold: csv with the apostrophe before a formula, xlsx with its column of consents.
func TestEachFormatNamesItsOwnLongValues(t *testing.T) {
	formula, signed := oneRecord("张三", "1", ""), oneRecord("李四", "2", "")
	formula.Fields["note"] = record.Field{Text: record.Text("=" + strings.Repeat("a", maxCell-1))}
	for range 400 {
		signed.Consents = append(signed.Consents, record.Consent{ID: "notice", SHA256: strings.Repeat("ab", 32), Lang: "zh", At: signed.At})
	}
	for format, want := range map[string]string{"csv": "note", "xlsx": "consent_texts", "json": "", "vcf": ""} {
		var named []string
		for _, l := range sample(formula, signed).longValues(format) {
			named = append(named, l.Column)
		}
		if got := strings.Join(named, " "); got != want {
			t.Errorf("%s names %q, want %q", format, got, want)
		}
	}
}

// What the pack explains at length, and volunteers checked again and again, is not cut either.
func TestLongExplanationsAreWhole(t *testing.T) {
	r := oneRecord("张三", "13800138000", "")
	for range 2000 {
		r.Checks = append(r.Checks, record.Check{At: r.At, Rang: true, Kit: "KIT-0001", Initials: "AB"})
	}
	d := sample(r)
	for range 100 {
		d.Columns[3].Options = append(d.Columns[3].Options, Option{"x", map[string]string{"zh": strings.Repeat("长", 1000)}})
	}
	text := map[string]string{}
	for _, row := range readXLSX(t, render(t, "xlsx", d), 2)[1:] {
		text[row[0]+" "+row[1]] += row[3]
	}
	if got, want := text[r.Code.String()+" 核对时间"], d.worded().fact(r, "check_at"); got != want {
		t.Errorf("%d bytes of the checks, want %d", len(got), len(want))
	}
	if got, want := text["campus 说明"], d.Columns[3].note("zh"); got != want {
		t.Errorf("%d bytes of the explanation, want %d; there are %d texts", len(got), len(want), len(text))
	}
}

func column(t *testing.T, d Doc, id string) int {
	t.Helper()
	for i, h := range d.Headers() {
		if h == id {
			return i
		}
	}
	t.Fatal("no such column")
	return 0
}
