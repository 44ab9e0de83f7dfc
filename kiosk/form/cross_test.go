package form

import (
	"maps"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestAFormThatIsRightComesBackAsItIs(t *testing.T) {
	got, problems := CheckAll(asked(), full(), ctx)
	if problems != nil || !reflect.DeepEqual(got, full()) {
		t.Errorf("problems %v, or the answers are others", problems)
	}
}

func TestRulesBetweenFields(t *testing.T) {
	for _, c := range []struct {
		name   string
		change Answers
		want   string // over the whole form
		step   string
		there  string // in that step alone
	}{
		{"a contact has the visitor's number", Answers{"contact1": person("甲", "parent", "+86 139-1234-0417")}, "contact1.phone:phone.yours", "people", "contact1.phone:phone.yours"},
		{"the same, found in the visitor's step", Answers{"contact1": person("甲", "parent", "13912340417")}, "contact1.phone:phone.yours", "reach", "phone:phone.theirs"},
		{"both contacts have one number", Answers{"contact2": person("乙", "friend", "137 0000 0001")}, "contact2.phone:phone.twice", "people", "contact2.phone:phone.twice"},
		{"a contact has the number at home", Answers{"home_phone": text("13700000001")}, "home_phone:phone.theirs", "after", "home_phone:phone.theirs"},
		{"the same, found in the contacts' step", Answers{"home_phone": text("13700000001")}, "home_phone:phone.theirs", "people", "contact1.phone:phone.yours"},
		{"all three have the visitor's", Answers{"contact1": person("甲", "parent", "13912340417"), "contact2": person("乙", "friend", "13912340417")}, "contact1.phone:phone.yours contact2.phone:phone.yours", "who", ""},
		{"the second number is the first", Answers{"home_phone": text("13912340417")}, "", "after", ""},
		{"two landlines", Answers{"contact1": person("甲", "parent", "021-63846590")}, "home_phone:phone.theirs", "people", "contact1.phone:phone.yours"},
		{"nobody is named", Answers{"contact1": {}, "contact2": {Person: Person{WillTell: true}}}, "", "people", ""},
		{"required fields are empty", Answers{"name": text(" \u200b "), "phone": {}}, "name:required phone:required", "who", "name:required"},
		{"a name alone", Answers{"contact1": person("甲", "", "")}, "contact1.phone:person.phone contact1.relation:person.relation", "people", "contact1.phone:person.phone contact1.relation:person.relation"},
		{"a number alone", Answers{"contact1": person(" ", "parent", "13700000009")}, "contact1.name:person.name", "people", "contact1.name:person.name"},
		{"a relation alone", Answers{"contact1": person("", "parent", "")}, "contact1.name:person.name contact1.phone:person.phone", "people", "contact1.name:person.name contact1.phone:person.phone"},
		{"a relation that is none", Answers{"contact1": person("甲", "boss", "13700000001")}, "contact1.relation:choice", "people", "contact1.relation:choice"},
		{"a wrong number is not compared", Answers{"contact1": person("甲", "parent", "1391234041")}, "contact1.phone:phone.digits", "people", "contact1.phone:phone.digits"},
	} {
		a := full()
		maps.Copy(a, c.change)
		given := maps.Clone(a)
		_, problems := CheckAll(asked(), a, ctx)
		if got := keysOf(problems); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		_, problems = CheckStep(step(c.step), a, asked(), ctx)
		if got := keysOf(problems); got != c.there {
			t.Errorf("%s, in step %s: %q, want %q", c.name, c.step, got, c.there)
		}
		if !reflect.DeepEqual(a, given) {
			t.Errorf("%s: the caller's answers were changed", c.name)
		}
	}
}

func TestAStepPutsItsOwnFieldsInOrderAndLeavesTheOthers(t *testing.T) {
	a := Answers{"name": text("  王芳 "), "phone": text("139 1234 0417"), "wechat": text("139 1234 0417"), "email": text(" ")}
	got, problems := CheckStep(step("reach"), a, asked(), ctx)
	want := Answers{"name": text("  王芳 "), "phone": text("13912340417"), "wechat": text("13912340417")}
	if problems != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("problems %v, or other answers than wanted", problems)
	}
	a = Answers{"phone": text("+86 139 1234 0417"), "wechat": text("139-1234-0417")} // one number, written in two ways
	got, problems = CheckStep(step("reach"), a, asked(), ctx)
	want = Answers{"phone": text("13912340417"), "wechat": text("13912340417")}
	if problems != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("one number in two ways: problems %v, or other answers than wanted", problems)
	}
	if got, _ := CheckStep(step("who"), nil, asked(), ctx); got == nil {
		t.Error("no answers come back as nil")
	}
	if got, _ := CheckAll(step("who"), full(), ctx); len(got) != len(step("who")) {
		t.Error("answers to fields that nobody asks come back")
	}
}

func TestThePromiseToTellStaysWithThePerson(t *testing.T) {
	v := person(" 李雷 ", "朋友", "137 0000 0002")
	v.Person.WillTell = true
	want := person("李雷", "friend", "13700000002")
	want.Person.WillTell = true
	if got, problems, _ := check(kinds()["person"], v, ctx); got != want || problems != nil {
		t.Errorf("problems %v, or another person", problems)
	}
	f := kinds()["person"]
	f.Options = nil // nobody is asked for a relation where there is none to choose
	if got, problems, _ := check(f, person("李雷", "", "13700000002"), ctx); got != person("李雷", "", "13700000002") || problems != nil {
		t.Errorf("without relations: problems %v, or another person", problems)
	}
	f.Required = true
	if _, problems, _ := check(f, Value{}, ctx); keysOf(problems) != "contact2.name:required" {
		t.Errorf("an empty person that is required: %v", problems)
	}
}

func TestCheckingTwiceChangesNothing(t *testing.T) {
	any := rapid.OneOf(rapid.String(), rapid.StringMatching(`1[3-9][0-9]{9}`), rapid.SampledFrom([]string{"", "", "13912340417", "139 1234 0417", "王芳", "父母", "2027/6", "a@b.org"}))
	rapid.Check(t, func(t *rapid.T) {
		a := Answers{}
		for _, f := range asked() {
			v := text(any.Draw(t, f.ID))
			if f.Kind == "person" {
				v = person(any.Draw(t, "name"), any.Draw(t, "relation"), any.Draw(t, "phone"))
			}
			a[f.ID] = v
		}
		once, problems := CheckAll(asked(), a, ctx)
		twice, again := CheckAll(asked(), once, ctx)
		if !reflect.DeepEqual(once, twice) || keysOf(problems) != keysOf(again) {
			t.Fatalf("%s, then %s", keysOf(problems), keysOf(again))
		}
		if n := Reachability(asked(), once, now); n < 0 || n > maxReachability {
			t.Fatalf("%d ways", n)
		}
	})
}
