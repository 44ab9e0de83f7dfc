package rules

import (
	"time"

	"matchbooth/kiosk/event"
)

// maxYears is the greatest age that is taken for real; a birth date further back is a slip.
const maxYears = 120

// civil takes a date out of its clock and zone: ages are counted in whole days of the calendar.
func civil(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// birthday is the day on which somebody completes a number of years.
//
// Years are counted by the Gregorian calendar (Civil Code of the PRC, Art. 200) and completed
// on the birthday, which counts as a whole, as everybody takes it at a counter. Who was born on
// 29 February completes a common year on 1 March: where the last month has no corresponding
// day, a period of years ends with that month's last day (Art. 202), at its midnight
// (Art. 203). Of the two possible days it is the later, so nobody is let in a day early.
// (Criminal law counts from the day after the birthday; that reading is not taken here.)
func birthday(birth time.Time, years int) time.Time {
	// time.Date turns 29 February of a common year into 1 March.
	return time.Date(birth.Year()+years, birth.Month(), birth.Day(), 0, 0, 0, 0, time.UTC)
}

// ageOn is the number of completed years on a day; -1 before birth. Only the calendar days count,
// each taken in the zone that its time carries. For 29 February see [Verdict]: the birthday
// of a common year is 1 March.
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

// Verdict is what an age condition says of a birth date.
type Verdict string

// The verdicts. Both ends of the range belong to it: with 18 to 45, somebody is inside from
// the 18th birthday to the day before the 46th. A birthday of 29 February falls on 1 March in
// common years (Civil Code of the PRC, Art. 200, 202, 203).
const (
	Inside      Verdict = "inside"
	TooYoung    Verdict = "too_young"
	TooOld      Verdict = "too_old"
	Implausible Verdict = "implausible" // in the future, or more than 120 years ago
)

// Age holds a birth date against a condition of kind age. MaxAge 0 means no upper end.
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

// ComeBack is the first day on which a visitor who is too young today is old enough, at
// midnight UTC: a date of the calendar, always after today. ok is false when there is
// nothing to wait for: old enough already, too old, no plausible birth date, or a condition that is
// not about age. The caller forgets the birth date; this function keeps nothing.
func ComeBack(birth, today time.Time, c event.Condition) (date time.Time, ok bool) {
	if c.Kind != event.KindAge || Age(birth, today, c) != TooYoung {
		return time.Time{}, false
	}
	return birthday(civil(birth), c.MinAge), true
}
