package form

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

var (
	// northAmerican is a number of North America with the 1 of a call between towns: 1 415 555 2671. Its
	// eleven digits may be those of a Chinese mobile number, but nobody groups one like that.
	northAmerican = regexp.MustCompile(`^1[\s.·-]*[\s.(·-][\s.·-]*(\d{3})[\s.)·-]+(\d{3})[\s.·-]+(\d{4})$`)
	// firstGroup is the first group of a number that begins with 0, where there is more than one.
	firstGroup = regexp.MustCompile(`^\(?(0\d{2,4})(?:\)|[\s.·-])[\s.·-]*(\d.*)$`)
	// trunk are the first groups of mobile numbers of Japan and Korea, as they are written at home.
	trunk = regexp.MustCompile(`^0[1789]0$`)
	// threeFourFour are the groups behind.
	threeFourFour = regexp.MustCompile(`^\d{4}[\s.·-]+\d{4}$`)
)

// otherwiseGrouped looks at the groups in which a number was written: where they belong to another
// country, the number that was read is only likely. digits are those of the number, v is what they were
// read as.
func otherwiseGrouped(written, digits string, v verdict, ctx Context) verdict {
	if v.wrong != "" || v.doubt != "" {
		return v
	}
	written = hyphens.Replace(strings.TrimSpace(written))
	if m := northAmerican.FindStringSubmatch(written); m != nil && mobile.MatchString(digits) {
		if foreign("+1"+m[1]+m[2]+m[3]).wrong == "" {
			w := doubted(string(v.text), "doubt.phone.america", ctx, "problem.phone.plus")
			if w.wrong != "" {
				w = w.with(map[string]any{"Code": 1})
			}
			return w
		}
		return v
	}
	m := firstGroup.FindStringSubmatch(written)
	if m == nil || !strings.HasPrefix(digits, "0") || strings.HasPrefix(digits, "00") || mobile.MatchString(string(v.text)) {
		return v
	}
	abroad := trunk.MatchString(m[1]) && m[1] != "010" && threeFourFour.MatchString(m[2])
	if area := areaOf(digits); abroad || area != "" && m[1] != area {
		return doubted(string(v.text), "doubt.phone.groups", ctx, "problem.phone.area")
	}
	return v
}

// hyphens makes one hyphen of all dashes.
var hyphens = strings.NewReplacer("‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "−", "-", "－", "-")

// areaOf returns the area code of a mainland landline, with its 0; "" if the number is none.
func areaOf(s string) string {
	n, err := phonenumbers.Parse(s, "CN")
	if err != nil {
		return ""
	}
	size := phonenumbers.GetLengthOfGeographicalAreaCode(n)
	if size == 0 || size >= len(s) {
		return ""
	}
	return s[:size+1]
}

// areaWithoutZero returns the area code, without its 0, of a landline that lacks only that 0: a
// spreadsheet takes it for a number and drops it. It returns 0 if the number is another one.
func areaWithoutZero(s string) int {
	if landline("0"+s, "problem.phone.area").wrong != "" {
		return 0
	}
	code, _ := strconv.Atoi(areaOf("0" + s))
	return code
}
