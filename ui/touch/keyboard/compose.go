package keyboard

import (
	"matchbooth/kiosk/pinyin"
	"matchbooth/ui/touch/field"
)

// begin gets a composer for the page where it composes, and drops it where it does not.
func (k *Keyboard) begin() {
	k.shown, k.from, k.before, k.more, k.sylls = nil, 0, k.before[:0], false, 0
	if !k.pinyin() {
		k.composer = nil
		return
	}
	k.composer = k.dict.Compose(pinyin.Options{Names: k.target.Kind() == field.Name, Nine: k.nine, Fuzzy: k.Fuzzy})
	k.fetch()
}

// composeKey takes a letter or a key of the nine into the composition.
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

// composed shows what is being composed and what it may be.
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

// settled looks anew at the text before the caret after it has changed.
func (k *Keyboard) settled() {
	k.first()
	k.autoShift()
	k.relabel()
}

// choose takes candidate i, counted from the first of all. A choice that uses up only some of the
// letters leaves the rest being composed.
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

// takeFirst takes the candidate that is emphasised; letters that mean nothing are kept as letters.
func (k *Keyboard) takeFirst() {
	if len(k.shown) == 0 {
		k.confirm()
		return
	}
	k.choose(k.from)
}

// confirm takes what is being composed as it is read first, and never does anything else.
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

// drop forgets what is being composed.
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

// missing keeps the letters as they are, for a person to put right.
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

// takeBack takes one letter of the composition, or else the character before the caret, and tells
// whether there was one.
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
