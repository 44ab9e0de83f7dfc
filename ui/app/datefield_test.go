package app

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
)

// withDate is the built-in pack, asking for a date in its last step.
func withDate() *event.Pack {
	pack, _ := fixtures()
	p := *pack
	p.Fields = append(slices.Clone(pack.Fields), event.Field{
		ID: "since", Step: pack.Steps[len(pack.Steps)-1].ID, Kind: "date",
		Label: event.Text{event.ZH: "从哪天起在校？", event.EN: "Here since when?"},
		Help:  event.Text{event.ZH: "可以不填。", event.EN: "Optional."},
	})
	return &p
}

func TestADateOfTheFormIsPickedAndNotTyped(t *testing.T) {
	_, texts := fixtures()
	for _, size := range sizes {
		for _, lang := range []string{"zh", "en"} {
			pack := withDate()
			st := session.New()
			st.Screen, st.FormStep, st.Lang, st.Answers = session.Form, len(pack.Steps)-1, lang, form.Answers{"since": {Text: "2025-09-01"}}
			var got []form.Value
			page := drawPage(page.Context{Pack: pack, State: st, T: texts.In(lang), Size: size, Now: noon, Still: true, Send: func(e session.Event) {
				if e.Kind == session.SetAnswer && e.Arg == "since" {
					got = append(got, e.Value)
				}
			}}, desk.Work{})
			test.NewTempWindow(t, page.Root).Resize(size)
			if slices.ContainsFunc(page.Fields, func(f *field.Field) bool { return f.ID == "since" }) {
				t.Errorf("%v %s: the date is typed", size, lang)
			}
			i := slices.IndexFunc(page.Buttons, func(b *touch.Button) bool { return b.ID == "form.since.day.more" })
			if i < 0 {
				t.Fatalf("%v %s: there is no wheel of days", size, lang)
			}
			page.Buttons[i].Tapped(&fyne.PointEvent{})
			if len(got) != 1 || got[0].Text != "2025-09-02" {
				t.Errorf("%v %s: a touch on the next day gave %d answers", size, lang, len(got))
			}
		}
	}
}
