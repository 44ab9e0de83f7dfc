package form

import "matchbooth/kiosk/event"

// Hint is a friendly question about a value that is right: a key of the text catalogue,
// such as "hint.email.school". It never stops anybody.
type Hint struct {
	Field string         // field id
	Key   string         // catalogue key, always beginning with "hint."
	Args  map[string]any // for the sentence, never personal values
}

// Hints are the questions worth asking about a value: whether an address of a school
// will still work after graduation.
func Hints(f event.Field, v Value) []Hint {
	if f.Kind == "email" && schoolAddress(f, string(v.Text)) {
		return []Hint{{Field: f.ID, Key: "hint.email.school"}}
	}
	return nil
}
