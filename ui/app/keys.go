package app

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"matchbooth/assets/art"
	"matchbooth/assets/lang"
	"matchbooth/assets/text"
	"matchbooth/kiosk/pinyin"
	"matchbooth/kiosk/session"
	"matchbooth/ui/click"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/touch/keyboard"
)

// raiseFor is how long the keyboard takes to slide up or down.
const raiseFor = 200 * time.Millisecond

// fadeHigh is the height of the soft edge above the keyboard, in dp at 1280×800.
const fadeHigh = 22

// keys is the on-screen keyboard at the lower edge of the window. It comes up for the active field,
// and the page moves so that the field stays in view; it goes away with the page, under a question,
// and when the visitor hides it.
type keys struct {
	b      *Booth
	input  *field.Input
	board  *keyboard.Keyboard
	layer  *fyne.Container // holds the board while it is up
	up     bool
	fade   *canvas.LinearGradient // softens the edge where the keyboard cuts the page
	motion *fyne.Animation
	shown  float32      // how much of the board is visible: 0 to 1
	lift   float32      // how far the page is moved when the whole board is visible
	under  string       // the field whose keyboard a question covers
	moves  bool         // the field being taken is the one that had the keys, on a page drawn anew
	click  click.Player // nil: keys are silent
	styled string       // key of what the style was made for
}

func newKeys(b *Booth) *keys {
	k := &keys{b: b, input: field.NewInput(), layer: container.NewWithoutLayout()}
	k.board = keyboard.New(k.input, pinyin.Default, keyboard.Warm(false), keyboard.Chinese())
	k.board.Hide() // until it is up: what is typed meanwhile is no Pinyin of which nobody sees the candidates
	k.board.OnHide = k.fold
	k.board.Fuzzy = b.Fuzzy
	k.board.OnPress = func() {
		if k.click != nil {
			k.click.Press()
		}
		b.Send(session.Event{Kind: session.Touch})
	}
	k.board.OnMissing = func(string) {
		if f := k.input.Field(); f != nil {
			b.Send(session.Event{Kind: session.CannotFind, Arg: f.ID})
			b.page.Again(f.ID)
		}
	}
	k.board.OnLayout = func() { b.trace.keys(b) }
	k.input.OnTouch = func() { b.Send(session.Event{Kind: session.Touch}) }
	k.input.OnPress = b.pressed
	k.input.OnTarget = k.use
	k.input.OnFinger = func(*field.Field) {
		k.board.Sync() // the caret may have moved
		k.raise()
	}
	k.input.Settle = k.board.Finish
	return k
}

// use lays the keys out for a field of the current page.
func (k *keys) use(f *field.Field) {
	if f == nil {
		k.board.Use(nil, keyboard.Use{})
		return
	}
	word, do := k.b.context().AfterField(k.b.page, f, k.next, k.fold)
	use := keyboard.Use{Lang: k.b.page.KeysIn(f, k.b.state.Lang), Account: k.b.page.Latin(f), Path: k.b.page.Path(f), Action: word, OnAction: do}
	if k.moves {
		k.board.Follow(f, use)
		return
	}
	k.board.Use(f, use)
}

// next moves the keys from one field to another on the same page.
func (k *keys) next(f *field.Field) {
	k.input.Take(f)
	k.raise()
}

// heir returns the field of the page with this id, or nil.
func heir(p *page.Page, id string) *field.Field {
	if i := slices.IndexFunc(p.Fields, func(f *field.Field) bool { return f.ID == id }); i >= 0 {
		return p.Fields[i]
	}
	return nil
}

// turned gives the keys to a field of the page that has just been drawn: to the one that had them
// (again: it is the same page, redrawn), to the one that must be corrected, or to the first. The
// keyboard stays up, comes up for a form still to be filled in, or goes. What is being composed
// stays with the field that had the keys, and so does its caret.
func (k *keys) turned(was *field.Field, again bool) {
	b := k.b
	had, caret := "", 0
	if was != nil {
		had, caret = was.ID, was.Caret()
	}
	k.style()
	if b.state.Overlay != "" {
		if k.under == "" && k.up {
			k.under = had
		}
		k.input.Release()
		k.drop()
		return
	}
	if k.under != "" {
		had, again = k.under, true
	}
	target := b.page.First
	up := k.up || k.under != ""
	if again && had != "" && (len(b.state.Problems) == 0 || k.board.Pending()) {
		if f := heir(b.page, had); f != nil {
			target = f
		} else {
			up = false // it has done its work, as for the passphrase that opened the list
		}
	}
	up = up || len(b.state.Problems) > 0
	if !again {
		up = b.state.Screen == session.Form && target != nil && target.Text() == "" && !b.page.Choose
	}
	k.under = ""
	up = up || b.page.Raise
	if again && was != nil && target != nil && target.ID == was.ID {
		target.SetCaret(caret)
		k.moves = true
	}
	k.input.Take(target)
	k.moves = false
	k.lift = 0 // the new page's
	switch {
	case up && target != nil:
		k.raise()
	case k.up:
		k.fold()
	}
}

// style gives the board the visitor's language, text size and colours.
func (k *keys) style() {
	s := k.b.state
	m := theme.Measure(k.b.size, s.Large)
	want := fmt.Sprint(s.Lang, s.Large, s.Contrast, k.b.size)
	if want == k.styled {
		return
	}
	k.styled = want
	st, words := keyboard.Warm(s.Contrast), boardWords(k.b.texts.In(s.Lang))
	st.Unit, st.Large = m.U, s.Large
	p := theme.Colours(s.Contrast)
	icon := func(draw func(int, int, color.NRGBA) *image.RGBA, c color.NRGBA) keyboard.Icon {
		return func(w, h int) image.Image { return draw(w, h, c) }
	}
	st.Backspace, st.Left, st.Right = icon(art.Backspace, p.Ink), icon(art.Back, p.Ink), icon(art.Next, p.Ink)
	st.Shift, st.ShiftOn, st.CapsLock, st.Hide = icon(art.Shift, p.Ink), icon(art.ShiftOn, p.Ink), icon(art.CapsLock, p.Paper), icon(art.Fold, p.Ink)
	k.board.SetStyle(st, words)
}

// boardWords are the labels of the keys in a language.
func boardWords(in text.Printer) keyboard.Words {
	say := func(key string) string { return lang.Of(in.Says("board." + key)).Shape(in.S("board." + key)) }
	return keyboard.Words{
		Space: say("space"), Confirm: say("confirm"), Done: say("done"), Missing: say("missing"), Nine: say("nine"), Full: say("full"),
		Numbers: say("numbers"), More: say("more"), Letters: say("letters"), Lang: say("lang"), Clear: say("clear"), Split: say("split"),
		Backspace: "⌫", Shift: say("shift"), Hide: say("hide"), Left: "‹", Right: "›",
	}
}

// raise brings the keyboard up for the active field and moves the page for it.
func (k *keys) raise() {
	f := k.input.Field()
	if f == nil || k.b.page == nil {
		return
	}
	k.style()
	size := k.b.size
	h := k.board.HeightFor(size)
	k.board.Resize(fyne.NewSize(size.Width, h))
	k.board.Show()
	paper := theme.Colours(k.b.state.Contrast).Paper
	k.fade = canvas.NewVerticalGradient(theme.Fade(paper, 0), paper)
	k.fade.Resize(fyne.NewSize(size.Width, fadeHigh*theme.Measure(size, false).U))
	k.layer.Objects = []fyne.CanvasObject{k.fade, k.board}
	k.at(k.shown)
	k.layer.Refresh()
	if k.up && k.shown == 1 && k.lift == 0 {
		k.moveTo(1, 0) // the keyboard is already up; a page that was just drawn moves without animation
	}
	k.up = true
	k.slide(1, k.b.page.LiftFor(f, size.Height-h, theme.Measure(size, false).U))
}

// fold hides the keyboard and moves the page back; the field stays active for a physical keyboard.
// The composition is confirmed first.
func (k *keys) fold() {
	if !k.up {
		return
	}
	k.board.Finish()
	k.up = false
	k.slide(0, 0)
}

// drop hides the keyboard at once, with the page that it was up for.
func (k *keys) drop() {
	k.motion = stopped(k.motion)
	k.board.Finish()
	k.up = false
	k.tell(0, 0)
	k.moveTo(0, 0)
}

// slide moves board and page to where they belong.
func (k *keys) slide(shown, lift float32) {
	k.motion = stopped(k.motion)
	k.tell(shown, lift)
	from, was := k.shown, k.lift
	if k.b.Still || k.b.win == nil || from == shown && was == lift {
		k.moveTo(shown, lift)
		k.b.trace.later(k.b)
		return
	}
	k.motion = fyne.NewAnimation(raiseFor, func(p float32) {
		k.moveTo(from+(shown-from)*p, was+(lift-was)*p)
		if p == 1 {
			k.b.trace.later(k.b)
		}
	})
	k.motion.Curve = fyne.AnimationEaseOut
	k.motion.Start()
}

// tell lets the page know how much of it can be seen once board and page are where they belong.
func (k *keys) tell(shown, lift float32) {
	if p := k.b.page; p != nil && p.Room != nil {
		p.Room(k.b.size.Height-k.board.Size().Height*shown, lift)
	}
}

func (k *keys) moveTo(shown, lift float32) {
	k.shown, k.lift = shown, lift
	k.at(shown)
	if k.b.page != nil {
		k.b.page.Lift(lift)
	}
	if shown == 0 && len(k.layer.Objects) > 0 {
		k.board.Hide()
		k.layer.Objects = nil
		k.layer.Refresh()
	}
}

// wipe leaves no trace of the visitor in the keyboard.
func (k *keys) wipe() {
	k.board.Reset() // first: the composition is dropped, not confirmed
	k.input.Release()
	k.motion = stopped(k.motion)
	k.up = false
	k.moveTo(0, 0)
}

// height returns how much of the window the keyboard takes once it is at rest, in dp.
func (k *keys) height() float32 {
	if !k.up {
		return 0
	}
	return k.board.Size().Height
}

// at moves the board to where the given share of it is visible.
func (k *keys) at(shown float32) {
	top := k.b.size.Height - k.board.Size().Height*shown
	k.board.Move(fyne.NewPos(0, top))
	if k.fade != nil {
		k.fade.Move(fyne.NewPos(0, top-k.fade.Size().Height))
	}
}
