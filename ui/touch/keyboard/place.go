package keyboard

import (
	"math"

	"fyne.io/fyne/v2"
)

// Sizes in dp, designed for a window of 1280 × 800; they scale with Style.Unit.
const (
	leastKey  = 56   // minimum width and height of a key
	widest    = 1280 // maximum width of the keys: more is farther than a hand reaches without walking
	sideGap   = 20
	keyGap    = 9
	topGap    = 12
	bottomGap = 13
	barHigh   = 60
	panelHigh = 396 // height of the whole panel in a wide window
	leastHigh = 394 // so that five rows of keys fit in a low window
	reach     = 24  // how far beside a key a touch still counts as on it
)

// sizes are the dimensions of one keyboard.
type sizes struct {
	u            float32
	narrow       bool    // taller than wide: two bars, or an extra row of digits
	x, w         float32 // left edge and width of the keys
	top, bottom  float32
	bar          float32 // height of a bar
	bars         int
	keysY, keysH float32
	gapX, gapY   float32
}

func (s Style) unit() float32 {
	if s.Unit <= 0 {
		return 1
	}
	return s.Unit
}

// narrow reports whether a window of this width is taller than wide.
func (s Style) narrow(width float32) bool { return width <= 800*s.unit()*1.02 }

// HeightFor returns the height of the whole panel, in dp, in a window of this size: at most 410 at
// 1280 × 800, and never more than 42 % of a window that is taller than wide. A low window keeps room
// for the field above it, for which the keys become lower than a finger.
func (k *Keyboard) HeightFor(size fyne.Size) float32 {
	return min(k.highFor(size), size.Height-FieldRoom)
}

// FieldRoom is the least height, in dp, that the panel leaves above it: a field and its edge.
const FieldRoom = 80

func (k *Keyboard) highFor(size fyne.Size) float32 {
	u := k.style.unit()
	if !k.style.narrow(size.Width) {
		return max(leastHigh, panelHigh*u)
	}
	high := (topGap+bottomGap+keyGap)*u + max(leastKey, barHigh*u)
	high += 5*max(leastKey, 80*u) + 4*keyGap*u
	return min(high, max(leastHigh, size.Height*0.42))
}

// measure returns the dimensions of a panel of this size for a page with so many rows.
func (k *Keyboard) measure(size fyne.Size, rows int) sizes {
	u := k.style.unit()
	m := sizes{u: u, narrow: k.style.narrow(size.Width), bars: 1}
	m.w = min(size.Width-2*sideGap*u, widest)
	m.x = (size.Width - m.w) / 2
	m.top, m.bottom, m.gapX, m.gapY = topGap*u, bottomGap*u, keyGap*u, keyGap*u
	m.bar = max(leastKey, barHigh*u)
	if m.narrow && hasCandidates[k.page] {
		m.bars = 2
	}
	need := func() float32 {
		return m.top + m.bottom + (m.bar+m.gapY)*float32(m.bars) + leastKey*float32(rows) + m.gapY*float32(rows-1)
	}
	if need() > size.Height { // five rows in a low window: shrink the gaps, never the keys
		m.bar, m.gapY, m.bottom = leastKey, 7, 8
	}
	if over := need() - size.Height; over > 0 {
		m.gapY = max(3, m.gapY-over/float32(rows+m.bars))
	}
	m.keysY = m.top + (m.bar+m.gapY)*float32(m.bars)
	m.keysH = size.Height - m.keysY - m.bottom
	return m
}

// key is one touch target.
type key struct {
	spec
	label string
	role  role
	icon  picture
	at    fyne.Position
	size  fyne.Size
	index int // of a candidate, a syllable or a suffix
	off   bool
}

// picture is an icon by its name: functions cannot be compared, and the toolkit keeps a picture
// until it is known to have changed.
type picture struct {
	name string
	draw Icon
}

// role is how a key looks and what it is for.
type role int

const (
	types   role = iota // types its label
	does                // changes the keyboard or deletes
	acts                // the action key
	choice              // a candidate; the first is on a card of its own
	quiet               // words directly on the ground
	letters             // a Latin letter: shift, diacritics and the press preview apply to these
)

// placeKeys returns the keys of a page at their positions in a panel of this size.
func (k *Keyboard) placeKeys(size fyne.Size) ([]key, sizes) {
	rows := rowsOf(k.page, k.style.narrow(size.Width))
	m := k.measure(size, len(rows))
	high := (m.keysH - m.gapY*float32(len(rows)-1)) / float32(len(rows))
	var keys []key
	for r, row := range rows {
		var units float32
		for _, s := range row {
			units += s.width
		}
		unit := (m.w + m.gapX) / units
		x := m.x
		y := m.keysY + float32(r)*(high+m.gapY)
		for _, s := range row {
			if s.id != "" || !s.does {
				bottom := y + high*float32(s.rows) + m.gapY*float32(s.rows-1)
				keys = append(keys, key{spec: s, at: round(x, y), size: between(x, y, x+s.width*unit-m.gapX, bottom)})
			}
			x += s.width * unit
		}
	}
	return keys, m
}

func floor(v float32) float32 { return float32(math.Floor(float64(v))) }

// round rounds a corner to whole dp, so that edges stay crisp.
func round(x, y float32) fyne.Position {
	return fyne.NewPos(float32(math.Round(float64(x))), float32(math.Round(float64(y))))
}

// between returns the size between two corners rounded to whole dp.
func between(x, y, x1, y1 float32) fyne.Size {
	d := round(x1, y1).Subtract(round(x, y))
	return fyne.NewSize(d.X, d.Y)
}

// distance returns the distance from p to the nearest point of the key.
func (k key) distance(p fyne.Position) float32 {
	dx := max(k.at.X-p.X, 0, p.X-k.at.X-k.size.Width)
	dy := max(k.at.Y-p.Y, 0, p.Y-k.at.Y-k.size.Height)
	return float32(math.Hypot(float64(dx), float64(dy)))
}

// nearest returns the index of the key under or nearest to p, or -1 if none is within reach.
func nearest(keys []key, p fyne.Position, within float32) int {
	best, at := within, -1
	for i := range keys {
		if keys[i].off {
			continue
		}
		if d := keys[i].distance(p); d < best || d == 0 {
			best, at = d, i
		}
	}
	return at
}
