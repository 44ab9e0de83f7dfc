// Package xserver asks an X server what a booth needs to know about it, and keeps its screen on:
// the screen saver and DPMS ([Server.KeepOn]), the size of the screens, their scale, and whether
// there is a touch screen. It shows no window.
package xserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"
)

// Server is a connection to an X server.
type Server struct {
	x    *xgb.Conn
	root xproto.Window
}

// Open connects to a display such as ":0"; "" is the display named by the environment. It gives
// up when ctx is done, even if the server never answers.
func Open(ctx context.Context, display string) (*Server, error) {
	xgb.Logger.SetOutput(io.Discard) // it logs every display without an authority file
	type opened struct {
		s   *Server
		err error
	}
	done := make(chan opened, 1)
	go func() {
		x, err := xgb.NewConnDisplay(display)
		if err != nil {
			done <- opened{nil, err}
			return
		}
		done <- opened{&Server{x, xproto.Setup(x).DefaultScreen(x).Root}, nil}
	}()
	select {
	case o := <-done:
		if o.err != nil {
			return nil, fmt.Errorf("connecting to the display: %w", o.err)
		}
		return o.s, nil
	case <-ctx.Done():
		go func() {
			if o := <-done; o.s != nil {
				o.s.Close()
			}
		}()
		return nil, fmt.Errorf("connecting to the display: %w", ctx.Err())
	}
}

// Close ends the connection.
func (s *Server) Close() { s.x.Close() }

// Screen is one active output, or the whole screen of a server without RandR.
type Screen struct {
	Name              string
	Width, Height     int // pixels
	MMWidth, MMHeight int // millimetres; 0 if the display does not say
}

// Screens lists the active outputs. It is empty if all outputs are off.
func (s *Server) Screens() ([]Screen, error) {
	if err := randr.Init(s.x); err != nil {
		whole := xproto.Setup(s.x).DefaultScreen(s.x)
		return []Screen{{"screen", int(whole.WidthInPixels), int(whole.HeightInPixels), int(whole.WidthInMillimeters), int(whole.HeightInMillimeters)}}, nil
	}
	if _, err := randr.QueryVersion(s.x, 1, 3).Reply(); err != nil {
		return nil, fmt.Errorf("asking for the outputs: %w", err)
	}
	list, err := randr.GetScreenResourcesCurrent(s.x, s.root).Reply()
	if err != nil {
		return nil, fmt.Errorf("asking for the outputs: %w", err)
	}
	var all []Screen
	for _, id := range list.Outputs {
		out, err := randr.GetOutputInfo(s.x, id, list.ConfigTimestamp).Reply()
		if err != nil || out.Crtc == 0 {
			continue
		}
		at, err := randr.GetCrtcInfo(s.x, out.Crtc, list.ConfigTimestamp).Reply()
		if err != nil || at.Width == 0 {
			continue
		}
		all = append(all, Screen{string(out.Name), int(at.Width), int(at.Height), int(out.MmWidth), int(out.MmHeight)})
	}
	return all, nil
}

// DPI returns the resolution that the session asks programs to use (Xft.dpi), 0 if it sets none.
func (s *Server) DPI() int {
	got, err := xproto.GetProperty(s.x, false, s.root, xproto.AtomResourceManager, xproto.AtomString, 0, 1<<16).Reply()
	if err != nil || got == nil {
		return 0
	}
	return dpi(string(got.Value))
}

// dpi finds Xft.dpi in the text of the resource manager property.
func dpi(resources string) int {
	for line := range strings.Lines(resources) {
		name, value, ok := strings.Cut(line, ":")
		if !ok || strings.TrimSpace(name) != "Xft.dpi" {
			continue
		}
		if f, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil && f > 0 && f < 10_000 {
			return int(f + 0.5)
		}
	}
	return 0
}

// errShort means that a reply ends too early.
var errShort = errors.New("the display's answer ends too early")
