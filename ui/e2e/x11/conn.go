// Package x11 speaks as much of the X protocol as a finger, an eye and a clipboard
// need: move the pointer and press its button (extension XTEST), look at the screen
// and at the pointer's picture (extension XFIXES), and hand text to a program that
// pastes.
//
// It is here, and not a library, because a tap must take as long as a finger's: a
// program started for every move is too slow to flick with. Only a display on this
// computer that asks for no password is spoken to, which is what the tests open.
//
// Numbers of requests and their layouts: X Window System Protocol, X.Org 7.7
// (x.org/releases/X11R7.7/doc/xproto), and the protocol texts of the two extensions.
package x11

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
)

// Conn is one connection to a display. Not safe for concurrent use.
type Conn struct {
	wire     net.Conn
	root     uint32
	id       uint32 // the next free number of a resource
	sent     uint16 // sequence number of the last request
	xtest    byte   // major opcodes of the extensions
	xfixes   byte
	Width    int // of the screen, in pixels
	Height   int
	maxBytes int      // of one request
	events   [][]byte // that came while a reply was waited for
}

var le = binary.LittleEndian

// Open connects to a display such as ":7".
func Open(display string) (*Conn, error) {
	number, _, _ := strings.Cut(strings.TrimPrefix(display, ":"), ".")
	wire, err := net.Dial("unix", "/tmp/.X11-unix/X"+number)
	if err != nil {
		return nil, fmt.Errorf("connecting to display %s: %w", display, err)
	}
	c := &Conn{wire: wire}
	if err := c.greet(); err != nil {
		wire.Close()
		return nil, fmt.Errorf("greeting display %s: %w", display, err)
	}
	return c, nil
}

// Close ends the connection; the server lets go of all that was held through it.
func (c *Conn) Close() error { return c.wire.Close() }

func (c *Conn) greet() error {
	hello := make([]byte, 12)
	hello[0] = 'l'
	le.PutUint16(hello[2:], 11)
	if _, err := c.wire.Write(hello); err != nil {
		return err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(c.wire, head); err != nil {
		return err
	}
	body := make([]byte, 4*int(le.Uint16(head[6:])))
	if _, err := io.ReadFull(c.wire, body); err != nil {
		return err
	}
	if head[0] != 1 {
		return fmt.Errorf("the server refuses: %s", strings.Trim(string(body), "\x00 \n"))
	}
	c.id = le.Uint32(body[4:])
	c.maxBytes = 4 * int(le.Uint16(body[18:]))
	vendor, formats := int(le.Uint16(body[16:])), int(body[21])
	screen := body[32+(vendor+3)/4*4+8*formats:]
	c.root = le.Uint32(screen)
	c.Width, c.Height = int(le.Uint16(screen[20:])), int(le.Uint16(screen[22:]))
	var err error
	if c.xtest, err = c.extension("XTEST"); err != nil {
		return err
	}
	if c.xfixes, err = c.extension("XFIXES"); err != nil {
		return err
	}
	_, err = c.ask(request(c.xfixes, 0, 4, 0)) // XFIXES wants to hear which version we speak
	return err
}

func (c *Conn) extension(name string) (byte, error) {
	r := request(98, 0)
	r = le.AppendUint16(r, uint16(len(name)))
	r = append(append(r, 0, 0), name...)
	reply, err := c.ask(r)
	if err != nil {
		return 0, err
	}
	if reply[8] == 0 {
		return 0, fmt.Errorf("the display has no extension %s", name)
	}
	return reply[9], nil
}

// request begins one: major opcode, the byte beside it, then whole words. Its length
// is put in when it is sent.
func request(major, minor byte, words ...uint32) []byte {
	r := []byte{major, minor, 0, 0}
	for _, w := range words {
		r = le.AppendUint32(r, w)
	}
	return r
}

// tell sends a request that is not answered.
func (c *Conn) tell(r []byte) error {
	for len(r)%4 != 0 {
		r = append(r, 0)
	}
	if len(r) > c.maxBytes {
		return fmt.Errorf("a request of %d bytes is too long", len(r))
	}
	le.PutUint16(r[2:], uint16(len(r)/4))
	c.sent++
	if _, err := c.wire.Write(r); err != nil {
		return fmt.Errorf("speaking to the display: %w", err)
	}
	return nil
}

// ask sends a request and returns its reply.
func (c *Conn) ask(r []byte) ([]byte, error) {
	if err := c.tell(r); err != nil {
		return nil, err
	}
	for {
		m, err := c.read()
		if err != nil {
			return nil, err
		}
		if m[0] > 1 {
			c.events = append(c.events, m)
			continue
		}
		if le.Uint16(m[2:]) == c.sent {
			return m, nil
		}
	}
}

// read returns the next reply or event; an error that the server reports is one here.
func (c *Conn) read() ([]byte, error) {
	m := make([]byte, 32)
	if _, err := io.ReadFull(c.wire, m); err != nil {
		return nil, fmt.Errorf("listening to the display: %w", err)
	}
	switch m[0] {
	case 0:
		return nil, fmt.Errorf("the display reports error %d for request %d.%d", m[1], m[10], le.Uint16(m[8:]))
	case 1:
		more := make([]byte, 4*int(le.Uint32(m[4:])))
		if _, err := io.ReadFull(c.wire, more); err != nil {
			return nil, fmt.Errorf("listening to the display: %w", err)
		}
		m = append(m, more...)
	}
	return m, nil
}

// Sync returns when the server has done all that was asked of it.
func (c *Conn) Sync() error {
	_, err := c.ask(request(43, 0))
	return err
}

// atom is the server's number for a name.
func (c *Conn) atom(name string) (uint32, error) {
	r := request(16, 0)
	r = le.AppendUint16(r, uint16(len(name)))
	r = append(append(r, 0, 0), name...)
	reply, err := c.ask(r)
	if err != nil {
		return 0, err
	}
	if a := le.Uint32(reply[8:]); a != 0 {
		return a, nil
	}
	return 0, fmt.Errorf("the display knows no name %s", name)
}
