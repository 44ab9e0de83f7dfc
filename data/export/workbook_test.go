package export

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"matchbooth/data/record"
)

// A column is as wide as the longest first line among its first two hundred values, and at most forty digits.
func TestColumnsAreAsWideAsWhatStandsInThem(t *testing.T) {
	records := make([]record.Record, 201)
	for i := range records {
		records[i] = oneRecord("欧阳娜娜", "13800138000", "\n"+strings.Repeat("a", 30))
		records[i].Fields["note"] = record.Field{Text: record.Text(strings.Repeat("长", 100))}
		records[i].Fields["c"] = record.Field{Person: &record.Person{Name: "Müller", Relation: "parent\nand more", Phone: "1"}}
	}
	records[199].Fields["campus"] = record.Field{Text: "two hundredth"}
	records[200].Fields["campus"] = record.Field{Text: "two hundred and first"}
	d := sample(records...)
	d.Columns[5].ID = "c" // shorter than what stands below it
	f, err := excelize.OpenReader(bytes.NewReader(render(t, "xlsx", d)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for id, want := range map[string]float64{
		"name": 2 + 4*2, "phone": 2 + 11, "email": 2 + 5, "campus": 2 + 13, "note": 40,
		"c_name": 2 + 6, "c_relation": 2 + 10, "c_phone": 2 + 7, "reachability": 2 + 12,
	} {
		name, err := excelize.ColumnNumberToName(column(t, d, id) + 1)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.GetColWidth(f.GetSheetName(0), name); err != nil || got != want {
			t.Errorf("%s is %g wide, want %g (%v)", id, got, want, err)
		}
	}
}

// Whoever opens the workbook years later finds in it what was asked, answered and agreed to.
func TestTheWorkbookExplainsItself(t *testing.T) {
	d := sample(oneRecord("张三", "13800138000", ""))
	d.Columns[3].Help = map[string]string{"zh": "在哪个校区"}
	d.Columns[5].Help = map[string]string{"zh": "以后能联系到你的人"}
	d.Consents[0].SHA256 = map[string]string{"zh": "aaaa", "en": "bbbb"}
	d.Consents[1].SHA256 = map[string]string{"en": "cccc"}
	said := func() map[string]string {
		rows := map[string]string{}
		for _, row := range readXLSX(t, render(t, "xlsx", d), 1)[1:] {
			rows[row[0]] = strings.Join(row[1:], " | ")
		}
		return rows
	}
	rows := said()
	for id, want := range map[string]string{
		"name":               "姓名",
		"campus":             "校区 | 在哪个校区\neast = 东",
		"contact1_name":      "联系人 · 姓名 | 以后能联系到你的人",
		"contact1_relation":  "联系人 · 关系 | 以后能联系到你的人\nparent = 父母",
		"contact1_phone":     "联系人 · 电话 | 以后能联系到你的人",
		"consents: notice":   "知情 | zh sha256=aaaa\nen sha256=bbbb",
		"consents: handover": "转交 | en sha256=cccc",
		"event: practice":    "练习",
	} {
		if rows[id] != want {
			t.Errorf("%s is explained as %q, want %q", id, rows[id], want)
		}
	}
	d.Title = nil
	if got, ok := said()["event: practice"]; ok {
		t.Errorf("an event without a title is explained as %q", got)
	}
}

func TestExplanationsAreInTheLanguageAskedFor(t *testing.T) {
	d := sample(oneRecord("张三", "13800138000", ""))
	d.Columns[4].Label = map[string]string{"zh": "备注"} // and no English
	for lang, want := range map[string]string{"zh": "姓名 备注", "en": "Name 备注"} {
		d.Lang = lang
		label := map[string]string{}
		for _, row := range readXLSX(t, render(t, "xlsx", d), 1) {
			label[row[0]] = row[1]
		}
		if got := label["name"] + " " + label["note"]; got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
}
