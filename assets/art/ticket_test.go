package art

import (
	"bytes"
	"testing"
)

// The gold dot of the take-home is the code's: the same code, the same picture; another code, another dot; and it keeps off
// the words below.
func TestTheDotOfTheTicketFollowsFromTheCode(t *testing.T) {
	pal := Normal()
	draw := func(code string) []byte {
		return TicketField(310, 240, pal, code, 0.35, [4]float64{0, 0, 28, 0}).Pix
	}
	one := draw("7K4M-92QX-D")
	if !bytes.Equal(one, draw("7K4M-92QX-D")) {
		t.Error("the same code gives another picture")
	}
	places := map[string]bool{}
	for _, code := range []string{"7K4M-92QX-D", "7K4M-92QX-E", "AAAA-AAAA-A", "2345-6789-B", "ZZZZ-ZZZZ-Z", "QQQQ-2222-3"} {
		places[string(draw(code))] = true
		pix := TicketField(310, 240, pal, code, 0.35, [4]float64{}).Pix
		for y := 240 * 68 / 100; y < 240; y++ {
			for x := range 310 {
				p := pix[(y*310+x)*4:]
				if p[0] == pal.Gold.R && p[1] == pal.Gold.G && p[2] == pal.Gold.B {
					t.Fatalf("%s: gold at %d, %d, where the words stand", code, x, y)
				}
			}
		}
	}
	if len(places) < 5 {
		t.Errorf("six codes have %d dots", len(places))
	}
}

// No size breaks the pictures of a stage, and a stage beyond those that are drawn has one all the same.
func TestEveryStageHasAPicture(t *testing.T) {
	for _, pal := range []Palette{Normal(), HighContrast()} {
		for i := -1; i <= StageCount; i++ {
			for _, wait := range []bool{false, true} {
				for _, size := range [][2]int{{0, 0}, {1, 1}, {60, 300}, {600, 360}} {
					img := WayArt(i, StageCount, wait, size[0], size[1], pal)
					if size[0] > 100 && !somethingDrawn(img.Pix) {
						t.Errorf("stage %d is empty", i)
					}
				}
			}
			if !somethingDrawn(WayMark(i, 28, 28, pal.Ink).Pix) {
				t.Errorf("mark %d is empty", i)
			}
		}
	}
	if TicketField(0, 0, Normal(), "", 0.5, [4]float64{}) == nil {
		t.Error("no picture")
	}
}

func somethingDrawn(pix []byte) bool {
	for i := 3; i < len(pix); i += 4 {
		if pix[i] > 0 {
			return true
		}
	}
	return false
}
