//go:build !ci

package display

import (
	"strings"

	"github.com/jezek/xgb/xproto"
)

// nested reports whether the X server runs inside a Wayland compositor (Xwayland), which places
// windows itself.
func (s *server) nested() bool {
	const name = "XWAYLAND"
	if e, err := xproto.QueryExtension(s.c, uint16(len(name)), name).Reply(); err == nil && e.Present {
		return true
	}
	all, err := s.displays()
	return err == nil && len(all) > 0 && strings.HasPrefix(all[0].Name, name)
}

// atom returns the server's atom for a name.
func (s *server) atom(name string) xproto.Atom {
	a, err := xproto.InternAtom(s.c, false, uint16(len(name)), name).Reply()
	if err != nil {
		return xproto.AtomNone
	}
	return a.Atom
}
