package form

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

var residentForm = regexp.MustCompile(`^[1-9]\d{16}[\dX]$`)

// residentLabel and residentRemark are what people write round the number.
var (
	residentLabel  = regexp.MustCompile(`^(?:(?:居民)?身份证(?:号码|号)?|证件号码?|IDNO\.?|IDCARD|ID)[.:：]?`)
	residentRemark = regexp.MustCompile(`[(\[【][^\d()]*[)\]】]$`)
	// otherPaper is the number of a passport or travel permit: letters and seven or more digits, or
	// the three letters and twelve digits of an old card of permanent residence.
	otherPaper = regexp.MustCompile(`^(?:[A-Z]{1,2}\d{6,10}(?:\([0-9A]\))?|[A-Z]{3}\d{10,17}|\d{8}|[A-Z]\d{3,6}\([0-9A]\)|[\p{Han}]+字?第?\d{4,9}号?)$`)
	decimalID  = regexp.MustCompile(`^\d+[.,]\d+$`)
)

// checkResidentID validates and normalises a resident identity number (GB 11643): eighteen
// characters, a correct check character, and a birth date that exists and is neither in the
// future nor more than 120 years ago. Permits of Hong Kong, Macao and Taiwan residents (81,
// 82, 83) and, since 2023, the cards of foreign permanent residents (9) have the same form.
//
// A spreadsheet keeps fifteen digits of a number and writes zeros for the rest, and one time in
// eleven the check character fits all the same. So a number from a table that ends in 000 is
// refused, unless somebody has compared it with the card (Context.Confirmed).
func checkResidentID(s string, ctx Context) verdict {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("'’‘`·_", r):
			return -1
		case strings.ContainsRune("×✕✖ХхΧχⅩⅹ", r): // signs and letters of other scripts that look like X
			return 'X'
		}
		return r
	}, strings.ToUpper(narrow(s)))
	s = residentRemark.ReplaceAllString(residentLabel.ReplaceAllString(s, ""), "")
	switch _, spoilt := unspoilt(s); {
	case spoilt, powerForm.MatchString(s), decimalID.MatchString(s): // a number of 18 digits has lost some of them by then
		return refused("problem.id.mangled")
	case len(s) == 15 && strings.Trim(s, "0123456789") == "":
		return refused("problem.id.old")
	case otherPaper.MatchString(s):
		return refused("problem.id.other")
	case !residentForm.MatchString(s):
		return refused("problem.id.form")
	}
	zeroed := ctx.Table && strings.HasSuffix(s, "000")
	fits := checkCharacter(s[:17]) == s[17]
	switch {
	case zeroed && !(fits && ctx.Confirmed):
		return refused("problem.id.zeroed")
	case !fits:
		return refused("problem.id.check")
	}
	birth, ok := birthOf(s)
	if !ok || birth.After(ctx.Now) || birth.Before(ctx.Now.AddDate(-pastYears, 0, 0)) {
		return refused("problem.id.birth")
	}
	if zeroed {
		return doubted(s, "doubt.id.zeroed", ctx, "")
	}
	return taken(s)
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
