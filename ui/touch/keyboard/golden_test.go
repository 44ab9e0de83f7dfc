package keyboard

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"

	"matchbooth/kiosk/pinyin"
	"matchbooth/ui/touch/field"
)

// golden are the states of the keyboard of which pictures are kept.
var golden = []struct {
	name   string
	window fyne.Size
	kind   field.Kind
	lang   string
	style  func(*Style)
	do     func(r *rig)
}{
	{"pinyin-composing", windows[0], field.Name, "zh", nil, func(r *rig) { r.field.before = "欧阳"; r.Sync(); r.tapText("nana") }},
	{"pinyin-surnames", windows[0], field.Name, "zh", nil, nil},
	{"pinyin-pressed", windows[0], field.FreeText, "zh", nil, func(r *rig) { r.tapText("hua"); r.down(r.where("g")) }},
	{"nine-composing", windows[0], field.Name, "zh", nil, func(r *rig) { r.tap("nine", "n6", "n2") }},
	{"latin-shift", windows[0], field.Name, "en", nil, nil},
	{"latin-lock", windows[0], field.FreeText, "en", nil, func(r *rig) { r.tapText("a"); r.tap("shift", "shift") }},
	{"latin-diacritics", windows[0], field.Name, "en", nil, func(r *rig) {
		r.tapText("s")
		r.down(r.where("a"))
		r.wait(holdAfter)
		r.drag(r.where("accent4"))
	}},
	{"phone", windows[0], field.Phone, "zh", nil, nil},
	{"digits", windows[0], field.Digits, "en", nil, nil},
	{"email", windows[0], field.Email, "en", nil, nil},
	{"code", windows[0], field.Code, "zh", nil, nil},
	{"secret", windows[0], field.Secret, "en", nil, nil},
	{"signs", windows[0], field.FreeText, "zh", nil, func(r *rig) { r.tap("sym") }},
	{"pinyin-portrait", windows[3], field.Name, "zh", nil, func(r *rig) { r.tapText("ouyangnana") }},
	{"nine-portrait", windows[3], field.Name, "zh", nil, func(r *rig) { r.tap("nine", "n6", "n2", "n6") }},
	{"latin-portrait", windows[3], field.Name, "en", nil, nil},
	{"pinyin-wide", windows[2], field.Name, "zh", nil, func(r *rig) { r.tapText("wangzhe") }},
	{"pinyin-low", windows[1], field.Name, "en", nil, func(r *rig) { r.tap("lang"); r.tapText("zhang") }},
	{"pinyin-contrast", windows[0], field.Name, "zh", contrast, func(r *rig) { r.tapText("nana") }},
	{"latin-large", windows[0], field.Name, "en", large, nil},
	{"pinyin-large", windows[0], field.Name, "zh", large, func(r *rig) { r.tapText("nana") }},
}

func contrast(s *Style) {
	u := s.Unit
	*s = Warm(true)
	s.Unit = u
}

func large(s *Style) { s.Large = true }

// TestGolden compares pictures of the keyboard with those in testdata/golden, pixel by pixel. One that
// differs is written to out/golden in the root of the project. After a change that is meant,
// MATCHBOOTH_GOLDEN=update writes the pictures anew: look at them before they are committed.
func TestGolden(t *testing.T) {
	for _, g := range golden {
		name := fmt.Sprintf("%s-%s-%.0fx%.0f.png", g.name, g.lang, g.window.Width, g.window.Height)
		t.Run(name, func(t *testing.T) {
			var change []func(*Style)
			if g.style != nil {
				change = append(change, g.style)
			}
			r := newRig(t, g.window, g.kind, g.lang, change...)
			if g.do != nil {
				g.do(r)
			}
			r.freeze()
			compare(t, name, drawn(r.Keyboard))
		})
	}
}

// freeze replaces the candidates shown by ones that stay when the dictionary grows: these are
// pictures of a keyboard, not of what it knows.
func (r *rig) freeze() {
	if !hasCandidates[r.page] {
		return
	}
	list := []string{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"}
	switch {
	case r.Pending() && len(r.composer.Raw()) > 8:
		list = []string{"欧阳娜娜", "欧阳那那", "欧阳拿拿", "欧阳哪哪", "欧阳", "欧", "区", "偶", "殴", "鸥"}
	case r.Pending():
		list = []string{"娜娜", "娜", "那", "南", "楠", "拿", "纳", "哪", "钠", "捺"}
	}
	r.shown, r.more = nil, true
	for _, text := range list {
		r.shown = append(r.shown, pinyin.Candidate{Text: text})
	}
	r.relabel()
}

// drawn is a keyboard as it looks.
func drawn(k *Keyboard) image.Image {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(container.NewWithoutLayout(k))
	c.Resize(k.Size())
	return c.Capture()
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
		out := filepath.Join("..", "..", "..", "out", "golden", "keyboard-"+name)
		write(t, out, img)
		t.Errorf("%d of %d pixels differ: compare %s with %s", n, len(got.Pix)/4, out, kept)
	}
}

// flat is the picture as plain pixels; a keyboard has no transparent ones.
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
