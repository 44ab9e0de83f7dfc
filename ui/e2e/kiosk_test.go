//go:build e2e

package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// openKiosk starts a booth in kiosk mode on a display of its own, which ends with the test. It may
// take so long in all.
func openKiosk(t *testing.T, most time.Duration, lang string, open func(context.Context, string) (*Display, error), more ...string) (context.Context, *Kiosk) {
	t.Helper()
	ctx, k := newKiosk(t, most, lang, open, more...)
	if err := k.Start(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx, k
}

// newKiosk is openKiosk without starting it.
func newKiosk(t *testing.T, most time.Duration, lang string, open func(context.Context, string) (*Display, error), more ...string) (context.Context, *Kiosk) {
	t.Helper()
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("run `make build` first: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), most)
	t.Cleanup(cancel)
	display, err := open(ctx, "1280x800")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(display.Close)
	folder := t.TempDir()
	k, err := NewKiosk(display, program, filepath.Join(folder, "data"), filepath.Join(folder, "home"), lang, more...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return ctx, k
}

// wants ends the test when something has failed.
func wants(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
