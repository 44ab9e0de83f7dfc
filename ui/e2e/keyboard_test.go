package main

import "testing"

func TestCharactersAreTaughtToSpareKeysOnly(t *testing.T) {
	const keymap = "key <AD01> { [ q, Q ] };\nkey <I208> {         [   XF86AudioPlay ] };\nkey <I209> { [ XF86AudioPause ] };\nkey <I210> { [ XF86Launch3 ] };\n"
	const want = "key <AD01> { [ q, Q ] };\nkey <I208> {         [ U6797 ] };\nkey <I209> { [ U20BB7 ] };\nkey <I210> { [ XF86Launch3 ] };\n"
	runes := []rune("林𠮷")
	if got := teach(keymap, &runes); got != want {
		t.Errorf("got\n%s", got)
	}
	if len(runes) != 0 {
		t.Errorf("%d characters found no key", len(runes))
	}
	few := []rune("林知远妈")
	teach(keymap, &few)
	if len(few) != 1 {
		t.Errorf("%d characters found no key, want one", len(few))
	}
}
