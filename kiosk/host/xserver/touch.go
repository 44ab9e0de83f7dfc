package xserver

import (
	"fmt"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Touches counts the direct touch devices, such as touch screens (a touchpad is not
// one). It uses XInput 2.2, which the X package does not support, so the two requests are
// encoded here by hand, with the layout of XI2proto.h.
func (s *Server) Touches() (int, error) {
	ext, err := xproto.QueryExtension(s.x, 15, "XInputExtension").Reply()
	if err != nil || !ext.Present {
		return 0, fmt.Errorf("the display knows no XInput")
	}
	version := make([]byte, 8)
	version[0], version[1] = ext.MajorOpcode, 47 // XIQueryVersion
	xgb.Put16(version[2:], 2)
	xgb.Put16(version[4:], 2)
	xgb.Put16(version[6:], 2)
	if _, err := s.ask(version); err != nil {
		return 0, fmt.Errorf("asking for XInput 2: %w", err)
	}
	query := make([]byte, 8)
	query[0], query[1] = ext.MajorOpcode, 48 // XIQueryDevice
	xgb.Put16(query[2:], 2)
	xgb.Put16(query[4:], 0) // XIAllDevices
	reply, err := s.ask(query)
	if err != nil {
		return 0, fmt.Errorf("asking for touch devices: %w", err)
	}
	return directTouches(reply)
}

// ask sends a request and returns its reply.
func (s *Server) ask(request []byte) ([]byte, error) {
	cookie := s.x.NewCookie(true, true)
	s.x.NewRequest(request, cookie)
	return cookie.Reply()
}

const (
	slaveKeyboardOrPointerFirst = 3 // XISlavePointer; 1 and 2 are masters, which mirror the slaves
	touchClass                  = 8 // XITouchClass
	directTouch                 = 1 // XIDirectTouch
)

// directTouches counts the direct touch devices in the reply to XIQueryDevice.
func directTouches(reply []byte) (int, error) {
	if len(reply) < 32 {
		return 0, errShort
	}
	devices := int(xgb.Get16(reply[8:]))
	rest, found := reply[32:], 0
	for range devices {
		if len(rest) < 12 {
			return 0, errShort
		}
		use := xgb.Get16(rest[2:])
		classes := int(xgb.Get16(rest[6:]))
		skip := 12 + xgb.Pad(int(xgb.Get16(rest[8:])))
		enabled := rest[10] != 0
		if len(rest) < skip {
			return 0, errShort
		}
		rest = rest[skip:]
		touch := false
		for range classes {
			if len(rest) < 8 {
				return 0, errShort
			}
			length := 4 * int(xgb.Get16(rest[2:]))
			if length < 8 || len(rest) < length {
				return 0, errShort
			}
			if xgb.Get16(rest) == touchClass && rest[6] == directTouch {
				touch = true
			}
			rest = rest[length:]
		}
		if touch && enabled && use >= slaveKeyboardOrPointerFirst {
			found++
		}
	}
	return found, nil
}
