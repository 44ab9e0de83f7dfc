package typeset

import "testing"

func TestEnglishIsSetWithNarrowMarks(t *testing.T) {
	set, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for s, want := range map[string]string{
		"I’m unsure": "I\ue019m unsure", "“All true” · 12": "\ue01cAll true\ue01d \ue0b7 12", "“都符合”": "“都符合”", "张 O’Brien": "张 O\ue019Brien", "plain": "plain",
	} {
		if got := narrow(s); got != want {
			t.Errorf("%q is set as %q, not %q", s, got, want)
		}
	}
	if apart, usual := set.Width(20, false, "I’m"), set.Width(20, false, "Im"); apart-usual > 10 {
		t.Errorf("an apostrophe is %.1f of 20 wide", apart-usual)
	}
}
