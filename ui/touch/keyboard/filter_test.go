package keyboard

import (
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/ui/touch/field"
)

func TestPhysicalKeys(t *testing.T) {
	type press struct {
		r rune
		k fyne.KeyName
	}
	text := func(s string) (all []press) {
		for _, r := range s {
			all = append(all, press{r: r})
		}
		return all
	}
	key := func(k fyne.KeyName) []press { return []press{{k: k}} }
	for _, c := range []struct {
		name string
		keys [][]press
		want string
	}{
		{"letters compose and space takes the first", [][]press{text("wang ")}, "王"},
		{"Enter confirms and does not submit", [][]press{text("wang"), key(fyne.KeyReturn)}, "王"},
		{"Enter submits when nothing is composed", [][]press{key(fyne.KeyReturn)}, "<Return>"},
		{"Tab confirms", [][]press{text("wang"), key(fyne.KeyTab)}, "王"},
		{"Escape drops", [][]press{text("wang"), key(fyne.KeyEscape)}, ""},
		{"Backspace takes a letter", [][]press{text("wangq"), key(fyne.KeyBackspace), text(" ")}, "王"},
		{"a Han character from the system goes straight in", [][]press{text("喆")}, "喆"},
		{"and confirms what is pending", [][]press{text("wang喆")}, "王喆"},
		{"capitals go straight in", [][]press{text("wangA")}, "王A"},
		{"a dot too", [][]press{text("wang·")}, "王·"},
		{"digits choose", [][]press{text("wang1")}, "王"},
		{"digits type when nothing is composed", [][]press{text("7")}, "7"},
		{"an arrow confirms and moves", [][]press{text("wang"), key(fyne.KeyLeft)}, "王<Left>"},
		{"a space types when nothing is composed", [][]press{text(" ")}, " "},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, windows[0], field.Name, "zh")
			for _, group := range c.keys {
				for _, p := range group {
					if r.Filter(p.r, p.k) {
						continue
					}
					if p.r != 0 {
						r.field.before += string(p.r)
					} else {
						r.field.before += "<" + string(p.k) + ">"
					}
				}
			}
			r.want(c.want)
		})
	}
	t.Run("PageDown turns pages", func(t *testing.T) {
		r := newRig(t, windows[0], field.FreeText, "zh")
		for _, c := range "shi" {
			r.Filter(c, "")
		}
		first := r.labelOf("cand0")
		if !r.Filter(0, fyne.KeyPageDown) || r.labelOf("cand0") == first {
			t.Error("the page was not turned")
		}
		if !r.Filter(0, fyne.KeyPageUp) || r.labelOf("cand0") != first {
			t.Error("the page was not turned back")
		}
	})
	t.Run("the tenth candidate is 0", func(t *testing.T) {
		r := newRig(t, windows[0], field.FreeText, "zh")
		for _, c := range "shi" {
			r.Filter(c, "")
		}
		tenth := r.labelOf("cand9")
		r.Filter('0', "")
		r.want(tenth)
	})
	t.Run("letters compose on nine keys, too", func(t *testing.T) {
		r := newRig(t, windows[0], field.Name, "zh")
		r.tap("nine")
		for _, c := range "wang " {
			r.Filter(c, "")
		}
		r.want("王")
	})
	t.Run("letters lead back from the signs", func(t *testing.T) {
		r := newRig(t, windows[0], field.Name, "zh")
		r.tap("sym")
		for _, c := range "wang " {
			r.Filter(c, "")
		}
		r.want("王")
	})
	t.Run("other pages and a hidden keyboard let keys pass", func(t *testing.T) {
		for _, kind := range []field.Kind{field.Phone, field.Email, field.Code, field.Secret, field.Digits} {
			if r := newRig(t, windows[0], kind, "zh"); r.Filter('a', "") {
				t.Errorf("kind %d took a letter", kind)
			}
		}
		if r := newRig(t, windows[0], field.Name, "en"); r.Filter('a', "") {
			t.Error("the Latin page took a letter")
		}
		r := newRig(t, windows[0], field.Name, "zh")
		r.Hide()
		if r.Filter('a', "") {
			t.Error("a hidden keyboard took a letter")
		}
	})
}

// What is no Chinese, such as a barcode that a scanner types, a receipt code or initials, goes into its field letter by
// letter, also where the page is Chinese.
func TestAPhysicalKeyboardComposesNothingInAnAccount(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		r := newRig(t, windows[0], field.FreeText, lang)
		r.Use(nil, Use{})
		r.Use(r.field, Use{Lang: lang, Account: true})
		for _, c := range "zk kit-0417" {
			if r.Filter(c, "") {
				t.Errorf("%s: %q was taken", lang, c)
			}
		}
		if r.Filter(0, fyne.KeyReturn) || r.Pending() {
			t.Errorf("%s: something is composed", lang)
		}
	}
}
