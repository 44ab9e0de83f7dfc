package app

import (
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// sights are how somebody sees colours: with all three kinds of cones, or without one of them. The matrices, for linear RGB, are
// those of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (IEEE
// TVCG 15:6, 2009), at full severity.
var sights = map[string][9]float64{
	"everybody":    {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

// seenAs is how a colour looks through a matrix.
func seenAs(c color.Color, m [9]float64) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	gamma := func(v float64) uint8 {
		v = min(1, max(0, v))
		if v <= 0.0031308 {
			return uint8(v*12.92*255 + 0.5)
		}
		return uint8((1.055*math.Pow(v, 1/2.4)-0.055)*255 + 0.5)
	}
	r, g, b := lin(n.R), lin(n.G), lin(n.B)
	return color.NRGBA{gamma(m[0]*r + m[1]*g + m[2]*b), gamma(m[3]*r + m[4]*g + m[5]*b), gamma(m[6]*r + m[7]*g + m[8]*b), n.A}
}

// ground returns what a text of a colour stands on: the most frequent of the other colours under it, to five bits each, as a
// picture has many that are nearly the same.
func ground(img image.Image, at page.Box, ink color.NRGBA) color.Color {
	counts, some := map[color.NRGBA]int{}, map[color.NRGBA]color.NRGBA{}
	var most color.NRGBA
	coarse := func(c color.NRGBA) color.NRGBA { return color.NRGBA{c.R >> 3, c.G >> 3, c.B >> 3, 255} }
	for y := int(at.Y); y < int(at.Y+at.H); y++ {
		for x := int(at.X); x < int(at.X+at.W); x++ {
			if !(image.Point{x, y}).In(img.Bounds()) {
				continue
			}
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			k := coarse(c)
			if k == coarse(ink) {
				continue
			}
			counts[k]++
			some[k] = c
			if counts[k] > counts[most] {
				most = k
			}
		}
	}
	return some[most]
}

// Every text of every screen can be told from its ground by people who see colours otherwise: 4.5:1, or 3:1 where it is large
// (WCAG 2.2, 1.4.3).
func TestTextsAreReadWhateverColoursOneSees(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	pack, _ := fixtures()
	texts := 0
	for _, st := range stages(pack) {
		if st.state.Overlay != "" && st.state.Overlay != session.FullText {
			continue // what lies under a question is dimmed; the question has the colours of any page
		}
		st.state.Lang = "zh"
		pg, img := render(st, sizes[0])
		told := map[string]bool{}
		walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, scrolled bool) {
			x, ok := o.(*canvas.Text)
			if !ok || x.Text == "" || scrolled || told[x.Text] {
				return
			}
			n := color.NRGBAModel.Convert(x.Color).(color.NRGBA)
			if n.A < 255 { // what is not yet possible is paler on purpose; ui/touch holds how pale
				return
			}
			on := ground(img, at, n)
			least := 4.5
			if x.TextSize >= 24 || x.TextSize >= 18.66 && x.TextStyle.Bold {
				least = 3
			}
			texts++
			for name, m := range sights {
				if r := touch.Contrast(seenAs(n, m), seenAs(on, m)); r < least {
					told[x.Text] = true
					t.Errorf("%s: %q is %.1f:1 on its ground for %s, below %.1f", st.name, x.Text, r, name, least)
				}
			}
		})
	}
	if texts < 1500 {
		t.Errorf("only %d texts", texts)
	}
}
