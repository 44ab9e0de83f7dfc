package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
)

// The question about a school's address comes and goes while the address is typed, and is no error.
func TestSchoolAddressIsAskedAboutWhileItIsTyped(t *testing.T) {
	pack, texts := fixtures()
	question := []rune(texts.In("en").S("hint.email.school"))[:20]
	for _, st := range stages(pack) {
		if st.name != "form-reach" {
			continue
		}
		st.state.Lang = "en"
		st.state.Answers = form.Answers{}
		page := build(st, sizes[0])
		asked := func() (found bool) {
			var see func(o fyne.CanvasObject)
			see = func(o fyne.CanvasObject) {
				switch v := o.(type) {
				case *fyne.Container:
					for _, c := range v.Objects {
						see(c)
					}
				case *touch.Holder:
					for _, c := range test.WidgetRenderer(v).Objects() {
						see(c)
					}
				case *canvas.Text:
					if len(v.Text) >= 20 && v.Text[:20] == string(question) {
						found = true
					}
				}
			}
			see(page.Root)
			return found
		}
		var email *field.Field
		for _, f := range page.Fields {
			if f.ID == "email" {
				email = f
			}
		}
		if email == nil {
			t.Fatal("the step has no field for an address")
		}
		if asked() {
			t.Error("it asks before anything is typed")
		}
		email.Insert("nana@stu.example.edu.cn")
		if !asked() {
			t.Error("it does not ask about the address of a school")
		}
		for range "stu.example.edu.cn" {
			email.Backspace()
		}
		email.Insert("example.org")
		if asked() {
			t.Error("it still asks about another address")
		}
		return
	}
	t.Fatalf("there is no step in which %v asks how to be reached", session.Form)
}

// A field of the pack's own may ask for digits: the pad comes up for it, and what does not match is said in the pack's words,
// in whichever language it is read.
func TestAFieldOfThePackBringsItsKeysAndItsWords(t *testing.T) {
	pack, texts := fixtures()
	own := *pack
	own.Fields = append(slices.Clone(pack.Fields),
		event.Field{ID: "student", Step: "who", Kind: "text", Keyboard: event.KeysDigits, Pattern: `5\d{9}`, Label: event.Text{event.ZH: "学号", event.EN: "Student number"},
			PatternHelp: event.Text{event.ZH: "学号是 10 位数字。", event.EN: "Ten digits, please."}},
		event.Field{ID: "account", Step: "who", Kind: "text", Keyboard: event.KeysLetters, Label: event.Text{event.ZH: "账号", event.EN: "Account"}},
		event.Field{ID: "hometown", Step: "who", Kind: "text", Keyboard: event.KeysPinyin, Label: event.Text{event.ZH: "老家", event.EN: "Home town"}})
	state := session.New()
	state.Screen, state.Answers = session.Form, form.Answers{"name": {Text: "欧阳娜娜"}, "student": {Text: "42"}}
	state.Since, state.Touched, state.Started = noon.Add(-time.Minute/2), noon.Add(-time.Second), noon.Add(-time.Minute)
	state, _ = session.Step(&own, state, session.Event{Kind: session.NextStep}, noon)
	if state.Screen != session.Form || state.FormStep != 0 || len(state.Problems) != 1 {
		t.Fatalf("a wrong number leads on to %s, step %d, with %v", state.Screen, state.FormStep, state.Problems)
	}
	for lang, says := range map[string]string{"zh": "学号是 10 位数字。", "en": "Ten digits, please."} {
		state.Lang = lang
		p := sample(page.Context{Pack: &own, State: state, T: texts.In(lang), Size: sizes[0], Now: noon, Still: true, Inline: true, Send: func(session.Event) {}})
		if !strings.Contains(strings.ReplaceAll(wordsOf(p), " ", ""), strings.ReplaceAll(says, " ", "")) {
			t.Errorf("in %s nothing says %q: %s", lang, says, wordsOf(p))
		}
		for _, f := range p.Fields {
			switch f.ID {
			case "student":
				if f.Kind() != field.Digits {
					t.Errorf("the number is typed with the keys of kind %v", f.Kind())
				}
			case "account":
				if !p.Latin(f) {
					t.Error("an account is typed in Pinyin")
				}
			case "hometown":
				if p.Latin(f) || p.KeysIn(f, lang) != "zh" {
					t.Error("a home town is typed without Pinyin")
				}
			}
		}
	}
}

// wordsOf are what a page says, in one line.
func wordsOf(p *page.Page) string {
	var out strings.Builder
	var see func(o fyne.CanvasObject)
	see = func(o fyne.CanvasObject) {
		switch v := o.(type) {
		case *fyne.Container:
			for _, c := range v.Objects {
				see(c)
			}
		case *canvas.Text:
			out.WriteString(v.Text)
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(v).Objects() {
				see(c)
			}
		}
	}
	see(p.Root)
	return out.String()
}
