package theme

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/ui/touch"
)

func TestContrastFormulaOnKnownPairs(t *testing.T) {
	white, black, grey := color.Gray{Y: 0xFF}, color.Gray{}, color.Gray{Y: 0x76}
	if r := touch.Contrast(white, black); math.Abs(r-21) > 1e-9 {
		t.Errorf("black on white is %.3f, not 21", r)
	}
	if r := touch.Contrast(white, grey); r < 4.5 || r > 4.6 {
		t.Errorf("#767676 on white is %.3f, known to pass AA only just", r)
	}
}

// Every pair of text and ground that screens use is at WCAG AA (4.5:1), whatever its size; what
// only frames or marks is at 3:1. High contrast reaches AAA (7:1) for text.
func TestPairsReachTheirContrast(t *testing.T) {
	for _, high := range []bool{false, true} {
		p := Colours(high)
		text, mark := 4.5, 3.0
		if high {
			text = 7
		}
		for _, c := range []struct {
			name   string
			fg, bg color.NRGBA
			least  float64
		}{
			{"ink on paper", p.Ink, p.Paper, text}, {"ink on card", p.Ink, p.Card, text}, {"soft on paper", p.Soft, p.Paper, text},
			{"soft on card", p.Soft, p.Card, text}, {"red on paper", p.Red, p.Paper, text}, {"red on card", p.Red, p.Card, text},
			{"red on rose", p.Red, p.Rose, text}, {"ink on rose", p.Ink, p.Rose, text}, {"on red", p.OnRed, p.Red, text},
			{"on deep", p.OnRed, p.Deep, text}, {"green on mint", p.Green, p.Mint, 4.5}, {"green on paper", p.Green, p.Paper, text},
			{"paper on ink", p.Paper, p.Ink, text}, {"on wine", p.OnWine, p.Wine, text}, {"quiet on wine", p.OnWineQuiet, p.Wine, text},
			{"on wine card", p.OnWine, p.WineCard, text}, {"quiet on wine card", p.OnWineQuiet, p.WineCard, text},
			{"gold on wine", p.Gold, p.Wine, text}, {"deep on light of attract", p.Deep, p.OnWine, text},
			{"wine on light of attract", p.Wine, p.OnWine, text}, {"ink on gold", Colours(false).Ink, p.Gold, text},
			{"rose on wine", p.RoseOnWine, p.Wine, text},
			{"edge on paper", p.Edge, p.Paper, mark}, {"edge on card", p.Edge, p.Card, mark}, {"red frame on card", p.Red, p.Card, mark},
		} {
			if r := touch.Contrast(c.fg, c.bg); r < c.least {
				t.Errorf("high=%v: %s is %.2f:1, less than %.1f:1", high, c.name, r, c.least)
			}
		}
	}
}

func TestNothingIsSmallerThanAFingerOrTheLeastType(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1366, Height: 768}, {Width: 1920, Height: 1080}, {Width: 1080, Height: 1920}, {Width: 1024, Height: 600}} {
		for _, large := range []bool{false, true} {
			m := Measure(size, large)
			name := fmt.Sprintf("%vx%v large=%v", size.Width, size.Height, large)
			for _, v := range []float32{m.Display(), m.Title(), m.Heading(), m.Lead(), m.Body(), m.Action(), m.Label(), m.Small()} {
				if v < MinText {
					t.Errorf("%s: type of %.1f", name, v)
				}
			}
			if m.MainH() < MinTarget || m.ButtonH() < MinTarget {
				t.Errorf("%s: buttons of %.1f and %.1f", name, m.MainH(), m.ButtonH())
			}
			if m.Portrait != (size.Height > size.Width) {
				t.Errorf("%s: portrait is %v", name, m.Portrait)
			}
		}
		small, big := Measure(size, false), Measure(size, true)
		if r := big.Body() / small.Body(); size.Height >= 768 && math.Abs(float64(r)-1.25) > 0.01 {
			t.Errorf("large print is %.2f times the size", r)
		}
	}
}

func TestBothFacesAreThere(t *testing.T) {
	var f Fyne
	a, b := f.Font(fyne.TextStyle{}), f.Font(fyne.TextStyle{Bold: true})
	if len(a.Content()) < 1<<20 || len(b.Content()) < 1<<20 || a.Name() == b.Name() {
		t.Errorf("the faces are %s with %d and %s with %d bytes", a.Name(), len(a.Content()), b.Name(), len(b.Content()))
	}
}
