package app

import (
	"math"
	"os"
	"strconv"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/host"
	"matchbooth/ui/display"
	"matchbooth/ui/theme"
)

// Environment variables of the toolkit: the scale that its user wants, and whether it multiplies that by
// one computed from the display's stated size.
const (
	envScale  = "FYNE_SCALE"
	envStated = "FYNE_DISABLE_DPI_DETECTION"
)

// fit lowers the scale until the screens fit, or sets the one that was asked for, and makes a window
// smaller that is larger than the screen. Call it on the interface's goroutine once the window is open;
// in kiosk mode again whenever its size has changed.
func (b *Booth) fit() {
	now := float64(b.win.Canvas().Scale())
	if b.wanted == 0 {
		if b.wanted = b.Scale; b.wanted == 0 {
			b.wanted = now
		}
	}
	size := b.win.Canvas().Size()
	w, h := pixels(size.Width, now), pixels(size.Height, now)
	if !b.Kiosk {
		// What was asked for is in units of the scale that was.
		w, h = pixels(size.Width, b.wanted), pixels(size.Height, b.wanted)
		if aw, ah := display.Room(b.win); aw > 0 {
			w, h = min(w, aw), min(h, ah)
		}
	}
	if to := host.Fit(w, h, b.wanted); math.Abs(to-now) > 0.05 {
		b.rescale(to, now)
		now = float64(b.win.Canvas().Scale())
	}
	if !b.Kiosk {
		if want := fyne.NewSize(float32(float64(w)/now), float32(float64(h)/now)); !near(want, b.win.Canvas().Size()) {
			b.win.Resize(want)
			display.Inside(b.win)
		}
	}
}

func pixels(dp float32, scale float64) int { return int(math.Round(float64(dp) * scale)) }

func near(a, b fyne.Size) bool {
	return math.Abs(float64(a.Width-b.Width)) < 1 && math.Abs(float64(a.Height-b.Height)) < 1
}

// rescale changes the toolkit's scale from now to another. It reads its variables whenever its theme is
// set.
func (b *Booth) rescale(to, now float64) {
	user, err := strconv.ParseFloat(os.Getenv(envScale), 64)
	if err != nil || user <= 0 {
		user = 1
	}
	system := now / user
	if display.Detects {
		os.Setenv(envStated, "1")
		system = 1
	}
	os.Setenv(envScale, strconv.FormatFloat(to/system, 'f', 3, 64))
	fyne.CurrentApp().Settings().SetTheme(theme.Fyne{})
}
