package display

import (
	"fmt"
	"os"
	"runtime"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"
)

func init() {
	// The connection's own messages would end up in the booth's log; errors are handled where they
	// occur.
	xgb.Logger.SetOutput(discard{})
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// underX reports whether windows open on an X server.
func underX() bool {
	switch runtime.GOOS {
	case "windows", "darwin", "js", "android", "ios":
		return false
	}
	return os.Getenv("DISPLAY") != ""
}

// server is our own connection to the X server, separate from the toolkit's.
type server struct {
	c    *xgb.Conn
	root xproto.Window
	tell bool // RandR supports monitors (1.5)
}

// dial connects to the X server that the toolkit uses.
func dial(name string) (*server, error) {
	c, err := xgb.NewConnDisplay(name)
	if err != nil {
		return nil, fmt.Errorf("connecting to the X server: %w", err)
	}
	s := &server{c: c, root: xproto.Setup(c).DefaultScreen(c).Root}
	if err := randr.Init(c); err == nil {
		v, err := randr.QueryVersion(c, 1, 5).Reply()
		s.tell = err == nil && (v.MajorVersion > 1 || v.MinorVersion >= 5)
	}
	return s, nil
}

// displays lists the server's monitors, in order.
func (s *server) displays() ([]Display, error) {
	if !s.tell {
		// On an old server without RandR 1.5 the whole screen is one display.
		g, err := xproto.GetGeometry(s.c, xproto.Drawable(s.root)).Reply()
		if err != nil {
			return nil, fmt.Errorf("asking for the size of the screen: %w", err)
		}
		return []Display{{N: 1, Name: "screen", W: int(g.Width), H: int(g.Height), Primary: true}}, nil
	}
	m, err := randr.GetMonitors(s.c, s.root, true).Reply()
	if err != nil {
		return nil, fmt.Errorf("asking for the displays: %w", err)
	}
	var all []Display
	for _, i := range m.Monitors {
		d := Display{X: int(i.X), Y: int(i.Y), W: int(i.Width), H: int(i.Height), Primary: i.Primary}
		if name, err := xproto.GetAtomName(s.c, i.Name).Reply(); err == nil {
			d.Name = name.Name
		}
		all = append(all, d)
	}
	return number(all), nil
}

func (s *server) close() { s.c.Close() }

// listX lists the displays of an X server; it needs neither a window nor the toolkit.
func listX(name string) ([]Display, error) {
	s, err := dial(name)
	if err != nil {
		return nil, err
	}
	defer s.close()
	return s.displays()
}
