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

// sparkFor is how long a finger's light is seen before the page goes, from the moment that the finger came down.
const sparkFor = 120 * time.Millisecond

// sparkFades is how long it stays where the finger leads nowhere.
const sparkFades = 900 * time.Millisecond

// Spark is the answer to the first touch: where the finger lands a dot lights, and then the page goes.
type Spark struct {
	stars *Stars // may be nil: there is no field
	b     *B
	lamp  *canvas.Raster
	color color.NRGBA // of the lamp
	nudge func()
	fades *fyne.Animation
	lit   time.Time
	going bool
	after func(time.Duration, func()) // calls on the toolkit's goroutine, later
}

// Spark returns the page's answer to a touch; it is drawn over what is there by now.
func (b *B) Spark(stars *Stars) *Spark {
	k := &Spark{stars: stars, b: b, after: b.After}
	if k.after == nil {
		k.after = func(d time.Duration, f func()) { time.AfterFunc(d, func() { fyne.Do(f) }) }
	}
	if b.Still || b.Inline {
		return k
	}
	d := b.M.S(108)
	k.lamp = canvas.NewRaster(func(w, h int) image.Image { return art.Lamp(w, h, k.color) })
	b.Put(k.lamp, Box{W: d, H: d})
	k.lamp.Hidden = true
	k.nudge = b.Repaint()
	k.fades = fyne.NewAnimation(sparkFades, func(p float32) {
		if p < 0.5 || k.going {
			return
		}
		light(k.lamp, float64(1-p)*2)
		k.nudge()
	})
	k.fades.Curve = fyne.AnimationLinear
	return k
}

// On lets a button be answered: it lights the dot under the finger as it comes down, and does what it does when the light
// has been seen. Touches that come in between change nothing.
func (k *Spark) On(button *touch.Button) {
	if k.lamp == nil {
		return
	}
	do := button.OnTap
	lamp := k.b.P.Gold
	if button.Style.Fill == color.Color(k.b.P.OnWine) {
		lamp = k.b.P.Red // light on light would not be seen
	}
	before := button.OnDown
	button.OnDown = func(at fyne.Position) {
		if before != nil {
			before(at)
		}
		k.light(at, lamp)
	}
	button.OnTap = func() { k.then(do) }
}

// light lights the dot at the place, in the window.
func (k *Spark) light(at fyne.Position, lamp color.NRGBA) {
	if k.going {
		return
	}
	if k.color != lamp {
		k.color = lamp
		k.lamp.Refresh()
	}
	at = at.Subtract(k.b.Page.drift)
	if k.stars != nil {
		box := k.stars.at
		if p, ok := k.stars.field.Nearest(float64(at.X-box.X), float64(at.Y-box.Y)); ok {
			at = fyne.NewPos(box.X+float32(p.X), box.Y+float32(p.Y))
		}
	}
	k.lit = time.Now()
	size := k.lamp.Size()
	k.lamp.Move(fyne.NewPos(at.X-size.Width/2, at.Y-size.Height/2))
	k.fades.Stop()
	k.fades.Start()
	light(k.lamp, 1)
	k.nudge()
}

// then does it when the light has been seen for long enough; a finger takes about as long to come up.
func (k *Spark) then(do func()) {
	if k.going {
		return
	}
	if touch.IsAlone() {
		do() // nobody has done it, and what it leads to must know
		return
	}
	k.going = true
	end := func() {
		k.going = false
		k.fades.Stop()
		light(k.lamp, 0)
		do()
	}
	left := sparkFor - time.Since(k.lit)
	if left <= 0 {
		end()
		return
	}
	k.after(left, end)
}
