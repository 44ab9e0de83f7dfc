package main

import "testing"

func TestLastLayoutIsTheNewestCompleteLine(t *testing.T) {
	const home = `{"screen":"home","seq":2,"targets":[{"id":"home.signup","x":10,"y":20,"w":100,"h":60}],"fields":[]}`
	for _, test := range []struct {
		name, trace, screen string
		ok, bad             bool
	}{
		{"nothing yet", "", "", false, false},
		{"half a line", `{"screen":"attr`, "", false, false},
		{"one line", `{"screen":"attract","seq":1}` + "\n", "attract", true, false},
		{"two lines", `{"screen":"attract","seq":1}` + "\n" + home + "\n", "home", true, false},
		{"a line and a half", home + "\n" + `{"screen":"no`, "home", true, false},
		{"not JSON", "what\n", "", false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			l, ok, err := LastLayout([]byte(test.trace))
			if (err != nil) != test.bad || ok != test.ok || l.Screen != test.screen {
				t.Errorf("got %v, %v, %v", l, ok, err)
			}
		})
	}
}

func TestAFingerAimsAtTheMiddle(t *testing.T) {
	if x, y := (Spot{X: 10, Y: 20, W: 100, H: 60}).Middle(); x != 60 || y != 50 {
		t.Errorf("the middle is %d, %d", x, y)
	}
}
