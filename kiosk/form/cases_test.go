package form

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/kiosk/event"
)

// typed is the form that the tables in testdata were typed for.
func typed() []event.Field {
	return []event.Field{
		{ID: "name", Kind: "name", Required: true},
		{ID: "phone", Kind: "phone", Required: true},
		{ID: "wechat", Kind: "text", SameAs: "phone"},
		{ID: "email", Kind: "email"},
		{ID: "graduation", Kind: "month"},
		{ID: "born", Kind: "date"},
		{ID: "idno", Kind: "resident_id"},
	}
}

// table reads a table of testdata, keyed by column.
func table(t *testing.T, name string) (rows []map[string]string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	if name == "gbk-rare" {
		text, err := FromGB18030(raw)
		if err != nil {
			t.Fatal(err)
		}
		raw = []byte(text)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff")))
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[all[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// readTable checks a column of a table against what each row gives: the value, the key of a problem
// ("!phone.two"), or a value and the key of a doubt ("2027-06 ?month.serial").
func readTable(t *testing.T, name, column string, want []string) {
	t.Helper()
	rows := table(t, name)
	if len(rows) != len(want) {
		t.Fatalf("%s has %d rows, %d are expected", name, len(rows), len(want))
	}
	for i, row := range rows {
		if got := readCell(row, column, ctx); got != want[i] {
			t.Errorf("%s, row %d: %+q gives %+q, want %+q", name, i, row[column], got, want[i])
		}
	}
}

// readCell says what becomes of one column of a row.
func readCell(row map[string]string, column string, ctx Context) string {
	a, problems, doubts := CheckRow(typed(), FromRow(typed(), row), ctx)
	var said []string
	for _, p := range problems {
		if p.Field == column {
			said = append(said, "!"+strings.TrimPrefix(p.Key, "problem."))
		}
	}
	if said == nil {
		said = append(said, string(a[column].Text))
	}
	for _, d := range doubts {
		if d.Field == column {
			said = append(said, "?"+strings.TrimPrefix(d.Key, "doubt."))
		}
	}
	return strings.Join(said, " ")
}

// try checks single cells of a column, written as "cell → what becomes of it".
func try(t *testing.T, column string, ctx Context, cells [][2]string) {
	t.Helper()
	for _, c := range cells {
		row := map[string]string{"name": "甲", "phone": "13900000000"}
		row[column] = c[0]
		if got := readCell(row, column, ctx); got != c[1] {
			t.Errorf("%s %+q gives %+q, want %+q", column, c[0], got, c[1])
		}
	}
}
