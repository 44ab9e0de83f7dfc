//go:build e2e

package main

import (
	"context"
	"fmt"
	"os"
)

// touched is the result of a visit by finger.
type touched struct {
	Row  Row
	Seen Seen
	Keys int // how often keys of the keyboard were touched
}

// touchVisit takes one visitor who has nothing but a finger through a booth on a display of its
// own, and compares what was stored with what was entered. Screenshots of each step are left in out,
// which is emptied first; data is where the booth keeps its data, and must be new.
func touchVisit(ctx context.Context, binary, out, data, size, lang string, say func(string)) (touched, error) {
	var t touched
	if err := os.RemoveAll(out); err != nil {
		return t, fmt.Errorf("emptying %s: %w", out, err)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return t, fmt.Errorf("making %s: %w", out, err)
	}
	display, err := OpenBareDisplay(ctx, size)
	if err != nil {
		return t, err
	}
	defer display.Close()
	booth, err := OpenBooth(ctx, display, binary, data, size, lang)
	if err != nil {
		return t, err
	}
	defer booth.Close()
	visit := Visit{Booth: booth, Who: Touching(lang, size), Pictures: out, Say: say}
	if t.Seen, err = visit.Walk(ctx); err != nil {
		return t, fmt.Errorf("%w; the pictures so far lie in %s", err, out)
	}
	t.Keys = visit.typist().Taps
	if err := booth.Close(); err != nil {
		return t, err
	}
	rows, err := booth.Export(ctx)
	if err != nil {
		return t, err
	}
	if t.Row, err = visit.Who.Agrees(rows, t.Seen); err != nil {
		return t, err
	}
	return t, booth.KeepsNothingReadable(visit.Who.Secrets())
}
