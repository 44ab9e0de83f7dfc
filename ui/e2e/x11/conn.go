// Package x11 is a finger, an eye and a clipboard on an X display: it moves the pointer and
// presses its button (extension XTEST), looks at the screen and at the pointer's picture
// (extension XFIXES), and hands text to a program that pastes.
//
// A program started for every move would be too slow to flick with: here a tap takes as long as
// a finger's.
package x11

import (
	"fmt"
	"io"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xfixes"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// Conn is one connection to a display.
type Conn struct {
	x      *xgb.Conn
	root   xproto.Window
	Width  int // of the screen, in pixels
	Height int
}

// Open connects to a display such as ":7".
func Open(display string) (*Conn, error) {
	xgb.Logger.SetOutput(io.Discard) // it tells that there is no password file, which no display of ours asks for
	x, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, fmt.Errorf("connecting to display %s: %w", display, err)
	}
	if err := extensions(x); err != nil {
		x.Close()
		return nil, fmt.Errorf("greeting display %s: %w", display, err)
	}
	screen := xproto.Setup(x).DefaultScreen(x)
	return &Conn{x: x, root: screen.Root, Width: int(screen.WidthInPixels), Height: int(screen.HeightInPixels)}, nil
}

func extensions(x *xgb.Conn) error {
	if err := xtest.Init(x); err != nil {
		return err
	}
	if err := xfixes.Init(x); err != nil {
		return err
	}
	_, err := xfixes.QueryVersion(x, 4, 0).Reply() // it wants to hear which version we speak
	return err
}

// Close ends the connection; the server lets go of all that was held through it.
func (c *Conn) Close() error {
	c.x.Close()
	return nil
}

// Sync returns when the server has done all that was asked of it.
func (c *Conn) Sync() error {
	if _, err := xproto.GetInputFocus(c.x).Reply(); err != nil {
		return fmt.Errorf("waiting for the display: %w", err)
	}
	return nil
}

// atom is the server's number for a name.
func (c *Conn) atom(name string) (xproto.Atom, error) {
	reply, err := xproto.InternAtom(c.x, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, fmt.Errorf("asking the display for the name %s: %w", name, err)
	}
	return reply.Atom, nil
}
