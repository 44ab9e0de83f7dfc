package rules

import (
	"time"

	"matchbooth/kiosk/event"
)

// maxYears is the greatest plausible age; an earlier birth date is taken for a typing error.
const maxYears = 120

// civil strips the time of day and the zone from t: ages are counted in whole calendar days.
func civil(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// birthday returns the day on which somebody completes a number of years.
//
// Years are counted by the Gregorian calendar (Civil Code of the PRC, Art. 200) and are completed
// on the birthday, which counts as a whole day, as is usual at any counter. A person born on
// 29 February completes a year on 1 March in common years: where the last month has no
// corresponding day, a period of years ends with that month's last day (Art. 202), at its midnight
// (Art. 203). Of the two possible days this is the later, so nobody is let in a day early.
// (Criminal law counts from the day after the birthday; that reading is not used here.)
func birthday(birth time.Time, years int) time.Time {
	// time.Date turns 29 February of a common year into 1 March.
	return time.Date(birth.Year()+years, birth.Month(), birth.Day(), 0, 0, 0, 0, time.UTC)
}

// ageOn returns the number of completed years on a day, or -1 before birth. Only the calendar
// dates count, each in the time zone of its value. For 29 February see [Verdict]: in common years
// the birthday is 1 March.
func ageOn(birth, on time.Time) int {
	birth, on = civil(birth), civil(on)
	if on.Before(birth) {
		return -1
	}
	years := on.Year() - birth.Year()
	if on.Before(birthday(birth, years)) {
		years--
	}
	return years
}

// Verdict is the result of checking a birth date against an age condition.
type Verdict string

// The verdicts. The range includes both ends: with 18 to 45, somebody is inside from
// the 18th birthday to the day before the 46th. A birthday on 29 February falls on 1 March in
// common years (Civil Code of the PRC, Art. 200, 202, 203).
const (
	Inside      Verdict = "inside"
	TooYoung    Verdict = "too_young"
	TooOld      Verdict = "too_old"
	Implausible Verdict = "implausible" // in the future, or more than 120 years ago
)

// Age checks a birth date against a condition of kind age. MaxAge 0 means no upper limit.
func Age(birth, today time.Time, c event.Condition) Verdict {
	switch age := ageOn(birth, today); {
	case age < 0 || age > maxYears:
		return Implausible
	case age < c.MinAge:
		return TooYoung
	case c.MaxAge > 0 && age > c.MaxAge:
		return TooOld
	}
	return Inside
}

// ComeBack returns the first day on which a visitor who is too young today is old enough, as
// a calendar date at midnight UTC, always after today. ok is false when there is nothing to
// wait for: old enough already, too old, no plausible birth date, or a condition that is
// not about age. The caller must forget the birth date; this function keeps nothing.
func ComeBack(birth, today time.Time, c event.Condition) (date time.Time, ok bool) {
	if c.Kind != event.KindAge || Age(birth, today, c) != TooYoung {
		return time.Time{}, false
	}
	return birthday(civil(birth), c.MinAge), true
}
