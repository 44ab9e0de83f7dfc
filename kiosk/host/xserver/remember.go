package xserver

import (
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// A booth that is killed cannot restore what it switched off. So the original settings are kept
// in a property of the root window for as long as they are off, and the next booth on
// this display, or the same one after a restart, restores those.
const property = "_MATCHBOOTH_SAVER"

// claim makes this connection the one that restores the settings, unless another live connection
// already is: a second booth on the display, or doctor running beside a booth. The claim ends with
// the connection. ours is also true if no claim can be made.
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
	// A selection needs an owner window; this one is never shown.
	if err := xproto.CreateWindowChecked(s.x, 0, w, s.root, -1, -1, 1, 1, 0, xproto.WindowClassInputOnly, 0, 0, nil).Check(); err != nil {
		return true
	}
	_ = xproto.SetSelectionOwnerChecked(s.x, w, name, xproto.TimeCurrentTime).Check()
	return true
}

// remember stores the settings that must be restored.
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

// remembered returns the settings that an earlier booth left to be restored. It returns now
// unchanged if there are none, or if somebody has switched blanking on since.
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

// forget deletes the property and gives up the claim.
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
