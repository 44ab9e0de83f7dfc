package page

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"

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
				m.Stop() // it may have been started with the page
				m.Start()
			}
		}
	})
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
