package form

import (
	"os"
	"strings"
	"testing"

	"matchbooth/kiosk/event"
)

func TestAddressesAsTheyAreCopied(t *testing.T) {
	zs := "zs@example.com"
	readTable(t, "emails", "email", []string{
		"a..b@docomo.ne.jp", "abc.@docomo.ne.jp", "!email.local", zs, zs, zs, zs, zs, zs, zs,
		"zs@xn--fsqu00a.xn--fiqs8s", "李@xn--fsqu00a.xn--fiqs8s", "!email.domain", "!email.domain", "!email.domain", "O'Brien@example.com",
		"!email.two", "!email.domain", "zs@foo--bar.com", "!email.domain", "ZS@example.com", "!email.domain", "zs@a.xn--fiqs8s", "!email.at",
		zs, zs, "!email.domain", "zs@ab--cd.edu.cn", "zs@r3---sn-x.example.com",
	})
	try(t, "email", ctx, [][2]string{
		{"<zs@example.com>", zs}, {"\"Zhang San\" <zs@example.com>", zs}, {"张三＜zs@example.com＞", zs}, {"张三<mailto:zs@example.com>", zs}, {"张三 < zs@example.com >;", zs}, {"MAILTO:zs@example.com?subject=x", zs},
		{"邮箱：zs@example.com", zs}, {"E-mail: zs@example.com", zs}, {"email:zs@example.com", zs}, {"zs@example.com（QQ邮箱）", zs}, {"zs@example.com (work)", zs}, {"'zs@example.com'", zs},
		{"zs@example.com,", zs}, {"zs@example.com，", zs}, {"zs@example.com。", zs}, {"zs@example.com、", zs}, {"zs@ example.com", zs}, {"zs@example .com", zs}, {"zs@example. com", zs},
		{"a...b@ezweb.ne.jp", "a...b@ezweb.ne.jp"}, {".a@docomo.ne.jp", "!email.local"}, {"zhang san@example.com", "!email.local"}, {"zs@exam ple.com", "!email.domain"},
		{"zs@xn--zzzzzz--.com", "!email.domain"}, {"zs@foo-.com", "!email.domain"}, {"zs@example.com；ls@example.com", "!email.two"}, {"zs@example.com/ls@example.com", "!email.two"}, {"a@b@example.com", "!email.at"},
		{"zs#example.com", "!email.at"}, {"[object Object]", "!lost"}, {"NULL", "!lost"},
	})
}

func TestNamesAsTheyAreTyped(t *testing.T) {
	readTable(t, "names", "name", append(strings.Split(strings.Repeat("阿卜杜勒·买买提|", 7)+
		"阿卜杜勒-买买提|"+strings.Repeat("阿卜杜勒·买买提|", 6)+"阿卜杜勒、买买提 ?name.two|阿卜杜勒·买买提|阿卜杜勒一买买提", "|"),
		"𠮷野家", "䶮天", "䶮天", "𱍐大", "〇一", "O'Brien", "María-José Carreño Quiñones", "Nguyễn Văn A", "Ng", "李 四", "张 三", "X Æ A-12",
		"null", "NULL", "!lost", "!lost", "TRUE", "王\"小明\"", "-李四", "+王五", "@周", "=李四", "ᠪᠠᠶᠠᠷ", "བཀྲ་ཤིས", "ئادىل", "محمد", "阿卜杜勒",
		"李(小)四", "李（曾用名李五）", "㐂", "王⿰", "丨", "﨎", "龦", "﨎", "西安", "一", "Jr., John", "李 四", "áb", "王 五"))
	readTable(t, "gbk-rare", "name", []string{"䶮天", "龴天", "𠂇天", "𠮷野"})
	for _, dot := range strings.Split("● ○ ◯ ◦ ⚫ * ＊ ˙ ˑ ・ ‧ ∙ ． • ⋅ ･ · 。 ｡ ° ꞏ ⸱ ㆍ ⦁", " ") {
		try(t, "name", ctx, [][2]string{{"买买提" + dot + "艾力", "买买提·艾力"}, {"买买提 " + dot + " 艾力", "买买提·艾力"}, {"古丽" + dot + "\u3000夏提", "古丽·夏提"}})
	}
	try(t, "name", ctx, [][2]string{
		{"买买提●艾力●阿不都", "买买提·艾力·阿不都"}, {"阿·买买提", "阿·买买提"}, {"王•", "王"},
		{"王*伟", "!name.masked"}, {"王XX", "王XX ?name.sign"}, {"王xx伟", "王xx伟 ?name.sign"}, {"X Æ A-12", "X Æ A-12"}, {"Alex 王", "Alex 王"}, {"Xu", "Xu"}, {"王*", "!name.masked"}, {"王**", "!name.masked"}, {"王○伟", "!name.masked"}, {"王●", "!name.masked"}, {"*伟", "!name.masked"}, {"张＊三", "!name.masked"}, {"J. Smith*", "J. Smith*"},
		{"Nan", "Nan"}, {"NAN", "NAN"}, {"NaN", "!lost"}, {"Undefined", "!lost"}, {"None", "None ?name.word"}, {"True", "True"}, {"(null)", "!lost"}, {"<NA>", "!lost"}, {"\\N", "!lost"}, {"Err:502", "!lost"}, {"[object Promise]", "!lost"},
		{"⿔⽟", "龜玉"}, {"⻢⻰", "马龙"}, {"\uFA11侮\u2F00", "\uFA11侮一"}, {"⺁", "⺁"},
		{"\uE816大", "\U00020087大"}, {"\uE864大", "龻大"}, {"\uE81E", "龴"}, {"\uE7C7a", "ḿa"}, {"张\uE000", "!name.lost"}, {"张\uF8FF", "!name.lost"}, {"张\U000F0000", "!name.lost"}, {"张\uE865", "!name.lost"}, {"张\uE814", "!name.lost"},
	})
}

// Every private-use character of GB 18030 that became another one, held against the bytes
// that both stand for.
func TestPrivateUseCharactersBecomeTheirStandardOnes(t *testing.T) {
	seen := map[rune]bool{}
	for i, r := range privateForms {
		got, problems, _ := check(kinds()["name"], text("张"+string(rune(privateFrom+i))), ctx)
		if string(got.Text) != "张"+string(r) || problems != nil {
			t.Errorf("%U gives %+q with %v", privateFrom+i, got.Text, problems)
		}
		if !han(r) || seen[r] {
			t.Errorf("%U is given for two, or is no Han character", r)
		}
		seen[r] = true
	}
	// The ends of the table, and characters on either side of each step in it, by their bytes.
	for in, want := range map[rune]rune{0xE815: '⺁', 0xE816: '𠂇', 0xE81E: '龴', 0xE826: '龵', 0xE831: '𡗗', 0xE83B: '𢦏', 0xE843: '龹', 0xE854: '龺', 0xE855: '𤇾', 0xE863: '䶮', 0xE864: '龻'} {
		if got := standard(string(in)); got != string(want) {
			t.Errorf("%U gives %s, want %c", in, got, want)
		}
	}
}

func TestALostCharacterIsNeverKept(t *testing.T) {
	lost := "!name.lost"
	want := strings.Split(strings.Repeat(lost+" ", 23), " ")[:23]
	want[19], want[20], want[21] = "王〇", "王×伟 ?name.sign", "王X伟 ?name.sign"
	readTable(t, "lost-characters-in-names", "name", want)
	for _, sign := range []string{
		"?", "？", "﹖", "⁇", "¿", "؟", "\ufffd", "\ufffc", "□", "■", "▢", "▯", "▮", "◻", "☐", "⬜", "⌧", "〓", "※", "_", "＿", "␚", "\x1a", "\uE000", "\U00100000",
		"&#40857;", "&#x9fa6;", "&#X9FA6;", "&#40857", "&nbsp;", "&middot;", "\\u9fa6", "\\U00020BB7", "\\x{9fa6}", "U+9FA6", "<U+9FA6>", "%E9%BE%99", "_x4E00_", "锟斤拷", "()", "（ ）", "【】", "…", "Â·", "â€¢",
	} {
		try(t, "name", ctx, [][2]string{{"王" + sign, lost}, {sign + "伟", lost}, {"王" + sign + "伟", lost}})
	}
	try(t, "name", ctx, [][2]string{{"Jos?", lost}, {"JosÃ©", lost}, {"MÃ¼ller", lost}, {"å¼\u00a0ä¼Ÿ", lost}, {"José Müller", "José Müller"}, {"John_Smith", "John_Smith"}, {"Ærø", "Ærø"}, {"João Ângelo", "João Ângelo"}})

	// In any field a program's word for an error is no answer.
	for _, cell := range strings.Split("#N/A #n/a ＃Ｎ／Ａ #REF! #NAME? #VALUE! #DIV/0! #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #GETTING_DATA #BUSY! #WERT! #BEZUG! #NV #VALEUR! #NOM? #¿NOMBRE? #¡REF! #N/D #ЗНАЧ! #Н/Д ##### Err:502 undefined NaN", " ") {
		for _, column := range []string{"name", "phone", "wechat", "email", "graduation", "born", "idno"} {
			try(t, column, ctx, [][2]string{{cell, "!lost"}, {" " + cell + " ", "!lost"}})
		}
	}
	try(t, "wechat", ctx, [][2]string{{"#1", "#1"}, {"#加油!", "#加油!"}, {"#go!", "#go!"}, {"wx#ref", "wx#ref"}, {"undefined_1", "undefined_1"}, {"[object Object]", "!lost"}, {"a\x1ab", "!broken"}, {"a?b", "a?b"}})
}

func TestAnAnswerIsKnownByAnyOfItsWords(t *testing.T) {
	relation := event.Field{ID: "contact", Kind: "person", Options: []event.Option{
		{ID: "parent", Label: event.Text{event.ZH: "父母", event.EN: "Parent"}, Also: []string{"妈妈", "Mum"}},
		{ID: "sibling", Label: event.Text{event.ZH: "兄弟姐妹", event.EN: "Brother or sister"}},
		{ID: "other", Label: event.Text{event.ZH: "其他", event.EN: "Other"}},
	}}
	for in, want := range map[string]string{
		"parent": "parent", "PARENT": "parent", "Ｐａｒｅｎｔ": "parent", " 父 母 ": "parent", "妈妈": "parent", "mum": "parent", "MUM ": "parent", "\u200b妈妈": "parent",
		"brotherorsister": "sibling", "Brother  or Sister": "sibling", "兄弟\u3000姐妹": "sibling", "boss": "", "妈": "",
	} {
		row := map[string]string{"contact_name": "甲", "contact_relation": in, "contact_phone": "13900000000"}
		a, problems, _ := CheckRow([]event.Field{relation}, FromRow([]event.Field{relation}, row), ctx)
		if want == "" {
			if keysOf(problems) != "contact.relation:choice" {
				t.Errorf("%q: problems %v", in, problems)
			}
			continue
		}
		if problems != nil || a["contact"].Person.Relation != want {
			t.Errorf("%q gives %q with %v, want %q", in, a["contact"].Person.Relation, problems, want)
		}
	}
}

func TestACellThatIsTheSameAsAnother(t *testing.T) {
	for _, cell := range []string{"同手机", "同手机号", "同上", "与手机号相同", "和手机一样", "同电话", "同号", "微信同号", "微信同手机号", "same", "Same", "same as phone", "Same as my phone", "same as above", "ditto", "〃", "同 手机 号", "ＳＡＭＥ"} {
		row := map[string]string{"name": "甲", "phone": "+86 139 0000 0000", "wechat": cell}
		if got := readCell(row, "wechat", ctx); got != "13900000000" {
			t.Errorf("%q gives %q", cell, got)
		}
		row["phone"] = ""
		if got := readCell(row, "wechat", ctx); got != "!same" {
			t.Errorf("%q of nothing gives %q", cell, got)
		}
	}
	try(t, "wechat", ctx, [][2]string{{"samewx", "samewx"}, {"13812345678.0", "13812345678"}, {"1.38E+10", "!phone.mangled"}, {"wxid_1.38E+10", "wxid_1.38E+10"}})
	try(t, "email", ctx, [][2]string{{"同手机", "!email.at"}}) // no field to take it from
}

// The files of testdata hold made-up people; none may be left untried.
func TestEveryTableOfTestdataIsTried(t *testing.T) {
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, f := range []string{"spreadsheet_test.go", "wording_test.go"} {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(raw)
	}
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".csv"); ok && !strings.Contains(code.String(), `"`+name+`"`) {
			t.Errorf("%s is tried nowhere", f.Name())
		}
	}
}
