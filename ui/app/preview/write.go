package preview

import (
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/scene"
)

// Write draws all screens of a pack as PNG into the folder dir, which is made if it is missing: in the languages and sizes
// given, named NN-SCENE-LANG-WxH.png. A file of that name is written anew, whole or not at all; others stay. done, which may
// be nil, hears of each picture. It returns how many there are and the screens that could not be drawn, which only a pack
// with faults has.
func Write(ctx context.Context, draw Drawer, texts *text.Catalogue, pack *event.Pack, dir string, langs []string, sizes []fyne.Size, done func(n, of int)) (written int, without []string, err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return 0, nil, err
	}
	a := newArtist(draw, texts, pack)
	all := scene.All(pack)
	of := len(all) * len(langs) * len(sizes)
	// A picture is drawn while those before it are packed. Packing takes as long as drawing.
	type job struct {
		name string
		img  image.Image
	}
	jobs, failed := make(chan job, 2), make(chan error, 1)
	go func() {
		var first error
		for j := range jobs {
			if first == nil {
				first = save(filepath.Join(dir, j.name), j.img)
			}
		}
		failed <- first
	}()
	n := 0
drawing:
	for i, sc := range all {
		missing := false
		for _, lang := range langs {
			for _, size := range sizes {
				if ctx.Err() != nil {
					break drawing
				}
				n++
				img, err := a.picture(sc, View{Lang: lang, Size: size})
				if done != nil {
					done(n, of)
				}
				if err != nil {
					missing = true
					continue
				}
				jobs <- job{fmt.Sprintf("%02d-%s-%s-%.0fx%.0f.png", i+1, sc.ID, lang, size.Width, size.Height), img}
				written++
			}
		}
		if missing {
			without = append(without, sc.ID)
		}
	}
	close(jobs)
	if err := <-failed; err != nil {
		return 0, without, err
	}
	return written, without, ctx.Err()
}

// save writes a picture beside its name and renames it, so that nobody finds half of one.
func save(path string, img image.Image) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".preview-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	flat := image.NewNRGBA(img.Bounds()) // a picture of a page has no clear pixels, and packs better without them
	draw.Draw(flat, flat.Rect, img, flat.Rect.Min, draw.Src)
	if err := png.Encode(f, flat); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
