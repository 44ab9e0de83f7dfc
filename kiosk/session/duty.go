package session

import "regexp"

// Screen is what stands while nobody is at the booth.
func (d Duty) Screen() Screen {
	switch {
	case d.Fault != "", d.Out:
		return Closed
	case d.Paused:
		return Pause
	case d.Night:
		return Night
	}
	return Attract
}

// Open tells whether visitors may begin.
func (d Duty) Open() bool { return d.Screen() == Attract }

// resting are the screens that stand while nobody is at the booth.
var resting = map[Screen]bool{Attract: true, Pause: true, Closed: true, Night: true}

// dutyChanged shows what stands now, where nobody is there: neither a visitor's way is cut short by it
// nor a volunteer at the PIN pad. Everything but the screen is as the last wipe left it, so that the
// language which the booth starts with stays.
func (x *step) dutyChanged() {
	if resting[x.s.Screen] && !x.s.awake() {
		x.s.Screen = x.s.Duty.Screen()
	}
}

// rested is the wiped visitor, with the booth's duty.
func (x *step) rested() {
	duty := x.s.Duty
	x.s = New()
	x.s.Duty = duty
	x.s.Screen = duty.Screen()
}

// faults are the reasons that dutyIs takes; anything else would be a mistake of ours.
var faults = map[string]bool{"": true, FaultDisk: true, FaultBattery: true, FaultStore: true, FaultCrash: true}

// codes look like MB-11.
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

// askGate lays the PIN pad over what stands; whoever chose a language there has gone.
func (x *step) askGate() {
	x.s.Touched = x.now
	x.open(Gate)
}

func (x *step) closeGate() { x.wipe() }

// staff opens the volunteers' menu, in the language that stands.
func (x *step) staff() {
	lang := x.s.Lang
	x.rested()
	x.s.Screen, x.s.Lang = Staff, lang
	x.s.Since, x.s.Touched, x.s.Changed = x.now, x.now, x.now
}

// openKeeping shows how the data is kept; it is part of the place that it was opened in, so that a
// desk which was opened by the passphrase stays open behind it.
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

// turn goes to a screen of the volunteers', which is not counted among what visitors reach.
func (x *step) turn(to Screen) {
	x.s.Screen, x.s.Since = to, x.now
	x.changed()
}

// AtDesk tells whether the volunteers' corner stands, or what was opened in it.
func (s State) AtDesk() bool { return s.Screen == Desk || s.Screen == Keeping && s.KeepingOf == Desk }

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
