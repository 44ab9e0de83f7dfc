package display

import (
	"cmp"
	"slices"
)

// number sorts and numbers displays: the primary is 1, then from left to right and from top to
// bottom, so that a number means the same display after every start. Displays without a size
// (switched off) are left out; displays that show the same picture (mirrored) are all kept.
func number(all []Display) []Display {
	all = slices.DeleteFunc(slices.Clone(all), func(d Display) bool { return d.W <= 0 || d.H <= 0 })
	slices.SortStableFunc(all, func(a, b Display) int {
		if a.Primary != b.Primary {
			if a.Primary {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y))
	})
	for i := range all {
		all[i].N = i + 1
	}
	return all
}

// meets reports whether two rectangles overlap by at least one pixel.
func meets(ax, ay, aw, ah, bx, by, bw, bh int) bool {
	return ax < bx+bw && bx < ax+aw && ay < by+bh && by < ay+ah
}
