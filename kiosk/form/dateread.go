package form

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ParseDate reads a day as people and programs write it: every kind of date in a form or a
// table goes through it. It returns midnight UTC of that day, unless a time with its offset from
// UTC is given: then that instant, in that offset, so that its date is the day that was
// written. A time without an offset is checked and left out.
//
// It reads year, month, day with any separator, also in Chinese and with Chinese numerals; 20260521;
// names of months in English; years of the Republic (民国115年). What has the year last or short is
// read only where one reading alone is a day; ctx.Year and ctx.Now choose between two. In a table
// (ctx.Table) it also reads a spreadsheet's serial number, counted from 1900 (38046), and
// what ctx.Year completes (12月20日), the latter with a doubt.
//
// The problem is "problem.date.none" only where the calendar has no such day (2004-02-30);
// "problem.date.which" where the month may be the day; "problem.date.year" where a short year
// may be the day; "problem.date.assumed" where ctx.Year makes a day that is still to come;
// "problem.lost" for an error of a spreadsheet; else "problem.date.form". Problem and Doubt name no field.
func ParseDate(s string, ctx Context) (time.Time, Problem, Doubt) {
	failed := func(key string) (time.Time, Problem, Doubt) { return time.Time{}, Problem{Key: key}, Doubt{} }
	s, wrong := clean(s)
	if wrong.Key != "" {
		return time.Time{}, wrong, Doubt{}
	}
	if lostCell("date", s) { // also for the cells that are no field, such as the day of signing
		return failed("problem.lost")
	}
	if t, err := time.Parse(time.RFC3339Nano, strings.Replace(strings.ToUpper(narrow(s)), " ", "T", 1)); err == nil {
		return t, Problem{}, Doubt{}
	}
	s = plainDate(s)
	day, clock, ok := cutClock(s)
	if !ok {
		return failed("problem.date.form")
	}
	y, m, d, key, doubt := readDay(day, ctx)
	if key != "" {
		return failed(key)
	}
	t, ok := civil(y, m, d)
	switch {
	case m < 1 || m > 12 || d < 1 || d > 31:
		return failed("problem.date.form")
	case !ok:
		return failed("problem.date.none")
	case doubt == "doubt.date.year" && t.After(ctx.Now.Add(aDay)):
		return failed("problem.date.assumed")
	case clock.zone != nil:
		t = time.Date(y, time.Month(m), d, clock.hour, clock.minute, clock.second, 0, clock.zone)
	}
	return t, Problem{}, Doubt{Key: doubt}
}

// Pieces of the patterns below. month is a name in English or 6月; sep is what separates numbers.
const (
	sep     = `\s?[-/.,、\\_年월月\s]\s?`
	english = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`
	month   = `(` + english + `|(?:1[0-2]|0?[1-9])月)\.?`
)

var (
	yearFirst   = regexp.MustCompile(`^(\d{4})` + sep + `(\d{1,2})` + sep + `(\d{1,2})\s?日?$`)
	compactDay  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	yearLast    = regexp.MustCompile(`^(\d{1,2})` + sep + `(\d{1,2})` + sep + `(\d{4})年?$`)
	shortHan    = regexp.MustCompile(`^(\d{2})年\s?(\d{1,2})月\s?(\d{1,2})\s?日?$`)
	shortThree  = regexp.MustCompile(`^['’]?(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})$`)
	republic    = regexp.MustCompile(`^民[国國]\s?(\d{1,3})年\s?(\d{1,2})月\s?(\d{1,2})\s?日?$`)
	nameBetween = regexp.MustCompile(`^(\d{1,4})(?:st|nd|rd|th)?[\s./,-]*(?:of )?` + month + `[\s/,-]*['’]?(\d{1,4})(?:st|nd|rd|th)?$`)
	nameFirst   = regexp.MustCompile(`^` + month + `[\s./-]*(\d{1,2})(?:st|nd|rd|th)?[\s,./-]+['’]?(\d{4}|\d{2})$`)
	noYearHan   = regexp.MustCompile(`^(\d{1,2})\s?月\s?(\d{1,2})\s?日?$`)
	noYear      = regexp.MustCompile(`^(\d{1,2})\s?[-/.]\s?(\d{1,2})$`)
	noYearFirst = regexp.MustCompile(`^` + month + `[\s-]*(\d{1,2})(?:st|nd|rd|th)?$`)
	noYearLast  = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?[\s-]*` + month + `$`)
	serialForm  = regexp.MustCompile(`^(\d{5})(?:\.\d+)?$`)
)

// readDay reads the parts of a day from a text that plainDate and cutClock have prepared. The parts
// may still make no day. key is the key of a problem.
func readDay(s string, ctx Context) (y, m, d int, key, doubt string) {
	whole, _ := unspoilt(s) // 20260521.0, 2.0260521E7
	if n, ok := numbers(compactDay, whole); ok {
		return n[0], n[1], n[2], "", ""
	}
	if n, ok := numbers(yearFirst, s); ok {
		if mixed(s) {
			return 0, 0, 0, "problem.date.form", ""
		}
		return n[0], n[1], n[2], "", ""
	}
	if n, ok := numbers(republic, s); ok {
		return 1911 + n[0], n[1], n[2], "", ""
	}
	if t, ok := serial(whole); ok && ctx.Table {
		return t.Year(), int(t.Month()), t.Day(), "", ""
	}
	if n, ok := numbers(yearLast, s); ok {
		return whichMonth(n[2], n[0], n[1], "")
	}
	if n, ok := numbers(shortHan, s); ok {
		return fullYear(n[0], ctx.Now), n[1], n[2], "", ""
	}
	if n, ok := numbers(nameBetween, s); ok {
		parts := nameBetween.FindStringSubmatch(s)
		switch first, last := len(parts[1]), len(parts[3]); {
		case first == 4 && last <= 2:
			return n[0], n[1], n[2], "", ""
		case last == 4 && first <= 2:
			return n[2], n[1], n[0], "", ""
		case first <= 2 && last == 2:
			y, m, d, ok = likely(ctx, [3]int{fullYear(n[2], ctx.Now), n[1], n[0]}, [3]int{fullYear(n[0], ctx.Now), n[1], n[2]})
			if !ok && ctx.Table { // the form in which spreadsheets in English write a day
				return fullYear(n[2], ctx.Now), n[1], n[0], "", "doubt.date.short"
			}
			return y, m, d, unless(ok, "problem.date.year"), ""
		}
	}
	if n, ok := numbers(nameFirst, s); ok {
		if n[2] < 100 {
			n[2] = fullYear(n[2], ctx.Now)
		}
		return n[2], n[0], n[1], "", ""
	}
	if n, ok := numbers(shortThree, s); ok {
		y, m, d, ok = likely(ctx, [3]int{fullYear(n[0], ctx.Now), n[1], n[2]},
			[3]int{fullYear(n[2], ctx.Now), n[0], n[1]}, [3]int{fullYear(n[2], ctx.Now), n[1], n[0]})
		return y, m, d, unless(ok, "problem.date.year"), ""
	}
	return withoutYear(s, ctx)
}

// withoutYear reads a day that only the event's year completes.
func withoutYear(s string, ctx Context) (y, m, d int, key, doubt string) {
	if ctx.Year == 0 || !ctx.Table {
		return 0, 0, 0, "problem.date.form", ""
	}
	for _, form := range []*regexp.Regexp{noYearHan, noYearFirst} {
		if n, ok := numbers(form, s); ok {
			return ctx.Year, n[0], n[1], "", "doubt.date.year"
		}
	}
	if n, ok := numbers(noYearLast, s); ok {
		return ctx.Year, n[1], n[0], "", "doubt.date.year"
	}
	if n, ok := numbers(noYear, s); ok {
		return whichMonth(ctx.Year, n[0], n[1], "doubt.date.year")
	}
	return 0, 0, 0, "problem.date.form", ""
}

// whichMonth decides which of two numbers is the month, if only one of them can be.
func whichMonth(year, a, b int, doubt string) (y, m, d int, key, unsure string) {
	switch {
	case a == b, a <= 12 && b > 12:
		return year, a, b, "", doubt
	case a > 12 && b <= 12:
		return year, b, a, "", doubt
	case a > 12:
		return 0, 0, 0, "problem.date.form", ""
	}
	return 0, 0, 0, "problem.date.which", ""
}

// likely returns the one reading that is a day: of several the one in the event's year, else
// the one that is not to come. ok is false if that leaves none or more than one.
func likely(ctx Context, readings ...[3]int) (y, m, d int, ok bool) {
	var days []time.Time
	for _, r := range readings {
		if t, is := civil(r[0], r[1], r[2]); is && !slices.Contains(days, t) {
			days = append(days, t)
		}
	}
	for _, fits := range []func(time.Time) bool{
		func(t time.Time) bool { return t.Year() == ctx.Year },
		func(t time.Time) bool { return !t.After(ctx.Now) },
	} {
		if left := slices.DeleteFunc(slices.Clone(days), func(t time.Time) bool { return !fits(t) }); len(days) > 1 && len(left) > 0 {
			days = left
		}
	}
	if len(days) != 1 {
		return 0, 0, 0, false
	}
	return days[0].Year(), int(days[0].Month()), days[0].Day(), true
}

// fullYear completes a year of two digits: at most fifteen years ahead, like every date.
func fullYear(short int, now time.Time) int {
	year := now.Year() - now.Year()%100 + short
	for year > now.Year()+aheadYears {
		year -= 100
	}
	for year <= now.Year()+aheadYears-100 {
		year += 100
	}
	return year
}

// serial reads the number by which a spreadsheet keeps a day: days since 30 December 1899, which
// is right from March 1900 on. Only numbers of five digits are read, from 1927 to 2173.
func serial(s string) (time.Time, bool) {
	m := serialForm.FindStringSubmatch(s)
	if m == nil || m[1][0] == '0' {
		return time.Time{}, false
	}
	n, _ := strconv.Atoi(m[1])
	return time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC), true
}

// aDay is how far a day may lie ahead for clocks and time zones alone.
const aDay = 24 * time.Hour

// parted are the signs between the numbers of a day whose year is first.
var parted = regexp.MustCompile(`^\d{4}\s?([-/.,、\\_年\s])\s?\d{1,2}\s?([-/.,、\\_月\s])\s?\d{1,2}\s?日?$`)

// mixed reports whether the numbers are parted by two different signs: 2027.6-7 are two months.
func mixed(s string) bool {
	m := parted.FindStringSubmatch(s)
	return m != nil && m[1] != m[2] && m[1]+m[2] != "年月"
}

// shanghaiMidnight reports whether an instant is midnight in China, and returns the day that begins
// then. Programs that keep days as instants write 2004-02-28T16:00:00.000Z for 29 February. In the
// summers of 1986 to 1991 the clocks of China were an hour ahead.
func shanghaiMidnight(t time.Time) (day time.Time, is bool) {
	if _, offset := t.Zone(); offset != 0 {
		return t, false
	}
	ahead := 8 * time.Hour
	if t.Hour() == 15 && t.Year() >= 1986 && t.Year() <= 1991 && t.Month() >= time.April && t.Month() <= time.September {
		ahead = 9 * time.Hour
	}
	day = t.UTC().Add(ahead)
	return day, day.Equal(day.Truncate(24 * time.Hour))
}

// numbers returns the non-empty groups of form in s as numbers, in order, names of months as
// theirs; ok is false if s does not match.
func numbers(form *regexp.Regexp, s string) (n []int, ok bool) {
	m := form.FindStringSubmatch(s)
	if m == nil {
		return nil, false
	}
	for _, part := range m[1:] {
		if part == "" {
			continue
		}
		i, err := strconv.Atoi(strings.TrimSuffix(part, "月"))
		if err != nil {
			i = strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", part[:3])/3 + 1
		}
		n = append(n, i)
	}
	return n, true
}

func unless(ok bool, key string) string {
	if ok {
		return ""
	}
	return key
}
