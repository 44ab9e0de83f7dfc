package form

import (
	"slices"
	"testing"
	"time"
)

func TestPhonesAsPeopleAndSpreadsheetsWriteThem(t *testing.T) {
	readTable(t, "phones", "phone", []string{
		"16212345678", "16512345678", "16712345678", "17012345678", "19212345678", "19712345678",
		"14912345678", "13912345678", "13912345678", "13912345678", "13912345678",
		"+862134206060", "!phone.extension", "!phone.extension", "!phone.extension", "+8675526535353", "!phone.service",
		"13812345678", "13812345678", "13812345678", "13812345678",
		"!phone.plus", "+85246123456", "+85270123456", "+85284123456", "+85362123456", "+886912345678", "+886912345678",
		"+886912345678 ?phone.plus", "!phone.plus",
		"+601171234567", "+601171234567", "+251712345678", "+2250712345678", "+525512345678", "+62812345678901", "+84912345678",
		"+923001234567", "+77011234567", "+8562055123456", "+821012345678", "+821012345678", "+447911123456", "!phone.extension",
		"13912345678 ?phone.remark", "13912345678", "13912345678", "+85251234567", "!phone.extension", "!phone.words", "!phone.letters",
		"13912345678", "+6580123456", "+6598123456", "+97688123456", "+996700123456", "+998901234567", "+66812345678", "+393331234567",
		"+4915112345678", "!phone.foreign",
	})
	try(t, "phone", ctx, [][2]string{
		{"1.38E+10", "!phone.mangled"}, {"1.381E10", "!phone.mangled"}, {"1,38e+10", "!phone.mangled"}, {"1.38123456789E+10", "!phone.mangled"},
		{"1.38123456780E+10", "13812345678"}, {"138.12345678E8", "13812345678"}, {"8.613812345678E+12", "13812345678"}, {"13,812,345,678", "13812345678"}, {"13812345678.00", "13812345678"},
		{"1795113912345678", "13912345678"}, {"17951-139-1234-5678", "13912345678"}, {"12593 13912345678", "13912345678"}, {"17911013912345678", "13912345678"},
		{"10193+8613912345678", "13912345678"}, {"17909 008613912345678", "13912345678"}, {"12583113912345678", "13912345678"}, {"#31#13912345678", "13912345678"}, {"17900 021-34206060", "+862134206060"},
		{"17951391234", "17951391234"}, // a number of its own
		{"+86 86 139 1234 5678", "13912345678"}, {"(86)13912345678", "13912345678"}, {"+86(139)12345678", "13912345678"}, {"+0086 13912345678", "13912345678"}, {"86 021 34206060", "+862134206060"},
		{"手机：13912345678", "13912345678"}, {"手机号码 13912345678", "13912345678"}, {"联系电话:13912345678", "13912345678"}, {"tel. 13912345678", "13912345678"}, {"Mobile: +86 139 1234 5678", "13912345678"},
		{"M:13912345678", "13912345678"}, {"Phone no. 13912345678", "13912345678"}, {"（手机）13912345678", "13912345678 ?phone.remark"}, {"13912345678 (家)", "13912345678 ?phone.remark"},
		{"13912345678微信同号", "13912345678 ?phone.remark"}, {"13912345678【妈妈】", "13912345678 ?phone.remark"}, {"13912345678。", "13912345678"}, {"13912345678;", "13912345678"}, {"'13912345678", "13912345678"}, {"’13912345678", "13912345678"},
		{"139-1234-5678转2", "!phone.extension"}, {"+1 415 555 2671 ext 12", "!phone.extension"}, {"021-34206060 分机 12", "!phone.extension"}, {"021 34206060#12", "!phone.extension"}, {"02134206060,8001", "!phone.extension"}, {"021 3420 6060", "+862134206060"},
		{"110", "!phone.service"}, {"12345", "!phone.service"}, {"10086", "!phone.service"}, {"95588", "!phone.service"}, {"021-12345", "!phone.service"}, {"400-600-1234", "!phone.service"}, {"800 820 1234", "!phone.service"}, {"+86 400 600 1234", "!phone.service"}, {"114", "!phone.service"},
		{"853 6212 3456", "!phone.plus"}, {"65 9812 3456", "!phone.plus"}, {"447911123456", "+447911123456 ?phone.plus"}, {"(886) 912345678", "+886912345678"}, {"755 26535353", "!phone.area"}, {"(755) 2653 5353", "!phone.area"},
		{"13912345678、13712345678", "!phone.two"}, {"13912345678 13712345678", "!phone.two"}, {"13912345678 或 021-34206060", "!phone.two"}, {"13912345678\n13712345678", "!phone.two"},
		{"I39I2345678", "!phone.letters"}, {"1391234567o", "!phone.letters"}, {"壹叁玖一二三四五六七八", "!phone.words"}, {"我的号码", "!phone.signs"}, {"139****5678", "!phone.signs"}, {"139", "!phone.digits"},
		{"#N/A", "!lost"}, {"undefined", "!lost"}, {"null", "!lost"}, {"nan", "!lost"},
	})
}

func TestTheScreenTakesNoMoreThanItShows(t *testing.T) {
	for kind, cells := range map[string][]one{
		"phone":       {{in: "886912345678", want: "+886912345678"}, {in: "852 5123 4567", key: "problem.phone.plus"}},
		"month":       {{in: "46539", key: "problem.month.form"}, {in: "27-Jun", key: "problem.month.form"}, {in: "2027届", key: "problem.month.form"}, {in: "2027.1", want: "2027-01"}},
		"date":        {{in: "38046", key: "problem.date.form"}, {in: "12月20日", key: "problem.date.form"}},
		"name":        {{in: "王×伟", want: "王×伟"}, {in: "王?", key: "problem.name.lost"}},
		"resident_id": {{in: "110105200403010000", want: "110105200403010000"}}, // nobody has typed it into a spreadsheet
		"text":        {{in: "同手机", want: "同手机"}, {in: "NaN", key: "problem.lost"}, {in: "Null", key: "problem.lost"}},
	} {
		checkEach(t, kinds()[kind], cells)
	}
	if _, problems := CheckAll(typed(), Answers{"name": text("甲"), "phone": text("13900000000"), "graduation": text("46539")}, Context{Now: now, Table: true}); len(problems) != 1 {
		t.Errorf("a form of the screen takes what a table may have: %v", problems)
	}
}

func TestMonthsAsASpreadsheetLeavesThem(t *testing.T) {
	readTable(t, "graduation-month-mangled", "graduation", []string{
		"2027-06", "2027-06 ?month.day", "2027-06", "2027-06", "2027-06", "2027-06", "2027-06", "2027-06", "2027-06 ?month.serial",
		"2027-06", "2027-06 ?month.class", "2027-06", "2027-06", "2027-06", "2027-06", "2027-06",
	})
	try(t, "graduation", ctx, [][2]string{
		{"Jun 2027", "2027-06"}, {"June, 2027", "2027-06"}, {"2027 June", "2027-06"}, {"2027-Jun", "2027-06"}, {"Jun. 2027", "2027-06"}, {"Sept-27", "2027-09"}, {"Jun '27", "2027-06"}, {"jun-27", "2027-06"},
		{"1-Jun-27", "2027-06 ?month.day"}, {"Jun 27", "2027-06 ?month.day"}, {"27-6月", "2027-06 ?month.day"}, {"27/6", "2027-06 ?month.day"}, {"6/27", "2027-06 ?month.day"},
		{"2027年六月", "2027-06"}, {"二〇二七年六月", "2027-06"}, {"2027年6月份", "2027-06"}, {"2027年6月底", "2027-06"}, {"27年6月", "2027-06"}, {"2027 年 6 月", "2027-06"}, {"6月2027", "2027-06"}, {"二〇二七年十二月", "2027-12"},
		{"2027/06/30 00:00:00", "2027-06"}, {"2027-06-01T00:00:00", "2027-06"}, {"6/30/2027", "2027-06"}, {"202706", "2027-06"}, {"202706.0", "2027-06"}, {"46539.0", "2027-06 ?month.serial"}, {"20270601", "2027-06"},
		{"2027.1", "2027-01 ?month.decimal"}, {"2027.10", "2027-10"}, {"2027.01", "2027-01"}, {"27届", "2027-06 ?month.class"}, {"2027届毕业生", "2027-06 ?month.class"}, {"class of 2027", "2027-06 ?month.class"},
		{"2027", "!month.form"}, {"2027级", "!month.form"}, {"6/1/2027", "!month.form"}, {"6/1/27", "!month.form"}, {"2027-13", "!month.form"}, {"11-12", "!month.form"}, {"2027年夏", "!month.form"}, {"60000", "!month.far"},
		{"#REF!", "!lost"},
	})
}

func TestDaysOfBirthInEverySpelling(t *testing.T) {
	leap := "2004-02-29"
	want := slices.Repeat([]string{leap}, 14)
	want[5] = "!date.none"
	readTable(t, "birth-dates", "born", want)
	try(t, "born", ctx, [][2]string{
		{"29 Feb 2004", leap}, {"29-Feb-2004", leap}, {"29th February 2004", leap}, {"February 29th, 2004", leap}, {"2004 Feb 29", leap}, {"Sunday, February 29, 2004", leap}, {"2004年2月29日 星期日", leap},
		{"2/29/2004", leap}, {"29.2.2004", leap}, {"29.02.2004", leap}, {"2004 2 29", leap}, {"2004、2、29", leap}, {"2004\\2\\29", leap}, {"2004. 2. 29.", leap}, {"2004年02月29", leap}, {"2004년 2월 29일", leap},
		{"二〇〇四年二月二十九日", leap}, {"二零零四年二月廿九", leap}, {"二○○四年二月二十九号", leap}, {"04年2月29日", leap}, {"公元2004年2月29日", leap}, {"民国93年2月29日", leap}, {"04/02/29", leap},
		{"20040229.0", leap}, {"38046.0", leap}, {"38046.5", leap}, {"2004/2/29 下午 2:30", leap}, {"2004-02-29T00:00:00Z", leap}, {"2004-02-29T00:00:00.000+08:00", leap}, {"Sun Feb 29 2004 00:00:00 GMT+0800 (CST)", leap}, {"20040229143005", leap},
		{"2004–2–29", leap}, {"2004−2−29", leap}, {"'2004-02-29", leap}, {"98/5/21", "1998-05-21"}, {"98年5月21日", "1998-05-21"}, {"5/5/2004", "2004-05-05"}, {"10/2/2004", "!date.which"}, {"10.2.2004", "!date.which"},
		{"2004-02-30", "!date.none"}, {"30/2/2004", "!date.none"}, {"20040230", "!date.none"}, {"2003年2月29日", "!date.none"}, {"31 April 2004", "!date.none"},
		{"2004-13-01", "!date.form"}, {"2004-00-10", "!date.form"}, {"2004", "!date.form"}, {"明天", "!date.form"}, {"2004-02-29 25:00", "!date.form"}, {"03-04-05", "!date.year"}, {"1-Feb-04", "2004-02-01 ?date.short"},
		{"12月20日", "!date.form"}, {"#####", "!lost"}, {"#VALUE!", "!lost"}, {"NaT", "!lost"},
	})
}

func TestTheDayOfSigningInEverySpelling(t *testing.T) {
	in := Context{Now: now, Table: true, Year: 2026}
	for i, row := range table(t, "signed-at") {
		at, problem, doubt := ParseDate(row["signed_at"], in)
		if problem.Key != "" || doubt.Key != "" || at.Format(time.DateOnly) != "2026-05-21" {
			t.Errorf("row %d: %q is read as %s with %q %q", i, row["signed_at"], at.Format(time.DateOnly), problem.Key, doubt.Key)
		}
	}
	for s, want := range map[string]string{
		"2026-05-21":                     "2026-05-21T00:00:00Z",
		"2026/5/21 14:30":                "2026-05-21T00:00:00Z", // nobody knows where
		"2026-05-21T14:30:05.123456789Z": "2026-05-21T14:30:05.123456789Z",
		"2026-05-21 14:30:05+08:00":      "2026-05-21T14:30:05+08:00",
		"2026-05-21T02:00:00+0800":       "2026-05-21T02:00:00+08:00",
		"20260521T063005Z":               "2026-05-21T06:30:05Z",
		"26-05-21":                       "2026-05-21T00:00:00Z",
		"26.5.21":                        "2026-05-21T00:00:00Z",
		"21-May-26":                      "2026-05-21T00:00:00Z",
		"5/21/26":                        "2026-05-21T00:00:00Z",
		"2026/5/21 2:30 PM":              "2026-05-21T00:00:00Z",
		"2026年5月21日14时30分":               "2026-05-21T00:00:00Z",
		"Thu May 21 14:30:05 CST 2026":   "2026-05-21T00:00:00Z",
		"Thu, 21 May 2026 14:30:05 GMT":  "2026-05-21T14:30:05Z",
		"5月21日":                          "2026-05-21T00:00:00Z ?date.year",
		"五月二十一日":                         "2026-05-21T00:00:00Z ?date.year",
		"5/21":                           "2026-05-21T00:00:00Z ?date.year",
		"21 May":                         "2026-05-21T00:00:00Z ?date.year",
		"5/6":                            "!date.which",
		"06-05-26":                       "!date.year",
		"":                               "!date.form",
		"2026-02-30":                     "!date.none",
	} {
		at, problem, doubt := ParseDate(s, in)
		got := at.Format(time.RFC3339Nano)
		if problem.Key != "" {
			got = "!" + problem.Key[len("problem."):]
		}
		if doubt.Key != "" {
			got += " ?" + doubt.Key[len("doubt."):]
		}
		if got != want {
			t.Errorf("%q is read as %s, want %s", s, got, want)
		}
	}
}

func TestIdentityNumbersInTheirDisguises(t *testing.T) {
	id := "110105200402291031"
	readTable(t, "resident-ids", "idno", []string{
		id, "911156200102030016", "830000200102030018", "810000200102030014", id, id, id, "!id.mangled", "!id.zeroed", "!id.zeroed",
		"!id.other", "!id.other", "!id.old", "!id.other", "!id.check", id, id,
	})
	try(t, "idno", ctx, [][2]string{
		{"1101 0520 0402 2910 31", id}, {"’" + id, id}, {"\ufeff" + id, id}, {id + "\u00a0", id}, {"\u202d" + id + "\u202c", id}, {"身份证号：" + id, id}, {"110105-20040229-1031", id},
		{"11010519491231002×", "11010519491231002X"}, {"11010519491231002Х", "11010519491231002X"}, {"11010519491231002ｘ", "11010519491231002X"},
		{id + ".0", "!id.mangled"}, {"1.10105200402291E+17", "!id.mangled"}, {"1.1010520040229103E17", "!id.mangled"}, {"1101052004022910", "!id.form"}, {"110105********1031", "!id.form"},
		{"E12345678", "!id.other"}, {"EA1234567", "!id.other"}, {"H12345678", "!id.other"}, {"H1234567890", "!id.other"}, {"C1234567", "!id.other"}, {"12345678", "!id.other"}, {"军字第1234567号", "!id.other"},
		{"#N/A", "!lost"},
	})
	sure := ctx
	sure.Confirmed = true
	try(t, "idno", sure, [][2]string{{"110105200403010000", "110105200403010000 ?id.zeroed"}, {"110105200402291000", "!id.zeroed"}, {id, id}})
}
