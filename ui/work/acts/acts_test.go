package acts

import (
	"strings"
	"testing"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data"
)

// A line says who, what and how many in either language; a sentence that the catalogue does not know stays as it is.
func TestALineIsSaidInBothLanguages(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2027, 5, 21, 15, 0, 0, 0, time.Local)
	for _, c := range []struct {
		line   data.Audited
		zh, en string
	}{
		{data.Audited{At: at, Who: "LQ", What: "export pdf for calls", Persons: 2}, "2027-05-21 15:00|LQ|导出 pdf，给联络名单|2 人", "2027-05-21 15:00|LQ|export pdf for calls|2 people"},
		{data.Audited{At: at, Who: data.Visitor, What: "erasure", Persons: 1}, "2027-05-21 15:00|来访者|删除|1 人", "2027-05-21 15:00|visitor|erasure|1 person"},
		{data.Audited{At: at, What: "of a later version"}, "2027-05-21 15:00|-|of a later version|", "2027-05-21 15:00|-|of a later version|"},
		{data.Audited{At: at, Who: "L\nQ", What: "x\x1b[31m\u202e"}, "2027-05-21 15:00|L·Q|x·[31m·|", "2027-05-21 15:00|L·Q|x·[31m·|"}, // a store that was changed
	} {
		for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
			a := Of(texts.In(lang), c.line)
			if got := strings.Join([]string{a.At, a.Who, a.What, a.People}, "|"); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}
