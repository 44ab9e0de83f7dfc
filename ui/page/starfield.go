package page

import (
	"image"
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
)

// Stars is the field of dots. Every minute two others of them light up and a line finds its way from one to the other, once;
// the lines of the hour stay, faintly, so that the field becomes a net. What moves is small, and moves in steps: where the
// processor paints, every frame costs it the whole window, so there is one when a step can be seen, and none by the clock.
type Stars struct {
	b     *B
	at    Box
	field *art.Field

	minute  int64     // whose pair is shown or on its way
	pending bool      // the pair of the minute before still stands
	line    art.Line  // of the pair that is shown
	pixels  fyne.Size // how large the ground was drawn last
	net     image.Image

	ground *canvas.Raster
	pieces []*canvas.Raster // of the line, while it finds its way
	whole  *canvas.Raster   // the line when it has
	lamps  [2]*canvas.Raster
	nudge  func()
	shown  float64 // how far the motion is, in seconds; negative: it has not begun
}

// The motion, in seconds from its start. LOOK: slowly, once.
const (
	fadeEnd   = 0.7 // the pair of the minute before has become one of the faint lines
	lampBegin = 0.6
	lineBegin = 1.0
	lineEnd   = 3.9
	starsEnd  = 4.6
	lampTakes = 0.5
)

const (
	pieces = 30   // of a line
	lead   = 3.0  // how many of them the tip of the line is soft for
	stride = 1.5  // how many of them the tip goes on by at a time
	shades = 4    // in which something lights up or goes out
	faint  = 0.12 // opacity of the lines of the hour
)

// ToolsOf returns where the language and the switches beside it are in a landscape frame.
func (b *B) ToolsOf(f Frame) Box {
	w := b.toolsWidth(f.Tools.H)
	return Box{f.Tools.X + f.Tools.W - w, f.Tools.Y, w, f.Tools.H}
}

// Starfield draws the field of dots. It fades out at the edges named, goes on to the other edges of the box, which
// should be beyond the window's, and is free of dots around the calm boxes.
func (b *B) Starfield(at Box, fade art.Edge, calm ...Box) *Stars {
	m := b.M
	// Whole dp at the corner, so that what is laid on the dots lies on the same pixels.
	at.X, at.Y = float32(math.Floor(float64(at.X))), float32(math.Floor(float64(at.Y)))
	at.W, at.H = max(1, float32(math.Ceil(float64(at.W)))), max(1, float32(math.Ceil(float64(at.H))))
	opts := art.FieldOptions{Fade: fade, Depth: 0.36, Bleed: true, Clear: true}
	for _, c := range calm {
		opts.Calm = append(opts.Calm, art.Calm{X: float64(c.X - at.X), Y: float64(c.Y - at.Y), W: float64(c.W), H: float64(c.H), Around: float64(m.S(56))})
	}
	s := &Stars{b: b, at: at, field: art.NewField(int(at.W), int(at.H), b.P, opts), minute: b.Now.Unix() / 60, shown: -1}
	s.ground = canvas.NewRaster(s.drawGround)
	s.ground.ScaleMode = canvas.ImageScalePixels // it is drawn in the window's own pixels, and to look for more takes time
	b.Put(s.ground, at)
	b.Page.Ahead = append(b.Page.Ahead, func() { s.drawGround(int(at.W), int(at.H)) })
	picture := func(draw func(w, h int) image.Image) *canvas.Raster {
		r := canvas.NewRaster(func(w, h int) image.Image { return draw(max(w, 1), max(h, 1)) })
		b.Add(r)
		return r
	}
	s.whole = picture(func(w, h int) image.Image { return s.line.Image(-1, w, h) })
	if !b.Still {
		for i := range pieces {
			p := picture(func(w, h int) image.Image { return s.line.Image(i, w, h) })
			p.Hidden = true
			s.pieces = append(s.pieces, p)
		}
	}
	for i, c := range []color.NRGBA{b.P.Gold, b.P.OnWine} {
		s.lamps[i] = b.Picture(Box{}, func(w, h int) image.Image { return art.Lamp(w, h, c) })
		s.lamps[i].Resize(fyne.NewSize(s.lampSize(), s.lampSize()))
	}
	s.adopt()
	if b.Still {
		return s
	}
	s.nudge = b.Repaint()
	if !b.Inline {
		b.Page.Live = append(b.Page.Live, s.turn)
	}
	anim := fyne.NewAnimation(time.Duration(starsEnd*float64(time.Second)), func(p float32) { s.show(float64(p) * starsEnd) })
	anim.Curve = fyne.AnimationLinear
	b.Page.Motion = append(b.Page.Motion, anim)
	return s
}

func (s *Stars) lampSize() float32 { return float32(math.Round(float64(s.b.M.S(108)))) }

// adopt places the line and the lamps of the minute's pair.
func (s *Stars) adopt() {
	s.pending = false
	s.line = art.Line{Pair: s.field.Pair(s.minute), Width: float64(s.b.M.S(3.2)), Pieces: pieces}
	place := func(r *canvas.Raster, piece int) {
		p := s.line.Span(piece)
		r.Move(fyne.NewPos(s.at.X+float32(p.X), s.at.Y+float32(p.Y)))
		r.Resize(fyne.NewSize(float32(p.W), float32(p.H)))
		r.Refresh() // another line may be as large
	}
	place(s.whole, -1)
	for i, r := range s.pieces {
		place(r, i)
	}
	d := s.lampSize()
	for i, p := range []art.Point{s.line.Pair.A, s.line.Pair.B} {
		s.lamps[i].Move(fyne.NewPos(s.at.X+float32(p.X)-d/2, s.at.Y+float32(p.Y)-d/2))
	}
}

// turn notices that another minute has begun.
func (s *Stars) turn(now time.Time) {
	minute := now.Unix() / 60
	if minute == s.minute {
		return
	}
	s.minute, s.pending = minute, true
	w, h := int(s.pixels.Width), int(s.pixels.Height)
	if w == 0 {
		return // it was never painted
	}
	s.b.Later(func() func() {
		net := s.field.Net(w, h, s.threads(minute)...)
		return func() {
			if s.minute == minute {
				s.net = net
				s.ground.Refresh()
			}
		}
	})
}

// drawGround draws the field with its net on so many pixels, unless that was done.
func (s *Stars) drawGround(w, h int) image.Image {
	if w <= 0 || h <= 0 {
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	}
	size := fyne.NewSize(float32(w), float32(h))
	if s.net == nil || size != s.pixels {
		s.net, s.pixels = s.field.Net(w, h, s.threads(s.minute)...), size
	}
	return s.net
}

// threads are the lines that stay in the field in a minute.
func (s *Stars) threads(minute int64) []art.Thread {
	var all []art.Thread
	for n, strength := range Net(minute) {
		all = append(all, art.Thread{Pair: s.field.Pair(n), Strength: strength, Width: float64(s.b.M.S(2.2))})
	}
	return all
}

// Net yields the minutes of which the lines are still seen in a minute, and how strongly: those of the same hour. What the
// hour before has left is gone after two minutes, a little each, so that nothing vanishes at once.
func Net(minute int64) func(yield func(n int64, strength float64) bool) {
	return func(yield func(int64, float64) bool) {
		hour := minute - minute%60
		left := faint * (1 - float64(minute-hour+1)/3)
		for n := hour - 60; n < minute; n++ {
			strength := float64(faint)
			if n < hour {
				strength = left
			}
			if strength > 0.001 && !yield(n, strength) {
				return
			}
		}
	}
}

// show shows the motion as it is after so many seconds.
func (s *Stars) show(at float64) {
	if at >= starsEnd && s.shown >= starsEnd {
		return
	}
	begins := at < s.shown || s.shown < 0
	s.shown = at
	changed := false
	lit := func(r *canvas.Raster, strength float64) { changed = light(r, strength) || changed }
	if begins && !s.pending || s.pending && at >= fadeEnd {
		s.adopt()
		changed = true
	}
	if s.pending {
		left := inSteps(1-at/fadeEnd, 1.0/shades)
		for _, o := range append(s.pieces, s.whole, s.lamps[0], s.lamps[1]) {
			if o.Visible() {
				lit(o, min(left, 1-o.Translucency))
			}
		}
	} else {
		lit(s.lamps[0], inSteps((at-lampBegin)/lampTakes, 1.0/shades))
		lit(s.lamps[1], inSteps((at-lineEnd+0.1)/lampTakes, 1.0/shades))
		t := min(1, max(0, (at-lineBegin)/(lineEnd-lineBegin)))
		tip := inSteps(t*t*(3-2*t)*(pieces+lead), stride)
		done := at >= starsEnd
		for i, p := range s.pieces {
			if done {
				tip = 0 // the line in one piece takes their place
			}
			lit(p, (tip-float64(i))/lead)
		}
		lit(s.whole, map[bool]float64{true: 1}[done])
	}
	if changed {
		s.nudge() // a frame costs the whole window
	}
}

// inSteps rounds down to whole steps.
func inSteps(x, step float64) float64 { return math.Floor(x/step+1e-9) * step }

// light shows a raster as strongly as said, 0 to 1, and reports whether that is a change; what is not seen at all is not
// painted.
func light(r *canvas.Raster, strength float64) bool {
	strength = min(1, max(0, strength))
	if r.Hidden == (strength == 0) && r.Translucency == 1-strength {
		return false
	}
	r.Translucency, r.Hidden = 1-strength, strength == 0
	return true
}
