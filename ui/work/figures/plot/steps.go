package plot

import (
	"math"
	"strconv"
)

// Stair is one step down: how many of all are still there.
type Stair struct {
	Label string
	N     int
	Open  bool   // nobody can be counted yet: it has no height and no number
	Note  string // under the number, such as "of 40"; "" for none
	Of    int    // of how many, where these are not all: the column is filled as high as its share of them; 0: of all
}

// Stairs go from all to those who are left: for each step a column that stands for the whole, filled as high as its share.
// Numbers and what they are of stand over the columns. Those that are shares of some alone may go up again.
type Stairs struct {
	Stairs []Stair
	Empty  string
}

func (s Stairs) height(k *kit, w float64) float64 {
	return 82 + s.over(k, w) + s.foot(k, w)
}

const noteSize, noteLine = 14.0, 17.0

// over returns how much room numbers and notes need.
func (s Stairs) over(k *kit, w float64) float64 {
	lines := 0
	for _, one := range s.Stairs {
		if one.Note != "" {
			l, _ := k.wrap(w/float64(len(s.Stairs))-8, noteSize, false, one.Note)
			lines = max(lines, len(l))
		}
	}
	return 32 + float64(lines)*noteLine
}

// foot returns how much room the labels need.
func (s Stairs) foot(k *kit, w float64) float64 {
	size, lines, room := small, 1, w/float64(len(s.Stairs))-10
	for _, one := range s.Stairs {
		_, at := k.wrap(room, small, false, one.Label)
		size = min(size, at) // all in one size
	}
	for _, one := range s.Stairs {
		l, _ := k.wrap(room, size, false, one.Label)
		lines = max(lines, len(l))
	}
	return 12 + float64(lines)*rowLine
}

func (s Stairs) draw(k *kit, w, h float64) {
	top := 0
	for _, one := range s.Stairs {
		top = max(top, one.N)
	}
	if top == 0 {
		k.nothing(w, h, s.Empty)
		return
	}
	slot := w / float64(len(s.Stairs))
	size := small
	for _, one := range s.Stairs {
		_, at := k.wrap(slot-10, small, false, one.Label)
		size = min(size, at)
	}
	base := h - s.foot(k, w)
	tall := max(base-s.over(k, w), 1)
	level := func(one Stair) float64 {
		of := top
		if one.Of > 0 {
			of = one.Of
		}
		return base - tall*float64(one.N)/float64(of)
	}
	k.box(0, base, w, 1.5, 0, k.pal.Edge)
	wide := min(slot*0.62, 72)
	for i, one := range s.Stairs {
		x, y := float64(i)*slot, level(one)
		if one.Open {
			k.middle(x+slot/2, base-9, label, false, k.pal.Soft, "—")
		} else {
			ink := k.pal.Wine
			if i == len(s.Stairs)-1 || s.Stairs[i+1].Open {
				ink = k.pal.GoldOnLight()
			}
			// Whole pixels, so that the share lies exactly on the whole.
			at := math.Round((x+(slot-wide)/2)*k.unit) / k.unit
			round := min(8, wide/4)
			const line = 1.5
			k.corners(at, base-tall, wide, tall, round, 0, k.pal.Edge) // the whole, which the share is of
			k.corners(at+line, base-tall+line, wide-2*line, tall-line, round-line, 0, k.pal.Rose)
			if one.N > 0 {
				k.corners(at, y, wide, base-y, min(round, (base-y)/2), 0, ink)
			}
			up := base - tall - 10
			if one.Note != "" {
				lines, size := k.wrap(slot-8, noteSize, false, one.Note)
				for j := range lines {
					k.middle(x+slot/2, up, size, false, k.pal.Soft, lines[len(lines)-1-j])
					up -= noteLine
				}
				up -= 1
			}
			k.middle(x+slot/2, up, k.fit(slot-8, 20, true, strconv.Itoa(one.N)), true, k.pal.Ink, strconv.Itoa(one.N))
		}
		lines, size := k.wrap(slot-10, size, false, one.Label)
		for j, l := range lines {
			k.middle(x+slot/2, base+24+float64(j)*rowLine, size, false, k.pal.Soft, l)
		}
	}
}

// Ring is how many of all are done: a ring that closes in gold, and in green once it is closed.
type Ring struct{ N, Of int }

func (r Ring) height(*kit, float64) float64 { return 40 }

func (r Ring) draw(k *kit, w, h float64) {
	side := min(w, h)
	thick := side * 0.12
	radius := side/2 - thick/2 - 0.5
	k.arc(w/2, h/2, radius, thick/3, 1, k.pal.Line) // thinner, so that it is not taken for the rest where there are no tints
	if r.Of == 0 {
		return
	}
	ink := k.pal.GoldOnLight()
	if r.N >= r.Of {
		ink = k.pal.Green
	}
	k.arc(w/2, h/2, radius, thick, float64(r.N)/float64(r.Of), ink)
}
