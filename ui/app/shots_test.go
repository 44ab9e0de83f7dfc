package app

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/assets/lang"
)

// sizes are the windows that every screen must look right in.
var sizes = []fyne.Size{{Width: 1280, Height: 800}, {Width: 1366, Height: 768}, {Width: 1920, Height: 1080}, {Width: 1080, Height: 1920}}

// TestShots draws every screen in every language and all four sizes as PNG into the folder that
// MATCHBOOTH_SHOTS names (`make shots`); MATCHBOOTH_SHOTS_ONLY narrows it to file names matching
// a pattern. With large print and high contrast there is one size of each way up, and every size where a pattern
// asks for it.
func TestShots(t *testing.T) {
	dir := os.Getenv("MATCHBOOTH_SHOTS")
	if dir == "" {
		t.Skip("MATCHBOOTH_SHOTS names no folder for the pictures")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	pack, _ := fixtures()
	only := os.Getenv("MATCHBOOTH_SHOTS_ONLY")
	for i, st := range stages(pack) {
		for _, lang := range lang.Tags() {
			st.state.Lang = lang
			for _, size := range sizes {
				for _, mode := range []string{"", "-large", "-contrast"} {
					if mode != "" && size != sizes[0] && size != sizes[3] && only == "" {
						continue
					}
					st.state.Large, st.state.Contrast = mode == "-large", mode == "-contrast"
					name := fmt.Sprintf("%02d-%s-%s-%.0fx%.0f%s.png", i, st.name, lang, size.Width, size.Height, mode)
					if ok, _ := filepath.Match(only, name); only != "" && !ok {
						continue
					}
					_, img := render(st, size)
					f, err := os.Create(filepath.Join(dir, name))
					if err != nil {
						t.Fatal(err)
					}
					if err := png.Encode(f, img); err != nil {
						t.Fatal(err)
					}
					f.Close()
				}
			}
		}
	}
}
