package calls

import "time"

// Day returns the civil day of an instant in a zone, as midnight UTC.
func Day(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// dayOf reads a day written as 2006-01-02, or a month written as 2006-01, which is its first day.
func dayOf(s string) (day time.Time, ok bool) {
	for _, form := range []string{time.DateOnly, "2006-01"} {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// later returns the later of two days.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
