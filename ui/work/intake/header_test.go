package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data/export"
	"matchbooth/ui/work/intake/table"
)

// readFile reads a file of the table's own tests against the practice pack.
func readFile(t *testing.T, name string) (p *Paper, rows []table.Row) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("table", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	tab, err := table.Read(file, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p = newPaper(t)
	faults, rows := p.Header(tab.Rows)
	if faults.Any() {
		t.Fatalf("%s: %+v", name, faults)
	}
	return p, rows
}

func TestHeadersAsPeopleWriteThem(t *testing.T) {
	for _, name := range []string{"05a-header-double-bom.csv", "05b-header-case.csv", "05c-header-labels-zh.csv", "05e-blank-first-line-semicolon.csv"} {
		p, rows := readFile(t, name)
		if len(rows) != 1 {
			t.Errorf("%s: %d rows", name, len(rows))
			continue
		}
		up, reasons, _ := p.Row(rows[0])
		if len(reasons) > 0 || up.Fields["name"].Text != "张伟" || up.Fields["phone"].Text != "13900000001" {
			t.Errorf("%s: %v %v", name, up.Fields["name"].Text == "张伟", reasons)
		}
	}
	for header, want := range map[string]string{
		"name,phone,consents,signed_at":                                            "name phone consents signed_at",
		"Name,Mobile,Consent,Date":                                                 "name phone consents signed_at",
		" NAME ,Phone Number,Consents,Date signed":                                 "name phone consents signed_at",
		"姓名,手机号码,同意事项,签字日期":                                                        "name phone consents signed_at",
		"姓 名,手机(必填),同意,日期":                                                         "name phone consents signed_at",
		"＊姓名,手机号：,同意,签名日期":                                                         "name phone consents signed_at",
		"怎么称呼你？,你的手机号,同意,签名日期":                                                     "name phone consents signed_at",
		"What is your name?,Your mobile number,consents,date":                      "name phone consents signed_at",
		"姓名,手机,微信号,邮箱,你在哪个校区？,同意,日期":                                               "name phone wechat email campus consents signed_at",
		"姓名,手机,第一位联系人 姓名,第一位联系人关系,第一位联系人-电话,同意,日期":                                 "name phone contact1_name contact1_relation contact1_phone consents signed_at",
		"姓名,手机,紧急联系人姓名,紧急联系人关系,紧急联系人电话,同意,日期":                                      "name phone contact1_name contact1_relation contact1_phone consents signed_at",
		"name,phone,Contact 2 name,Contact 2 relation,contact2 phone,consent,date": "name phone contact2_name contact2_relation contact2_phone consents signed_at",
		"\u200B姓名,\uFEFF手机\u00A0号,同意,日期":                                           "name phone consents signed_at",
		"序号,姓名,手机,同意,日期":                                                           "- name phone consents signed_at",
		"No.,name,phone,consents,signed at":                                        "- name phone consents signed_at",
		"姓名,手机,notice,handover,日期":                                                 "name phone notice? handover? signed_at",
		"姓名,手機號碼,同意,簽名日期":                                                          "name phone consents signed_at",
		"姓名 Name,手机/Mobile,同意\nConsents,日期 Date":                                   "name phone consents signed_at",
		"您的姓名,Mobile No.,是否同意,Date of signing":                                     "name phone consents signed_at",
		"姓名,手机,微信,校区,同意,日期":                                                        "name phone wechat campus consents signed_at",
		"编号,姓名,手机,老家电话,同意,日期":                                                      "- name phone home_phone consents signed_at",
		"姓名,手机,联系人姓名,关系,电话,同意,日期":                                                  "name phone contact1_name contact1_relation contact1_phone consents signed_at",
		"姓名,手机,第一联系人姓名,第一联系人关系,第一联系人电话,第二联系人姓名,关系,手机,同意,日期": "name phone contact1_name contact1_relation contact1_phone contact2_name contact2_relation contact2_phone consents signed_at",
		"姓名,手机,告知书,转交骨髓库,登记时间":                              "name phone notice? handover? at",
		"姓名,手机,同意,日期,备注":                                    "name phone consents signed_at",
		"ＮＡＭＥ,ＰＨＯＮＥ,CONSENTS,SIGNED_AT":                     "name phone consents signed_at",
	} {
		p := newPaper(t)
		faults, _ := p.Header([]table.Row{{Line: 1, Cells: strings.Split(header, ",")}})
		var got []string
		for _, c := range p.Columns {
			switch {
			case c.Consent != "":
				got = append(got, c.Consent+"?")
			case c.Means == "":
				got = append(got, "-")
			default:
				got = append(got, c.Means)
			}
		}
		if s := strings.Join(got, " "); s != want || faults.Any() {
			t.Errorf("%q: %q, want %q; %+v", header, s, want, faults)
		}
	}
}

func TestWhatIsNotUnderstoodIsShownWithASuggestion(t *testing.T) {
	for header, want := range map[string]string{
		"nmae,phone,consents,signed_at":              "missing [name], unknown nmae→name",
		"姓名,手基号,同意,日期":                               "missing [phone], unknown 手基号→手机号",
		"姓名,手机,备注,同意,日期":                             "missing [], unknown 备注→",
		"姓名,姓名,手机,同意,日期":                             "missing [], twice 姓名",
		"姓名,name,手机,同意,日期":                           "missing [], twice name",
		"name,phone,consents,signd_at":               "missing [signed_at], unknown signd_at→signed_at",
		"张伟,13900000001,notice,2026-05-21":           "missing [name phone signed_at], unknown #1→, unknown #2→, unknown #4→",
		"张伟,a@b.example,father":                      "missing [name phone consents signed_at], unknown #1→, unknown #2→, unknown #3→",
		"name,phone,consents,signed_at,\x1b[31mx\nq": "missing [], unknown [31mx q→",
	} {
		p := newPaper(t)
		cells := strings.Split(header, ",")
		f, _ := p.Header([]table.Row{{Line: 1, Cells: cells}, {Line: 2, Cells: strings.Split(strings.Repeat("x,", len(cells)), ",")}})
		got := []string{fmt.Sprintf("missing %v", f.Missing)}
		name := func(u Unknown) string {
			if u.Read == "" {
				return fmt.Sprintf("#%d", u.At)
			}
			return u.Read
		}
		for _, u := range f.Twice {
			got = append(got, "twice "+name(u))
		}
		for _, u := range f.Unknown {
			got = append(got, "unknown "+name(u)+"→"+u.Nearest)
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%q:\n%s, want\n%s", header, s, want)
		}
	}
}

// Whatever may be a person is not repeated where it may be kept.
func TestAHeaderFaultNamesNobody(t *testing.T) {
	for _, header := range []string{"张伟,139 0000 0001,是,5月21日", "Jane Doe,Pudong,yes", "张伟,一三九零零零零零零零一,是", "姓名,张伟,王芳,李娜", "张伟"} {
		cells := strings.Split(header, ",")
		f, _ := newPaper(t).Header([]table.Row{{Line: 1, Cells: cells}, {Line: 2, Cells: cells}})
		for _, u := range f.Unknown {
			if u.Read != "" {
				t.Errorf("%q: a column is named %q", header, u.Read)
			}
		}
	}
}

// A person above the header would be lost, a header in the middle would be refused as a person.
func TestRowsThatAreHeadersAndRowsThatAreNot(t *testing.T) {
	header := []string{"姓名", "手机号", "同意", "签字日期"}
	zhang, wang := []string{"张伟", "13900000001", "是", "2026-05-21"}, []string{"王芳", "13900000002", "是", "2026-05-21"}
	rows := func(all ...[]string) (out []table.Row) {
		for i, cells := range all {
			out = append(out, table.Row{Line: i + 1, Cells: cells})
		}
		return out
	}
	if f, _ := newPaper(t).Header(rows(zhang, wang, header, zhang)); f.Above != 2 {
		t.Errorf("people above the header: %+v", f)
	}
	p := newPaper(t)
	f, rest := p.Header(rows(header, []string{"Name", "Phone", "Consents", "Signed at"}, zhang, header, wang))
	if f.Any() || len(rest) != 2 || p.Repeated != 2 {
		t.Errorf("%+v, %d rows, %d repeated", f, len(rest), p.Repeated)
	}
	for _, example := range []string{"例：张三", "（示例）张三", "e.g. Zhang San:", "示例"} {
		if _, reasons, _ := p.Row(table.Row{Cells: []string{example, "13900000003", "是", "2026-05-21"}}); len(reasons) == 0 {
			t.Errorf("%q: %v", example, reasons)
		}
	}
}

func TestDaysOfAWorkbookThatCountsFrom1904(t *testing.T) {
	p := newPaper(t)
	p.From1904 = true
	if f, _ := p.Header([]table.Row{{Line: 1, Cells: []string{"姓名", "手机号", "微信号", "同意", "签字日期"}}}); f.Any() {
		t.Fatalf("%+v", f)
	}
	up, reasons, _ := p.Row(table.Row{Line: 2, Cells: []string{"张伟", "13900000001", "44701", "是", "44701"}})
	if len(reasons) > 0 || export.SignedAt(up.At) != "2026-05-21" || up.Fields["wechat"].Text != "44701" {
		t.Errorf("signed %s %v", export.SignedAt(up.At), reasons)
	}
}

// A title above the header is no header, and a file without one is not taken for a title.
func TestTheHeaderMayHaveATitleAboveIt(t *testing.T) {
	rows := []table.Row{
		{Line: 1, Cells: []string{"爱医节登记表", "", "", ""}},
		{Line: 2, Cells: []string{"2026 年 5 月", "", "", ""}},
		{Line: 4, Cells: []string{"姓名", "手机号", "同意", "签名日期"}},
		{Line: 5, Cells: []string{"张伟", "13900000001", "notice", "2026-05-21"}},
	}
	p := newPaper(t)
	faults, rest := p.Header(rows)
	if faults.Any() || len(rest) != 1 {
		t.Fatalf("%+v, %d rows", faults, len(rest))
	}
	if _, reasons, _ := p.Row(rest[0]); len(reasons) > 0 {
		t.Error(reasons)
	}
	if faults, _ = newPaper(t).Header(rows[3:]); !faults.Any() {
		t.Error("a person was taken for a header")
	}
}

func TestConsentsAsPeopleWriteThem(t *testing.T) {
	p, rows := readFile(t, "15-consents-separators.csv")
	for i, row := range rows {
		up, reasons, _ := p.Row(row)
		want := "notice"
		switch i {
		case 9, 10, 11, 12, 13, 14:
		case 3, 16, 0, 1, 2, 4, 5, 6, 7, 8, 15:
			want = "notice handover"
		}
		var got []string
		for _, c := range up.Consents {
			got = append(got, c.ID)
		}
		if s := strings.Join(got, " "); s != want || len(reasons) > 0 {
			t.Errorf("row %d: %q, want %q; %v", i, s, want, reasons)
		}
	}
	for cell, want := range map[string]string{
		"notice; Hand over": "notice handover", "告知、移交": "notice handover", "notice\r\nhandover": "notice handover", "notice / followup": "notice followup",
		"同意": "notice", "✓": "notice", "√ ": "notice", "Yes": "notice", "不同意": "!", "否": "!", "": "!", "×": "!", "handover": "!", "notice;everything": "!", "x": "!",
		"已阅读并同意": "notice", "我同意": "notice", "全部同意": "notice handover followup", "notice and handover": "notice handover", "notice+handover": "notice handover",
		"我看到了：谁处理我的信息、为了什么、留多久、怎么删除。": "notice", "notice\u00A0handover": "notice handover", "notice｜handover": "notice handover",
	} {
		if got := consentsOf(t, []string{"姓名", "手机", "同意", "日期"}, "张伟", "13900000001", cell, "2026-05-21"); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
	for _, test := range []struct{ notice, handover, want string }{
		{"√", "", "notice"}, {"是", "是", "notice handover"}, {"yes", "no", "notice"}, {"", "√", "!"}, {"√", "maybe", "!"}, {"notice", "×", "notice"},
		{"×", "√", "!"},
	} {
		if got := consentsOf(t, []string{"姓名", "手机", "notice", "handover", "日期"}, "张伟", "13900000001", test.notice, test.handover, "2026-05-21"); got != test.want {
			t.Errorf("ticks %q %q: %q, want %q", test.notice, test.handover, got, test.want)
		}
	}
}

// Where one place says yes and another no, nobody is taken at the one that suits us.
func TestConsentsThatContradictAreRefused(t *testing.T) {
	header := []string{"姓名", "手机", "同意", "告知书", "移交", "日期"}
	for _, test := range []struct{ all, notice, handover, want string }{
		{"notice;handover", "", "否", "!"}, {"是", "×", "", "!"}, {"否", "√", "√", "!"}, {"是", "√", "√", "notice handover"}, {"notice", "√", "否", "notice"}, {"全部同意", "√", "否", "!"},
	} {
		if got := consentsOf(t, header, "张伟", "13900000001", test.all, test.notice, test.handover, "2026-05-21"); got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
}

// consentsOf returns the ids given in a row, "!" if it is refused.
func consentsOf(t *testing.T, header []string, row ...string) string {
	t.Helper()
	p := newPaper(t)
	if f, _ := p.Header([]table.Row{{Line: 1, Cells: header}}); f.Any() {
		t.Fatalf("%+v", f)
	}
	up, reasons, _ := p.Row(table.Row{Line: 2, Cells: row})
	if len(reasons) > 0 {
		return "!"
	}
	var ids []string
	for _, c := range up.Consents {
		ids = append(ids, c.ID)
	}
	return strings.Join(ids, " ")
}

// A time behind the day, a day run together, a spreadsheet's number: the day of signing is the one that is written.
func TestDaysOfSigningAsPeopleWriteThem(t *testing.T) {
	p, rows := readFile(t, "04-signed-at-with-time.csv")
	for _, row := range rows {
		up, reasons, _ := p.Row(row)
		if len(reasons) > 0 || export.SignedAt(up.At)[:10] != "2026-05-21" {
			t.Errorf("line %d: %s %v", row.Line, export.SignedAt(up.At), reasons)
		}
	}
}
