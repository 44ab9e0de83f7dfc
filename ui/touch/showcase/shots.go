package main

import (
	"fmt"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
)

// drawAll writes a picture of every scene. It needs the windowless driver (tag ci).
func drawAll(a fyne.App, folder string, size fyne.Size) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("making a folder for the pictures: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(scenes)) {
		s := newStage(a, name, size)
		scenes[name](s)
		s.win.Resize(fyne.NewSize(size.Width, size.Height+1)) // the driver only lays out again if the size changes
		s.win.Resize(size)
		img := s.win.Canvas().Capture()
		if img == nil {
			return fmt.Errorf("this build draws no pictures without a window: use -tags ci")
		}
		f, err := os.Create(filepath.Join(folder, name+".png"))
		if err != nil {
			return fmt.Errorf("making a picture: %w", err)
		}
		if err := png.Encode(f, img); err != nil {
			return fmt.Errorf("drawing %s: %w", name, err)
		}
		if err := f.Close(); err != nil {
			return fmt.Errorf("drawing %s: %w", name, err)
		}
		s.win.Close()
	}
	return nil
}
