// Package lag says in words how far the hub is behind the booth, for the screens of the volunteers.
package lag

import (
	"time"

	"matchbooth/ui/work/hub"
)

// Say returns a text of the catalogue in the language of the screen.
type Say func(key string, args ...any) string

// Hub returns the sentence about the hub, and whether somebody has to look; "" where none was joined.
func Hub(say Say, st hub.State, now time.Time) (sentence string, late bool) {
	late = st.Late(now)
	switch {
	case st.URL == "":
		return "", false
	case len(st.Refused) > 0:
		sentence = say("athub.refused", "N", len(st.Refused))
	case st.Fault == hub.Other || st.Fault == hub.NotAllowed || st.Fault == hub.Lies:
		sentence = say("athub.why." + string(st.Fault))
	case st.Waiting > 0 && st.Heard.IsZero():
		sentence = say("athub.first", "N", st.Waiting, "Since", At(st.Since, now))
	case st.Waiting > 0:
		sentence = say("athub.waits", "N", st.Waiting, "Since", At(st.Since, now), "At", At(st.Heard, now))
	case st.Heard.IsZero():
		sentence = say("athub.empty")
	default:
		sentence = say("athub.well", "At", At(st.Heard, now))
	}
	return sentence, late
}

// HubHelp returns what more there is to say: why the last try failed, what to do, and what the hub keeps apart.
func HubHelp(say Say, st hub.State) (lines []string) {
	if st.URL == "" {
		return nil
	}
	switch {
	case len(st.Refused) > 0:
		lines = append(lines, say("athub.refused.line"))
	case st.Fault == hub.Other || st.Fault == hub.NotAllowed || st.Fault == hub.Lies:
		lines = append(lines, say("athub.help."+string(st.Fault)))
	case st.Fault != "":
		lines = append(lines, say("athub.why."+string(st.Fault))+say("athub.goeson"))
	}
	if st.Apart > 0 {
		lines = append(lines, say("athub.apart", "N", st.Apart))
	}
	return append(lines, say("athub.url", "URL", st.URL))
}

// At formats a time as people say it: the time of day, with the date if it is on another day than now.
func At(t, now time.Time) string {
	t, now = t.In(now.Location()), now.In(now.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("01-02 15:04")
}
