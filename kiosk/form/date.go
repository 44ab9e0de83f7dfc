package form

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// How far from today a date is plausible, in years.
const (
	aheadYears = 15  // a future graduation
	backYears  = 40  // a graduation long ago: registries accept people up to their forties
	pastYears  = 120 // any other date: a birth
)

var (
	monthForm = regexp.MustCompile(`^(\d{4}) ?[-/.] ?(\d{1,2})(?: ?[-/.] ?\d{1,2})?$|^(\d{4}) ?年 ?(\d{1,2})(?: ?月(?: ?\d{1,2} ?[日号])?)?$|^(\d{4})(\d{2})$`)
	dateForm  = regexp.MustCompile(`^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?: ?日)?$|^(\d{4})(\d{2})(\d{2})$`)
)

// checkMonth normalises a month to 2006-01, at most forty years back and fifteen ahead. It accepts
// what people and spreadsheets write: 2027/6, 2027年6月, 202706, and a date in the month.
func checkMonth(s string, now time.Time) (string, Problem) {
	n, ok := numbers(monthForm, narrow(s))
	if !ok || n[1] < 1 || n[1] > 12 {
		return "", Problem{Key: "problem.month.form"}
	}
	from, to := now.AddDate(-backYears, 0, 0), now.AddDate(aheadYears, 0, 0)
	if at := n[0]*12 + n[1]; at < months(from) || at > months(to) {
		return "", Problem{Key: "problem.month.far", Args: map[string]any{"Min": from.Year(), "Max": to.Year()}}
	}
	return fmt.Sprintf("%04d-%02d", n[0], n[1]), Problem{}
}

func months(t time.Time) int { return t.Year()*12 + int(t.Month()) }

// checkDate normalises a date to 2006-01-02, at most 120 years back and fifteen ahead.
func checkDate(s string, now time.Time) (string, Problem) {
	n, ok := numbers(dateForm, narrow(s))
	if !ok {
		return "", Problem{Key: "problem.date.form"}
	}
	day, ok := civil(n[0], n[1], n[2])
	if !ok {
		return "", Problem{Key: "problem.date.form"}
	}
	from, to := now.AddDate(-pastYears, 0, 0), now.AddDate(aheadYears, 0, 0)
	if day.Before(from) || day.After(to) {
		return "", Problem{Key: "problem.date.far", Args: map[string]any{"Min": from.Year(), "Max": to.Year()}}
	}
	return day.Format(time.DateOnly), Problem{}
}

// civil returns a calendar day at midnight UTC, and whether that day exists.
func civil(year, month, day int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, t.Year() == year && int(t.Month()) == month && t.Day() == day
}

// numbers returns the non-empty groups of form in s as numbers, in order; ok is false if s
// does not match.
func numbers(form *regexp.Regexp, s string) (n []int, ok bool) {
	m := form.FindStringSubmatch(s)
	if m == nil {
		return nil, false
	}
	for _, part := range m[1:] {
		if part != "" {
			i, _ := strconv.Atoi(part) // at most four digits
			n = append(n, i)
		}
	}
	return n, true
}
