package session

import (
	"slices"
	"testing"

	"matchbooth/kiosk/form"
)

func TestAPinyinThatStandsForACharacterIsFlaggedUntilItIsMended(t *testing.T) {
	atForm := func() *visitor {
		return arrive(t).do(Start).goTo(Notice).do(NoticeRead).do(WantSignUp).do(AnswerAll).on(Form)
	}
	for _, c := range []struct {
		name  string
		text  string // of the name when the form is left
		press bool
		want  []string
	}{
		{"kept", "王zhe", true, []string{FlagMissing}},
		{"mended by typing it again", "王喆", true, nil},
		{"emptied", "", true, nil},
		{"a Latin name is none", "Zoë Müller", false, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := atForm().types("name", "王zhe")
			if c.press {
				v.do(CannotFind, "name").do(CannotFind, "name")
			}
			v.types("name", c.text)
			if got := AllFlags(v.s); !slices.Equal(got, c.want) {
				t.Errorf("flags %q, want %q", got, c.want)
			}
		})
	}
	t.Run("of another person", func(t *testing.T) {
		v := atForm().types("name", "王喆").do(NextStep).types("phone", canaryPhone).do(NextStep)
		v.event(Event{Kind: SetAnswer, Arg: "contact", Value: form.Value{Person: form.Person{Name: "王zhe", Phone: canaryPhone}}})
		v.do(CannotFind, "contact.name")
		if got := AllFlags(v.s); !slices.Equal(got, []string{FlagMissing}) {
			t.Errorf("flags %q", got)
		}
	})
	t.Run("not of what is typed after the field was emptied", func(t *testing.T) {
		v := atForm().types("name", "zhe").do(CannotFind, "name").types("name", "").types("name", "Zoë Müller")
		if got := AllFlags(v.s); len(got) != 0 {
			t.Errorf("flags %q", got)
		}
	})
	t.Run("not on another step", func(t *testing.T) {
		if v := atForm().do(CannotFind, "phone"); len(v.s.Missing) != 0 {
			t.Error("a field that is not shown was flagged")
		}
	})
	t.Run("gone with the visitor", func(t *testing.T) {
		if v := atForm().types("name", "王zhe").do(CannotFind, "name").do(AskNotToday).do(Finish); len(v.s.Missing) != 0 {
			t.Error("the next visitor inherits it")
		}
	})
}
