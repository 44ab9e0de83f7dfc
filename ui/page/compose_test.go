package page

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/theme"
)

// forTest returns a page's builder for a window of a size.
func forTest(t *testing.T, w, h float32) *B {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.Fyne{})
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	var b *B
	Build(Context{Pack: p, State: session.New(), Size: fyne.NewSize(w, h), Now: time.Now(), Still: true, Inline: true, Send: func(session.Event) {}}, func(x *B) { b = x }, nil)
	return b
}

// A poster's picture and words are together in the upper golden part of what there is, and never run out of it.
func TestAPosterHangsInTheGoldenPart(t *testing.T) {
	b := forTest(t, 1080, 1920)
	at := Box{40, 120, 1000, 1400}
	for _, words := range []float32{0, 200, 600, 1200, 1500} {
		pic, text := b.Poster(at, 1.25, words)
		above, below := pic.Y-at.Y, at.Y+at.H-text.Y-words
		if words <= 1300 && (above < 0 || below < 0) {
			t.Errorf("words of %v: %v above, %v below", words, above, below)
		}
		if pic.H > 0 && pic.Y+pic.H > text.Y {
			t.Errorf("words of %v: the picture ends at %v, the words begin at %v", words, pic.Y+pic.H, text.Y)
		}
		if above > 0 && (below < above*1.5 || below > above*1.75) {
			t.Errorf("words of %v: %v above and %v below", words, above, below)
		}
	}
}

// What a scroller holds keeps its borders: half of a field's is drawn outside it.
func TestAScrollerCutsNoBorder(t *testing.T) {
	b := forTest(t, 1280, 800)
	const border = 3 // of a field in use, in dp
	at := Box{100, 100, 400, 300}
	var flows []Flow
	for range 6 {
		flows = append(flows, Flow{Gap: 10, Height: 64, Draw: func(in Box) { b.Field(in, "f", "text", "", false, func(string) {}) }})
	}
	flows[0].Gap = 0
	b.Stack(at, b.P.Paper, flows...)
	if len(b.Page.Scrollers) != 1 {
		t.Fatalf("there are %d scrollers", len(b.Page.Scrollers))
	}
	s := b.Page.Scrollers[0]
	for _, f := range b.Page.Fields {
		x, y := f.Position().X, f.Position().Y
		if x < border/2.0 || y < border/2.0 || x+f.Size().Width+border/2.0 > s.Size().Width {
			t.Errorf("a field from %v, %v with a width of %v is cut by a window %v wide", x, y, f.Size().Width, s.Size().Width)
		}
	}
	if f := b.Page.Fields[0]; s.Position().X+f.Position().X != at.X || s.Position().Y+f.Position().Y != at.Y {
		t.Errorf("the first field is at %v in a window at %v, not at %v, %v", f.Position(), s.Position(), at.X, at.Y)
	}
	if seen := b.Page.Seen(b.Page.Fields[0]); seen.X != at.X || seen.Y != at.Y {
		t.Errorf("the first field is said to be at %v, %v", seen.X, seen.Y)
	}
}

// The names of our own texts and of a pack are known to the typesetter.
func TestNamesAreThoseOfThePackToo(t *testing.T) {
	p, _, err := event.LoadFS(assets.Event())
	if err != nil {
		t.Fatal(err)
	}
	names := namesIn(p)
	for _, want := range []string{"骨髓库", "中华骨髓库", "中国造血干细胞捐献者资料库", "上海分库", "松江区红十字会", "爱医游园会", "上海交通大学医学院"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is not known: %q", want, names)
		}
	}
	if len(namesIn(nil)) == 0 {
		t.Error("without a pack there are no names")
	}
}
