package keyboard

import (
	"testing"

	"matchbooth/ui/touch/field"
)

// A code is read from paper and screens: what can be taken for something else is not in it.
func TestACodeHasNoCharacterThatLooksLikeAnother(t *testing.T) {
	r := newRig(t, windows[0], field.Code, "zh")
	for _, c := range "23456789ABCDEFGHJKMNPQRSTUVWXYZ" {
		if !r.has(string(c)) {
			t.Errorf("%c is missing", c)
		}
	}
	for _, c := range "01ILOilo" {
		if r.has(string(c)) {
			t.Errorf("there is %c", c)
		}
	}
}

func TestNamesAreTypedByTaps(t *testing.T) {
	for _, c := range []struct {
		name, lang string
		kind       field.Kind
		want       string
		do         func(r *rig)
	}{
		{"a compound surname", "zh", field.Name, "欧阳娜娜", func(r *rig) {
			r.tapText("ouyang")
			r.pick("欧阳")
			r.tapText("nana")
			r.pick("娜娜")
		}},
		{"a name with a dot", "zh", field.Name, "买买提·艾力", func(r *rig) {
			r.tapText("maimaiti")
			for r.Pending() {
				r.pickPart("买买提")
			}
			r.tap("·")
			r.tapText("aili")
			for r.Pending() {
				r.pickPart("艾力")
			}
		}},
		{"a rare character", "zh", field.Name, "王喆", func(r *rig) {
			r.tapText("wang")
			r.pick("王")
			r.tapText("zhe")
			r.pick("喆")
		}},
		{"diacritics are held", "en", field.Name, "Zoë Müller-Lüdenscheidt", func(r *rig) {
			r.tapText("zo")
			r.hold("e", "ë")
			r.tap("space")
			r.tapText("m")
			r.hold("u", "ü")
			r.tapText("ller-l")
			r.hold("u", "ü")
			r.tapText("denscheidt")
		}},
		{"an address", "en", field.Email, "zoe_m.8@qq.com", func(r *rig) {
			r.tapText("zoe_m.8")
			r.tap("suffix0")
		}},
		{"an address whose end is changed", "zh", field.Email, "li@gmail.com", func(r *rig) {
			r.tapText("li@16")
			r.tap("suffix2")
		}},
		{"a long address", "en", field.Email, "a-b@example.com", func(r *rig) {
			r.tapText("a-b@example")
			r.tap(".com")
		}},
		{"a telephone number", "zh", field.Phone, "+8613900000417", func(r *rig) { r.tapText("+8613900000417") }},
		{"a code", "zh", field.Code, "7K4M-92QX-D", func(r *rig) { r.tapText("7K4M-92QX-D") }},
		{"a passphrase", "zh", field.Secret, "Abc 1-2.", func(r *rig) {
			r.tap("shift")
			r.tapText("abc")
			r.tap("space")
			r.tapText("1-2.")
		}},
		{"digits", "en", field.Digits, "20280630", func(r *rig) { r.tapText("20280630") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, w := range windows {
				r := newRig(t, w, c.kind, c.lang)
				c.do(r)
				r.want(c.want)
				if r.acted != 0 {
					t.Errorf("%v: the action key acted", r)
				}
			}
		})
	}
}
