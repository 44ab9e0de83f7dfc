package session

import "regexp"

// Screen returns the screen that is shown while nobody is at the booth.
func (d Duty) Screen() Screen {
	switch {
	case d.Desk:
		return Desk
	case d.Fault != "", d.Out:
		return Closed
	case d.Paused:
		return Pause
	case d.Night:
		return Night
	}
	return Attract
}

// Open reports whether visitors may begin.
func (d Duty) Open() bool { return d.Screen() == Attract }

// resting are the screens shown while nobody is at the booth.
var resting = map[Screen]bool{Attract: true, Pause: true, Closed: true, Night: true}

// dutyChanged switches to the duty's screen if nobody is there: it interrupts neither a visitor
// nor a volunteer at the PIN pad. Everything but the screen stays as the last wipe left it, so the
// booth keeps its initial language.
func (x *step) dutyChanged() {
	if resting[x.s.Screen] && !x.s.awake() {
		x.s.Screen = x.s.Duty.Screen()
	}
}

// rested resets the state to a wiped visitor but keeps the booth's duty; the desk alone stays on its page.
func (x *step) rested() {
	was, duty := x.s, x.s.Duty
	x.s = New()
	x.s.Duty = duty
	x.s.Screen = duty.Screen()
	if duty.Desk {
		x.s.Lang, x.s.DeskPage, x.s.DeskPerson = was.Lang, was.DeskPage, was.DeskPerson
	}
}

// faults are the reasons that dutyIs accepts; anything else would be a bug.
var faults = map[string]bool{"": true, FaultDisk: true, FaultBattery: true, FaultStore: true, FaultCrash: true}

// codes matches a fault code such as MB-11, or none.
var codes = regexp.MustCompile(`^(MB-[0-9]{2})?$`)

func (x *step) dutyIs() {
	if !faults[x.e.Arg] || !codes.MatchString(x.e.Arg2) {
		return
	}
	x.s.Duty.Fault, x.s.Duty.Code = x.e.Arg, Code(x.e.Arg2)
	x.dutyChanged()
}

func (x *step) nightIs() {
	x.s.Duty.Night = x.e.N == 1
	x.dutyChanged()
}

// askGate opens the PIN pad over the current screen; a visitor who chose a language there has gone.
func (x *step) askGate() {
	x.s.Touched = x.now
	x.open(Gate)
}

func (x *step) closeGate() { x.wipe() }

// staff opens the volunteers' menu in the current language.
func (x *step) staff() {
	lang := x.s.Lang
	x.rested()
	x.s.Screen, x.s.Lang = Staff, lang
	x.s.Since, x.s.Touched, x.s.Changed = x.now, x.now, x.now
}

// openKeeping shows how the data is kept. The screen counts as part of the one it was opened from, so
// that a desk unlocked with the passphrase stays unlocked behind it.
func (x *step) openKeeping() {
	x.s.KeepingOf = x.s.Screen
	x.turn(Keeping)
}

func (x *step) closeKeeping() {
	back := x.s.KeepingOf
	if back != Desk && back != Staff {
		x.wipe()
		return
	}
	x.s.KeepingOf = ""
	x.turn(back)
}

// turn goes to one of the volunteers' screens, which are not counted as reached by visitors.
func (x *step) turn(to Screen) {
	x.s.Screen, x.s.Since, x.s.Beneath = to, x.now, NoOverlay
	x.changed()
}

// AtDesk reports whether the volunteers' desk is shown, or a screen opened from it.
func (s State) AtDesk() bool {
	return s.Screen == Desk || (s.Screen == Keeping || s.Screen == Forgotten) && s.KeepingOf == Desk
}

func (x *step) setPaused() {
	x.s.Duty.Paused = x.e.N == 1
	x.emit(DoDuty, "")
	x.changed()
}

func (x *step) setOut() {
	x.s.Duty.Out = x.e.N == 1
	x.emit(DoDuty, "")
	x.changed()
}

func (x *step) leave() { x.emit(DoLeave, "") }
