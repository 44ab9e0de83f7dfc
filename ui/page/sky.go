package page

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/ui/touch"
)

// orbit is the sequence of offsets, in dp, of a page that stays up for hours.
var orbit = []fyne.Position{{X: 0, Y: 0}, {X: 3, Y: -2}, {X: 5, Y: 0}, {X: 3, Y: 2}, {X: 0, Y: 3}, {X: -3, Y: 2}, {X: -5, Y: 0}, {X: -3, Y: -2}}

// KeepFresh moves the page by a few dp once a minute, so that it does not burn into the panel, and
// runs its animations once then. In between it is still.
func (b *B) KeepFresh() {
	page := b.Page
	page.Steady = true
	if b.Inline {
		return
	}
	last := int64(-1)
	page.Live = append(page.Live, func(now time.Time) {
		minute := now.Unix() / 60
		if minute == last {
			return
		}
		first := last == -1
		last = minute
		page.Drift(orbit[minute%int64(len(orbit))])
		if !first {
			for _, m := range page.Motion {
				m.Start()
			}
		}
	})
}

// Starfield draws the field of dots, and over it the two that match and the line between them.
func (b *B) Starfield(at Box) {
	m := b.M
	opts := art.FieldOptions{Fade: art.LeftEdge, Clear: true}
	if m.Portrait {
		opts.Fade = art.BottomEdge
	}
	b.Picture(at, func(w, h int) image.Image { return art.NewField(w, h, b.P, opts).Image() })
	// The same field in dp says where the two dots are.
	g := art.NewField(int(at.W), int(at.H), b.P, opts)
	const n = 48
	var line []*canvas.Line
	px, py := g.Path(0)
	for i := 1; i <= n; i++ {
		x, y := g.Path(float64(i) / n)
		l := canvas.NewLine(Blend(b.P.Gold, b.P.OnWine, float32(i)/n))
		l.StrokeWidth = m.S(3.2)
		l.Position1 = fyne.NewPos(at.X+float32(px), at.Y+float32(py))
		l.Position2 = fyne.NewPos(at.X+float32(x), at.Y+float32(y))
		b.Add(l)
		line = append(line, l)
		px, py = x, y
	}
	lamp := func(t float64, c color.NRGBA) []fyne.CanvasObject {
		x, y := g.Path(t)
		r := m.S(54)
		glow := canvas.NewRadialGradient(Faded(c, 0.55), Faded(c, 0))
		b.Put(glow, Box{at.X + float32(x) - r, at.Y + float32(y) - r, 2 * r, 2 * r})
		d := m.S(22)
		dot := canvas.NewCircle(c)
		b.Put(dot, Box{at.X + float32(x) - d/2, at.Y + float32(y) - d/2, d, d})
		return []fyne.CanvasObject{glow, dot}
	}
	a, z := lamp(0, b.P.Gold), lamp(1, b.P.OnWine)
	nudge := b.Repaint()
	show := func(p float32) {
		defer nudge()
		for i, l := range line {
			l.Hidden = float32(i)/n > (p-0.15)/0.7
		}
		for _, o := range a {
			SetVisible(o, p > 0.05)
		}
		for _, o := range z {
			SetVisible(o, p > 0.85)
		}
	}
	if b.Still {
		return
	}
	show(0)
	anim := fyne.NewAnimation(3200*time.Millisecond, show)
	anim.Curve = fyne.AnimationEaseInOut
	b.Page.Motion = append(b.Page.Motion, anim)
}

// SetVisible shows or hides an object.
func SetVisible(o fyne.CanvasObject, on bool) {
	if o.Visible() == on {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// Faded is a colour at the opacity a, from 0 to 1.
func Faded(c color.NRGBA, a float32) color.NRGBA { c.A = uint8(255 * a); return c }

// Blend is the colour at t, from 0 to 1, on the way from a to z.
func Blend(a, z color.NRGBA, t float32) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8(float32(x) + (float32(y)-float32(x))*t) }
	return color.NRGBA{mix(a.R, z.R), mix(a.G, z.G), mix(a.B, z.B), 255}
}

// Centred is a type that is set in the middle.
func Centred(t touch.Type) touch.Type {
	t.Align = fyne.TextAlignCenter
	return t
}
