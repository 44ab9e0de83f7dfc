package people

import (
	"slices"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// found returns the places of those whom a text finds.
func found(l *List, text string) (out []int) {
	for _, h := range l.Find(text, "") {
		out = append(out, h.At)
	}
	return out
}

func TestAPersonIsFoundByWhateverIsKnownOfThem(t *testing.T) {
	r := someone(7, map[string]string{
		"name": "张珂", "phone": "13812340417", "wechat": "Zk_2027", "email": "ke.zhang@example.com", "student_id": "520021910417",
		"contact_name": "李秀英", "contact_phone": "13900005678", "home_phone": "+862163846590", "note": "住西一楼",
	})
	r.Code, r.Joined, r.Was = "ABCDEFGH2", []entry.ReceiptCode{"JKMNPQRS4"}, "TUVWXYZ23"
	r.Checks = []record.Check{{Kit: "Kit-00981"}}
	other := someone(8, map[string]string{"name": "王芳", "phone": "18677770000"})
	other.Code = "222222222"
	l := New(practicePack(t), []record.Record{r, other}, Options{})
	for _, x := range []struct{ text, by string }{
		{"张珂", "name"}, {"张", "name"}, {"珂", "name"}, {"zk", "name"}, {"z", "name"}, {"zh", "name"}, {"zhk", "name"}, {"zhang", "name"},
		{"zhangk", "name"}, {"zhangke", "name"}, {"zhang ke", "name"}, {"zhang'ke", "name"}, {"ZHANG Ke", "name"}, {"ｚｈａｎｇ", "name"}, {"zhāng kē", "name"},
		{"ke", "name"}, {"k", "name"}, {"张ke", "name"}, {"张k", "name"}, {"zhang珂", "name"}, {" zhang  ke ", "name"}, {"zhan", "name"}, {"ke zhang", "name"},
		{"0417", "phone"}, {"34", "phone"}, {"138 1234 0417", "phone"}, {"138-1234-0417", "phone"}, {"+86 138 1234 0417", "phone"}, {"0086138", "phone"}, {"8613812340417", "phone"},
		{"１３８１２３４", "phone"}, {"+8613", "phone"}, {"(138) 1234", "phone"}, {"5678", "contact1_phone"}, {"139 0000", "contact1_phone"},
		{"021-6384", "home_phone"}, {"02163846590", "home_phone"}, {"6384 6590", "home_phone"}, {"+86 21 6384", "home_phone"}, {"21910417", "student_id"}, {"520021910417", "student_id"},
		{"zk_2", "wechat"}, {"ZK_2027", "wechat"}, {"example.com", "email"}, {"KE.ZHANG@", "email"}, {"李秀英", "contact1_name"}, {"西一", "note"},
		{"ABCD-EFGH-2", "code"}, {"abcdefgh2", "code"}, {"EFGH", "code"}, {"D-EF", "code"}, {"JKMN-PQRS-4", "code"}, {"TUVWXYZ23", "code"},
		{"Kit-00981", "kit"}, {"kit00981", "kit"}, {"981", "kit"}, {"张 0417", ""}, {"西一 -", "note"}, {"zk 5200", ""}, {"0417 zhang", ""},
	} {
		hits := l.Find(x.text, "")
		if len(hits) != 1 || hits[0].At != 0 {
			t.Errorf("%q finds %v", x.text, hits)
			continue
		}
		if x.by != "" && hits[0].By != x.by {
			t.Errorf("%q is found by %q, want %q", x.text, hits[0].By, x.by)
		}
	}
	for _, text := range []string{"zhangkee", "kezhangwei", "张伟", "zx", "zhanx", "9999", "+1 138", "ABCD-EFGX", "张 9999", "kit-99", "珂张"} {
		if got := found(l, text); len(got) > 0 {
			t.Errorf("%q finds %v", text, got)
		}
	}
	for _, text := range []string{"", "   ", "-", " · "} {
		if got := found(l, text); !slices.Equal(got, []int{1, 0}) {
			t.Errorf("%q finds %v, want everybody, the newest first", text, got)
		}
	}
}

func TestCharactersAreFoundByEachOfTheirReadings(t *testing.T) {
	for _, x := range []struct {
		name  string
		texts []string
	}{
		{"单雄", []string{"shan", "shanxiong", "dan", "danxiong", "sx", "dx", "shx"}},
		{"曾国", []string{"zeng", "cengguo", "zg", "cg"}},
		{"仇英", []string{"qiu", "qiuying", "chou", "qy", "chy"}},
		{"解琪", []string{"xie", "xieqi", "jie", "jq"}},
		{"区伟", []string{"ou", "ouwei", "qu", "qw"}},
		{"查良", []string{"zha", "chaliang", "zl"}},
		{"盖叫", []string{"ge", "gaijiao"}},
		{"万俟雪", []string{"moqi", "moqixue", "mqx", "wan", "wanqi"}},
		{"尉迟恭", []string{"yuchi", "yuchigong", "weichi"}},
		{"吕律", []string{"lv", "lu", "lyu", "lü", "lǚ", "lvlv", "lulv", "lyulu", "LÜLÜ", "ll"}},
		{"略女", []string{"lue", "lve", "lyue", "lüe", "lvenv", "luenyu"}},
		{"乐长行", []string{"yue", "le", "lezhangxing", "yuechanghang", "lch", "yzx"}},
		{"居徐", []string{"ju", "jv", "jüxu", "jvxv"}},
		{"西安", []string{"xian", "xi'an", "xi an", "xa"}},
		{"阿卜杜拉·买买提", []string{"abudula", "maimaiti", "abdl", "mmt", "买买提", "abudulamaimaiti"}},
		{"㛃𠮷", []string{"㛃", "𠮷", "ji"}},
		{"Maria Müller", []string{"maria", "mar", "müller", "muller", "mull", "mm", "mariamüller", "maria mull", "muller maria", "MÜLLER"}},
		{"Lü Buwei", []string{"lu", "lü", "lv", "lyu", "lvbuwei", "lb", "buwei"}},
		{"Nguyễn Thị Hoa", []string{"nguyen", "nguyễn", "thi", "hoa", "nth", "nguyenthihoa", "nguyen thi"}},
		{"O'Neil-Łukasz", []string{"oneil", "o'neil", "neil", "lukasz", "łukasz"}},
		{"Иван Петров", []string{"иван", "ПЕТ", "ип"}},
		{"J. Smith", []string{"smith", "j smith", "js", "jsm"}},
		{"Weiß", []string{"weiss", "weiß", "wei"}},
		{"﨑山", []string{"﨑"}},
	} {
		l := New(practicePack(t), []record.Record{someone(1, map[string]string{"name": x.name})}, Options{})
		for _, text := range x.texts {
			if len(found(l, text)) != 1 {
				t.Errorf("%s is not found by %q", x.name, text)
			}
		}
	}
}

// What stands between syllables is where one ends: nobody who typed it means another reading.
func TestABlankIsTheEndOfASyllable(t *testing.T) {
	l := New(practicePack(t), []record.Record{someone(1, map[string]string{"name": "张珂"}), someone(2, map[string]string{"name": "西安"})}, Options{})
	for text, want := range map[string][]int{"zha ng": nil, "z hang": nil, "xi an": {1}, "x ian": nil, "xia n": nil, "xian": {1}, "z ke": {0}, "zhang'k": {0}} {
		if got := found(l, text); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
}

func TestTheBestComeFirstAndThenTheNewest(t *testing.T) {
	var list []record.Record
	for i, f := range []map[string]string{
		{"name": "李珂", "phone": "13000000000"},                      // 0: a later part of the name
		{"name": "柯震", "phone": "13000000001"},                      // 1: begins
		{"name": "柯", "phone": "13000000002"},                       // 2: whole
		{"name": "柯亮", "phone": "13000000003"},                      // 3: begins, newer than 1
		{"name": "王伟", "phone": "13000000004", "wechat": "ke_2020"}, // 4: the beginning of another text
		{"name": "孔恩", "phone": "13000000005"},                      // 5: initials
		{"name": "王芳", "contact_name": "Ke", "contact_phone": "13000000000"},
	} {
		list = append(list, someone(i, f))
	}
	l := New(practicePack(t), list, Options{})
	if got, want := found(l, "ke"), []int{2, 3, 1, 5, 0, 4, 6}; !slices.Equal(got, want) {
		t.Errorf("ke: %v, want %v", got, want)
	}
	// A number of one's own goes before that of a contact.
	if got := found(l, "13000000000"); !slices.Equal(got, []int{0, 6}) {
		t.Errorf("by number: %v", got)
	}
}

func TestWhatWasFoundInANameIsMarked(t *testing.T) {
	l := New(practicePack(t), []record.Record{
		someone(1, map[string]string{"name": "张珂"}), someone(2, map[string]string{"name": "曾一"}), someone(3, map[string]string{"name": "Maria Müller"}),
	}, Options{})
	type s = Syllable
	for _, x := range []struct {
		text string
		at   int
		want []Syllable
	}{
		{"zk", 0, []s{{"zhang", 1}, {"ke", 1}}},
		{"zhk", 0, []s{{"zhang", 2}, {"ke", 1}}},
		{"zhangk", 0, []s{{"zhang", 5}, {"ke", 1}}},
		{"ke", 0, []s{{"zhang", 0}, {"ke", 2}}},
		{"张k", 0, []s{{"zhang", 5}, {"ke", 1}}},
		{"ke zhang", 0, []s{{"zhang", 5}, {"ke", 2}}},
		{"0417", 0, []s{{"zhang", 0}, {"ke", 0}}},
		{"", 0, []s{{"zhang", 0}, {"ke", 0}}},
		{"z", 1, []s{{"zeng", 1}, {"yi", 0}}},
		{"cengy", 1, []s{{"ceng", 4}, {"yi", 1}}},
		{"mm", 2, []s{{"maria", 1}, {"muller", 1}}},
		{"Mül", 2, []s{{"maria", 0}, {"muller", 3}}},
	} {
		if got := l.Underline(x.text, x.at); !slices.Equal(got, x.want) {
			t.Errorf("%q:", x.text)
			for _, s := range got {
				t.Errorf("  %s %d", string(s.Text), s.Found)
			}
		}
	}
}
