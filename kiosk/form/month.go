package form

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	monthForm   = regexp.MustCompile(`^(\d{4})\s?[-/.,、_年\s]\s?(\d{1,2})\s?月?\s?(?:份|初|中旬?|上旬|下旬|底|末)?(?:毕业)?$`)
	monthOnly   = regexp.MustCompile(`^(\d{4})(\d{2})$`)
	monthAhead  = regexp.MustCompile(`^(\d{1,2})\s?[-/.]\s?(\d{4})$|^(\d{1,2})月[\s,/-]*(\d{4})年?$`)
	nameYear    = regexp.MustCompile(`^` + month + `[\s,/-]*(\d{4})$`)
	yearName    = regexp.MustCompile(`^(\d{4})[\s年./,-]*` + month + `$`)
	nameShort   = regexp.MustCompile(`^` + month + `\s?(?:-\s?['’]?|['’])(\d{2})$`)
	shortHanMon = regexp.MustCompile(`^(\d{2})年\s?(\d{1,2})\s?月?份?$`)
	shortName   = regexp.MustCompile(`^['’]?(\d{2})[\s-]*` + month + `$`)
	nameLoose   = regexp.MustCompile(`^` + month + `[\s/,.]*(\d{2})$`)
	shortPair   = regexp.MustCompile(`^['’]?(\d{1,2})\s?[-/.]\s?(\d{1,2})$`)
	classOf     = regexp.MustCompile(`^(\d{4}|\d{2})\s?届(?:毕业生?|生)?$|^class of (\d{4})$`)
	anyDay      = regexp.MustCompile(`^(\d{4})` + sep + `(\d{1,2})` + sep + `(\d{1,2})\s?日?$`)
	oneDecimal  = regexp.MustCompile(`^\d{4}\.1$`)
)

// endOfCourse is the month in which courses in China end, and a class (2027届) leaves.
const endOfCourse = 6

// readMonth reads a month. What a spreadsheet has made of one is read with a doubt, the key of
// which is returned; so is a class, which leaves in June.
func readMonth(s string, ctx Context) (year, mon int, doubt string, ok bool) {
	ctx.Year = 0                                                // a graduation is not in the year of the event
	if at, problem, _ := ParseDate(s, ctx); problem.Key == "" { // an instant, not a month
		if next, is := shanghaiMidnight(at); is {
			return next.Year(), int(next.Month()), "doubt.date.utc", true
		}
	}
	whole, _ := unspoilt(strings.TrimSpace(s))
	s = plainDate(s)
	if day, _, good := cutClock(s); good {
		s = day
	}
	found := func(y, m int, doubt string) (int, int, string, bool) {
		if y < 100 {
			y = fullYear(y, ctx.Now)
		}
		return y, m, doubt, m >= 1 && m <= 12
	}
	switch {
	case oneDecimal.MatchString(s) && ctx.Table: // January, or 2027.10 kept as a number
		y, _ := strconv.Atoi(s[:4])
		return found(y, 1, "doubt.month.decimal")
	case monthOnly.MatchString(whole):
		s = whole
	}
	for _, form := range []*regexp.Regexp{monthForm, monthOnly, yearName, shortHanMon} {
		if n, is := numbers(form, s); is {
			return found(n[0], n[1], "")
		}
	}
	for _, form := range []*regexp.Regexp{monthAhead, nameYear, nameShort} {
		if n, is := numbers(form, s); is {
			return found(n[1], n[0], "")
		}
	}
	if n, is := numbers(shortName, s); is { // a spreadsheet's 27-Jun: it took the year for a day
		return found(n[0], n[1], "doubt.month.day")
	}
	if n, is := numbers(nameLoose, s); is {
		return found(n[1], n[0], "doubt.month.day")
	}
	if n, is := numbers(shortPair, s); is {
		switch {
		case n[0] > 12 && n[1] <= 12:
			return found(n[0], n[1], "doubt.month.day")
		case n[1] > 12 && n[0] <= 12:
			return found(n[1], n[0], "doubt.month.day")
		}
		return 0, 0, "", false
	}
	if n, is := numbers(classOf, s); is {
		return found(n[0], endOfCourse, "doubt.month.class")
	}
	if t, is := serial(s); is {
		return found(t.Year(), int(t.Month()), "doubt.month.serial")
	}
	if n, is := numbers(anyDay, s); is {
		_, day := civil(n[0], n[1], n[2])
		if !day || mixed(s) {
			return 0, 0, "", false
		}
		return found(n[0], n[1], "")
	}
	if n, is := numbers(nameBetween, s); is && n[0] <= 31 && n[2] < 100 { // a spreadsheet's 1-Jun-27
		return found(n[2], n[1], "doubt.month.day")
	}
	if shortThree.MatchString(s) { // the year may be first or last, and nothing says which
		return 0, 0, "", false
	}
	y, m, _, key, unsure := readDay(s, ctx)
	return y, m, unsure, key == "" && m >= 1 && m <= 12
}
