package app

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"

	"matchbooth/assets"
	"matchbooth/kiosk/event"
	packpicture "matchbooth/kiosk/picture"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// meadow is a made-up photograph: evening sky, hills, and somebody in the middle of it, with whatever light it is to have.
func meadow(w, h int, sky, earth color.NRGBA, x, y float64) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	mix := func(a, b color.NRGBA, t float64) color.NRGBA {
		t = min(max(t, 0), 1)
		f := func(p, q uint8) uint8 { return uint8(float64(p) + (float64(q)-float64(p))*t) }
		return color.NRGBA{f(a.R, b.R), f(a.G, b.G), f(a.B, b.B), 255}
	}
	light := color.NRGBA{255, 236, 205, 255}
	for py := range h {
		for px := range w {
			u, v := float64(px)/float64(w), float64(py)/float64(h)
			c := mix(sky, light, v*1.3)
			c = mix(c, light, math.Exp(-((u-0.8)*(u-0.8)+(v-0.25)*(v-0.25))*40))
			for i, base := range []float64{0.55, 0.66, 0.8} {
				if v > base+0.05*math.Sin(u*7+float64(i)*2)+0.02*math.Sin(u*23+float64(i)) {
					c = mix(mix(sky, earth, 0.4+0.3*float64(i)), earth, (v-base)*1.5)
				}
			}
			// A person: head and shoulders, lit from the right.
			r := math.Min(float64(w), float64(h))
			dx, dy := (float64(px)-x*float64(w))/r, (float64(py)-y*float64(h))/r
			if dx*dx+dy*dy < 0.011 {
				c = mix(color.NRGBA{200, 150, 120, 255}, color.NRGBA{245, 205, 175, 255}, 0.5+dx*4)
			}
			if dx*dx+(dy+0.03)*(dy+0.03) < 0.012 && dy < -0.02 {
				c = color.NRGBA{52, 36, 34, 255}
			}
			if dy > 0.1 && dx*dx/0.045+(dy-0.34)*(dy-0.34)/0.06 < 1 {
				c = mix(color.NRGBA{90, 60, 80, 255}, color.NRGBA{178, 120, 110, 255}, 0.5+dx*2.5)
			}
			img.SetNRGBA(px, py, c)
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 90}); err != nil {
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

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><circle cx="50" cy="50" r="44" fill="#1E6B52"/>` +
	`<path d="M30 55 L45 70 L72 34" fill="none" stroke="#fff" stroke-width="9"/><rect x="112" y="26" width="180" height="18" rx="9" fill="#2A1A1F"/><rect x="112" y="58" width="120" height="14" rx="7" fill="#8F7B69"/></svg>`

// TestShotsOfManyStories draws the screen of an event with twelve stories, each with a picture.
func TestShotsOfManyStories(t *testing.T) {
	dir := os.Getenv("MATCHBOOTH_SHOTS")
	if dir == "" {
		t.Skip("MATCHBOOTH_SHOTS names no folder for the pictures")
	}
	pack := smallPack(t, func(files fstest.MapFS) {
		severalStories(t, files, 12)
		files["art/dot.png"] = &fstest.MapFile{Data: asPNG(t, meadow(900, 600, color.NRGBA{92, 110, 168, 255}, color.NRGBA{66, 84, 58, 255}, 0.62, 0.42))}
	})
	for _, size := range append(sizes[:len(sizes):len(sizes)], fyne.NewSize(800, 480)) {
		_, img := drawn(t, pack, size, func(s *session.State) { s.Lang, s.Screen = "en", session.Stories })
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("many-%.0fx%.0f.png", size.Width, size.Height)), asPNG(t, img), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// picturePack is the built-in event with pictures of its own: a wide photograph, an upright one, a cut-out and a drawing.
func picturePack(t testing.TB) *event.Pack {
	t.Helper()
	madeOnce.Do(func() { madePack = makePicturePack(t) })
	return madePack
}

var (
	madeOnce sync.Once
	madePack *event.Pack
)

func makePicturePack(t testing.TB) *event.Pack {
	t.Helper()
	files := fstest.MapFS{}
	if err := fs.WalkDir(assets.Event(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(assets.Event(), name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	dusk := meadow(1800, 1200, color.NRGBA{92, 110, 168, 255}, color.NRGBA{66, 84, 58, 255}, 0.62, 0.42)
	snow := meadow(1000, 1500, color.NRGBA{225, 236, 250, 255}, color.NRGBA{250, 252, 255, 255}, 0.45, 0.35)
	files["art/dusk.jpg"] = &fstest.MapFile{Data: asJPEG(t, dusk)}
	files["art/snow.jpg"] = &fstest.MapFile{Data: asJPEG(t, snow)}
	files["art/logo.svg"] = &fstest.MapFile{Data: []byte(logo)}
	add := func(name, old, new string) {
		data := string(files[name].Data)
		if !strings.Contains(data, old) {
			t.Fatalf("%s has no %q", name, old)
		}
		files[name] = &fstest.MapFile{Data: []byte(strings.Replace(data, old, new, 1))}
	}
	add("event.toml", "[attract]\n", "[look]\nlogo = \"logo.svg\"\npicture = \"dusk.jpg\"\nfocus = [62, 42]\ncredit = { zh = \"照片：示例，为本活动绘制\", en = \"Picture: an example, drawn for this event\" }\n\n[attract]\n")
	for lang, credit := range map[string]string{"zh": "照片：示例，经本人同意", "en": "Photograph: an example, with her permission"} {
		add("stories/zhang-ke."+lang+".md", `art = "rings"`, fmt.Sprintf("art = \"dusk.jpg\"\nfocus = [62, 42]\ncredit = %q", credit))
		add("stories/wu-junxiang."+lang+".md", `art = "twice"`, fmt.Sprintf("art = \"snow.jpg\"\ncredit = %q", credit))
	}
	p, faults, err := event.LoadFS(files)
	if err != nil || p == nil {
		t.Fatal(err, faults)
	}
	return p
}

// drawn is a page of a pack as a picture.
func drawn(t testing.TB, pack *event.Pack, size fyne.Size, change func(*session.State)) (*page.Page, image.Image) {
	t.Helper()
	_, texts := fixtures()
	st := session.New()
	st.Since, st.Touched = noon, noon
	change(&st)
	pg := drawPage(page.Context{
		Pack: pack, State: st, T: texts.In(st.Lang), Size: size, Now: noon, Practice: pack.Practice, Still: true, Inline: true, Send: func(session.Event) {},
	}, workOf())
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(pg.Root)
	c.Resize(size)
	return pg, c.Capture()
}

// The screens of a pack with pictures are as sound as any: nothing leaves the window, nothing lies too close.
func TestScreensWithOwnPicturesAreSound(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	pack := picturePack(t)
	for _, size := range sizes {
		for _, large := range []bool{false, true} {
			every(t, pack, size, "^(home|stories|attract|story .*)$", func(name string, lang event.Lang, pg *page.Page) {
				soundPage(t, fmt.Sprintf("%s in %s at %.0f×%.0f, large %v", name, lang, size.Width, size.Height, large), size, pg)
			}, func(s *session.State) { s.Large = large })
		}
	}
}

// The pictures are drawn, each with who made it.
func TestOwnPicturesAreDrawnWithTheirCredit(t *testing.T) {
	pack := picturePack(t)
	skin := color.NRGBA{222, 178, 148, 255} // of the person in the photograph
	for _, c := range []struct {
		screen session.Screen
		credit string
	}{
		{session.Attract, "照片：示例，为本活动绘制"}, {session.Stories, ""}, {session.Story, "照片：示例，经本人同意"},
	} {
		for _, size := range []fyne.Size{sizes[0], sizes[3]} {
			pg, img := drawn(t, pack, size, func(s *session.State) { s.Screen, s.StoryID = c.screen, "zhang-ke" })
			if text := said(pg, event.ZH); !strings.Contains(text, c.credit) {
				t.Errorf("%s at %v does not say %q: %s", c.screen, size, c.credit, text)
			}
			n := 0
			for y := 0; y < img.Bounds().Dy(); y += 3 {
				for x := 0; x < img.Bounds().Dx(); x += 3 {
					r, g, b, _ := img.At(x, y).RGBA()
					d := func(v uint32, w uint8) int { return max(int(v>>8), int(w)) - min(int(v>>8), int(w)) }
					if d(r, skin.R) < 26 && d(g, skin.G) < 26 && d(b, skin.B) < 26 {
						n++
					}
				}
			}
			if n < 60 {
				t.Errorf("%s at %v: the face is not seen (%d)", c.screen, size, n)
			}
		}
	}
}

// A picture is unpacked beside the interface: its ground is there at once, and the picture soon.
func TestPicturesDoNotKeepTheInterfaceWaiting(t *testing.T) {
	pack := picturePack(t)
	_, texts := fixtures()
	var shelf packpicture.Shelf
	c := page.Context{Pack: pack, T: texts.In("zh"), Size: sizes[0], Now: noon, Still: true, Pictures: &shelf, Send: func(session.Event) {}}
	c.State = session.New()
	c.State.Screen, c.State.StoryID = session.Story, "zhang-ke"
	pictures := func() (out []*canvas.Raster) {
		walk(drawPage(c, workOf()).Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, _ bool) {
			if r, ok := o.(*canvas.Raster); ok && at.W > 300 && at.H > 300 {
				out = append(out, r)
			}
		})
		return out
	}
	list := pictures()
	if len(list) != 1 {
		t.Fatalf("%d pictures", len(list))
	}
	sky := func(img image.Image) bool { r, _, b, _ := img.At(300, 30).RGBA(); return b > r }
	// While the shelf works on another picture nothing can be unpacked: whoever waited for this one would wait for good.
	busy, done := make(chan struct{}), make(chan struct{})
	go shelf.Make(packpicture.KeyOf(nil, 1, 1, ""), func() image.Image {
		close(busy)
		<-done
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	})
	<-busy
	first := make(chan bool, 1)
	go func() { first <- sky(list[0].Generator(420, 430)) }()
	select {
	case there := <-first:
		if there {
			t.Error("the picture is there before it can be")
		}
	case <-time.After(20 * time.Second):
		t.Fatal("its ground waits for the picture")
	}
	close(done)
	for end := time.Now().Add(20 * time.Second); !sky(list[0].Generator(420, 430)); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the picture does not come")
		}
	}
	// Opened again, it is there at once.
	if !sky(pictures()[0].Generator(420, 430)) {
		t.Error("the picture was made for nothing")
	}
}

// A picture that turns out to be damaged at the booth leaves the booth's own drawing.
func TestADamagedPictureLeavesTheDrawing(t *testing.T) {
	cut := asJPEG(t, meadow(300, 200, color.NRGBA{92, 110, 168, 255}, color.NRGBA{66, 84, 58, 255}, 0.5, 0.4))
	cut = cut[:len(cut)/2]
	shot := func(art string) image.Image {
		pack := smallPack(t, func(files fstest.MapFS) {
			files["art/cut.jpg"] = &fstest.MapFile{Data: cut}
			for _, lang := range []string{"zh", "en"} {
				name := "stories/first." + lang + ".md"
				files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(files[name].Data), `art = "dot.png"`, "art = \""+art+"\"", 1))}
			}
		})
		_, img := drawn(t, pack, sizes[0], func(s *session.State) { s.Screen, s.StoryID = session.Story, "first" })
		return img
	}
	if got, want := flat(shot("cut.jpg")), flat(shot("rings")); !bytes.Equal(got.Pix, want.Pix) {
		t.Error("something else stands in its place")
	}
}

// TestShotsOfOwnPictures draws the screens that show a pack's own pictures into the folder that MATCHBOOTH_SHOTS names.
func TestShotsOfOwnPictures(t *testing.T) {
	dir := os.Getenv("MATCHBOOTH_SHOTS")
	if dir == "" {
		t.Skip("MATCHBOOTH_SHOTS names no folder for the pictures")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	only := os.Getenv("MATCHBOOTH_SHOTS_ONLY")
	pack := picturePack(t)
	for _, lang := range []string{"zh", "en"} {
		for _, size := range append(sizes[:len(sizes):len(sizes)], fyne.NewSize(800, 480)) {
			for _, contrast := range []bool{false, true} {
				for name, change := range map[string]func(*session.State){
					"attract": func(s *session.State) { s.Screen = session.Attract },
					"home":    func(s *session.State) { s.Screen = session.Home },
					"stories": func(s *session.State) { s.Screen = session.Stories },
					"story":   func(s *session.State) { s.Screen, s.StoryID, s.Station = session.Story, "zhang-ke", 1 },
					"upright": func(s *session.State) { s.Screen, s.StoryID, s.Station = session.Story, "wu-junxiang", 3 },
				} {
					file := fmt.Sprintf("own-%s-%s-%.0fx%.0f.png", name, lang, size.Width, size.Height)
					if contrast {
						file = strings.Replace(file, ".png", "-contrast.png", 1)
					}
					if ok, _ := filepath.Match(only, file); only != "" && !ok {
						continue
					}
					_, img := drawn(t, pack, size, func(s *session.State) { s.Lang, s.Contrast = lang, contrast; change(s) })
					if err := os.WriteFile(filepath.Join(dir, file), asPNG(t, img), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}
