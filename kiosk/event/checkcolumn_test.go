package event

import (
	"strings"
	"testing"
)

// A step and a field that would be one column of an export are refused, and both are named.
func TestAStepIsNoColumnOfAField(t *testing.T) {
	fsys := withDesk(t, "", "")
	main := string(fsys[mainFile].Data)
	if !strings.Contains(main, `id = "email"`) {
		t.Fatal("the good pack asks for no e-mail address: take another field")
	}
	fsys[mainFile].Data = []byte(strings.Replace(main, `id = "email"`, `id = "check_leaflet"`, 1))
	_, faults, _ := LoadFS(fsys)
	for _, f := range faults {
		if strings.Contains(f.String(), `its column in an export, "check_leaflet", is that of a field`) {
			return
		}
	}
	t.Errorf("%v", faults)
}
