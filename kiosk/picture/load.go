package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
)

// Enough is the length of the longer side, in pixels, that a picture keeps at least, if it has it: as much as the largest
// place on a screen of 1920×1080 shows. It keeps less than twice as much.
const Enough = 1280

// Load unpacks a JPEG or PNG, upright, and shrinks it until its longer side is less than twice enough pixels. The error
// is ErrUnread or ErrLarge, with the reason.
func Load(data []byte, enough int) (*image.RGBA, error) {
	info, err := Inspect(data)
	if err != nil {
		return nil, err
	}
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnread, err)
	}
	return upright(shrink(src, max(1, max(info.W, info.H)/max(enough, 1))), info.Turn), nil
}

// shrink averages squares of n × n pixels. It converts the source in strips, so that no second copy at full size is made.
func shrink(src image.Image, n int) *image.RGBA {
	b := src.Bounds()
	w, h := max(b.Dx()/n, 1), max(b.Dy()/n, 1)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if n == 1 {
		draw.Draw(out, out.Rect, src, b.Min, draw.Src)
		return out
	}
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), min(n, b.Dy())))
	for y := range h {
		draw.Draw(strip, strip.Rect, src, image.Pt(b.Min.X, b.Min.Y+y*n), draw.Src)
		average(out.Pix[y*out.Stride:], strip, w, n)
	}
	return out
}

// average writes one row of w pixels, each the mean of side columns of the strip.
func average(row []uint8, strip *image.RGBA, w, side int) {
	high := strip.Rect.Dy()
	wide := min(side, strip.Rect.Dx())
	for x := range w {
		var sum [4]uint32
		var n uint32
		for y := range high {
			at := strip.PixOffset(x*side, y)
			c := strip.Pix[at : at+4*wide]
			for i := 0; i < len(c); i += 4 {
				sum[0] += uint32(c[i])
				sum[1] += uint32(c[i+1])
				sum[2] += uint32(c[i+2])
				sum[3] += uint32(c[i+3])
				n++
			}
		}
		for k, s := range sum {
			row[4*x+k] = uint8((s + n/2) / n) //nolint:gosec // G115: the mean of bytes is a byte
		}
	}
}
