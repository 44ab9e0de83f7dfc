package form

import (
	"regexp"
	"strings"
)

var (
	// decimalForm is a long number with nothing behind the point: 13812345678.0, 13812345678,00.
	decimalForm = regexp.MustCompile(`^(\d{5,})[.,]0+$`)
	// groupedForm is a number in thousands: 13,812,345,678.
	groupedForm = regexp.MustCompile(`^\d{1,3}(?:,\d{3}){2,}(?:\.0+)?$`)
	// powerForm is a number with an exponent: 1.3812345678E10, 1.38E+10.
	powerForm = regexp.MustCompile(`^(\d{1,3})(?:[.,](\d*))?[eE]\+?0*(\d{1,2})$`)
)

// unspoilt undoes what a spreadsheet makes of a long number. It returns the digits where they are
// all there: 13812345678.0 and 1.3812345678E10 are exact. spoilt is true if digits are gone,
// as in 1.38E+10. Any other text is returned unchanged.
func unspoilt(s string) (digits string, spoilt bool) {
	if m := decimalForm.FindStringSubmatch(s); m != nil {
		return m[1], false
	}
	if groupedForm.MatchString(s) {
		whole, _, _ := strings.Cut(s, ".")
		return strings.ReplaceAll(whole, ",", ""), false
	}
	m := powerForm.FindStringSubmatch(s)
	if m == nil {
		return s, false
	}
	power := 0
	for _, d := range m[3] {
		power = power*10 + int(d-'0')
	}
	fraction := m[2]
	if len(fraction) < power || strings.Trim(fraction[power:], "0") != "" {
		return "", true
	}
	return m[1] + fraction[:power], false
}
