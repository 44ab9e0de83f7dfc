package form

import (
	"testing"

	"pgregory.net/rapid"
)

// A text that is too short for a number is never compared as one, so none that is too short may be a number.
func TestNothingTooShortIsANumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(
			rapid.StringMatching(`[+0]{0,3}[0-9０-９ ()-]{1,12}`),
			rapid.StringMatching(`\+(290|683|247|500|672|677|688|690)[0-9]{1,5}`),
			rapid.StringMatching(`[0-9]\.[0-9]{1,6}[eE]\+?[0-9]{1,2}`),
			rapid.String(),
		).Draw(t, "text")
		if v := checkPhone(s, Context{}); v.wrong == "" && !longEnough(s) {
			t.Fatalf("%q is taken as a number", s)
		}
	})
	if checkPhone("+683 4000", Context{}).wrong != "" || !longEnough("+683 4000") {
		t.Error("the shortest number is none")
	}
}
