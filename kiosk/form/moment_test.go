package form

import (
	"testing"
	"time"
)

func TestMidnightInChinaIsTheNextDay(t *testing.T) {
	try(t, "born", ctx, [][2]string{
		{"2004-02-28T16:00:00.000Z", "2004-02-29 ?date.utc"}, {"2004-02-28T16:00:00Z", "2004-02-29 ?date.utc"}, {"2004-02-28 16:00:00 UTC", "2004-02-29 ?date.utc"}, {"2003-12-31T16:00:00.000+00:00", "2004-01-01 ?date.utc"},
		{"1988-06-30T15:00:00.000Z", "1988-07-01 ?date.utc"}, {"1998-06-30T15:00:00.000Z", "1998-06-30"},
		{"2004-02-29T00:00:00.000Z", "2004-02-29"}, {"2004-02-29T16:00:00+08:00", "2004-02-29"}, {"2004-02-29T16:00:00", "2004-02-29"}, {"2004-02-28T16:00:01Z", "2004-02-28"},
	})
	try(t, "graduation", ctx, [][2]string{{"2027-05-31T16:00:00.000Z", "2027-06 ?date.utc"}, {"2027-06-01T00:00:00.000Z", "2027-06"}})
	if _, problems := CheckAll(typed(), Answers{"name": text("甲"), "phone": text("13900000000"), "born": text("2004-02-28T16:00:00Z")}, ctx); keysOf(problems) != "born:date.form" {
		t.Errorf("on the screen: %v", problems)
	}
}

func TestTwoMonthsAndADayZeroAreNoMonth(t *testing.T) {
	try(t, "graduation", ctx, [][2]string{
		{"2027.6-7", "!month.form"}, {"2027-6-0", "!month.form"}, {"2027/6-7", "!month.form"}, {"2027年6-7", "!month.form"}, {"2027年6-7月", "!month.form"}, {"2027.6/7", "!month.form"}, {"2027-6、7", "!month.form"}, {"2027-6-31", "!month.form"}, {"2027-6~7", "!month.form"}, {"2027-06-00", "!month.form"},
		{"2027-6-7", "2027-06"}, {"2027.6.7", "2027-06"}, {"2027年6月7日", "2027-06"}, {"2027 年 6 月 7 日", "2027-06"}, {"2027. 6. 30", "2027-06"},
	})
	try(t, "born", ctx, [][2]string{{"2004.2-3", "!date.form"}, {"2004-2-0", "!date.form"}, {"2004. 2. 29.", "2004-02-29"}})
}

func TestADayOfTheEventThatIsStillToCome(t *testing.T) {
	in := Context{Now: now, Table: true, Year: 2026} // 22 November
	for s, want := range map[string]string{"12月20日": "problem.date.assumed", "12/20": "problem.date.assumed", "20 Dec": "problem.date.assumed", "11月24日": "problem.date.assumed", "2026-12-20": "", "11月22日": "", "11月23日": "", "#####": "problem.lost", "#VALUE!": "problem.lost"} {
		at, problem, doubt := ParseDate(s, in)
		if problem.Key != want || (want != "") != at.Equal(time.Time{}) || want != "" && doubt.Key != "" {
			t.Errorf("%s: %q %q, want %q", s, problem.Key, doubt.Key, want)
		}
	}
}
