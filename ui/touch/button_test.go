package touch

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// keyed is a button that counts how often it acted.
func keyed(id string) (*Button, *int) {
	n := new(int)
	b := NewButton(id, id, Style{TextSize: 20, Text: color.Black, Fill: color.White, Pressed: color.Black}, func() { *n++ })
	return b, n
}

// A finger of the real driver: how far it wanders and whether the button acts, for a button by
// itself and for one in a scroller.
func TestButtonForgivesAWobblingFinger(t *testing.T) {
	test.NewTempApp(t)
	for _, in := range []string{"window", "scroller"} {
		for _, c := range []struct {
			way  []fyne.Position // of the finger, from where it went down
			acts int
		}{
			{nil, 1},
			{[]fyne.Position{{X: 1}}, 1},
			{[]fyne.Position{{X: 2}}, 1},
			{[]fyne.Position{{X: 3, Y: 2}, {X: -3, Y: 2}}, 1},
			{[]fyne.Position{{X: 13}}, 1},
			{[]fyne.Position{{Y: 13}}, 1},
			{[]fyne.Position{{X: 9, Y: -9}}, 1},
			{[]fyne.Position{{X: Slop}}, 1},
			{[]fyne.Position{{X: Slop + 1}}, 0},
			{[]fyne.Position{{X: 20}}, 0},
			{[]fyne.Position{{Y: 20}}, 0},
			{[]fyne.Position{{X: 12, Y: 12}}, 0},
			{[]fyne.Position{{X: 150}}, 0},
			{[]fyne.Position{{Y: 120}}, 0},
			{[]fyne.Position{{X: 10}, {X: 40}, {}}, 0}, // slid off and came back
			{[]fyne.Position{{Y: 10}, {Y: 40}, {}}, 0},
			{[]fyne.Position{{X: 1}, {X: 40}, {X: 1}}, 0},
		} {
			t.Run(fmt.Sprint(in, c.way), func(t *testing.T) {
				b, acts := keyed("b")
				var h *hand
				if in == "window" {
					h = window(t, fyne.NewSize(600, 600), put(plate(), 0, 0, 600, 600), put(b, 100, 100, 200, 60))
				} else {
					put(b, 50, 50, 200, 60)
					h = window(t, fyne.NewSize(600, 600), put(scrolling(2000, b), 50, 50, 400, 400))
				}
				h.down(150, 130)
				if !b.down || test.WidgetRenderer(b).(*buttonRenderer).b.bg.FillColor != color.Black {
					t.Error("the finger is down and the button does not show it")
				}
				far := false
				for _, p := range c.way {
					far = far || strayed(p)
					h.move(150+p.X, 130+p.Y)
					if far && b.down && h.dragged != nil {
						t.Errorf("at %v it still shows that it is pressed", p)
					}
				}
				h.up()
				if *acts != c.acts {
					t.Errorf("it acted %d times, not %d", *acts, c.acts)
				}
				if b.down || b.bg.FillColor != color.White {
					t.Error("the finger has gone and the button is still pressed")
				}
			})
		}
	}
}

// A finger that wobbles over the edge of a button comes up over nothing that listens, or over
// another button: the driver tells that one, or nobody.
func TestButtonHearsWhereverTheFingerGoesUp(t *testing.T) {
	test.NewTempApp(t)
	for name, other := range map[string]fyne.CanvasObject{"nothing": plate(), "another": nil} {
		for _, in := range []string{"window", "scroller"} {
			a, acts := keyed("a")
			b, others := keyed("b")
			if other == nil {
				other = b
			}
			objects := []fyne.CanvasObject{put(a, 100, 100, 200, 60), put(other, 100, 160, 200, 60)}
			if in == "scroller" {
				objects = []fyne.CanvasObject{put(scrolling(2000, objects...), 0, 0, 600, 600)}
			}
			h := window(t, fyne.NewSize(600, 600), objects...)
			h.down(150, 155)
			h.move(150, 163) // past the edge, within the slop
			h.up()
			if *acts != 1 || *others != 0 || a.down {
				t.Errorf("over %s in a %s: it acted %d times, the other %d times, pressed %v", name, in, *acts, *others, a.down)
			}
			finger.acted = time.Time{}
			a.acted = time.Time{}
			h.down(150, 130)
			h.move(150, 190)
			h.up()
			if *acts != 1 || *others != 0 || a.down {
				t.Errorf("slid to %s in a %s: it acted %d times, the other %d times, pressed %v", name, in, *acts, *others, a.down)
			}
		}
	}
}

func TestAReleaseThatIsLostLeavesNothingPressed(t *testing.T) {
	test.NewTempApp(t)
	a, _ := keyed("a")
	b, others := keyed("b")
	h := window(t, fyne.NewSize(600, 600), put(a, 100, 100, 200, 60), put(b, 100, 200, 200, 60))
	h.down(150, 130)
	h.pressed, h.at = nil, fyne.NewPos(150, 230) // no move was told of
	h.up()
	if a.down || *others != 0 {
		t.Errorf("pressed %v, the other acted %d times", a.down, *others)
	}
	h.down(150, 130)
	h.down(150, 230) // and not even a release
	if a.down || !b.down {
		t.Error("two buttons are pressed by one finger")
	}
	h.up()
	if *others != 1 {
		t.Errorf("the second acted %d times", *others)
	}
}

func TestOnlyTheFirstButtonOfAMouseIsAFinger(t *testing.T) {
	test.NewTempApp(t)
	b, acts := keyed("b")
	h := window(t, fyne.NewSize(600, 600), put(b, 100, 100, 200, 60))
	for _, m := range []desktop.MouseButton{desktop.MouseButtonSecondary, desktop.MouseButtonTertiary} {
		h.press(150, 130, m)
		if b.down {
			t.Errorf("button %v presses", m)
		}
		h.release(m)
		h.down(150, 130)
		h.release(m)
		if *acts != 0 || !b.down {
			t.Errorf("button %v ends the press of the first: acted %d", m, *acts)
		}
		h.press(150, 130, m) // a second finger is told of like that
		h.up()
		if *acts != 0 || b.down {
			t.Errorf("it acted %d times although a second finger came", *acts)
		}
	}
}

func TestButtonActsOnceForADoubleTap(t *testing.T) {
	test.NewTempApp(t)
	pass := clock(t)
	b, acts := keyed("b")
	h := window(t, fyne.NewSize(600, 600), put(b, 100, 100, 200, 60))
	h.tap(150, 130)
	pass(120 * time.Millisecond)
	h.tap(150, 130)
	if *acts != 1 {
		t.Errorf("a double tap acted %d times", *acts)
	}
	pass(again)
	h.tap(150, 130)
	if *acts != 2 {
		t.Errorf("a later tap did not act: %d", *acts)
	}
	b.Repeat = true
	for range 3 {
		pass(60 * time.Millisecond)
		h.tap(150, 130)
	}
	if *acts != 5 {
		t.Errorf("a key counted %d of three quick taps", *acts-2)
	}
}

// The first tap of a double tap brings another page: the second must not act on what lies there.
func TestTheSecondTapOfADoubleTapIsNotForTheNextPage(t *testing.T) {
	test.NewTempApp(t)
	pass := clock(t)
	next, nexts := keyed("next")
	sign, signs := keyed("sign")
	other, others := keyed("other")
	h := window(t, fyne.NewSize(600, 600), put(next, 100, 100, 200, 60))
	root := h.w.Content().(*fyne.Container)
	turn := next.OnTap
	next.OnTap = func() {
		turn()
		pass(500 * time.Millisecond) // a slow machine; the second tap waits meanwhile
		root.Objects = []fyne.CanvasObject{put(sign, 100, 100, 200, 60), put(other, 100, 300, 200, 60)}
	}
	h.tap(150, 130)
	pass(50 * time.Millisecond)
	h.tap(152, 128)
	if *nexts != 1 || *signs != 0 {
		t.Errorf("the first acted %d times, the one of the next page %d times", *nexts, *signs)
	}
	h.tap(150, 330)
	if *others != 1 {
		t.Error("a quick tap elsewhere was lost")
	}
	pass(again)
	h.tap(152, 128)
	if *signs != 1 {
		t.Error("a later tap was lost")
	}
}

func TestAFlurryOfTapsIsNotForTheNextPage(t *testing.T) {
	test.NewTempApp(t)
	pass := clock(t)
	next, nexts := keyed("next")
	sign, signs := keyed("sign")
	h := window(t, fyne.NewSize(600, 600), put(next, 100, 100, 200, 60))
	root := h.w.Content().(*fyne.Container)
	turn := next.OnTap
	next.OnTap = func() {
		turn()
		root.Objects = []fyne.CanvasObject{put(sign, 100, 100, 200, 60)}
	}
	h.tap(150, 130)
	for range 5 {
		pass(200 * time.Millisecond)
		h.tap(150, 130)
	}
	if *nexts != 1 || *signs != 0 {
		t.Errorf("the first acted %d times, the one of the next page %d times", *nexts, *signs)
	}
	pass(200 * time.Millisecond) // and nobody is kept out for ever
	h.tap(150, 130)
	if *signs != 1 {
		t.Error("who goes on tapping is never heard")
	}
}

func TestAPageThatGoesTakesItsPressWithIt(t *testing.T) {
	test.NewTempApp(t)
	a, acts := keyed("a")
	b, others := keyed("b")
	h := window(t, fyne.NewSize(600, 600), put(a, 100, 100, 200, 60))
	h.down(150, 130)
	h.move(153, 130) // the driver keeps what it drags
	h.w.Content().(*fyne.Container).Objects = []fyne.CanvasObject{put(b, 100, 100, 200, 60)}
	h.up()
	if *acts != 0 || *others != 0 {
		t.Errorf("the button that has gone acted %d times, the new one %d times", *acts, *others)
	}
	h.tap(150, 130)
	if *others != 1 {
		t.Error("the new one does not act")
	}
	c, hidden := keyed("c")
	h = window(t, fyne.NewSize(600, 600), put(c, 100, 100, 200, 60))
	h.down(150, 130)
	c.Hide()
	c.MouseUp(h.event(fyne.NewPos(50, 30), 0))
	if *hidden != 0 || c.down {
		t.Error("a hidden button acted")
	}
}

// Drivers without press and release, and tests, send Tapped alone.
func TestATapAloneActs(t *testing.T) {
	test.NewTempApp(t)
	b, acts := keyed("b")
	window(t, fyne.NewSize(600, 600), put(b, 100, 100, 200, 60))
	test.Tap(b)
	if *acts != 1 {
		t.Errorf("it acted %d times", *acts)
	}
}

func TestButtonThatIsInertDoesNotActAndSaysSo(t *testing.T) {
	test.NewTempApp(t)
	for name, set := range map[string]func(*Button, bool){"disabled": (*Button).SetDisabled, "busy": (*Button).SetBusy} {
		b, acts := keyed("b")
		h := window(t, fyne.NewSize(600, 600), put(b, 100, 100, 200, 60))
		before := len(test.WidgetRenderer(b).Objects())
		h.down(150, 130)
		set(b, true)
		if b.down {
			t.Errorf("%s, it is still pressed", name)
		}
		h.up()
		h.tap(150, 130)
		b.Tapped(&fyne.PointEvent{})
		test.Tap(b)
		if *acts != 0 || b.Disabled() != (name == "disabled") || b.Busy() != (name == "busy") {
			t.Errorf("%s, it acted %d times", name, *acts)
		}
		switch n := len(test.WidgetRenderer(b).Objects()); {
		case name == "busy" && n != before+3:
			t.Errorf("a busy button shows %d objects more", n-before)
		case name == "disabled" && Contrast(over(b.label.Color, over(b.bg.FillColor, color.White)), over(b.bg.FillColor, color.White)) > 12:
			t.Error("it does not look disabled")
		}
		set(b, false)
		h.tap(150, 130)
		if *acts != 1 {
			t.Errorf("no longer %s, it does not act", name)
		}
	}
}

func TestTheIconOfADisabledButtonIsPale(t *testing.T) {
	test.NewTempApp(t)
	b := NewButton("b", "", Style{IconSize: 24, Icon: func(w, h int) image.Image { return image.NewNRGBA(image.Rect(0, 0, w, h)) }}, nil)
	test.WidgetRenderer(b)
	for _, off := range []bool{true, false} {
		b.SetDisabled(off)
		if pale := b.icon.Alpha() < 0.6; pale != off {
			t.Errorf("disabled %v, its icon is painted at %.2f", off, b.icon.Alpha())
		}
	}
}

func TestBusyDotsStandInsideTheButtonBehindItsText(t *testing.T) {
	test.NewTempApp(t)
	for _, text := range []string{"", "Saving", strings.Repeat("Saving it all ", 2)} {
		b := NewButton("b", text, Style{TextSize: 24, Pad: 20}, nil)
		b.SetBusy(true)
		b.Resize(fyne.NewSize(240, 64))
		test.WidgetRenderer(b).Layout(b.Size())
		end := b.label.Position().X + b.label.Size().Width
		for _, d := range b.dots {
			if x := d.Position().X; x < end && text != "" || x+d.Size().Width > 240 || d.Size().Width < 3 {
				t.Errorf("%q: a dot of %.1f lies at %.0f, the text ends at %.0f of 240", text, d.Size().Width, x, end)
			}
			end = d.Position().X + d.Size().Width
		}
	}
}

// Whatever colours it is given, a disabled button can be read where that can be had at all.
func TestPaleTextKeepsItsContrast(t *testing.T) {
	hex := func(v uint32) color.Color { return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }
	for _, c := range []struct{ fill, text, ground color.Color }{
		{hex(0xB3122B), hex(0xFFFFFF), hex(0xFBF6EF)},
		{hex(0x8F0018), hex(0xFFFFFF), hex(0xFFFFFF)},
		{hex(0xFFFFFF), hex(0x2A1A1F), hex(0xFBF6EF)},
		{color.Transparent, hex(0x2A1A1F), hex(0xFBF6EF)},
		{color.Transparent, hex(0xE9CFC6), hex(0x2B0B16)},
		{hex(0xFFF6EC), hex(0x7E0A1E), hex(0x2B0B16)},
		{hex(0x777777), hex(0x111111), nil},
		{nil, hex(0x6B5A5E), nil},
	} {
		fill, text := pale(c.fill, c.text, c.ground)
		ground := c.ground
		if ground == nil {
			ground = color.White
		}
		on := over(fill, ground)
		least := paleContrast
		if Contrast(over(c.text, over(c.fill, ground)), over(c.fill, ground)) < paleContrast {
			least = paleLeast
		}
		if got := Contrast(over(text, on), on); got < least {
			t.Errorf("%v on %v: the contrast is %.2f", c.text, c.fill, got)
		}
		if full := Contrast(over(c.text, over(c.fill, ground)), over(c.fill, ground)); Contrast(over(text, on), on) >= full {
			t.Errorf("%v on %v does not look disabled", c.text, c.fill)
		}
	}
	if c := Contrast(color.Black, color.White); c < 20.99 || c > 21.01 {
		t.Errorf("black on white is %.2f, not 21", c)
	}
	if c := Contrast(hex(0x777777), color.White); c < 4.47 || c > 4.49 { // WebAIM's well-known figure
		t.Errorf("#777 on white is %.2f, not 4.48", c)
	}
}

func TestButtonSetsALongTextSmallerInsteadOfCuttingIt(t *testing.T) {
	test.NewTempApp(t)
	b := NewButton("id", strings.Repeat("long ", 9), Style{TextSize: 30, Pad: 20}, nil)
	b.Resize(fyne.NewSize(260, 60))
	test.WidgetRenderer(b).Layout(b.Size())
	if w := b.label.MinSize().Width; w > 260 {
		t.Errorf("the text is %.0f wide in a button of 260", w)
	}
	if s := NewButton("", "", Style{TextSize: 8}, nil).MinSize(); s.Width < Least || s.Height < Least {
		t.Errorf("the least button is %v", s)
	}
}
