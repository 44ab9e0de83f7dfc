package visit

import (
	"image"
	"regexp"
	"strconv"

	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art/scenes"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/picture"
	"matchbooth/ui/page"
)

// The scenes of the stories: what a station tells, as a still life, or the pack's own picture in its place.

// sceneOf is the scene of a station of a story, from 0.
func sceneOf(s event.Story, station int) scenes.Scene {
	sc := scenes.Scene{Name: s.SceneAt(station), Light: scenes.Way(station, len(s.Stations), s.Stops(), s.Collected())}
	if station >= 0 && station < len(s.Stations) {
		when := s.Stations[station].When.In(event.ZH)
		if d := wholeDay.FindStringSubmatch(when); d != nil {
			sc.Day[0], _ = strconv.Atoi(d[1])
			sc.Day[1], _ = strconv.Atoi(d[2])
		}
		if from, to := yearOf(s.Stations[0].When.In(event.ZH)), yearOf(when); from > 0 && to > from {
			sc.Years = to - from
		}
	}
	return sc
}

var (
	wholeDay = regexp.MustCompile(`^\d{4}-(\d{2})-(\d{2})$`)
	someYear = regexp.MustCompile(`^(\d{4})(-\d{2}){0,2}$`)
)

// yearOf returns the year of a date such as "2014-03", or 0.
func yearOf(when string) int {
	m := someYear.FindStringSubmatch(when)
	if m == nil {
		return 0
	}
	y, _ := strconv.Atoi(m[1])
	return y
}

// storyScene places the scene of a station, or the pack's own picture of the story. edge is where the table begins, as a
// fraction of the height; below it nothing is drawn. aside is how far to the right everything stands, of the width.
func (b *B) storyScene(at page.Box, s event.Story, station int, edge, aside float32, frame scenes.Frame) *canvas.Raster {
	sc := sceneOf(s, station)
	sc.Edge, sc.Aside, sc.Frame = float64(edge), float64(aside), frame
	drawing := func(w, h int) image.Image { return scenes.Draw(sc, w, h, b.P) }
	if _, own := b.Pack.Asset(s.Art); !own {
		return b.Picture(at, drawing)
	}
	return b.Photo(at, page.Photo{
		Name: s.Art, Focus: s.Focus, At: picture.Point{X: 0.5, Y: sc.Edge * 0.5}, Else: drawing,
		Style: b.style("story" + strconv.FormatFloat(sc.Edge, 'f', 3, 64) + strconv.Itoa(int(frame.Side)) + strconv.FormatFloat(frame.Corner, 'f', 3, 64)),
		Dress: func(pic *image.RGBA, w, h int) image.Image { return scenes.Photo(pic, sc, w, h, b.P) },
	})
}

// storyThumb places what a story is about, close up, with corners of its own: for places of some 56 dp.
func (b *B) storyThumb(at page.Box, s event.Story) {
	sc := sceneOf(s, s.Turning())
	if _, own := b.Pack.Asset(s.Art); own {
		b.storyScene(at, s, s.Turning(), 1, 0, scenes.Frame{Corner: 1 / 4.5})
		return
	}
	b.Picture(at, func(w, h int) image.Image { return scenes.Thumb(sc, w, h, b.P) })
}

// style tells pictures apart that are put on grounds of other colours.
func (b *B) style(what string) string {
	if b.State.Contrast {
		return what + " in contrast"
	}
	return what
}
