package form

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

var (
	mobile = regexp.MustCompile(`^1[3-9]\d{9}$`)
	// ofChina is a mainland mobile number with what people put before it: the country code,
	// with + or 00 or neither and perhaps twice, and the 0 of a trunk call.
	ofChina = regexp.MustCompile(`^(?:\+?(?:00?)?86){0,2}0?(1[3-9]\d{9})$`)
	// inChina is any other mainland number with the country code.
	inChina = regexp.MustCompile(`^(?:\+|00|\+00)86(\d+)$|^86((?:0\d|10|[2-9]\d)\d{7,9})$`)
	// throughCarrier is the prefix of a cheaper carrier (17951, 12593, 10193 …), of a second
	// number (125831) or of a call that shows none (#31#), before a whole number.
	throughCarrier = regexp.MustCompile(`^(?:[*#]{1,2}\d{2}[#*]|179\d\d|12593|12583\d?|10193|1180[18]|1013[13]|19630[0-3]|197[23]00)((?:\+|00)?\d{10,}|0\d{9,})$`)
	// trunkMobile begins like a mobile number with the 0 of a trunk call: no area code does.
	trunkMobile = regexp.MustCompile(`^01[3-9]`)
	// service are the mainland numbers of authorities, carriers, banks and companies: 110,
	// 12345, 10086, 95588, 4006001234 (the national numbering plan of 2017, parts 1, 4, 8, 9).
	service = regexp.MustCompile(`^(?:0\d{2,3})?(?:1[12]\d|100\d{2,3}|101\d{2}|11[68]\d{2,3}|12\d{3,4}|9[56]\d{3,4})$|^9[56]\d{5,6}$|^0?[48]00\d{7}$`)
)

// checkPhone validates and normalises a number: a mainland mobile number has eleven digits
// (there is no list of prefixes: new ones come every year, and the number is read back);
// every other number becomes E.164, including a mainland landline with its area code. What
// people and spreadsheets put round a number is taken off; an extension cannot be kept, and is
// refused rather than lost.
func checkPhone(s string, ctx Context) verdict {
	s = strings.TrimLeft(narrow(s), "'’‘`")
	if whole, spoilt := unspoilt(strings.ReplaceAll(s, " ", "")); spoilt {
		return refused("problem.phone.mangled")
	} else if len(whole) != len(strings.ReplaceAll(s, " ", "")) {
		s = whole
	}
	s, remark := bareNumber(s)
	switch {
	case twoNumbers(s):
		return refused("problem.phone.two")
	case extended(s):
		return refused("problem.phone.extension")
	}
	abroad, groups := codeInBrackets(s), s
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("−()./·_~'", r) {
			return -1
		}
		return r
	}, s)
	if m := throughCarrier.FindStringSubmatch(s); m != nil && !mobile.MatchString(s) {
		s = m[1]
	}
	if key := notDigits(s); key != "" {
		return refused(key)
	}
	v := otherwiseGrouped(groups, s, numberOf(s, abroad, ctx), ctx)
	if remark && v.wrong == "" && v.doubt == "" {
		return doubted(string(v.text), "doubt.phone.remark", ctx, "")
	}
	return v
}

// numberOf checks a number of which only digits and a plus sign are left. abroad is true if it
// began with a country code in brackets.
func numberOf(s string, abroad bool, ctx Context) verdict {
	if m := ofChina.FindStringSubmatch(s); m != nil && !(abroad && mobile.MatchString(s)) {
		return taken(m[1])
	}
	if m := inChina.FindStringSubmatch(s); m != nil {
		return mainland(m[1] + m[2])
	}
	switch {
	case abroad:
		return foreign("+" + s)
	case strings.HasPrefix(s, "+"):
		return foreign("+" + strings.TrimLeft(s, "+0"))
	case service.MatchString(s):
		return refused("problem.phone.service")
	case strings.HasPrefix(s, "00"):
		return foreign("+" + strings.TrimLeft(s, "0"))
	case trunkMobile.MatchString(s): // too few or too many digits behind the 0 of a trunk call
		return refused("problem.phone.digits")
	case strings.HasPrefix(s, "0"):
		return landline(s, "problem.phone.area")
	}
	if code := areaWithoutZero(s); code != 0 {
		return refused("problem.phone.zero").with(map[string]any{"Code": code})
	}
	if strings.HasPrefix(s, "1") { // a mobile number with a digit too few or too many
		return refused("problem.phone.digits")
	}
	if code, v := withPlus(s); code != 0 {
		// A mainland number has eleven digits at most. A longer one can only have a country code.
		if len(s) > 11 {
			return doubted(string(v.text), "doubt.phone.plus", ctx, "").with(map[string]any{"Code": code})
		}
		return refused("problem.phone.plus").with(map[string]any{"Code": code})
	}
	return refused("problem.phone.area")
}

// mainland checks what stands behind 86 and is no mobile number.
func mainland(s string) verdict {
	if service.MatchString(s) {
		return refused("problem.phone.service")
	}
	v := landline("0"+strings.TrimPrefix(s, "0"), "problem.phone.digits")
	if v.wrong != "" && !strings.HasPrefix(s, "0") {
		if code, _ := withPlus(s); code != 0 { // 0086 before the code of another country
			return refused("problem.phone.plus").with(map[string]any{"Code": code})
		}
	}
	return v
}

// withPlus returns the country code of a number that lacks only its plus sign, 0 if it is none.
func withPlus(s string) (code int, v verdict) {
	if len(s) < 10 { // shorter ones are local numbers by chance
		return 0, v
	}
	n, err := phonenumbers.Parse("+"+s, "")
	if err != nil || n.GetCountryCode() == 86 {
		return 0, v
	}
	if v = foreign("+" + s); v.wrong != "" {
		return 0, v
	}
	return int(n.GetCountryCode()), v
}

// landline parses a mainland number written with 0 and its area code. Any problem gets the
// key otherwise.
func landline(s, otherwise string) verdict {
	n, err := phonenumbers.Parse(s, "CN")
	if err != nil || !phonenumbers.IsValidNumberForRegion(n, "CN") || phonenumbers.GetNumberType(n) != phonenumbers.FIXED_LINE {
		return refused(otherwise)
	}
	return taken(phonenumbers.Format(n, phonenumbers.E164))
}

// maxE164 is the length of a plus sign and the fifteen digits of ITU-T E.164. The library
// accepts longer numbers, for instance within Germany.
const maxE164 = 16

// oldMexican is a Mexican mobile number with the 1 behind the country code that was dialled
// until August 2019, when the country abolished it.
var oldMexican = regexp.MustCompile(`^\+521(\d{10})$`)

// foreign parses a number with a country code.
func foreign(s string) verdict {
	s = oldMexican.ReplaceAllString(s, "+52$1")
	n, err := phonenumbers.Parse(s, "")
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return refused("problem.phone.foreign")
	}
	if s = phonenumbers.Format(n, phonenumbers.E164); len(s) > maxE164 {
		return refused("problem.phone.foreign")
	}
	return taken(s)
}

// codeInBrackets reports whether a text begins with the code of a country in brackets, and is
// a number of that country: (852) 5123-4567.
func codeInBrackets(s string) bool {
	m := inBrackets.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	n, err := phonenumbers.Parse("+"+m[1]+m[2], "")
	return err == nil && strconv.Itoa(int(n.GetCountryCode())) == m[1] && m[1] != "86" && phonenumbers.IsValidNumber(n)
}

var inBrackets = regexp.MustCompile(`^\(([1-9]\d{0,2})\)([\d -]+)$`)

// sameNumber reports whether two texts are the same telephone number.
func sameNumber(a, b string) bool {
	if a == b {
		return a != ""
	}
	if !longEnough(a) || !longEnough(b) { // most texts are no numbers, and looking closely takes long
		return false
	}
	x, y := checkPhone(a, Context{}), checkPhone(b, Context{})
	return x.wrong == "" && y.wrong == "" && x.text == y.text
}

// fewestDigits are those of the shortest numbers with their country code, such as Niue's: +683 4000.
const fewestDigits = 7

// longEnough reports whether a text has the digits of a whole number.
func longEnough(s string) bool {
	n := 0
	for _, r := range narrow(s) {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n >= fewestDigits
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
