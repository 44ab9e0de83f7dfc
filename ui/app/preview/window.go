package preview

import (
	"context"
	"fmt"
	"image"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"matchbooth/assets/lang"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/scene"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// watchEvery is how often the files of the pack are looked at for changes.
const watchEvery = 500 * time.Millisecond

// Window shows one pack. All its methods must be called on the interface's goroutine; [Window.Watch] runs beside it.
type Window struct {
	Root *fyne.Container // never replaced: swapping a window's content leaks

	path  string
	draw  Drawer
	texts *text.Catalogue
	speak string // the language of the window itself, not of the screens

	now    reading // what is shown: the last state of the files of which anything could be read
	faults []event.Fault
	advice []event.Fault
	holes  []string
	err    error // the pack cannot be opened now
	stale  bool  // what is shown is older than the files
	artist *artist

	scene string // id of the scene that is shown
	view  View
	sizes []fyne.Size
	open  bool // the panel of faults
	size  fyne.Size

	shown   *shown // the picture on the screen; nil before the first
	undrawn bool   // the scene cannot be drawn of this pack
	page    *page.Page
	list    float32 // how far the list of screens is scrolled
	gen     int     // number of the last picture that was wanted

	printing    bool
	printed     string // what came of printing, or how far it is
	printedWell bool

	// Later runs work beside the interface's goroutine and then show on it; tests run both at once.
	Later func(work func() (show func()))
	// Soon runs f on the interface's goroutine once the hand is still; tests run it at once.
	Soon func(f func())
}

// shown is a picture, and what it is a picture of.
type shown struct {
	scene string
	view  View
	img   image.Image
}

// New returns a window on the pack at path that speaks the language speak, and is empty until [Window.Load]. first is how the screens are looked at to begin
// with; its size joins the usual ones if it is another.
func New(draw Drawer, texts *text.Catalogue, path, speak string, first View) *Window {
	w := &Window{path: path, draw: draw, texts: texts, speak: speak, view: first, sizes: slices.Clone(Sizes)}
	if w.view.Size.IsZero() {
		w.view.Size = w.sizes[0]
	}
	if !slices.Contains(w.sizes, w.view.Size) {
		w.sizes = append(w.sizes, w.view.Size)
	}
	w.Soon = func(f func()) {
		time.AfterFunc(40*time.Millisecond, func() { fyne.Do(f) })
	}
	w.Later = func(work func() func()) {
		go func() {
			show := work()
			fyne.Do(show)
		}()
	}
	w.Root = container.New(&rootLayout{w}, container.NewStack())
	return w
}

// Load reads the files of the pack and shows what they say now.
func (w *Window) Load() { w.take(read(w.path)) }

// Page returns what is drawn now, for tests.
func (w *Window) Page() *page.Page { return w.page }

// Shown returns the id of the screen whose picture is shown, how it is looked at, and the picture; "" and nil if there is none.
func (w *Window) Shown() (string, View, image.Image) {
	if w.shown == nil {
		return "", View{}, nil
	}
	return w.shown.scene, w.shown.view, w.shown.img
}

type rootLayout struct{ w *Window }

// MinSize is small, as the toolkit makes what it shows larger than the display where that has no room.
func (l *rootLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 320) }
func (l *rootLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, c := range o {
		c.Resize(size)
	}
	if size != l.w.size && size.Width > 1 {
		l.w.size = size
		l.w.show()
	}
}

// Watch follows the files of the pack until ctx is done. A state of them of which nothing can be read, as while an editor
// writes, leaves the screens as they are and shows what is wrong.
func (w *Window) Watch(ctx context.Context) {
	last := stamp(w.path)
	every := time.NewTicker(watchEvery)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		now := stamp(w.path)
		if now == last {
			continue
		}
		last = now
		r := read(w.path)
		fyne.Do(func() { w.take(r) })
	}
}

// take shows another state of the files.
func (w *Window) take(r reading) {
	had := len(w.faults) > 0 || w.err != nil
	if !w.printing {
		w.printed = "" // it was another state of the pack
	}
	w.faults, w.advice, w.holes, w.err = r.faults, r.advice, r.holes, r.err
	if wrong := len(w.faults) > 0 || w.err != nil; wrong != had {
		w.open = wrong
	}
	w.stale = r.pack == nil
	if r.pack != nil {
		w.now, w.artist = r, newArtist(w.draw, w.texts, r.pack)
		if w.at() < 0 && len(r.scenes) > 0 {
			w.scene = r.scenes[0].ID
		}
		w.want()
	}
	w.show()
}

// at is the index of the scene that is shown, or -1.
func (w *Window) at() int {
	return slices.IndexFunc(w.now.scenes, func(s scene.Scene) bool { return s.ID == w.scene })
}

// step goes n scenes on, at most to the ends.
func (w *Window) step(n int) {
	w.goTo(min(max(0, w.at()+n), len(w.now.scenes)-1))
}

func (w *Window) goTo(i int) {
	if i < 0 || i >= len(w.now.scenes) || w.now.scenes[i].ID == w.scene {
		return
	}
	w.scene = w.now.scenes[i].ID
	w.want()
	w.show()
}

// look changes how the screens are looked at.
func (w *Window) look(change func(*View)) {
	change(&w.view)
	w.want()
	w.show()
}

// want asks for the picture of the scene. While a key repeats, only the last that is asked for is drawn, and the one
// before it stays until then.
func (w *Window) want() {
	w.gen++
	gen := w.gen
	w.Soon(func() {
		if gen == w.gen {
			w.picture()
			w.show()
		}
	})
}

// picture draws the scene.
func (w *Window) picture() {
	i := w.at()
	if i < 0 || w.artist == nil {
		return
	}
	img, err := w.artist.picture(w.now.scenes[i], w.view)
	if w.undrawn = err != nil; w.undrawn {
		if w.shown != nil && w.shown.scene != w.scene {
			w.shown = nil
		}
		return
	}
	w.shown = &shown{w.scene, w.view, img}
}

func (w *Window) nextSize() {
	w.look(func(v *View) { v.Size = w.sizes[(slices.Index(w.sizes, v.Size)+1)%len(w.sizes)] })
}

func (w *Window) otherLang() {
	w.look(func(v *View) { v.Lang = lang.After(v.Lang) })
}

func (w *Window) toggleLarge()    { w.look(func(v *View) { v.Large = !v.Large }) }
func (w *Window) toggleContrast() { w.look(func(v *View) { v.Contrast = !v.Contrast }) }
func (w *Window) togglePanel() {
	w.open = !w.open
	w.show()
}

// Key handles a key.
func (w *Window) Key(name fyne.KeyName) {
	switch name {
	case fyne.KeyRight, fyne.KeyDown, fyne.KeySpace, fyne.KeyPageDown:
		w.step(1)
	case fyne.KeyLeft, fyne.KeyUp, fyne.KeyBackspace, fyne.KeyPageUp:
		w.step(-1)
	case fyne.KeyHome:
		w.goTo(0)
	case fyne.KeyEnd:
		w.goTo(len(w.now.scenes) - 1)
	case fyne.KeyF:
		w.togglePanel()
	default:
		for _, t := range w.tools() {
			if t.key == name {
				t.do()
			}
		}
	}
}

// show draws the window.
func (w *Window) show() {
	if w.size.IsZero() {
		return
	}
	if w.page != nil && len(w.page.Scrollers) > 0 {
		w.list = w.page.Scrollers[0].Offset()
	}
	w.page = w.build()
	touch.Turned() // a finger that is down belongs to what was there before
	holder := w.Root.Objects[0].(*fyne.Container)
	holder.Objects = []fyne.CanvasObject{w.page.Root}
	holder.Resize(w.size)
	holder.Refresh() // lets the toolkit free what was there before
}

// Format implements fmt.Formatter.
func (w *Window) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "preview.Window{%s}", w.scene) }
