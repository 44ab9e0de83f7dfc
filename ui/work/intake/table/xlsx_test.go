package table

import (
	"bytes"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbook returns the bytes of a workbook that fill has filled.
func workbook(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestAWorkbookIsReadAsItIsStored: numbers whole, days as days, texts as texts.
func TestAWorkbookIsReadAsItIsStored(t *testing.T) {
	day := time.Date(2026, 5, 21, 0, 0, 0, 0, time.UTC)
	file := workbook(t, func(f *excelize.File) {
		style := func(s excelize.Style) int { id, err := f.NewStyle(&s); must(t, err); return id }
		code := func(c string) excelize.Style { return excelize.Style{CustomNumFmt: &c} }
		must(t, f.SetSheetRow("Sheet1", "A1", &[]any{"姓名", "手机号", "日期", "备注"}))
		for i, v := range []struct {
			value any
			style excelize.Style
		}{
			{13800138000, excelize.Style{}},
			{13800138000, excelize.Style{NumFmt: 11}}, // shown as 1.38E+10
			{13800138000, excelize.Style{NumFmt: 3}},  // shown as 13,800,138,000
			{"013800138000", excelize.Style{}},
			{day, excelize.Style{NumFmt: 14}},
			{day, code("yyyy\"年\"m\"月\"d\"日\"")},
			{day.Add(14*time.Hour + 30*time.Minute), code("yyyy/m/d h:mm")},
			{day, excelize.Style{NumFmt: 31}},
			{46163, excelize.Style{}},
			{true, excelize.Style{}},
			{0.5, excelize.Style{NumFmt: 9}},
			{90, code("0.00 \"dy\"")},
			{46200, excelize.Style{NumFmt: 16}}, // Jun-27, typed, becomes the 27th of June of this year
			{46200, code("m\"月\"d\"日\"")},
			{46200, code("[$-en-US]d-mmm;@")},
			{"'138", excelize.Style{}},
		} {
			cell, _ := excelize.CoordinatesToCellName(2, i+2)
			must(t, f.SetCellValue("Sheet1", cell, v.value))
			must(t, f.SetCellStyle("Sheet1", cell, cell, style(v.style)))
		}
	})
	tab, err := Read(file, Options{})
	must(t, err)
	want := []string{"13800138000", "13800138000", "13800138000", "013800138000", "2026-05-21", "2026-05-21", "2026-05-21 14:30:00", "2026-05-21", "46163", "TRUE", "0.5", "90", "27-Jun", "27-Jun", "27-Jun", "'138"}
	for i, w := range want {
		row := tab.Rows[i+1]
		if row.Cells[1] != w || row.Line != i+2 || len(row.Cells) != 4 {
			t.Errorf("row %d: %q on line %d with %d cells, want %q", i, row.Cells[1], row.Line, len(row.Cells), w)
		}
	}
}

func TestAWorkbookSaysWhatCannotBeSeen(t *testing.T) {
	file := workbook(t, func(f *excelize.File) {
		must(t, f.SetSheetRow("Sheet1", "A1", &[]any{"name", "phone"}))
		must(t, f.SetSheetRow("Sheet1", "A3", &[]any{"张伟", "1"}))
		must(t, f.SetSheetRow("Sheet1", "A4", &[]any{"王芳"}))
		must(t, f.SetRowVisible("Sheet1", 4, false))
		must(t, f.MergeCell("Sheet1", "C1", "D1"))
		_, err := f.NewSheet("回收站")
		must(t, err)
		must(t, f.SetSheetRow("回收站", "A1", &[]any{"name"}))
	})
	tab, err := Read(file, Options{})
	must(t, err)
	if tab.Hidden != 1 || tab.Merged != 1 || tab.Sheet != "Sheet1" || len(tab.Sheets) != 2 || tab.Kind != XLSX || tab.Encoding != "" {
		t.Errorf("%d hidden, %d merged, sheet %q of %v, %s %q", tab.Hidden, tab.Merged, tab.Sheet, tab.Sheets, tab.Kind, tab.Encoding)
	}
	if !reflect.DeepEqual(cells(tab), [][]string{{"name", "phone"}, {"张伟", "1"}, {"王芳", ""}}) {
		t.Errorf("%q", cells(tab))
	}
	if tab, err = Read(file, Options{Sheet: " 回收站"}); err != nil || len(tab.Rows) != 1 {
		t.Errorf("by its name: %d rows, %v", len(tab.Rows), err)
	}
	if tab, err = Read(file, Options{Sheet: "nowhere"}); !errors.Is(err, ErrSheet) || len(tab.Sheets) != 2 {
		t.Errorf("no such sheet: %v, %v", tab.Sheets, err)
	}
}

// TestAWorkbookLeavesNothingBehind: the library would unpack large sheets into the folder for temporary files.
func TestAWorkbookLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	file := workbook(t, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		must(t, err)
		for i := range 40_000 { // more than the 16 MB that the library keeps in memory by default
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			must(t, w.SetRow(cell, []any{strings.Repeat("张", 60), strings.Repeat("a", 200), "13800138000"}))
		}
		must(t, w.Flush())
	})
	for _, left := range mustList(t, dir) {
		must(t, os.RemoveAll(dir+"/"+left))
	}
	tab, err := Read(file, Options{})
	if err != nil || len(tab.Rows) != 40_000 {
		t.Fatal(len(tab.Rows), err)
	}
	if left := mustList(t, dir); len(left) > 0 {
		t.Errorf("people lie in %v", left)
	}
}

func mustList(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range all {
		names = append(names, e.Name())
	}
	return names
}

// TestDamagedWorkbooksAreRefused cuts and changes a workbook everywhere.
func TestDamagedWorkbooksAreRefused(t *testing.T) {
	file := workbook(t, func(f *excelize.File) {
		must(t, f.SetSheetRow("Sheet1", "A1", &[]any{"name", "phone"}))
		must(t, f.SetSheetRow("Sheet1", "A2", &[]any{"张伟", "13800138000"}))
	})
	for n := 0; n < len(file); n += 97 {
		if tab, err := Read(file[:n], Options{}); err == nil {
			t.Errorf("cut at %d: %d rows", n, len(tab.Rows))
		}
		changed := bytes.Clone(file)
		changed[n] ^= 0xFF
		if _, err := Read(changed, Options{}); err != nil && strings.Contains(err.Error(), "13800138000") {
			t.Errorf("changed at %d: the error quotes the file", n)
		}
	}
}
