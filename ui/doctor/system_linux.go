package doctor

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"matchbooth/kiosk/host"
	"matchbooth/kiosk/host/xserver"
)

func (c *Computer) system() {
	c.Screens = func(ctx context.Context) (Screens, error) { return askX(ctx, c.Env("DISPLAY")) }
	c.Memory = c.meminfo
	c.Synced = clockSynced
	c.Locked = locked
	c.Volume = func(dir string) (Volume, error) {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dir = real
		}
		v, err := c.mount(dir)
		if err != nil {
			return v, err
		}
		var st unix.Statx_t
		if unix.Statx(unix.AT_FDCWD, dir, 0, unix.STATX_BASIC_STATS, &st) == nil {
			v.Encrypted = st.Attributes&unix.STATX_ATTR_ENCRYPTED != 0 // fscrypt
		}
		return v, nil
	}
	c.Owner = func(info os.FileInfo) (int, bool) {
		st, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			return 0, false
		}
		return int(st.Uid), true
	}
}

// askX asks an X server for everything at once.
func askX(ctx context.Context, display string) (Screens, error) {
	short, cancel := context.WithTimeout(ctx, host.Patience)
	defer cancel()
	x, err := xserver.Open(short, display)
	if err != nil {
		return Screens{}, err
	}
	type answer struct {
		s   Screens
		err error
	}
	done := make(chan answer, 1)
	go func() {
		defer x.Close()
		lit, err := x.Screens()
		if err != nil {
			done <- answer{err: err}
			return
		}
		s := Screens{Touches: -1, DPI: x.DPI()}
		for _, l := range lit {
			s.Lit = append(s.Lit, Screen(l))
		}
		if n, err := x.Touches(); err == nil {
			s.Touches = n
		}
		if saver, err := x.Saver(); err == nil {
			s.Dark = saver.Dark()
		}
		done <- answer{s: s}
	}()
	select {
	case a := <-done:
		return a.s, a.err
	case <-short.Done():
		return Screens{}, short.Err()
	}
}

// clockSynced asks the kernel whether something disciplines its clock (adjtimex(2)).
func clockSynced() (synced, known bool) {
	var t unix.Timex
	state, err := unix.Adjtimex(&t)
	if err != nil {
		return false, false
	}
	return state != unix.TIME_ERROR && t.Status&unix.STA_UNSYNC == 0, true
}

// locked queries whether the store's lock is held, without taking it (F_OFD_GETLK).
func locked(dir string) (bool, error) {
	f, err := os.Open(filepath.Join(dir, "lock"))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	l := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart}
	if err := unix.FcntlFlock(f.Fd(), unix.F_OFD_GETLK, &l); err != nil {
		return false, err
	}
	return l.Type != unix.F_UNLCK, nil
}
