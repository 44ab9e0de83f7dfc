package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// What other programs read in our workbooks. openpyxl is installed for the tests (.ci/deps.sh); LibreOffice, SheetJS and
// exceljs take long to install, so .ci/readback.sh does that, and names in MATCHBOOTH_READERS those it could get.

// awkward are values that some program is known to change.
var awkward = []string{
	"021-55555555", "007", "110105200402291031", "13800138000", "+8613800138000", "=1+1", "-5", "@SUM(A1)", "＝1", "'quoted", "1e5", "1,5",
	"TRUE", "#N/A", "2026-05-21", "5/21", "3-4", "NULL", "two\nlines", "\nthree\n\nlines", " blanks ", "a\tb", "<&>\"']]>", "&amp; &#65;",
	"wx_x0041_zw", "li_x4E2D_01", "_x0041_x0042_", "_X0041_", "_x000D_", "_xD800_", "_x00e4_",
	"🙂", "👩‍⚕️🇨🇳", "𫖯", "𠮷野", "阿卜杜拉·买买提", "ئابدۇللا", "שלום (1)", "e\u0301 é", "Ａ１", "\u00a0", "\u200e", strings.Repeat("字", maxCell), strings.Repeat("a", maxCell),
}

// readable is what a reader says of a workbook.
type readable struct {
	Version string
	Sheets  []struct {
		Name  string
		Range string
		Rows  [][]any
		Kinds []string
	}
}

// Format prints nothing of the cells.
func (readable) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// text returns a cell, "" if the row is shorter.
func (r readable) text(sheet, row, column int) string {
	if rows := r.Sheets[sheet].Rows; row < len(rows) && column < len(rows[row]) && rows[row][column] != nil {
		return fmt.Sprint(rows[row][column])
	}
	return ""
}

// python returns a Python that has a module.
func python(module string) (string, bool) {
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import "+module).Run() == nil {
			return name, true
		}
	}
	return "", false
}

// readers are the programs that are here, and how each is asked.
func readers(t *testing.T) map[string]func(t *testing.T, file, password string) readable {
	all := map[string]func(*testing.T, string, string) readable{}
	script := func(name string) string { return filepath.Join("testdata", "readers", name) }
	ask := func(t *testing.T, name string, args ...string) (r readable) {
		t.Helper()
		cmd := exec.Command(name, args...)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if err == nil {
			err = json.Unmarshal(out, &r)
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, errs.String())
		}
		t.Logf("version %s", r.Version)
		return r
	}
	if py, ok := python("openpyxl"); ok {
		all["openpyxl"] = func(t *testing.T, file, _ string) readable { return ask(t, py, script("with_openpyxl.py"), file) }
	}
	for name := range strings.FieldsSeq(os.Getenv("MATCHBOOTH_READERS")) {
		switch name {
		case "openpyxl":
			if all[name] == nil {
				t.Errorf("%s is not here", name)
			}
		case "libreoffice":
			py, ok := python("uno")
			if !ok {
				t.Fatal("no Python knows LibreOffice")
			}
			all[name] = func(t *testing.T, file, password string) readable {
				return ask(t, py, script("with_libreoffice.py"), file, password, file+".saved.xlsx", file+".saved.csv")
			}
		case "sheetjs", "exceljs", "exceljs-stream":
			all[name] = func(t *testing.T, file, _ string) readable { return ask(t, "node", script("with_node.js"), name, file) }
		default:
			t.Fatalf("no reader %q", name)
		}
	}
	return all
}

// manyPeople is a document with an awkward value in each of its rows.
func manyPeople() Doc {
	var records []record.Record
	for i, v := range awkward {
		r := oneRecord(fmt.Sprintf("某甲%d", i), "13800138000", v, "notice", "handover")
		r.Fields["contact1"] = record.Field{Person: &record.Person{Name: record.Name(v), Relation: "parent", Phone: "021-55555555"}}
		r.Checks = []record.Check{{At: r.At, Rang: true, Kit: "KIT\u00a00001", Initials: "AB"}}
		records = append(records, r)
	}
	d := sample(records...)
	d.Erased = []entry.ReceiptCode{"ZZZZZZZZ9"}
	return d
}

func TestOtherProgramsReadTheWorkbook(t *testing.T) {
	all := readers(t)
	if len(all) == 0 {
		t.Skip("none of them is here")
	}
	d := manyPeople()
	ids, row := d.bookColumns()
	want := [][]string{d.titles(ids)}
	for _, r := range d.Records {
		want = append(want, row(r))
	}
	for name, read := range all {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "people.xlsx")
			if err := os.WriteFile(file, render(t, "xlsx", d), 0o400); err != nil { // read-only, as in an attachment
				t.Fatal(err)
			}
			back := want
			if name == "exceljs-stream" {
				back = asStreamedByExceljs(want)
			}
			compare(t, read(t, file, ""), back)
			if name == "libreoffice" {
				savedByLibreOffice(t, file, want)
			}
		})
	}
}

// asStreamedByExceljs is what the streaming reader of exceljs makes of texts: it leaves the numbers of characters as
// they are, and may break a character where a chunk of the file ends.
func asStreamedByExceljs(rows [][]string) (out [][]string) {
	for _, row := range rows {
		row = slices.Clone(row)
		for i, text := range row {
			if row[i] = bookText(text); len(text) > 1<<15 {
				row[i] = anything
			}
		}
		out = append(out, row)
	}
	return out
}

// anything stands for a text that is not compared.
const anything = "\x00"

func compare(t *testing.T, got readable, want [][]string) {
	t.Helper()
	var names []string
	for _, s := range got.Sheets {
		names = append(names, s.Name)
		for _, kind := range s.Kinds {
			if kind != "s" && kind != "TEXT" {
				t.Errorf("%s has cells of the kind %s", s.Name, kind)
			}
		}
	}
	if !slices.Equal(names, []string{"登记", "说明", "已删除"}) {
		t.Fatalf("the sheets are %q", names)
	}
	last, _ := excelize.CoordinatesToCellName(len(want[0]), len(want))
	if r := got.Sheets[0].Range; r != "" && r != "A1:"+last {
		t.Errorf("the range is %s, want A1:%s", r, last)
	}
	if n := len(got.Sheets[0].Rows); n != len(want) {
		t.Errorf("%d rows, want %d", n, len(want))
	}
	wrong := 0
	for i, row := range want {
		for j, text := range row {
			if back := got.text(0, i, j); back != text && text != anything {
				if wrong++; wrong < 20 {
					t.Errorf("row %d, %s: %.60q, want %.60q", i+1, want[0][j], back, text)
				}
			}
		}
	}
	if code := got.text(2, 1, 0); code != "ZZZZ-ZZZZ-9" {
		t.Errorf("who was erased is %q", code)
	}
}

// savedByLibreOffice looks at what LibreOffice made of a workbook: it opens it, somebody saves it, and it is imported.
func savedByLibreOffice(t *testing.T, file string, want [][]string) {
	t.Helper()
	book, err := excelize.OpenFile(file + ".saved.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i, row := range want {
		for j, text := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			// A text that reads as the number of a character is lost by LibreOffice's own xlsx, which does not escape it.
			if got, err := book.GetCellValue("登记", at, excelize.Options{RawCellValue: true}); err != nil || got != text && bookText(text) == text {
				t.Errorf("saved as xlsx, %s is %.60q, want %.60q (%v)", at, got, text, err)
			}
		}
	}
	table, err := os.ReadFile(file + ".saved.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range awkward {
		if quoted := `"` + strings.ReplaceAll(v, `"`, `""`) + `"`; !bytes.Contains(table, []byte(quoted)) {
			t.Errorf("saved as csv, %.60q is missing", v)
		}
	}
}

// The workbook with a passphrase opens in LibreOffice too, small and large: the encryption is not only our reader's own.
func TestLibreOfficeOpensAWorkbookWithAPassword(t *testing.T) {
	read := readers(t)["libreoffice"]
	if read == nil {
		t.Skip("LibreOffice is not here")
	}
	for _, n := range []int{1, 2000} {
		records := make([]record.Record, n)
		for i := range records {
			records[i] = oneRecord(fmt.Sprintf("某甲%d", i), fmt.Sprintf("13900%06d", i), "", "notice")
		}
		d := sample(records...)
		d.Password = "correct horse battery staple viewless plank"
		file := filepath.Join(t.TempDir(), "closed.xlsx")
		if err := os.WriteFile(file, render(t, "xlsx", d), 0o600); err != nil {
			t.Fatal(err)
		}
		got := read(t, file, d.Password)
		if rows := len(got.Sheets[0].Rows); rows != n+1 || got.text(0, n, 2) != fmt.Sprintf("某甲%d", n-1) {
			t.Errorf("%d rows, want %d", rows, n+1)
		}
	}
}
