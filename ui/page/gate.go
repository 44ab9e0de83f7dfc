package page

import (
	"image/color"
	"time"

	"matchbooth/kiosk/lock"
	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// GateSide is the side length of the corner that opens the staff gate, in dp.
const GateSide = 96

// StaffGate puts the staff gate into the bottom left corner. It is invisible; five taps within
// three seconds ask for the PIN, and a tap there does nothing else.
func (b *B) StaffGate() {
	var taps lock.Taps
	g := touch.NewButton("staff.gate", "", touch.Style{Fill: color.Transparent}, func() {
		b.Do(session.Touch)()
		if taps.Tap(time.Now()) {
			b.Do(session.AskGate)()
		}
	})
	g.Repeat = true
	b.Put(g, Box{0, b.M.H - GateSide, GateSide, GateSide})
}

// ApartFromGate is the distance that visible things keep from the corner of the gate, in dp.
const ApartFromGate = 8
