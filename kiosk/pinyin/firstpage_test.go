package pinyin

import (
	"slices"
	"testing"
)

// Whole names are wide: among what has room beside each other there must also be the
// surname alone, or the first character of the given name, for every other name.
func TestWholeNamesLeaveRoomForWhatANameBeginsWith(t *testing.T) {
	d := load(t)
	for _, tt := range []struct{ before, keys, begin string }{
		{"", "liuyifei", "刘"},
		{"", "zhouxingchi", "周"},
		{"", "zhangzihan", "张"},
		{"", "ouyangnana", "欧阳"},
		{"", "wxy", "王"},
		{"张", "zihan", "子"},
		{"欧阳", "nana", "娜"},
		{"李", "yichen", "怡"},
	} {
		c := compose(d, Options{Names: true}, tt.keys)
		c.Before(tt.before)
		width, found := 0.0, false
		for _, text := range texts(c, firstPage) {
			width += margin + float64(len([]rune(text)))
			found = found || text == tt.begin && width <= room
		}
		if !found {
			t.Errorf("%s after %q: %s has no room on the first page %v", tt.keys, tt.before, tt.begin, texts(c, firstPage))
		}
	}
}

// Compound surnames come far ahead of their number of bearers, but are not counted as that likely: beside 东郭 and 东宫,
// whom few people are called, there are as many whole names as beside any other surname.
func TestCompoundSurnamesPushNoNamesOff(t *testing.T) {
	d := load(t)
	for keys, want := range map[string][]string{"donggl": {"董桂兰", "董贵丽", "东郭"}, "donggy": {"董桂英", "董贵英", "东宫"}} {
		got := texts(compose(d, Options{Names: true}, keys), firstPage)
		for _, text := range want {
			if !slices.Contains(got, text) {
				t.Errorf("%s: %s is not on the first page %v", keys, text, got)
			}
		}
	}
}

// The likelier whole names are against their beginnings, the more of them come.
func TestWholeNamesAreAsManyAsTheyAreWorth(t *testing.T) {
	worth := func(cost float32) name { return name{syls: []uint16{1, 2}, cost: cost} }
	many := []float64{.1, .1, .1, .1, .1, .1, .1, .1, .1, .1}
	for _, tt := range []struct {
		what       string
		names      []name
		beginnings []float64
		want       int
	}{
		{"one name", []name{worth(1)}, many, 1},
		{"nothing else to offer", []name{worth(1), worth(1), worth(1)}, nil, 3},
		{"names that are worth less than beginnings", []name{worth(9), worth(9), worth(9), worth(9)}, many, 1},
		{"names that are worth more", []name{worth(0.1), worth(0.1), worth(0.1), worth(0.1)}, many, 4},
	} {
		if got := wholeNames(tt.names, tt.beginnings); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.what, got, tt.want)
		}
	}
}
