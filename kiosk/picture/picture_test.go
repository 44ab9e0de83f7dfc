package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

var (
	red    = color.NRGBA{200, 20, 20, 255}
	green  = color.NRGBA{20, 180, 20, 255}
	blue   = color.NRGBA{20, 20, 200, 255}
	yellow = color.NRGBA{220, 220, 20, 255}
)

// quarters is a picture with a colour in each corner: red and green above, blue and yellow below.
func quarters(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, [2][2]color.NRGBA{{red, green}, {blue, yellow}}[2*y/h][2*x/w])
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// tiff is the beginning of an Exif block that says how a picture is to be turned.
func tiff(order binary.AppendByteOrder, turn int) []byte {
	out := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		out = []byte("MM\x00*")
	}
	out = order.AppendUint32(out, 8)
	out = order.AppendUint16(out, 2)
	for _, entry := range [][2]uint16{{0x010F, 7}, {0x0112, uint16(turn)}} {
		out = order.AppendUint16(out, entry[0])
		out = order.AppendUint16(out, 3)
		out = order.AppendUint32(out, 1)
		out = order.AppendUint16(out, entry[1])
		out = order.AppendUint16(out, 0)
	}
	return order.AppendUint32(out, 0)
}

// turned says in the file how the picture lies.
func turned(data []byte, order binary.AppendByteOrder, turn int) []byte {
	exif := tiff(order, turn)
	if bytes.HasPrefix(data, []byte("\xFF\xD8")) {
		exif = append([]byte("Exif\x00\x00"), exif...)
		head := append([]byte("\xFF\xD8\xFF\xE1"), byte((len(exif)+2)>>8), byte(len(exif)+2))
		return append(append(head, exif...), data[2:]...)
	}
	const ihdr = 8 + 25
	chunk := append([]byte("eXIf"), exif...)
	out := append(append([]byte{}, data[:ihdr]...), binary.BigEndian.AppendUint32(nil, uint32(len(exif)))...)
	out = binary.BigEndian.AppendUint32(append(out, chunk...), crc32.ChecksumIEEE(chunk))
	return append(out, data[ihdr:]...)
}

func near(a, b color.Color) bool {
	r, g, bl, al := a.RGBA()
	R, G, B, A := b.RGBA()
	d := func(x, y uint32) bool { return max(x, y)-min(x, y) < 25<<8 }
	return d(r, R) && d(g, G) && d(bl, B) && d(al, A)
}

// corners are the colours a quarter in from the corners: above left and right, below left and right.
func corners(img image.Image) [4]color.Color {
	b := img.Bounds()
	at := func(x, y int) color.Color { return img.At(b.Min.X+b.Dx()*x/4, b.Min.Y+b.Dy()*y/4) }
	return [4]color.Color{at(1, 1), at(3, 1), at(1, 3), at(3, 3)}
}

func TestPicturesAreTurnedUpright(t *testing.T) {
	for turn, want := range map[int][4]color.Color{
		0: {red, green, blue, yellow}, // no valid value
		1: {red, green, blue, yellow},
		2: {green, red, yellow, blue},
		3: {yellow, blue, green, red},
		4: {blue, yellow, red, green},
		5: {red, blue, green, yellow},
		6: {blue, red, yellow, green},
		7: {yellow, green, blue, red},
		8: {green, yellow, red, blue},
		9: {red, green, blue, yellow},
	} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			for kind, data := range map[string][]byte{"jpeg": asJPEG(t, quarters(64, 48)), "png": asPNG(t, quarters(64, 48))} {
				data = turned(data, order, turn)
				info, err := Inspect(data)
				img, err2 := Load(data, Enough)
				if err != nil || err2 != nil {
					t.Fatal(kind, turn, err, err2)
				}
				size := image.Pt(64, 48)
				if turn >= 5 && turn <= 8 {
					size = image.Pt(48, 64)
				}
				if img.Rect.Size() != size || info.W != size.X || info.H != size.Y {
					t.Errorf("%s turned by %d: %v, said to be %v", kind, turn, img.Rect.Size(), info)
				}
				for i, c := range corners(img) {
					if !near(c, want[i]) {
						t.Errorf("%s turned by %d: corner %d is %v", kind, turn, i, c)
					}
				}
			}
		}
	}
}

func TestLargePicturesAreShrunkWhole(t *testing.T) {
	for size, want := range map[image.Point]image.Point{
		{2559, 100}: {2559, 100}, {2560, 1700}: {1280, 850}, {100, 4001}: {33, 1333}, {5000, 3}: {1666, 1},
	} {
		img, err := Load(asPNG(t, quarters(size.X, size.Y)), Enough)
		if err != nil || img.Rect.Size() != want {
			t.Fatalf("%v becomes %v, want %v: %v", size, img.Rect.Size(), want, err)
		}
		if size.Y < 10 {
			continue
		}
		for i, c := range corners(img) {
			if !near(c, [4]color.Color{red, green, blue, yellow}[i]) {
				t.Errorf("%v: corner %d is %v", size, i, c)
			}
		}
	}
}

func TestEveryUsualKindIsRead(t *testing.T) {
	clear := quarters(40, 40)
	for x := range 20 {
		for y := range 20 {
			clear.SetNRGBA(x, y, color.NRGBA{})
		}
	}
	deep := image.NewNRGBA64(image.Rect(0, 0, 40, 40))
	for x := range 40 {
		for y := range 40 {
			deep.Set(x, y, quarters(40, 40).At(x, y))
		}
	}
	for about, data := range map[string][]byte{"alpha": asPNG(t, clear), "16 bits": asPNG(t, deep)} {
		img, err := Load(data, Enough)
		if err != nil {
			t.Fatal(about, err)
		}
		c := corners(img)
		if _, _, _, a := c[0].RGBA(); (a == 0) != (about == "alpha") || !near(c[3], yellow) {
			t.Errorf("%s: %v", about, c)
		}
	}
	for _, name := range []string{"cmyk.jpg", "progressive.jpg"} { // red above, blue below
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		img, err := Load(data, Enough)
		if err != nil {
			t.Fatal(name, err)
		}
		top, foot := img.RGBAAt(48, 3), img.RGBAAt(48, 60)
		if top.R < 180 || top.B > 90 || foot.B < 120 || foot.R > 110 || top.A != 255 {
			t.Errorf("%s: %v above, %v below", name, top, foot)
		}
	}
}

// header is a PNG of that size, depth and kind of colour with no picture in it.
func header(w, h uint32, depth, kind byte) []byte {
	ihdr := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)...)
	ihdr = append(ihdr, depth, kind, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n"), binary.BigEndian.AppendUint32(nil, 13)...)
	return binary.BigEndian.AppendUint32(append(out, ihdr...), crc32.ChecksumIEEE(ihdr))
}

// resized lies about the size of a JPEG.
func resized(data []byte, sof byte, w, h int) []byte {
	data = bytes.Clone(data)
	i := bytes.Index(data, []byte{0xFF, sof})
	binary.BigEndian.PutUint16(data[i+5:], uint16(h))
	binary.BigEndian.PutUint16(data[i+7:], uint16(w))
	return data
}

func TestWhatWouldTakeTooMuchIsRefusedByItsHeader(t *testing.T) {
	plain, err := os.ReadFile("testdata/progressive.jpg")
	if err != nil {
		t.Fatal(err)
	}
	cmyk, err := os.ReadFile("testdata/cmyk.jpg")
	if err != nil {
		t.Fatal(err)
	}
	scans := bytes.TrimSuffix(plain, []byte("\xFF\xD9"))
	last := scans[bytes.LastIndex(scans, []byte("\xFF\xDA")):]
	for about, c := range map[string]struct {
		data []byte
		want error
	}{
		"40 megapixels":                {header(8000, 5000, 8, 2), nil},
		"one row more":                 {header(8000, 5001, 8, 2), ErrLarge},
		"40 megapixels of 16 bits":     {header(8000, 5000, 16, 6), nil},
		"ten thousand megapixels":      {header(100_000, 100_000, 8, 2), ErrLarge},
		"a plain JPEG of 40":           {resized(cmyk, 0xC0, 8000, 5000), nil},
		"a progressive JPEG of 20":     {resized(plain, 0xC2, 5000, 4000), nil},
		"a progressive JPEG of 40":     {resized(plain, 0xC2, 8000, 5000), ErrLarge},
		"a JPEG of a thousand scans":   {append(bytes.Clone(scans), bytes.Repeat(last, 1000)...), ErrLarge},
		"nothing":                      {nil, ErrUnread},
		"no picture":                   {[]byte("hello"), ErrUnread},
		"a picture of no height":       {header(100, 0, 8, 2), ErrUnread},
		"a GIF, which packs do not do": {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00"), ErrUnread},
	} {
		if _, err := Inspect(c.data); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", about, err, c.want)
		}
		if c.want != nil {
			if img, err := Load(c.data, Enough); img != nil || !errors.Is(err, c.want) {
				t.Errorf("%s is unpacked: %v", about, err)
			}
		}
	}
	whole := asJPEG(t, quarters(200, 200))
	if img, err := Load(whole[:len(whole)*2/3], Enough); img != nil || !errors.Is(err, ErrUnread) {
		t.Errorf("a picture that is cut off: %v", err)
	}
}

func TestOtherKindsAreNamed(t *testing.T) {
	for data, want := range map[string]string{
		"GIF89a": "GIF", "RIFF\x10\x00\x00\x00WEBPVP8X": "WebP", "\x00\x00\x00\x18ftypheic": "HEIC", "\x00\x00\x00\x18ftypavif": "AVIF",
		"BM123456": "BMP", "II*\x00": "TIFF", "<svg>": "SVG", "hello": "", "": "",
	} {
		if got := Other([]byte(data)); got != want {
			t.Errorf("%q is named %q, want %q", data, got, want)
		}
	}
}

func TestWhatMattersIsNotCutOff(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for i := range src.Pix {
		src.Pix[i] = 255
	}
	for y := 20; y < 60; y++ {
		for x := 300; x < 340; x++ {
			src.Set(x, y, red)
		}
	}
	focus := Point{0.8, 0.1333}
	for _, size := range []image.Point{{100, 300}, {300, 100}, {80, 80}, {1000, 200}, {37, 411}} {
		img := Cover(src, size.X, size.Y, focus, Point{0.5, 0.4})
		if img.Rect.Size() != size {
			t.Fatalf("%v, want %v", img.Rect.Size(), size)
		}
		found := false
		for y := range size.Y {
			for x := range size.X {
				found = found || near(img.At(x, y), red)
			}
		}
		if !found {
			t.Errorf("at %v what matters is cut off", size)
		}
	}
	// Where there is room, it comes to lie where it belongs.
	if got := crop(image.Rect(0, 0, 400, 300), 100, 300, Point{0.5, 0.5}, Point{0.5, 0.4}); got != image.Rect(150, 0, 250, 300) {
		t.Errorf("the middle is %v", got)
	}
	if got := crop(image.Rect(0, 0, 300, 900), 300, 300, Point{0.5, 0.5}, Point{0.5, 0.25}); got != image.Rect(0, 375, 300, 675) {
		t.Errorf("above the middle is %v", got)
	}
}

// Whatever the sizes and the focus are, the part that is shown lies in the picture and has the shape of its place.
func TestTheCropIsAlwaysInThePicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		side := rapid.IntRange(1, 3000)
		of := image.Rect(0, 0, side.Draw(t, "width"), side.Draw(t, "height"))
		w, h := side.Draw(t, "w"), side.Draw(t, "h")
		share := rapid.Float64Range(0, 1)
		got := crop(of, w, h, Point{share.Draw(t, "x"), share.Draw(t, "y")}, Point{share.Draw(t, "at x"), share.Draw(t, "at y")})
		if got.Empty() || !got.In(of) || got.Dx() < of.Dx() && got.Dy() < of.Dy() {
			t.Fatalf("%v of %v for %d×%d", got, of, w, h)
		}
	})
}

func TestTheWholeIsNeverEnlarged(t *testing.T) {
	for size, want := range map[image.Point]image.Point{{100, 100}: {100, 50}, {1000, 50}: {100, 50}, {1000, 1000}: {200, 100}, {1, 1}: {1, 1}} {
		src := image.NewRGBA(image.Rect(0, 0, 200, 100))
		if got := Contain(src, size.X, size.Y).Rect.Size(); got != want {
			t.Errorf("in %v it is %v, want %v", size, got, want)
		}
	}
}

const halves = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 -20 200 100"><rect x="10" y="-20" width="100" height="100" fill="#C81414"/><rect x="110" y="-20" width="100" height="100" fill="#1414C8"/></svg>`

func TestDrawingsFillTheirPlaceToo(t *testing.T) {
	d, err := ReadSVG([]byte(halves))
	if err != nil || d.W != 200 || d.H != 100 {
		t.Fatal(d, err)
	}
	img, err := d.Contain(100, 100)
	if err != nil || img.Rect.Size() != image.Pt(100, 50) || !near(img.At(10, 25), red) || !near(img.At(90, 25), blue) {
		t.Errorf("the whole: %v %v %v", img.Rect, corners(img), err)
	}
	for x, want := range map[float64]color.Color{0: red, 1: blue} {
		img, err := d.Cover(60, 60, Point{x, 0.5}, Point{0.5, 0.5})
		if err != nil || img.Rect.Size() != image.Pt(60, 60) {
			t.Fatal(err)
		}
		for i, c := range corners(img) {
			if !near(c, want) {
				t.Errorf("focus at %v: corner %d is %v", x, i, c)
			}
		}
	}
	for _, bad := range []string{"", "hello", "<svg/>", `<svg viewBox="0 0 0 0"/>`, `<svg viewBox="0 0 1 1"><path d="M"/></svg>`} {
		if d, err := ReadSVG([]byte(bad)); err == nil {
			if _, err := d.Cover(10, 10, Point{}, Point{}); err != nil {
				continue
			}
			if bad != `<svg viewBox="0 0 1 1"><path d="M"/></svg>` {
				t.Errorf("%q is a drawing", bad)
			}
		}
	}
}

func TestAShelfMakesEachPictureOnce(t *testing.T) {
	var s Shelf
	data := []byte{1}
	var made, told atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Add(1)
		s.Later(KeyOf(data, 10, 10, "a"), func() image.Image { made.Add(1); return image.NewRGBA(image.Rect(0, 0, 10, 10)) }, func(image.Image) { told.Add(1); all.Done() })
	}
	all.Wait()
	if made.Load() != 1 || told.Load() != 20 {
		t.Errorf("made %d times, told %d", made.Load(), told.Load())
	}
	if _, ok := s.Ready(KeyOf(data, 10, 10, "b")); ok {
		t.Error("a picture for another way")
	}
	if _, ok := s.Ready(KeyOf([]byte{1}, 10, 10, "a")); ok {
		t.Error("a picture of another file")
	}
	// What was not shown for longest goes.
	big := func() image.Image { return image.NewRGBA(image.Rect(0, 0, 1000, 1000)) }
	for i := range 20 {
		s.Make(KeyOf(data, i, 0, ""), big)
		s.Ready(KeyOf(data, 0, 0, ""))
	}
	_, first := s.Ready(KeyOf(data, 0, 0, ""))
	_, second := s.Ready(KeyOf(data, 1, 0, ""))
	_, last := s.Ready(KeyOf(data, 19, 0, ""))
	if !first || second || !last || s.bytes > maxKept || len(s.kept) != s.order.Len() {
		t.Errorf("first %v, second %v, last %v, %d bytes, %d and %d kept", first, second, last, s.bytes, len(s.kept), s.order.Len())
	}
}

// A photograph is unpacked at its full size once: after that its small copy is.
func TestALargePhotographIsUnpackedOnce(t *testing.T) {
	var s Shelf
	clear := quarters(3000, 2000)
	clear.SetNRGBA(1, 1, color.NRGBA{})
	for about, data := range map[string][]byte{"opaque": turned(asJPEG(t, quarters(3000, 2000)), binary.BigEndian, 6), "clear": asPNG(t, clear)} {
		first, err := s.Load(data)
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		again, err := s.Load(data)
		runtime.ReadMemStats(&after)
		if err != nil || again.Rect != first.Rect {
			t.Fatalf("%s: %v and then %v: %v", about, first.Rect, again.Rect, err)
		}
		for i, c := range corners(again) {
			if !near(c, corners(first)[i]) {
				t.Errorf("%s: corner %d was %v and is %v", about, i, corners(first)[i], c)
			}
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 24<<20 {
			t.Errorf("%s: the second time took %d MB", about, took>>20)
		}
	}
	s.Warm([]byte("no picture"), nil)
}

// FuzzLoad gives anything as a picture: it is refused, or unpacked within what its header says.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{"cmyk.jpg", "progressive.jpg"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(turned(asJPEG(f, quarters(8, 8)), binary.LittleEndian, 6))
	f.Add(turned(asPNG(f, quarters(8, 8)), binary.BigEndian, 3))
	f.Add([]byte(halves))
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := Inspect(data)
		if err == nil && info.Memory > 8<<20 {
			return // good, and slow
		}
		img, err2 := Load(data, 64)
		if err2 == nil && (err != nil || img.Rect.Dx() > max(info.W, 1) || max(img.Rect.Dx(), img.Rect.Dy()) >= 2*64+1) {
			t.Errorf("%v is unpacked to %v: %v", info, img.Rect, err)
		}
		if d, err := ReadSVG(data); err == nil && d.W > 1e-3 && d.H > 1e-3 && d.W < 1e4 && d.H < 1e4 {
			_, _ = d.Cover(20, 20, Point{0.5, 0.5}, Point{0.5, 0.5}) // must not panic
		}
	})
}

func BenchmarkLoad12Megapixels(b *testing.B) {
	data := asJPEG(b, quarters(4000, 3000))
	for b.Loop() {
		if _, err := Load(data, Enough); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCover(b *testing.B) {
	src, err := Load(asJPEG(b, quarters(1920, 1280)), Enough)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Cover(src, 690, 800, Point{0.5, 0.4}, Point{0.5, 0.4})
	}
}
