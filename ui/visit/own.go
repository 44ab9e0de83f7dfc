package visit

import (
	"image"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/picture"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// The pictures that a pack brings along for the attract screen.

// beyond is how far the attract picture reaches over the window's edges, in dp: the page drifts by less.
const beyond = 8

// attractPicture draws the pack's picture in place of the field of dots: from edge to edge, rising out of the ground where
// the words are, with who made it in its corner.
func (b *B) attractPicture() {
	m := b.M
	top := float32(0)
	if b.Practice {
		top = m.StripH()
	}
	at := page.Box{X: m.W * 0.42, Y: top, W: m.W*0.58 + beyond, H: m.H - top + beyond}
	fade, focus := art.LeftEdge, picture.Point{X: 0.62, Y: 0.45}
	if m.Portrait {
		at = page.Box{X: -beyond, Y: top, W: m.W + 2*beyond, H: m.H*0.43 - top}
		fade, focus = art.BottomEdge, picture.Point{X: 0.5, Y: 0.45}
	}
	b.Photo(at, page.Photo{
		Name: b.Pack.Look.Picture, Focus: b.Pack.Look.Focus, At: focus, Style: b.style("sky"),
		Dress: func(pic *image.RGBA, w, h int) image.Image {
			return art.PhotoSky(pic, w, h, b.P, fade, b.Pack.Look.Credit != nil)
		},
		Else: func(w, h int) image.Image { return art.PhotoSky(nil, w, h, b.P, fade, b.Pack.Look.Credit != nil) },
	})
	if b.Pack.Look.Credit == nil {
		return
	}
	t := b.Type(m.Small(), b.P.OnWineQuiet, false)
	line := page.Box{X: m.W * 0.62, W: m.W*0.38 - m.Margin()}
	if m.Portrait {
		line = page.Box{X: m.S(56), W: m.W - 2*m.S(56)}
	}
	t.Align = fyne.TextAlignTrailing
	p := touch.Fit([]touch.Span{{Text: b.In(b.Pack.Look.Credit)}}, t, line.W, t.Size*t.Lead*2.1, 2)
	y := m.H - m.S(24) - p.Height
	if m.Portrait {
		y = at.Y + at.H - p.Height
	}
	b.Lay(p, line.X, y)
}

// logoOnWine draws the pack's logo beside the booth's name, on a light plate: logos are made for paper.
func (b *B) logoOnWine(brand page.Box) {
	m := b.M
	ratio, ok := b.Shape(b.Pack.Look.Logo)
	if !ok {
		return
	}
	plate := page.Box{X: brand.X + brand.W + m.S(22), Y: brand.Y, H: brand.H}
	pad := plate.H * 0.16
	h := plate.H - 2*pad
	w := min(h*ratio, m.S(220))
	h = min(h, w/ratio)
	plate.W = w + 2.4*pad
	b.Rect(plate, theme.Colours(false).Card, m.S(14))
	b.Logo(plate.Middle(w, h))
}
