package takehome

import (
	"image/color"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"

	"matchbooth/assets"
	"matchbooth/kiosk/event"
)

func builtin(t *testing.T) *event.Pack {
	t.Helper()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || p == nil {
		t.Fatal(faults, err)
	}
	return p
}

// A phone is told nothing about what it scans, so the decoder gets no hints but one: that the
// picture is all there is.
func TestEveryCodeOfTheBuiltInEventIsReadAtEverySize(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	p := builtin(t)
	now := time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC)
	if len(p.TakeHome) == 0 {
		t.Fatal("nothing to take home")
	}
	for _, item := range p.TakeHome {
		for _, lang := range event.Langs {
			want, err := Payload(p, item, lang, now)
			if err != nil {
				t.Fatal(err)
			}
			if strings.ContainsAny(want, "{}") {
				t.Errorf("%s: %q still waits for something", item.ID, want)
			}
			if item.Kind == KindLink && len(want) > 50 {
				t.Errorf("%s: %d bytes are slow to scan", item.ID, len(want))
			}
			m, err := Encode(want)
			if err != nil {
				t.Fatal(err)
			}
			for _, px := range []int{2 * (m.Size + 2*Quiet), 240, 317, 480, 640} {
				// The ink and the card of the booth, and the harshest pair.
				for _, pair := range [][2]color.Color{{color.Black, color.White}, {color.NRGBA{0x2b, 0x22, 0x1e, 0xff}, color.NRGBA{0xff, 0xfd, 0xf8, 0xff}}} {
					bmp, err := gozxing.NewBinaryBitmapFromImage(Draw(m, px, pair[0], pair[1]))
					if err != nil {
						t.Fatal(err)
					}
					res, err := qrcode.NewQRCodeReader().Decode(bmp, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
					if err != nil || res.GetText() != want {
						t.Errorf("%s in %s at %d px: not read (%v)", item.ID, lang, px, err)
					}
				}
			}
		}
	}
}

func TestTheLevelIsMOrBetterAndNeverCostsSize(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	for n := 1; n < 400; n += 7 {
		m, err := Encode("https://e.example.org/" + strings.Repeat("a", n))
		if err != nil {
			t.Fatal(err)
		}
		level := levelOf(t, m)
		if level == "L" {
			t.Fatalf("%d bytes at level L", n)
		}
		if want := smallestAtM(n + len("https://e.example.org/")); m.Size > want {
			t.Errorf("%d bytes make %d modules at level %s; at M they would make %d", n, m.Size, level, want)
		}
	}
}

// The smallest code holds seven bytes at the highest level (ISO/IEC 18004, table 7), eleven at the next, fourteen at M.
func TestABetterLevelIsTakenWhereItCostsNothing(t *testing.T) {
	for n, want := range map[int]string{7: "H", 8: "Q", 11: "Q", 12: "M", 14: "M"} {
		m, err := Encode(strings.Repeat("a", n))
		if err != nil {
			t.Fatal(err)
		}
		if level := levelOf(t, m); level != want || m.Size != 21 {
			t.Errorf("%d bytes make %d modules at level %s, want 21 at %s", n, m.Size, level, want)
		}
	}
}

// levelOf reads a code's level of error correction, as a decoder does.
func levelOf(t *testing.T, m Matrix) string {
	t.Helper()
	bits, err := gozxing.NewSquareBitMatrix(m.Size)
	if err != nil {
		t.Fatal(err)
	}
	for y := range m.Size {
		for x := range m.Size {
			if m.At(x, y) {
				bits.Set(x, y)
			}
		}
	}
	parser, err := decoder.NewBitMatrixParser(bits)
	if err != nil {
		t.Fatal(err)
	}
	format, err := parser.ReadFormatInformation()
	if err != nil {
		t.Fatal(err)
	}
	return format.GetErrorCorrectionLevel().String()
}

// smallestAtM is the side of the smallest code at level M for bytes, by the capacities of
// ISO/IEC 18004, table 7, for versions 1 to 20.
func smallestAtM(bytes int) int {
	for i, room := range []int{14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666} {
		if bytes <= room {
			return 21 + 4*i
		}
	}
	return 0
}

func TestAReminderIsTheSameForEverybodyOfOneDay(t *testing.T) {
	p := &event.Pack{}
	item := event.TakeItem{ID: "reminder", Kind: KindVEvent, Name: event.Text{event.ZH: "想一想"}, Days: 7}
	shanghai := time.FixedZone("Asia/Shanghai", 8*3600)
	for _, c := range []struct {
		now  time.Time
		date string
	}{
		{time.Date(2027, 5, 21, 0, 0, 1, 0, shanghai), "20270528"},
		{time.Date(2027, 5, 21, 23, 59, 59, 0, shanghai), "20270528"},
		{time.Date(2027, 12, 28, 12, 0, 0, 0, shanghai), "20280104"},
		{time.Date(2028, 2, 22, 12, 0, 0, 0, shanghai), "20280229"},
	} {
		got, err := Payload(p, item, event.EN, c.now)
		if err != nil {
			t.Fatal(err)
		}
		fields := calendar(t, got)
		if fields["DTSTART;VALUE=DATE"] != c.date {
			t.Errorf("%v: reminded on %s, want %s", c.now, fields["DTSTART;VALUE=DATE"], c.date)
		}
		if stamp := fields["DTSTAMP"]; !strings.HasSuffix(stamp, "T000000Z") || stamp[:8] > c.date {
			t.Errorf("%v: stamped %s", c.now, stamp)
		}
		if fields["SUMMARY"] != "想一想" || fields["UID"] == "" || fields["VERSION"] != "2.0" || fields["PRODID"] == "" {
			t.Errorf("%v: the event has %v", c.now, fields)
		}
	}
}

// calendar reads content lines as RFC 5545, 3.1 has them: CRLF, unfolded, name and value.
func calendar(t *testing.T, s string) map[string]string {
	t.Helper()
	if !strings.HasSuffix(s, "\r\n") || strings.Count(s, "\n") != strings.Count(s, "\r\n") {
		t.Errorf("%q has other line ends than CRLF", s)
	}
	fields := map[string]string{}
	var open []string
	for _, l := range strings.Split(strings.TrimSuffix(strings.ReplaceAll(s, "\r\n ", ""), "\r\n"), "\r\n") {
		name, value, ok := strings.Cut(l, ":")
		switch {
		case !ok:
			t.Errorf("%q is no content line", l)
		case name == "BEGIN":
			open = append(open, value)
		case name == "END":
			if len(open) == 0 || open[len(open)-1] != value {
				t.Fatalf("%s ends and was not open", value)
			}
			open = open[:len(open)-1]
		default:
			fields[name] = unescape(value)
		}
	}
	if len(open) > 0 {
		t.Errorf("%v stay open", open)
	}
	return fields
}

// The card is a contact to a phone: a name in both of the properties that phones show, a number to call and a page, each
// in one line of its own.
func TestTheCardOnTheScreenIsAContact(t *testing.T) {
	p := builtin(t)
	cards := 0
	for _, item := range p.TakeHome {
		if item.Kind != KindVCard {
			continue
		}
		cards++
		for _, lang := range event.Langs {
			payload, err := Payload(p, item, lang, time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC))
			if err != nil {
				t.Fatal(err)
			}
			m, err := Encode(payload)
			if err != nil {
				t.Fatal(err)
			}
			bmp, err := gozxing.NewBinaryBitmapFromImage(Draw(m, 480, color.Black, color.White))
			if err != nil {
				t.Fatal(err)
			}
			// As phones do: nothing is known of the characters, and the picture is looked for.
			res, err := qrcode.NewQRCodeReader().Decode(bmp, nil)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.ReplaceAll(res.GetText(), "\r\n ", "")
			got := map[string]string{}
			for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
				key, value, ok := strings.Cut(line, ":")
				if _, twice := got[key]; !ok || twice {
					t.Errorf("a line %q", line)
				}
				got[key] = value
			}
			name := item.Name.In(lang)
			want := map[string]string{"BEGIN": "VCARD", "VERSION": "3.0", "N": name + ";;;;", "FN": name, "TEL": item.Phone, "URL": item.URL, "END": "VCARD"}
			if !maps.Equal(got, want) {
				t.Errorf("%s reads as\n%q, want\n%q", lang, got, want)
			}
		}
	}
	if cards == 0 {
		t.Error("the built-in event has no card")
	}
}
