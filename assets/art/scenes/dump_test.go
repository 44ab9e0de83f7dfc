package scenes

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"matchbooth/assets/art"
)

// TestDump draws every scene into the folder named by OUT, for looking at.
func TestDump(t *testing.T) {
	out := os.Getenv("OUT")
	if out == "" {
		t.Skip("set OUT to a folder to get the pictures")
	}
	for name, s := range map[string]Scene{
		"a1": {Name: "booth", Light: Way(0, 5, -1, true), Day: [2]int{5, 21}}, "a2": {Name: "phone_family", Light: Way(1, 5, -1, true)},
		"a3": {Name: "bands_exam", Light: Way(2, 5, -1, true)}, "a4": {Name: "pen", Light: Way(3, 5, -1, true)}, "a5": {Name: "bag", Light: Way(4, 5, -1, true)},
		"b1": {Name: "form_family", Light: Way(0, 4, 1, true)}, "b2": {Name: "phone_stops", Light: Way(1, 4, 1, true)},
		"b3": {Name: "phone_again", Light: Way(2, 4, 1, true), Years: 5}, "b4": {Name: "bag_books", Light: Way(3, 4, 1, true)},
		"c1": {Name: "letter", Light: Way(1, 5, -1, true)}, "c2": {Name: "swab", Light: Way(1, 5, -1, true)}, "c3": {Name: "injections", Light: Way(3, 5, -1, true)},
		"c4": {Name: "way", Light: Way(2, 5, -1, true)}, "c5": {Name: "bands", Light: Way(2, 5, -1, true)}, "c6": {Name: "exam", Light: Way(2, 5, -1, true)}, "c7": {Name: "books", Light: Way(2, 5, -1, true)},
	} {
		s.Edge = 0.74
		for prefix, pal := range map[string]art.Palette{"": art.Normal(), "contrast-": art.HighContrast()} {
			save(t, filepath.Join(out, prefix+name+".png"), Draw(s, 560, 440, pal))
			save(t, filepath.Join(out, prefix+name+"-thumb.png"), Thumb(s, 112, 112, pal))
		}
	}
}

func save(t *testing.T, name string, img image.Image) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
