package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"matchbooth/assets/lang"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/host"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/app/preview"
	"matchbooth/ui/desk"
	"matchbooth/ui/display"
	"matchbooth/ui/launch"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	work "matchbooth/ui/work/session"
)

// sample draws a page as a preview shows it: on a computer that is well, at a booth where nobody has been yet.
func sample(c page.Context) *page.Page {
	return drawPage(c, desk.Work{
		StartLang: c.State.Lang,
		Counts:    func(context.Context) (work.Tonight, error) { return work.Tonight{}, nil },
		Host:      func() host.State { return host.State{DiskFree: 100e9} },
	})
}

// runPreview shows the screens of a pack in a window, or writes them as pictures where a folder for them is named.
func runPreview(c launch.Options, texts *text.Catalogue) error {
	if c.Scale > 0 {
		os.Setenv(envScale, fmt.Sprint(c.Scale))
	}
	a := app.NewWithID("org.matchbooth.preview")
	a.Settings().SetTheme(theme.Fyne{})
	touch.SetStill(c.Still)
	first := preview.View{Lang: c.Lang, Size: fyne.NewSize(float32(c.Width), float32(c.Height))}
	if first.Lang == "" {
		first.Lang = c.Preview.Speak
	}
	if c.Preview.Out != "" {
		display.Windowless()
		return writePreview(c, texts, first.Size)
	}
	v := preview.New(sample, texts, c.Preview.Path, c.Preview.Speak, first)
	v.Load()
	win := a.NewWindow("髓缘 Matchbooth · " + c.Preview.Path)
	win.SetPadded(false)
	win.SetMaster()
	win.SetContent(v.Root)
	win.Resize(fyne.NewSize(1366, 820))
	win.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { v.Key(k.Name) })
	// The toolkit's own way out writes a file of preferences.
	win.SetCloseIntercept(func() { supervisor.Shutdown(supervisor.ExitDone, func() {}) })
	ctx, stop := context.WithCancel(c.Preview.Ctx)
	defer stop()
	a.Lifecycle().SetOnStarted(func() {
		if aw, ah := display.Room(win); aw > 0 {
			s := win.Canvas().Scale()
			if w, h := float32(aw)/s, float32(ah)/s; w < 1366 || h < 820 {
				win.Resize(fyne.NewSize(min(1366, w), min(820, h)))
				display.Inside(win)
			}
		}
		go v.Watch(ctx)
		supervisor.ShutdownOnSignal(supervisor.ExitDone, func() {})
	})
	win.ShowAndRun()
	return nil
}

// errNoPicture means that nothing of a pack could be drawn.
var errNoPicture = errors.New("nothing of the pack can be drawn")

// writePreview writes the pictures of a pack.
func writePreview(c launch.Options, texts *text.Catalogue, size fyne.Size) error {
	src, _, err := event.ReadPartly(c.Preview.Path)
	if err != nil {
		return err
	}
	if src == nil {
		return errNoPicture
	}
	pack := src.Pack
	langs, sizes := lang.Tags(), preview.Sizes
	if c.Lang != "" {
		langs = []string{c.Lang}
	}
	if !size.IsZero() {
		sizes = []fyne.Size{size}
	}
	c.Preview.Written, c.Preview.Without, err = preview.Write(c.Preview.Ctx, sample, texts, pack, c.Preview.Out, langs, sizes, c.Preview.Done)
	return err
}
