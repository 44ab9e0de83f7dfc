package app

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// A text that does not name its typeface has the toolkit read all fonts of the system before the first page stands.
func TestEveryTextNamesItsTypeface(t *testing.T) {
	pack, _ := fixtures()
	n := 0
	for _, st := range stages(pack) {
		for _, lang := range []string{"zh", "en"} {
			st.state.Lang = lang
			walk(build(st, sizes[0]).Root, fyne.Position{}, func(o fyne.CanvasObject, _ page.Box, _ bool) {
				x, ok := o.(*canvas.Text)
				if !ok {
					return
				}
				n++
				if x.FontSource != touch.Typeface(x.TextStyle) {
					t.Errorf("%s %s: %q, bold %v, is set in %v", st.name, lang, x.Text, x.TextStyle.Bold, x.FontSource)
				}
			})
		}
	}
	if n < 1000 {
		t.Errorf("only %d texts were looked at", n)
	}
}

// The same goes for measuring a text: touch.MeasureText names the typeface.
func TestEveryTextIsMeasuredInItsTypeface(t *testing.T) {
	n := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		n++
		code, err := os.ReadFile(path)
		if bytes.Contains(code, []byte("fyne.MeasureText(")) {
			t.Errorf("%s measures with the toolkit's own function", path)
		}
		return err
	})
	if err != nil || n < 100 {
		t.Fatal(n, err)
	}
}
