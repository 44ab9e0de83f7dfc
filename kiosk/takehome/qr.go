package takehome

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	"github.com/skip2/go-qrcode"
)

// Quiet is the width of the quiet zone around a code, in modules (ISO/IEC 18004 requires four).
const Quiet = 4

// Matrix is a QR code without its quiet zone.
type Matrix struct {
	Size int // modules on a side
	bits [][]bool
}

// At reports whether a module is dark; outside the code all is light.
func (m Matrix) At(x, y int) bool {
	return x >= 0 && y >= 0 && x < m.Size && y < m.Size && m.bits[y][x]
}

// Encode encodes a payload at error correction level M, or at a higher level if that does not
// make the code larger. It returns an error if the payload is too long for any code.
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

// Draw draws the code with its quiet zone, centred in a px×px picture. Each module is the same whole
// number of pixels wide, as many as fit; if that is less than one, the picture is all light.
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
