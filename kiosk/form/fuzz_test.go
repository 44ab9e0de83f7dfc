package form

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// What a table gives is taken again unchanged: an export can be imported.
func TestARowThatWasTakenIsTakenAgain(t *testing.T) {
	cells := map[string][]string{
		"name":       {"王芳", "买买提●艾力", "王×伟", "\uE863天", "⻢云", "王?", "NaN"},
		"phone":      {"13812345678.0", "1795113912345678", "886912345678", "手机：013912345678（微信同号）", "(852) 5123-4567", "+52 1 55 1234 5678", "021-34206060转1"},
		"wechat":     {"同手机", "same", "13812345678.0", "wx_1", "null"},
		"email":      {"张三 <a..b@docomo.ne.jp>;", "zs @ example.com", "r@r3---sn-x.example.com"},
		"graduation": {"Jun-27", "27-Jun", "46539", "2027届", "2027.1", "2027年六月底", "1-Jun-27"},
		"born":       {"29/2/2004", "38046", "04-02-29", "Feb 29, 2004", "2004-02-29T00:00:00+08:00", "12月20日", "21-May-98"},
		"idno":       {"110105200402291031（身份证）", "110105200403010000", "11010519491231002×"},
	}
	rapid.Check(t, func(t *rapid.T) {
		row := map[string]string{}
		for column, usual := range cells {
			row[column] = rapid.OneOf(rapid.SampledFrom(usual), rapid.String(), rapid.StringMatching(`[0-9/年月日.\- :A-Za-z]{0,14}`)).Draw(t, column)
		}
		in := Context{Now: now, Year: 2026, Confirmed: true}
		once, problems, _ := CheckRow(typed(), FromRow(typed(), row), in)
		twice, again, doubts := CheckRow(typed(), once, in)
		if !reflect.DeepEqual(once, twice) || keysOf(problems) != keysOf(again) {
			t.Fatalf("%s, then %s", keysOf(problems), keysOf(again))
		}
		for _, d := range doubts { // what the value itself says cannot go away
			if !strings.HasPrefix(d.Key, "doubt.name.") && d.Key != "doubt.id.zeroed" && len(again) == 0 {
				t.Fatalf("%s of %s is said of a value in order", d.Key, d.Field)
			}
		}
	})
}

// A day that was read is one of the calendar, and is read again from its plain form; no problem
// comes with a day, and no day without its problem.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026/5/21 14:30", "5/21/2026", "二〇二六年五月廿一日", "46163", "04-02-29", "Thu, 21 May 2026 14:30:05 GMT", "20260521T063005Z", "12月20日", "2.0260521E7", "21-5月-26", "+", "2004-02-30"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, table bool) {
		in := Context{Now: now, Table: table, Year: 2026}
		at, problem, doubt := ParseDate(s, in)
		if problem.Key != "" {
			if !at.IsZero() || doubt.Key != "" {
				t.Fatalf("%q: a day or a doubt beside %s", s, problem.Key)
			}
			return
		}
		day := at.Format(time.DateOnly)
		if again, problem, doubt := ParseDate(day, in); problem.Key != "" || doubt.Key != "" || again.Format(time.DateOnly) != day {
			t.Fatalf("%q is read as %s, which is read as %s", s, day, again.Format(time.DateOnly))
		}
		if doubt.Key != "" && !table {
			t.Fatalf("%q: a doubt where nobody is shown one", s)
		}
	})
}

func FuzzMonth(f *testing.F) {
	for _, s := range []string{"Jun-27", "2027届", "46539", "2027.1", "1-Jun-27", "二〇二七年六月", "6月-27"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		steady(t, "month", s)
		if v := checkText(kinds()["month"], s, Context{Now: now, Table: true}); !utf8.ValidString(string(v.text)) || v.wrong != "" && v.doubt != "" {
			t.Fatalf("%q: a problem and a doubt", s)
		}
	})
}
