package keyboard

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	base "fyne.io/fyne/v2/theme"
	"golang.org/x/image/font/sfnt"

	"matchbooth/assets"
	"matchbooth/assets/art"
	"matchbooth/kiosk/pinyin"
	"matchbooth/ui/touch/field"
)

// windows are the sizes every keyboard must be right in.
var windows = []fyne.Size{{Width: 1280, Height: 800}, {Width: 1366, Height: 768}, {Width: 1920, Height: 1080}, {Width: 1080, Height: 1920}}

// face of the pictures: the embedded one.
type fonts struct{ fyne.Theme }

var (
	regular = sync.OnceValue(func() fyne.Resource { return fyne.NewStaticResource("regular", assets.Font(false)) })
	bold    = sync.OnceValue(func() fyne.Resource { return fyne.NewStaticResource("bold", assets.Font(true)) })
)

func (fonts) Font(s fyne.TextStyle) fyne.Resource {
	if s.Bold {
		return bold()
	}
	return regular()
}

var app = sync.OnceFunc(func() { test.NewApp().Settings().SetTheme(fonts{base.DefaultTheme()}) })

// target is a field without a picture.
type target struct {
	kind     field.Kind
	before   string
	composed string
}

func (t *target) Kind() field.Kind { return t.kind }
func (t *target) Insert(s string)  { t.before += s }
func (t *target) Backspace() {
	if r := []rune(t.before); len(r) > 0 {
		t.before = string(r[:len(r)-1])
	}
}
func (t *target) Compose(s string)    { t.composed = s }
func (t *target) BeforeCaret() string { return t.before }
func (t *target) AfterCaret() string  { return "" }

// rig is a keyboard in a window, with a clock that the test moves.
type rig struct {
	*Keyboard
	t      testing.TB
	field  *target
	acted  int
	time   time.Time
	timers []*timer
}

type timer struct {
	at   time.Time
	f    func()
	dead bool
}

// newRig makes a keyboard for a window of this size, in use for a field of this kind.
func newRig(t testing.TB, window fyne.Size, kind field.Kind, lang string, change ...func(*Style)) *rig {
	t.Helper()
	app()
	style, words := Warm(false), Chinese()
	if lang == "en" {
		words = English()
	}
	style.Unit = min(window.Width, window.Height) / 800
	for _, c := range change {
		c(&style)
	}
	icons(&style)
	r := &rig{t: t, field: &target{kind: kind}, time: time.Unix(1_800_000_000, 0)}
	r.Keyboard = New(nil, pinyin.Default, style, words)
	r.now = func() time.Time { return r.time }
	r.after = func(d time.Duration, f func()) func() {
		tm := &timer{at: r.time.Add(d), f: f}
		r.timers = append(r.timers, tm)
		return func() { tm.dead = true }
	}
	r.Resize(fyne.NewSize(window.Width, r.HeightFor(window)))
	r.Use(r.field, Use{Lang: lang, Action: map[string]string{"zh": "下一项", "en": "next"}[lang], OnAction: func() { r.acted++ }})
	return r
}

func icons(s *Style) {
	ink := color.NRGBAModel.Convert(s.Ink).(color.NRGBA)
	marked := color.NRGBAModel.Convert(s.OnMarked).(color.NRGBA)
	of := func(f func(w, h int, c color.NRGBA) *image.RGBA, c color.NRGBA) Icon {
		return func(w, h int) image.Image { return f(w, h, c) }
	}
	s.Backspace, s.Shift, s.ShiftOn, s.CapsLock = of(art.Backspace, ink), of(art.Shift, ink), of(art.ShiftOn, ink), of(art.CapsLock, marked)
	s.Hide, s.Left, s.Right = of(art.Fold, ink), of(art.Back, ink), of(art.Next, ink)
}

// wait lets time pass.
func (r *rig) wait(d time.Duration) {
	end := r.time.Add(d)
	for {
		var next *timer
		for _, tm := range r.timers {
			if !tm.dead && !tm.at.After(end) && (next == nil || tm.at.Before(next.at)) {
				next = tm
			}
		}
		if next == nil {
			break
		}
		next.dead = true
		r.time = next.at
		next.f()
	}
	r.time = end
}

// where gives the middle of a key.
func (r *rig) where(id string) fyne.Position {
	r.t.Helper()
	for _, k := range r.Keys() {
		if k.ID == id {
			return k.Pos.AddXY(k.Size.Width/2, k.Size.Height/2)
		}
	}
	r.t.Fatalf("there is no key %q on %s: %v", id, r.page, r.ids())
	return fyne.Position{}
}

func (r *rig) has(id string) bool {
	for _, k := range r.Keys() {
		if k.ID == id {
			return true
		}
	}
	return false
}

func (r *rig) ids() string {
	var s []string
	for _, k := range r.Keys() {
		s = append(s, k.ID)
	}
	return strings.Join(s, " ")
}

func mouse(p fyne.Position) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p, AbsolutePosition: p.AddXY(0, 400)}, Button: desktop.MouseButtonPrimary}
}

func (r *rig) down(p fyne.Position) { r.MouseDown(mouse(p)) }
func (r *rig) up(p fyne.Position)   { r.MouseUp(mouse(p)) }
func (r *rig) drag(p fyne.Position) {
	r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p, AbsolutePosition: p.AddXY(0, 400)}})
}

// tap taps keys by name.
func (r *rig) tap(ids ...string) {
	r.t.Helper()
	for _, id := range ids {
		p := r.where(id)
		r.down(p)
		r.wait(40 * time.Millisecond)
		r.up(p)
		r.wait(60 * time.Millisecond)
	}
}

// pick taps the candidate that says this, paging if need be.
func (r *rig) pick(text string) {
	r.t.Helper()
	for range 60 {
		for _, k := range r.Keys() {
			if strings.HasPrefix(k.ID, "cand") && k.Label == text {
				r.tap(k.ID)
				return
			}
		}
		if !r.has("next") || !r.more {
			break
		}
		r.tap("next")
	}
	r.t.Fatalf("%q is no candidate for %q", text, r.field.composed)
}

// tapText taps a word letter by letter.
func (r *rig) tapText(s string) {
	r.t.Helper()
	for _, c := range s {
		r.tap(string(c))
	}
}

func (r *rig) want(text string) {
	r.t.Helper()
	if r.field.before != text || r.field.composed != "" {
		r.t.Errorf("the field holds %q and %q is being composed; wanted %q", r.field.before, r.field.composed, text)
	}
}

func (r *rig) String() string {
	return fmt.Sprintf("%s %vx%v", r.page, r.Size().Width, r.Size().Height)
}

// pickPart takes what is wanted next, as long a piece of it as is offered.
func (r *rig) pickPart(whole string) {
	r.t.Helper()
	done := []rune(r.field.composed)
	n := 0
	for n < len(done) && done[n] > 0x2000 {
		n++
	}
	rest := string([]rune(whole)[n:])
	for i := len([]rune(rest)); i > 0; i-- {
		part := string([]rune(rest)[:i])
		for _, k := range r.Keys() {
			if strings.HasPrefix(k.ID, "cand") && k.Label == part {
				r.tap(k.ID)
				return
			}
		}
	}
	r.pick(string([]rune(rest)[:1]))
}

// hold holds a letter and slides onto one of its diacritics.
func (r *rig) hold(letter, accent string) {
	r.t.Helper()
	r.down(r.where(letter))
	r.wait(holdAfter)
	for _, k := range r.popup.keys {
		if k.label == accent {
			p := k.at.AddXY(k.size.Width/2, k.size.Height/2)
			r.drag(p)
			r.up(p)
			r.DragEnd()
			return
		}
	}
	r.t.Fatalf("%q has no %q", letter, accent)
}

var faces = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(assets.Font(false)) })

// inFace tells whether the embedded face has a character.
func inFace(t testing.TB, r rune) bool {
	t.Helper()
	f, err := faces()
	if err != nil {
		t.Fatal(err)
	}
	g, err := f.GlyphIndex(nil, r)
	return err == nil && g != 0
}

// labelOf gives what a key says.
func (r *rig) labelOf(id string) string {
	r.t.Helper()
	for _, k := range r.Keys() {
		if k.ID == id {
			return k.Label
		}
	}
	r.t.Fatalf("there is no key %q on %s", id, r.page)
	return ""
}

func timeOf(ms int) time.Duration { return time.Duration(ms) * time.Millisecond }
