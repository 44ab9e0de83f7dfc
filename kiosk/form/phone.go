package form

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

var (
	mobile    = regexp.MustCompile(`^1[3-9]\d{9}$`)
	withChina = regexp.MustCompile(`^(?:\+|00)?86(1[3-9]\d{9})$`)
	// mangled matches what a spreadsheet makes of a long number: 1.38E+10, 13812345678.0.
	mangled = regexp.MustCompile(`^\d(?:[.,]\d*)?[eE]\+?\d{1,2}$|^\d{5,}[.,]0+$`)
)

// checkPhone validates and normalises a number: a mainland mobile number has eleven digits
// (there is no list of prefixes: new ones come every year, and the number is read back);
// every other number becomes E.164, including a mainland landline with its area code.
func checkPhone(s string) (string, Problem) {
	s = narrow(s)
	if mangled.MatchString(strings.ReplaceAll(s, " ", "")) {
		return "", Problem{Key: "problem.phone.mangled"}
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("−()./·", r) {
			return -1
		}
		return r
	}, s)
	if strings.TrimLeft(strings.TrimPrefix(s, "+"), "0123456789") != "" || len(strings.TrimPrefix(s, "+")) == 0 {
		return "", Problem{Key: "problem.phone.signs"}
	}
	if m := withChina.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	switch {
	case mobile.MatchString(s):
		return s, Problem{}
	case strings.HasPrefix(s, "+86"):
		return landline("0"+strings.TrimPrefix(strings.TrimPrefix(s, "+86"), "0"), "problem.phone.digits")
	case strings.HasPrefix(s, "+"):
		return foreign(s)
	case strings.HasPrefix(s, "00"):
		return foreign("+" + s[2:])
	case strings.HasPrefix(s, "0"):
		return landline(s, "problem.phone.area")
	case strings.HasPrefix(s, "1"):
		return "", Problem{Key: "problem.phone.digits"}
	}
	return "", Problem{Key: "problem.phone.area"}
}

// landline parses a mainland number written with 0 and its area code. Any problem gets the
// key otherwise.
func landline(s, otherwise string) (string, Problem) {
	n, err := phonenumbers.Parse(s, "CN")
	if err != nil || !phonenumbers.IsValidNumberForRegion(n, "CN") || phonenumbers.GetNumberType(n) != phonenumbers.FIXED_LINE {
		return "", Problem{Key: otherwise}
	}
	return phonenumbers.Format(n, phonenumbers.E164), Problem{}
}

// maxE164 is the length of a plus sign and the fifteen digits of ITU-T E.164. The library
// accepts longer numbers, for instance within Germany.
const maxE164 = 16

// foreign parses a number with a country code.
func foreign(s string) (string, Problem) {
	n, err := phonenumbers.Parse(s, "")
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return "", Problem{Key: "problem.phone.foreign"}
	}
	if s = phonenumbers.Format(n, phonenumbers.E164); len(s) > maxE164 {
		return "", Problem{Key: "problem.phone.foreign"}
	}
	return s, Problem{}
}

// sameNumber reports whether two texts are the same telephone number.
func sameNumber(a, b string) bool {
	if a == b {
		return a != ""
	}
	a, wrongA := checkPhone(a)
	b, wrongB := checkPhone(b)
	return wrongA.Key == "" && wrongB.Key == "" && a == b
}

// GroupPhone formats a checked number in groups for reading aloud: "139 1234 0417",
// "+852 5123 4567", "+86 21 6384 6590". Any other text is returned unchanged.
func GroupPhone(s string) string {
	if mobile.MatchString(s) {
		return s[:3] + " " + s[3:7] + " " + s[7:]
	}
	if !strings.HasPrefix(s, "+") {
		return s
	}
	n, err := phonenumbers.Parse(s, "")
	if err != nil {
		return s
	}
	return strings.ReplaceAll(phonenumbers.Format(n, phonenumbers.INTERNATIONAL), "-", " ")
}
