// Package scenes draws the still life of a station of a donor's story: what the source itself names, on a table, in the
// light of two rings that come nearer station by station and meet where cells are collected. It shows objects, never a
// person, and no feeling: nothing may be drawn of a donor that the source does not give.
//
// Like all drawings of [matchbooth/assets/art], a scene is a function of its size in pixels and a palette.
package scenes

import (
	"image"
	imagedraw "image/draw"
	"slices"

	"matchbooth/assets/art"
)

// Scene is what is drawn for one station.
type Scene struct {
	Name  string  // one of [Names]; any other is drawn as "way"
	Light Light   // how far the two rings have come
	Day   [2]int  // month and day on the flags of "booth"; zero for flags without a figure
	Years int     // marked on the span of "phone_again", up to 12; 0 for none
	Edge  float64 // where the table's edge is, as a fraction of the height: below it stands the name
	Aside float64 // how far right of the middle everything stands, as a fraction of the width: the name stands at its left
	Frame Frame
}

// Frame is the outline of a scene.
type Frame struct {
	Corner float64 // radius of the corners as a fraction of the width; 0 for the usual
	Side   Side    // the corners that are round
}

// Side says which corners of a scene are round.
type Side int

// All corners, or those at the top or the left alone, where a card goes on below or beside the scene.
const (
	Around Side = iota
	Top
	Left
)

// outline is the frame of a picture of w × h pixels.
func (f Frame) outline(w, h, usual float64) *art.Path {
	r := usual
	if f.Corner > 0 {
		r = f.Corner * w
	}
	far := 2 * r // a corner that far outside is square within
	switch f.Side {
	case Top:
		return art.RoundRect(0, 0, w, h+far, r)
	case Left:
		return art.RoundRect(0, 0, w+far, h, r)
	}
	return art.RoundRect(0, 0, w, h, r)
}

// props draw what stands on the table, by the name of the scene.
var props = map[string]func(*stage){
	"way":          (*stage).way,
	"form":         (*stage).form,
	"form_family":  func(s *stage) { s.family(-62, -4); s.form() },
	"booth":        func(s *stage) { s.bunting(); s.form() },
	"phone":        (*stage).phone,
	"phone_family": func(s *stage) { s.family(-52, 48); s.phone() },
	"phone_stops":  (*stage).silent,
	"phone_again":  func(s *stage) { s.span(); s.phone() },
	"bands":        func(s *stage) { s.bands(280) },
	"exam":         func(s *stage) { s.exam(288) },
	"bands_exam":   func(s *stage) { s.bands(206); s.exam(366) },
	"pen":          (*stage).signing,
	"letter":       (*stage).letter,
	"swab":         (*stage).swab,
	"injections":   (*stage).injections,
	"bag":          (*stage).bag,
	"bag_books":    func(s *stage) { s.books(454); s.bag() },
	"books":        func(s *stage) { s.books(290) },
}

// Names returns the names of all scenes, sorted.
func Names() []string {
	out := make([]string, 0, len(props))
	for name := range props {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Draw draws a scene of w × h pixels with rounded corners. Below the table's edge it is calm, for a name.
func Draw(s Scene, w, h int, pal art.Palette) *image.RGBA {
	c := art.NewCanvas(w, h)
	width, height := c.Size()
	return draw(c, s, pal, newView(width, height*clamp(s.Edge, 0.2, 1), height, 0.5+clamp(s.Aside, 0, 0.3)), min(width, height)/15)
}

// Thumb draws what a scene is about, close up, with rounded corners, for places of some 56 dp.
func Thumb(s Scene, w, h int, pal art.Palette) *image.RGBA {
	c := art.NewCanvas(w, h)
	width, height := c.Size()
	x, low := closeUp(s.Name)
	unit := min(width, height) / 236
	v := view{unit: unit, x: width/2 - x*unit, y: height - low*unit, w: width, h: height}
	return draw(c, s, pal, v, min(width, height)/4.5)
}

// closeUp is where what a scene is about is seen close up: the middle, and how far down.
func closeUp(name string) (x, low float64) {
	switch name {
	case "form", "form_family", "booth":
		return 216, 346
	case "phone", "phone_family", "phone_again":
		return 328, 346
	case "phone_stops":
		return 206, 300
	case "bands_exam":
		return 206, 346
	case "bag", "bag_books":
		return 280, 304
	}
	return 280, 346
}

func draw(c *art.Canvas, s Scene, pal art.Palette, v view, corner float64) *image.RGBA {
	st := &stage{Canvas: c, Scene: s, pal: pal, view: v, tones: tonesOf(pal)}
	c.Unit(v.unit, v.x, v.y)
	st.wall()
	st.table()
	st.light()
	prop, ok := props[s.Name]
	if !ok {
		prop = (*stage).way
	}
	prop(st)
	c.Unit(1, 0, 0)
	c.Clip(s.Frame.outline(v.w, v.h, corner))
	return c.Image()
}

// Photo draws a picture of the pack's own in place of what stands on the table: the picture stands on its edge, and what
// is clear in it shows the wall. pic has the size of the scene; nil draws wall and table alone, for one still to come.
func Photo(pic *image.RGBA, s Scene, w, h int, pal art.Palette) *image.RGBA {
	c := art.NewCanvas(w, h)
	width, height := c.Size()
	v := newView(width, height*clamp(s.Edge, 0.2, 1), height, 0.5+clamp(s.Aside, 0, 0.3))
	st := &stage{Canvas: c, Scene: s, pal: pal, view: v, tones: tonesOf(pal)}
	c.Unit(v.unit, v.x, v.y)
	st.wall()
	if pic != nil {
		imagedraw.Draw(c.Image(), c.Image().Rect, pic, pic.Rect.Min, imagedraw.Over)
	}
	st.table()
	c.Unit(1, 0, 0)
	c.Clip(s.Frame.outline(v.w, v.h, min(width, height)/15))
	return c.Image()
}

func clamp(v, lo, hi float64) float64 { return min(max(v, lo), hi) }
