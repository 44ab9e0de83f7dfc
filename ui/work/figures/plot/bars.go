package plot

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// Bar is one number with its label.
type Bar struct {
	Label string
	N     int
	Now   bool // the current one, in gold
}

// Bars are upright bars over their labels, for numbers by the hour or by the day.
type Bars struct {
	Bars  []Bar
	Empty string // said where there is nothing to draw
}

func most(bars []Bar) (n int) {
	for _, b := range bars {
		n = max(n, b.N)
	}
	return n
}

func (b Bars) height(*kit, float64) float64 { return 120 }

func (b Bars) draw(k *kit, w, h float64) {
	if most(b.Bars) == 0 {
		k.nothing(w, h, b.Empty)
		return
	}
	const under, over, pad = 32, 26, 8 // room for labels and for numbers
	base := h - under
	slot := (w - 2*pad) / float64(len(b.Bars))
	bar := min(slot*0.64, 56)
	if len(b.Bars) > 16 {
		bar = slot * 0.74
	}
	tall := max(base-over, 1)
	var numbers, labels []mark
	var tops []float64
	for i, one := range b.Bars {
		x := pad + (float64(i)+0.5)*slot
		ink := k.pal.Wine
		if one.Now {
			ink = k.pal.GoldOnLight()
		}
		high := 0.0
		if one.N > 0 {
			high = max(tall*float64(one.N)/float64(most(b.Bars)), 3)
			k.corners(x-bar/2, base-high, bar, high, min(8, bar/4), 0, ink)
		} else if one.Now {
			k.box(x-bar/2, base-2.5, bar, 2.5, 0, ink)
		}
		tops = append(tops, base-high)
		first := one.N // the largest numbers are the ones worth reading
		if one.Now {
			first = most(b.Bars)
		}
		if one.N > 0 {
			numbers = append(numbers, mark{x: x, y: base - high - 9, s: strconv.Itoa(one.N), bold: true, first: first})
		}
		rank := 0
		if one.Now {
			rank = 1
		}
		labels = append(labels, mark{x: x, y: base + 24, s: one.Label, bold: one.Now, first: rank})
	}
	k.box(0, base, w, 1.5, 0, k.pal.Edge)
	k.marks(numbers, slot, w, func(m mark, wide float64) bool { // a number that would lie on another bar
		for i, top := range tops {
			if x := pad + (float64(i)+0.5)*slot; top < m.y+2 && math.Abs(x-m.x) > 1 && math.Abs(x-m.x) < (bar+wide)/2+1 {
				return true
			}
		}
		return false
	})
	k.labels(labels, slot, w)
}

// mark is a short text centred above or below a place.
type mark struct {
	x, y  float64
	s     string
	bold  bool
	first int // those with a larger one are set first
}

// marks sets numbers in the largest size at which all fit side by side, and else the most important ones.
func (k *kit) marks(list []mark, slot, w float64, hidden func(m mark, wide float64) bool) {
	size := label
	for _, m := range list {
		size = min(size, k.fit(slot-4, label, m.bold, m.s))
	}
	size = max(size, 13)
	k.spaced(slices.DeleteFunc(list, func(m mark) bool { return hidden(m, k.width(size, m.bold, m.s)) }), size, w)
}

// labels sets every label, or every second, third … one, so that those shown are evenly spaced.
func (k *kit) labels(list []mark, slot, w float64) {
	widest := 0.0
	for _, m := range list {
		widest = max(widest, k.width(small, true, m.s))
	}
	step := 1
	for float64(step)*slot < widest+6 && step < len(list) {
		step++
	}
	var some []mark
	for i, m := range list {
		if i%step == 0 || m.first > 0 {
			some = append(some, m)
		}
	}
	k.spaced(some, small, w)
}

// spaced sets marks, the most important first, and leaves out what would touch one that was set.
func (k *kit) spaced(list []mark, size, w float64) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b mark) int { return cmp.Compare(b.first, a.first) })
	type span struct{ from, to, y float64 }
	var set []span
	for _, m := range list {
		wide := k.width(size, m.bold, m.s)
		x := min(max(m.x, wide/2), w-wide/2)
		s := span{x - wide/2 - 3, x + wide/2 + 3, m.y}
		if slices.ContainsFunc(set, func(o span) bool {
			return s.from < o.to && o.from < s.to && s.y-o.y < size && o.y-s.y < size
		}) {
			continue
		}
		set = append(set, s)
		ink := k.pal.Ink
		if !m.bold {
			ink = k.pal.Soft
		}
		k.middle(x, m.y, size, m.bold, ink, m.s)
	}
}

// Funnel is how many came how far: a bar for each step, the last one in gold.
type Funnel struct {
	Steps []Bar
	Empty string
}

const funnelRow, funnelGap = 34.0, 6.0

// numbers returns how wide the numbers are.
func (f Funnel) numbers(k *kit) (wide float64) {
	for _, s := range f.Steps {
		wide = max(wide, k.width(label, true, strconv.Itoa(s.N)))
	}
	return wide
}

// row breaks one label, and returns the height of its row.
func (f Funnel) row(k *kit, w float64, i int) (lines []string, size, high float64) {
	lines, size = k.wrap(w-f.numbers(k)-36, label, i == len(f.Steps)-1, f.Steps[i].Label)
	return lines, size, funnelRow + float64(len(lines)-1)*rowLine
}

func (f Funnel) height(k *kit, w float64) float64 {
	all := -funnelGap
	for i := range f.Steps {
		_, _, high := f.row(k, w, i)
		all += high + funnelGap
	}
	return max(all, 60)
}

// crossed reports whether the end of a bar would lie under its label: where it fits neither into the bar nor beside it. Then
// every bar is a line below its label.
func (f Funnel) crossed(k *kit, w, top float64) bool {
	for i, s := range f.Steps {
		lines, size, _ := f.row(k, w, i)
		last := i == len(f.Steps)-1
		wide := max(w*float64(s.N)/top, 14)
		long := k.width(size, last, lines[0])
		beside := wide < long+20 && wide+10+long < w-f.numbers(k)-24
		in := k.fit(wide-24, size, last, lines[0])
		if s.N > 0 && wide < w-1 && !(len(lines) == 1 && (beside || in >= 14 && k.width(in, last, lines[0]) <= wide-24)) {
			return true
		}
	}
	return false
}

func (f Funnel) draw(k *kit, w, h float64) {
	top := most(f.Steps)
	if top == 0 {
		k.nothing(w, h, f.Empty)
		return
	}
	room, y := f.numbers(k), 0.0
	under := f.crossed(k, w, float64(top))
	for i, s := range f.Steps {
		lines, size, high := f.row(k, w, i)
		last := i == len(f.Steps)-1
		ink := k.pal.Rose
		if last {
			ink = k.pal.Gold
		}
		wide := 0.0
		if s.N > 0 {
			wide = max(w*float64(s.N)/float64(top), 14)
		}
		switch {
		case wide > 0 && under:
			k.box(0, y+high-7, wide, 7, 3.5, k.pal.Edge)
			k.box(0.8, y+high-6.2, wide-1.6, 5.4, 2.7, ink)
		case wide > 0:
			k.box(0, y, wide, high, 9, k.pal.Edge) // its edge shows on a grey print, and where there are no tints
			k.box(0.8, y+0.8, wide-1.6, high-1.6, 8.2, ink)
		}
		x, mid := 12.0, y+high/2
		if under {
			x, mid = 0, y+(high-9)/2
		} else if long := k.width(size, last, lines[0]); len(lines) == 1 && wide < long+20 && wide+10+long < w-room-24 {
			x = max(wide+10, x) // beside a bar that is too short for it
		} else if in := k.fit(wide-24, size, last, lines[0]); len(lines) == 1 && in >= 14 && k.width(in, last, lines[0]) <= wide-24 {
			size = in
		}
		for j, l := range lines {
			k.text(x, mid+(float64(j)-float64(len(lines)-1)/2)*rowLine+size*0.36, size, last, k.pal.Ink, l)
		}
		k.right(w-12, mid+label*0.36, label, true, k.pal.Ink, strconv.Itoa(s.N))
		y += high + funnelGap
	}
}
