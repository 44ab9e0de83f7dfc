package x11

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/jezek/xgb/xproto"
)

// Offer makes the text what a program gets that pastes from the named selection, such as
// CLIPBOARD, until the connection is closed. Serve must be called.
func (c *Conn) Offer(name string) error {
	window, err := xproto.NewWindowId(c.x)
	if err != nil {
		return fmt.Errorf("offering a clipboard: %w", err)
	}
	// 1×1, never shown.
	if err := xproto.CreateWindowChecked(c.x, 0, window, c.root, 0, 0, 1, 1, 0, 0, 0, 0, nil).Check(); err != nil {
		return fmt.Errorf("offering a clipboard: %w", err)
	}
	selection, err := c.atom(name)
	if err != nil {
		return err
	}
	if err := xproto.SetSelectionOwnerChecked(c.x, window, selection, xproto.TimeCurrentTime).Check(); err != nil {
		return fmt.Errorf("offering a clipboard: %w", err)
	}
	return nil
}

// Serve answers every program that pastes, as long as the connection is open. The text may hold
// any bytes and be of any length.
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
		event, xerr := c.x.WaitForEvent()
		if event == nil && xerr == nil {
			return nil // closed
		}
		if xerr != nil {
			return fmt.Errorf("handing over the clipboard: %w", xerr)
		}
		ask, ok := event.(xproto.SelectionRequestEvent)
		if !ok {
			continue
		}
		property := ask.Property
		switch ask.Target {
		case utf8:
			err = c.give(ask.Requestor, property, utf8, 8, text)
		case targets:
			err = c.give(ask.Requestor, property, xproto.AtomAtom, 32, binary.LittleEndian.AppendUint32(nil, uint32(utf8)))
		default:
			property = xproto.AtomNone
		}
		if err != nil {
			return fmt.Errorf("handing over the clipboard: %w", err)
		}
		answer := xproto.SelectionNotifyEvent{Time: ask.Time, Requestor: ask.Requestor, Selection: ask.Selection, Target: ask.Target, Property: property}
		xproto.SendEvent(c.x, false, ask.Requestor, 0, string(answer.Bytes()))
	}
}

// give writes data into a window's property, piece by piece where it is long.
func (c *Conn) give(window xproto.Window, property, kind xproto.Atom, bits byte, data []byte) error {
	mode := byte(xproto.PropModeReplace)
	for piece := range slices.Chunk(data, 200_000) {
		if err := xproto.ChangePropertyChecked(c.x, mode, window, property, kind, bits, uint32(len(piece)*8/int(bits)), piece).Check(); err != nil {
			return err
		}
		mode = xproto.PropModeAppend
	}
	return nil
}
