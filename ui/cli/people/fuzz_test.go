package people

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/ui/work/intake"
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
	base := newReader(f)
	f.Fuzz(func(t *testing.T, file []byte, mark uint16) {
		if mark > 0 && int(mark) <= len(file) {
			file = slices.Concat(file[:mark], []byte(typedMark), file[mark:])
		}
		tab, err := ParseTable(file)
		if err != nil {
			if strings.Contains(err.Error(), typedMark) {
				t.Fatal("the error quotes the file")
			}
			return
		}
		rd := reader{pack: base.pack, now: base.now, say: base.say}
		if faults := rd.readHeader(tab.Header); faults.any() {
			for _, n := range slices.Concat(faults.missing, faults.twice, faults.unknown) {
				if strings.Contains(n, typedMark) || !idForm.MatchString(n) && !strings.HasPrefix(n, "#") {
					t.Fatalf("a column is named %q", n)
				}
			}
			return
		}
		for _, row := range tab.Rows[:min(len(tab.Rows), 20)] {
			up, reasons := rd.read(row)
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
func sameAgain(t *testing.T, rd reader, up record.SignUp) {
	t.Helper()
	doc := intake.Doc(rd.pack, "en")
	doc.Records = []record.Record{{Person: "p", Code: "ABCDEFGH2", Booth: "b", Event: rd.pack.ID, SignUp: up}}
	var file bytes.Buffer
	if err := export.Write(&file, "csv", doc, nil); err != nil {
		t.Fatal(err)
	}
	tab, err := ParseTable(file.Bytes())
	if err != nil || len(tab.Rows) != 1 {
		t.Fatalf("the export of one sign-up has %d rows: %v", len(tab.Rows), err)
	}
	again := reader{pack: rd.pack, now: rd.now, say: rd.say}
	if f := again.readHeader(tab.Header); f.any() {
		t.Fatalf("the header of the export: %+v", f)
	}
	back, reasons := again.read(tab.Rows[0])
	if len(reasons) > 0 {
		t.Fatalf("the export of what was taken is refused: %v", reasons)
	}
	if !reflect.DeepEqual(back.Fields, up.Fields) || !bytes.Equal(keyOf(back), keyOf(up)) {
		t.Fatal("the export of what was taken is somebody else")
	}
}
