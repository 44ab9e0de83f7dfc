package canvas

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/vector"

	"matchbooth/ui/work/typeset"
)

// Draw draws the page as a picture of so many pixels to the inch.
func (p *Page) Draw(dpi float64) (*image.RGBA, error) {
	set, err := typeset.New()
	if err != nil {
		return nil, err
	}
	px := dpi / 25.4
	img := image.NewRGBA(image.Rect(0, 0, int(math.Round(p.Wide*px)), int(math.Round(p.High*px))))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	for _, m := range p.marks {
		switch {
		case m.text != "":
			set.Draw(img, m.at.x*px, m.at.y*px, m.size*dpi/72, m.bold, m.ink, m.text)
		case m.picture != nil:
			r := image.Rect(whole(m.at.x*px), whole(m.at.y*px), whole((m.at.x+m.wide)*px), whole((m.at.y+m.high)*px))
			xdraw.CatmullRom.Scale(img, r, m.picture, m.picture.Bounds(), draw.Over, nil)
		case m.grid:
			for _, r := range m.area {
				a, b := r[0], r[2]
				box := image.Rect(whole(a.x*px), whole(a.y*px), whole(b.x*px), whole(b.y*px))
				box.Max.X, box.Max.Y = max(box.Max.X, box.Min.X+1), max(box.Max.Y, box.Min.Y+1)
				draw.Draw(img, box, image.NewUniform(m.ink), image.Point{}, draw.Src)
			}
		default:
			shape(img, m.area, px, m.ink)
		}
	}
	return img, nil
}

func whole(v float64) int { return int(math.Round(v)) }

// shape fills outlines.
func shape(img *image.RGBA, area [][]point, px float64, ink color.NRGBA) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, sub := range area {
		for _, q := range sub {
			x0, y0, x1, y1 = min(x0, q.x*px), min(y0, q.y*px), max(x1, q.x*px), max(y1, q.y*px)
		}
	}
	box := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	for _, sub := range area {
		for i, q := range sub {
			x, y := float32(q.x*px-float64(box.Min.X)), float32(q.y*px-float64(box.Min.Y))
			if i == 0 {
				z.MoveTo(x, y)
			} else {
				z.LineTo(x, y)
			}
		}
		z.ClosePath()
	}
	z.Draw(img, box, image.NewUniform(ink), image.Point{})
}
