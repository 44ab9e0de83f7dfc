package pinyin

import "testing"

func TestWhereInANameTheCaretStands(t *testing.T) {
	d := load(t)
	for _, tt := range []struct {
		before string
		begins bool
		given  int
	}{
		{"", true, 0},
		{"张", false, 0},
		{"张珂", false, 1},
		{"张子涵", false, 2},
		{"欧", false, 0},
		{"欧阳", false, 0},
		{"欧阳娜", false, 1},
		{"欧阳娜娜", false, 2},
		{"爱新觉罗", false, 0},
		{"喆", false, 0},
		{"喆明", false, 1},
		{"买买提·", false, 0},
		{"买买提·艾", false, 1},
		{"Zoë ", false, 0},
	} {
		p := d.placeAfter(tt.before)
		if p.begins != tt.begins || p.given != tt.given {
			t.Errorf("after %q: begins is %v and given %d, want %v and %d", tt.before, p.begins, p.given, tt.begins, tt.given)
		}
	}
}
