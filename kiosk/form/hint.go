package form

import (
	"strings"

	"matchbooth/kiosk/event"
)

// Hint is a friendly question about a valid value: a key of the text catalogue,
// such as "hint.email.school". It never stops anybody.
type Hint struct {
	Field string         // field id
	Key   string         // catalogue key, always starting with "hint."
	Args  map[string]any // for the sentence, never personal values
}

// Hints returns the questions worth asking about a value: whether a school's e-mail address
// will still work after graduation.
func Hints(f event.Field, v Value) []Hint {
	if f.Kind == "email" && schoolAddress(f, string(v.Text)) {
		return []Hint{{Field: f.ID, Key: "hint.email.school"}}
	}
	return nil
}

// HelpBeyond returns a field's help without the word for "optional" or "required" that it may begin with, where that already
// stands beside the label.
func HelpBeyond(help, needed string) string {
	for _, stop := range []string{"。", ".", "，", ","} {
		if n := len(needed + stop); len(help) >= n && strings.EqualFold(help[:n], needed+stop) {
			return strings.TrimSpace(help[n:])
		}
	}
	return help
}
