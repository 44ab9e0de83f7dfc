//go:build !ci

package display

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"
)

// Intervals of the watcher.
const (
	every  = 500 * time.Millisecond // checks this often even without an event
	settle = 40 * time.Millisecond  // after an event: by then related events have arrived
	patchy = 250 * time.Millisecond // minimum between two raises, and between two attempts to take the focus
	weary  = 2 * time.Second        // between two raises after twenty have not helped
)

// keeper keeps one window over one display.
type keeper struct {
	*server
	win    xproto.Window
	want   string
	grab   func() bool // grabs the keyboard for the window; nil if that is not possible
	blinds map[xproto.Window]Display

	shown   Display // the display filled now
	away    bool    // the wanted display was missing at the last check
	held    bool    // we hold the keyboard grab
	said    bool    // the failure to grab it has been logged
	grabbed time.Time
	hidden  atomic.Bool // the window was hidden, possibly only briefly
	raised  time.Time
	raises  int // since the window was last found on top
	focused time.Time
}

// keepOver keeps the window over the wanted display until ctx ends or the window is gone.
func keepOver(ctx context.Context, s *server, win xproto.Window, want string, grab func() bool) {
	k := &keeper{server: s, win: win, want: want, grab: grab, blinds: map[xproto.Window]Display{}}
	defer s.close() // closes the blinds with it
	k.listen()
	heard := make(chan struct{}, 1)
	go func() {
		for {
			e, err := s.c.WaitForEvent()
			if e == nil && err == nil {
				close(heard)
				return
			}
			if u, ok := e.(xproto.UnmapNotifyEvent); ok && u.Window == k.win {
				k.hidden.Store(true)
			}
			select {
			case heard <- struct{}{}:
			default:
			}
		}
	}()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for k.look() {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case _, ok := <-heard:
			if !ok {
				return
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(settle):
			}
		}
	}
}

// listen subscribes to the events that may displace the window.
func (k *keeper) listen() {
	xproto.ChangeWindowAttributes(k.c, k.root, xproto.CwEventMask, []uint32{xproto.EventMaskSubstructureNotify | xproto.EventMaskStructureNotify})
	xproto.ChangeWindowAttributes(k.c, k.win, xproto.CwEventMask, []uint32{xproto.EventMaskStructureNotify | xproto.EventMaskFocusChange})
	if k.tell {
		randr.SelectInput(k.c, k.root, randr.NotifyMaskScreenChange|randr.NotifyMaskCrtcChange|randr.NotifyMaskOutputChange)
	}
	// A compositor need not composite what is under a window that covers everything.
	one := make([]byte, 4)
	xgb.Put32(one, 1)
	xproto.ChangeProperty(k.c, xproto.PropModeReplace, k.win, k.atom("_NET_WM_BYPASS_COMPOSITOR"), xproto.AtomCardinal, 32, 1, one)
}

// look repairs whatever is wrong, and reports whether the window still exists. If all is well it
// changes nothing.
func (k *keeper) look() bool {
	a, err := xproto.GetWindowAttributes(k.c, k.win).Reply()
	if err != nil {
		return false
	}
	to, ok := k.target()
	if !ok {
		return true // every display is off: nobody can see anything
	}
	if !a.OverrideRedirect {
		k.free(a.MapState != xproto.MapStateUnmapped)
	} else if a.MapState == xproto.MapStateUnmapped {
		xproto.MapWindow(k.c, k.win)
		k.held = false
	}
	k.moveOver(to)
	k.cover(to)
	k.raise(to)
	k.focus()
	k.keyboard()
	return true
}

// target returns the display to fill now.
func (k *keeper) target() (Display, bool) {
	all, err := k.displays()
	if err != nil || len(all) == 0 {
		return Display{}, false
	}
	to, err := choose(all, k.want)
	k.away = tell(to, err, k.away)
	if k.away {
		to = fallback(all)
	}
	return to, true
}

// tell logs that the wanted display disappeared or returned, given the result of choose and whether
// it was away before, and reports whether it is away.
func tell(to Display, err error, was bool) (away bool) {
	switch away = err != nil; {
	case away && !was:
		slog.Warn("the wanted display is not there; another one is filled until it is", "problem", err)
	case was && !away:
		slog.Info("the wanted display is back", "display", to.String())
	}
	return away
}

// free takes the window away from the window manager: it is withdrawn as specified in ICCCM 4.1.4,
// and mapped again as a window that window managers ignore (override-redirect).
func (k *keeper) free(mapped bool) {
	if mapped {
		xproto.UnmapWindow(k.c, k.win)
	}
	// Unmapping a minimised window tells the window manager nothing; this does.
	gone := xproto.UnmapNotifyEvent{Event: k.root, Window: k.win}
	xproto.SendEvent(k.c, false, k.root, xproto.EventMaskSubstructureRedirect|xproto.EventMaskSubstructureNotify, string(gone.Bytes()))
	for end := time.Now().Add(400 * time.Millisecond); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		t, err := xproto.QueryTree(k.c, k.win).Reply()
		if err != nil || t.Parent == k.root {
			break
		}
	}
	if t, err := xproto.QueryTree(k.c, k.win).Reply(); err == nil && t.Parent != k.root {
		xproto.ReparentWindow(k.c, k.win, k.root, 0, 0)
	}
	xproto.ChangeWindowAttributes(k.c, k.win, xproto.CwOverrideRedirect, []uint32{1})
	xproto.MapWindow(k.c, k.win)
	k.held = false
}

// moveOver moves the window over the display if it is not exactly there.
func (k *keeper) moveOver(to Display) {
	g, err := xproto.GetGeometry(k.c, xproto.Drawable(k.win)).Reply()
	if err != nil {
		return
	}
	other := k.shown != to
	k.shown = to
	if other {
		// The toolkit checks a display's pixel density only when the window moves, and one display
		// may take another's place. So the window is moved by one row, and back.
		xproto.ConfigureWindow(k.c, k.win, xproto.ConfigWindowX|xproto.ConfigWindowY, []uint32{uint32(to.X), uint32(to.Y + 1)})
	} else if int(g.X) == to.X && int(g.Y) == to.Y && int(g.Width) == to.W && int(g.Height) == to.H && g.BorderWidth == 0 {
		return
	}
	xproto.ConfigureWindow(k.c, k.win,
		xproto.ConfigWindowX|xproto.ConfigWindowY|xproto.ConfigWindowWidth|xproto.ConfigWindowHeight|xproto.ConfigWindowBorderWidth,
		[]uint32{uint32(to.X), uint32(to.Y), uint32(to.W), uint32(to.H), 0})
}

// raise brings the window to the top if another one covers part of it. Two programs that both want
// to be on top must not use up the CPU over it: after twenty tries it raises only rarely.
func (k *keeper) raise(to Display) {
	if !k.covered(to) {
		k.raises = 0
		return
	}
	wait := patchy
	if k.raises >= 20 {
		wait = weary
	}
	if time.Since(k.raised) < wait {
		return
	}
	k.raised = time.Now()
	k.raises++
	xproto.ConfigureWindow(k.c, k.win, xproto.ConfigWindowStackMode, []uint32{xproto.StackModeAbove})
}

// covered reports whether a window above ours is visible on the display.
func (k *keeper) covered(to Display) bool {
	t, err := xproto.QueryTree(k.c, k.root).Reply()
	if err != nil {
		return false
	}
	for i := len(t.Children) - 1; i >= 0; i-- {
		w := t.Children[i]
		if w == k.win {
			return false
		}
		if _, ours := k.blinds[w]; ours {
			continue
		}
		a, err := xproto.GetWindowAttributes(k.c, w).Reply()
		if err != nil || a.MapState != xproto.MapStateViewable {
			continue
		}
		g, err := xproto.GetGeometry(k.c, xproto.Drawable(w)).Reply()
		if err != nil {
			continue
		}
		b := 2 * int(g.BorderWidth)
		if meets(int(g.X), int(g.Y), int(g.Width)+b, int(g.Height)+b, to.X, to.Y, to.W, to.H) {
			return true
		}
	}
	return false
}

// focus gives the window the input focus; no window manager does it for us.
func (k *keeper) focus() {
	f, err := xproto.GetInputFocus(k.c).Reply()
	if err != nil || f.Focus == k.win || time.Since(k.focused) < patchy {
		return
	}
	k.focused = time.Now()
	// An error (the window is not viewable yet) arrives as an event, and the call is tried again.
	xproto.SetInputFocus(k.c, xproto.InputFocusPointerRoot, k.win, xproto.TimeCurrentTime)
}

// keyboard grabs all keys for the window, so that desktop shortcuts do nothing. The server releases
// the grab by itself when the window is hidden, even briefly; nothing else takes it away.
func (k *keeper) keyboard() {
	if k.hidden.Swap(false) {
		k.held = false
	}
	if k.grab == nil || k.held || time.Since(k.grabbed) < patchy {
		return
	}
	k.grabbed = time.Now()
	k.held = k.grab()
	if !k.held && !k.said {
		slog.Warn("another program holds the keyboard; shortcuts of the desktop may work until it lets go")
	}
	k.said = !k.held
}
