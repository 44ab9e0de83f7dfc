// Package crowd is the picture of ten thousand people: one of them is looked for by a finger, or a share of them is lit. It is
// a widget of its own, which knows nothing of the visit that shows it.
package crowd

import (
	"image"
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"matchbooth/assets/art"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Dots is the picture of ten thousand people. With Share it lights that many of them, as an area of the disc. With Seek one of them is the one: a lamp goes with the finger, and the
// ground under it is the warmer the nearer the one is.
//
// Everything is drawn once for a size; a finger that moves only moves a picture, or shows another one of four.
type Dots struct {
	widget.BaseWidget
	OnNear  func(step int) // a finger searches, and is so near, from 0; within touch.Alone if nobody's does; may be nil
	OnFound func()         // a finger has found the one; may be nil
	OnTouch func()         // a finger is there, whatever it does; may be nil
	Foot    float32        // height kept free of the crowd at the foot, for words; in dp
	High    float32        // height at the top that not everybody reaches: the one is never there; in dp
	Corner  float32        // radius of the corners of what it lies on; in dp
	Still   bool           // no motion
	roam    touch.Roam

	pal    art.Palette
	share  int // of ten thousand; 0: none
	one    int // the dot that is searched for; -1: none
	found  bool
	at     fyne.Position // of the lamp's middle
	step   int           // how warm it is
	clip   *container.Clip
	base   *canvas.Raster
	part   *canvas.Raster
	lamps  [art.SearchSteps + 1]*canvas.Raster
	ground *canvas.Raster
	rings  [2]*canvas.Circle // the two on their way to each other: first the one's
	met    *canvas.Raster
	nudge  *canvas.Rectangle // repaints the window, as what was hidden from the start does not do by being shown
	moving *fyne.Animation
}

// New returns the picture with no dot lit.
func New(pal art.Palette) *Dots {
	d := &Dots{pal: pal, one: -1}
	d.base = touch.NewPicture(func(w, h int) image.Image { return art.TenThousand(w, h, pal, -1) })
	d.part = canvas.NewRaster(func(w, h int) image.Image { return art.Share(w, h, pal, d.share) })
	for i := range d.lamps {
		d.lamps[i] = touch.NewPicture(func(w, h int) image.Image { return art.SearchLamp(min(w, h), pal, i) })
	}
	d.ground = canvas.NewRaster(func(w, h int) image.Image {
		p, s := d.place(), d.Size()
		unit := float64(w) / float64(max(s.Width, 1))
		return art.FoundGround(w, h, pal, float64(d.Corner)*unit, float64(p.X)*unit, float64(p.Y)*unit)
	})
	for i, c := range []color.Color{pal.OnWine, pal.Gold} {
		d.rings[i] = canvas.NewCircle(color.Transparent)
		d.rings[i].StrokeColor = c
	}
	d.met = canvas.NewRaster(func(w, h int) image.Image { return art.MetRings(w, h, pal, d.oneRight()) })
	d.nudge = canvas.NewRectangle(color.Transparent)
	d.clip = container.NewClip(container.NewWithoutLayout(d.base, d.part, d.lamps[0], d.lamps[1], d.lamps[2], d.lamps[3],
		d.ground, d.rings[0], d.rings[1], d.met, d.nudge))
	d.ExtendBaseWidget(d)
	d.show()
	return d
}

// Share lights n of the ten thousand and ends the search; 0 lights none.
func (d *Dots) Share(n int) {
	d.share, d.one, d.found = min(max(n, 0), art.TenThousandDots), -1, false
	d.stop()
	if d.share > 0 {
		canvas.Refresh(d.part)
	}
	d.show()
}

// Seek begins the search for a dot, with a cold lamp in the middle. Where not everybody reaches that dot, it is the next one that
// everybody does.
func (d *Dots) Seek(one int) {
	d.share, d.one, d.found, d.step = 0, min(max(one, 0), art.TenThousandDots-1), false, 0
	for range art.TenThousandDots {
		if d.place().Y >= d.High {
			break
		}
		d.one = (d.one + 1) % art.TenThousandDots
	}
	d.stop()
	d.at = d.middle()
	d.show()
}

// Reveal ends the search: all others step back, a ring closes round the one and a gold one meets it; at once without motion.
func (d *Dots) Reveal(motion bool) {
	if d.one < 0 || d.found {
		return
	}
	d.found = true
	d.stop()
	canvas.Refresh(d.ground)
	if !motion {
		canvas.Refresh(d.met)
		d.show()
		return
	}
	d.moving = fyne.NewAnimation(meetFor, d.meet)
	d.moving.Curve = fyne.AnimationEaseOut
	d.meet(0)
	d.show()
	setOut(d.moving)
}

// setOut starts a motion; tests advance it by hand instead.
var setOut = (*fyne.Animation).Start

// meetFor is how long the rings need to each other.
const meetFor = 240 * time.Millisecond

// meet puts the two rings on their way to each other, from 0 to 1.
func (d *Dots) meet(p float32) {
	p0, r, gold := d.place(), d.radius(), d.partner()
	line := 2 * r * art.MetLine / (2 * art.MetRadius)
	from := fyne.NewPos(gold.X+(gold.X-p0.X)*1.5, gold.Y)
	for i, c := range d.rings {
		c.StrokeWidth = line
		mid, rad := p0, r*(1+0.9*(1-p))
		if i == 1 {
			mid, rad = fyne.NewPos(from.X+(gold.X-from.X)*p, gold.Y), r
		}
		rad += line / 2
		page.Place(c, page.Box{X: mid.X - rad, Y: mid.Y - rad, W: 2 * rad, H: 2 * rad})
		c.Refresh()
	}
	if p >= 1 && d.moving != nil {
		d.moving = nil
		canvas.Refresh(d.met)
		d.show()
	}
}

// stop ends the motion, if any.
func (d *Dots) stop() {
	if d.moving != nil {
		d.moving.Stop()
		d.moving = nil
	}
}

// show shows what belongs to the state, where it belongs.
func (d *Dots) show() {
	d.part.Hidden = d.share == 0
	for i, l := range d.lamps {
		l.Hidden = d.one < 0 || d.found || i != d.step
	}
	d.ground.Hidden = !d.found
	d.met.Hidden = !d.found || d.moving != nil
	for _, r := range d.rings {
		r.Hidden = d.moving == nil
	}
	d.lay()
	d.nudge.Refresh()
}

// lay moves what moves to its place.
func (d *Dots) lay() {
	if s := d.Size(); s.Width < 1 || s.Height < 1 {
		return
	}
	if d.one >= 0 && !d.found {
		side := d.lampSide()
		page.Place(d.lamps[d.step], page.Box{X: d.at.X - side/2, Y: d.at.Y - side/2, W: side, H: side})
	}
	if d.found {
		p, r := d.place(), d.radius()
		h := r / art.MetRadius
		at := page.Box{X: p.X - h/2, Y: p.Y - h/2, W: h * art.MetWide, H: h}
		if d.oneRight() {
			at.X = p.X + h/2 - at.W
		}
		page.Place(d.met, at)
	}
}

// crowd is the box of the crowd.
func (d *Dots) crowd() page.Box {
	s := d.Size()
	return page.Box{W: s.Width, H: max(1, s.Height-d.Foot)}
}

// pixels is the size of the crowd's picture at one pixel a dp.
func (d *Dots) pixels() (w, h int) {
	c := d.crowd()
	return int(math.Round(float64(c.W))), int(math.Round(float64(c.H)))
}

// disc returns the middle of the crowd and the distance of its outermost dots from there.
func (d *Dots) disc() (mid fyne.Position, rx, ry float32) {
	c := d.crowd()
	x, y := art.CrowdRadius(d.pixels())
	return fyne.NewPos(c.W/2, c.H/2), float32(x), float32(y)
}

func (d *Dots) middle() fyne.Position {
	mid, _, _ := d.disc()
	return mid
}

// place is where the one is.
func (d *Dots) place() fyne.Position {
	w, h := d.pixels()
	x, y := art.DotPos(w, h, d.one)
	return fyne.NewPos(float32(x), float32(y))
}

// radius is that of the rings round the one: as large as the edge of the picture leaves.
func (d *Dots) radius() float32 {
	p, s := d.place(), d.Size()
	_, rx, ry := d.disc()
	room := min(p.X, s.Width-p.X, p.Y, s.Height-p.Y)
	return max(8, min(min(rx, ry)*0.2, room*0.88-4))
}

// oneRight tells whether the gold ring comes from the left: it comes from where the middle is.
func (d *Dots) oneRight() bool { return d.place().X > d.middle().X }

// partner is the middle of the gold ring when it has met the one's.
func (d *Dots) partner() fyne.Position {
	p, by := d.place(), d.radius()*art.MetApart/art.MetRadius
	if d.oneRight() {
		by = -by
	}
	return p.AddXY(by, 0)
}

func (d *Dots) lampSide() float32 {
	_, rx, ry := d.disc()
	return min(rx, ry) * 1.06
}

// nearness returns how near a finger is to the one, from 0 to [art.SearchSteps], and whether it has found it: all in dp,
// radius is that of the crowd. A dot is much smaller than a fingertip, so that one is found from some way off.
func nearness(distance, radius float32) (step int, found bool) {
	switch {
	case distance <= max(13, radius*0.05):
		return art.SearchSteps, true
	case distance <= radius*0.2:
		return 3, false
	case distance <= radius*0.42:
		return 2, false
	case distance <= radius*0.72:
		return 1, false
	}
	return 0, false
}

// touchAt follows a finger. The lamp stays on the crowd, wherever the finger goes.
func (d *Dots) touchAt(p fyne.Position) {
	if d.OnTouch != nil {
		d.OnTouch()
	}
	if d.one < 0 || d.found {
		return
	}
	w, h := d.pixels()
	x, y := art.OnCrowd(w, h, float64(p.X), float64(p.Y))
	d.at = fyne.NewPos(float32(x), float32(y))
	_, rx, ry := d.disc()
	one := d.place()
	step, found := nearness(float32(math.Hypot(float64(d.at.X-one.X), float64(d.at.Y-one.Y))), min(rx, ry))
	if found {
		d.Reveal(!d.Still)
		if d.OnFound != nil {
			d.OnFound()
		}
		return
	}
	if step == d.step {
		d.lay()
	} else {
		d.step = step
		d.show()
	}
	if d.OnNear != nil {
		d.OnNear(step)
	}
}

// Key moves the lamp by an arrow key, a twelfth of the crowd's radius at a time, and reports whether it was one.
func (d *Dots) Key(name fyne.KeyName) bool {
	by, ok := map[fyne.KeyName]fyne.Delta{fyne.KeyLeft: {DX: -1}, fyne.KeyRight: {DX: 1}, fyne.KeyUp: {DY: -1}, fyne.KeyDown: {DY: 1}}[name]
	if !ok || d.one < 0 || d.found {
		return false
	}
	_, rx, ry := d.disc()
	by.DX, by.DY = by.DX*rx/12, by.DY*ry/12
	d.touchAt(d.at.Add(by))
	return true
}

// moved follows a pointer: a mouse that lies on a table that trembles is nobody.
func (d *Dots) moved(p fyne.Position) {
	if d.roam.Live(p) {
		d.touchAt(p)
		return
	}
	touch.Alone(func() { d.touchAt(p) })
}

// MouseDown implements desktop.Mouseable.
func (d *Dots) MouseDown(e *desktop.MouseEvent) { d.touchAt(e.Position) }

// MouseUp implements desktop.Mouseable.
func (d *Dots) MouseUp(*desktop.MouseEvent) {}

// MouseIn implements desktop.Hoverable: a resting pointer is nobody's finger.
func (d *Dots) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (d *Dots) MouseMoved(e *desktop.MouseEvent) { d.moved(e.Position) }

// MouseOut implements desktop.Hoverable: the lamp stays, as it does when a finger leaves.
func (d *Dots) MouseOut() {}

// Dragged implements fyne.Draggable.
func (d *Dots) Dragged(e *fyne.DragEvent) { d.moved(e.Position) }

// DragEnd implements fyne.Draggable.
func (d *Dots) DragEnd() {}

// MinSize implements fyne.CanvasObject.
func (d *Dots) MinSize() fyne.Size { return fyne.NewSize(200, 200) }

// CreateRenderer implements fyne.Widget.
func (d *Dots) CreateRenderer() fyne.WidgetRenderer { return &dotsRenderer{d} }

type dotsRenderer struct{ d *Dots }

func (r *dotsRenderer) Destroy()                     {}
func (r *dotsRenderer) MinSize() fyne.Size           { return r.d.MinSize() }
func (r *dotsRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.d.clip} }
func (r *dotsRenderer) Layout(size fyne.Size) {
	d := r.d
	d.clip.Resize(size)
	for _, o := range []fyne.CanvasObject{d.base, d.part} {
		page.Place(o, d.crowd())
	}
	page.Place(d.ground, page.Box{W: size.Width, H: size.Height})
	page.Place(d.nudge, page.Box{W: 1, H: 1})
	side := d.lampSide()
	for _, l := range d.lamps {
		l.Resize(fyne.NewSize(side, side))
	}
	if d.one >= 0 && !d.found && d.step == 0 && d.at.IsZero() {
		d.at = d.middle()
	}
	d.lay()
}
func (r *dotsRenderer) Refresh() { r.Layout(r.d.Size()) }
