package cli

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"

	"matchbooth/assets/text"
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
		tab, err := parseTable(file)
		if err != nil {
			if strings.Contains(err.Error(), typedMark) {
				t.Fatal("the error quotes the file")
			}
			return
		}
		rd := reader{pack: base.pack, now: base.now, say: base.say}
		if faults := rd.readHeader(tab.header); faults.any() {
			for _, n := range slices.Concat(faults.missing, faults.twice, faults.unknown) {
				if strings.Contains(n, typedMark) || !idForm.MatchString(n) && !strings.HasPrefix(n, "#") {
					t.Fatalf("a column is named %q", n)
				}
			}
			return
		}
		for _, row := range tab.rows[:min(len(tab.rows), 20)] {
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
	tab, err := parseTable(file.Bytes())
	if err != nil || len(tab.rows) != 1 {
		t.Fatalf("the export of one sign-up has %d rows: %v", len(tab.rows), err)
	}
	again := reader{pack: rd.pack, now: rd.now, say: rd.say}
	if f := again.readHeader(tab.header); f.any() {
		t.Fatalf("the header of the export: %+v", f)
	}
	back, reasons := again.read(tab.rows[0])
	if len(reasons) > 0 {
		t.Fatalf("the export of what was taken is refused: %v", reasons)
	}
	if !reflect.DeepEqual(back.Fields, up.Fields) || !bytes.Equal(keyOf(back), keyOf(up)) {
		t.Fatal("the export of what was taken is somebody else")
	}
}

// FuzzCommandLine calls the program with anything, its arguments parted by line ends. It never
// breaks down; what is no call for help or the version does not end with 0, says nothing on stdout,
// and one line on stderr that tells what to do next.
func FuzzCommandLine(f *testing.F) {
	for _, s := range []string{
		"", "version", "--help", "-h\nstatus", "status\n--data\nx", "status\n--data=x\n--json\n--", "erase\n--data\nx\nABCD-EFGH-2", "dance", "--", "-", "---", "-vvv", "\x00", "--data",
		"run\n--size\n10x10", "run\n--lang\nfr", "export\n--format\ncsv\n--out\no.csv\n--data\nx", "import\nf.csv\n--data\nx", "import\n\x1b[31mred\u202E", "check\np", "setup\n--event\np\n--data\nx",
		"verify\n--data", "status\n--data=\n", "--no-help", "--help=false", "--kiosk=x", "@args", "status\n%s%n", strings.Repeat("-", 5000), "check\n" + strings.Repeat("x", 5000), "export\n--to\nage1\n--to\nage1",
	} {
		f.Add(s)
	}
	f.Setenv("LC_ALL", "C")
	home := f.TempDir()
	f.Setenv("HOME", home)
	f.Setenv("XDG_DATA_HOME", home)
	f.Chdir(home)
	texts, err := text.Load() // once: it takes longer than most calls
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, line string) {
		// Nothing outside the folder is touched, and nothing that takes long is begun.
		line = strings.NewReplacer("/", "_", "..", "_", "~", "_", "\x00", "_", "doctor", "dance").Replace(line)
		args := strings.Split(line, "\n")
		var out, errs bytes.Buffer
		c := call{ctx: t.Context(), args: args, stdin: strings.NewReader(""), stdout: &out, stderr: &errs, texts: texts, Printer: texts.In("en")}
		code := c.main(args)
		helped := slices.ContainsFunc(args, func(a string) bool {
			return a == "version" || strings.HasPrefix(a, "--help") || strings.HasPrefix(a, "-") && strings.Contains(a, "h")
		})
		switch {
		case code == exitDone && helped:
			return
		case code != exitFailed && code != exitMisuse:
			t.Fatalf("exit %d of %q", code, args)
		case out.Len() > 0:
			t.Fatalf("%q fails and says on stdout %q", args, out.String())
		}
		said, ended := strings.CutSuffix(errs.String(), "\n")
		what, next, ok := strings.Cut(said, "; ")
		if !ok || !ended || !strings.HasPrefix(what, "matchbooth: ") || next == "" || strings.ContainsFunc(said, unicode.IsControl) {
			t.Fatalf("%q: not one line of what and what next: %q", args, errs.String())
		}
	})
}
