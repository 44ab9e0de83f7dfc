package app

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

// golden are the pictures that are kept: each way of drawing once, not every screen.
var golden = []struct {
	stage, lang   string
	width, height float32
}{
	{"attract", "zh", 1280, 800}, {"home", "zh", 1280, 800}, {"story-zhang-ke-2", "zh", 1280, 800}, {"form-reach", "zh", 1280, 800},
	{"conditions", "zh", 1280, 800}, {"consent-handover", "zh", 1280, 800}, {"consent-followup", "zh", 1280, 800}, {"takehome", "zh", 1280, 800}, {"decide", "zh", 1280, 800},
	{"attract", "en", 1280, 800}, {"home", "en", 1280, 800}, {"takehome", "en", 1280, 800},
	{"attract", "zh", 1080, 1920}, {"home", "zh", 1080, 1920}, {"form-who", "zh", 1080, 1920},
	{"pause", "zh", 1280, 800}, {"closed-crash", "en", 1280, 800}, {"staff-paused", "zh", 1280, 800}, {"overlay-gate", "zh", 1280, 800},
	{"closed-disk", "zh", 1080, 1920},
	{"desk-one-shown", "en", 1280, 800}, {"desk-check-kit", "en", 1280, 800}, {"desk-merge-claims", "en", 1280, 800},
	{"desk-audit-broken", "en", 1280, 800}, {"desk-copy", "zh", 1280, 800}, {"desk-give-one", "en", 1280, 800}, {"check", "zh", 1280, 800},
}

// deskPages are kept in both languages, lying and upright.
var deskPages = []string{
	"desk-locked", "desk-figures", "desk-found", "desk-one", "desk-check", "desk-calls", "desk-list-printed", "desk-results",
	"desk-doubles", "desk-merge", "desk-forms", "desk-pack", "desk-handover", "desk-day", "desk-audit", "desk-printed",
}

// TestGolden compares screens with the pictures in testdata/golden, pixel by pixel. A picture that
// differs is written to out/golden in the root of the project. After a change that is meant,
// MATCHBOOTH_GOLDEN=update writes the pictures anew: look at them before they are committed.
func TestGolden(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	pack, _ := fixtures()
	all := slices.Clone(golden)
	for _, page := range deskPages {
		for _, lang := range []string{"zh", "en"} {
			for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1080, Height: 1920}} {
				g := golden[0]
				g.stage, g.lang, g.width, g.height = page, lang, size.Width, size.Height
				all = append(all, g)
			}
		}
	}
	for _, g := range all {
		name := fmt.Sprintf("%s-%s-%.0fx%.0f.png", g.stage, g.lang, g.width, g.height)
		t.Run(name, func(t *testing.T) {
			var found bool
			for _, st := range stages(pack) {
				if st.name != g.stage {
					continue
				}
				found = true
				st.state.Lang = g.lang
				_, img := render(st, fyne.NewSize(g.width, g.height))
				compare(t, name, img)
			}
			if !found {
				t.Errorf("there is no screen %s", g.stage)
			}
		})
	}
}

func compare(t *testing.T, name string, img image.Image) {
	t.Helper()
	kept := filepath.Join("testdata", "golden", name)
	if os.Getenv("MATCHBOOTH_GOLDEN") == "update" {
		write(t, kept, img)
		return
	}
	want, err := decode(kept)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is missing: run with MATCHBOOTH_GOLDEN=update, and look at it", kept)
	}
	if err != nil {
		t.Fatal(err)
	}
	got := flat(img)
	n := 0
	if want.Bounds() != got.Bounds() {
		n = len(got.Pix) / 4
	} else {
		for i := 0; i < len(got.Pix); i += 4 {
			if [4]byte(got.Pix[i:i+4]) != [4]byte(want.Pix[i:i+4]) {
				n++
			}
		}
	}
	if n > 0 {
		out := filepath.Join("..", "..", "out", "golden", name)
		write(t, out, img)
		t.Errorf("%d of %d pixels differ: compare %s with %s", n, len(got.Pix)/4, out, kept)
	}
}

// flat is the picture as plain pixels; screens have no transparent ones.
func flat(img image.Image) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out
}

func decode(path string) (*image.NRGBA, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("reading the picture %s: %w", path, err)
	}
	return flat(img), nil
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(f, flat(img)); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
