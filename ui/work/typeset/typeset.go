// Package typeset sets text in the embedded typeface on pictures: what is printed, and the plots of the desk. The window
// has its own text engine.
package typeset

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"matchbooth/assets"
)

// fonts are parsed once.
var fonts = sync.OnceValues(func() ([2]*opentype.Font, error) {
	var out [2]*opentype.Font
	for i, isBold := range []bool{false, true} {
		f, err := opentype.Parse(assets.Font(isBold))
		if err != nil {
			return out, fmt.Errorf("reading the typeface: %w", err)
		}
		out[i] = f
	}
	return out, nil
})

// Type is the typeface in the sizes that were asked for. Sizes and lengths are in pixels. It is for one goroutine.
type Type struct {
	font  [2]*opentype.Font
	faces map[faceKey]font.Face
}

type faceKey struct {
	size float64
	bold bool
}

// New returns the typeface. An error means that the build is faulty.
func New() (*Type, error) {
	f, err := fonts()
	if err != nil {
		return nil, err
	}
	return &Type{font: f, faces: map[faceKey]font.Face{}}, nil
}

func (t *Type) face(size float64, isBold bool) font.Face {
	key := faceKey{size, isBold}
	if f, ok := t.faces[key]; ok {
		return f
	}
	at := 0
	if isBold {
		at = 1
	}
	f, err := opentype.NewFace(t.font[at], &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // only for sizes that no font can have
	}
	t.faces[key] = f
	return f
}

// Width returns the width of a text.
func (t *Type) Width(size float64, isBold bool, s string) float64 {
	return float64(font.MeasureString(t.face(size, isBold), narrow(s))) / 64
}

// Draw sets a text that begins at x; y is its baseline, which is moved to a whole pixel.
func (t *Type) Draw(dst draw.Image, x, y, size float64, isBold bool, ink color.Color, s string) {
	d := font.Drawer{
		Dst: dst, Src: image.NewUniform(ink), Face: t.face(size, isBold),
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(math.Round(y) * 64)},
	}
	d.DrawString(narrow(s))
}
