package text

import (
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

func TestPlaceholdersAreTheSameInBothLanguages(t *testing.T) {
	c := load(t)
	mark := regexp.MustCompile(`\{\{(?:count )?\.(\w+)[^}]*\}\}`)
	args := func(lang, key string) []string {
		var out []string
		for _, m := range mark.FindAllStringSubmatch(c.raw[lang+"/"+key], -1) {
			out = append(out, m[1])
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
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
		raw := c.raw["en/"+key]
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
