package rules

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/kiosk/event"
)

// adults is the Shanghai call of May 2025.
var adults = event.Condition{Kind: event.KindAge, MinAge: 18, MaxAge: 45}

func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAgeAtEveryEdge(t *testing.T) {
	for _, c := range []struct {
		about     string
		birth, on string
		age       int
		verdict   Verdict
		comeBack  string
	}{
		{about: "18 today", birth: "2008-05-21", on: "2026-05-21", age: 18, verdict: Inside},
		{about: "18 tomorrow", birth: "2008-05-22", on: "2026-05-21", age: 17, verdict: TooYoung, comeBack: "2026-05-22"},
		{about: "18 yesterday", birth: "2008-05-20", on: "2026-05-21", age: 18, verdict: Inside},
		{about: "18 on New Year's Day", birth: "2009-01-01", on: "2026-12-31", age: 17, verdict: TooYoung, comeBack: "2027-01-01"},
		{about: "45 today", birth: "1981-05-21", on: "2026-05-21", age: 45, verdict: Inside},
		{about: "45 and one day", birth: "1981-05-20", on: "2026-05-21", age: 45, verdict: Inside},
		{about: "46 tomorrow", birth: "1980-05-22", on: "2026-05-21", age: 45, verdict: Inside},
		{about: "46 today", birth: "1980-05-21", on: "2026-05-21", age: 46, verdict: TooOld},
		{about: "29 February, 18 in a common year, the day before", birth: "2008-02-29", on: "2026-02-28", age: 17, verdict: TooYoung, comeBack: "2026-03-01"},
		{about: "29 February, 18 in a common year, 1 March", birth: "2008-02-29", on: "2026-03-01", age: 18, verdict: Inside},
		{about: "29 February in a leap year, the day before", birth: "2008-02-29", on: "2028-02-28", age: 19, verdict: Inside},
		{about: "29 February in a leap year", birth: "2008-02-29", on: "2028-02-29", age: 20, verdict: Inside},
		{about: "29 February, years ahead", birth: "2020-02-29", on: "2026-11-22", age: 6, verdict: TooYoung, comeBack: "2038-03-01"},
		{about: "29 February, 46 on 1 March", birth: "1980-02-29", on: "2026-02-28", age: 45, verdict: Inside},
		{about: "29 February, too old from 1 March", birth: "1980-02-29", on: "2026-03-01", age: 46, verdict: TooOld},
		{about: "2100 is no leap year, 28 February", birth: "2080-02-29", on: "2100-02-28", age: 19, verdict: Inside},
		{about: "2100 is no leap year, 1 March", birth: "2080-02-29", on: "2100-03-01", age: 20, verdict: Inside},
		{about: "1 March is no leap birthday", birth: "2008-03-01", on: "2026-03-01", age: 18, verdict: Inside},
		{about: "28 February", birth: "2008-02-28", on: "2026-02-28", age: 18, verdict: Inside},
		{about: "born today", birth: "2026-05-21", on: "2026-05-21", age: 0, verdict: TooYoung, comeBack: "2044-05-21"},
		{about: "born tomorrow", birth: "2026-05-22", on: "2026-05-21", age: -1, verdict: Implausible},
		{about: "120 years", birth: "1906-05-21", on: "2026-05-21", age: 120, verdict: TooOld},
		{about: "121 years", birth: "1905-05-21", on: "2026-05-21", age: 121, verdict: Implausible},
	} {
		t.Run(c.about, func(t *testing.T) {
			birth, on := day(t, c.birth), day(t, c.on)
			if got := AgeOn(birth, on); got != c.age {
				t.Errorf("age %d, want %d", got, c.age)
			}
			if got := Age(birth, on, adults); got != c.verdict {
				t.Errorf("verdict %s, want %s", got, c.verdict)
			}
			date, ok := ComeBack(birth, on, adults)
			if ok != (c.comeBack != "") || ok && date.Format(time.DateOnly) != c.comeBack {
				t.Errorf("come back %v %v, want %q", date, ok, c.comeBack)
			}
		})
	}
}

func TestAgeGoesByTheCalendarNotTheClock(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	birth := time.Date(2008, 5, 21, 0, 0, 0, 0, time.UTC)
	// 21 May 00:30 in Shanghai is still 20 May in UTC.
	if got := AgeOn(birth, time.Date(2026, 5, 21, 0, 30, 0, 0, shanghai)); got != 18 {
		t.Errorf("just after midnight of the birthday: %d", got)
	}
	if got := AgeOn(birth, time.Date(2026, 5, 20, 23, 59, 0, 0, shanghai)); got != 17 {
		t.Errorf("just before midnight: %d", got)
	}
}

func TestNoUpperEnd(t *testing.T) {
	c := event.Condition{Kind: event.KindAge, MinAge: 18}
	if got := Age(day(t, "1930-01-01"), day(t, "2026-01-01"), c); got != Inside {
		t.Error(got)
	}
}

func TestOnlyAnAgeConditionHasADateToComeBack(t *testing.T) {
	c := event.Condition{Kind: event.KindText, MinAge: 18}
	if _, ok := ComeBack(day(t, "2020-01-01"), day(t, "2026-01-01"), c); ok {
		t.Error("a date to come back for a condition of free text")
	}
}

// Whoever comes back on the date is old enough on that very day, and was not the day before.
func TestTheDateToComeBackIsTheFirstDay(t *testing.T) {
	start := time.Date(1890, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		birth := start.AddDate(0, 0, rapid.IntRange(0, 100_000).Draw(t, "birth"))
		today := birth.AddDate(0, 0, rapid.IntRange(-10, 46_000).Draw(t, "days"))
		c := event.Condition{Kind: event.KindAge, MinAge: rapid.IntRange(0, 60).Draw(t, "min")}
		c.MaxAge = c.MinAge + rapid.IntRange(0, 40).Draw(t, "span")
		date, ok := ComeBack(birth, today, c)
		if ok != (Age(birth, today, c) == TooYoung) {
			t.Fatalf("a date %v for verdict %s", ok, Age(birth, today, c))
		}
		if !ok {
			return
		}
		if !date.After(today) {
			t.Fatalf("%v is not after %v", date, today)
		}
		if got := Age(birth, date, c); got != Inside {
			t.Fatalf("on the date: %s", got)
		}
		if got := Age(birth, date.AddDate(0, 0, -1), c); got != TooYoung {
			t.Fatalf("the day before: %s", got)
		}
	})
}

// Nobody grows younger, and nobody by more than a year in a year.
func TestAgeNeverGoesBack(t *testing.T) {
	start := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		birth := start.AddDate(0, 0, rapid.IntRange(0, 80_000).Draw(t, "birth"))
		on := birth.AddDate(0, 0, rapid.IntRange(0, 40_000).Draw(t, "days"))
		now, next := AgeOn(birth, on), AgeOn(birth, on.AddDate(0, 0, 1))
		if next != now && next != now+1 {
			t.Fatalf("%d, then %d the next day", now, next)
		}
		if d := on.Sub(birth).Hours() / 24 / 365.2425; float64(now) > d+0.01 || float64(now) < d-1.01 {
			t.Fatalf("%d completed years after %.3f", now, d)
		}
	})
}

func TestWeightsWithDecimals(t *testing.T) {
	c := event.Condition{Kind: event.KindWeight, MenKg: 50, WomenKg: 45}
	half := event.Condition{Kind: event.KindWeight, MenKg: 50.5, WomenKg: 45.1}
	for _, x := range []struct {
		typed string
		man   bool
		cond  event.Condition
		want  bool
	}{
		{"50", true, c, true},
		{"50.0", true, c, true},
		{"49.9", true, c, false},
		{"49.99", true, c, false},
		{"49,9", true, c, false},
		{"50,1", true, c, true},
		{"45", false, c, true},
		{"44.9", false, c, false},
		{"45", true, c, false},
		{"４５．５", false, c, true},
		{"50 kg", true, c, true},
		{"50公斤", true, c, true},
		{"50.5", true, half, true},
		{"50.4", true, half, false},
		{"45.1", false, half, true},
		{"45.09", false, half, false},
		{"20", true, half, false}, // as little and as much as is believed
		{"300", true, half, true},
	} {
		kg, ok := Kilograms(x.typed)
		if !ok {
			t.Errorf("%q is no weight", x.typed)
			continue
		}
		if got := HeavyEnough(kg, x.man, x.cond); got != x.want {
			t.Errorf("%q, man %v, limits %g/%g: %v", x.typed, x.man, x.cond.MenKg, x.cond.WomenKg, got)
		}
	}
	for _, s := range []string{"", " ", "fifty", "-50", "+50", "5e1", "0x32", "NaN", "Inf", "1", "500", "50.0.0", "50,0,0", ".", "50 斤", "1,050", "19.9", "300.1"} {
		if kg, ok := Kilograms(s); ok {
			t.Errorf("%q was read as %g kg", s, kg)
		}
	}
}

func TestWaysOnAfterEachAnswer(t *testing.T) {
	p := &event.Pack{Ways: []event.Way{
		{Outcome: "under_age", ForNot: true, Then: event.ThenDate},
		{Outcome: "family_not_told", ForNot: true, ForUnsure: true, Then: event.ThenForm},
		{Outcome: "unsure", ForUnsure: true, Then: event.ThenForm},
	}}
	for _, c := range []struct {
		answered string
		want     []string
	}{
		{All, nil},
		{Not, []string{"under_age", "family_not_told"}},
		{Unsure, []string{"family_not_told", "unsure"}},
		{"", nil},
		{"something else", nil},
	} {
		var got []string
		for _, w := range Offered(p, c.answered) {
			got = append(got, w.Outcome)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("after %q: %v, want %v", c.answered, got, c.want)
		}
	}
	for _, c := range []struct {
		answered, picked, want string
		ok                     bool
	}{
		{All, "", "all_true", true},
		{All, "under_age", "all_true", true},
		{Not, "under_age", "under_age", true},
		{Not, "unsure", "", false},
		{Not, "all_true", "", false},
		{Unsure, "unsure", "unsure", true},
		{Unsure, "under_age", "", false},
		{"", "unsure", "", false},
	} {
		if got, ok := Outcome(p, c.answered, c.picked); got != c.want || ok != c.ok {
			t.Errorf("%q then %q: %q %v", c.answered, c.picked, got, ok)
		}
	}
	if got := Outcomes(p); !slices.Equal(got, []string{"all_true", "family_not_told", "unsure"}) {
		t.Errorf("outcomes of a sign-up: %v", got)
	}
}
