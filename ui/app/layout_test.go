package app

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/lang"
	"matchbooth/assets/licences"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/work/about"
)

// The checks of this file are the same for every screen: what can be touched is large enough,
// apart from its neighbours and within reach; what is written is there, whole and inside.

// apart is the least distance between two things that can be touched, in dp.
const apart = 8

// modes are the three ways in which a screen is shown.
var modes = []string{"", "large", "contrast"}

type named struct {
	name string
	size fyne.Size
	page *page.Page
}

// allPages are all screens in every language, size and mode, built once.
var allPages = sync.OnceValue(func() (out []named) {
	pack, _ := fixtures()
	for _, st := range stages(pack) {
		for _, lang := range lang.Tags() {
			for _, size := range sizes {
				for _, mode := range modes {
					st.state.Lang, st.state.Large, st.state.Contrast = lang, mode == "large", mode == "contrast"
					out = append(out, named{fmt.Sprintf("%s %s %.0fx%.0f %s", st.name, lang, size.Width, size.Height, mode), size, build(st, size)})
				}
			}
		}
	}
	return out
})

func eachPage(t *testing.T, check func(t *testing.T, name string, size fyne.Size, page *page.Page)) {
	t.Helper()
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	fixtures()
	for _, n := range allPages() {
		check(t, n.name, n.size, n.page)
	}
}

type control struct {
	id string
	at page.Box
}

// controls are the things on a page that can be touched, where they stand in the window. What
// lies in a scroller is cut to the part of it that can be seen.
func controls(pg *page.Page) []control {
	known := map[fyne.CanvasObject]bool{}
	for _, b := range pg.Buttons {
		known[b] = true
	}
	for _, f := range pg.Fields {
		known[f] = true
	}
	var out []control
	walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, scrolled bool) {
		if scrolled {
			return
		}
		switch v := o.(type) {
		case *touch.Button:
			if known[o] {
				out = append(out, control{v.ID, at})
			}
		case *field.Field:
			if known[o] {
				out = append(out, control{v.ID, at})
			}
		case *touch.Hold:
			out = append(out, control{v.ID, at})
		}
	})
	return out
}

// walk visits what is placed on a page, with its place in the window.
func walk(o fyne.CanvasObject, at fyne.Position, visit func(o fyne.CanvasObject, at page.Box, scrolled bool)) {
	walkIn(o, at, false, visit)
}

func walkIn(o fyne.CanvasObject, at fyne.Position, scrolled bool, visit func(o fyne.CanvasObject, at page.Box, scrolled bool)) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	visit(o, page.Box{X: at.X, Y: at.Y, W: o.Size().Width, H: o.Size().Height}, scrolled)
	switch v := o.(type) {
	case *fyne.Container:
		for _, c := range v.Objects {
			walkIn(c, at, scrolled, visit)
		}
	case *touch.Scroller:
		if c := v.Content(); c != nil {
			walkIn(c, at, true, visit)
		}
	case *touch.Button:
		for _, c := range v.Parts() {
			walkIn(c, at, scrolled, visit)
		}
	case interface{ Inside() []fyne.CanvasObject }:
		for _, c := range v.Inside() {
			walkIn(c, at, scrolled, visit)
		}
	}
}

// outOfReach are controls of portrait screens that may stand above the lower 45 %: none.
var outOfReach = map[string]string{}

func TestControlsAreLargeApartAndInReach(t *testing.T) {
	eachPage(t, func(t *testing.T, name string, size fyne.Size, page *page.Page) {
		if strings.HasPrefix(name, "overlay-") {
			return // what lies under a question is covered on purpose
		}
		list := controls(page)
		if len(list) == 0 && page.Screen != "saving" {
			t.Errorf("%s: nothing can be touched", name)
		}
		for i, c := range list {
			if c.at.W < theme.MinTarget-0.01 || c.at.H < theme.MinTarget-0.01 {
				t.Errorf("%s: %s is %.1f×%.1f dp", name, c.id, c.at.W, c.at.H)
			}
			if c.at.X < -0.01 || c.at.Y < -0.01 || c.at.X+c.at.W > size.Width+0.01 || c.at.Y+c.at.H > size.Height+0.01 {
				t.Errorf("%s: %s leaves the window: %.0f", name, c.id, c.at)
			}
			if _, may := outOfReach[c.id]; !may && size.Height > size.Width && c.at.Y < size.Height*0.55-1 {
				t.Errorf("%s: %s stands too high for a wheelchair: %.0f", name, c.id, c.at.Y)
			}
			for _, o := range list[:i] {
				if together(c.id, o.id) {
					continue
				}
				if d := distance(c.at, o.at); d < apart-0.01 {
					t.Errorf("%s: %s and %s are %.1f dp apart", name, c.id, o.id, d)
				}
			}
		}
	})
}

// together tells whether two controls are halves of one: the two languages are one pill, the rows
// of the volunteers' list one table, the entries of their rail one list.
func together(a, b string) bool {
	return strings.Contains(a, ".lang.") && strings.Contains(b, ".lang.") ||
		strings.HasPrefix(a, "desk.row.") && strings.HasPrefix(b, "desk.row.") ||
		strings.HasPrefix(a, "desk.to.") && strings.HasPrefix(b, "desk.to.")
}

// distance between two boxes; negative where they overlap.
func distance(a, b page.Box) float32 {
	dx := max(a.X-(b.X+b.W), b.X-(a.X+a.W))
	dy := max(a.Y-(b.Y+b.H), b.Y-(a.Y+a.H))
	if dx > 0 && dy > 0 {
		return float32(math.Hypot(float64(dx), float64(dy)))
	}
	return max(dx, dy)
}

func TestTextsAreThereAndWhole(t *testing.T) {
	eachPage(t, func(t *testing.T, name string, size fyne.Size, pg *page.Page) {
		any := false
		walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, scrolled bool) {
			x, ok := o.(*canvas.Text)
			if !ok || x.Text == "" {
				return
			}
			any = true
			if strings.ContainsAny(x.Text, "⟦⟧") || strings.Contains(x.Text, "{{") || strings.Contains(x.Text, "<no value>") {
				t.Errorf("%s: %q", name, x.Text)
			}
			w := x.MinSize().Width
			left := at.X
			switch x.Alignment {
			case fyne.TextAlignCenter:
				left += (at.W - w) / 2
			case fyne.TextAlignTrailing:
				left += at.W - w
			}
			const hair = 1.5
			if left < -hair || left+w > size.Width+hair || at.Y < -hair || !scrolled && at.Y+at.H > size.Height+hair {
				t.Errorf("%s: %q leaves the window (%.0f to %.0f, %.0f down to %.0f)", name, x.Text, left, left+w, at.Y, at.Y+at.H)
			}
			if x.TextSize < 12 {
				t.Errorf("%s: %q is set at %.1f dp", name, x.Text, x.TextSize)
			}
		})
		if !any {
			t.Errorf("%s says nothing", name)
		}
	})
}

// What is photographed is in sight: nothing of the screen to take home has to be scrolled to.
func TestTheTakeHomeIsWholeOnAPhotograph(t *testing.T) {
	seen := 0
	eachPage(t, func(t *testing.T, name string, _ fyne.Size, pg *page.Page) {
		if !strings.HasPrefix(name, "takehome ") {
			return
		}
		walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, scrolled bool) {
			if x, ok := o.(*canvas.Text); ok && x.Text == "3" {
				seen++
			}
			if s, ok := o.(*touch.Scroller); ok {
				t.Errorf("%s has a scroller of %.0f dp", name, s.Size().Height)
			}
		})
	})
	if want := len(lang.Tags()) * len(sizes) * len(modes); seen != want {
		t.Errorf("the third step stands on %d of %d", seen, want)
	}
}

// No line parts a word: every Latin word on a screen is one that stands in the texts, the event or the fixtures.
func TestNoWordIsParted(t *testing.T) {
	latin := regexp.MustCompile(`\p{Latin}+`)
	known := map[string]bool{}
	learn := func(from fs.FS, suffix string) {
		if err := fs.WalkDir(from, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, suffix) {
				return err
			}
			text, err := fs.ReadFile(from, path)
			for _, w := range latin.FindAllString(string(text), -1) {
				known[w] = true
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	learn(os.DirFS("../../assets/text"), ".toml")
	learn(os.DirFS("../../assets/event"), "")
	learn(os.DirFS("../../assets/words"), "") // of fingerprints
	pack, _ := fixtures()
	for _, c := range pack.Consents { // and of the versions of the texts
		for _, l := range event.Langs {
			hash := c.SHA256(string(l))
			for _, w := range latin.FindAllString(hash[:4]+" "+hash[4:8]+" "+hash[8:12], -1) {
				known[w] = true
			}
		}
	}
	learn(os.DirFS("."), "_test.go") // the fixtures
	for _, room := range []string{"../visit", "../desk", "../page", "../work/paper"} {
		learn(os.DirFS(room), "")
	}
	for m := time.January; m <= time.December; m++ {
		known[m.String()] = true
	}
	parts, err := licences.Parts() // what the program is made of
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		for _, w := range latin.FindAllString(p.Name+" "+p.Version+" "+p.Licence, -1) {
			known[w] = true
		}
	}
	for _, w := range latin.FindAllString(about.Read().String(), -1) {
		known[w] = true
	}
	parted := map[string]string{}
	eachPage(t, func(t *testing.T, name string, _ fyne.Size, pg *page.Page) {
		walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ page.Box, _ bool) {
			if x, ok := o.(*canvas.Text); ok {
				for _, w := range latin.FindAllString(x.Text, -1) {
					if !known[w] {
						parted[w] = name + ": " + x.Text
					}
				}
			}
		})
	})
	for w, where := range parted {
		t.Errorf("%q: %s", w, where)
	}
}

// Texts of the page itself and what can be touched do not lie on each other.
func TestTextsDoNotLieOnControls(t *testing.T) {
	eachPage(t, func(t *testing.T, name string, size fyne.Size, pg *page.Page) {
		if strings.HasPrefix(name, "overlay-") {
			return // what lies under a question is covered on purpose
		}
		list := controls(pg)
		for _, o := range own(pg) {
			x, ok := o.(*canvas.Text)
			if !ok || strings.TrimSpace(x.Text) == "" {
				continue
			}
			at := page.Box{X: x.Position().X, Y: x.Position().Y, W: x.MinSize().Width, H: x.MinSize().Height}
			switch x.Alignment {
			case fyne.TextAlignCenter:
				at.X += (x.Size().Width - at.W) / 2
			case fyne.TextAlignTrailing:
				at.X += x.Size().Width - at.W
			}
			at.Y += at.H * 0.15
			at.H *= 0.7
			for _, c := range list {
				if distance(at, c.at) < -2 {
					t.Errorf("%s: %q lies on %s", name, x.Text, c.id)
				}
			}
		}
	})
}

// own are the objects of the page itself: not those inside controls and scrollers.
func own(page *page.Page) (out []fyne.CanvasObject) {
	for _, o := range page.Root.Objects {
		if c, ok := o.(*fyne.Container); ok {
			out = append(out, c.Objects...)
			continue
		}
		out = append(out, o)
	}
	return out
}

// The queue reads along: no field of the form is wider than 640 dp at 1280×800, half the window, nor has it a larger share of any
// other: type does not grow with it beyond 44 dp.
func TestNoFieldOfTheFormIsWiderThanTheQueueMaySee(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	pack, _ := fixtures()
	seen := 0
	for _, st := range stages(pack) {
		if st.state.Screen != session.Form {
			continue
		}
		for _, size := range sizes {
			pg, _ := render(st, size)
			for _, f := range pg.Fields {
				seen++
				if f.Size().Width > page.FieldWidth*max(1, theme.Measure(size, false).U) {
					t.Errorf("%s at %v: field %s is %.0f dp wide", st.name, size, f.ID, f.Size().Width)
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no form has a field")
	}
}
