package app

import (
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/kiosk/session"
	"matchbooth/ui/display"
	"matchbooth/ui/launch"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// ahead is what was made ready while it was asked whether a window can be drawn.
type ahead struct {
	something bool // there is a booth to show
	store     *data.Store
	options   launch.Options
	booth     *Booth
}

// early is a page that was drawn before there was a window.
type early struct {
	key  string
	page *page.Page
}

// lookAhead reads the booth and draws its first page for the size that the window will most likely have. What the first page of
// all needs, typeface, texts and the net of the hour, takes as long as reading the booth (docs/benchmarks.md).
func lookAhead(c launch.Options, texts *text.Catalogue) ahead {
	store, something := c.Read(&c)
	if !something {
		return ahead{}
	}
	b := windowBooth(storeOf(store), c, texts)
	size := openSize(c)
	if c.Kiosk {
		w, h := display.Expected(c.Display)
		size = fyne.NewSize(float32(w), float32(h))
	}
	if b.state.Screen == session.Attract && !size.IsZero() && (c.Scale == 0 || c.Scale == 1) {
		b.size = size
		key := picture(b.state, size)
		p := b.pageFor(key)
		for _, draw := range p.Ahead {
			draw()
		}
		b.early = early{key, p}
		b.size = fyne.Size{}
	}
	return ahead{true, store, c, b}
}

// openSize returns the size of a window that does not fill a display, in dp.
func openSize(c launch.Options) fyne.Size {
	if c.Width == 0 && c.Height == 0 {
		return fyne.NewSize(1280, 800)
	}
	return fyne.NewSize(float32(c.Width), float32(c.Height))
}

// windowBooth returns the booth of the window.
func windowBooth(store Store, c launch.Options, texts *text.Catalogue) *Booth {
	touch.SetStill(c.Still)
	return newBooth(store, c, texts, time.Now)
}

// storeOf returns the store of a window, whether there is one or not.
func storeOf(opened *data.Store) Store {
	if opened == nil {
		return NoStore{}
	}
	return opened
}
