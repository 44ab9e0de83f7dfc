package page

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// sky is a page with a field, which nothing moves but the test; the field is drawn where it is asked for.
func sky(t *testing.T, still bool) (*Page, *Stars) {
	t.Helper()
	test.NewTempApp(t)
	var s *Stars
	c := Context{Size: fyne.NewSize(1280, 800), Now: time.Unix(60*29_900_000, 0), Still: still, Send: func(session.Event) {}}
	p := Build(c, func(b *B) {
		b.body()
		s = b.Starfield(Box{640, -8, 648, 816}, art.LeftEdge)
		b.Inline = true
		b.KeepFresh()
	}, nil)
	return p, s
}

// body makes the layers of a page that needs no more.
func (b *B) body() { b.into, _, _ = b.layers(b.P.Wine) }

func visible(rasters []*canvas.Raster) (n int) {
	for _, r := range rasters {
		if r.Visible() {
			n++
		}
	}
	return n
}

// A net has the lines of the hour, and never more than fifty-nine of them at full strength: the hour before leaves in two
// minutes, step by step.
func TestTheNetIsOfTheHour(t *testing.T) {
	const hour = 60 * 498_000
	for minute := int64(hour); minute < hour+60; minute++ {
		full, leaving := 0, 0
		for n, strength := range Net(minute) {
			switch {
			case n >= minute || n < hour-60:
				t.Fatalf("in minute %d there is the line of minute %d", minute-hour, n-hour)
			case n >= hour && strength == faint:
				full++
			case n < hour && strength < faint:
				leaving++
			default:
				t.Fatalf("minute %d: the line of minute %d has %.2f", minute-hour, n-hour, strength)
			}
		}
		want := 0
		if minute < hour+2 {
			want = 60
		}
		if full != int(minute-hour) || leaving != want {
			t.Errorf("minute %d: %d lines of the hour and %d of the last", minute-hour, full, leaving)
		}
	}
}

// The lines of a minute are of those before it, so that the same minute always looks the same.
func TestAPairComesEachMinute(t *testing.T) {
	_, s := sky(t, false)
	first := s.line.Pair
	now := time.Unix(60*s.minute, 0)
	s.turn(now.Add(59 * time.Second))
	if s.pending {
		t.Fatal("another pair within the minute")
	}
	s.show(starsEnd)
	s.turn(now.Add(60 * time.Second))
	if !s.pending || s.line.Pair.A != first.A {
		t.Fatal("the pair of the minute before vanishes at once")
	}
	s.show(0.3)
	if left := 1 - s.whole.Translucency; !s.whole.Visible() || left <= 0 || left >= 1 {
		t.Errorf("of the line before %.2f is left", left)
	}
	s.show(fadeEnd + 0.01)
	if s.line.Pair.A == first.A && s.line.Pair.B == first.B {
		t.Error("the same pair again")
	}
	if s.whole.Visible() || visible(s.pieces) > 0 {
		t.Error("the new line is there before it has found its way")
	}
}

// The line finds its way once; then what moved has been put away, and nothing is left to be painted.
func TestTheLineFindsItsWayOnce(t *testing.T) {
	p, s := sky(t, false)
	if len(p.Motion) != 1 || p.Motion[0].RepeatCount != 0 {
		t.Fatal("the field moves not once")
	}
	painted := 0
	s.nudge = func() { painted++ }
	seen := 0
	for at := 0.0; at < starsEnd; at += 1.0 / 60 {
		s.show(at)
		n := visible(s.pieces)
		if n < seen {
			t.Fatalf("after %.2f s the line goes back", at)
		}
		seen = n
	}
	if seen != pieces || s.whole.Visible() {
		t.Errorf("at the end %d of %d pieces are shown", seen, pieces)
	}
	if most := 33; painted > most { // each is the whole window, and they are all that a booth at rest has to paint
		t.Errorf("the window was painted %d times, not %d", painted, most)
	}
	s.show(starsEnd)
	if visible(s.pieces) > 0 || !s.whole.Visible() || s.whole.Translucency != 0 {
		t.Error("the line does not stand in one piece")
	}
	painted = 0
	s.show(starsEnd)
	if painted > 0 {
		t.Error("it is painted at rest")
	}
}

// Without motion the pair is there from the start, and stays until another page is drawn.
func TestAFieldWithoutMotion(t *testing.T) {
	p, s := sky(t, true)
	if len(p.Motion) > 0 || len(s.pieces) > 0 || !s.whole.Visible() || !s.lamps[0].Visible() || !s.lamps[1].Visible() {
		t.Error("the pair is not simply there")
	}
}

// A page that grows out of a card is in its place afterwards, whenever that is.
func TestAPictureGrowsToItsPlace(t *testing.T) {
	test.NewTempApp(t)
	drawn := 0
	var pic *canvas.Raster
	p := Build(Context{Size: fyne.NewSize(1280, 800), Send: func(session.Event) {}}, func(b *B) {
		b.body()
		pic = b.Picture(Box{40, 100, 400, 500}, func(w, h int) image.Image { drawn++; return art.ThinkArt(w, h, b.P) })
		b.Grows(pic)
	}, nil)
	before := len(p.within.Objects)
	for _, until := range []float32{0, 0.5, 0.99} {
		tick, end := p.Grow(Box{700, 300, 300, 200}, 1)
		ghost := p.within.Objects[len(p.within.Objects)-1].(*canvas.Raster)
		if c := ghost.Position(); ghost.Size().Height != 200 || c.X < 700 || c.X+ghost.Size().Width > 1000 || pic.Visible() {
			t.Fatalf("it does not begin in its card, but at %v with %v", c, ghost.Size())
		}
		tick(until)
		if r := ghost.Size().Width / ghost.Size().Height; r < 0.79 || r > 0.81 {
			t.Errorf("at %.2f it is distorted: %.2f", until, r)
		}
		if img := ghost.Generator(7, 7); img.Bounds().Dx() != 400 || img.Bounds().Dy() != 500 {
			t.Errorf("it is drawn at %v", img.Bounds())
		}
		end()
		if len(p.within.Objects) != before || !pic.Visible() || pic.Position() != fyne.NewPos(40, 100) {
			t.Errorf("interrupted at %.2f it leaves something behind", until)
		}
	}
	if drawn != 1 {
		t.Errorf("it was drawn %d times", drawn)
	}
}

// The first touch is answered at once by a dot that lights, and leads on a moment later, once.
func TestTheFirstTouchIsAnswered(t *testing.T) {
	test.NewTempApp(t)
	led := 0
	var waits []func()
	var k *Spark
	button := touch.NewButton("whole", "", touch.Style{}, func() { led++ })
	Build(Context{Size: fyne.NewSize(1280, 800), Now: time.Unix(60*29_900_000, 0), Send: func(session.Event) {}}, func(b *B) {
		b.body()
		s := b.Starfield(Box{640, -8, 648, 816}, art.LeftEdge)
		k = b.Spark(s)
		k.after = func(d time.Duration, f func()) {
			if d <= 0 || d > sparkFor {
				t.Errorf("it waits for %v", d)
			}
			waits = append(waits, f)
		}
		k.On(button)
	}, nil)
	button.OnDown(fyne.NewPos(1000, 400))
	if !k.lamp.Visible() || k.lamp.Translucency != 0 {
		t.Fatal("no dot lights where the finger is")
	}
	mid := k.lamp.Position().AddXY(k.lamp.Size().Width/2, k.lamp.Size().Height/2)
	if at, ok := k.stars.field.Nearest(float64(mid.X-640), float64(mid.Y+8)); !ok || at.X-float64(mid.X-640) > 0.01 {
		t.Errorf("it lights at %v, where no dot is", mid)
	}
	k.lit = time.Now().Add(-sparkFor) // a finger that has been down for as long
	button.OnTap()
	if led != 1 || k.lamp.Visible() {
		t.Errorf("it led on %d times, and the light is still on: %v", led, k.lamp.Visible())
	}
	// What happens by itself is told apart by what it leads to, at once.
	touch.Alone(func() { button.OnTap() })
	if led != 2 || len(waits) > 0 {
		t.Error("what nobody has done is done as if somebody had")
	}
	led = 1
	// A quick one waits for the light; a second meanwhile changes nothing.
	button.OnDown(fyne.NewPos(300, 300))
	button.OnTap()
	button.OnTap()
	if led != 1 {
		t.Error("nobody has seen the light")
	}
	for len(waits) > 0 {
		next := waits[0]
		waits = waits[1:]
		next()
	}
	if led != 2 {
		t.Errorf("it led on %d times, not 2", led)
	}
}
