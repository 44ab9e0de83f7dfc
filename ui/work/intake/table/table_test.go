package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

func TestTablesOfEveryMake(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("name,campus\n喆,东\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		file string
		want string // header and rows, cells parted by |, rows by /
	}{
		"comma":            {"a,b\n1,2\n", "a|b/1|2"},
		"semicolon":        {"a;b\n1,5;2\n", "a|b/1,5|2"},
		"tab":              {"a\tb\n1\t2", "a|b/1|2"},
		"sep line":         {"sep=;\na;b\n1;2", "a|b/1|2"},
		"byte order mark":  {"\uFEFFa,b\r\n1,2\r\n", "a|b/1|2"},
		"old Mac":          {"a,b\r1,2\r", "a|b/1|2"},
		"GBK":              {gbk, "name|campus/喆|东"},
		"quotes in quotes": {"a,b\n\"say \"\"hi\"\", ok\",\"x\ny\"\n", `a|b/say "hi", ok|x` + "\ny"},
		"bare quote":       {"a,b\n5\" disk,2\n", `a|b/5" disk|2`},
		"empty rows":       {"a,b\n\n,\n1,2\n,,,\n", "a|b/1|2"},
		"short and long":   {"a,b\n1\n1,2,3\n", "a|b/1/1|2|3"},
		"spaces in header": {" a , b \n 1 ,2\n", " a | b / 1 |2"},
	} {
		got, err := Read([]byte(test.file), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var lines []string
		for _, r := range got.Rows {
			lines = append(lines, strings.Join(r.Cells, "|"))
		}
		if s := strings.Join(lines, "/"); s != test.want {
			t.Errorf("%s: %q, want %q", name, s, test.want)
		}
		if (got.Encoding == "gb18030") != (name == "GBK") {
			t.Errorf("%s: read as %s", name, got.Encoding)
		}
	}
}

func TestABrokenRowDoesNotTakeTheOthersWithIt(t *testing.T) {
	got, err := Read([]byte("a,b\n1,2\n\"open,3\n4,\"5\"\n\"6\"x,7\n8,9\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{
		{Line: 1, Cells: []string{"a", "b"}},
		{Line: 2, Cells: []string{"1", "2"}},
		{Line: 3, Cells: []string{`"open,3`}, Fault: FaultQuotes},
		{Line: 4, Cells: []string{"4", "5"}},
		{Line: 5, Cells: []string{`"6"x,7`}, Fault: FaultQuotes},
		{Line: 6, Cells: []string{"8", "9"}},
	}
	if !reflect.DeepEqual(got.Rows, want) {
		t.Errorf("got %+v", got.Rows)
	}
}

func TestFilesThatAreNoTables(t *testing.T) {
	for file, want := range map[string]error{"": ErrEmpty, "\n\n": ErrEmpty, "PK\x03\x04\x00\x00": ErrBinary, "a,b\n\x00,\x00": ErrBinary} {
		if _, err := Read([]byte(file), Options{}); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", file, err, want)
		}
	}
}

// TestTableAgreesWithTheLibrary compares with encoding/csv on what it writes. (It
// does not keep CRLF inside values apart from LF; we do, so none is drawn. A single
// column has no delimiter, so tabs in its cells would be taken for one.)
func TestTableAgreesWithTheLibrary(t *testing.T) {
	cell := rapid.StringOf(rapid.RuneFrom([]rune("ab,;\t\"\n 中·𠮷'")))
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 4).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 0, 6).Draw(t, "rows")
		header := []string{"a", "b", "c", "d"}[:width]
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write(header)
		want := [][]string{header}
		for _, r := range rows {
			w.Write(r)
			if strings.TrimSpace(strings.Join(r, "")) != "" {
				want = append(want, r)
			}
		}
		w.Flush()
		got, err := Read(b.Bytes(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Rows) != len(want) {
			t.Fatalf("%d rows, want %d", len(got.Rows), len(want))
		}
		for i := range want {
			if got.Rows[i].Fault != "" || !reflect.DeepEqual(got.Rows[i].Cells, want[i]) {
				t.Fatalf("row %d is %q, want %q", i, got.Rows[i].Cells, want[i])
			}
		}
	})
}

func FuzzTable(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\n\"\"b\",\"", "sep=;\na;b", "\uFEFFa\tb\r\n\"", "\xc4\xe3,\xba\xc3\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := Read(file, Options{})
		if err != nil {
			return
		}
		last := 0
		for _, r := range got.Rows {
			if r.Line <= last || len(r.Cells) == 0 {
				t.Fatalf("row on line %d behind line %d with %d cells", r.Line, last, len(r.Cells))
			}
			last = r.Line
		}
	})
}

// A file of a few megabytes is not made into gigabytes: rows and columns are bounded.
func TestATableHasItsMeasure(t *testing.T) {
	if _, err := Read([]byte("name\n"+strings.Repeat("a\n", MaxRows)), Options{}); err != nil {
		t.Errorf("%d rows: %v", MaxRows, err)
	}
	if _, err := Read([]byte("name\n"+strings.Repeat("a\n", MaxRows+1)), Options{}); !errors.Is(err, ErrManyRows) {
		t.Errorf("one more: %v", err)
	}
	wide := strings.Repeat(",", MaxColumns-1)
	tab, err := Read([]byte("name\na"+wide+"\nb"+wide+",x\nd"+strings.Repeat(",", 1<<20)+"\n"+strings.Repeat(",", 1<<20)+"x\n"), Options{})
	if err != nil || len(tab.Rows) != 5 {
		t.Fatal(len(tab.Rows), err)
	}
	for i, want := range []bool{false, true, false, true} { // empty columns are what spreadsheets leave behind
		if r := tab.Rows[i+1]; (r.Fault != "") != want || len(r.Cells) > MaxColumns {
			t.Errorf("row %d: fault %q, %d cells", i, r.Fault, len(r.Cells))
		}
	}
}
