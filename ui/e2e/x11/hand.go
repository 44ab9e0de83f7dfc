package x11

// Buttons of a pointer. A touchscreen presses Left; the wheel is pressed as buttons.
const (
	Left, Middle, Right = 1, 2, 3
	WheelUp, WheelDown  = 4, 5
)

// Kinds of injected events (XTEST FakeInput).
const (
	keyPress = iota + 2
	keyRelease
	buttonPress
	buttonRelease
	motion
)

// Move puts the pointer on a point of the screen, in pixels.
func (c *Conn) Move(x, y int) error { return c.fake(motion, 0, x, y) }

// Press pushes a button down where the pointer is.
func (c *Conn) Press(button byte) error { return c.fake(buttonPress, button, 0, 0) }

// Release lets a button up.
func (c *Conn) Release(button byte) error { return c.fake(buttonRelease, button, 0, 0) }

// KeyDown pushes the key with that code (8 to 255) down.
func (c *Conn) KeyDown(code byte) error { return c.fake(keyPress, code, 0, 0) }

// KeyUp lets it up.
func (c *Conn) KeyUp(code byte) error { return c.fake(keyRelease, code, 0, 0) }

func (c *Conn) fake(kind, detail byte, x, y int) error {
	r := request(c.xtest, 2)
	r = append(r, kind, detail, 0, 0)
	r = append(r, make([]byte, 4)...) // at once
	if kind == motion {
		r = le.AppendUint32(r, c.root)
	} else {
		r = append(r, 0, 0, 0, 0)
	}
	r = append(r, make([]byte, 8)...)
	r = le.AppendUint16(r, uint16(int16(x)))
	r = le.AppendUint16(r, uint16(int16(y)))
	r = append(r, make([]byte, 8)...)
	return c.tell(r)
}

// Teach puts a character (an X keysym) on a key, without and with shift. A program
// learns of it by itself.
func (c *Conn) Teach(code byte, keysym uint32) error {
	r := request(100, 1)
	r = append(r, code, 2, 0, 0)
	r = le.AppendUint32(r, keysym)
	r = le.AppendUint32(r, keysym)
	return c.tell(r)
}
