package form

import (
	"fmt"
	"time"
)

// How far from today a date is plausible, in years.
const (
	aheadYears = 15  // a future graduation
	backYears  = 40  // a graduation long ago: registries accept people up to their forties
	pastYears  = 120 // any other date: a birth
)

// checkMonth normalises a month to 2006-01, at most forty years back and fifteen ahead. It accepts
// what people and spreadsheets write: 2027/6, 2027年6月, Jun-27, and a date in the month.
func checkMonth(s string, ctx Context) verdict {
	year, month, doubt, ok := readMonth(s, ctx)
	if !ok || doubt != "" && !ctx.Table {
		return refused("problem.month.form")
	}
	from, to := ctx.Now.AddDate(-backYears, 0, 0), ctx.Now.AddDate(aheadYears, 0, 0)
	if at := year*12 + month; at < months(from) || at > months(to) {
		return refused("problem.month.far").with(map[string]any{"Min": from.Year(), "Max": to.Year()})
	}
	return verdict{text: Text(fmt.Sprintf("%04d-%02d", year, month)), doubt: doubt}
}

func months(t time.Time) int { return t.Year()*12 + int(t.Month()) }

// checkDate normalises a date to 2006-01-02, at most 120 years back and fifteen ahead. ParseDate says
// what it accepts.
func checkDate(s string, ctx Context) verdict {
	ctx.Year = 0 // a field asks for a birth or another day of somebody's life, not for one of the event
	at, problem, doubt := ParseDate(s, ctx)
	if problem.Key != "" {
		return refused(problem.Key)
	}
	if next, is := shanghaiMidnight(at); is {
		if !ctx.Table {
			return refused("problem.date.form")
		}
		at, doubt.Key = next, "doubt.date.utc"
	}
	day, _ := civil(at.Year(), int(at.Month()), at.Day())
	from, to := ctx.Now.AddDate(-pastYears, 0, 0), ctx.Now.AddDate(aheadYears, 0, 0)
	if day.Before(from) || day.After(to) {
		return refused("problem.date.far").with(map[string]any{"Min": from.Year(), "Max": to.Year()})
	}
	return verdict{text: Text(day.Format(time.DateOnly)), doubt: doubt.Key}
}

// civil returns a calendar day at midnight UTC, and whether that day exists.
func civil(year, month, day int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, t.Year() == year && int(t.Month()) == month && t.Day() == day
}
