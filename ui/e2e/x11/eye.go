package x11

import (
	"fmt"
	"image"
)

// Screen is what the whole screen shows, without the pointer.
func (c *Conn) Screen() (*image.RGBA, error) { return c.Part(image.Rect(0, 0, c.Width, c.Height)) }

// Part is what a part of the screen shows. The picture's origin is the screen's.
func (c *Conn) Part(at image.Rectangle) (*image.RGBA, error) {
	at = at.Intersect(image.Rect(0, 0, c.Width, c.Height))
	if at.Empty() {
		return nil, fmt.Errorf("nothing of the screen lies at %v", at)
	}
	r := request(73, 2, c.root)
	for _, v := range []int{at.Min.X, at.Min.Y, at.Dx(), at.Dy()} {
		r = le.AppendUint16(r, uint16(v))
	}
	r = le.AppendUint32(r, 0xFFFFFFFF)
	reply, err := c.ask(r)
	if err != nil {
		return nil, fmt.Errorf("looking at the screen: %w", err)
	}
	pixels := reply[32:]
	if len(pixels) < 4*at.Dx()*at.Dy() {
		return nil, fmt.Errorf("the screen has %d bytes for %v: its depth is not 24", len(pixels), at)
	}
	img := image.NewRGBA(at)
	for i := 0; i < len(img.Pix); i += 4 { // blue, green, red, nothing
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = pixels[i+2], pixels[i+1], pixels[i], 255
	}
	return img, nil
}

// PointerInk counts the pixels of the pointer's picture that can be seen; 0 is a
// pointer that is hidden.
func (c *Conn) PointerInk() (int, error) {
	reply, err := c.ask(request(c.xfixes, 4))
	if err != nil {
		return 0, fmt.Errorf("looking at the pointer: %w", err)
	}
	w, h := int(le.Uint16(reply[12:])), int(le.Uint16(reply[14:]))
	ink := 0
	for i := range w * h {
		if le.Uint32(reply[32+4*i:])>>24 != 0 {
			ink++
		}
	}
	return ink, nil
}
