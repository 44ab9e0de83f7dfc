package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/touch/keyboard"
)

// press taps a key of the keyboard by its id or by what is written on it.
func press(t *testing.T, b *Booth, names ...string) {
	t.Helper()
	for _, name := range names {
		all := b.keys.board.Keys()
		i := slices.IndexFunc(all, func(k keyboard.KeyAt) bool { return k.ID == name })
		if i < 0 {
			i = slices.IndexFunc(all, func(k keyboard.KeyAt) bool { return k.Label == name })
		}
		if i < 0 {
			t.Fatalf("there is no key %q", name)
		}
		at := all[i].Pos.AddXY(all[i].Size.Width/2, all[i].Size.Height/2)
		tap(b.keys.board, at)
	}
}

func letters(s string) []string { return strings.Split(s, "") }

func fieldOf(t *testing.T, b *Booth, id string) *field.Field {
	t.Helper()
	for _, f := range b.page.Fields {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("there is no field %s on %s", id, b.state.Screen)
	return nil
}

// atForm is a booth whose visitor has come to the form.
func atForm(t *testing.T) (*Booth, *time.Time) {
	b, _, now := booth(t)
	on(b, now, ev(session.Start), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp), ev(session.AnswerAll))
	if b.state.Screen != session.Form {
		t.Fatalf("on %s", b.state.Screen)
	}
	return b, now
}

func TestTheKeyboardComesUpForAFormAndGoesWithIt(t *testing.T) {
	b, now := atForm(t)
	if !b.keys.up || b.keys.input.Field() != fieldOf(t, b, "name") {
		t.Fatal("an empty form waits for a finger")
	}
	press(t, b, letters("ouyangnana")...)
	press(t, b, "cand0")
	if got := b.state.Answers["name"].Text; got != "欧阳娜娜" {
		t.Fatalf("the name came out as %q", got)
	}
	press(t, b, "go") // what is left is chosen, not typed
	if b.keys.up {
		t.Error("it stays up over the choices")
	}
	on(b, now, ev(session.NextStep))
	if f := b.keys.input.Field(); !b.keys.up || f == nil || f.ID != "phone" {
		t.Error("it does not come up for the next step")
	}
	on(b, now, ev(session.Back), ev(session.NextStep))
	for range 2 {
		on(b, now, ev(session.Back))
	}
	if b.keys.up || len(b.keys.layer.Objects) != 0 {
		t.Error("it stays up on a page without fields")
	}
}

// A month is chosen first on the last step: with the keyboard up, and the page moved for the number below, it would lie
// half under the header.
func TestTheKeyboardDoesNotComeOverAChoice(t *testing.T) {
	b, _ := atForm(t)
	b.state.FormStep = len(b.Pack.Steps) - 1
	b.show()
	if f := b.page.First; f == nil || f.ID != "home_phone" || session.FieldsOf(b.Pack, b.state.FormStep)[0].Kind != "month" {
		t.Fatal("the step is not the one this is about")
	}
	if b.keys.up {
		t.Error("it comes up by itself")
	}
	f := fieldOf(t, b, "home_phone")
	tap(f, fyne.NewPos(20, 20))
	if !b.keys.up || b.keys.input.Field() != f {
		t.Error("it does not come up for a field that is touched")
	}
}

func TestTheFieldInUseIsNeverCovered(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	for _, size := range []fyne.Size{
		{Width: 1280, Height: 800}, {Width: 1366, Height: 768}, {Width: 1920, Height: 1080}, {Width: 1080, Height: 1920},
		// What small panels leave, as they are and at the scales that they state.
		{Width: 800, Height: 480}, {Width: 1024, Height: 560}, {Width: 911, Height: 512}, {Width: 800, Height: 500}, {Width: 480, Height: 800},
	} {
		for _, large := range []bool{false, true} {
			for _, lang := range []string{"zh", "en"} {
				b, now := atForm(t)
				on(b, now, ev(session.SetLang, lang))
				if large {
					on(b, now, ev(session.SetLarge))
				}
				b.size = size
				b.root.Resize(size)
				b.show()
				seen := 0
				for step := range b.Pack.Steps {
					for _, f := range b.page.Fields {
						b.keys.next(f)
						top := size.Height - b.keys.height()
						at := b.page.Seen(f)
						head := b.page.Header()
						if at.Y < head || at.Y+at.H > top {
							t.Errorf("%v %s large=%v: field %s stands at %.0f to %.0f, between the header's %.0f and the keyboard's %.0f", size, lang, large, f.ID, at.Y, at.Y+at.H, head, top)
						}
						if min(size.Width, size.Height) >= 700 && head == 0 {
							t.Errorf("%v %s large=%v: no header over the field %s", size, lang, large, f.ID)
						}
						seen++
					}
					on(b, now, answer("name", "王喆"), answer("phone", "13900000417"), ev(session.NextStep))
					if step+1 < len(b.Pack.Steps) && b.state.FormStep != step+1 {
						t.Fatalf("stuck at step %d: %d problems", step, len(b.state.Problems))
					}
				}
				if seen < 8 {
					t.Errorf("only %d fields were seen", seen)
				}
			}
		}
	}
}

func TestWhatIsBeingComposedSurvivesWhatIsPressedMeanwhile(t *testing.T) {
	for name, events := range map[string][]session.Event{
		"another language":  {ev(session.SetLang, "en")},
		"large print":       {ev(session.SetLarge)},
		"contrast and back": {ev(session.SetContrast), ev(session.SetContrast)},
		"next person, no":   {ev(session.AskNext), ev(session.KeepOn)},
		"next, by the page": {ev(session.NextStep)},
		"back and on again": {ev(session.Back), ev(session.AnswerAll)},
	} {
		t.Run(name, func(t *testing.T) {
			b, now := atForm(t)
			press(t, b, letters("wang")...)
			on(b, now, events...)
			if got := b.state.Answers["name"].Text; got != "王" {
				t.Errorf("the name is %q", got)
			}
			if b.keys.board.Pending() {
				t.Error("something is still being composed")
			}
		})
	}
	t.Run("the idle question", func(t *testing.T) {
		b, now := atForm(t)
		press(t, b, letters("wang")...)
		for range 70 {
			on(b, now, ev(session.Tick))
		}
		if b.state.Overlay != session.IdleWarning || b.keys.up {
			t.Fatalf("overlay %q, keyboard up %v", b.state.Overlay, b.keys.up)
		}
		on(b, now, ev(session.MoreTime))
		if f := b.keys.input.Field(); !b.keys.up || f == nil || f.Text() != "王" {
			t.Error("the keyboard does not come back to the field")
		}
	})
}

func TestAPressedKeyIsATouch(t *testing.T) {
	b, now := atForm(t)
	for range 10 {
		*now = now.Add(30 * time.Second)
		press(t, b, "a")
		b.Send(ev(session.Tick))
	}
	if b.state.Overlay != session.NoOverlay {
		t.Error("somebody who types is asked whether anybody is there")
	}
}

func TestTheKeyboardForgetsAVisitor(t *testing.T) {
	b, now := atForm(t)
	press(t, b, letters("wang")...)
	press(t, b, "nine")
	on(b, now, ev(session.AskNext), ev(session.Finish))
	if b.keys.up || b.keys.input.Field() != nil || b.keys.board.Pending() {
		t.Error("the keyboard stays with the next visitor")
	}
	on(b, now, ev(session.Start), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp), ev(session.AnswerAll))
	if !slices.ContainsFunc(b.keys.board.Keys(), func(k keyboard.KeyAt) bool { return k.ID == "q" }) {
		t.Error("the next visitor finds the keys that the last one chose")
	}
	if fieldOf(t, b, "name").Text() != "" {
		t.Error("the next visitor finds a name")
	}
}

func TestACharacterThatIsNotThereIsFlaggedAndSaidSo(t *testing.T) {
	b, _ := atForm(t)
	press(t, b, letters("zhe")...)
	press(t, b, "missing")
	if got := session.AllFlags(b.state); !slices.Contains(got, session.FlagMissing) || b.state.Answers["name"].Text != "zhe" {
		t.Errorf("flags %q, the field has %d letters", got, len(b.state.Answers["name"].Text))
	}
}

func TestAFieldThatMustBeMendedGetsTheKeyboard(t *testing.T) {
	b, now := atForm(t)
	press(t, b, "hide")
	on(b, now, ev(session.NextStep))
	if len(b.state.Problems) == 0 || !b.keys.up || b.keys.input.Field() != fieldOf(t, b, "name") {
		t.Errorf("%d problems, keyboard up %v", len(b.state.Problems), b.keys.up)
	}
}

func TestAFinger(t *testing.T) {
	b, _ := atForm(t)
	press(t, b, "hide")
	if b.keys.up {
		t.Fatal("it does not fold away")
	}
	tap(fieldOf(t, b, "name"), fyne.NewPos(30, 30))
	if !b.keys.up {
		t.Error("a finger on the field in use does not bring it back")
	}
}

// tap is a finger that comes and goes, as the real driver tells of it.
func tap(o fyne.CanvasObject, at fyne.Position) {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}}
	o.(desktop.Mouseable).MouseDown(e)
	o.(desktop.Mouseable).MouseUp(e)
	if v, ok := o.(fyne.Tappable); ok {
		v.Tapped(&e.PointEvent)
	}
}

func TestABroadBarOffersTenSurnames(t *testing.T) {
	b, _ := atForm(t)
	n := 0
	for _, k := range b.keys.board.Keys() {
		if strings.HasPrefix(k.ID, "cand") {
			n++
		}
	}
	if n != 10 {
		t.Errorf("%d surnames are offered", n)
	}
}

// clicks counts what would be heard.
type clicks int

func (c *clicks) Press()     { *c++ }
func (*clicks) Close() error { return nil }

func TestKeysClickWhereTheyAreAskedTo(t *testing.T) {
	b, _ := atForm(t)
	var heard clicks
	b.keys.click = &heard
	press(t, b, "a", "b", "back")
	if heard != 3 {
		t.Errorf("%d clicks for three keys", heard)
	}
}

func TestSoundsThatARegionDoesNotTellApart(t *testing.T) {
	for _, fuzzy := range []bool{false, true} {
		b, _ := atForm(t)
		b.keys.board.Fuzzy = fuzzy
		b.keys.input.Release()
		b.keys.next(fieldOf(t, b, "name"))
		press(t, b, letters("zang")...)
		got := slices.ContainsFunc(b.keys.board.Keys(), func(k keyboard.KeyAt) bool { return k.Label == "张" })
		if got != fuzzy {
			t.Errorf("fuzzy %v: 张 is offered for zang: %v", fuzzy, got)
		}
	}
}

// resize gives the window another size, as a projector that is plugged in does.
func resize(b *Booth, width, height float32) {
	(&rootLayout{b}).Layout(nil, fyne.NewSize(width, height))
}

// Nobody has chosen anything: a new resolution, a turned screen and a page that is drawn anew leave what is being
// composed, and everything about the keys, as it was.
func TestAnotherResolutionChoosesNoCharacter(t *testing.T) {
	sizes := [][2]float32{{1366, 768}, {1080, 1920}, {1024, 768}, {1920, 1080}, {1280, 800}}
	answer := func(b *Booth) string { return string(b.state.Answers["name"].Text) }
	t.Run("the composition stays", func(t *testing.T) {
		b, _ := atForm(t)
		press(t, b, letters("wang")...)
		for _, s := range sizes {
			resize(b, s[0], s[1])
			f := b.keys.input.Field()
			if answer(b) != "" || !b.keys.board.Pending() || !b.keys.up || f != fieldOf(t, b, "name") {
				t.Fatalf("%v: %q is in the field, keyboard up %v", s, answer(b), b.keys.up)
			}
		}
		press(t, b, letters("wei")...)
		press(t, b, "王伟")
		if got := answer(b); got != "王伟" || fieldOf(t, b, "name").Text() != got {
			t.Errorf("the name is %q", got)
		}
	})
	t.Run("a page drawn again", func(t *testing.T) {
		b, _ := atForm(t)
		press(t, b, letters("wang")...)
		b.work().Redraw()
		if answer(b) != "" || !b.keys.board.Pending() {
			t.Errorf("%q is in the field", answer(b))
		}
	})
	t.Run("half of it chosen", func(t *testing.T) {
		b, _ := atForm(t)
		press(t, b, letters("zhangkewei")...)
		press(t, b, "张")
		resize(b, 1080, 1920)
		if answer(b) != "" || !b.keys.board.Pending() {
			t.Fatalf("%q is in the field", answer(b))
		}
		press(t, b, "back") // takes back the choice, not the letters
		press(t, b, "go")
		if got := []rune(answer(b)); len(got) != 3 || got[0] != '张' {
			t.Errorf("the name is %q", answer(b))
		}
	})
	t.Run("in the middle of a name", func(t *testing.T) {
		b, _ := atForm(t)
		press(t, b, letters("zhangwei")...)
		press(t, b, "张伟")
		b.keys.input.Key(fyne.KeyLeft)
		press(t, b, letters("da")...)
		resize(b, 1366, 768)
		press(t, b, "大")
		if got := answer(b); got != "张大伟" {
			t.Errorf("the name is %q", got)
		}
	})
	t.Run("on a later page of candidates", func(t *testing.T) {
		b, _ := atForm(t)
		press(t, b, letters("shi")...)
		press(t, b, "next", "next")
		want := labelOf(t, b, "cand0")
		resize(b, 1366, 768)
		if got := labelOf(t, b, "cand0"); got != want {
			t.Errorf("the first candidate was %s and is %s", want, got)
		}
		press(t, b, "prev", "prev")
		if got := labelOf(t, b, "cand0"); got != "石" {
			t.Errorf("paging back leads to %s", got)
		}
	})
	t.Run("under a finger", func(t *testing.T) {
		b, _ := atForm(t)
		press(t, b, letters("wang")...)
		var at fyne.Position
		for _, k := range b.keys.board.Keys() {
			if k.ID == "cand3" {
				at = k.Pos.AddXY(k.Size.Width/2, k.Size.Height/2)
			}
		}
		e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}, Button: desktop.MouseButtonPrimary}
		b.keys.board.MouseDown(e)
		resize(b, 1080, 1920)
		b.keys.board.MouseUp(e)
		if answer(b) != "" || !b.keys.board.Pending() {
			t.Errorf("%q is in the field", answer(b))
		}
	})
	t.Run("the keys that were chosen", func(t *testing.T) {
		for _, keys := range []string{"lang", "sym", "nine"} {
			b, _ := atForm(t)
			press(t, b, keys)
			ids := func() (all []string) {
				for _, k := range b.keys.board.Keys() {
					all = append(all, k.ID)
				}
				return all
			}
			want := ids()
			resize(b, 1366, 768)
			if got := ids(); !slices.Equal(got, want) {
				t.Errorf("after %s there were the keys %v, now %v", keys, want, got)
			}
		}
	})
	t.Run("a field to be mended", func(t *testing.T) {
		b, now := atForm(t)
		on(b, now, ev(session.NextStep))
		if len(b.state.Problems) == 0 {
			t.Fatal("an empty form is complete")
		}
		press(t, b, letters("wang")...)
		b.work().Redraw()
		if answer(b) != "" || !b.keys.board.Pending() {
			t.Errorf("%q is in the field", answer(b))
		}
	})
}

// labelOf returns what is written on a key.
func labelOf(t *testing.T, b *Booth, id string) string {
	t.Helper()
	for _, k := range b.keys.board.Keys() {
		if k.ID == id {
			return k.Label
		}
	}
	t.Fatalf("there is no key %q", id)
	return ""
}

// When the keyboard comes up the page is moved up under its header, whose edge leaves a line of text whole or hides it.
func TestTheHeaderCutsNoLineWhenTheKeyboardComesUp(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	for _, size := range sizes {
		for _, lang := range []string{"zh", "en"} {
			for _, large := range []bool{false, true} {
				b, now := atForm(t)
				on(b, now, ev(session.SetLang, lang))
				if large {
					on(b, now, ev(session.SetLarge))
				}
				b.size = size
				b.root.Resize(size)
				for step := range b.Pack.Steps {
					b.state.FormStep = step
					b.show()
					for _, f := range b.page.Fields {
						b.keys.next(f)
						edge := b.page.Header()
						walk(b.page.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, _ bool) {
							x, ok := o.(*canvas.Text)
							if ok && x.Text != "" && at.Y+at.H*0.15 < edge-0.5 && at.Y+at.H*0.85 > edge+0.5 {
								t.Errorf("%v %s, large %v, field %s: %q is cut at %.0f dp", size, lang, large, f.ID, x.Text, edge)
							}
						})
					}
				}
			}
		}
	}
}
