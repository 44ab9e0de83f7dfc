package form

import (
	"strings"

	"matchbooth/assets/lang"
	"matchbooth/kiosk/event"
)

// maxFree is the limit of a free text whose field sets none, in characters.
const maxFree = 200

// checkFree accepts any text of up to limit characters, or maxFree if limit is not positive.
func checkFree(s string, limit int) (string, Problem) {
	if limit <= 0 {
		limit = maxFree
	}
	if length(s) > limit {
		return "", Problem{Key: "problem.long", Args: map[string]any{"Max": limit}}
	}
	return s, Problem{}
}

// checkAsked applies what a field asks of its text: digits alone, and its pattern.
func checkAsked(f event.Field, s string) (string, Problem) {
	if f.Keyboard == event.KeysDigits || f.Keyboard == event.KeysLetters {
		s = narrow(s)
	}
	if f.Keyboard == event.KeysDigits && strings.Trim(s, "0123456789") != "" {
		return "", Problem{Key: "problem.digits"}
	}
	if !f.Fits(s) {
		// The sentence is the pack's own, in whichever language it is read.
		said := map[string]string{}
		for _, tag := range lang.Tags() {
			said[tag] = f.PatternHelp.In(event.Lang(tag))
		}
		return "", Problem{Key: "problem.pattern", Args: map[string]any{"Help": said}}
	}
	return s, Problem{}
}
