//go:build e2e

package main

import (
	"image"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// hurried is the built-in event with the shortest waits that an event may have.
func hurried(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "event")
	wants(t, os.CopyFS(folder, os.DirFS(filepath.Join("..", "..", "assets", "event"))))
	file := filepath.Join(folder, "event.toml")
	text, err := os.ReadFile(file)
	wants(t, err)
	for key, seconds := range map[string]string{"idle_reading": "30", "idle_form": "30", "warning": "20", "take_home": "60"} {
		line := regexp.MustCompile(`(?m)^` + key + ` = [0-9]+$`)
		if !line.Match(text) {
			t.Fatalf("the built-in event does not say %s", key)
		}
		text = line.ReplaceAll(text, []byte(key+" = "+seconds))
	}
	wants(t, os.WriteFile(file, text, 0o600))
	return folder
}

// Who walks away from a form is asked, may go on with everything as it was, and is forgotten when
// nobody answers for twenty seconds.
func TestKioskForgetsWhoWalksAway(t *testing.T) {
	t.Parallel()
	ctx, k := openKiosk(t, 4*time.Minute, "en", OpenDisplay, "--event", hurried(t))
	clean, err := k.clean(ctx)
	wants(t, err)

	wants(t, k.GoTo(ctx, "form", Hasty(1)))
	wants(t, k.Hands.Type(ctx, "Quixwood"))
	touched := time.Now()
	wants(t, pause(ctx, time.Second))
	before, err := k.Hands.Look()
	wants(t, err)
	l, err := k.On(ctx, 45*time.Second, "form+idle")
	wants(t, err)
	if after := time.Since(touched); after < 29*time.Second {
		t.Errorf("the warning came after %s", after)
	}
	if _, ok := l.Target("overlay.more"); !ok {
		t.Fatalf("nobody can ask for more time: %s", l)
	}
	keepPicture(t, k, "warning")
	wants(t, pause(ctx, time.Second))
	wants(t, k.Tap(ctx, "overlay.more"))
	_, err = k.On(ctx, patience, "form")
	wants(t, err)
	wants(t, pause(ctx, time.Second))
	after, err := k.Hands.Look()
	wants(t, err)
	l, _, err = k.Eyes.Now()
	wants(t, err)
	field, ok := l.Field("name")
	if !ok {
		t.Fatalf("the field is gone: %s", l)
	}
	if n := unlike(before, after, field); n > int(field.W*field.H/50) { // the caret may have blinked
		keepPicture(t, k, "more-time")
		t.Errorf("after more time was asked for the field looks different in %d pixels", n)
	}

	_, err = k.On(ctx, 45*time.Second, "form+idle")
	wants(t, err)
	asked := time.Now()
	_, err = k.On(ctx, 30*time.Second, "attract")
	wants(t, err)
	if stood := time.Since(asked); stood < 19*time.Second {
		t.Errorf("the warning stood for %s", stood)
	}
	wants(t, pause(ctx, rested))
	img, err := k.Hands.Look()
	wants(t, err)
	if n := clean.other(img); n > 0 {
		keepPicture(t, k, "wiped")
		t.Errorf("the first screen is not the clean one: about %d pixels", n)
	}
	wants(t, k.Close())
	if n := k.signups(ctx, t); n != 0 {
		t.Errorf("%d people are kept", n)
	}
}

// unlike counts the pixels of a field that differ between two pictures.
func unlike(a, b *image.RGBA, field Spot) (n int) {
	for y := int(field.Y); y < int(field.Y+field.H); y++ {
		for x := int(field.X); x < int(field.X+field.W); x++ {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				n++
			}
		}
	}
	return n
}
