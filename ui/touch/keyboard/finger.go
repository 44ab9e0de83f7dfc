package keyboard

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"matchbooth/ui/touch"
)

// Delays for a finger that stays down.
const (
	repeatAfter = 400 * time.Millisecond // backspace begins to repeat
	repeatEvery = 60 * time.Millisecond
	holdAfter   = 450 * time.Millisecond // a Latin letter shows its diacritics
)

// slop is how far a finger may move, in dp at Unit 1, before it counts as sliding.
const slop = 14

// finger is the one finger on the keyboard. A driver that emulates a mouse sends the moves of a held
// finger to whatever is Draggable, and its release there too, wherever that happens.
type finger struct {
	down     bool
	on       *key // a copy of the key under it; nil: it has slid off
	began    key
	start    fyne.Position
	last     fyne.Position
	moved    bool
	repeated bool   // backspace has acted while held
	held     bool   // this finger has opened the diacritics
	stop     func() // stops the running timer
	other    bool   // another button came up while this finger was down
	stale    *fyne.Position
}

// MouseDown implements desktop.Mouseable. A finger that goes down while another is held is fast
// typing: the first one's key acts at once.
func (k *Keyboard) MouseDown(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	touch.Down(e.AbsolutePosition) // and up from whatever was pressed elsewhere: there is one finger
	var stale *fyne.Position
	if k.finger.down {
		last := k.finger.last
		k.lift()
		stale = &last
	}
	k.press(e.Position)
	k.finger.stale = stale
}

// MouseUp implements desktop.Mouseable.
func (k *Keyboard) MouseUp(e *desktop.MouseEvent) {
	f := &k.finger
	if e.Button != desktop.MouseButtonPrimary {
		f.other = true
		return
	}
	if !f.down {
		return
	}
	if s := f.stale; s != nil && apart(*s, e.Position) <= slop*k.style.unit() && apart(f.last, e.Position) > slop*k.style.unit() {
		f.stale = nil // the release of a finger whose key has already acted
		return
	}
	k.slide(e.Position)
	k.lift()
}

// Dragged implements fyne.Draggable: the finger moves.
func (k *Keyboard) Dragged(e *fyne.DragEvent) {
	if k.finger.down {
		k.slide(e.Position)
	}
}

// DragEnd implements fyne.Draggable. It comes after MouseUp, or alone if the finger came up over
// something that does not handle buttons.
func (k *Keyboard) DragEnd() {
	if k.finger.other {
		k.finger.other = false
		return
	}
	if k.finger.down {
		k.lift()
	}
}

func apart(a, b fyne.Position) float32 {
	return float32(math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)))
}

// press puts the finger down.
func (k *Keyboard) press(p fyne.Position) {
	within := reach * k.style.unit()
	if k.popup.open() {
		if i := nearest(k.popup.keys, p, within/2); i >= 0 {
			k.finger = finger{down: true, start: p, last: p, held: true, moved: true}
			k.popup.chosen = i
			k.pressed()
			return
		}
		k.popup = popup{} // and the touch counts as any other
		k.tell()
	}
	i := nearest(k.keys, p, within)
	if i < 0 {
		k.finger = finger{}
		k.paint()
		return
	}
	it := k.keys[i]
	k.finger = finger{down: true, on: &it, began: it, start: p, last: p}
	k.wait()
	k.pressed()
}

func (k *Keyboard) pressed() {
	if k.OnPress != nil {
		k.OnPress()
	}
	k.paint()
}

// wait starts the timer of the key under the finger, if it has one.
func (k *Keyboard) wait() {
	f := &k.finger
	switch {
	case f.on == nil:
	case f.on.id == "back":
		f.stop = k.after(repeatAfter, k.repeat)
	case k.hasAccents(*f.on):
		f.stop = k.after(holdAfter, k.openAccents)
	}
}

// repeat deletes one more character while the finger stays on backspace and there is one.
func (k *Keyboard) repeat() {
	f := &k.finger
	f.stop = nil
	if !f.down || f.on == nil || f.on.id != "back" || !k.Visible() {
		return
	}
	f.repeated = true
	on := false
	touch.Alone(func() { on = k.takeBack() })
	if on {
		k.finger.stop = k.after(repeatEvery, k.repeat)
	}
}

// slide follows the finger. It may move from key to key, but never onto one that leaves the page:
// the action key, the hide key and the bar act only for a finger that went down on them.
func (k *Keyboard) slide(p fyne.Position) {
	f := &k.finger
	f.last = p
	u := k.style.unit()
	if apart(f.start, p) > slop*u {
		f.moved = true
	}
	if f.held {
		k.slideAccents(p)
		return
	}
	if !f.moved {
		return
	}
	var to *key
	if i := nearest(k.keys, p, reach*u); i >= 0 {
		it := k.keys[i]
		if it.same(f.began) || k.slides(it, i) && k.slidesFrom(f.began) {
			to = &it
		}
	}
	if to == nil && f.on == nil || to != nil && f.on != nil && to.same(*f.on) {
		return
	}
	k.quiet()
	f.on = to
	if to != nil && to.role == letters {
		k.wait()
	}
	k.paint()
}

func (k *Keyboard) slides(it key, i int) bool {
	return i < k.onPage && it.role != acts
}

func (k *Keyboard) slidesFrom(it key) bool {
	for i := range k.onPage {
		if k.keys[i].same(it) {
			return k.slides(it, i)
		}
	}
	return false
}

// same reports whether two keys are the same; a candidate is only while its text is unchanged.
func (k key) same(o key) bool {
	return k.id == o.id && k.at == o.at && (k.role != choice || k.label == o.label)
}

// lift handles the finger going up: the key under it acts.
func (k *Keyboard) lift() {
	k.quiet()
	f := k.finger
	k.finger = finger{}
	if f.held && k.popup.open() {
		k.liftAccents(f)
		return
	}
	if f.on == nil || f.repeated || !k.stands(*f.on) {
		k.paint()
		return
	}
	k.act(*f.on)
	k.paint()
}

// stands reports whether a key still exists: the physical keyboard may have changed the bar.
func (k *Keyboard) stands(it key) bool {
	for i := range k.keys {
		if k.keys[i].same(it) {
			return !k.keys[i].off
		}
	}
	return false
}

// quiet stops the finger's timer.
func (k *Keyboard) quiet() {
	if k.finger.stop != nil {
		k.finger.stop()
		k.finger.stop = nil
	}
}

// letGo forgets the finger, so that nothing acts any more.
func (k *Keyboard) letGo() {
	k.quiet()
	was := k.finger.down || k.popup.open()
	k.finger, k.popup = finger{}, popup{}
	if was {
		k.paint()
	}
}
