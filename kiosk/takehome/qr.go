package takehome

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	"github.com/skip2/go-qrcode"
)

// Quiet is the clear border around a code, in modules (ISO/IEC 18004 asks for four).
const Quiet = 4

// Matrix is a QR code without its quiet zone.
type Matrix struct {
	Size int // modules on a side
	bits [][]bool
}

// At tells whether a module is dark; outside the code it is light.
func (m Matrix) At(x, y int) bool {
	return x >= 0 && y >= 0 && x < m.Size && y < m.Size && m.bits[y][x]
}

// Encode makes the code of a payload at error correction level M, or a better one where that
// makes the code no larger. A payload too long for any code is an error.
func Encode(payload string) (Matrix, error) {
	var best Matrix
	for _, level := range []qrcode.RecoveryLevel{qrcode.Medium, qrcode.High, qrcode.Highest} {
		q, err := qrcode.New(payload, level)
		if err != nil {
			break
		}
		q.DisableBorder = true
		bits := q.Bitmap()
		if best.Size != 0 && len(bits) > best.Size {
			break
		}
		best = Matrix{Size: len(bits), bits: bits}
	}
	if best.Size == 0 {
		return best, fmt.Errorf("a QR code cannot hold %d bytes: shorten the text", len(payload))
	}
	return best, nil
}

// Draw draws the code with its quiet zone into a px×px picture: every module the same whole number
// of pixels, as large as fits, in the middle. Below one pixel a module the picture is all light.
func Draw(m Matrix, px int, dark, light color.Color) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, px, px))
	draw.Draw(img, img.Bounds(), image.NewUniform(light), image.Point{}, draw.Src)
	n := m.Size + 2*Quiet
	unit := px / n
	off := (px - unit*m.Size) / 2
	ink := image.NewUniform(dark)
	for y := range m.Size {
		for x := range m.Size {
			if m.At(x, y) {
				r := image.Rect(off+x*unit, off+y*unit, off+(x+1)*unit, off+(y+1)*unit)
				draw.Draw(img, r, ink, image.Point{}, draw.Src)
			}
		}
	}
	return img
}
