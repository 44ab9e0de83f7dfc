package touch

import (
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// signs counts what happened by somebody's doing, and what happened alone.
type signs struct{ live, alone int }

func (s *signs) count() {
	if IsAlone() {
		s.alone++
		return
	}
	s.live++
}

// tall is a scroller with more than it shows, on a clock of the test's.
func tall(t *testing.T) (*Scroller, *signs, *time.Time) {
	t.Helper()
	clock := time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC)
	now = func() time.Time { return clock }
	wheels = run{}
	t.Cleanup(func() { now, wheels = time.Now, run{} })
	long := canvas.NewRectangle(color.Black)
	long.SetMinSize(fyne.NewSize(200, 2000))
	s, n := put(NewScroller(long, color.White, color.Black), 0, 0, 200, 200), &signs{}
	s.Still, s.OnMove = true, n.count
	window(t, fyne.NewSize(200, 200), s)
	return s, n, &clock
}

func (s *Scroller) byWheel(dy float32) {
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)})
}

func TestAWheelThatIsTurnedIsASignOfLife(t *testing.T) {
	s, n, clock := tall(t)
	for range 40 { // two minutes of reading
		s.byWheel(-20)
		*clock = clock.Add(3 * time.Second)
	}
	if *n != (signs{live: 40}) {
		t.Errorf("%+v", *n)
	}
}

func TestAStuckWheelIsNone(t *testing.T) {
	s, n, clock := tall(t)
	for range 3000 { // five minutes against the lower end
		s.byWheel(-20)
		*clock = clock.Add(100 * time.Millisecond)
	}
	if n.live != 90 || n.alone != 0 {
		t.Errorf("against the end: %+v", *n)
	}
	*n = signs{}
	for i := range 3000 { // and trembling
		s.byWheel(map[bool]float32{true: 20, false: -20}[i%2 == 0])
		*clock = clock.Add(100 * time.Millisecond)
	}
	if n.live > int(longest/(100*time.Millisecond)) || n.alone == 0 { // it can be told only after a while
		t.Errorf("trembling: %+v", *n)
	}
}

func TestAFingerThatLiesThereAndTremblesIsNoSignOfLife(t *testing.T) {
	s, n, clock := tall(t)
	at := fyne.NewPos(100, 150)
	drag := func(dy float32) {
		at.Y += dy
		s.glass.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at, Position: at}, Dragged: fyne.NewDelta(0, dy)})
		*clock = clock.Add(50 * time.Millisecond)
	}
	for range 10 {
		drag(-4)
	}
	if n.live == 0 {
		t.Error("a finger that moves the page is somebody's")
	}
	*n = signs{}
	for i := range 4000 {
		drag(map[bool]float32{true: 1, false: -1}[i%2 == 0])
	}
	if n.live > 0 {
		t.Errorf("trembling by a dp: %+v", *n)
	}
	for i := range 4000 { // a bag that swings
		drag(map[bool]float32{true: 30, false: -30}[i%2 == 0])
	}
	if n.live > int(longest/(50*time.Millisecond)) {
		t.Errorf("swinging for ever: %+v", *n)
	}
	s.glass.DragEnd()
}

func TestAHeldStepperIsOneSignOfLife(t *testing.T) {
	waits, fire := later, []func(){}
	later = func(_ time.Duration, f func()) func() { fire = append(fire, f); return func() {} }
	t.Cleanup(func() { later = waits })
	n := &signs{}
	r := repeater{}
	r.start(func() bool { n.count(); return true })
	for range 30 {
		next := fire[len(fire)-1]
		fire = nil
		next()
	}
	if *n != (signs{alone: 30}) {
		t.Errorf("%+v", *n)
	}
}
