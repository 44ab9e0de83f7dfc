package app

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// A story is told in one size: from station to station neither its line nor its picture jumps.
func TestAStoryIsToldInOneSize(t *testing.T) {
	pack, _ := fixtures()
	for _, size := range sizes {
		for _, lang := range []string{"zh", "en"} {
			for _, large := range []bool{false, true} {
				for _, story := range pack.Stories {
					var line float32
					var scene fyne.Size
					for i := range story.Stations {
						s := session.New()
						s.Screen, s.StoryID, s.Station, s.Lang, s.Large = session.Story, story.ID, i, lang, large
						var biggest float32
						var widest fyne.Size
						pg := build(stage{state: s}, size)
						walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ page.Box, _ bool) {
							switch x := o.(type) {
							case *canvas.Text:
								if x.TextStyle.Bold && x.Color != nil && x.Text != story.Name.In("zh") && x.Text != story.Name.In("en") {
									biggest = max(biggest, x.TextSize)
								}
							case *canvas.Raster:
								if x.Size().Width > widest.Width {
									widest = x.Size()
								}
							}
						})
						if i == 0 {
							line, scene = biggest, widest
						}
						name := fmt.Sprintf("%s station %d %s %.0fx%.0f large %t", story.ID, i+1, lang, size.Width, size.Height, large)
						if biggest != line {
							t.Errorf("%s: its line is of %.1f dp, that of the first of %.1f", name, biggest, line)
						}
						if widest != scene {
							t.Errorf("%s: its picture is of %v, that of the first of %v", name, widest, scene)
						}
					}
				}
			}
		}
	}
}
