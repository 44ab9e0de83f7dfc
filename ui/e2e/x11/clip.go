package x11

import (
	"fmt"
	"slices"
)

// Numbers of the events and of the names that every server knows.
const (
	selectionRequest = 30
	selectionNotify  = 31
	atomAtom         = 4
	none             = 0
)

// Offer makes the text what a program gets that pastes, until the connection is
// closed. The text may hold any bytes and be of any length. Serve must be called.
func (c *Conn) Offer(name string) error {
	window := c.id
	r := request(1, 0, window, c.root, 0, 1|1<<16, 0, 0, 0) // 1×1, never shown
	if err := c.tell(r); err != nil {
		return err
	}
	selection, err := c.atom(name)
	if err != nil {
		return err
	}
	if err := c.tell(request(22, 0, window, selection, 0)); err != nil {
		return err
	}
	return c.Sync()
}

// Serve answers every program that pastes, as long as the connection is open.
func (c *Conn) Serve(text []byte) error {
	utf8, err := c.atom("UTF8_STRING")
	if err != nil {
		return err
	}
	targets, err := c.atom("TARGETS")
	if err != nil {
		return err
	}
	for {
		var e []byte
		if len(c.events) > 0 {
			e, c.events = c.events[0], c.events[1:]
		} else if e, err = c.read(); err != nil {
			return err
		}
		if e[0]&0x7F != selectionRequest {
			continue
		}
		requestor, target, property := le.Uint32(e[12:]), le.Uint32(e[20:]), le.Uint32(e[24:])
		switch target {
		case utf8:
			err = c.give(requestor, property, utf8, 8, text)
		case targets:
			err = c.give(requestor, property, atomAtom, 32, le.AppendUint32(nil, utf8))
		default:
			property = none
		}
		if err != nil {
			return fmt.Errorf("handing over the clipboard: %w", err)
		}
		// The answer repeats the question's time, asker, selection and target.
		answer := append([]byte{selectionNotify, 0, 0, 0}, e[4:8]...)
		answer = append(answer, e[12:24]...)
		answer = le.AppendUint32(answer, property)
		answer = append(answer, make([]byte, 32-len(answer))...)
		if err := c.tell(append(request(25, 0, requestor, 0), answer...)); err != nil {
			return err
		}
	}
}

// give writes data into a window's property, piece by piece where it is long.
func (c *Conn) give(window, property, kind uint32, bits byte, data []byte) error {
	const replace, add = 0, 2
	mode := byte(replace)
	for piece := range slices.Chunk(data, 200_000) {
		r := request(18, mode, window, property, kind, uint32(bits), uint32(len(piece)*8/int(bits)))
		if err := c.tell(append(r, piece...)); err != nil {
			return err
		}
		mode = add
	}
	return nil
}
