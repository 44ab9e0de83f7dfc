package session

// The anonymous counters (effect DoTally). A visitor counts once for each screen.
const (
	TallyStarted   = "started"   // a session began
	TallyFinished  = "finished"  // it ended after a save
	TallyAbandoned = "abandoned" // it ended before, and not on one of the kind ends
)

// TallyScreen counts a screen reached.
func TallyScreen(s Screen) string { return "screen:" + string(s) }

// tallyStory counts a story opened.
func tallyStory(id string) string { return "story:" + id }

// TallyOutcome counts an outcome of the conditions, once it stands: at the save, or when it is dropped.
// It is to be counted by the day only, and shown from five up.
func TallyOutcome(outcome string) string { return "outcome:" + outcome }

// TallyLang counts the language in which a session ended.
func TallyLang(lang string) string { return "lang:" + lang }

func (x *step) tallyOutcome() {
	if x.s.Outcome != "" {
		x.emit(DoTally, TallyOutcome(x.s.Outcome))
	}
}
