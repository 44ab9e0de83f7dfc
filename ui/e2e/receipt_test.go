package main

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"slices"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"pgregory.net/rapid"

	"matchbooth/assets"
)

// page draws a line of text, and a few things that are not a code, on paper.
func page(t interface {
	Helper()
	Fatal(...any)
}, text string, bold bool, size float64) image.Image {
	t.Helper()
	parsed, err := opentype.Parse(assets.Font(bold))
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, 640, 200))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.RGBA{0xFB, 0xF6, 0xEF, 255}), image.Point{}, draw.Src)
	ink := image.NewUniform(color.RGBA{0x2A, 0x1A, 0x1F, 255})
	for _, line := range []struct {
		text string
		x, y int
	}{{"你的回执码 2026-11-22", 20, 60}, {text, 40, 120}, {"000-0000-0000 call us", 20, 180}} {
		(&font.Drawer{Dst: img, Src: ink, Face: face, Dot: fixed.P(line.x, line.y)}).DrawString(line.text)
	}
	return img
}

// coded puts hyphens and a check character to eight letters, counted here anew.
func coded(eight []int) string {
	sum, letters := 0, make([]byte, 8)
	for i, v := range eight {
		sum += (i + 1) * v
		letters[i] = alphabet[v]
	}
	return fmt.Sprintf("%s-%s-%c", letters[:4], letters[4:], alphabet[sum%31])
}

func TestAnyReceiptCodeIsReadOffAPicture(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	rapid.Check(t, func(t *rapid.T) {
		code := coded(rapid.SliceOfN(rapid.IntRange(0, 30), 8, 8).Draw(t, "eight"))
		bold := rapid.Bool().Draw(t, "bold")
		size := rapid.Float64Range(26, 44).Draw(t, "size")
		codes, err := findReceipts(page(t, code, bold, size))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range codes {
			if found == code {
				if !checks(found) {
					t.Fatalf("%s does not check", found)
				}
				return
			}
		}
		t.Fatalf("%s was read as %v", code, codes)
	})
}

func TestLettersThatTouchAreReadApart(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	for _, code := range []string{"4F5X-KARG-Q", "VAVA-WAYA-A", "AAAA-RRRR-T"} {
		for _, bold := range []bool{false, true} {
			for _, size := range []float64{26, 30, 33} {
				codes, err := findReceipts(page(t, code, bold, size))
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Contains(codes, code) {
					t.Errorf("%s at %v, bold %v, was read as %v", code, size, bold, codes)
				}
			}
		}
	}
}

func TestNothingIsReadWhereThereIsNoCode(t *testing.T) {
	codes, err := findReceipts(page(t, "Thank you for coming", false, 30))
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range codes {
		if checks(found) {
			t.Errorf("%s was read off a page without a code", found)
		}
	}
}
