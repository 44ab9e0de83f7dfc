package app

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"matchbooth/kiosk/session"
)

// TestShotsOfTheKeyboard draws the form with the keyboard up in both languages and all four sizes, into the
// folder that MATCHBOOTH_SHOTS names (`make shots`).
func TestShotsOfTheKeyboard(t *testing.T) {
	dir := os.Getenv("MATCHBOOTH_SHOTS")
	if dir == "" {
		t.Skip("MATCHBOOTH_SHOTS names no folder for the pictures")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	only := os.Getenv("MATCHBOOTH_SHOTS_ONLY")
	typed := map[string][]string{
		"zh": {"o", "u", "y", "a", "n", "g", "n", "a", "n", "a"},
		"en": {"z", "o"},
	}
	steps := []struct {
		name string
		step int
		do   func(b *Booth, lang string)
	}{
		{"empty", 0, func(*Booth, string) {}},
		{"composing", 0, func(b *Booth, lang string) { press(t, b, typed[lang]...) }},
		{"nine", 0, func(b *Booth, lang string) {
			if lang == "en" {
				press(t, b, "lang")
			}
			press(t, b, "nine", "n9", "n2", "n6", "n4")
		}},
		{"missing", 0, func(b *Booth, lang string) {
			if lang == "en" {
				press(t, b, "lang")
			}
			press(t, b, "z", "h", "e", "missing")
		}},
		{"phone", 1, func(b *Booth, _ string) { press(t, b, "1", "3", "9", "0", "0") }},
		{"wechat", 1, func(b *Booth, _ string) { press(t, b, "1", "3", "9", "0", "0", "0", "0", "0", "4", "1", "7", "go") }},
		{"email", 1, func(b *Booth, _ string) { b.keys.next(b.page.Fields[2]); press(t, b, "n", "a") }},
		{"people", 2, func(b *Booth, lang string) { b.keys.next(b.page.Fields[0]); press(t, b, typed[lang]...) }},
		{"people2", 2, func(b *Booth, lang string) { b.keys.next(b.page.Fields[3]) }},
		{"later", 3, func(b *Booth, _ string) { b.keys.next(b.page.Fields[len(b.page.Fields)-1]) }},
	}
	for i, st := range steps {
		for _, lang := range []string{"zh", "en"} {
			for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1366, Height: 768}, {Width: 1920, Height: 1080}, {Width: 1080, Height: 1920}} {
				for _, mode := range []string{"", "-large", "-contrast"} {
					name := fmt.Sprintf("k%d-keys-%s-%s-%.0fx%.0f%s.png", i, st.name, lang, size.Width, size.Height, mode)
					if ok, _ := filepath.Match(only, name); only != "" && !ok || mode != "" && size.Width != 1280 && size.Width != 1080 {
						continue
					}
					b, now := atForm(t)
					on(b, now, ev(session.SetLang, lang))
					if mode == "-large" {
						on(b, now, ev(session.SetLarge))
					}
					if mode == "-contrast" {
						on(b, now, ev(session.SetContrast))
					}
					b.size = fyne.Size{}
					c := software.NewCanvas()
					c.SetPadded(false)
					c.SetContent(b.root)
					c.Resize(size)
					for range st.step {
						on(b, now, answer("name", "王喆"), answer("phone", "13900000417"), ev(session.NextStep))
						if b.state.FormStep == 1 && st.step == 1 {
							on(b, now, answer("phone", ""))
							b.keys.input.Take(nil)
							b.page.Fields[0].SetText("")
							b.keys.next(b.page.Fields[0])
						}
					}
					st.do(b, lang)
					f, err := os.Create(filepath.Join(dir, name))
					if err != nil {
						t.Fatal(err)
					}
					if err := png.Encode(f, c.Capture()); err != nil {
						t.Fatal(err)
					}
					f.Close()
				}
			}
		}
	}
}
