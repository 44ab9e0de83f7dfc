package form

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

var residentForm = regexp.MustCompile(`^[1-9]\d{16}[\dX]$`)

// checkResidentID validates and normalises a resident identity number (GB 11643): eighteen
// characters, a correct check character, and a birth date that exists and is neither in the
// future nor more than 120 years ago. Permits of Hong Kong, Macao and Taiwan residents (81,
// 82, 83) have the same form.
func checkResidentID(s string, now time.Time) (string, Problem) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return r
	}, strings.ToUpper(narrow(s)))
	if mangled.MatchString(s) {
		return "", Problem{Key: "problem.id.mangled"}
	}
	if !residentForm.MatchString(s) {
		return "", Problem{Key: "problem.id.form"}
	}
	if checkCharacter(s[:17]) != s[17] {
		return "", Problem{Key: "problem.id.check"}
	}
	birth, ok := birthOf(s)
	if !ok || birth.After(now) || birth.Before(now.AddDate(-pastYears, 0, 0)) {
		return "", Problem{Key: "problem.id.birth"}
	}
	return s, Problem{}
}

// checkCharacter computes the last character of an identity number: ISO 7064 MOD 11-2 over
// the first seventeen digits, as GB 11643 prescribes.
func checkCharacter(digits string) byte {
	sum := 0
	for i, weight := range [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(digits[i]-'0')
	}
	return "10X98765432"[sum%11]
}

// birthOf returns the birth date in an identity number that matches residentForm.
func birthOf(id string) (time.Time, bool) {
	year, _ := strconv.Atoi(id[6:10])
	month, _ := strconv.Atoi(id[10:12])
	day, _ := strconv.Atoi(id[12:14])
	return civil(year, month, day)
}
