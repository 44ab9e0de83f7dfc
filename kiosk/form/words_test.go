package form

import (
	"strings"
	"testing"
	"time"

	"matchbooth/assets"
	"matchbooth/kiosk/event"
)

func TestEveryWordForTheSameTakesTheNumber(t *testing.T) {
	for _, cell := range strings.Split("同|一样|相同|同上。|（同手机）|微信与手机同号|電話同號|號碼同上|手机号|即手机号|是手机号|号码同上|如上|↑|\"|同上|微信号同手机号|和手机号一样|就是手机号|手機號碼|与电话相同|同手机号。|【同上】|我的手机号|微信就是手机号|Same.|(same)|same as phone number|phone number|见上|同上格|手机同号|手机号也是微信|以上手机号|same no.|↑同上|本机|本手机号|此手机号|用手机号搜|手机号可加|微信：同手机|微信同|手机号就是微信号", "|") {
		try(t, "wechat", ctx, [][2]string{{cell, "13900000000"}})
	}
	labelled := map[string]string{"name": "甲", "phone": "手机：013912345678（微信同号）", "wechat": "同手机"}
	if got := readCell(labelled, "wechat", ctx); got != "13912345678" {
		t.Errorf("the same as a number with words round it gives %q", got)
	}
	try(t, "wechat", ctx, [][2]string{{"微信：abc_12", "微信：abc_12"}, {"tongshang", "tongshang"}, {"wx_same", "wx_same"}, {"samephone88", "samephone88"}, {"一样甜", "一样甜"}, {"微信号码", "!same.words"}, {"与手机不同", "!same.words"}, {"同手机号码，微信号也是", "!same.words"}, {"加微信请打电话", "!same.words"}, {"wx微信88", "wx微信88"}})
}

func TestAWordForNoneIsNoAnswer(t *testing.T) {
	for _, cell := range strings.Split("无|無|没有|沒有|暂无|暫無|不用微信|没有微信|没微信|无微信号|-|--|—|——|/|//|N/A|n/a|n.a.|NA|none|None|no|NO|不填|未填|未填写|不想填|空|（无）|无。|【无】|未知|不详|ｎｏｎｅ|\\|没有。|~|*|×|○|x|没有注册微信|无此项|……", "|") {
		for _, column := range []string{"wechat", "email", "graduation", "born", "idno"} {
			try(t, column, ctx, [][2]string{{cell, ""}})
		}
		try(t, "phone", ctx, [][2]string{{cell, "!required"}})
		in := map[string]string{"name": "甲", "phone": "13900000000", "wechat": cell, "email": cell, "campus": cell, "home_phone": cell,
			"contact1_name": cell, "contact1_relation": cell, "contact1_phone": cell, "contact2_name": "", "contact2_relation": cell}
		a, problems, doubts := CheckRow(asked(), FromRow(asked(), in), ctx)
		if problems != nil || doubts != nil || len(a) != 2 || Reachability(asked(), a, now) != 1 {
			t.Errorf("%q: %d answers with %v %v, %d ways", cell, len(a), problems, doubts, Reachability(asked(), a, now))
		}
		in["contact1_name"] = "乙"
		if _, problems, _ := CheckRow(asked(), FromRow(asked(), in), ctx); keysOf(problems) != "contact1.phone:person.phone contact1.relation:person.relation" {
			t.Errorf("%q beside a name: %s", cell, keysOf(problems))
		}
	}
	for _, cell := range strings.Split("无|無|没有|N/A|n.a.|-|—|/|暂无|空|（无）|未填|不详|匿名|保密", "|") {
		try(t, "name", ctx, [][2]string{{cell, "!required"}})
	}
	try(t, "wechat", ctx, [][2]string{{"#N/A", "!lost"}, {"nobody_1", "nobody_1"}, {"noname", "noname"}, {"无名小卒", "无名小卒"}, {"no1", "no1"}})
	try(t, "name", ctx, [][2]string{{"No", "No ?name.word"}, {"None", "None ?name.word"}, {"无名", "无名"}, {"Na Li", "Na Li"}, {"空海", "空海"}})
	// On the screen everybody leaves a field empty who wants to, and no word stands for that.
	if a, problems := CheckAll(asked(), Answers{"name": text("甲"), "phone": text("13900000000"), "wechat": text("none")}, ctx); problems != nil || a["wechat"].Text != "none" {
		t.Errorf("the screen takes a word for none: %v", problems)
	}
}

func TestNoneMayBeAnAnswer(t *testing.T) {
	yes := event.Option{ID: "yes", Label: event.Text{event.ZH: "有", event.EN: "Yes"}}
	no := event.Option{ID: "no", Label: event.Text{event.ZH: "没有", event.EN: "No"}}
	fields := []event.Field{{ID: "ever", Kind: "choice", Options: []event.Option{yes, no}}, {ID: "allergies", Kind: "text", Required: true}}
	for _, cell := range []string{"没有", "沒有。", "No", "no"} {
		row := map[string]string{"ever": cell, "allergies": cell}
		if a, problems, _ := CheckRow(fields, FromRow(fields, row), ctx); problems != nil || a["ever"].Text != "no" || string(a["allergies"].Text) != cell {
			t.Errorf("%q: problems %v, or the answer is lost", cell, problems)
		}
	}
	if _, problems, _ := CheckRow(fields, Answers{"allergies": text("-")}, ctx); keysOf(problems) != "allergies:required" {
		t.Errorf("a dash: %v", problems)
	}
}

func TestNamesWithWhatIsNoName(t *testing.T) {
	try(t, "name", ctx, [][2]string{
		{"王#", "!name.lost"}, {"王＃伟", "!name.lost"}, {"王...", "!name.lost"}, {"王。。。", "!name.lost"}, {"...伟", "!name.lost"}, {"王▇", "!name.lost"}, {"王◇", "!name.lost"}, {"王△", "!name.lost"}, {"王◆伟", "!name.lost"}, {"王█", "!name.lost"}, {"王☒", "!name.lost"}, {"王⎕", "!name.lost"}, {"王😀", "!name.picture"}, {"王-", "!name.lost"}, {"王～", "!name.lost"}, {"王/", "!name.lost"}, {"王、", "!name.lost"}, {"同上", "!same"}, {"张伟和王芳", "张伟和王芳 ?name.two"}, {"郑和", "郑和"}, {"李和平", "李和平"},
		{"姓名：张伟", "张伟"}, {"姓名: 张伟", "张伟"}, {"名字：张伟", "张伟"}, {"联系人：张伟", "张伟"}, {"Name: Zhang Wei", "Zhang Wei"}, {"姓名：", "!name.letters"}, {"王芳。", "王芳"}, {"王芳，", "王芳"},
		{"张伟/王芳", "!name.two"}, {"张伟／王芳", "!name.two"}, {"张伟&王芳", "!name.two"}, {"张伟；王芳", "!name.two"}, {"张伟，王芳", "!name.two"}, {"张伟 | 王芳", "!name.two"}, {"张伟、王芳", "张伟、王芳 ?name.two"}, {"张伟/Wei Zhang", "张伟/Wei Zhang ?name.two"}, {"Ravi s/o Kumar", "Ravi s/o Kumar"}, {"Nur a/p Siti", "Nur a/p Siti"},
	})
}

func TestRelationsAsTheyAreWrittenOnPaper(t *testing.T) {
	pack, faults, err := event.LoadFS(assets.Event())
	if err != nil || pack == nil {
		t.Fatal(faults, err)
	}
	for want, cells := range map[string]string{
		"parent":                  "爸爸。|父亲（爸爸）|爸爸/妈妈|爸爸、妈妈|爸爸和妈妈|我妈|我的爸爸|母親|「妈妈」|妈妈(母亲)|Mum / Dad|my mother",
		"relative":                "堂兄|表兄|姑|舅|叔|姨|大伯|三叔|二姨|小舅|姑媽|father in law|mother-in-law|Father-In-Law|岳父母|爺爺|表哥/表弟",
		"friend":                  "高中同学|大学同学|初中同学|高中同學|朋友/同学|好友。",
		"other":                   "监护人|監護人|guardian|Guardian.|其他（邻居）|其他：邻居|鄰居",
		"other ?choice.remark":    "其他（松江）|其他：楼下小店|其他-不便写",
		"parent ?choice.remark":   "爸爸（住一起）",
		"!choice":                 "爸爸/哥哥|父亲（朋友）|其他人等等|（松江）",
		"relative ?choice.remark": "舅舅（妈妈的弟弟）",
	} {
		for _, cell := range strings.Split(cells, "|") {
			if got := cellOf(pack.Fields, map[string]string{"contact1_name": "乙", "contact1_relation": cell, "contact1_phone": "13700000001"}, "contact1"); got != want {
				t.Errorf("%q gives %q, want %q", cell, got, want)
			}
		}
	}
	for cell, want := range map[string]string{"閔行": "minhang", "閔行校區": "minhang", "浦東": "pudong", "黃浦": "huangpu", "徐匯": "xuhui", "徐汇。": "xuhui", "「闵行」": "minhang", "浦东/闵行": "!choice", "其他（松江）": "other ?choice.remark", "闵行（Minhang）": "minhang"} {
		if got := cellOf(pack.Fields, map[string]string{"campus": cell}, "campus"); got != want {
			t.Errorf("%q gives %q, want %q", cell, got, want)
		}
	}
}

// cellOf says what becomes of one choice or relation of a row.
func cellOf(fields []event.Field, row map[string]string, id string) (said string) {
	row["name"], row["phone"] = "甲", "13900000000"
	a, problems, doubts := CheckRow(fields, FromRow(fields, row), Context{Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)})
	said = string(a[id].Text) + a[id].Person.Relation
	for _, p := range problems {
		if p.Field == id {
			said = "!" + strings.TrimPrefix(p.Key, "problem.")
		}
	}
	for _, d := range doubts {
		said += " ?" + strings.TrimPrefix(d.Key, "doubt.")
	}
	return said
}
