package canvas

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"matchbooth/assets"
)

// The embedded typeface has its outlines in the format CFF, and the library that writes PDF embeds TrueType only. So the
// characters of a document are made into a small TrueType font, which is also the subset that a PDF should carry: cubic
// curves become quadratic ones that are nowhere further away than a two-thousandth of the size, less than a printer's dot.

// unitsPerEm is the resolution of the font that is made.
const unitsPerEm = 2048

var faces = sync.OnceValues(func() ([2]*sfnt.Font, error) {
	var out [2]*sfnt.Font
	for i, bold := range []bool{false, true} {
		f, err := sfnt.Parse(assets.Font(bold))
		if err != nil {
			return out, fmt.Errorf("reading the typeface: %w", err)
		}
		out[i] = f
	}
	return out, nil
})

// Lacks returns the characters of a text that the typeface cannot show.
func Lacks(s string) (out []rune) {
	all, err := faces()
	if err != nil {
		return nil
	}
	var b sfnt.Buffer
	for _, r := range s {
		if i, err := all[0].GlyphIndex(&b, r); err != nil || i == 0 {
			out = append(out, r)
		}
	}
	return out
}

// subset makes a TrueType font with the given characters. Those beyond the first 65,536 code points, which the library
// does not know, get places in the private use area; the narrow marks of English text, which the typeface has in that area, get
// the places of the usual ones, so that they are found and copied as these: stand says which. A document with the narrow form of a
// mark has no wide one.
func subset(bold bool, used map[rune]bool) (ttf []byte, stand map[rune]rune, err error) {
	all, err := faces()
	if err != nil {
		return nil, nil, err
	}
	at := 0
	if bold {
		at = 1
	}
	src := all[at]
	stand = map[rune]rune{}
	next := rune(0xE000)
	source := map[rune]rune{}                          // code point in the font → character
	for _, r := range slices.Sorted(maps.Keys(used)) { // narrow marks come after the usual ones, and take their places
		c := r
		if usual, _ := utf8.DecodeRuneInString(assets.Usual(string(r))); usual != r {
			c = usual
			stand[r] = c
		} else if r > 0xFFFF {
			c = next
			next++
			stand[r] = c
		}
		source[c] = r
	}
	codes := slices.Sorted(maps.Keys(source))
	var buf sfnt.Buffer
	var glyf, loca, hmtx bytes.Buffer
	box := [4]int{0, 0, 0, 0}
	maxPoints, maxContours, maxWide := 0, 0, 0
	add := func(index sfnt.GlyphIndex) error {
		wide, err := src.GlyphAdvance(&buf, index, fixed.I(unitsPerEm), font.HintingNone)
		if err != nil {
			return err
		}
		segments, err := src.LoadGlyph(&buf, index, fixed.I(unitsPerEm), nil)
		if err != nil {
			return err
		}
		g := outlineOf(segments)
		put(&loca, uint32(glyf.Len()))
		left := g.write(&glyf)
		put(&hmtx, uint16(wide.Round()), int16(left))
		maxPoints, maxContours, maxWide = max(maxPoints, len(g.points)), max(maxContours, len(g.ends)), max(maxWide, wide.Round())
		box = [4]int{min(box[0], g.box[0]), min(box[1], g.box[1]), max(box[2], g.box[2]), max(box[3], g.box[3])}
		return nil
	}
	if err := add(0); err != nil {
		return nil, nil, fmt.Errorf("making a font: %w", err)
	}
	for _, c := range codes {
		index, err := src.GlyphIndex(&buf, source[c])
		if err == nil {
			err = add(index)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("making a font: U+%04X: %w", source[c], err)
		}
	}
	put(&loca, uint32(glyf.Len()))
	metrics, err := src.Metrics(&buf, fixed.I(unitsPerEm), font.HintingNone)
	if err != nil {
		return nil, nil, fmt.Errorf("making a font: %w", err)
	}
	n := len(codes) + 1
	weight := 400 + 300*at
	name := "NotoSansSC-" + [2]string{"Regular", "Bold"}[at]
	up, down := int16(metrics.Ascent.Round()), int16(-metrics.Descent.Round())
	tables := map[string][]byte{
		"glyf": glyf.Bytes(), "loca": loca.Bytes(), "hmtx": hmtx.Bytes(), "cmap": charMap(codes), "name": nameTable(name),
		"head": pack(uint32(0x10000), uint32(0x10000), uint32(0), uint32(0x5F0F3CF5), uint16(0x000B), uint16(unitsPerEm), uint64(0), uint64(0),
			int16(box[0]), int16(box[1]), int16(box[2]), int16(box[3]), uint16(0), uint16(8), int16(2), int16(1), int16(0)),
		"hhea": pack(uint32(0x10000), up, down, int16(0), uint16(maxWide), int16(0), int16(0), int16(box[2]), int16(1), int16(0), int16(0), uint64(0), int16(0), uint16(n)),
		"maxp": pack(uint32(0x10000), uint16(n), uint16(maxPoints), uint16(maxContours), uint16(0), uint16(0), uint16(1), uint16(0), uint16(0), uint16(0), uint16(0), uint16(0), uint16(0), uint16(0), uint16(0)),
		"post": pack(uint32(0x30000), uint32(0), int16(-200), int16(100), uint32(0), uint32(0), uint32(0), uint32(0), uint32(0)),
		"OS/2": pack(uint16(2), int16(1000), uint16(weight), uint16(5), uint16(0), [20]byte{}, int16(0), [10]byte{}, [16]byte{}, [4]byte{'G', 'O', 'O', 'G'},
			uint16(0x40), uint16(0), uint16(0xFFFF), up, down, int16(0), uint16(up), uint16(-down), uint64(0), int16(1100), int16(1500), uint16(0), uint16(32), uint16(1)),
	}
	return assemble(tables), stand, nil
}

// put writes numbers in the byte order of fonts.
func put(b *bytes.Buffer, values ...any) {
	for _, v := range values {
		_ = binary.Write(b, binary.BigEndian, v) // a buffer takes everything of a fixed size
	}
}

func pack(values ...any) []byte {
	var b bytes.Buffer
	put(&b, values...)
	return b.Bytes()
}

// assemble puts tables into a font file.
func assemble(tables map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(tables))
	size := 1
	shift := 0
	for size*2 <= len(names) {
		size, shift = size*2, shift+1
	}
	var head, body bytes.Buffer
	put(&head, uint32(0x10000), uint16(len(names)), uint16(size*16), uint16(shift), uint16((len(names)-size)*16))
	begin := 12 + 16*len(names)
	for _, name := range names {
		t := tables[name]
		sum := uint32(0)
		for i := 0; i < len(t); i += 4 {
			var word [4]byte
			copy(word[:], t[i:])
			sum += binary.BigEndian.Uint32(word[:])
		}
		head.WriteString(name)
		put(&head, sum, uint32(begin+body.Len()), uint32(len(t)))
		body.Write(t)
		body.Write(make([]byte, (4-len(t)%4)%4))
	}
	return append(head.Bytes(), body.Bytes()...)
}

// charMap is the table from code points, in order, to glyphs 1, 2, …: one segment for each run of neighbours.
func charMap(codes []rune) []byte {
	var starts, ends, deltas []uint16
	for i, c := range codes {
		if i > 0 && codes[i-1] == c-1 {
			ends[len(ends)-1] = uint16(c)
			continue
		}
		starts, ends = append(starts, uint16(c)), append(ends, uint16(c))
		deltas = append(deltas, uint16(i+1-int(c)))
	}
	starts, ends, deltas = append(starts, 0xFFFF), append(ends, 0xFFFF), append(deltas, 1)
	n := len(starts)
	size, shift := 1, 0
	for size*2 <= n {
		size, shift = size*2, shift+1
	}
	table := pack(uint16(4), uint16(16+8*n), uint16(0), uint16(2*n), uint16(2*size), uint16(shift), uint16(2*(n-size)), ends, uint16(0), starts, deltas, make([]uint16, n))
	return append(pack(uint16(0), uint16(1), uint16(3), uint16(1), uint32(12)), table...)
}

func nameTable(name string) []byte {
	ids := []uint16{1, 4, 6}
	out := pack(uint16(0), uint16(len(ids)), uint16(6+12*len(ids)))
	for _, id := range ids {
		out = append(out, pack(uint16(1), uint16(0), uint16(0), id, uint16(len(name)), uint16(0))...)
	}
	return append(out, name...)
}

// outline is a glyph: points that lie on it, or pull at it.
type outline struct {
	points []spot
	ends   []int
	box    [4]int
}

type spot struct {
	x, y int
	on   bool
}

// outlineOf converts what was loaded, in which y runs down.
func outlineOf(segments sfnt.Segments) (g outline) {
	at := point{}
	flip := func(p fixed.Point26_6) point { return point{float64(p.X) / 64, -float64(p.Y) / 64} }
	add := func(p point, on bool) {
		g.points = append(g.points, spot{int(math.Round(p.x)), int(math.Round(p.y)), on})
	}
	end := func() {
		from := 0
		if len(g.ends) > 0 {
			from = g.ends[len(g.ends)-1] + 1
		}
		if n := len(g.points); n-from > 1 && g.points[n-1] == g.points[from] { // closed by itself
			g.points = g.points[:n-1]
		}
		if len(g.points) > from {
			g.ends = append(g.ends, len(g.points)-1)
		}
	}
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			end()
			at = flip(s.Args[0])
			add(at, true)
		case sfnt.SegmentOpLineTo:
			at = flip(s.Args[0])
			add(at, true)
		case sfnt.SegmentOpQuadTo:
			add(flip(s.Args[0]), false)
			at = flip(s.Args[1])
			add(at, true)
		case sfnt.SegmentOpCubeTo:
			a, b, c := flip(s.Args[0]), flip(s.Args[1]), flip(s.Args[2])
			for _, q := range quadratic(at, a, b, c) {
				add(q[0], false)
				add(q[1], true)
			}
			at = c
		}
	}
	end()
	for i, p := range g.points {
		if i == 0 {
			g.box = [4]int{p.x, p.y, p.x, p.y}
		}
		g.box = [4]int{min(g.box[0], p.x), min(g.box[1], p.y), max(g.box[2], p.x), max(g.box[3], p.y)}
	}
	return g
}

// tolerance is how far a quadratic curve may be from the cubic one, in units of the font.
const tolerance = 0.7

// quadratic splits a cubic curve into as many equal parts as it takes, each of which becomes a quadratic curve: its control
// point and its end. The distance of one such curve is at most √3/36 · |p3 − 3p2 + 3p1 − p0|, and falls with the third power
// of the number of parts.
func quadratic(p0, p1, p2, p3 point) (out [][2]point) {
	d := math.Hypot(p3.x-3*p2.x+3*p1.x-p0.x, p3.y-3*p2.y+3*p1.y-p0.y)
	n := min(max(1, int(math.Ceil(math.Cbrt(math.Sqrt(3)/36*d/tolerance)))), 8)
	value := func(t float64) point {
		u := 1 - t
		a, b, c, e := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		return point{a*p0.x + b*p1.x + c*p2.x + e*p3.x, a*p0.y + b*p1.y + c*p2.y + e*p3.y}
	}
	slope := func(t float64) point {
		u := 1 - t
		return point{3*u*u*(p1.x-p0.x) + 6*u*t*(p2.x-p1.x) + 3*t*t*(p3.x-p2.x), 3*u*u*(p1.y-p0.y) + 6*u*t*(p2.y-p1.y) + 3*t*t*(p3.y-p2.y)}
	}
	for i := range n {
		t0, t1 := float64(i)/float64(n), float64(i+1)/float64(n)
		a, b := value(t0), value(t1)
		da, db := slope(t0), slope(t1)
		h := (t1 - t0) / 3
		// The cubic of this part is a, a+h·da, b−h·db, b; the control point is where both of its inner points point to.
		c1, c2 := point{a.x + h*da.x, a.y + h*da.y}, point{b.x - h*db.x, b.y - h*db.y}
		out = append(out, [2]point{{(3*(c1.x+c2.x) - a.x - b.x) / 4, (3*(c1.y+c2.y) - a.y - b.y) / 4}, b})
	}
	return out
}

// write appends the glyph to a table of them, and returns where it begins from the left.
func (g outline) write(b *bytes.Buffer) (left int) {
	if len(g.points) == 0 {
		return 0
	}
	put(b, int16(len(g.ends)))
	for _, v := range g.box {
		put(b, int16(v))
	}
	for _, e := range g.ends {
		put(b, uint16(e))
	}
	put(b, uint16(0)) // no instructions
	for _, p := range g.points {
		flag := byte(0)
		if p.on {
			flag = 1
		}
		b.WriteByte(flag)
	}
	x, y := 0, 0
	for _, p := range g.points {
		put(b, int16(p.x-x))
		x = p.x
	}
	for _, p := range g.points {
		put(b, int16(p.y-y))
		y = p.y
	}
	for b.Len()%4 != 0 {
		b.WriteByte(0)
	}
	return g.box[0]
}
