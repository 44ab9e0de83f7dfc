package xserver

import (
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// A booth that is killed cannot put back what it switched off. So the settings from before
// stand in a property of the root window for as long as they are off, and the next booth on
// this display, or the same one started again, puts those back.
const property = "_MATCHBOOTH_SAVER"

// claim makes this connection the one that puts back, unless another that lives is: a second
// booth on the display, or doctor beside a booth. The server ends the claim with the connection.
func (s *Server) claim() (ours bool) {
	name, err := s.atom()
	if err != nil {
		return true
	}
	if owner, err := xproto.GetSelectionOwner(s.x, name).Reply(); err == nil && owner.Owner != 0 {
		return false
	}
	w, err := xproto.NewWindowId(s.x)
	if err != nil {
		return true
	}
	// A window that is never shown: a selection needs one.
	if err := xproto.CreateWindowChecked(s.x, 0, w, s.root, -1, -1, 1, 1, 0, xproto.WindowClassInputOnly, 0, 0, nil).Check(); err != nil {
		return true
	}
	_ = xproto.SetSelectionOwnerChecked(s.x, w, name, xproto.TimeCurrentTime).Check()
	return true
}

// remember writes what must be put back.
func (s *Server) remember(was Saver) {
	name, err := s.atom()
	if err != nil {
		return
	}
	value := make([]byte, 5*4)
	dpms := uint32(0)
	if was.DPMS {
		dpms = 1
	}
	for i, n := range []uint32{uint32(was.Timeout), uint32(was.Interval), uint32(was.Blank), uint32(was.Expose), dpms} {
		xgb.Put32(value[4*i:], n)
	}
	_ = xproto.ChangePropertyChecked(s.x, xproto.PropModeReplace, s.root, name, xproto.AtomCardinal, 32, 5, value).Check()
}

// remembered is what a booth before us left to be put back. now stays as it is where somebody
// has switched blanking on since.
func (s *Server) remembered(now Saver) Saver {
	name, err := s.atom()
	if err != nil || now.Dark() != 0 {
		return now
	}
	got, err := xproto.GetProperty(s.x, false, s.root, name, xproto.AtomCardinal, 0, 5).Reply()
	if err != nil || got.Format != 32 || len(got.Value) != 5*4 {
		return now
	}
	now.Timeout, now.Interval = int(xgb.Get32(got.Value)), int(xgb.Get32(got.Value[4:]))
	now.Blank, now.Expose = got.Value[8], got.Value[12]
	now.DPMS = xgb.Get32(got.Value[16:]) == 1
	return now
}

// forget takes the property away and gives up the claim.
func (s *Server) forget() {
	if name, err := s.atom(); err == nil {
		_ = xproto.SetSelectionOwnerChecked(s.x, 0, name, xproto.TimeCurrentTime).Check()
		_ = xproto.DeletePropertyChecked(s.x, s.root, name).Check()
	}
}

func (s *Server) atom() (xproto.Atom, error) {
	got, err := xproto.InternAtom(s.x, false, uint16(len(property)), property).Reply()
	if err != nil {
		return 0, err
	}
	return got.Atom, nil
}
