package export

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// sample is a document in which every kind of column occurs.
func sample(records ...record.Record) Doc {
	l := func(zh, en string) map[string]string { return map[string]string{"zh": zh, "en": en} }
	return Doc{
		Event: "practice", Lang: "zh", Title: l("练习", "Practice"),
		Columns: []Column{
			{ID: "name", Kind: "name", Label: l("姓名", "Name")},
			{ID: "phone", Kind: "phone", Label: l("手机", "Mobile")},
			{ID: "email", Kind: "email", Label: l("邮箱", "E-mail")},
			{ID: "campus", Kind: "choice", Label: l("校区", "Campus"), Options: []Option{{"east", l("东", "East")}}},
			{ID: "note", Kind: "text", Label: l("备注", "Note")},
			{ID: "contact1", Kind: "person", Label: l("联系人", "Contact"), Options: []Option{{"parent", l("父母", "Parent")}}},
		},
		Consents: []ConsentNote{{ID: "notice", Sentence: l("知情", "Notice")}, {ID: "handover", Sentence: l("转交", "Hand-over")}},
		Records:  records,
	}
}

// secret is what the first code of everybody's take-home carries. No export has it.
const secret record.FollowUp = "CanaryFollowUpSecret0w"

func TestNoExportHasTheSecretOfACode(t *testing.T) {
	for _, format := range Formats {
		d := sample(oneRecord("王芳", "13900139000", "w@example.org", "notice", "handover"), oneRecord("Ann", "13900139009", "a@example.org"))
		out := render(t, format, d)
		if format == "xlsx" { // its parts are packed
			z, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
			if err != nil {
				t.Fatal(err)
			}
			out = nil
			for _, f := range z.File {
				part, err := z.Open(f.Name)
				if err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(part)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, text...)
			}
		}
		if !bytes.Contains(out, []byte("13900139")) {
			t.Errorf("%s has nobody", format)
		}
		if bytes.Contains(out, []byte(secret)) || bytes.Contains(out, []byte("followup\"")) {
			t.Errorf("%s has the secret", format)
		}
	}
}

func oneRecord(name, phone, email string, consents ...string) record.Record {
	at := time.Date(2026, 5, 21, 10, 30, 0, 0, time.UTC)
	r := record.Record{
		Person: "a7c3f1de-0000-4000-8000-000000000001", Code: "ABCDEFGH2", Booth: "f00d", Event: "practice",
		SignUp: record.SignUp{FollowUp: secret, At: at, Lang: "zh", Source: "screen", Outcome: "all_true", Reachability: 3,
			Fields: map[string]record.Field{
				"name": {Text: record.Text(name)}, "phone": {Text: record.Text(phone)}, "email": {Text: record.Text(email)},
				"contact1": {Person: &record.Person{Name: "母亲", Relation: "parent", Phone: "13900139001"}},
			}},
	}
	for _, id := range consents {
		r.Consents = append(r.Consents, record.Consent{ID: id, SHA256: strings.Repeat("ab", 32), Lang: "zh", At: at})
	}
	return r
}

func render(t testing.TB, format string, d Doc) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, d, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readXLSX gives the rows of the nth sheet.
func readXLSX(t testing.TB, file []byte, n int) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(n), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// readCSV gives the rows as an independent reader has them, still defused.
func readCSV(t testing.TB, file []byte) [][]string {
	t.Helper()
	rest, ok := bytes.CutPrefix(file, []byte(BOM))
	if !ok {
		t.Fatal("no byte order mark")
	}
	rows, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

var formulas = []string{"=1+1", "+8613800138000", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "＋1", "－1", "＠x", "'quoted", "''=1"}

func TestFormulasComeOutAsText(t *testing.T) {
	for _, v := range formulas {
		r := oneRecord(v, "13800138000", v)
		r.Fields["contact1"] = record.Field{Person: &record.Person{Name: record.Name(v), Relation: v, Phone: record.Phone(v)}}
		d := sample(r)

		for _, line := range readCSVExact(render(t, "csv", d))[1:] {
			for _, cell := range line {
				if cell != "" && !strings.HasPrefix(cell, "'") && EscapeFormula(cell) != cell {
					t.Errorf("csv: a cell made of %q begins with %q", v, cell[:1])
				}
			}
		}

		f, err := excelize.OpenReader(bytes.NewReader(render(t, "xlsx", d)))
		if err != nil {
			t.Fatal(err)
		}
		sheet := f.GetSheetName(0)
		kind, err := f.GetCellType(sheet, "C2")
		if err != nil || kind != excelize.CellTypeSharedString {
			t.Errorf("xlsx: %q is a cell of type %v, want text (%v)", v, kind, err)
		}
		if formula, _ := f.GetCellFormula(sheet, "C2"); formula != "" {
			t.Errorf("xlsx: %q became a formula", v)
		}
		if got, _ := f.GetCellValue(sheet, "C2"); got != v {
			t.Errorf("xlsx: %q reads back as %q", v, got)
		}
		f.Close()
	}
}

// readCSVExact splits a csv file without touching line breaks inside values.
func readCSVExact(file []byte) (rows [][]string) {
	s := strings.TrimPrefix(string(file), BOM)
	var row []string
	for s != "" {
		var cell string
		if s[0] == '"' {
			end := 1
			for ; s[end] != '"' || end+1 < len(s) && s[end+1] == '"'; end++ {
				if s[end] == '"' {
					end++
				}
			}
			cell, s = strings.ReplaceAll(s[1:end], `""`, `"`), s[end+1:]
		} else {
			end := strings.IndexAny(s, ",\r")
			cell, s = s[:end], s[end:]
		}
		row = append(row, cell)
		if strings.HasPrefix(s, ",") {
			s = s[1:]
			continue
		}
		s = s[2:]
		rows, row = append(rows, row), nil
	}
	return rows
}

func TestEscapedFormulasAreUndoneExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.Map(rapid.String(), func(s string) string { return "'" + s }), rapid.SampledFrom(formulas)).Draw(t, "value")
		if got := UnescapeFormula(EscapeFormula(s)); got != s {
			t.Fatalf("%q comes back as %q", s, got)
		}
		if d := EscapeFormula(s); d != s && d != "'"+s {
			t.Fatalf("%q is defused to %q", s, d)
		}
	})
}

func TestAnApostropheTypedByHandStays(t *testing.T) {
	if got := UnescapeFormula("'t Hooft"); got != "'t Hooft" {
		t.Error(got)
	}
}

// text draws what a form may hold: any character that is not a control
// character, and line breaks.
func text() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom(append(formulas, "", "姓名", "_x000D_", "_x005F_x000D_", " a ", "a\nb", `say "hi", ok; then`, "𠮷𬭎", "🙂", "<&>\"'")),
		rapid.StringOf(rapid.RuneFrom([]rune("_x0Dd-·\n"), unicode.L, unicode.M, unicode.N, unicode.P, unicode.S)),
	)
}

func TestSpreadsheetsReadBackEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := oneRecord(text().Draw(t, "name"), text().Draw(t, "phone"), text().Draw(t, "email"), "notice")
		r.Fields["note"] = record.Field{Text: record.Text(text().Draw(t, "note"))}
		r.Fields["contact1"] = record.Field{Person: &record.Person{Name: record.Name(text().Draw(t, "n")), Relation: "parent", Phone: record.Phone(text().Draw(t, "p"))}}
		d := sample(r)
		_, values := d.bookColumns()
		want := values(r)

		var b bytes.Buffer
		if err := Write(&b, "xlsx", d, nil); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for i := range want {
			cell, _ := excelize.CoordinatesToCellName(i+1, 2)
			got, err := f.GetCellValue(f.GetSheetName(0), cell, excelize.Options{RawCellValue: true})
			if err != nil || got != want[i] {
				t.Fatalf("xlsx: cell %s is %q, want %q (%v)", cell, got, want[i], err)
			}
		}

		b.Reset()
		if err := Write(&b, "csv", d, nil); err != nil {
			t.Fatal(err)
		}
		rows := readCSVExact(b.Bytes())
		want = d.row(d.places(), d.spelled(), r)
		if len(rows) != 2 {
			t.Fatalf("csv: %d lines, want 2", len(rows))
		}
		for i := range want {
			if got := UnescapeFormula(rows[1][i]); got != want[i] {
				t.Fatalf("csv: value %d is %q, want %q", i, got, want[i])
			}
		}
	})
}

func TestTextThatLooksLikeAnEscapeDoesNotVanish(t *testing.T) {
	rows := readXLSX(t, render(t, "xlsx", sample(oneRecord("a_xD800_b", "_xdfFF_", "_x000D_"))), 0)
	if got := strings.Join(rows[1][2:5], " "); got != "a_xD800_b _xdfFF_ _x000D_" {
		t.Error(got)
	}
}

func TestCSVIsReadByOthers(t *testing.T) {
	rows := readCSV(t, render(t, "csv", sample(oneRecord(`张 "三", 小`, "13800138000", "a@example.org", "notice", "handover"))))
	want := "code at name phone email campus note contact1_name contact1_relation contact1_phone consents signed_at outcome story reachability flags check_rang check_identity check_kit check_by check_at lang source booth event"
	if got := strings.Join(rows[0], " "); got != want {
		t.Errorf("header\n%s, want\n%s", got, want)
	}
	if rows[1][2] != `张 "三", 小` || rows[1][10] != "notice;handover" || rows[1][11] != "2026-05-21T10:30:00Z" {
		t.Errorf("row %q", rows[1])
	}
}

// A value is quoted where it must be, and nowhere else.
func TestRowsAreWrittenAsRFC4180HasThem(t *testing.T) {
	for want, row := range map[string][]string{
		"a,b c,\r\n":                {"a", "b c", ""},
		"\"\"\r\n":                  {""},
		",\r\n":                     {"", ""},
		"\" a\",\"b \",\"\tc\"\r\n": {" a", "b ", "\tc"},
		"\"a,b\",\"c;d\"\r\n":       {"a,b", "c;d"},
		"\"a \"\"b\"\"\"\r\n":       {`a "b"`},
	} {
		var b bytes.Buffer
		w := bufio.NewWriter(&b)
		WriteRow(w, row)
		w.Flush()
		if got := b.String(); got != want {
			t.Errorf("%q is written %q, want %q", row, got, want)
		}
	}
}

func TestSigningDayOfPaperIsADate(t *testing.T) {
	if got := SignedAt(time.Date(2026, 5, 21, 0, 0, 0, 0, time.UTC)); got != "2026-05-21" {
		t.Error(got)
	}
}

func TestJSONHasTheShapeOfTheDesign(t *testing.T) {
	var got []map[string]any
	file := render(t, "json", sample(oneRecord("张三", "13800138000", "a@example.org", "notice"), oneRecord("<李四>", "", "")))
	if err := json.Unmarshal(file, &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 {
		t.Fatalf("%d objects", len(got))
	}
	for _, key := range strings.Fields("code at booth event fields consents outcome story reachability checks flags") {
		if v, ok := got[1][key]; !ok || v == nil {
			t.Errorf("%s is %v", key, v)
		}
	}
	person := got[0]["fields"].(map[string]any)["contact1"]
	if want := map[string]any{"name": "母亲", "relation": "parent", "phone": "13900139001"}; !reflect.DeepEqual(person, want) {
		t.Errorf("contact1 is %v", person)
	}
	if got[0]["code"] != "ABCDEFGH2" || got[0]["at"] != "2026-05-21T10:30:00Z" {
		t.Errorf("code %v at %v", got[0]["code"], got[0]["at"])
	}
	if !bytes.Contains(file, []byte("<李四>")) {
		t.Error("json escapes < and >")
	}
	if string(render(t, "json", sample())) != "[\n]\n" {
		t.Error("an empty export is no empty array")
	}
}

func TestVCFCarriesAFewThingsOnly(t *testing.T) {
	long := strings.Repeat("阿卜杜拉·", 12) + "a;b,c\\d"
	file := string(render(t, "vcf", sample(oneRecord(long, "+8613800138000", "a@example.org", "notice"))))
	for line := range strings.SplitSeq(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d octets", len(line))
		}
		if strings.Contains(line, "\n") {
			t.Errorf("a bare line feed in %q", line)
		}
	}
	want := "BEGIN:VCARD\r\nVERSION:3.0\r\nN:" + strings.Repeat("阿卜杜拉·", 12) + `a\;b\,c\\d;;;;` + "\r\nFN:" + strings.Repeat("阿卜杜拉·", 12) + `a\;b\,c\\d` +
		"\r\nTEL;TYPE=CELL:+8613800138000\r\nEMAIL;TYPE=INTERNET:a@example.org\r\nNOTE:回执码：ABCD-EFGH-2\r\nEND:VCARD\r\n"
	if got := strings.ReplaceAll(file, "\r\n ", ""); got != want {
		t.Errorf("got\n%s want\n%s", got, want)
	}
}

// A line is broken where it would be longer than 75 octets, and not before; the blank that continues it counts.
func TestLinesOfCardsAreFilled(t *testing.T) {
	for n, want := range map[int]string{
		72:      "FN:" + strings.Repeat("a", 72) + "\r\n",
		73:      "FN:" + strings.Repeat("a", 72) + "\r\n a\r\n",
		72 + 74: "FN:" + strings.Repeat("a", 72) + "\r\n " + strings.Repeat("a", 74) + "\r\n",
		72 + 75: "FN:" + strings.Repeat("a", 72) + "\r\n " + strings.Repeat("a", 74) + "\r\n a\r\n",
	} {
		if file := string(render(t, "vcf", sample(oneRecord(strings.Repeat("a", n), "", "")))); !strings.Contains(file, "\r\n"+want+"NOTE") {
			t.Errorf("a name of %d letters is written\n%s", n, file)
		}
	}
}

func TestTheRegistryGetsOnlyWhatWasAgreed(t *testing.T) {
	d := sample(oneRecord("张三", "13800138000", "a@example.org", "notice", "handover", "followup"), oneRecord("李四", "13800138001", "b@example.org", "notice"),
		oneRecord("王五", "13800138002", "", "handover"))
	d.Records[0].Flags = []string{"unsure"}
	r := Restrict(d, "handover", []string{"name", "phone"})
	if len(r.Records) != 2 || r.Records[0].Fields["name"].Text != "张三" || r.Records[1].Fields["name"].Text != "王五" {
		t.Fatalf("%d records", len(r.Records))
	}
	if len(r.Consents) != 1 || r.Consents[0].ID != "handover" {
		t.Errorf("consents that are explained: %v", r.Consents)
	}
	for _, format := range []string{"csv", "json", "vcf"} {
		file := string(render(t, format, r))
		for _, secret := range []string{"李四", "a@example.org", "母亲", "followup", "unsure", "all_true"} {
			if strings.Contains(file, secret) {
				t.Errorf("%s for the registry holds %s", format, secret)
			}
		}
	}
	if got := strings.Join(r.Headers(), " "); got != "code at name phone consents signed_at event check_kit" {
		t.Errorf("columns %s", got)
	}
	if len(d.Records[0].Fields) != 4 || len(d.Records[0].Consents) != 3 {
		t.Error("the document itself was changed")
	}
	if n := len(Restrict(d, "", []string{"name"}).Records); n != 0 {
		t.Errorf("without a hand-over consent %d people go", n)
	}
}

func TestWorkbookHasItsThreeSheets(t *testing.T) {
	d := sample(oneRecord("张三", "13800138000", "a@example.org", "notice"))
	d.Erased = []entry.ReceiptCode{"ZZZZZZZZ9"}
	file := render(t, "xlsx", d)
	people, explain, erased := readXLSX(t, file, 0), readXLSX(t, file, 1), readXLSX(t, file, 2)
	if len(people) != 2 || people[1][3] != "13800138000" {
		t.Errorf("people %q", people)
	}
	var ids []string
	for _, row := range explain[1:] {
		ids = append(ids, row[0])
	}
	for i, h := range people[0] {
		if explain[i+1][1] != h {
			t.Errorf("column %s is not explained in its place, where %s stands", h, explain[i+1][1])
		}
	}
	if want := append(d.Headers(), "consent_texts"); !slices.Equal(ids[:len(want)], want) {
		t.Errorf("the ids are %q, want %q", ids[:len(want)], want)
	}
	if !strings.Contains(strings.Join(ids, " "), "consents: handover") {
		t.Error("the consents are not explained")
	}
	if len(erased) != 2 || erased[1][0] != "ZZZZ-ZZZZ-9" || erased[0][0] != "回执码" {
		t.Errorf("erased %q", erased)
	}
	d.Erased = nil
	f, err := excelize.OpenReader(bytes.NewReader(render(t, "xlsx", d)))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(f.GetSheetList()); n != 2 {
		t.Errorf("%d sheets where nobody was erased", n)
	}
	panes, err := f.GetPanes(f.GetSheetName(0))
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header is not frozen: %+v %v", panes, err)
	}
	// A header stands out, and every cell stays text when somebody types into it.
	for cell, bold := range map[string]bool{"A1": true, "D2": false} {
		id, err := f.GetCellStyle(f.GetSheetName(0), cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil || style.NumFmt != 49 || (style.Font != nil && style.Font.Bold) != bold {
			t.Errorf("%s has the style %+v (%v)", cell, style, err)
		}
	}
}

// TestBigWorkbookLeavesNoTemporaryFile guards a fact about the library: past 16 MB
// it would write the sheet in plain text to the folder for temporary files.
func TestBigWorkbookLeavesNoTemporaryFile(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	big := strings.Repeat("长", 8000)
	r := oneRecord(big, big, big)
	records := make([]record.Record, 300)
	for i := range records {
		records[i] = r
	}
	watch := t.TempDir()
	t.Setenv("TMPDIR", watch)
	d := sample(records...)
	seen := 0
	err := Write(io.Discard, "xlsx", d, func(done, total int) {
		files, _ := os.ReadDir(watch)
		seen += len(files)
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen > 0 {
		t.Error("a temporary file was made")
	}
}

func TestProgressEndsAtTheTotal(t *testing.T) {
	records := make([]record.Record, 200)
	for i := range records {
		records[i] = oneRecord("张三", "", "")
	}
	for _, format := range Formats {
		calls, last := 0, -1
		err := Write(io.Discard, format, sample(records...), func(done, total int) {
			if done < last || total != 200 {
				t.Errorf("%s: progress %d/%d after %d", format, done, total, last)
			}
			calls, last = calls+1, done
		})
		if err != nil || last != 200 || calls < 3 || calls > 10 { // now and then, not for each
			t.Errorf("%s: %d calls, last %d, %v", format, calls, last, err)
		}
	}
}
