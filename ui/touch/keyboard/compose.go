package keyboard

import (
	"matchbooth/kiosk/pinyin"
	"matchbooth/ui/touch/field"
)

// begin creates a composer on a page that composes, and drops it on one that does not.
func (k *Keyboard) begin() {
	k.shown, k.from, k.before, k.more, k.sylls = nil, 0, k.before[:0], false, 0
	if !k.pinyin() {
		k.composer = nil
		return
	}
	k.composer = k.dict.Compose(pinyin.Options{Names: k.target.Kind() == field.Name, Nine: k.nine, Fuzzy: k.Fuzzy})
	k.fetch()
}

// composeKey adds a letter or one of the nine keys to the composition.
func (k *Keyboard) composeKey(r rune) {
	if k.composer == nil || k.target == nil {
		return
	}
	if k.composer.Empty() {
		k.composer.Before(k.target.BeforeCaret())
	}
	if k.composer.Key(r) {
		k.composed()
	}
}

// composed shows the composition and its candidates.
func (k *Keyboard) composed() {
	if k.target != nil {
		k.target.Compose(k.composer.Shown())
	}
	k.first()
	k.relabel()
}

// put ends the composition and inserts text.
func (k *Keyboard) put(text string) {
	k.target.Compose("")
	if text != "" {
		k.target.Insert(text)
	}
	k.settled()
}

// settled re-examines the text before the caret after it has changed.
func (k *Keyboard) settled() {
	k.first()
	k.autoShift()
	k.relabel()
}

// choose accepts candidate i, counted from the very first one. A candidate that uses up only some
// of the letters leaves the rest in the composition.
func (k *Keyboard) choose(i int) {
	if k.composer == nil || k.target == nil {
		return
	}
	if text := k.composer.Choose(i); text != "" {
		k.put(text)
		return
	}
	k.composed()
}

// takeFirst accepts the emphasised candidate; letters without a candidate are inserted as letters.
func (k *Keyboard) takeFirst() {
	if len(k.shown) == 0 {
		k.confirm()
		return
	}
	k.choose(k.from)
}

// confirm accepts the composition's first reading, and never does anything else.
func (k *Keyboard) confirm() {
	if !k.Pending() {
		return
	}
	var text string
	if k.from > 0 && len(k.shown) > 0 { // on a later page the emphasised one is meant
		text = k.composer.Choose(k.from)
	}
	if !k.composer.Empty() {
		text += k.composer.Confirm()
	}
	if k.target != nil {
		k.put(text)
	}
}

// drop discards the composition.
func (k *Keyboard) drop() {
	if !k.Pending() {
		return
	}
	k.composer.Clear()
	if k.target != nil {
		k.target.Compose("")
	}
	k.settled()
}

// missing inserts the letters as they are, for a person to correct.
func (k *Keyboard) missing() {
	if !k.Pending() || k.target == nil {
		return
	}
	raw := k.composer.Raw()
	k.composer.Clear()
	k.put(raw)
	if k.OnMissing != nil {
		k.OnMissing(raw)
	}
}

// takeBack deletes one letter of the composition, or else the character before the caret, and
// reports whether there was one.
func (k *Keyboard) takeBack() bool {
	if k.target == nil {
		return false
	}
	if k.Pending() {
		k.composer.Backspace()
		k.composed()
		return true
	}
	if k.target.BeforeCaret() == "" {
		return false
	}
	k.target.Backspace()
	k.settled()
	return true
}
