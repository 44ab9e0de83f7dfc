package page

import (
	"fmt"
	"testing"

	"matchbooth/kiosk/form"
)

// What a masked value hides is dots wherever it stands, and nothing else is.
func TestWhatAMaskHidesIsDots(t *testing.T) {
	for said, want := range map[string]string{
		form.Mask("phone", "13900000417"):          "139 <4> 0417",
		form.Mask("name", "欧阳娜娜"):                  "欧阳 <2>",
		form.Mask("email", "fang@example.org"):     "f <3> @example.org",
		form.Mask("text", "x"):                     "<3>",
		"买••　" + form.Mask("phone", "15200008820"): "买 <2> 　152 <4> 8820",
		"买买提·艾力":                                   "买买提·艾力",
		"2028-06":                                  "2028-06",
		"a**b":                                     "a**b",
	} {
		got := ""
		for i, p := range maskParts(said) {
			if i > 0 {
				got += " "
			}
			if p.dots > 0 {
				got += fmt.Sprintf("<%d>", p.dots)
			}
			got += p.text
		}
		if got != want {
			t.Errorf("%q is drawn as %q, want %q", said, got, want)
		}
	}
}
