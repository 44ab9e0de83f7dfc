//go:build e2e

package main

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/draw"
)

// strips are the visits that docs/pictures shows as one picture, and how wide each of its frames is.
var strips = []struct {
	lang, size string
	columns    int
	frame      int // width in pixels
}{
	{"zh", "1280x800", 7, 340},
	{"en", "1080x1920", 7, 270},
}

// A visit as one picture, from a real window: the first touch is answered, home slides in, the one among ten thousand is found,
// a card becomes its story, the form fills its picture, and there is something to take home. It is drawn anew into the folder
// that MATCHBOOTH_STRIP names; without one nothing is kept, and it is only looked at whether every frame differs from the one
// before.
func TestAVisitIsShownAsAStrip(t *testing.T) {
	dir := os.Getenv("MATCHBOOTH_STRIP")
	for _, s := range strips {
		if dir == "" && s.lang != "zh" && !long {
			continue
		}
		t.Run(s.lang, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
			defer cancel()
			display, err := OpenBareDisplay(ctx, s.size)
			if err != nil {
				t.Fatal(err)
			}
			defer display.Close()
			booth, err := OpenBooth(ctx, display, program, filepath.Join(t.TempDir(), "data"), s.size, s.lang)
			if err != nil {
				t.Fatal(err)
			}
			defer booth.Close()
			c := &camera{t: t, ctx: ctx, booth: booth}
			visit := Visit{Booth: booth, Who: Touching(s.lang, s.size), Before: c.before, After: c.after}
			if _, err := visit.Walk(ctx); err != nil {
				t.Fatal(err)
			}
			if len(c.frames) != 14 {
				t.Fatalf("%d frames", len(c.frames))
			}
			for i := 1; i < len(c.frames); i++ {
				if same(c.frames[i-1], c.frames[i]) {
					t.Errorf("frames %d and %d are the same picture", i, i+1)
				}
			}
			if dir == "" {
				return
			}
			f, err := os.Create(filepath.Join(dir, "visit-"+s.lang+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join((&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, sheet(c.frames, s.columns, s.frame)), f.Close()); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// camera takes the frames of a strip while a visit goes on.
type camera struct {
	t      *testing.T
	ctx    context.Context
	booth  *Booth
	frames []*image.RGBA
	been   bool // on home
	form   int  // pages of the form
}

func (c *camera) take() {
	c.t.Helper()
	img, err := c.booth.Hands.Look()
	if err != nil {
		c.t.Fatal(err)
	}
	c.frames = append(c.frames, img)
}

// screen waits until a screen is there and still.
func (c *camera) screen(name string, after int) Layout {
	c.t.Helper()
	v := Visit{Booth: c.booth}
	l, err := v.next(c.ctx, after)
	if err != nil || top(l) != name {
		c.t.Fatalf("%s: %v, %s", name, err, l)
	}
	return l
}

// tap touches a control, and takes a frame after each of the given times.
func (c *camera) tap(l Layout, id string, frames ...time.Duration) {
	c.t.Helper()
	v := Visit{Booth: c.booth}
	if err := v.tap(c.ctx, l, id); err != nil {
		c.t.Fatal(err)
	}
	for _, d := range frames {
		if err := pause(c.ctx, d); err != nil {
			c.t.Fatal(err)
		}
		c.take()
	}
}

// before takes the frames of a screen on which the visitor is.
func (c *camera) before(ctx context.Context, name string, l Layout) (Layout, error) {
	switch name {
	case "attract":
		if c.been {
			break
		}
		c.take()
		f := c.booth.Hands.Finger(ctx)
		spot, _ := l.Target("attract.start")
		x, y := spot.Middle()
		at := Point{x, y - int(spot.H)*3} // beside the words, where they end: in the upper half of a totem
		if s, ok := l.Target("attract.lang.en"); ok && s.Y < spot.Y {
			at = Point{int(s.X), y}
		}
		if err := f.Down(at).Rest(60 * time.Millisecond).Done(); err != nil {
			return l, err
		}
		c.take()
		if err := f.Up().Done(); err != nil {
			return l, err
		}
		if err := pause(ctx, 150*time.Millisecond); err != nil {
			return l, err
		}
		c.take()
		l = c.screen("home", l.Seq)
		fallthrough
	case "home":
		if c.been {
			break
		}
		c.been = true
		c.take()
		c.tap(l, "home.search")
		l = c.screen("numbers", l.Seq)
		c.take()
		c.tap(l, "numbers.show", 900*time.Millisecond)
		l = c.screen("numbers", -1)
		c.tap(l, "numbers.back")
		l = c.screen("home", l.Seq)
		c.tap(l, "home.stories")
		l = c.screen("stories", l.Seq)
		c.take()
		id := ""
		for _, s := range l.Targets {
			if strings.HasPrefix(s.ID, "stories.") && strings.Contains(s.ID, "zhang-ke") {
				id = s.ID
			}
		}
		c.tap(l, id, 120*time.Millisecond)
		l = c.screen("story", l.Seq)
		c.take()
		c.tap(l, "story.back")
		l = c.screen("stories", l.Seq)
		c.tap(l, "stories.back")
		l = c.screen("home", l.Seq)
	case "form":
		c.form++
		if c.form == 2 {
			c.take()
		}
	case "saved", "takehome":
		c.take()
	}
	return l, nil
}

// after takes the frames of the form when it is filled.
func (c *camera) after(name string) {
	if name == "form" && c.form >= 2 && c.form <= 3 {
		c.take()
	}
}

func same(a, b *image.RGBA) bool { return string(a.Pix) == string(b.Pix) }

// sheet lays frames out in rows, from left to right.
func sheet(frames []*image.RGBA, columns, width int) image.Image {
	const gap = 12
	b := frames[0].Bounds()
	high := b.Dy() * width / b.Dx()
	rows := (len(frames) + columns - 1) / columns
	out := image.NewRGBA(image.Rect(0, 0, columns*(width+gap)+gap, rows*(high+gap)+gap))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	for i, f := range frames {
		x, y := gap+i%columns*(width+gap), gap+i/columns*(high+gap)
		draw.CatmullRom.Scale(out, image.Rect(x, y, x+width, y+high), f, b, draw.Src, nil)
	}
	return out
}
