package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
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
