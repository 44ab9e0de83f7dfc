package session

// The anonymous counters (effect DoTally). A visitor counts once per screen.
const (
	TallyStarted   = "started"   // a session began
	TallyFinished  = "finished"  // it ended after a save
	TallyAbandoned = "abandoned" // it ended before a save, and not on one of the kind ends
)

// TallyScreen returns the counter of visitors who reached a screen.
func TallyScreen(s Screen) string { return "screen:" + string(s) }

// tallyStory returns the counter of openings of a story.
func tallyStory(id string) string { return "story:" + id }

// TallyOutcome returns the counter of an outcome of the conditions. It is counted when the outcome is
// final: at the save, or when it is dropped. It may only be counted per day, and shown from five up.
func TallyOutcome(outcome string) string { return "outcome:" + outcome }

// TallyLang returns the counter of sessions that ended in a language.
func TallyLang(lang string) string { return "lang:" + lang }

func (x *step) tallyOutcome() {
	if x.s.Outcome != "" {
		x.emit(DoTally, TallyOutcome(x.s.Outcome))
	}
}
