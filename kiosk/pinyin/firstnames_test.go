package pinyin

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Every surname of the list is on the first page by each reading that its bearers use.
func TestEverySurnameIsOnTheFirstPage(t *testing.T) {
	d := load(t)
	tried := 0
	for _, f := range tableOf(t, "../../assets/pinyin/names/surnames.tsv") {
		keys := strings.ReplaceAll(f[1], " ", "")
		c := compose(d, Options{Names: true}, keys)
		page, _ := c.Candidates(0, c.FirstPage())
		if !slices.Contains(page, Candidate{f[0], len(keys)}) {
			t.Errorf("%s is not on the first page of %s: %v", f[0], keys, page)
		}
		tried++
	}
	if tried < 900 {
		t.Errorf("%d surnames were tried", tried)
	}
}

// A first page holds ten, and more only for surnames that sound alike.
func TestAFirstPageHoldsTen(t *testing.T) {
	d := load(t)
	for _, tt := range []struct {
		before, keys string
		want         int
	}{
		{"", "yu", 12}, {"", "ji", 12}, {"", "li", 10}, {"", "", 10}, {"张", "yu", 10}, {"", "yuhao", 10}, {"", "y", 10}, {"", "uyu", 10},
	} {
		c := compose(d, Options{Names: true}, tt.keys)
		c.Before(tt.before)
		if got := c.FirstPage(); got != tt.want {
			t.Errorf("after %q, %s: %d, want %d", tt.before, tt.keys, got, tt.want)
		}
	}
	if got := compose(d, Options{}, "yu").FirstPage(); got != 10 {
		t.Errorf("in a text, yu: %d", got)
	}
}

// Readings that a character has only in names, and readings that are not its first.
func TestReadingsThatLiveOnlyInNames(t *testing.T) {
	d := load(t)
	for _, s := range strings.Fields(`贠:yun 贠:yuan 貟:yun 员:yun 员:yuan 鋆:jun 鋆:yun 禔:ti 禔:zhi 箐:jing 箐:qing 暕:jian 琤:zheng 琤:cheng
		媞:ti 媞:shi 崚:leng 婼:ruo 焘:tao 焘:dao 玟:min 玟:wen 珏:jue 玚:yang 玚:chang 隽:jun 隽:juan 茜:xi 茜:qian 莘:shen 莘:xin
		亘:xuan 亘:gen 玹:xuan 炅:jiong 炅:gui 昳:yi 莞:guan 莞:wan 珲:hui 珲:hun 筠:yun 筠:jun 㛃:jie 𫖯:fu 褀:qi
		燊:shen 䶮:yan 翀:chong 祎:yi 赟:yun 靓:jing 靓:liang`) {
		char, reading, _ := strings.Cut(s, ":")
		c := compose(d, Options{Names: true}, reading)
		c.Before("张")
		if got := texts(c, 30); !slices.Contains(got, char) {
			t.Errorf("%s read %s is not on the first three pages", char, reading)
		}
	}
}

// What is known from given names comes before everything else of the same syllable.
func TestCharactersOfGivenNamesStandFirst(t *testing.T) {
	d := load(t)
	given := map[string]bool{}
	syllables := map[string]bool{}
	for _, f := range tableOf(t, "../../assets/pinyin/names/given.tsv") {
		given[f[1]+f[0]], syllables[f[1]] = true, true
	}
	for syllable := range syllables {
		c := compose(d, Options{Names: true}, syllable)
		c.Before("张")
		page, _ := c.Candidates(0, 3000)
		other := ""
		seen := map[string]bool{}
		for _, p := range page {
			if p.Keys != len(syllable) || utf8.RuneCountInString(p.Text) != 1 || seen[p.Text] || !d.readAs(p.Text, syllable) {
				continue
			}
			seen[p.Text] = true
			switch {
			case !given[syllable+p.Text]:
				other = p.Text
			case other != "":
				t.Errorf("%s: %s, which is in no name, comes before %s", syllable, other, p.Text)
			}
		}
	}
	if len(syllables) < 350 {
		t.Errorf("%d syllables were tried", len(syllables))
	}
}
