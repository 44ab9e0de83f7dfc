package keyboard

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"matchbooth/kiosk/pinyin"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
)

// Use is how a keyboard is configured for one target.
type Use struct {
	Lang     string // "zh": name and free text start in Pinyin; anything else: Latin
	Action   string // label of the action key when nothing is being composed; empty: Words.Done
	Account  bool   // free text of letters and digits, such as an account's name: no Pinyin, no automatic capitals
	Path     bool   // an account that is a file's path or an address on the web: the slash has a key
	OnAction func() // called on the action key when nothing is being composed; may be nil
}

// KeyAt is a key that can be touched now; position and size are in dp within the keyboard.
type KeyAt struct {
	ID    string // what it types, or a name: shift, back, space, go, lang, sym, nine, hide, cand0, syll0, accent0, …
	Label string
	Pos   fyne.Position
	Size  fyne.Size
}

// Keyboard is one widget that draws its keys itself and tracks one finger. It never takes the focus.
// All methods must be called on the toolkit's goroutine.
type Keyboard struct {
	widget.BaseWidget

	// Fuzzy treats syllables that sound alike to people of many regions as the same: zh and z, ch
	// and c, sh and s, n and l, ng and n.
	Fuzzy bool

	OnMissing func(raw string) // called on "I cannot find this character"; the raw Pinyin has been inserted
	OnHide    func()           // the hide key was touched
	OnPress   func()           // a finger went down on a key, for example for a click sound
	OnLayout  func()           // the set of keys, or a label, changed; it may call Keys, nothing else
	OnFault   func(error)      // the dictionary could not be read: Latin only

	style Style
	words Words
	load  func() (*pinyin.Dict, error)
	dict  *pinyin.Dict
	fault error

	target field.Target
	use    Use
	lang   string // "zh" while letters are composed into characters
	nine   bool   // this visitor prefers nine keys
	signs  int    // 0: letters; 1 and 2: the pages of signs
	page   page
	shift  shift
	tapped time.Time // the last tap on shift, for the double tap
	acted  time.Time // when the action key last led on

	composer *pinyin.Composer
	shown    []pinyin.Candidate // the candidates in the bar
	from     int                // index of the first of them among all candidates
	before   []int              // where the earlier pages began
	more     bool               // there are further candidates
	sylls    int                // the first syllable in the left column of the nine keys

	keys   []key // of the page and of the bar
	onPage int   // how many of them are the page's
	sizes  sizes
	popup  popup
	finger finger
	told   []KeyAt // the keys at the last call of OnLayout

	face  face
	now   func() time.Time
	after func(time.Duration, func()) (stop func())
}

// New returns a keyboard. It becomes the Filter of in, which may be nil,
// and confirms its composition before a finger moves the caret. dict is called when Pinyin is
// first needed; if that fails there is Latin only, and OnFault is called once.
func New(in *field.Input, dict func() (*pinyin.Dict, error), style Style, words Words) *Keyboard {
	k := &Keyboard{style: style, words: words, load: dict, page: latinFree, now: time.Now, after: touch.Later}
	k.face.init()
	k.ExtendBaseWidget(k)
	if in != nil {
		in.Filter, in.Settle = k.Filter, k.Finish
	}
	k.relabel()
	return k
}

// Use lays the keyboard out for a target, into which it types from then on. A composition for
// another target is confirmed into that one first. With nil there is nothing to type into, and the
// keys stay where they are: it is up to the app to hide the keyboard.
func (k *Keyboard) Use(t field.Target, u Use) {
	same := t == k.target && t != nil && u.Lang == k.use.Lang
	if !same {
		k.Finish()
	}
	k.target, k.use = t, u
	if t == nil || same {
		k.Sync()
		return
	}
	k.lang, k.signs, k.shift = u.Lang, 0, shiftOff
	k.turn()
}

// Follow makes t, the same field on a page that was drawn anew, the target. Nobody has chosen anything: the composition,
// its page of candidates, and the keys that the visitor chose stay as they are. Where t is of another kind, or u asks
// for another language, it is Use. Call it before the old target is released.
func (k *Keyboard) Follow(t field.Target, u Use) {
	if t == nil || k.target == nil || t.Kind() != k.target.Kind() || u.Lang != k.use.Lang || u.Account != k.use.Account {
		k.Use(t, u)
		return
	}
	k.letGo()
	k.target, k.use = t, u
	if !k.Pending() {
		k.Sync()
		return
	}
	t.Compose(k.composer.Shown())
	k.relabel()
}

// Reset leaves no trace of one visitor for the next: the composition is dropped, and layout, page,
// shift and the choice of nine keys return to their initial state. The target is released.
func (k *Keyboard) Reset() {
	k.letGo()
	if k.Pending() {
		k.composer.Clear()
		if k.target != nil {
			k.target.Compose("")
		}
	}
	k.target, k.use, k.composer = nil, Use{}, nil
	k.lang, k.nine, k.signs, k.shift, k.tapped = "", false, 0, shiftOff, time.Time{}
	k.shown, k.from, k.before, k.more, k.sylls = nil, 0, nil, false, 0
	k.page, k.told = latinFree, nil
	k.relabel()
	k.face.wipe()
}

// SetStyle changes colours, sizes, icons and words.
func (k *Keyboard) SetStyle(s Style, w Words) {
	k.letGo()
	k.style, k.words = s, w
	k.face.forget()
	k.relabel()
	k.Refresh()
}

// Err returns why there is no Pinyin, or nil.
func (k *Keyboard) Err() error { return k.fault }

// Pending reports whether letters are being composed.
func (k *Keyboard) Pending() bool { return k.composer != nil && !k.composer.Empty() }

// Finish confirms the composition and releases the finger. Call it before the target is taken
// away.
func (k *Keyboard) Finish() {
	k.letGo()
	k.confirm()
}

// Sync re-examines the target's text, after it or its caret was changed by other means than this
// keyboard: shift and the suggestions depend on what is before the caret.
func (k *Keyboard) Sync() {
	if !k.Pending() {
		k.first()
	}
	k.autoShift()
	k.relabel()
}

// Hide removes the keyboard from the screen, and the finger from its key.
func (k *Keyboard) Hide() {
	k.letGo()
	k.BaseWidget.Hide()
}

// Keys returns the keys that can be touched now.
func (k *Keyboard) Keys() []KeyAt {
	all := append(append([]key(nil), k.keys...), k.popup.keys...)
	out := make([]KeyAt, 0, len(all))
	for _, key := range all {
		if !key.off {
			out = append(out, KeyAt{ID: key.id, Label: key.label, Pos: key.at, Size: key.size})
		}
	}
	return out
}

// tell calls OnLayout if the keys have changed since it was last called.
func (k *Keyboard) tell() {
	if k.OnLayout == nil {
		return
	}
	if keys := k.Keys(); !slices.Equal(keys, k.told) {
		k.told = keys
		k.OnLayout()
	}
}

// turn chooses the page for target, language and signs, and starts it afresh.
func (k *Keyboard) turn() {
	k.popup = popup{}
	k.page = k.choosePage()
	k.begin()
	k.autoShift()
	k.relabel()
}

func (k *Keyboard) choosePage() page {
	kind := field.FreeText
	if k.target != nil {
		kind = k.target.Kind()
	}
	if k.signs > 0 {
		return [][2]page{{signs1, signs2}, {hanSigns1, hanSigns2}}[index(k.pinyin())][k.signs-1]
	}
	switch kind {
	case field.Phone:
		return phone
	case field.Digits:
		return digits
	case field.Email:
		return email
	case field.Code:
		return code
	case field.Secret:
		return secret
	}
	if k.use.Path {
		return path
	}
	if k.use.Account {
		return account
	}
	name := index(kind == field.Name)
	switch {
	case k.pinyin() && k.nine:
		return []page{nineFree, nineName}[name]
	case k.pinyin():
		return []page{pinyinFree, pinyinName}[name]
	}
	return []page{latinFree, latinName}[name]
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pinyin reports whether letters are composed into characters here, reading the dictionary if
// needed.
func (k *Keyboard) pinyin() bool {
	if k.target == nil || k.lang != "zh" || k.use.Account {
		return false
	}
	if kind := k.target.Kind(); kind != field.Name && kind != field.FreeText {
		return false
	}
	if k.dict == nil && k.fault == nil {
		err := errors.New("there is none")
		if k.load != nil {
			k.dict, err = k.load()
		}
		if k.dict == nil || err != nil {
			k.dict, k.fault = nil, fmt.Errorf("reading the Pinyin dictionary: %w", err)
			if k.OnFault != nil {
				k.OnFault(k.fault)
			}
		}
	}
	return k.dict != nil
}

// CreateRenderer implements fyne.Widget.
func (k *Keyboard) CreateRenderer() fyne.WidgetRenderer { return &renderer{k} }

// renderer shows the objects of a face; they stay the same for the keyboard's lifetime.
type renderer struct{ k *Keyboard }

func (r *renderer) Destroy()           {}
func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(leastKey, leastKey) }
func (r *renderer) Objects() []fyne.CanvasObject {
	return r.k.face.objects
}

// Layout lays the keys out again if the size has changed; the toolkit calls it often.
func (r *renderer) Layout(size fyne.Size) {
	if r.k.face.size != size {
		r.k.fetch() // a wider bar has room for more candidates
		r.k.relabel()
	}
}

// Refresh implements fyne.WidgetRenderer.
func (r *renderer) Refresh() {
	r.k.draw()
	canvas.Refresh(r.k.face.ground)
}
