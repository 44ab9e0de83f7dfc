package x11

import (
	"fmt"
	"image"

	"github.com/jezek/xgb/xfixes"
	"github.com/jezek/xgb/xproto"
)

// Screen is what the whole screen shows, without the pointer.
func (c *Conn) Screen() (*image.RGBA, error) { return c.Part(image.Rect(0, 0, c.Width, c.Height)) }

// Part is what a part of the screen shows. The picture's origin is the screen's.
func (c *Conn) Part(at image.Rectangle) (*image.RGBA, error) {
	at = at.Intersect(image.Rect(0, 0, c.Width, c.Height))
	if at.Empty() {
		return nil, fmt.Errorf("nothing of the screen is at %v", at)
	}
	reply, err := xproto.GetImage(c.x, xproto.ImageFormatZPixmap, xproto.Drawable(c.root),
		int16(at.Min.X), int16(at.Min.Y), uint16(at.Dx()), uint16(at.Dy()), 0xFFFFFFFF).Reply()
	if err != nil {
		return nil, fmt.Errorf("looking at the screen: %w", err)
	}
	if len(reply.Data) < 4*at.Dx()*at.Dy() {
		return nil, fmt.Errorf("the screen has %d bytes for %v: its depth is not 24", len(reply.Data), at)
	}
	img := image.NewRGBA(at)
	for i := 0; i < len(img.Pix); i += 4 { // blue, green, red, nothing
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = reply.Data[i+2], reply.Data[i+1], reply.Data[i], 255
	}
	return img, nil
}

// PointerInk counts the pixels of the pointer's picture that can be seen; 0 is a
// pointer that is hidden.
func (c *Conn) PointerInk() (int, error) {
	reply, err := xfixes.GetCursorImage(c.x).Reply()
	if err != nil {
		return 0, fmt.Errorf("looking at the pointer: %w", err)
	}
	ink := 0
	for _, pixel := range reply.CursorImage {
		if pixel>>24 != 0 {
			ink++
		}
	}
	return ink, nil
}
