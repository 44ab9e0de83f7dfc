package pinyin

import (
	"fmt"
	"slices"
	"testing"
)

// The names that are kept are the cheapest; where costs are equal, those that came first. Each text is kept once, with the
// syllables of its cheapest reading.
func TestTheCheapestNamesAreKept(t *testing.T) {
	some := func(n int, cost float32) (best []name) {
		for i := range n {
			best = addCheapest(best, fmt.Sprint("n", i), []uint16{uint16(i)}, nil, cost)
		}
		return best
	}
	texts := func(best []name) (out []string) {
		for _, n := range best {
			out = append(out, n.text)
		}
		return out
	}
	full := some(keptNames+3, 5)
	if len(full) != keptNames || full[keptNames-1].text != fmt.Sprint("n", keptNames-1) {
		t.Errorf("of names of equal cost %v are kept", texts(full))
	}
	if got := addCheapest(slices.Clone(full), "as dear", nil, nil, 5); slices.Contains(texts(got), "as dear") {
		t.Error("a name as dear as the worst took its place")
	}
	if got := addCheapest(slices.Clone(full), "cheap", []uint16{7}, []uint16{8}, 4); got[0].text != "cheap" || len(got) != keptNames || !slices.Equal(got[0].syls, []uint16{7, 8}) || got[0].cost != 4 {
		t.Errorf("a cheaper name: %v", texts(got))
	}
	dear := slices.Clone(full)
	dear[3].cost = 6
	if got := addCheapest(dear, "cheap", nil, nil, 4); got[3].text != "cheap" {
		t.Errorf("the worst is not what went: %v", texts(got))
	}
	if got := addCheapest(slices.Clone(full), "n2", []uint16{99}, nil, 5); !slices.Equal(got[2].syls, []uint16{2}) {
		t.Error("another reading of equal cost took the place of the first")
	}
	if got := addCheapest(slices.Clone(full), "n2", []uint16{99}, nil, 4); !slices.Equal(got[2].syls, []uint16{99}) || got[2].cost != 4 || len(got) != keptNames {
		t.Error("a cheaper reading did not take the place of the first")
	}
}

// There is room as long as there are too few, or one of them is dearer.
func TestWhenThereIsRoomForAName(t *testing.T) {
	best := make([]name, keptNames)
	for i := range best {
		best[i].cost = 5
	}
	for _, c := range []struct {
		best []name
		cost float32
		want bool
	}{{best[1:], 9, false}, {best, 9, true}, {best, 5, true}, {best, 4, false}, {nil, 1, false}} {
		if got := crowded(c.best, c.cost); got != c.want {
			t.Errorf("%d names of 5 and one of %v: crowded %v", len(c.best), c.cost, got)
		}
	}
}

// As many whole names come before the beginnings as are worth more than what they push off the page: one that is exactly as
// far behind as may be is still weighed, and one that is worth nothing more pushes nothing off.
func TestWholeNamesThatAreWorthTheirPlace(t *testing.T) {
	named := func(costs ...float32) (names []name) {
		for _, c := range costs {
			names = append(names, name{cost: c, syls: []uint16{1, 2}})
		}
		return names
	}
	for _, c := range []struct {
		about      string
		names      []name
		beginnings []float64
		want       int
	}{
		{"the last that is not too far behind", named(1, 1+farBehind), nil, 2},
		{"one too far behind", named(1, 1.5+farBehind), nil, 1},
		{"worth nothing beside a beginning", named(200, 200), []float64{1}, 1},
		{"no more than may be", named(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), nil, mostWhole},
	} {
		if got := wholeNames(c.names, c.beginnings); got != c.want {
			t.Errorf("%s: %d, want %d", c.about, got, c.want)
		}
	}
}

// Whoever writes a second character like the first finds it first, common or not: 王岩岩.
func TestADoubledCharacterComesFirst(t *testing.T) {
	d := load(t)
	for before, keys := range map[string]string{"李娜": "na", "王岩": "yan", "李国": "guo", "王圆": "yuan", "李淼": "miao", "欧阳娜": "na", "李阿": "a"} {
		c := compose(d, Options{Names: true}, keys)
		c.Before(before)
		page, _ := c.Candidates(0, 1)
		last := string([]rune(before)[len([]rune(before))-1:])
		if len(page) == 0 || page[0].Text != last {
			t.Errorf("after %s, %s: %v first, want %s", before, keys, page, last)
		}
	}
}

// By its initial alone it is no likelier than others that go with it.
func TestAnInitialAloneDoublesNothing(t *testing.T) {
	c := compose(load(t), Options{Names: true}, "h")
	c.Before("李浩")
	if got := texts(c, 2); !slices.Equal(got, []string{"华", "浩"}) {
		t.Errorf("after 李浩, h: %v, want 华 and 浩", got)
	}
}

// It is doubled by its own readings, not by the next syllable of the alphabet: na does not give 乃.
func TestACharacterIsDoubledByItsOwnReading(t *testing.T) {
	d := load(t)
	for s, syllable := range d.syllables[:len(d.syllables)-1] {
		if len(syllable) == 1 || d.first[s+1] == d.first[s+2] {
			continue // an initial too, or a syllable without characters
		}
		char := d.text(d.first[s+1])
		c := compose(d, Options{Names: true}, syllable)
		c.Before("李" + char)
		page, _ := c.Candidates(0, 10)
		if slices.Contains(page, Candidate{char, len(syllable)}) && !d.readAs(char, syllable) {
			t.Errorf("after 李%s, %s offers %s: %v", char, syllable, char, page)
		}
	}
}
