//go:build !ci

package display

import "github.com/jezek/xgb/xproto"

// cover hides what the other displays show under black windows, so that there is no desktop to
// reach beside the booth. Displays that show part of the booth's own (mirrored) are left alone.
func (k *keeper) cover(to Display) {
	all, err := k.displays()
	if err != nil {
		return
	}
	open := map[Display]bool{}
	for _, d := range all {
		if !meets(d.X, d.Y, d.W, d.H, to.X, to.Y, to.W, to.H) {
			open[Display{X: d.X, Y: d.Y, W: d.W, H: d.H}] = true
		}
	}
	for w, d := range k.blinds {
		if open[d] {
			delete(open, d)
			continue
		}
		xproto.DestroyWindow(k.c, w)
		delete(k.blinds, w)
	}
	for d := range open {
		w, err := xproto.NewWindowId(k.c)
		if err != nil {
			return
		}
		black := xproto.Setup(k.c).DefaultScreen(k.c).BlackPixel
		xproto.CreateWindow(k.c, 0, w, k.root, int16(d.X), int16(d.Y), uint16(d.W), uint16(d.H), 0,
			xproto.WindowClassInputOutput, 0, xproto.CwBackPixel|xproto.CwOverrideRedirect, []uint32{black, 1})
		xproto.MapWindow(k.c, w)
		k.blinds[w] = d
	}
}
