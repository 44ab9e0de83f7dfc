package field

import "strings"

// Grouping is only displayed: the text of a field never contains the gaps.

// mobileDigits is the length of a mobile number of mainland China, which is written 3-4-4.
const mobileDigits = 11

// gapBefore reports whether a mobile number shows a gap before digit i, counted from 0.
func gapBefore(i int) bool { return i == 3 || i == 7 }

// grouped reports whether digits are, or may yet become, a mobile number of mainland China: they
// begin with 1 and are no more than eleven. Numbers with a country code and landlines are not.
func grouped(chars []string) bool {
	if len(chars) == 0 || len(chars) > mobileDigits || chars[0] != "1" {
		return false
	}
	for _, c := range chars {
		if len(c) != 1 || c[0] < '0' || c[0] > '9' {
			return false
		}
	}
	return true
}

// group returns what is shown for characters from…to of a mobile number. A gap belongs to the
// digit after it, so it appears and disappears with that digit.
func group(chars []string, from, to int) string {
	var out strings.Builder
	for i := from; i < to; i++ {
		if gapBefore(i) && i > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(chars[i])
	}
	return out.String()
}
