package touch

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pressable is what can be under the finger. A widget that tells pressOn of every finger that goes
// down on it, and lift of every one that comes up over it, needs no state of its own beyond the
// picture of being pressed: it is told exactly once how each press ended.
type pressable interface {
	fyne.CanvasObject
	// Act is called when the finger came up within the slop. The press is over by then.
	Act()
	// Release is called when the press came to nothing: the finger slid off or came up elsewhere,
	// a page began to scroll under it, another finger came, the page went. It paints the widget at
	// rest and does nothing else.
	Release()
}

// finger is the one finger there is: the toolkit's desktop driver knows a single pointer, and
// emulated mice follow the first finger only. It is kept for the whole program because the
// driver does not keep it: it sends a release to whatever lies under the pointer by then, so
// that a button which went down may never hear that the finger has gone.
var finger struct {
	on     pressable
	at     fyne.Position // where it went down, in the window
	origin fyne.Position // of what it is on, when it went down
	wander fyne.Delta    // how far it has been dragged since
	grab   fyne.Draggable
	axis   axis

	acted   time.Time // when a press last acted that no second one may follow at once
	actedAt fyne.Position
	tapped  time.Time // the last tap there that was taken for part of it
}

// now is the clock; tests put their own in its place.
var now = time.Now

// again is how long after one action a second tap at the same place is taken for the other half
// of a double tap; near is how far apart, in dp, the two may be; flurry is how long many taps may.
const (
	again  = 350 * time.Millisecond
	near   = 40
	flurry = 1200 * time.Millisecond
)

// pressOn tells that a finger went down on p. Whatever was pressed before is released: a second
// finger ends the first one's press.
func pressOn(p pressable, e *desktop.MouseEvent) {
	Cancel()
	finger.on, finger.at, finger.origin = p, e.AbsolutePosition, e.AbsolutePosition.Subtract(e.Position)
}

// lift tells that the finger came up over p, at a place in the window. The press acts if the
// finger stayed within the slop and what it began on still stands on the screen, even where it
// came up just beside it, over p; otherwise it comes to nothing. lift tells whether p acted.
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

// wander tells how far the finger was dragged since it was last told of, and ends the press
// for good when it leaves the slop: coming back does not revive it.
func wander(by fyne.Delta) {
	finger.wander.DX += by.DX
	finger.wander.DY += by.DY
	if finger.on != nil && strayed(fyne.NewPos(finger.wander.DX, finger.wander.DY)) {
		Cancel()
	}
}

// Cancel releases whatever is pressed without acting. An app calls it when it takes a page away.
func Cancel() {
	on := finger.on
	finger.on, finger.grab, finger.wander = nil, nil, fyne.Delta{}
	if on != nil {
		on.Release()
	}
}

// axis is a direction in which something can be dragged.
type axis int

// The directions.
const (
	both axis = iota
	vertical
	horizontal
)

// grab claims the drags of the finger that is down for d, which may lie in a Scroller: past the
// slop a drag along the axis goes to d, any other scrolls the page. It is called from MouseDown,
// after pressOn if that is called too, and lasts until the finger goes up.
//
// Without it a Scroller keeps all drags to itself, so that no slider or stock entry in it can
// hold the page still.
func grab(d fyne.Draggable, along axis) { finger.grab, finger.axis = d, along }

// grabbed gives who claimed a drag of this direction.
func grabbed(by fyne.Delta) fyne.Draggable {
	flat := math.Abs(float64(by.DX)) > math.Abs(float64(by.DY))
	if finger.axis == vertical && flat || finger.axis == horizontal && !flat {
		return nil
	}
	return finger.grab
}

func strayed(d fyne.Position) bool { return math.Hypot(float64(d.X), float64(d.Y)) > Slop }

// gone tells that an object no longer stands where the finger went down on it, because its page
// was taken away or hidden. The driver gives the corner of the window for what it cannot find.
func gone(o fyne.CanvasObject, origin fyne.Position) bool {
	return !o.Visible() || !origin.IsZero() && fyne.CurrentApp().Driver().AbsolutePositionForObject(o).IsZero()
}

// primary tells whether a mouse event is a finger's; drivers send the left button for it, and none at all
// for the buttons at the side of a mouse.
func primary(e *desktop.MouseEvent) bool {
	return e.Button == desktop.MouseButtonPrimary
}

// doubled tells whether a press is the second half of a double tap whose first half acted
// already, perhaps on a page that has gone since: the second must not act on whatever lies at
// the same place of the next page.
//
// Whoever is impatient taps more than twice. Each tap of such a flurry makes it last as long again, up to a time in which
// the next page has been seen.
func doubled(e *desktop.MouseEvent) bool {
	if e.AbsolutePosition == e.Position {
		return false // no place in a window is known
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
