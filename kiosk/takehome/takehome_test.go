package takehome

import (
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"pgregory.net/rapid"

	"matchbooth/kiosk/event"
)

func read(t interface{ Fatalf(string, ...any) }, img image.Image) string {
	bmp, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatalf("bitmap: %v", err)
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_CHARACTER_SET: "UTF-8", gozxing.DecodeHintType_PURE_BARCODE: true}
	res, err := qrcode.NewQRCodeReader().Decode(bmp, hints)
	if err != nil {
		t.Fatalf("decoding: %v", err)
	}
	return res.GetText()
}

func TestAnIndependentDecoderReadsWhatWasEncoded(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.StringMatching(`https://[a-z]{3,12}\.example\.org/[A-Za-z0-9/]{0,40}`),
			rapid.StringMatching(`[0-9]{1,60}`),
			rapid.StringOfN(rapid.RuneFrom([]rune("登记造血干细胞捐献·abc123 ，。")), 1, 40, -1),
		).Draw(t, "text")
		m, err := Encode(text)
		if err != nil {
			t.Fatalf("encoding: %v", err)
		}
		px := rapid.IntRange(2*(m.Size+2*Quiet), 900).Draw(t, "px")
		if got := read(t, Draw(m, px, color.Black, color.White)); got != text {
			t.Fatalf("read %q, want %q", got, text)
		}
	})
}

func TestModulesAreWholePixelsAndTheQuietZoneIsKept(t *testing.T) {
	m, err := Encode("https://enrol.example.org/r/x")
	if err != nil {
		t.Fatal(err)
	}
	for i := -1; i <= m.Size; i++ {
		if m.At(i, -1) || m.At(-1, i) || m.At(i, m.Size) || m.At(m.Size, i) {
			t.Errorf("a dark module beside the code, at %d", i)
		}
	}
	for _, px := range []int{120, 361, 500} {
		img := Draw(m, px, color.Black, color.White)
		unit := px / (m.Size + 2*Quiet)
		edge := px
		var ink image.Rectangle
		for y := range px {
			for x := range px {
				if r, _, _, _ := img.At(x, y).RGBA(); r != 0 && r != 0xffff {
					t.Fatalf("%d px: a grey pixel at %d,%d", px, x, y)
				} else if r == 0 {
					edge = min(edge, x, y, px-1-x, px-1-y)
					ink = ink.Union(image.Rect(x, y, x+1, y+1))
				}
			}
		}
		if right, bottom := px-ink.Max.X, px-ink.Max.Y; right-ink.Min.X|1 != 1 || bottom-ink.Min.Y|1 != 1 {
			t.Errorf("%d px: the code fills %v and is not in the middle", px, ink)
		}
		if edge < Quiet*unit {
			t.Errorf("%d px: quiet zone of %d pixels, want at least %d", px, edge, Quiet*unit)
		}
	}
}

func TestAPayloadThatIsTooLongIsRefused(t *testing.T) {
	if _, err := Encode(strings.Repeat("长", 3000)); err == nil {
		t.Error("9,000 bytes were accepted")
	}
}

func TestPayloads(t *testing.T) {
	p := &event.Pack{Ref: "r-1"}
	now := time.Date(2027, 2, 26, 23, 30, 0, 0, time.UTC)
	name := event.Text{event.ZH: "登记;机构，a,b", event.EN: "Registry"}
	for _, c := range []struct {
		item event.TakeItem
		want []string
	}{
		{event.TakeItem{Kind: KindLink, Link: "https://e.example.org/{ref}"}, []string{"https://e.example.org/r-1"}},
		{event.TakeItem{Kind: KindVCard, Name: name, Phone: "021-0000-0000"}, []string{"BEGIN:VCARD\r\n", `FN:登记\;机构，a\,b` + "\r\n", "TEL:021-0000-0000\r\n", "END:VCARD\r\n"}},
		{event.TakeItem{ID: "r", Kind: KindVEvent, Name: name, Days: 7}, []string{"DTSTART;VALUE=DATE:20270305\r\n", "END:VCALENDAR\r\n"}},
	} {
		got, err := Payload(p, c.item, event.ZH, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q lacks %q", c.item.Kind, got, w)
			}
		}
	}
	if _, err := Payload(p, event.TakeItem{Kind: "nfc"}, event.ZH, now); err == nil {
		t.Error("an unknown kind was accepted")
	}
}

func TestNothingCanBreakOutOfAValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		card := vcard(name, "1", "")
		// Unfolded and unescaped, the name is what it was, and there are as many lines as were written.
		lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(card, "\r\n ", ""), "\r\n"), "\r\n")
		if len(lines) != 6 {
			t.Fatalf("%d lines", len(lines))
		}
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(name)
		if got := unescape(strings.TrimPrefix(lines[3], "FN:")); got != want {
			t.Fatalf("read %q, want %q", got, want)
		}
		for _, l := range strings.Split(card, "\r\n") {
			if len(l) > 75 {
				t.Fatalf("a line of %d octets", len(l))
			}
		}
	})
}

// A line is broken where it would be longer than 75 octets, and not before; the blank that continues it counts.
func TestLinesAreFilled(t *testing.T) {
	for n, want := range map[int]string{
		72:      strings.Repeat("a", 72),
		73:      strings.Repeat("a", 72) + "\r\n a",
		72 + 74: strings.Repeat("a", 72) + "\r\n " + strings.Repeat("a", 74),
		72 + 75: strings.Repeat("a", 72) + "\r\n " + strings.Repeat("a", 74) + "\r\n a",
	} {
		if card := vcard(strings.Repeat("a", n), "", ""); !strings.HasSuffix(card, "\r\nFN:"+want+"\r\nEND:VCARD\r\n") {
			t.Errorf("a name of %d letters is written\n%s", n, card)
		}
	}
}

func unescape(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(s)
}

func TestDomain(t *testing.T) {
	for in, want := range map[string]string{"https://enrol.example.org/r/1": "enrol.example.org", "http://localhost:8080/x": "localhost", "ftp://example.org/x": "", "BEGIN:VCARD": "", "": ""} {
		if got := Domain(in); got != want {
			t.Errorf("Domain(%q) = %q", in, got)
		}
	}
}

// A phone that scans the card dials the number, waits, and sends the extension; one that opens a link is told both.
func TestANumberWithAnExtensionIsDialledToItsEnd(t *testing.T) {
	item := event.TakeItem{ID: "card", Kind: KindVCard, Name: event.Text{event.ZH: "骨髓库"}, Phone: "021-1234-5678 转 802"}
	got, err := Payload(&event.Pack{}, item, event.ZH, time.Now())
	if err != nil || !strings.Contains(got, "\r\nTEL:+862112345678\\,802\r\n") {
		t.Errorf("%q, %v", got, err)
	}
	for number, want := range map[string]string{
		"021-1234-5678 转 802":        "tel:+862112345678;ext=802",
		"+49 30 1234567 ext. 8":      "tel:+49301234567;ext=8",
		"021-1234-5678":              "tel:+862112345678",
		"13912340417":                "tel:+8613912340417",
		"+8613912340417":             "tel:+8613912340417",
		"0085251234567":              "tel:+85251234567",
		"95588":                      "tel:95588",
		"400-123-4567 转 1 (example)": "tel:4001234567;ext=1",
	} {
		if got := Tel(number); got != want {
			t.Errorf("%q is dialled as %s, want %s", number, got, want)
		}
	}
}
