// Package preview shows every screen of an event pack before a booth runs it: in a window that follows the pack's files while
// they are being written, or as pictures in a folder. It has no store and no data folder, nobody can sign up in it, and the
// clipboard is not touched: all it reads is the pack, and all it writes is what [Write] is asked for, or, when P is pressed, what
// is printed for the event.
//
// The screens are those of kiosk/scene, drawn as the booth draws them; how is handed in as a [Drawer], so that there is one
// table of screens and this package is not it.
package preview

import (
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/picture"
	"matchbooth/kiosk/scene"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/page"
	"matchbooth/ui/work/hub"
)

// Drawer draws the page of a context's state.
type Drawer func(page.Context) *page.Page

// Sizes are the windows that every screen has to look right in.
var Sizes = []fyne.Size{{Width: 1280, Height: 800}, {Width: 1366, Height: 768}, {Width: 1920, Height: 1080}, {Width: 1080, Height: 1920}}

// View is how a screen is looked at.
type View struct {
	Lang     string // zh or en
	Size     fyne.Size
	Large    bool
	Contrast bool
}

// artist draws scenes of one pack.
type artist struct {
	draw  Drawer
	texts *text.Catalogue
	pack  *event.Pack
	shelf *picture.Shelf
}

func newArtist(draw Drawer, texts *text.Catalogue, pack *event.Pack) *artist {
	return &artist{draw: draw, texts: texts, pack: pack, shelf: &picture.Shelf{}}
}

// picture draws a scene, one pixel for each unit of the view's size. A pack that was read only in part may lack what the
// screen is made of: then there is an error and no picture.
func (a *artist) picture(sc scene.Scene, v View) (img image.Image, err error) {
	defer func() {
		if p := recover(); p != nil {
			img, err = nil, fmt.Errorf("drawing %s: %v", sc.ID, p)
		}
	}()
	state := sc.State
	state.Lang, state.Large, state.Contrast = v.Lang, v.Large, v.Contrast
	var followUp takehome.FollowUp
	if where, ok := hub.PageOf(a.pack, nil); ok {
		followUp = takehome.FollowUp(where.Plain()) // nobody signed up, so nobody's secret is behind it
	}
	drawn := a.draw(page.Context{
		FollowUp: followUp,
		Pack:     a.pack, State: state, T: a.texts.In(v.Lang), Size: v.Size, Now: scene.Noon, Practice: a.pack.Practice,
		Still: true, Inline: true, Send: func(session.Event) {}, Pictures: a.shelf,
	})
	for _, live := range drawn.Live {
		live(scene.Noon)
	}
	canvas := software.NewCanvas()
	canvas.SetPadded(false)
	canvas.SetContent(drawn.Root)
	canvas.Resize(v.Size)
	return canvas.Capture(), nil
}
