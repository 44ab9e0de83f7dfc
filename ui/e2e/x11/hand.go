package x11

import (
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// Buttons of a pointer. A touchscreen presses Left; the wheel is pressed as buttons.
const (
	Left, Middle, Right = 1, 2, 3
	WheelUp, WheelDown  = 4, 5
)

// Move puts the pointer on a point of the screen, in pixels.
func (c *Conn) Move(x, y int) error { return c.fake(xproto.MotionNotify, 0, x, y) }

// Press pushes a button down where the pointer is.
func (c *Conn) Press(button byte) error { return c.fake(xproto.ButtonPress, button, 0, 0) }

// Release lets a button up.
func (c *Conn) Release(button byte) error { return c.fake(xproto.ButtonRelease, button, 0, 0) }

// KeyDown pushes the key with that code (8 to 255) down.
func (c *Conn) KeyDown(code byte) error { return c.fake(xproto.KeyPress, code, 0, 0) }

// KeyUp lets it up.
func (c *Conn) KeyUp(code byte) error { return c.fake(xproto.KeyRelease, code, 0, 0) }

func (c *Conn) fake(kind, detail byte, x, y int) error {
	root := xproto.Window(0)
	if kind == xproto.MotionNotify {
		root = c.root
	}
	return xtest.FakeInputChecked(c.x, kind, detail, 0, root, int16(x), int16(y), 0).Check()
}

// Teach puts a character (an X keysym) on a key, without and with shift. A program
// learns of it by itself.
func (c *Conn) Teach(code byte, keysym uint32) error {
	both := []xproto.Keysym{xproto.Keysym(keysym), xproto.Keysym(keysym)}
	return xproto.ChangeKeyboardMappingChecked(c.x, 1, xproto.Keycode(code), 2, both).Check()
}
