package app

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/page"
)

// qrBoxes are the square pictures on a page that can only be codes: at least 150 dp wide and
// drawn in nothing but the two colours of codes.
func qrBoxes(pg *page.Page, img image.Image) []image.Rectangle {
	var out []image.Rectangle
	walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, scrolled bool) {
		if _, ok := o.(*canvas.Raster); !ok || at.W < 150 || at.W != at.H {
			return
		}
		r := image.Rect(int(at.X), int(at.Y), int(at.X+at.W), int(at.Y+at.H))
		if dark, light, other := tones(img, r.Inset(2)); other == 0 && dark > 0 && light > dark {
			out = append(out, r)
		}
	})
	return out
}

func tones(img image.Image, r image.Rectangle) (dark, light, other int) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			switch g := color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y; {
			case g < 60:
				dark++
			case g > 240:
				light++
			default:
				other++
			}
		}
	}
	return dark, light, other
}

func read(img image.Image, r image.Rectangle) (string, error) {
	crop := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(crop, crop.Bounds(), img, r.Min, draw.Src)
	bmp, err := gozxing.NewBinaryBitmapFromImage(crop)
	if err != nil {
		return "", err
	}
	res, err := qrcode.NewQRCodeReader().Decode(bmp, map[gozxing.DecodeHintType]any{
		gozxing.DecodeHintType_TRY_HARDER: true, gozxing.DecodeHintType_CHARACTER_SET: "UTF-8"})
	if err != nil {
		return "", err
	}
	return res.GetText(), nil
}

// Every code on a screen is read back from the picture of the screen, and says what it should.
func TestCodesAreReadFromTheScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	pack, _ := fixtures()
	want := func(stage string, sc session.Screen, lang event.Lang) (out []string) {
		if stage == "takehome-hub" {
			out = append(out, string(followUpPage))
		}
		if sc == session.Official {
			return []string{pack.EnrolLink()}
		}
		for _, item := range pack.TakeHome {
			if item.Main != (sc == session.TakeHome) {
				continue
			}
			p, err := takehome.Payload(pack, item, lang, noon)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, p)
		}
		return out
	}
	for _, st := range stages(pack) {
		sc := st.state.Screen
		if st.state.Overlay != "" || sc != session.TakeHome && sc != session.MoreCodes && sc != session.Official {
			continue
		}
		for _, size := range sizes {
			for _, lang := range []string{"zh", "en"} {
				for _, mode := range modes {
					st.state.Lang, st.state.Large, st.state.Contrast = lang, mode == "large", mode == "contrast"
					page, img := render(st, size)
					boxes, codes := qrBoxes(page, img), want(st.name, sc, event.Lang(lang))
					if len(boxes) != len(codes) {
						t.Errorf("%s %s %v %s: %d codes for %d payloads", st.name, lang, size, mode, len(boxes), len(codes))
						continue
					}
					for i, r := range boxes {
						got, err := read(img, r)
						if err != nil || got != codes[i] {
							t.Errorf("%s %s %v %s: code %d is not read from %v: %v", st.name, lang, size, mode, i, r, err)
						}
						if sc == session.TakeHome && i == 0 && r.Dx() < 360 {
							t.Errorf("%s %s %v %s: the code is %d px wide", st.name, lang, size, mode, r.Dx())
						}
						// A second code is read off the photograph of a screen: its modules are four pixels at least.
						if mat, err := takehome.Encode(codes[i]); err != nil || r.Dx() < 4*mat.Size {
							t.Errorf("%s %s %v %s: code %d is %d px wide, %v", st.name, lang, size, mode, i, r.Dx(), err)
						}
					}
				}
			}
		}
	}
}
