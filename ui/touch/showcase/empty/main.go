// Command empty opens an empty window of the toolkit: the floor under the booth's start, memory and processor time at rest.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

func main() {
	w := app.NewWithID("matchbooth.empty").NewWindow("empty")
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
