package table

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf16 "golang.org/x/text/encoding/unicode"
)

// outcome is what became of a file, on lines: encoding, doubts, then the first cell of each row below the header, with !
// before one that cannot be read.
func outcome(t *testing.T, file []byte, o Options) string {
	t.Helper()
	tab, err := Read(file, o)
	if err != nil {
		return err.Error()
	}
	out := tab.Encoding
	for _, d := range tab.Doubts {
		out += " " + string(d)
	}
	out += ":"
	for _, r := range tab.Rows[1:] {
		out += " "
		if r.Fault != FaultNone {
			out += "!"
			continue
		}
		out += r.Cells[0]
	}
	return out
}

// TestEachRowIsReadInItsEncoding is about files that failed, as people had them.
func TestEachRowIsReadInItsEncoding(t *testing.T) {
	for _, test := range []struct{ file, encoding, want string }{
		{"01a-utf8-bom-one-bad-byte.csv", "", "utf-8: 张伟 王芳 !"},
		{"01b-utf8-file-plus-gbk-file.csv", "", "gb18030 mixed: 张伟 王芳 刘洋"},
		{"01e-bom-utf8-one-nbsp-byte-in-empty-row.csv", "", "utf-8: 张伟 王芳"},
		{"02a-big5.csv", "", "big5 encoding: 陳大文 黃嘉欣"},
		{"02a-big5.csv", "big5", "big5: 陳大文 黃嘉欣"},
		{"03a-excel-formula-text.csv", "", "utf-8: 张伟"},
		{"05a-header-double-bom.csv", "", "utf-8: 张伟"},
		{"05e-blank-first-line-semicolon.csv", "", "utf-8: 张伟"},
		{"06-excel-unicode-text-utf16.txt", "", "utf-8: 张伟"},
		{"10-gbk-rare.csv", "", "gb18030: 䶮天 \u9FB4天 𠂇天 𠮷野"},
	} {
		file, err := os.ReadFile(filepath.Join("testdata", test.file))
		if err != nil {
			t.Fatal(err)
		}
		if got := outcome(t, file, Options{Encoding: test.encoding}); got != test.want {
			t.Errorf("%s %s: %q, want %q", test.file, test.encoding, got, test.want)
		}
	}
}

// written returns a table with these names in an encoding.
func written(t *testing.T, e encoding.Encoding, names ...string) []byte {
	t.Helper()
	var out strings.Builder
	out.WriteString("name,phone,consents,signed_at\n")
	for _, n := range names {
		s, err := e.NewEncoder().String(n)
		if err != nil {
			t.Fatalf("%s: %v", n, err)
		}
		out.WriteString(s + ",13900000001,notice,2026-05-21\n")
	}
	return []byte(out.String())
}

// TestEncodingsAreTold tries what the files above are examples of.
func TestEncodingsAreTold(t *testing.T) {
	gb, big5, latin, sjis, utf := simplifiedchinese.GB18030, traditionalchinese.Big5, charmap.Windows1252, japanese.ShiftJIS, encoding.Nop
	cat := func(parts ...[]byte) []byte {
		out := parts[0]
		for _, p := range parts[1:] {
			_, rest, _ := strings.Cut(string(p), "\n")
			out = append(out, rest...)
		}
		return out
	}
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"GBK, everyday names":             {written(t, gb, "张伟", "王婧涵", "路遥", "李娜"), "gb18030: 张伟 王婧涵 路遥 李娜"},
		"GBK, a name of rarer characters": {written(t, gb, "陶喆", "赵堃"), "gb18030: 陶喆 赵堃"},
		"GBK, names from Hong Kong":       {written(t, gb, "陳大文", "劉國榮"), "gb18030: 陳大文 劉國榮"},
		"GBK, one name":                   {written(t, gb, "欧阳娜娜"), "gb18030: 欧阳娜娜"},
		"GBK with Latin names":            {written(t, gb, "张伟", "Anna Schmidt", "李Anna"), "gb18030: 张伟 Anna Schmidt 李Anna"},
		"Big5, one name":                  {written(t, big5, "黃嘉欣"), "big5 encoding: 黃嘉欣"},
		"Big5, many":                      {written(t, big5, "陳志明", "林淑芬", "張家豪", "王小美"), "big5 encoding: 陳志明 林淑芬 張家豪 王小美"},
		"Windows-1252":                    {written(t, latin, "Jürgen Müller", "Zoë Brontë", "José García", "Ángela Peña"), "windows-1252 encoding: Jürgen Müller Zoë Brontë José García Ángela Peña"},
		"Windows-1252, one letter":        {written(t, latin, "Jürgen"), "windows-1252 encoding: Jürgen"},
		"Windows-1252 after UTF-8":        {cat(written(t, utf, "张伟"), written(t, latin, "Müller")), "windows-1252 mixed: 张伟 Müller"},
		"UTF-8 after GBK":                 {cat(written(t, gb, "刘洋"), written(t, utf, "张伟")), "gb18030 mixed: 刘洋 张伟"},
		"UTF-8, a byte lost":              {cat(written(t, utf, "张伟"), []byte("h\n王\xE8\x8A,1,notice,2026-05-21\n")), "utf-8: 张伟 !"},
		"UTF-8, a byte too many":          {cat(written(t, utf, "张伟", "王芳"), []byte("h\n李娜\x80,1,notice,2026-05-21\n")), "utf-8: 张伟 王芳 !"},
		"UTF-8 with a mark, then GBK":     {cat([]byte("\xEF\xBB\xBF"+string(written(t, utf, "张伟"))), written(t, gb, "刘洋")), "utf-8: 张伟 !"},
		"two files with marks joined":     {cat(written(t, utf, "张伟"), []byte("h\n\xEF\xBB\xBF王芳,1,notice,2026-05-21\n")), "utf-8: 张伟 王芳"},
		"GBK that is valid UTF-8":         {written(t, gb, "联通", "路遥"), "gb18030: 联通 路遥"},
		"GBK, one name valid as UTF-8":    {written(t, gb, "谢伟"), "gb18030: 谢伟"},
		"GBK, all valid as UTF-8":         {written(t, gb, "谢伟", "郑强", "袁英", "谢小雪", "席平", "谭"), "gb18030: 谢伟 郑强 袁英 谢小雪 席平 谭"},
		"GBK that looks damaged":          {written(t, gb, "李静", "杨帆", "吴超", "徐海"), "gb18030: 李静 杨帆 吴超 徐海"},
		"GBK, one that looks damaged":     {written(t, gb, "李静"), "gb18030: 李静"},
		"GBK with Latin letters":          {written(t, gb, "Lü Wei", "张伟", "Renée"), "gb18030: Lü Wei 张伟 Renée"},
		"GBK, one name in kana":           {written(t, gb, "张伟", "やまだ太郎", "王芳", "李娜"), "gb18030: 张伟 やまだ太郎 王芳 李娜"},
		"UTF-8, two letters":              {written(t, utf, "Ян", "Öz"), "utf-8: Ян Öz"},
		"UTF-8, letters of two bytes":     {written(t, utf, "Zoë Müller", "Иванов"), "utf-8: Zoë Müller Иванов"},
		"UTF-8, one Arabic name":          {written(t, utf, "محمد"), "utf-8: محمد"},
		"bytes of no encoding":            {cat(written(t, gb, "张伟"), []byte("h\n\xFF\xFF,1,notice,2026-05-21\n")), "gb18030: 张伟 !"},
		"private characters":              {cat(written(t, gb, "张伟"), []byte("h\n\xAA\xA1王,1,notice,2026-05-21\n")), "gb18030: 张伟 !"},
	} {
		if got := outcome(t, test.file, Options{}); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if got := outcome(t, []byte("\xEF\xBB\xBF"+string(written(t, utf, "张伟"))), Options{Encoding: "gb18030"}); got != "utf-8: 张伟" {
		t.Errorf("a mark against --encoding: %q", got)
	}
	// No encoding that is known: something is said, whatever it is.
	for _, names := range [][]string{{"田中太郎", "山本さくら"}, {"佐藤健"}} {
		if tab, err := Read(written(t, sjis, names...), Options{}); err == nil && len(tab.Doubts) == 0 && readable(tab) {
			t.Errorf("Shift JIS %v is kept without a doubt", names)
		}
	}
}

// readable reports whether all rows of a table can be read.
func readable(t Table) bool {
	for _, r := range t.Rows {
		if r.Fault != FaultNone {
			return false
		}
	}
	return true
}

func TestUTF16InEveryOrder(t *testing.T) {
	text := "\uFEFFname\tphone\n张伟\t13900000001\n𠮷野\t2\n"
	for name, e := range map[string]encoding.Encoding{
		"little, marked": utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM), "big, marked": utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM),
	} {
		for _, s := range []string{text, strings.TrimPrefix(text, "\uFEFF")} {
			file, err := e.NewEncoder().String(s)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := outcome(t, []byte(file), Options{}), "utf-8: 张伟 𠮷野"; got != want {
				t.Errorf("%s, mark %t: %q, want %q", name, s == text, got, want)
			}
		}
	}
	if got := outcome(t, []byte("\xFF\xFEn\x00\n\x00\x00\xD8"), Options{}); !strings.Contains(got, "!") && !strings.Contains(got, "\uFFFD") {
		t.Errorf("half a character: %q", got)
	}
}

func TestDelimitersOfEveryKind(t *testing.T) {
	for name, file := range map[string]string{
		"full-width comma": "姓名，手机号，同意\n张伟，13900000001，notice\n",
		"a title":          "5.21 登记表，纸质\n姓名,手机号,同意\n张伟,13900000001,notice\n",
		"another title":    "登记表;2026;春\n姓名,手机号,同意,日期\n张伟,13900000001,notice\n",
		"a stray zero":     "姓名,手机号,同意\n张伟,13900000001,notice\n\x00",
		"bar":              "姓名|手机号|同意\n张伟|13900000001|notice\n",
		"blank lines":      "\n\r\n姓名;手机号;同意\n\n张伟;13900000001;notice\n",
		"sep and blanks":   "sep=;\r\n\r\n姓名;手机号;同意\r\n张伟;13900000001;notice\r\n",
		"formula text":     "姓名,手机号,同意\n=\"张伟\",=\"13900000001\",notice\n",
		"quoted formula":   "姓名,手机号,同意\n\"=\"\"张伟\"\"\",\"=\"\"13900000001\"\"\",notice\n",
	} {
		gb, err := simplifiedchinese.GBK.NewEncoder().String(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []string{file, gb} {
			tab, err := Read([]byte(f), Options{})
			if err != nil || len(tab.Rows) < 2 || !reflect.DeepEqual(tab.Rows[len(tab.Rows)-1].Cells, []string{"张伟", "13900000001", "notice"}) {
				t.Errorf("%s: %q %v", name, cells(tab), err)
			}
		}
	}
}

// cells returns the cells of all rows, which print nothing by themselves.
func cells(t Table) (all [][]string) {
	for _, r := range t.Rows {
		all = append(all, r.Cells)
	}
	return all
}

func TestOtherFilesAreNamed(t *testing.T) {
	for file, want := range map[string]error{
		"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600):                                       ErrOld,
		"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600) + string(utf16le("EncryptedPackage")): ErrLocked,
		"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet":                                     ErrODS,
		"PK\x03\x04Index/Document.iwa":             ErrNumbers,
		"PK\x03\x04word/document.xml":              ErrBinary,
		"PK\x03\x04xl/workbook.xml":                ErrDamaged,
		"<html><table><tr><td>a</td></tr></table>": ErrHTML,
		"\xEF\xBB\xBF  <!DOCTYPE HTML><html>":      ErrHTML,
		"%PDF-1.7\n":                               ErrBinary,
		"\x89PNG\r\n\x1a\n":                        ErrBinary,
	} {
		if _, err := Read([]byte(file), Options{}); err == nil || !strings.HasPrefix(err.Error(), want.Error()) {
			t.Errorf("%.20q: %v, want %v", file, err, want)
		}
	}
	if _, err := Read([]byte("a,b\n"), Options{Encoding: "latin1"}); err != ErrEncoding {
		t.Errorf("an encoding that is not known: %v", err)
	}
}
