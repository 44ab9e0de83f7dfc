package pinyin

import (
	"slices"
	"strings"
	"testing"
)

func TestWordsAndSentences(t *testing.T) {
	d := load(t)
	for _, tt := range []struct{ keys, first string }{
		{"women", "我们"},
		{"nihao", "你好"},
		{"xuexiao", "学校"},
		{"xiexie", "谢谢"},
		{"baba", "爸爸"},
		{"mama", "妈妈"},
		{"jiejie", "姐姐"},
		{"biaodi", "表弟"},
		{"tongxue", "同学"},
		{"laoshi", "老师"},
		{"dianhua", "电话"},
		{"yixueyuan", "医学院"},
		{"shanghai", "上海"},
		{"shanghaishixuhuiqu", "上海市徐汇区"},
		{"minhangqu", "闵行区"},
		{"jiaotongdaxue", "交通大学"},
		{"woaibeijingtiananmen", "我爱北京天安门"},
		{"woshishanghairen", "我是上海人"},
		{"gusuijuanzeng", "骨髓捐赠"},
		{"zaoxueganxibao", "造血干细胞"},
		{"xian", "先"},
		{"xi'an", "西安"},
		{"fangan", "方案"},
		{"fan'gan", "反感"},
		{"jing'an", "静安"},
		{"lvse", "绿色"},
		{"lyuse", "绿色"},
		{"lüse", "绿色"},
		{"lvsedexiwang", "绿色的希望"},
		{"nver", "女儿"},
		{"nüer", "女儿"},
		{"zhanlve", "战略"},
		{"zhanlue", "战略"},
		{"nvedai", "虐待"},
		{"nuedai", "虐待"},
		{"jvli", "距离"},
		{"SHANGHAI", "上海"},
		{"zhg", "这个"},
		{"zhongg", "中国"},
		{"zhguo", "中国"},
		{"zhonggu", "中国"}, // not finished yet
		{"wszgr", "我是中国人"},
		{"wmzhg", "我们这个"},
		{"wxhxx", "我喜欢信息"},
		{"zh", "中"},
	} {
		t.Run(tt.keys, func(t *testing.T) {
			got := texts(compose(d, Options{}, tt.keys), 5)
			if got[0] != tt.first {
				t.Errorf("first comes %s, want %s: %v", got[0], tt.first, got)
			}
		})
	}
}

// In a name everything else comes first, but whoever writes a word there finds it too.
func TestWordsComeLastInNames(t *testing.T) {
	d := load(t)
	for keys, word := range map[string]string{"nihao": "你好", "zhongguo": "中国", "women": "我们"} {
		all := texts(compose(d, Options{Names: true}, keys), 100_000)
		if at := slices.Index(all, word); at < len(all)*9/10 {
			t.Errorf("%s is number %d of %d for %s", word, at, len(all), keys)
		}
	}
}

// What is offered for the first keys leaves the rest readable: no 成 for the cheng of chenguohui, since nothing begins with u.
func TestTheRestCanBeReadToo(t *testing.T) {
	d := load(t)
	for keys, not := range map[string]Candidate{"chenguohui": {"成", 5}, "chenguifeng": {"成", 5}, "chaningr": {"产", 4}} {
		if got, _ := compose(d, Options{}, keys).Candidates(0, 300); slices.Contains(got, not) {
			t.Errorf("%s offers %v", keys, not)
		}
	}
}

// What is not first must still be seen without turning the page.
func TestOthersOfTheSameSound(t *testing.T) {
	d := load(t)
	for _, tt := range []struct{ keys, want string }{
		{"shiyou", "室友"},
		{"xian", "西安 线 县 现"},
		{"lv", "绿 旅 律 吕"},
		{"lu", "路"},
		{"nv", "女"},
		{"nve", "虐"},
		{"shishi", "事实 实施 实时"},
		{"zhg", "中国"},
		{"n", "你"},
		{"m", "没"},
		{"ng", "嗯"},
		{"er", "二 儿"},
		{"e", "饿"},
		{"o", "哦"},
		{"a", "啊 阿"},
	} {
		got := texts(compose(d, Options{}, tt.keys), 10)
		for want := range strings.FieldsSeq(tt.want) {
			if !slices.Contains(got, want) {
				t.Errorf("%s: %s is not among the first ten %v", tt.keys, want, got)
			}
		}
	}
}

func TestSyllablesThatSoundAlike(t *testing.T) {
	d := load(t)
	for _, tt := range []struct{ keys, want string }{
		{"sanghai", "上海"},
		{"zongguo", "中国"},
		{"cifan", "吃饭"},
		{"lihao", "你好"},
		{"hulan", "湖南"},
		{"lanjin", "南京"},
		{"renming", "人民"},
		{"pinan", "平安"},
		{"lixia", "你想"}, // and not finished yet
	} {
		vague, strict := compose(d, Options{Fuzzy: true}, tt.keys), compose(d, Options{}, tt.keys)
		if !slices.Contains(texts(vague, 10), tt.want) {
			t.Errorf("%s: %s is not among the first ten %v", tt.keys, tt.want, texts(vague, 10))
		}
		if slices.Contains(texts(strict, 10), tt.want) {
			t.Errorf("%s: %s is offered although the option is off", tt.keys, tt.want)
		}
	}
	// What is spelled right still comes first.
	for keys, want := range map[string]string{"shanghai": "上海", "zhongguo": "中国", "nihao": "你好", "renmin": "人民"} {
		if got := texts(compose(d, Options{Fuzzy: true}, keys), 1)[0]; got != want {
			t.Errorf("%s: first comes %s, want %s", keys, got, want)
		}
	}
}

func TestNineKeys(t *testing.T) {
	d := load(t)
	for _, tt := range []struct{ letters, first string }{
		{"nihao", "你好"},
		{"women", "我们"},
		{"shanghai", "上海"},
		{"zhongguo", "中国"},
		{"xuexiao", "学校"},
		{"dianhua", "电话"},
		{"laoshi", "老师"},
		{"jiaotongdaxue", "交通大学"},
		{"xi'an", "西安"},
		{"lvse", "绿色"},
	} {
		c := compose(d, Options{Nine: true}, tt.letters)
		if got := texts(c, 5); got[0] != tt.first {
			t.Errorf("%s on 9 keys: first comes %s, want %s: %v", tt.letters, got[0], tt.first, got)
		}
		if got := c.Raw(); got != strings.ReplaceAll(tt.letters, "'", "") {
			t.Errorf("%s on 9 keys is shown as %s", tt.letters, got)
		}
	}
}
