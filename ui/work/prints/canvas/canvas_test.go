package canvas

import (
	"bytes"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"matchbooth/assets"
)

var (
	ink  = color.NRGBA{0x2A, 0x1A, 0x1F, 255}
	gold = color.NRGBA{0xE3, 0xA7, 0x3B, 255}
	made = time.Date(2027, 5, 21, 0, 0, 0, 0, time.UTC)
)

const words = "两个陌生人，也可能相合。𠮷 Two strangers can be a match: 138 0000 0417"

func sample(t *testing.T) *Page {
	t.Helper()
	p := New(A4Wide, A4High)
	p.Fill(0, 0, 210, 60, gold)
	p.Round(20, 70, 60, 30, 6, gold)
	p.Arc(120, 100, 20, 6, 0, 6.283185307179586, ink)
	p.Disc(170, 100, 8, gold)
	p.Line(20, 130, 190, 140, 0.5, ink)
	p.Frame(20, 150, 60, 20, 0.4, ink)
	p.Text(20, 40, 18, true, ink, words)
	p.Text(20, 52, 10, false, ink, words)
	p.Text(20, 66, 10, false, ink, assets.Narrow("Wait, it’s “so” · here"))
	if _, err := p.Code(100, 160, 60, "https://enrol.example.org/r/sjtu521", ink); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestADocumentIsTheSameEveryTime(t *testing.T) {
	var first, again bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &again} {
		if err := WritePDF(b, "印", made, sample(t), sample(t)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), again.Bytes()) {
		t.Error("the same pages gave other bytes")
	}
	if first.Len() > 200<<10 {
		t.Errorf("%d bytes: more than the characters that occur are embedded", first.Len())
	}
}

// What a document says can be found in it, and looks like the typeface: read by somebody else's program.
func TestTheWordsOfADocumentAreInIt(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("poppler-utils is not installed")
	}
	var b bytes.Buffer
	if err := WritePDF(&b, "印", made, sample(t)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "两个陌生人，也可能相合。") || !strings.Contains(string(out), "Two strangers can be a match: 138 0000 0417") {
		t.Errorf("the document says %q", out)
	}
	if !strings.Contains(string(out), "Wait, it’s “so” · here") {
		t.Errorf("narrow marks are not found as the usual ones in %q", out)
	}
	if keep := os.Getenv("PRINTS"); keep != "" {
		if err := os.WriteFile(filepath.Join(keep, "canvas.pdf"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAPictureOfAPageShowsItsCode(t *testing.T) {
	img, err := sample(t).Draw(150)
	if err != nil {
		t.Fatal(err)
	}
	if img.Rect.Dx() != 1240 || img.Rect.Dy() != 1754 {
		t.Errorf("a page of A4 has %v pixels at 150 dpi", img.Rect)
	}
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	got, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil || got.GetText() != "https://enrol.example.org/r/sjtu521" {
		t.Errorf("the code was not read: %v", err)
	}
}

func TestLinesFitAndAreBalanced(t *testing.T) {
	for _, s := range []string{"两个陌生人，也可能相合。", "https://a-very-long-address.example.org/with/a/very/long/path/that/fits/no/column", "Two strangers can be a match", ""} {
		for w := 20.0; w < 90; w += 7 {
			all := Wrap(w, 14, true, s)
			balanced := Balanced(w, 14, true, s)
			if len(all) != len(balanced) {
				t.Errorf("%q at %v has %d lines, balanced %d", s, w, len(all), len(balanced))
			}
			for _, l := range append(all, balanced...) {
				if Width(14, true, l) > w+1e-6 {
					t.Errorf("%q is wider than %v", l, w)
				}
				if strings.HasPrefix(l, "，") || strings.HasPrefix(l, "。") {
					t.Errorf("%q begins with a stop", l)
				}
			}
		}
	}
}

func TestWhatTheTypefaceLacksIsSaid(t *testing.T) {
	if got := Lacks("张𠮷Ł"); len(got) != 0 {
		t.Errorf("lacks %q", got)
	}
	if got := Lacks("张\U00020001"); len(got) != 1 {
		t.Errorf("lacks %q", got)
	}
}
