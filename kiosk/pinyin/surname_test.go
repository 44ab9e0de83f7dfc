package pinyin

import (
	"slices"
	"strings"
	"testing"
)

// Surnames are found by their readings as surnames, on the first page at least.
func TestSurnamesByTheirOwnReadings(t *testing.T) {
	d := load(t)
	for keys, want := range map[string]string{
		"shan": "单", "zha": "查", "qiu": "仇 邱", "xie": "解 谢", "ou": "区 欧", "ge": "盖 葛", "piao": "朴",
		"zeng": "曾", "ren": "任", "hua": "华", "ji": "纪 季 姬", "miao": "缪 苗", "pang": "逄 庞", "yue": "乐 岳",
		"le": "乐", "bo": "薄", "ning": "宁 甯", "she": "佘", "xian": "冼", "lv": "吕", "lyu": "吕", "zhai": "翟", "ran": "冉",
		"qin": "秦 覃", "ying": "应 英", "yan": "严 颜 闫", "zang": "臧", "ruan": "阮", "shi": "石 史 施",
		"ouyang": "欧阳", "sima": "司马", "shangguan": "上官", "zhuge": "诸葛", "yuchi": "尉迟", "moqi": "万俟",
		"dongfang": "东方", "huangfu": "皇甫", "linghu": "令狐", "murong": "慕容", "xiahou": "夏侯", "zhangsun": "长孙",
		"chanyu": "单于", "duanmu": "端木", "zhongli": "钟离", "gongsun": "公孙", "aixinjueluo": "爱新觉罗",
		"oy": "欧阳", "sm": "司马", "zhg": "诸葛",
	} {
		got := texts(compose(d, Options{Names: true}, keys), 10)
		for name := range strings.FieldsSeq(want) {
			if !slices.Contains(got, name) {
				t.Errorf("%s: %s is not among the first ten %v", keys, name, got)
			}
		}
	}
}

// At the start of a name the first ten of a syllable that many surnames have are
// surnames; elsewhere they are not.
func TestSurnamesStandFirstOnlyAtTheStart(t *testing.T) {
	d := load(t)
	at := func(before, keys string) []string {
		c := d.Compose(Options{Names: true})
		c.Before(before)
		for _, r := range keys {
			c.Key(r)
		}
		return texts(c, 10)
	}
	for _, keys := range []string{"w", "l", "zh", "y", "li", "wang"} {
		got := at("", keys)
		want := 10
		switch keys { // few surnames sound so
		case "li":
			want = 6
		case "wang":
			want = 2
		}
		for _, s := range got[:want] {
			if _, ok := d.surnameCost[s]; !ok {
				t.Errorf("%s at the start offers %s, which is no surname: %v", keys, s, got)
			}
		}
	}
	for _, tt := range []struct{ before, keys, first string }{
		{"", "wei", "魏"}, {"张", "wei", "伟"},
		{"", "li", "李"}, {"王", "li", "丽"}, {"买买提·", "li", "丽"},
		{"", "yang", "杨"}, {"欧", "yang", "阳"},
		{"张娜", "na", "娜"}, {"", "shan", "单"},
	} {
		if got := at(tt.before, tt.keys); got[0] != tt.first {
			t.Errorf("%s after %q: first comes %s, want %s: %v", tt.keys, tt.before, got[0], tt.first, got)
		}
	}
}

func TestTheCommonestSurnamesAreOfferedBeforeAnythingIsTyped(t *testing.T) {
	d := load(t)
	c := d.Compose(Options{Names: true})
	if got := texts(c, 3); !slices.Equal(got, []string{"王", "李", "张"}) {
		t.Errorf("offered: %v", got)
	}
	if got := c.Choose(1); got != "李" || !c.Empty() {
		t.Errorf("choosing the second gave %q", got)
	}
	c.Before("李")
	if got := texts(c, 3); len(got) != 0 {
		t.Errorf("after a surname, with nothing typed: %v", got)
	}
	if got := texts(d.Compose(Options{}), 3); len(got) != 0 {
		t.Errorf("where no name is asked for, with nothing typed: %v", got)
	}
}

func TestWholeNames(t *testing.T) {
	d := load(t)
	for _, tt := range []struct{ keys, want string }{
		{"ouyangnana", "欧阳娜娜"},
		{"wangwei", "王伟"},
		{"zhangwei", "张伟"},
		{"lina", "李娜"},
		{"wangxiuying", "王秀英"},
		{"zhangke", "张珂"},
		{"zhangzihan", "张子涵"},
		{"linghuchong", "令狐冲"},
		{"simaguang", "司马光"},
	} {
		for _, nine := range []bool{false, true} {
			c := compose(d, Options{Names: true, Nine: nine}, tt.keys)
			if got := enterAll(c, tt.want); got != tt.want {
				t.Errorf("%s, nine is %v: %s cannot be put together from first pages: %q", tt.keys, nine, tt.want, got)
			}
		}
	}
	if got := texts(compose(d, Options{Names: true}, "ouyangnana"), 1)[0]; got != "欧阳娜娜" {
		t.Errorf("ouyangnana: first comes %s", got)
	}
}

// Names of another pattern are typed in pieces, with ordinary characters.
func TestNamesInPieces(t *testing.T) {
	d := load(t)
	for _, name := range []struct{ text, keys string }{
		{"买买提", "mai mai ti"},
		{"艾力", "ai li"},
		{"阿依古丽", "a yi gu li"},
		{"王喆", "wang zhe"},
		{"次仁卓玛", "ci ren zhuo ma"},
		{"努尔兰", "nu er lan"},
		{"巴特尔", "ba te er"},
	} {
		before := ""
		keys := strings.Fields(name.keys)
		for i, r := range []rune(name.text) {
			c := d.Compose(Options{Names: true})
			c.Before(before)
			for _, k := range keys[i] {
				c.Key(k)
			}
			if got := texts(c, 20); !slices.Contains(got, string(r)) {
				t.Errorf("%s after %q: %c is not on the first two pages %v", keys[i], before, r, got)
			}
			before += string(r)
		}
	}
}

// enterAll chooses the longest beginning of the text from the first page, again and
// again, and returns what came out.
func enterAll(c *Composer, text string) string {
	for rest := text; rest != ""; {
		best, at := "", -1
		for i, t := range texts(c, 10) {
			if len(t) > len(best) && strings.HasPrefix(rest, t) {
				best, at = t, i
			}
		}
		if at < 0 {
			return strings.TrimSuffix(text, rest)
		}
		rest = rest[len(best):]
		if done := c.Choose(at); done != "" {
			return done
		}
	}
	return ""
}

// The first character of a compound surname need be no surname itself, as 澹 is none: the second is among the first all the same.
func TestTheRestOfACompoundSurname(t *testing.T) {
	d := load(t)
	tried := 0
	for _, s := range d.compounds {
		runes := []rune(s.text)
		if len(runes) != 2 || d.IsSurname(string(runes[0])) {
			continue
		}
		tried++
		c := compose(d, Options{Names: true}, d.syllables[s.syls[1]])
		c.Before(string(runes[0]))
		if got := texts(c, 2); !slices.Contains(got, string(runes[1])) { // two, for 拓跋 and 拓拔
			t.Errorf("%s after %c: first come %v, not %c", d.syllables[s.syls[1]], runes[0], got, runes[1])
		}
	}
	if tried < 10 {
		t.Errorf("only %d surnames were tried", tried)
	}
}

// Who spells one syllable of a name out spells them all: where the keys are whole syllables, none is taken for an initial,
// and where they are not, at most one more than must be.
func TestNamesHaveNoMoreInitialsThanNeedBe(t *testing.T) {
	d := load(t)
	for keys, not := range map[string][]string{ // 鄂 is e, 安 an, 欧 ou, 恩 en and 爱 ai
		"de":     {"董鄂"},
		"chua":   {"褚安", "储安"},
		"chuo":   {"褚欧", "储欧"},
		"juene":  {"鞠恩恩"},
		"rendia": {"任娣安", "任娣爱"},
		"chca'":  {"陈长安"},
	} {
		got := texts(compose(d, Options{Names: true}, keys), 10)
		for _, text := range not {
			if slices.Contains(got, text) {
				t.Errorf("%s offers %s: %v", keys, text, got)
			}
		}
	}
}
