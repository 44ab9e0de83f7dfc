package pinyin_test

import (
	"slices"
	"testing"

	"matchbooth/kiosk/pinyin"
)

// What people join in given names decides between characters of the same sound.
func TestSharedGivenNames(t *testing.T) {
	for _, test := range []struct {
		before, keys string
		want         string
		within       int // of the first candidates
	}{
		{"刘", "yichen", "奕辰", 3},
		{"刘", "yichen", "奕", page}, // also alone: 奕宸 is begun with it
		{"王", "haoyu", "浩宇", 1},
		{"王浩", "yu", "宇", 1},
		{"王建", "guo", "国", 1},
		{"王浩", "y", "宇", 1}, // not 洋, which fewer people join to 浩
		{"", "zhangjianguo", "张建国", 1},
		{"张", "jg", "建国", 4},
		{"诸葛", "zihan", "梓涵", 3},
	} {
		c := dictionary(t).Compose(pinyin.Options{Names: true})
		c.Before(test.before)
		for _, k := range test.keys {
			c.Key(k)
		}
		candidates, _ := c.Candidates(0, page)
		at := slices.IndexFunc(candidates, func(c pinyin.Candidate) bool { return c.Text == test.want })
		if at < 0 || at >= test.within {
			t.Errorf("after %q, %s: %s is not among the first %d of %v", test.before, test.keys, test.want, test.within, candidates)
		}
	}
}

// What people join with the character before comes further ahead, but not before what is far commoner in names: for y
// after 丽 there is 媛 on the first page, where it would not be otherwise, and 玉, 云 and 燕 are before it.
func TestSharedGivenNamesLiftTheirSecondCharacter(t *testing.T) {
	for _, test := range []struct{ before, keys, first string }{
		{"李丽", "y", "英玉艳云永宇燕媛勇阳"},
		{"李丽", "j", "金建军杰家静君娟健俊"},
		{"李佳", "y", "怡妤悦玉瑶莹雨颖音英"},
		{"李", "y", "英玉艳云永宇燕勇阳雨"},
	} {
		c := dictionary(t).Compose(pinyin.Options{Names: true})
		c.Before(test.before)
		for _, k := range test.keys {
			c.Key(k)
		}
		candidates, _ := c.Candidates(0, page)
		got := ""
		for _, candidate := range candidates {
			got += candidate.Text
		}
		if got != test.first {
			t.Errorf("after %s, %s: %s, want %s", test.before, test.keys, got, test.first)
		}
	}
}
