package touch

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Before the page was painted a finger cannot mean it; once it was, the next one counts.
func TestAFingerBeforeThePageWasPaintedDoesNothing(t *testing.T) {
	test.NewTempApp(t)
	var moving *fyne.Animation
	starts := start
	start = func(a *fyne.Animation) { moving = a }
	t.Cleanup(func() { start = starts })
	b, acts := keyed("next")
	c := NewCurtain()
	h := window(t, fyne.NewSize(400, 400), put(b, 100, 100, 200, 60), put(c, 0, 0, 400, 400))
	c.Drop()
	h.tap(150, 130)
	if *acts != 0 {
		t.Fatal("it acted before it was painted")
	}
	h.down(150, 130) // and goes up later
	moving.Tick(0)   // the frame comes after this
	h.tap(150, 130)
	if *acts != 0 {
		t.Fatal("it acted while it was painted")
	}
	h.down(150, 130)
	moving.Tick(0)
	h.up()
	if *acts != 0 {
		t.Error("a finger that began before acted when it went up")
	}
	h.tap(150, 130)
	if *acts != 1 {
		t.Errorf("the next tap acted %d times", *acts)
	}
}

// Two keys of one page lie side by side, and are tapped near their common edge.
func TestTwoButtonsSideBySideAreTappedQuickly(t *testing.T) {
	test.NewTempApp(t)
	clock(t)
	a, acts := keyed("a")
	b, others := keyed("b")
	h := window(t, fyne.NewSize(400, 400), put(a, 100, 100, 80, 60), put(b, 188, 100, 80, 60))
	h.tap(175, 130)
	h.tap(193, 130)
	h.tap(175, 130)
	if *acts != 2 || *others != 1 {
		t.Errorf("acted %d and %d times", *acts, *others)
	}
}

// There and back again: the button acted on is another's turn later tapped anew.
func TestBackAndForthIsNoDoubleTap(t *testing.T) {
	test.NewTempApp(t)
	pass := clock(t)
	a, acts := keyed("a")
	b, others := keyed("b")
	h := window(t, fyne.NewSize(400, 400), put(a, 100, 100, 80, 60), put(b, 100, 300, 80, 60))
	for range 3 {
		h.tap(140, 130)
		Turned()
		pass(150_000_000)
		h.tap(140, 330)
		Turned()
		pass(150_000_000)
	}
	if *acts != 3 || *others != 3 {
		t.Errorf("acted %d and %d times", *acts, *others)
	}
}
