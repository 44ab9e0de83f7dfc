package text

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func load(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	c := load(t)
	zh, en := c.Keys("zh"), c.Keys("en")
	if len(zh) < 100 {
		t.Fatalf("only %d texts", len(zh))
	}
	for _, k := range zh {
		if !slices.Contains(en, k) {
			t.Errorf("%s is missing in English", k)
		}
	}
	for _, k := range en {
		if !slices.Contains(zh, k) {
			t.Errorf("%s is missing in Chinese", k)
		}
	}
}

var placeholder = regexp.MustCompile(`\{\{(?:count )?\.(\w+)[^}]*\}\}`)

// placeholders are the names of what is filled into a text.
func placeholders(raw string) (out []string) {
	for _, m := range placeholder.FindAllStringSubmatch(raw, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestPlaceholdersAreTheSameInBothLanguages(t *testing.T) {
	c := load(t)
	args := func(lang, key string) []string { return placeholders(raw(c, lang, key)) }
	for _, k := range c.Keys("zh") {
		if z, e := args("zh", k), args("en", k); !slices.Equal(z, e) {
			t.Errorf("%s: Chinese wants %v, English %v", k, z, e)
		}
	}
}

func TestAnUnknownKeyIsSeen(t *testing.T) {
	if got := load(t).In("en").S("no.such.key"); !strings.Contains(got, "no.such.key") {
		t.Errorf("got %q", got)
	}
}

func TestArgumentsAreFilledIn(t *testing.T) {
	if got := load(t).In("en").S("how.step", "N", 1, "Of", 7); got != "Step 1 of 7" {
		t.Errorf("got %q", got)
	}
}

// "1 entries" makes a careful program look careless: whatever is counted in English knows one from several.
func TestEnglishCountsOneAsOne(t *testing.T) {
	c := load(t)
	plain := regexp.MustCompile(`\{\{\.(N|Entries|Persons|Added|Known|Whole|Lost|Signups|Seconds|Faults)\}\} (?:\w+ )?\w+s\b`)
	// There are never fewer than two of them, or it is no count.
	never := []string{"cli.doctor.display.many", "cli.doctor.fonts.good", "cli.split.done", "numbers.share"}
	counted := regexp.MustCompile(`\{\{count \.(\w+) "([^"]+)" "([^"]+)"\}\}`)
	n := 0
	for _, key := range c.Keys("en") {
		raw := raw(c, "en", key)
		if s := plain.FindString(raw); s != "" && !slices.Contains(never, key) {
			t.Errorf("%s: %q", key, s)
		}
		for _, m := range counted.FindAllStringSubmatch(raw, -1) {
			n++
			for value, want := range map[any]string{1: "1 " + m[2], "1": "1 " + m[2], int64(1): "1 " + m[2], 0: "0 " + m[3], 21: "21 " + m[3]} {
				if got := c.In("en").S(key, m[1], value); !strings.Contains(got, want) {
					t.Errorf("%s with %v: %q", key, value, got)
				}
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d counts", n)
	}
}

// A question that is answered with yes or no says so in one way, everywhere.
func TestYesAndNoAreAskedInOneWay(t *testing.T) {
	c := load(t)
	other := regexp.MustCompile(`\[[yY]/[nN]\]|［是/否］|\[是/否\]|（是[^/（）]*/[^（）]*否）|\(yes[^/()]*/[^()]*no\)`)
	n := 0
	for _, lang := range []string{"zh", "en"} {
		want := map[string]string{"zh": "（是/否）", "en": "(yes/no)"}[lang]
		for _, key := range c.Keys(lang) {
			for _, hit := range other.FindAllString(raw(c, lang, key), -1) {
				if n++; hit != want {
					t.Errorf("%s %s asks %s, elsewhere it is %s", lang, key, hit, want)
				}
			}
		}
	}
	if n < 16 {
		t.Errorf("only %d questions", n)
	}
}

// One thing has one name, on screens, in the program's sentences, on paper and in the guides.
func TestOneThingHasOneName(t *testing.T) {
	others := map[string]string{ // what is said, for each name that was in use beside it
		"恢复密钥单": "恢复页", "密钥单": "恢复页", "打印页": "恢复页", "纸页": "恢复页", "恢复密钥页": "恢复页", "恢复单": "恢复页",
		"志愿者角": "志愿者台", "志愿者后台": "志愿者台", "展台": "登记台", "毛病": "错误",
		"第二份": "副本", "第二副本": "副本", "遗忘": "删除", "初步相合": "初配相合", "初步配型": "初配相合", "密码（PIN）": "PIN",
		"登记机构": "骨髓库", "纸表": "纸质表", "访客": "来访者", "姓名首字母": "姓名缩写", "资料文件夹": "数据文件夹", "个登记台": "台登记台",
		"移交": "交付 or 转交", "回访": "联络", "密封": "加密", "封存": "加密", "钥匙": "密钥", "审计": "操作记录", "去路": "去向", "您所有": "你所有",
	}
	look := func(where, said string) {
		for other, name := range others {
			if strings.Contains(said, other) {
				t.Errorf("%s says %s; everywhere else it is %s", where, other, name)
			}
		}
	}
	c := load(t)
	for _, key := range c.Keys("zh") {
		look(key, raw(c, "zh", key))
	}
	guides, err := filepath.Glob(filepath.Join("..", "..", "docs", "*.zh.md"))
	if err != nil || len(guides) < 5 {
		t.Fatal(guides, err)
	}
	desktop, err := filepath.Glob(filepath.Join("..", "..", "packaging", "*.desktop"))
	if err != nil || len(desktop) == 0 {
		t.Fatal(desktop, err)
	}
	for _, file := range append(guides, desktop...) {
		said, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		look(filepath.Base(file), string(said))
	}
}

// raw returns the unexpanded text.
func raw(c *Catalogue, lang, key string) string {
	text, _ := c.has(lang, key)
	return text
}
