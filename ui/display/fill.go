//go:build !ci

package display

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/jezek/xgb/xproto"
)

// List lists the displays, in order. Under X it needs neither a window nor the toolkit; elsewhere
// it must be called on the interface's goroutine after the first window was created.
func List() ([]Display, error) {
	if underX() {
		return listX("")
	}
	return listToolkit()
}

// Fill fills the wanted display (see choose) with the window and keeps it filled. Call it on the
// interface's goroutine after NewWindow and before Show. While the wanted display is missing, from
// the start or later, another one is filled, a log entry says so, and the window moves to the
// wanted one as soon as it is there. The error is a *NotThere if there is no display at all. stop
// ends the watch, releases the keyboard and uncovers the other displays; the window stays where it
// is.
func Fill(win fyne.Window, want string) (stop func(), err error) {
	all, err := List()
	if err != nil {
		return nil, err
	}
	to, err := choose(all, want)
	if err != nil && len(all) == 0 {
		return nil, err
	}
	if err != nil {
		to = fallback(all) // the watcher of the window logs it
	}
	if w, ok := win.(desktop.Window); ok {
		w.RequestPosition(to.X, to.Y) // so that it opens there
		w.RequestAlwaysOnTop()
	}
	win.SetFullScreen(true)
	if !underX() {
		return watchToolkit(win, want), nil
	}
	s, err := dial("")
	if err != nil {
		return nil, err
	}
	if s.nested() {
		s.close()
		return watchToolkit(win, want), nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		handle, err := nativeHandle(ctx, win)
		if err != nil {
			s.close()
			return
		}
		var grab func() bool
		if canGrab {
			grab = func() bool { return ask(ctx, func() bool { return grabKeyboard(handle) }) }
		}
		keepOver(ctx, s, xproto.Window(handle), want, grab)
	}()
	return func() {
		cancel()
		if canGrab {
			fyne.Do(releaseKeyboard)
		}
	}, nil
}

// ask runs a function on the interface's goroutine and waits for its result, unless ctx ends.
func ask[T any](ctx context.Context, question func() T) (zero T) {
	answer := make(chan T, 1)
	fyne.Do(func() { answer <- question() })
	select {
	case a := <-answer:
		return a
	case <-ctx.Done():
		return zero
	}
}

// nativeHandle waits until the window is open and returns its X window ID.
func nativeHandle(ctx context.Context, win fyne.Window) (uintptr, error) {
	native, ok := win.(driver.NativeWindow)
	if !ok {
		return 0, fmt.Errorf("the toolkit does not name its window")
	}
	for {
		handle := ask(ctx, func() (h uintptr) {
			native.RunNative(func(c any) {
				if x, ok := c.(driver.X11WindowContext); ok {
					h = x.WindowHandle
				}
			})
			return h
		})
		if handle != 0 {
			return handle, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Windowless prepares drawing pictures where no window is ever opened: the toolkit needs nothing for that, and no display.
func Windowless() {}
