package xserver

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jezek/xgb/dpms"
	"github.com/jezek/xgb/screensaver"
	"github.com/jezek/xgb/xproto"
)

// Saver holds the settings that make a screen go dark by itself.
type Saver struct {
	Timeout  int  // seconds until the screen saver starts; 0 means never
	Interval int  // seconds
	Blank    byte // prefer-blanking, as in the protocol
	Expose   byte // allow-exposures, as in the protocol
	DPMS     bool // DPMS is on: the display is sent to sleep
	// Standby, Suspend and Off are the DPMS timeouts in seconds; 0 means never.
	Standby, Suspend, Off int
}

// Dark returns the number of seconds without input after which the screen goes dark by itself,
// 0 for never.
func (s Saver) Dark() int {
	first := s.Timeout
	if s.DPMS {
		for _, t := range []int{s.Standby, s.Suspend, s.Off} {
			if t > 0 && (first == 0 || t < first) {
				first = t
			}
		}
	}
	return first
}

// Saver reads the current settings.
func (s *Server) Saver() (Saver, error) {
	got, err := xproto.GetScreenSaver(s.x).Reply()
	if err != nil {
		return Saver{}, fmt.Errorf("reading the screen saver: %w", err)
	}
	now := Saver{Timeout: int(got.Timeout), Interval: int(got.Interval), Blank: got.PreferBlanking, Expose: got.AllowExposures}
	if !s.dpms() {
		return now, nil
	}
	info, err := dpms.Info(s.x).Reply()
	if err != nil {
		return now, fmt.Errorf("reading DPMS: %w", err)
	}
	times, err := dpms.GetTimeouts(s.x).Reply()
	if err != nil {
		return now, fmt.Errorf("reading DPMS: %w", err)
	}
	now.DPMS = info.State
	now.Standby, now.Suspend, now.Off = int(times.StandbyTimeout), int(times.SuspendTimeout), int(times.OffTimeout)
	return now, nil
}

// dpms reports whether the display supports DPMS at all.
func (s *Server) dpms() bool {
	if err := dpms.Init(s.x); err != nil {
		return false
	}
	can, err := dpms.Capable(s.x).Reply()
	return err == nil && can.Capable
}

// again is how often KeepOn checks whether blanking has been switched on again, as the power
// managers of desktops do when a laptop is plugged in or unplugged.
const again = 30 * time.Second

// KeepOn switches screen saver and DPMS off and keeps them off until restore is called, which
// brings back the previous settings. restore may be called more than once and takes a
// second at most. If the program ends without calling it, the server lifts the suspension by
// itself, and the next KeepOn restores the rest (see remember.go).
func (s *Server) KeepOn() (restore func(), err error) {
	before, err := s.Saver()
	if err != nil {
		return nil, err
	}
	ours := s.claim()
	if ours {
		before = s.remembered(before)
		s.remember(before)
	}
	back := func() {
		if ours {
			s.put(before)
		}
	}
	if err := s.off(); err != nil {
		back()
		return nil, err
	}
	// The suspension of MIT-SCREEN-SAVER 1.1 overrides other programs too, and ends with
	// this connection. Old servers do not support it.
	if screensaver.Init(s.x) == nil {
		if v, err := screensaver.QueryVersion(s.x, 1, 1).Reply(); err == nil && (v.ServerMajorVersion > 1 || v.ServerMinorVersion >= 1) {
			_ = screensaver.SuspendChecked(s.x, 1).Check()
		}
	}
	if now, err := s.Saver(); err != nil {
		return nil, err
	} else if now.Dark() > 0 {
		back()
		return nil, errors.New("the display does not give up blanking")
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(again)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if s.off() != nil {
					return // the server is gone, and our window with it
				}
			case <-stop:
				back()
				return
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(stop)
		select {
		case <-stopped:
		case <-time.After(time.Second):
		}
	}), nil
}

// off switches blanking off, and lights the screen if it is dark.
func (s *Server) off() error {
	now, err := s.Saver()
	if err != nil {
		return err
	}
	if now.Timeout != 0 {
		if err := xproto.SetScreenSaverChecked(s.x, 0, 0, now.Blank, now.Expose).Check(); err != nil {
			return fmt.Errorf("switching the screen saver off: %w", err)
		}
	}
	if now.DPMS {
		if err := dpms.DisableChecked(s.x).Check(); err != nil {
			return fmt.Errorf("switching DPMS off: %w", err)
		}
	}
	return nil
}

// put restores settings that Saver read.
func (s *Server) put(was Saver) {
	defer s.forget()
	if was.Timeout != 0 {
		_ = xproto.SetScreenSaverChecked(s.x, int16(min(was.Timeout, 1<<15-1)), int16(min(was.Interval, 1<<15-1)), was.Blank, was.Expose).Check()
	}
	if was.DPMS {
		_ = dpms.EnableChecked(s.x).Check()
	}
}
