// Matchbooth is a booth for signing up as a stem-cell donor: it runs in a window, takes sign-ups
// into a sealed file, and hands over codes to take home. See README.md.
package main

import (
	"os"

	"fyne.io/fyne/v2"

	"matchbooth/ui/app"
	"matchbooth/ui/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, window))
}

// window opens the booth for the run command.
func window(o cli.RunOptions) error {
	var store app.Store = app.NoStore{}
	if o.Store != nil {
		store = o.Store
	}
	return app.Run(app.Config{
		Store: store, Pack: o.Pack, Lang: o.Lang, Kiosk: o.Kiosk, Data: o.Data,
		Touch: o.Touch, Still: o.Still, Fuzzy: o.Fuzzy, Click: o.Click,
		Display: o.Display, Pulse: o.Pulse, Out: o.Out,
		Size: fyne.NewSize(float32(o.Width), float32(o.Height)),
	})
}
