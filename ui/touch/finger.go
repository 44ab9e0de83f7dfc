package touch

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pressable is what the finger can press. A widget that calls pressOn for every finger that goes
// down on it, and lift for every one that comes up over it, needs no state of its own beyond its
// pressed appearance: it is called exactly once to say how each press ended.
type pressable interface {
	fyne.CanvasObject
	// Act is called when the finger came up within the slop. The press is over by then.
	Act()
	// Release is called when the press was cancelled: the finger slid off or came up elsewhere, a
	// page began to scroll under it, a second finger came down, or the page was removed. It paints
	// the widget at rest and does nothing else.
	Release()
}

// finger is the state of the one finger there is: the toolkit's desktop driver knows a single
// pointer, and emulated mice follow the first finger only. It is kept for the whole program
// because the driver does not keep it: the driver sends a release to whatever is under the pointer
// by then, so the button that was pressed may never hear that the finger has gone.
var finger struct {
	on     pressable
	at     fyne.Position // where it went down, in window coordinates
	origin fyne.Position // position of the pressed widget when it went down
	wander fyne.Delta    // total drag since
	grab   fyne.Draggable
	axis   axis
	keyed  bool // it is no finger but a key that is held down

	acted       time.Time // when a press last acted that must not be followed by a second one at once
	actedAt     fyne.Position
	actor       pressable     // what acted
	actorOrigin fyne.Position // its position when the finger went down
	turn        int           // of what was shown when it acted
	tapped      time.Time     // the last tap there that was counted as part of that double tap
}

// turns counts the changes of what is shown, see Turned.
var turns int

// now is the clock; tests replace it.
var now = time.Now

// again is how long after an action a second tap in the same place counts as the other half of a
// double tap; near is how far apart, in dp, the two may be; flurry is the limit for many taps.
const (
	again  = 350 * time.Millisecond
	near   = 40
	flurry = 1200 * time.Millisecond
)

// pressOn records that a finger went down on p. Whatever was pressed before is released: a second
// finger ends the first one's press.
func pressOn(p pressable, e *desktop.MouseEvent) {
	Cancel()
	finger.on, finger.at, finger.origin = p, e.AbsolutePosition, e.AbsolutePosition.Subtract(e.Position)
}

// lift records that the finger came up over p, at a position in the window. The press acts if the
// finger stayed within the slop and the widget it began on is still on screen, even if the finger
// came up just beside it, over p; otherwise it is cancelled. lift reports whether p acted.
func lift(p pressable, at fyne.Position) bool {
	on := finger.on
	finger.on, finger.grab = nil, nil
	if on == nil {
		return false
	}
	on.Release()
	if strayed(at.Subtract(finger.at)) || gone(on, finger.origin) {
		return false
	}
	on.Act()
	return on == p
}

// wander adds a drag distance to the finger's total and cancels the press for good once that
// exceeds the slop: coming back does not revive it.
func wander(by fyne.Delta) {
	finger.wander.DX += by.DX
	finger.wander.DY += by.DY
	if finger.on != nil && strayed(fyne.NewPos(finger.wander.DX, finger.wander.DY)) {
		Cancel()
	}
}

// Down records where a finger went down, in window coordinates, on a widget that tracks it by itself.
// Whatever was pressed before is released.
func Down(at fyne.Position) {
	Cancel()
	finger.at = at
}

// Near reports whether the finger last went down where a second finger-down counts as the other half
// of a double tap on that place.
func Near(at fyne.Position) bool {
	d := finger.at.Subtract(at)
	return math.Hypot(float64(d.X), float64(d.Y)) <= near
}

// Place returns where the finger last went down, in window coordinates.
func Place() fyne.Position { return finger.at }

// Turned records that something else is shown now, or elsewhere: a page, a question, a part of a
// page. An app calls it when it shows another page; whatever is pressed is released.
func Turned() {
	turns++
	Cancel()
}

// Cancel releases whatever is pressed without acting.
func Cancel() {
	on := finger.on
	finger.on, finger.grab, finger.wander, finger.keyed = nil, nil, fyne.Delta{}, false
	if on != nil {
		on.Release()
	}
}

// axis is a direction of dragging.
type axis int

// The directions.
const (
	both axis = iota
	vertical
	horizontal
)

// grab claims the drags of the finger that is down for d, which may lie in a Scroller: past the
// slop, a drag along the axis goes to d and any other scrolls the page. Call it from MouseDown,
// after pressOn if that is called too; it lasts until the finger goes up.
//
// Without it a Scroller keeps all drags to itself, so that no slider or stock entry inside it can
// keep the page from scrolling.
func grab(d fyne.Draggable, along axis) { finger.grab, finger.axis = d, along }

// grabbed returns who claimed drags in this direction, or nil.
func grabbed(by fyne.Delta) fyne.Draggable {
	flat := math.Abs(float64(by.DX)) > math.Abs(float64(by.DY))
	if finger.axis == vertical && flat || finger.axis == horizontal && !flat {
		return nil
	}
	return finger.grab
}

func strayed(d fyne.Position) bool { return math.Hypot(float64(d.X), float64(d.Y)) > Slop }

// gone reports whether an object is no longer where the finger went down on it, because its page
// was removed or hidden. The driver returns the window's origin for an object it cannot find.
func gone(o fyne.CanvasObject, origin fyne.Position) bool {
	return o == nil || !o.Visible() || !origin.IsZero() && fyne.CurrentApp().Driver().AbsolutePositionForObject(o).IsZero()
}

// primary reports whether a mouse event is a finger's; drivers send the left button for it, and no
// button at all for the side buttons of a mouse.
func primary(e *desktop.MouseEvent) bool {
	return e.Button == desktop.MouseButtonPrimary
}

// doubled reports whether a press is the second half of a double tap whose first half has already
// acted, perhaps on a page that has since gone: the second must not act on whatever is in the same
// place on the next page.
//
// Another widget nearby that was there all the time is no such half: two keys side by side are tapped
// as quickly as that.
//
// Impatient people tap more than twice. Each tap of such a flurry extends it by the same time again, up to a limit by
// which they have seen the next page.
func doubled(p pressable, e *desktop.MouseEvent) bool {
	if p != finger.actor && finger.turn == turns && !gone(finger.actor, finger.actorOrigin) {
		return false
	}
	if e.AbsolutePosition == e.Position {
		return false // its position in the window is unknown
	}
	d := e.AbsolutePosition.Subtract(finger.actedAt)
	at := now()
	if math.Hypot(float64(d.X), float64(d.Y)) > near || at.Sub(finger.acted) >= flurry {
		return false
	}
	if at.Sub(finger.acted) >= again && at.Sub(finger.tapped) >= again {
		return false
	}
	finger.tapped = at
	return true
}
