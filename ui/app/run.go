package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/kiosk/host"
	"matchbooth/kiosk/pinyin"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/display"
	"matchbooth/ui/launch"
	"matchbooth/ui/theme"
)

// Run opens the window. When the window is closed or a signal arrives, the store is closed and the process exits with code 0;
// Run returns only if no window could be opened, if there is nothing to show, or if it was only asked whether one could be
// opened.
func Run(opened *data.Store, c launch.Options) error {
	texts, err := text.Load()
	if err != nil {
		return err
	}
	debug.SetGCPercent(400) // until the first page stands nothing that is read becomes garbage
	var ready chan ahead
	if c.Read != nil {
		begin()
		ready = make(chan ahead, 1)
		go func() { ready <- lookAhead(c, texts) }()
	}
	var undrawn error
	if c.Preview == nil || c.Preview.Out == "" { // pictures need no display
		undrawn = display.Probe()
	}
	var known ahead
	if ready != nil {
		if known = <-ready; !known.something {
			return nil
		}
		opened, c = known.store, known.options
	}
	if undrawn != nil || c.Probe {
		return drawElse(opened, c, undrawn)
	}
	store := storeOf(opened)
	if c.Preview != nil {
		describe()
		debug.SetGCPercent(40)
		return runPreview(c, texts)
	}
	b := known.booth
	if b == nil {
		begin()
		b = windowBooth(store, c, texts)
	}
	a := fyne.CurrentApp()
	if set, ok := store.Meta(metaSound); c.Click || set == "1" || !ok && c.Pack.Kiosk.Sound {
		b.clicks(true)
	}
	b.win = a.NewWindow("髓缘 Matchbooth")
	b.win.SetPadded(false)
	b.win.SetMaster()
	b.trace = newTrace(store.Mode() == "practice")
	b.win.SetContent(b.root)
	b.win.Resize(openSize(c))
	if c.Kiosk {
		stop, err := display.Fill(b.win, c.Display)
		if err != nil {
			return fmt.Errorf("%w: %w", supervisor.ErrNoWindow, err)
		}
		b.unfill = stop
	}
	b.win.Canvas().SetOnTypedRune(func(r rune) { b.key("", r) })
	b.win.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { b.key(k.Name, 0) })
	b.keys.input.Attach(b.win.Canvas())
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	b.win.SetCloseIntercept(func() {
		switch {
		case b.draft != nil && !b.draft.Leave(), b.setup != nil && !b.setup.Leave():
			b.redraw() // asks first
		case !c.Kiosk:
			supervisor.Shutdown(0, b.close)
		}
	})
	a.Lifecycle().SetOnStarted(func() {
		b.opened = true
		if !display.Opened(b.win) {
			// The toolkit logs that, and goes on with no window.
			slog.Error("the window did not open although a trial did")
			go b.leave(supervisor.ExitNoGraphics)
			return
		}
		display.HoldIsAPress(b.win)
		b.fit()
		b.early = early{} // a window of another size never shows it
		told := supervisor.ExitDone
		if c.Pulse != nil {
			told = supervisor.ExitTold // the supervisor is the one that ends a booth
		}
		supervisor.ShutdownOnSignal(told, b.close)
		if c.Pulse != nil {
			supervisor.Follow(func() { b.leave(supervisor.ExitDone) })
		}
		// Pictures of pages are large and short-lived: collecting them early costs little here and keeps memory flat over a day.
		time.AfterFunc(2*time.Second, func() { debug.SetGCPercent(40) })
		if c.ReadWhole != nil {
			time.AfterFunc(300*time.Millisecond, func() { // the first picture has the processor to itself
				if code := c.ReadWhole(); code != 0 {
					b.leave(code)
				}
			})
		}
		go b.tick(ctx)
		if c.Kiosk {
			go b.keepAwake(ctx)
		}
		if b.setup != nil || b.draft != nil {
			return // there is no booth yet to be watched
		}
		go b.readKeys(ctx)
		time.AfterFunc(time.Second, func() { _, _ = pinyin.Default() }) // the keyboard's, before anybody wants it; its error is the keyboard's to tell
		go b.pictures.Warm(b.Pack.Photographs()...)
		time.AfterFunc(3*time.Second, b.push)
		go b.watch(ctx, func() host.State { return host.Inspect(c.Data) })
	})
	return b.open()
}

// begin makes the application that the toolkit wants before anything can be measured.
func begin() {
	describe()
	app.NewWithID("org.matchbooth.booth").Settings().SetTheme(theme.Fyne{})
}

// describe says what the toolkit wants to know of a program.
func describe() {
	app.SetMetadata(fyne.AppMetadata{
		ID: "org.matchbooth.booth", Name: "Matchbooth", Migrations: map[string]bool{"fyneDo": true},
	})
	// A new account has no folder for caches, and Fyne, which makes its own in it and not the way there, complains of that in
	// English at the terminal.
	if dir, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(dir, 0o700)
	}
}

// drawElse has another process do it all by the drawing in software, where that is to be had, once the window could not be
// drawn for this reason. It returns that reason, or never: the process exits with the other one's code. Under a supervisor
// that one decides.
func drawElse(opened *data.Store, c launch.Options, reason error) error {
	if !errors.Is(reason, supervisor.ErrNoGraphics) || c.Probe || supervisor.Supervised() || !supervisor.SpareGL() {
		return reason
	}
	slog.Warn("OpenGL cannot draw the window: the processor does", "reason", reason)
	if opened != nil {
		if err := opened.Close(); err != nil { // the other one opens it
			return err
		}
	}
	code, err := supervisor.AgainInSoftware()
	if err != nil {
		return fmt.Errorf("%w: %w", reason, err)
	}
	os.Exit(code)
	return nil
}

// open shows the window and runs it. Without a display the toolkit panics, which is treated as an
// ordinary error as long as nothing has been shown.
func (b *Booth) open() (err error) {
	defer func() {
		if b.opened {
			return // not ours: let it end the program with its stack trace
		}
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", supervisor.ErrNoWindow, p)
		}
	}()
	b.win.ShowAndRun()
	return nil
}

// quit closes the window of a set-up or of a new pack.
func (b *Booth) quit() { supervisor.Shutdown(0, b.close) }

// close is the last thing the booth does.
func (b *Booth) close() {
	if b.setup != nil {
		b.setup.Close(b.texts.In(b.state.Lang))
	}
	b.lock()
	if b.keys.click != nil {
		b.keys.click.Close()
	}
	for _, undo := range []func(){b.unfill, b.release} {
		if undo != nil {
			undo()
		}
	}
	b.pusher.Load().Stop()
	if err := b.Store.Close(); err != nil {
		slog.Warn("the store did not close well", "reason", err)
	}
}
