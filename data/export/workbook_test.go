package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// A column is as wide as the longest first line among its first two hundred values, and at most forty digits.
func TestColumnsAreAsWideAsWhatStandsInThem(t *testing.T) {
	records := make([]record.Record, 201)
	for i := range records {
		records[i] = oneRecord("欧阳娜娜", "13800138000", "\n"+strings.Repeat("a", 30))
		records[i].Fields["note"] = record.Field{Text: record.Text(strings.Repeat("长", 100))}
		records[i].Fields["c"] = record.Field{Person: &record.Person{Name: "Müller", Relation: "somebody who is like a parent\nand more", Phone: "1"}}
	}
	records[199].Fields["campus"] = record.Field{Text: "two hundredth"}
	records[200].Fields["campus"] = record.Field{Text: "two hundred and first"}
	d := sample(records...)
	d.Columns[5].ID = "c"
	d.Columns[2].Label = map[string]string{"zh": strings.Repeat("很长的问题", 10)} // takes more lines than one
	f, err := excelize.OpenReader(bytes.NewReader(render(t, "xlsx", d)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for id, want := range map[string]float64{
		"name": 2 + 4*2, "phone": 2 + 11, "email": 24, "campus": 2 + 13, "note": 40,
		"c_name": 2 + 4*2 + 5, "c_relation": 2 + 29, "reachability": 2 + 5*2,
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

// streamed is what a reader that knows nothing of workbooks but their XML has of a
// sheet: the range at its head, and the cells by their place.
type streamed struct {
	dimension string
	cells     map[string]string
	kinds     map[string]int
}

// Format prints nothing of the cells.
func (streamed) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// stream reads the nth sheet by encoding/xml alone.
func stream(t testing.TB, file []byte, n int) streamed {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("the first part is %s", z.File[0].Name)
	}
	decode := func(name string, into any) {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := xml.NewDecoder(f).Decode(into); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	var texts struct {
		Count  int `xml:"count,attr"`
		Unique int `xml:"uniqueCount,attr"`
		SI     []struct {
			T string `xml:"t"`
		} `xml:"si"`
	}
	decode("xl/sharedStrings.xml", &texts)
	var s struct {
		Dimension struct {
			Ref string `xml:"ref,attr"`
		} `xml:"dimension"`
		Rows []struct {
			Cells []struct {
				At    string `xml:"r,attr"`
				Kind  string `xml:"t,attr"`
				Value string `xml:"v"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	decode(fmt.Sprintf("xl/worksheets/sheet%d.xml", n+1), &s)
	out := streamed{dimension: s.Dimension.Ref, cells: map[string]string{}, kinds: map[string]int{}}
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			i, err := strconv.Atoi(c.Value)
			if err != nil || i >= len(texts.SI) {
				t.Fatalf("%s is the text %q of %d", c.At, c.Value, len(texts.SI))
			}
			out.cells[c.At], out.kinds[c.Kind] = texts.SI[i].T, out.kinds[c.Kind]+1
		}
	}
	if texts.Unique != len(texts.SI) || texts.Count < texts.Unique {
		t.Errorf("%d texts, %d of them different, are %d", texts.Count, texts.Unique, len(texts.SI))
	}
	return out
}

// A streaming reader goes by the range at the head of a sheet, and a phone's preview shows nothing but shared strings.
func TestAStreamingReaderSeesEverybody(t *testing.T) {
	records := make([]record.Record, 150)
	for i := range records {
		records[i] = oneRecord(fmt.Sprintf("某甲%d", i), fmt.Sprintf("13900%06d", i), "", "notice")
	}
	d := sample(records...)
	d.Erased = []entry.ReceiptCode{"ZZZZZZZZ9"}
	file := render(t, "xlsx", d)
	last, err := excelize.ColumnNumberToName(len(d.Headers()) + 1) // and the texts of the consents
	if err != nil {
		t.Fatal(err)
	}
	s := stream(t, file, 0)
	if want := fmt.Sprintf("A1:%s151", last); s.dimension != want {
		t.Errorf("the range is %s, want %s", s.dimension, want)
	}
	if len(s.kinds) != 1 || s.kinds["s"] == 0 {
		t.Errorf("cells of the kinds %v", s.kinds)
	}
	if s.cells["C151"] != "某甲149" || s.cells["D2"] != "13900000000" || s.cells["A1"] != "回执码" {
		t.Errorf("cells %q %q %q", s.cells["C151"], s.cells["D2"], s.cells["A1"])
	}
	if got := stream(t, file, 2).dimension; got != "A1:A2" {
		t.Errorf("the range of the erased is %s", got)
	}
	if got := stream(t, render(t, "xlsx", sample()), 0).dimension; got != "A1:"+last+"1" {
		t.Errorf("the range of nobody is %s", got)
	}
}

// What reads as the number of a character in a workbook's own escape comes back as it was typed.
func TestTextsThatLookLikeEscapes(t *testing.T) {
	for text, want := range map[string]string{
		"wx_x0041_zw":      "wx_x005F_x0041_zw",
		"li_x4E2D_01":      "li_x005F_x4E2D_01",
		"_x0041_x0042_":    "_x005F_x0041_x005F_x0042_",
		"_X0041_":          "_x005F_X0041_",
		"_x005F_x0041_":    "_x005F_x005F_x005F_x0041_",
		"_xD800_":          "_x005F_xD800_",
		"_x00e4_":          "_x005F_x00e4_",
		"a_x41_ x0041_ _x": "a_x41_ x0041_ _x",
		"_x004G_":          "_x004G_",
		"__x0041__":        "__x005F_x0041__",
	} {
		if got := bookText(text); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
		rows := readXLSX(t, render(t, "xlsx", sample(oneRecord(text, "", ""))), 0)
		if rows[1][2] != text {
			t.Errorf("%q comes back as %q", text, rows[1][2])
		}
	}
}

// The first line is what people call things, in the language asked for; two of one name are told apart.
func TestHeadersAreInPeoplesWords(t *testing.T) {
	d := sample(oneRecord("张三", "13800138000", ""))
	d.Columns[4].Label = map[string]string{"zh": "邮箱", "en": "e-MAIL"}
	d.Titles = map[string]map[string]string{
		"contact1_name": {"zh": "紧急联系人", "en": "Next of kin"}, "code": {"zh": "编号", "en": "Number"}, "campus": {"zh": " \n"},
	}
	for lang, want := range map[string][]string{
		"zh": {"编号", "登记时间", "姓名", "手机", "邮箱 (email)", "campus", "邮箱 (note)", "紧急联系人", "联系人 · 关系", "联系人 · 电话"},
		"en": {"Number", "Signed up at", "Name", "Mobile", "E-mail (email)", "campus", "e-MAIL (note)", "Next of kin", "Contact · relation", "Contact · phone"},
	} {
		d.Lang = lang
		file := render(t, "xlsx", d)
		header := readXLSX(t, file, 0)[0]
		if got := header[:len(want)]; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
		for i, id := range d.Headers() {
			row := readXLSX(t, file, 1)[i+1]
			if row[0] != id || row[1] != header[i] {
				t.Errorf("%s: %q explains %s, whose header is %q", lang, row[:2], id, header[i])
			}
		}
	}
	if got := readCSV(t, render(t, "csv", d))[0]; !slices.Equal(got, d.Headers()) {
		t.Errorf("csv has the header %q", got)
	}
}

// Every step of an event's check has a column, by its id, and in a workbook by its title; what was not answered is empty. To
// the registry none goes.
func TestEveryStepOfTheCheckHasAColumn(t *testing.T) {
	r := oneRecord("张三", "13800138000", "", "handover")
	r.Checks = []record.Check{
		{At: r.At.Add(time.Minute), Rang: true, Initials: "AB", Answers: map[string]bool{"rang": true, "leaflet": false}},
		{At: r.At.Add(time.Hour), Initials: "CD", Answers: map[string]bool{"sample": true, "leaflet": true}},
	}
	d := sample(r)
	d.Steps = []Step{{ID: "sample"}, {ID: "leaflet", Title: map[string]string{"zh": "给过说明书", "en": "Gave the leaflet"}, Help: map[string]string{"zh": "折页", "en": "The folded one"}}}
	rows := readCSV(t, render(t, "csv", d))
	if got := strings.Join(rows[0], " "); !strings.Contains(got, "check_rang check_identity check_kit check_sample check_leaflet check_by check_at") {
		t.Errorf("the columns are %s", got)
	}
	for id, want := range map[string]string{"check_sample": "\ntrue", "check_leaflet": "false\ntrue", "check_rang": "true\nfalse"} {
		if got := rows[1][column(t, d, id)]; got != EscapeFormula(want) {
			t.Errorf("csv: %s is %q, want %q", id, got, want)
		}
	}
	for lang, want := range map[string][4]string{"zh": {"已采样", "\n是", "给过说明书", "否\n是"}, "en": {"Sample taken", "\nyes", "Gave the leaflet", "no\nyes"}} {
		d.Lang = lang
		book := render(t, "xlsx", d)
		people, explained := readXLSX(t, book, 0), readXLSX(t, book, 1)
		at := column(t, d, "check_sample")
		if got := [4]string{people[0][at], people[1][at], people[0][at+1], people[1][at+1]}; got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
		if !slices.ContainsFunc(explained, func(row []string) bool {
			return len(row) == 3 && row[0] == "check_leaflet" && row[1] == want[2] && row[2] != ""
		}) {
			t.Errorf("%s: the step is not explained", lang)
		}
	}
	if got := strings.Join(Restrict(d, "handover", []string{"name", "phone"}).Headers(), " "); strings.Contains(got, "leaflet") || strings.Contains(got, "sample") {
		t.Errorf("to the registry go %s", got)
	}
}

// Times are those of the place with their zone, codes as the visitor has them, and what volunteers checked has columns.
func TestValuesAreWrittenForPeople(t *testing.T) {
	r := oneRecord("张三", "13800138000", "", "notice")
	r.Checks = []record.Check{
		{At: r.At.Add(time.Minute), Rang: false, Identity: true, Initials: "AB"},
		{At: r.At.Add(time.Hour), Rang: true, Identity: true, Kit: "KIT-0001", Initials: "CD"},
	}
	paper := oneRecord("李四", "13800138001", "")
	paper.At = time.Date(2026, 5, 21, 0, 0, 0, 0, time.UTC)
	paper.Checks = []record.Check{{At: r.At, Rang: true}}
	d := sample(r, paper)
	d.Zone = time.FixedZone("", 8*3600)
	for lang, want := range map[string]map[string][2]string{
		"zh": {
			"code": {"ABCD-EFGH-2", "ABCD-EFGH-2"}, "at": {"2026-05-21 18:30:00+08:00", "2026-05-21"}, "signed_at": {"2026-05-21 18:30:00+08:00", "2026-05-21"},
			"check_rang": {"否\n是", "是"}, "check_identity": {"是\n是", "否"}, "check_kit": {"\nKIT-0001", ""}, "check_by": {"AB\nCD", ""},
			"check_at": {"2026-05-21 18:31:00+08:00\n2026-05-21 19:30:00+08:00", "2026-05-21 18:30:00+08:00"},
		},
		"en": {"check_rang": {"no\nyes", "yes"}},
	} {
		d.Lang = lang
		rows := readXLSX(t, render(t, "xlsx", d), 0)
		for id, w := range want {
			at := column(t, d, id)
			for i := range 2 {
				if got := append(rows[i+1], make([]string, len(rows[0]))...)[at]; got != w[i] {
					t.Errorf("%s: %s is %q, want %q", lang, id, got, w[i])
				}
			}
		}
		if !strings.Contains(rows[1][len(rows[0])-1], "notice zh 2026-05-21 18:30:00+08:00 sha256=") {
			t.Errorf("the consents are %q", rows[1][len(rows[0])-1])
		}
	}
	rows := readCSV(t, render(t, "csv", d))
	for id, want := range map[string]string{"code": "ABCDEFGH2", "at": "2026-05-21T18:30:00+08:00", "check_rang": "false\ntrue", "check_at": "2026-05-21T18:31:00+08:00\n2026-05-21T19:30:00+08:00"} {
		if got := rows[1][column(t, d, id)]; got != want {
			t.Errorf("csv: %s is %q, want %q", id, got, want)
		}
	}
	if got := rows[2][column(t, d, "signed_at")]; got != "2026-05-21" {
		t.Errorf("the day of a paper form is %q", got)
	}
}

// The registry's table has the columns that the pack names in its order, and only those parts of a person.
func TestTheRegistryHasItsOwnOrder(t *testing.T) {
	r := oneRecord("张三", "13800138000", "a@example.org", "handover")
	r.Checks = []record.Check{{At: r.At, Rang: true, Kit: "KIT-0001", Initials: "AB"}, {At: r.At, Kit: "KIT-0002", Initials: "CD"}, {At: r.At, Initials: "EF"}}
	d := Restrict(sample(r), "handover", []string{"check_kit", "phone", "contact1_phone", "name", "contact1_name", "code"})
	if got, want := strings.Join(d.Headers(), " "), "at check_kit phone contact1_phone name contact1_name code consents signed_at event"; got != want {
		t.Errorf("columns\n%s, want\n%s", got, want)
	}
	rows := readXLSX(t, render(t, "xlsx", d), 0)
	if got, want := strings.Join(rows[1][1:7], " "), "KIT-0002 13800138000 13900139001 张三 母亲 ABCD-EFGH-2"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, format := range Formats {
		if file := render(t, format, d); bytes.Contains(file, []byte("parent")) || bytes.Contains(file, []byte("KIT-0001")) || format == "json" && bytes.Contains(file, []byte("KIT")) {
			t.Errorf("%s has more than the pack names", format)
		}
	}
	d = Restrict(sample(r), "handover", []string{"contact1", "name"})
	if got, want := strings.Join(d.Headers(), " "), "code at contact1_name contact1_relation contact1_phone name consents signed_at event check_kit"; got != want {
		t.Errorf("columns\n%s, want\n%s", got, want)
	}
	// Where no kits are handed out there is no column for them, and nobody's consent has to speak of one.
	none := sample(r)
	none.NoKits = true
	d = Restrict(none, "handover", []string{"contact1", "name"})
	if got, want := strings.Join(d.Headers(), " "), "code at contact1_name contact1_relation contact1_phone name consents signed_at event"; got != want {
		t.Errorf("without kits\n%s, want\n%s", got, want)
	}
	for _, format := range Formats {
		if file := render(t, format, d); bytes.Contains(file, []byte("KIT-000")) {
			t.Errorf("%s without kits has one", format)
		}
	}
	if d = Restrict(none, "handover", []string{"check_kit", "name"}); d.Headers()[1] != "check_kit" && d.Headers()[2] != "check_kit" {
		t.Errorf("a pack that names it: %s", d.Headers())
	}
}

// A workbook with a password holds nothing in plain text, opens with it, and with no other.
func TestAWorkbookWithAPassword(t *testing.T) {
	for _, n := range []int{1, 3000} { // the second is larger than the first table of its container
		records := make([]record.Record, n)
		for i := range records {
			records[i] = oneRecord(fmt.Sprintf("某甲%d", i), fmt.Sprintf("13900%06d", i), "", "notice")
		}
		d := sample(records...)
		d.Password = "correct horse battery staple"
		file := render(t, "xlsx", d)
		if bytes.Contains(file, []byte("PK\x03\x04")) || !bytes.HasPrefix(file, []byte("\xD0\xCF\x11\xE0")) {
			t.Error("it is not encrypted")
		}
		f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{Password: d.Password})
		if err != nil {
			t.Fatal(err)
		}
		if rows, err := f.GetRows("登记"); err != nil || len(rows) != n+1 || rows[n][2] != fmt.Sprintf("某甲%d", n-1) {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		f.Close()
		if _, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{Password: "another"}); err == nil {
			t.Error("it opens with another password")
		}
	}
	d := sample(oneRecord("张三", "13800138000", ""))
	d.Password = "x"
	for _, format := range []string{"csv", "vcf", "json"} {
		if err := Write(io.Discard, format, d, nil); !errors.Is(err, ErrPassword) {
			t.Errorf("%s: %v", format, err)
		}
	}
	d.Password = strings.Repeat("x", 256)
	if err := Write(io.Discard, "xlsx", d, nil); err == nil {
		t.Error("a password that no program takes was used")
	}
}
