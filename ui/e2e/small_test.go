//go:build e2e

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Small panels, and panels that systems scale by the size that they state: the booth fits itself, and
// the field that is typed into can be seen above the keyboard. Pictures are left in out/small.
func TestSmallPanels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ size, scale string }{
		{"800x480", "1"}, {"1024x560", "1"}, {"1366x768", "1.5"}, {"1280x800", "1.6"}, {"1920x1200", "2.4"},
	} {
		t.Run(c.size+" at "+c.scale, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
			defer stop()
			display, err := OpenDisplay(ctx, c.size)
			wants(t, err)
			defer display.Close()
			folder := t.TempDir()
			k, err := OpenKiosk(ctx, display, program, filepath.Join(folder, "data"), filepath.Join(folder, "home"), "zh", "--scale", c.scale)
			wants(t, err)
			defer k.Close()
			wants(t, pause(ctx, 1500*time.Millisecond)) // until it has fitted itself, and reported that
			wants(t, k.GoTo(ctx, "form", Hasty(1)))
			l, err := k.Eyes.WaitFor(ctx, patience, "the keyboard", func(l Layout) bool { _, up := l.Target("key.space"); return up })
			wants(t, err)
			wants(t, pause(ctx, 500*time.Millisecond))
			if l, _, err = k.Eyes.Now(); err != nil {
				t.Fatal(err)
			}
			name, ok := l.Field("name")
			if !ok {
				t.Fatalf("there is no field: %s", l)
			}
			for _, key := range l.Targets {
				if strings.HasPrefix(key.ID, "key.") && key.Y < name.Y+name.H {
					t.Errorf("%s at %.0f covers the field that ends at %.0f", key.ID, key.Y, name.Y+name.H)
					break
				}
			}
			if name.Y < 0 || name.H < 30 {
				t.Errorf("the field stands at %.0f, %.0f high", name.Y, name.H)
			}
			out := filepath.Join("..", "..", "out", "small")
			wants(t, os.MkdirAll(out, 0o755))
			wants(t, k.Hands.Photograph(ctx, filepath.Join(out, c.size+".png")))
		})
	}
}
