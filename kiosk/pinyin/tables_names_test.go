package pinyin_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"matchbooth/kiosk/pinyin"
)

// What the tables of names must hold at least.
func TestNameTables(t *testing.T) {
	for _, table := range []struct {
		path           string
		lines, of, len int // lines at least; of those, of at least len characters
		least          int
	}{
		{"surnames.tsv", 450, 60, 2, 1},
		{"given.tsv", 1500, 1500, 1, 1},
		{"pairs.tsv", 1000, 1000, 2, 2},
	} {
		t.Run(table.path, func(t *testing.T) {
			seen := map[string]bool{}
			long := 0
			for _, f := range readTable(t, "../../assets/pinyin/names/"+table.path) {
				if len(f) != 3 {
					t.Fatalf("%q has %d fields", f, len(f))
				}
				n := utf8.RuneCountInString(f[0])
				if n != len(strings.Fields(f[1])) || n < table.least {
					t.Errorf("%s is read %s", f[0], f[1])
				}
				if w := parseWeight(t, f[2]); w < 1 {
					t.Errorf("%s weighs %v", f[0], w)
				}
				if key := f[0] + " " + f[1]; seen[key] {
					t.Errorf("%s stands twice", key)
				} else {
					seen[key] = true
				}
				if n >= table.len {
					long++
				}
			}
			if len(seen) < table.lines || long < table.of {
				t.Errorf("%d lines, %d of %d characters and more", len(seen), long, table.len)
			}
		})
	}
}

// Surnames that are read otherwise than the character is in other words, and surnames
// of two characters: each is on the first page when its reading as a surname is typed.
func TestReadingsAsSurnames(t *testing.T) {
	d := dictionary(t)
	for _, s := range strings.Fields(`单:shan 查:zha 仇:qiu 解:xie 区:ou 盖:ge 盖:gai 朴:piao 曾:zeng 任:ren 缪:miao
		乐:yue 乐:le 宓:fu 宓:mi 冼:xian 翟:zhai 翟:di 折:she 佘:she 员:yun 覃:qin 覃:tan 黑:he 繁:po 秘:bi 种:chong 召:shao
		洗:xian 郇:xun 郇:huan 逄:pang 褚:chu 撒:sa 纪:ji 应:ying 卜:bu 过:guo 哈:ha 訾:zi 钭:tou 阚:kan 璩:qu 隗:wei 隗:kui 亓:qi
		尉迟:yuchi 万俟:moqi 澹台:tantai 长孙:zhangsun 令狐:linghu 亓官:qiguan 濮阳:puyang 淳于:chunyu 单于:chanyu 太叔:taishu
		申屠:shentu 公孙:gongsun 仲孙:zhongsun 轩辕:xuanyuan 钟离:zhongli 宇文:yuwen 鲜于:xianyu 闾丘:lvqiu 司徒:situ 司空:sikong
		赫连:helian 皇甫:huangfu 慕容:murong 诸葛:zhuge 东方:dongfang 上官:shangguan 欧阳:ouyang 司马:sima 夏侯:xiahou`) {
		surname, keys, _ := strings.Cut(s, ":")
		c := d.Compose(pinyin.Options{Names: true})
		for _, k := range keys {
			c.Key(k)
		}
		candidates, _ := c.Candidates(0, page)
		found := false
		for _, candidate := range candidates {
			found = found || candidate.Text == surname && candidate.Keys == len(keys)
		}
		if !found {
			t.Errorf("%s for %s is not on the first page: %v", surname, keys, candidates)
		}
	}
}
