package session

// save asks the store to save the sign-up. It is the only place that emits DoSave.
func (x *step) save() {
	x.s.Saving, x.s.SaveFailed = true, ""
	x.enter(Saving)
	x.emit(DoSave, "")
}

// saveDone drops everything but what the take-home shows, and what a volunteer compares there.
func (x *step) saveDone() {
	if !x.s.Saving {
		return
	}
	x.tallyOutcome()
	old := x.s
	x.s = New()
	x.s.Lang, x.s.Large, x.s.Contrast = old.Lang, old.Large, old.Contrast
	x.s.Code, x.s.PersonID = x.e.Arg, x.e.Arg2
	x.s.Compared = compared(x.p, old.Answers)
	x.s.Reached, x.s.Seen, x.s.Duty = old.Reached, old.Seen, old.Duty
	x.s.Started = old.Started
	x.s.Touched = x.now // the 120 s start when there is something to photograph
	x.enter(Saved)
}

// saveError keeps all answers and records why the save failed, as a catalogue key.
func (x *step) saveError() {
	if !x.s.Saving {
		return
	}
	x.s.Saving, x.s.SaveFailed = false, x.e.Arg
	if x.s.SaveFailed == "" {
		x.s.SaveFailed = saveFailedKey
	}
	x.s.Touched = x.now // time to read it
	x.changed()
}

func (x *step) saveAgain() {
	if !x.s.Saving && x.s.SaveFailed != "" {
		x.save()
	}
}

// saveFailedKey is the catalogue key of the sentence shown if the store gave no other.
const saveFailedKey = "save.failed"

func (x *step) askEnd() {
	if x.now.Sub(x.s.Since) >= endInert {
		x.open(EndTakeHome)
	}
}

// erase passes the code on to the store and does not keep it.
func (x *step) erase() {
	if x.s.Erasing || x.e.Arg == "" {
		return
	}
	x.s.Erasing, x.s.Erased = true, ""
	x.emit(DoErase, x.e.Arg)
	x.changed()
}

func (x *step) eraseDone() {
	if !x.s.Erasing {
		return
	}
	x.s.Erasing, x.s.Erased = false, ErasedFailed
	if x.e.Arg == ErasedDone || x.e.Arg == ErasedWait {
		x.s.Erased = x.e.Arg
	}
	x.changed()
}

// The results of a request for erasure. A wrong code cannot be told from a right one.
const (
	ErasedDone   = "done"
	ErasedWait   = "wait"   // too many attempts: try later
	ErasedFailed = "failed" // the store failed: ask a volunteer
)
