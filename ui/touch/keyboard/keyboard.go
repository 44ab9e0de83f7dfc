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

// Use is how a keyboard is used for one target.
type Use struct {
	Lang     string // "zh": name and free text begin in Pinyin; anything else: Latin
	Action   string // text of the action key when nothing is being composed; empty: Words.Done
	Account  bool   // free text that is letters and digits, such as an account's name: no Pinyin, no capital by itself
	OnAction func() // the action key was touched while nothing was being composed; may be nil
}

// KeyAt is a key as it can be touched now; position and size are in dp within the keyboard.
type KeyAt struct {
	ID    string // what it types, or a name: shift, back, space, go, lang, sym, nine, hide, cand0, syll0, accent0, …
	Label string
	Pos   fyne.Position
	Size  fyne.Size
}

// Keyboard is one widget that draws its keys itself and takes one finger. It never takes the focus.
// All methods are for the toolkit's goroutine.
type Keyboard struct {
	widget.BaseWidget

	// Fuzzy takes syllables that sound alike to people of many regions as the same: zh and z, ch and
	// c, sh and s, n and l, ng and n.
	Fuzzy bool

	OnMissing func(raw string) // "I cannot find this character" was touched; the raw Pinyin has been inserted
	OnHide    func()           // the fold-away key was touched
	OnPress   func()           // a finger went down on a key: an app may click
	OnLayout  func()           // the set of keys, or what one of them says, changed; Keys may be asked, nothing else
	OnFault   func(error)      // the dictionary could not be read: there is Latin only

	style Style
	words Words
	load  func() (*pinyin.Dict, error)
	dict  *pinyin.Dict
	fault error

	target field.Target
	use    Use
	lang   string // "zh" while letters are composed to characters
	nine   bool   // this visitor prefers nine keys
	signs  int    // 0: letters; 1 and 2: the pages of signs
	page   page
	shift  shift
	tapped time.Time // the last tap on shift, for the double tap

	composer *pinyin.Composer
	shown    []pinyin.Candidate // the candidates in the bar
	from     int                // the first of them, counted from the first of all
	before   []int              // where the earlier pages began
	more     bool               // there are further candidates
	sylls    int                // the first syllable in the left column of the nine keys

	keys   []key // of the page and of the bar
	onPage int   // how many of them are the page's
	sizes  sizes
	popup  popup
	finger finger
	told   []KeyAt // at the last call of OnLayout

	face  face
	now   func() time.Time
	after func(time.Duration, func()) (stop func())
}

// New makes a keyboard. It becomes the Filter of in, which may be nil,
// and settles what is being composed before a finger moves the caret. The dictionary is asked for
// when Pinyin is first needed; if that fails there is Latin only, and OnFault is told once.
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

// Use lays the keyboard out for a target, of which it then types into. What was being composed for
// another target is confirmed into that one first. With nil there is nothing to type into, and the
// keys stay where they are: folding the keyboard away is the app's to decide.
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

// Reset leaves nothing of one visitor for the next: what was being composed is dropped, and layout,
// page, shift and the choice of nine keys are as at first. The target is let go.
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

// Err tells why there is no Pinyin, or nil.
func (k *Keyboard) Err() error { return k.fault }

// Pending reports whether letters are being composed.
func (k *Keyboard) Pending() bool { return k.composer != nil && !k.composer.Empty() }

// Finish confirms what is being composed and lets go of the finger: called before the target is
// taken away.
func (k *Keyboard) Finish() {
	k.letGo()
	k.confirm()
}

// Sync looks at the target's text again, after it or its caret was changed by other means than
// this keyboard: shift and the suggestions depend on what stands before the caret.
func (k *Keyboard) Sync() {
	if !k.Pending() {
		k.first()
	}
	k.autoShift()
	k.relabel()
}

// Hide takes the keyboard from the screen, and the finger from its key.
func (k *Keyboard) Hide() {
	k.letGo()
	k.BaseWidget.Hide()
}

// Keys returns what can be touched now.
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

// tell calls OnLayout if the keys are others than when it was called last.
func (k *Keyboard) tell() {
	if k.OnLayout == nil {
		return
	}
	if keys := k.Keys(); !slices.Equal(keys, k.told) {
		k.told = keys
		k.OnLayout()
	}
}

// turn chooses the page for target, language and signs, and begins it anew.
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

// pinyin reports whether letters are composed to characters here, reading the dictionary if need be.
func (k *Keyboard) pinyin() bool {
	if k.target == nil || k.lang != "zh" {
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

// renderer shows the objects of a face; they are the same ones as long as the keyboard lives.
type renderer struct{ k *Keyboard }

func (r *renderer) Destroy()           {}
func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(leastKey, leastKey) }
func (r *renderer) Objects() []fyne.CanvasObject {
	return r.k.face.objects
}

// Layout places the keys anew, where the size is another; the toolkit asks often.
func (r *renderer) Layout(size fyne.Size) {
	if r.k.face.size != size {
		r.k.fetch() // a broader bar has room for more candidates
		r.k.relabel()
	}
}

// Refresh implements fyne.WidgetRenderer.
func (r *renderer) Refresh() {
	r.k.draw()
	canvas.Refresh(r.k.face.ground)
}
