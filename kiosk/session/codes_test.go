package session

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Whoever reads a code out over the telephone finds it in the guide.
func TestEveryCodeHasASentenceAFaultAndAPlaceInTheGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/kiosk.md")
	if err != nil {
		t.Fatal(err)
	}
	all := []Code{CodeCrash, CodeHang, CodeStart, CodeStore, CodeWrite, CodeDisk, CodeBattery, CodeDisplay, CodeGraphics}
	for _, c := range all {
		if says := Codes[c]; says.Means == "" || says.Fault == "" || !faults[says.Fault] {
			t.Errorf("%s says %q, fault %q", c, says.Means, says.Fault)
		}
		if !codes.MatchString(string(c)) {
			t.Errorf("%s has another form than codes have", c)
		}
		if !strings.Contains(string(guide), "| "+string(c)+" |") {
			t.Errorf("docs/kiosk.md does not explain %s", c)
		}
	}
	for c := range Codes {
		if !slices.Contains(all, c) {
			t.Errorf("%s has no name", c)
		}
	}
}
