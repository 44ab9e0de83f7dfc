package intake

import (
	"reflect"
	"testing"

	"matchbooth/data/record"
	"matchbooth/kiosk/form"
)

// What was kept is what was answered: the desk checks a correction together with the answers that stay.
func TestFieldsAndAnswersAreEachOthersWayBack(t *testing.T) {
	p := newPaper(t).pack
	given := form.Answers{
		"name": {Text: "张珂"}, "campus": {Text: "pudong"}, "phone": {Text: "13812340417"},
		"contact1": {Person: form.Person{Name: "李秀英", Relation: "parent", Phone: "13900000000"}},
	}
	if got := Answers(p, Fields(p, given)); !reflect.DeepEqual(got, given) {
		t.Error("what comes back is something else")
	}
	// What the pack does not ask for is no answer, and neither is an empty one.
	kept := Fields(p, given)
	kept["of another pack"], kept["email"], kept["contact2"] = record.Field{Text: "x"}, record.Field{}, record.Field{}
	if got := Answers(p, kept); !reflect.DeepEqual(got, given) {
		t.Error("answers that nobody gave")
	}
	if got := Answers(p, nil); len(got) != 0 {
		t.Error("answers of nobody")
	}
}
