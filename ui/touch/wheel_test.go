package touch

import (
	"fmt"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

var wheelLook = WheelStyle{Fill: color.White, Text: color.Black, Quiet: color.Gray{90}, TextSize: 24, Row: 60}

// wheel makes one of five visible rows.
func wheel(n int, wrap bool) (*Wheel, *[]int) {
	told := &[]int{}
	w := NewWheel("w", n, func(i int) string { return fmt.Sprint(i) }, wheelLook)
	w.Wrap = wrap
	w.OnChoose = func(i int) { *told = append(*told, i) }
	w.Resize(fyne.NewSize(160, 300))
	return w, told
}

func middle(rows float32) fyne.Position { return fyne.NewPos(80, 150+60*rows) }

func TestWheelBringsATappedRowToTheMiddle(t *testing.T) {
	newWatch(t)
	for wobble := float32(0); wobble <= 20; wobble++ {
		w, told := wheel(20, false)
		w.Choose(10)
		tapAt(w.pane, middle(2), wobble)
		want := 12
		if wobble > Slop {
			want = 10
		}
		if w.Chosen() != want || w.pos != float64(want) || wobble <= Slop && len(*told) != 1 {
			t.Errorf("a tap two rows below 10 with a wobble of %.0f chose %d, told %v", wobble, w.Chosen(), *told)
		}
	}
	w, told := wheel(20, false)
	tapAt(w.pane, middle(-1), 0)
	if w.Chosen() != 0 || len(*told) != 0 {
		t.Errorf("a tap above the first row chose %d, told %v", w.Chosen(), *told)
	}
}

func TestWheelDragTurnsAndSnapsAndIsNoTap(t *testing.T) {
	h := newWatch(t)
	for _, c := range []struct {
		dy   float32
		want int
	}{{-60, 11}, {60, 9}, {-80, 11}, {-100, 12}, {15, 10}, {-29, 10}, {-31, 11}, {-6000, 19}, {6000, 0}} {
		w, told := wheel(20, false)
		w.Choose(10)
		w.pane.MouseDown(down(middle(2)))
		h.pass(50 * time.Millisecond)
		w.pane.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, c.dy)})
		h.pass(time.Second) // it rests before it goes up: no flick
		w.pane.MouseUp(down(middle(2).AddXY(0, c.dy)))
		w.pane.DragEnd()
		if w.Chosen() != c.want || w.pos != float64(c.want) || len(*told) != 1 {
			t.Errorf("dragged by %.0f it rests on %d at %.2f, not %d; told %v", c.dy, w.Chosen(), w.pos, c.want, *told)
		}
	}
}

func TestWheelGoesOnAfterAFlickAndRestsOnARow(t *testing.T) {
	h := newWatch(t)
	w, told := wheel(200, false)
	w.Choose(100)
	h.drag(w.pane, middle(0), -120, 6, 10*time.Millisecond) // 2000 dp/s
	// 2 rows by the finger, and 2000 dp/s · 0.325 s / 60 dp = 10.8 more.
	if w.Chosen() != 113 || w.pos != 113 || len(*told) != 1 {
		t.Errorf("it rests on %d at %.2f; told %v", w.Chosen(), w.pos, *told)
	}
	w.Choose(100)
	h.drag(w.pane, middle(0), 18, 6, 15*time.Millisecond) // 200 dp/s: a short flick turns by one
	if w.Chosen() != 99 {
		t.Errorf("a short flick came to %d", w.Chosen())
	}
}

func TestWheelThatGlidesIsStoppedByTheFinger(t *testing.T) {
	h := newWatch(t)
	was := start
	start = func(*fyne.Animation) {} // nothing moves but by hand
	defer func() { start = was }()
	w, told := wheel(200, false)
	h.drag(w.pane, middle(0), -120, 6, 10*time.Millisecond)
	glide := w.moving
	if glide == nil || w.Chosen() != 13 {
		t.Fatalf("it does not glide to 13 but to %d", w.Chosen())
	}
	glide.Tick(0.5)
	at := w.pos
	w.pane.MouseDown(down(middle(2)))
	glide.Tick(1)
	if w.pos != at || w.moving != nil {
		t.Errorf("it was not stopped at %.1f but is at %.1f", at, w.pos)
	}
	w.pane.MouseUp(down(middle(2)))
	if w.moving == nil {
		t.Fatal("it does not go to a row")
	}
	w.moving.Tick(1)
	near := int(at + 0.5)
	if w.Chosen() != near || w.pos != float64(near) || (*told)[len(*told)-1] != near {
		t.Errorf("stopped at %.2f it rests on %d, told %v", at, w.Chosen(), *told)
	}
}

func TestWheelGoesRoundOrEnds(t *testing.T) {
	newWatch(t)
	round, _ := wheel(12, true)
	round.Turn(-1)
	if round.Chosen() != 11 || round.pos != 11 {
		t.Errorf("before the first came %d at %.1f", round.Chosen(), round.pos)
	}
	round.Turn(3)
	if round.Chosen() != 2 {
		t.Errorf("three after the last but one came %d", round.Chosen())
	}
	ends, told := wheel(12, false)
	if ends.Turn(-1) || ends.Chosen() != 0 || len(*told) != 0 {
		t.Error("it went before the first")
	}
	few, _ := wheel(3, true)
	few.Turn(-1)
	if few.Chosen() != 0 {
		t.Error("with three rows every one would be seen twice, yet it goes round")
	}
	for key, want := range map[fyne.KeyName]int{fyne.KeyDown: 6, fyne.KeyUp: 4, fyne.KeyPageDown: 9, fyne.KeyPageUp: 1, fyne.KeyHome: 0, fyne.KeyEnd: 11} {
		ends.Choose(5)
		if !ends.Key(key) || ends.Chosen() != want {
			t.Errorf("%s went from 5 to %d, not %d", key, ends.Chosen(), want)
		}
	}
	if ends.Key(fyne.KeyReturn) {
		t.Error("it took a key that is not its own")
	}
}

func TestWheelStillMovesWithoutMotion(t *testing.T) {
	h := newWatch(t)
	w, _ := wheel(20, false)
	w.style.Still = true
	was := start
	start = func(*fyne.Animation) { t.Error("something moves") }
	defer func() { start = was }()
	tapAt(w.pane, middle(1), 0)
	h.drag(w.pane, middle(0), -120, 6, 10*time.Millisecond)
	if w.pos != float64(w.Chosen()) || w.Chosen() < 3 {
		t.Errorf("it is at %.2f of %d", w.pos, w.Chosen())
	}
}

// Whatever fingers do, a wheel rests on one of its rows, and that is what was told last.
func TestWheelAlwaysRestsOnARow(t *testing.T) {
	h := newWatch(t)
	rapid.Check(t, func(rt *rapid.T) {
		w, told := wheel(rapid.IntRange(1, 40).Draw(rt, "rows"), rapid.Bool().Draw(rt, "wrap"))
		for range rapid.IntRange(1, 8).Draw(rt, "times") {
			at := fyne.NewPos(80, rapid.Float32Range(0, 300).Draw(rt, "at"))
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
			case 0:
				tapAt(w.pane, at, rapid.Float32Range(0, 20).Draw(rt, "wobble"))
			case 1:
				h.drag(w.pane, at, rapid.Float32Range(-900, 900).Draw(rt, "dy"), 5, time.Duration(rapid.IntRange(1, 90).Draw(rt, "ms"))*time.Millisecond)
			case 2:
				w.Turn(rapid.IntRange(-50, 50).Draw(rt, "by"))
			case 3:
				w.SetCount(rapid.IntRange(1, 40).Draw(rt, "count"))
				*told = nil
			}
			if w.chosen < 0 || w.chosen >= w.n || w.pos != float64(w.chosen) || w.moving != nil {
				rt.Fatalf("%d of %d rows, at %.2f", w.chosen, w.n, w.pos)
			}
			if k := len(*told); k > 0 && (*told)[k-1] != w.chosen {
				rt.Fatalf("told %v, rests on %d", *told, w.chosen)
			}
		}
	})
}

func TestWheelInAScrollerTurnsAndThePageStays(t *testing.T) {
	newWatch(t)
	w, _ := wheel(20, false)
	page := container.NewWithoutLayout(w)
	tall := container.New(tallLayout{1200}, page)
	s := NewScroller(tall, color.White, color.Black)
	win := test.NewTempWindow(t, s)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(400, 400))
	w.Move(fyne.NewPos(20, 20))
	w.Resize(fyne.NewSize(160, 300))
	slide := func(press func(), by float32) {
		press()
		for range 10 {
			s.glass.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, by/10)})
		}
		s.glass.DragEnd()
	}
	at := down(middle(0))
	slide(func() { w.pane.MouseDown(at) }, -120)
	if w.Chosen() < 2 || s.Offset() != 0 {
		t.Errorf("a drag that begins on the wheel: row %d, page at %.0f", w.Chosen(), s.Offset())
	}
	was := w.Chosen()
	Cancel()
	slide(func() {}, -120)
	if s.Offset() < 100 || w.Chosen() != was {
		t.Errorf("a drag that begins beside it: row %d, page at %.0f", w.Chosen(), s.Offset())
	}
}

type tallLayout struct{ high float32 }

func (l tallLayout) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }
func (l tallLayout) MinSize([]fyne.CanvasObject) fyne.Size     { return fyne.NewSize(100, l.high) }
