package call

import (
	"testing"

	"matchbooth/assets/text"
)

func TestListsHaveTheCommasOfTheirLanguage(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][2]string{"zh": {"name，phone", "缺少 name；重复 phone"}, "en": {"name, phone", "缺少 name; 重复 phone"}} {
		c := &Call{Texts: texts, Printer: texts.In(lang)}
		if got := c.Names([]string{"name", "phone"}); got != want[0] {
			t.Errorf("%s: %q", lang, got)
		}
		if got := c.Clauses([]string{"缺少 name", "重复 phone"}); got != want[1] {
			t.Errorf("%s: %q", lang, got)
		}
	}
}
