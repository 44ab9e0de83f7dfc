package keyboard

import (
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/pinyin"
	"matchbooth/ui/touch/field"
)

// TestFieldAndKeyboardTogether types into a real field through a real input, by taps and by physical
// keys, as a window has them.
func TestFieldAndKeyboardTogether(t *testing.T) {
	app()
	in := field.NewInput()
	k := New(in, pinyin.Default, Warm(false), Chinese())
	k.Resize(fyne.NewSize(1280, k.HeightFor(windows[0])))
	style := field.Style{TextSize: 25, Pad: 16}
	name := field.New("name", "", field.Name, style, in)
	tel := field.New("phone", "", field.Phone, style, in)
	in.OnTarget = func(f *field.Field) {
		if f == nil {
			k.Use(nil, Use{})
			return
		}
		k.Use(f, Use{Lang: "zh"})
	}
	r := &rig{Keyboard: k, t: t}

	in.Take(name)
	r.tapText("ouyang")
	if name.Text() != "" {
		t.Errorf("letters that are being composed stand in the field: %q", name.Text())
	}
	r.pick("欧阳")
	for _, c := range "nana" {
		in.Rune(c) // a physical keyboard in between
	}
	in.Key(fyne.KeyReturn)
	if name.Text() != "欧阳娜娜" {
		t.Errorf("the field holds %q", name.Text())
	}
	r.tapText("wang")
	first := r.labelOf("cand0")
	in.Take(tel) // what was being composed is confirmed into the field it was meant for
	if name.Text() != "欧阳娜娜"+first || tel.Text() != "" {
		t.Errorf("the fields hold %q and %q", name.Text(), tel.Text())
	}
	r.tapText("13900000417")
	if tel.Text() != "13900000417" {
		t.Errorf("the field holds %q", tel.Text())
	}
	r.tap("back", "back")
	in.Rune('9')
	if tel.Text() != "1390000049" {
		t.Errorf("the field holds %q", tel.Text())
	}
	in.Release()
	r.tap("1", "go")
	if tel.Text() != "1390000049" {
		t.Errorf("a field that is not in use was typed into: %q", tel.Text())
	}
}
