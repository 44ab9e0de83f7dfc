package keyboard

import (
	"image"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/ui/touch"
)

// The maximum number of keys at once: on a page with its bar, and in a row of diacritics.
const (
	mostKeys    = 64
	mostAccents = 10
)

// face is everything the keyboard draws. The objects are created once and reused for every page, so
// that a touch changes fields of a few of them and builds nothing.
//
// The toolkit's canvas does not know an object that has not been shown yet, and refreshing such an
// object paints nothing. So everything is painted by refreshing the ground, which is always shown:
// the canvas paints whole frames, and the toolkit caches rendered texts.
type face struct {
	size    fyne.Size // the size the keys are laid out for
	page    page
	objects []fyne.CanvasObject
	ground  *canvas.Rectangle
	keys    [mostKeys]keycap
	icons   map[string]*canvas.Raster
	drawn   map[string]picture // what the icons show now
	bubble  keycap             // the preview of the pressed key, above the finger
	panel   *canvas.Rectangle
	accents [mostAccents]keycap
	fits    map[fit]float32
}

// keycap is one key as drawn: the edge under it, its body, its label.
type keycap struct {
	edge, rect *canvas.Rectangle
	text       *canvas.Text
}

// fit is a measured text.
type fit struct {
	text  string
	size  float32
	bold  bool
	width float32
}

// iconNames are the possible icons, each of which occurs at most once on a page.
var iconNames = []string{"back", "shift", "hide", "prev", "next", "space", "go"}

func newCap() keycap {
	c := keycap{canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), touch.NewText("", color.Black, fyne.TextStyle{})}
	c.text.Alignment = fyne.TextAlignCenter
	c.show(false)
	return c
}

func (c *keycap) show(on bool) { c.edge.Hidden, c.rect.Hidden, c.text.Hidden = !on, !on, !on }

func (f *face) init() {
	f.fits = map[fit]float32{}
	f.icons, f.drawn = map[string]*canvas.Raster{}, map[string]picture{}
	f.ground = canvas.NewRectangle(color.Transparent)
	f.panel = canvas.NewRectangle(color.Transparent)
	f.panel.Hidden = true
	f.objects = []fyne.CanvasObject{f.ground}
	add := func(c keycap) { f.objects = append(f.objects, c.edge, c.rect, c.text) }
	for i := range f.keys {
		f.keys[i] = newCap()
		add(f.keys[i])
	}
	for _, name := range iconNames {
		r := canvas.NewRaster(func(w, h int) image.Image {
			if d := f.drawn[name].draw; d != nil && w > 0 && h > 0 {
				return d(w, h)
			}
			return image.NewRGBA(image.Rect(0, 0, 1, 1))
		})
		r.Hidden = true
		f.icons[name] = r
		f.objects = append(f.objects, r)
	}
	f.bubble = newCap()
	add(f.bubble)
	f.objects = append(f.objects, f.panel)
	for i := range f.accents {
		f.accents[i] = newCap()
		add(f.accents[i])
	}
}

// forget makes everything be laid out and measured again.
func (f *face) forget() {
	f.size, f.page = fyne.Size{}, ""
	f.fits = map[fit]float32{}
	for _, r := range f.icons {
		canvas.Refresh(r)
	}
}

// wipe clears texts that are no longer shown.
func (f *face) wipe() {
	f.fits = map[fit]float32{}
	for _, caps := range [][]keycap{f.keys[:], f.accents[:], {f.bubble}} {
		for _, c := range caps {
			if c.text.Hidden {
				c.text.Text = ""
			}
		}
	}
}

// relabel updates keys and bar to the current state, and draws them.
func (k *Keyboard) relabel() {
	size := k.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	if k.face.size != size || k.face.page != k.page {
		k.face.size, k.face.page = size, k.page
		k.keys, k.sizes = k.placeKeys(size)
		k.onPage = len(k.keys)
		k.popup = popup{}
	}
	k.keys = k.keys[:k.onPage]
	for i := range k.keys {
		k.label(&k.keys[i])
	}
	k.placeBar(k.sizes)
	if k.finger.on != nil && !k.stands(*k.finger.on) {
		k.quiet()
		k.finger.on = nil
	}
	k.paint()
	k.tell()
}

// paint draws and has the window repainted.
func (k *Keyboard) paint() {
	k.draw()
	canvas.Refresh(k.face.ground)
}

// draw sets every object's position and colours.
func (k *Keyboard) draw() {
	f, s := &k.face, k.style
	f.ground.FillColor = s.Ground
	if f.ground.StrokeWidth = 0; s.Border != nil { // two grounds of one colour
		f.ground.StrokeColor, f.ground.StrokeWidth = s.Border, 2
	}
	f.ground.Resize(k.Size())
	for _, r := range f.icons {
		r.Hidden = true
	}
	for i := range f.keys {
		c := &f.keys[i]
		if i >= len(k.keys) {
			c.show(false)
			continue
		}
		k.drawKey(c, k.keys[i])
	}
	k.drawBubble()
	k.drawAccents()
}

func (k *Keyboard) drawKey(c *keycap, it key) {
	s := k.style
	if it.off {
		c.show(false)
		return
	}
	pressed := k.finger.down && k.finger.on != nil && k.finger.on.same(it)
	first := it.role == choice && it.index == 0 && k.Pending()
	fill, ink, edge := s.Key, s.Ink, s.Edge
	size, bold := k.typeSize(it.role), it.role == acts || first
	switch it.role {
	case does:
		fill = s.Function
	case acts:
		fill, ink, edge = s.Action, s.OnAction, s.ActionEdge
	case quiet:
		fill = s.Function
	case choice:
		edge = nil
		if !first {
			fill = color.Transparent
		}
	}
	if strings.HasPrefix(it.id, "suffix") {
		size *= 0.8
	}
	if it.id == "space" || it.id == "split" {
		size = k.typeSize(does)
	}
	ends := it.id == "prev" && k.from == 0 || it.id == "next" && !k.more
	if ends { // there is nothing in that direction
		c.show(false)
		return
	}
	marked := it.id == "shift" && k.shift == shiftLock
	if marked {
		fill, ink = s.Marked, s.OnMarked
	}
	if it.id == "shift" && k.shift == shiftOnce {
		fill = s.Key
	}
	if pressed {
		switch {
		case it.role == acts:
			fill = s.ActionPressed
		case it.role == does && !marked:
			fill = s.FunctionPressed
		case !marked:
			fill = s.Pressed
		}
	}
	c.show(true)
	bare := !pressed && it.role == choice && !first
	k.shape(c, it.at, it.size, fill, edge, bare)
	if r := k.face.icons[it.id]; r != nil && it.icon.draw != nil {
		k.drawIcon(r, it, size)
		c.text.Hidden = true
		return
	}
	k.write(c.text, it.label, it.at, it.size, size, bold, ink)
}

// shape draws the body of a key with the soft edge under it. A pressed key does not move, only its
// colour changes: movement under a finger is not seen.
func (k *Keyboard) shape(c *keycap, at fyne.Position, size fyne.Size, fill, edge color.Color, bare bool) {
	s := k.style
	radius := min(14*s.unit(), size.Height/3)
	c.rect.FillColor, c.rect.CornerRadius = fill, radius
	c.rect.StrokeColor, c.rect.StrokeWidth = nil, 0
	if s.Border != nil && !bare {
		c.rect.StrokeColor, c.rect.StrokeWidth = s.Border, s.BorderWidth
	}
	c.rect.Move(at)
	c.rect.Resize(size)
	c.edge.Hidden = edge == nil
	if edge != nil {
		c.edge.FillColor, c.edge.CornerRadius = edge, radius
		// Only its lower end is ever visible; without a graphics card every rounded pixel costs.
		high := min(2*radius+2, size.Height)
		c.edge.Move(at.AddXY(0, 2*s.unit()+size.Height-high))
		c.edge.Resize(fyne.NewSize(size.Width, high))
	}
}

func (k *Keyboard) drawIcon(r *canvas.Raster, it key, size float32) {
	side := floor(min(size*1.5, it.size.Height*0.6, it.size.Width*0.6))
	was := k.face.drawn[it.id]
	k.face.drawn[it.id] = it.icon
	r.Hidden = false
	r.Move(round(it.at.X+(it.size.Width-side)/2, it.at.Y+(it.size.Height-side)/2))
	if want := fyne.NewSize(side, side); r.Size() != want {
		r.Resize(want)
	} else if was.name != it.icon.name {
		canvas.Refresh(r)
	}
}

// write centres a label on its key, shrunk if it is wider than the key.
func (k *Keyboard) write(t *canvas.Text, label string, at fyne.Position, room fyne.Size, size float32, bold bool, ink color.Color) {
	t.Text, t.Color = label, ink
	touch.Restyle(t, fyne.TextStyle{Bold: bold})
	t.TextSize = k.fitted(label, size, bold, room.Width-8*k.style.unit())
	high := touch.MeasureText(label, t.TextSize, t.TextStyle).Height
	t.Resize(fyne.NewSize(room.Width, high))
	t.Move(fyne.NewPos(at.X, at.Y+(room.Height-high)/2))
}

// fitted returns the type size, at most size and at least leastType, at which a label is no wider
// than width.
func (k *Keyboard) fitted(label string, size float32, bold bool, width float32) float32 {
	key := fit{label, size, bold, width}
	if v, ok := k.face.fits[key]; ok {
		return v
	}
	v := size
	for v > leastType && k.width(label, v, bold) > width {
		v--
	}
	if len(k.face.fits) > 2000 {
		clear(k.face.fits)
	}
	k.face.fits[key] = max(v, leastType)
	return max(v, leastType)
}

func (k *Keyboard) width(text string, size float32, bold bool) float32 {
	return touch.MeasureText(text, size, fyne.TextStyle{Bold: bold}).Width
}

// leastType is the minimum type size of a label, in dp.
const leastType = 15

// typeSize returns the type size of a role's labels, in dp.
func (k *Keyboard) typeSize(r role) float32 {
	at800 := [...]float32{types: 29, letters: 30, does: 21, acts: 25, choice: 31, quiet: 19}[r]
	if k.page == phone || k.page == digits {
		if r == types {
			at800 = 34
		}
	}
	large := float32(1)
	if k.style.Large {
		large = 1.25
	}
	return max(leastType, at800*k.style.unit()*large)
}

// drawBubble shows the letter under the finger again above it, where the finger does not hide it,
// nor does it from people standing behind, so a passphrase gets none.
func (k *Keyboard) drawBubble() {
	c, f, u := &k.face.bubble, k.finger, k.style.unit()
	if !f.down || f.on == nil || f.on.role != letters || k.popup.open() || k.page == secret {
		c.show(false)
		return
	}
	it := *f.on
	size := fyne.NewSize(max(it.size.Width*0.92, 64*u), max(62*u, it.size.Height*0.95))
	at := round(it.at.X+(it.size.Width-size.Width)/2, max(2, it.at.Y-size.Height-6*u))
	c.show(true)
	k.shape(c, at, size, k.style.Pressed, k.style.Edge, false)
	k.write(c.text, it.label, at, size, k.typeSize(letters)*1.35, false, k.style.Ink)
}

func (k *Keyboard) drawAccents() {
	f, s := &k.face, k.style
	u := s.unit()
	f.panel.Hidden = !k.popup.open()
	for i := range f.accents {
		c := &f.accents[i]
		if i >= len(k.popup.keys) {
			c.show(false)
			continue
		}
		it := k.popup.keys[i]
		fill, ink := s.Key, s.Ink
		if i == k.popup.chosen {
			fill, ink = s.Marked, s.OnMarked
		}
		c.show(true)
		k.shape(c, it.at, it.size, fill, nil, true)
		k.write(c.text, it.label, it.at, it.size, k.typeSize(letters), false, ink)
	}
	if keys := k.popup.keys; len(keys) > 0 {
		last := keys[len(keys)-1]
		pad := 6 * u
		f.panel.FillColor, f.panel.CornerRadius = s.Key, 18*u
		f.panel.StrokeColor, f.panel.StrokeWidth = s.Function, 2*u
		if s.Border != nil {
			f.panel.StrokeColor = s.Border
		}
		f.panel.Move(keys[0].at.SubtractXY(pad, pad))
		f.panel.Resize(fyne.NewSize(last.at.X+last.size.Width-keys[0].at.X+2*pad, last.size.Height+2*pad))
	}
}
