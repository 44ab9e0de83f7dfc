package paper

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data/export"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/intake/table"
)

// What a spreadsheet would run as a formula stands in the refused rows as text: also the name of a column, and once only
// however often the file goes around.
func TestRefusedRowsHoldNoFormulas(t *testing.T) {
	file := filepath.Join(t.TempDir(), "people.csv")
	for range 2 {
		typed := readAs(t, "name,phone,=1+1,'@x\n", "utf-8")
		at, err := typed.WriteRefused(file, [][]string{{"a", "1", "b", "c", "why"}}, catalogue(t, "zh").S)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(at)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimPrefix(strings.SplitN(string(text), "\n", 2)[0], "\ufeff"); strings.TrimSpace(got) != "name,phone,'=1+1,'@x,reason" {
			t.Errorf("the header is %q", got)
		}
	}
}

// The rows of a workbook come back as one: every cell is text, as it was, with the reason under a heading that people read; and
// once they are mended they are taken from there.
func TestRefusedRowsOfAWorkbookComeBackAsOne(t *testing.T) {
	for lang, heading := range map[string]string{"zh": "未收的原因", "en": "Why it was refused"} {
		say := catalogue(t, lang)
		file := filepath.Join(t.TempDir(), "people.xlsx")
		header := []string{"姓名", "手机号", "微信号", "同意", "签字日期"}
		var b bytes.Buffer
		if err := export.WriteList(&b, "1", header, [][]string{{"张伟", "+8613", "007", "是", "2027-05-21"}}); err != nil {
			t.Fatal(err)
		}
		for round := range 2 { // the file of refused rows, imported as it is, gives the same again
			tab, err := table.Read(b.Bytes(), table.Options{})
			if err != nil {
				t.Fatal(err)
			}
			typed := readTable(t, tab, say)
			if len(typed.Rows) != 1 || len(typed.Rows[0].Reasons) != 1 || !strings.HasPrefix(typed.Rows[0].Reasons[0], "手机号") {
				t.Fatalf("round %d: refused for %v", round, typed.Rows[0].Reasons)
			}
			at, err := typed.WriteRefused(file, [][]string{typed.refusedRow(typed.Rows[0].Row, "why")}, say.S)
			if err != nil || filepath.Ext(at) != ".xlsx" {
				t.Fatal(at, err)
			}
			book, err := excelize.OpenFile(at)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := book.GetRows(book.GetSheetName(0))
			book.Close()
			if want := [][]string{append(slices.Clone(header), heading), {"张伟", "+8613", "007", "是", "2027-05-21", "why"}}; err != nil || !slices.EqualFunc(rows, want, slices.Equal) {
				t.Errorf("%s, round %d: %v, want %v", lang, round, rows, want)
			}
			raw, err := os.ReadFile(at)
			if err != nil {
				t.Fatal(err)
			}
			b.Reset()
			b.Write(raw)
		}
	}
}

func catalogue(t *testing.T, lang string) text.Printer {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts.In(lang)
}

func readTable(t *testing.T, tab table.Table, say text.Printer) Typed {
	t.Helper()
	pack, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	typed, _ := Read(tab, pack, Reading{Now: time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC), Say: say.S, Join: func(c []string) string { return strings.Join(c, "; ") }})
	return typed
}

func readAs(t *testing.T, csv, encoding string) Typed {
	t.Helper()
	tab, err := table.Read([]byte(csv+"x,1,,\n"), table.Options{Encoding: encoding})
	if err != nil {
		t.Fatal(err)
	}
	return readTable(t, tab, catalogue(t, "zh"))
}
