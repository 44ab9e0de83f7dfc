package page

import (
	"archive/zip"
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/theme"
)

// withPicture is the built-in pack with a picture in art/.
func withPicture(t *testing.T) *event.Pack {
	t.Helper()
	var zipped bytes.Buffer
	w := zip.NewWriter(&zipped)
	fs.WalkDir(assets.Event(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, _ := fs.ReadFile(assets.Event(), name)
		f, _ := w.Create(name)
		f.Write(data)
		return nil
	})
	img := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	img.Set(0, 0, color.Black)
	f, _ := w.Create("art/tent.png")
	png.Encode(f, img)
	w.Close()
	r, err := zip.NewReader(bytes.NewReader(zipped.Bytes()), int64(zipped.Len()))
	if err != nil {
		t.Fatal(err)
	}
	pack, faults, err := event.LoadFS(r)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return pack
}

func TestPicturesOfThePackStandInItsTexts(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Fyne{})
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	pack := withPicture(t)
	b := &B{Context: Context{Pack: pack, State: session.New(), T: texts.In("en"), Size: fyne.NewSize(1280, 800)},
		M: theme.Measure(fyne.NewSize(1280, 800), false), P: theme.Colours(false), Lang: event.EN}
	for _, c := range []struct {
		name, text string
		flows      int
		height     float32 // of the second flow
	}{
		{"there, as high as its width says", "One.\n\n![The tent](art/tent.png)\n\nTwo.", 3, 200},
		{"not there: what it would show", "One.\n\n![The tent](art/house.png)\n\nTwo.", 3, b.M.Label() * 1.5},
		{"nothing is fetched", "One.\n\n![The tent](https://example.org/tent.png)\n\nTwo.", 3, 200},
		{"nothing from outside", "One.\n\n![The tent](../../../etc/passwd)\n\nTwo.", 3, b.M.Label() * 1.5},
	} {
		t.Run(c.name, func(t *testing.T) {
			flows := b.Markdown(c.text, 400)
			if len(flows) != c.flows {
				t.Fatalf("%d flows", len(flows))
			}
			if d := flows[1].Height - c.height; d > 1 || d < -1 {
				t.Errorf("it is %.1f dp high, want %.1f", flows[1].Height, c.height)
			}
		})
	}
}
