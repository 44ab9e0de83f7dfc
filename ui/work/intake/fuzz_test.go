package intake

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/ui/work/intake/table"
)

// typedMark is put into a file as if somebody had typed it. Nothing that is told may repeat it.
const typedMark = "QUILLFEATHER@4711"

// FuzzImport puts anything where typed paper forms are wanted, in UTF-8 or GB18030. Reasons repeat
// nothing that was typed, and what is taken comes back from its own export as the same person.
func FuzzImport(f *testing.F) {
	head := "name,phone,wechat,contact1_name,contact1_relation,contact1_phone,consents,signed_at,outcome,story,flags,lang\n"
	row := "张三,13800138000,w,李四,parent,13900139000,notice;handover,2026-05-21,all_true,zhang-ke,unsure,zh\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(head + strings.Replace(row, "张三", "喆㛃𠮷", 1))
	if err != nil {
		f.Fatal(err)
	}
	for i, s := range []string{
		head + row, gb, "\uFEFF" + strings.ReplaceAll(head+row, ",", "\t"), "sep=;\n" + strings.ReplaceAll(strings.ReplaceAll(head+row, ";", "；"), ",", ";"),
		head + strings.Replace(row, "13800138000", "1.38E+10", 1), head + strings.Replace(row, "张三", "=1+1", 1), head + "\"a\nb\"\"," + row, head + row[:20],
		"name,name,phone\n" + row, row, head + "''" + row, "name,phone,consents,signed_at\r\n' x,+86 138 0013 8000,notice；handover,2026年5月1日\r\n",
	} {
		f.Add([]byte(s), uint16(0))
		f.Add([]byte(s), uint16(len(head)+1+7*i))
	}
	base := newPaper(f)
	f.Fuzz(func(t *testing.T, file []byte, mark uint16) {
		if mark > 0 && int(mark) <= len(file) {
			file = slices.Concat(file[:mark], []byte(typedMark), file[mark:])
		}
		tab, err := table.Read(file, table.Options{})
		if err != nil {
			if strings.Contains(err.Error(), typedMark) {
				t.Fatal("the error quotes the file")
			}
			return
		}
		rd := NewPaper(base.pack, base.now, base.say)
		faults, rows := rd.Header(tab.Rows)
		if faults.Any() {
			for _, u := range slices.Concat(faults.Twice, faults.Unknown) {
				if strings.Contains(u.Read, typedMark) || strings.ContainsAny(u.Read, "\n\r\x1b") || len([]rune(u.Read)) > 25 {
					t.Fatalf("a column is named %q", u.Read)
				}
			}
			return
		}
		for _, row := range rows[:min(len(rows), 20)] {
			up, reasons, _ := rd.Row(row)
			for _, r := range reasons {
				if strings.Contains(r, typedMark) || strings.Contains(r, "⟦") || strings.ContainsAny(r, "\n\r\x1b") {
					t.Fatalf("the reason is %q", r)
				}
			}
			if len(reasons) == 0 {
				sameAgain(t, rd, up)
			}
		}
	})
}

// sameAgain exports one sign-up as csv and imports it.
func sameAgain(t *testing.T, rd *Paper, up record.SignUp) {
	t.Helper()
	doc := Doc(rd.pack, "en")
	doc.Records = []record.Record{{Person: "p", Code: "ABCDEFGH2", Booth: "b", Event: rd.pack.ID, SignUp: up}}
	var file bytes.Buffer
	if err := export.Write(&file, "csv", doc, nil); err != nil {
		t.Fatal(err)
	}
	tab, err := table.Read(file.Bytes(), table.Options{})
	if err != nil || len(tab.Rows) != 2 {
		t.Fatalf("the export of one sign-up has %d rows: %v", len(tab.Rows), err)
	}
	again := NewPaper(rd.pack, rd.now, rd.say)
	if f, _ := again.Header(tab.Rows); f.Any() {
		t.Fatalf("the header of the export: %+v", f)
	}
	back, reasons, _ := again.Row(tab.Rows[1])
	if len(reasons) > 0 {
		t.Fatalf("the export of what was taken is refused: %v", reasons)
	}
	if !reflect.DeepEqual(back.Fields, up.Fields) || !bytes.Equal(Key(back), Key(up)) {
		t.Fatal("the export of what was taken is somebody else")
	}
}
