package keyboard

import (
	"strings"
	"time"
	"unicode/utf8"
)

// shift is the case of the next letters.
type shift int

const (
	shiftOff  shift = iota
	shiftOnce       // the next letter only
	shiftLock
)

// doubleTap is how soon a second tap on shift must follow to lock it.
const doubleTap = 350 * time.Millisecond

// tapShift turns shift on for one letter, locks it on a double tap, and otherwise turns it off.
func (k *Keyboard) tapShift() {
	quick := k.now().Sub(k.tapped) <= doubleTap
	k.tapped = k.now()
	switch {
	case k.shift == shiftLock:
		k.shift, k.tapped = shiftOff, time.Time{}
	case quick:
		k.shift = shiftLock
	case k.shift == shiftOnce:
		k.shift = shiftOff
	default:
		k.shift = shiftOnce
	}
	k.relabel()
}

// autoShift sets shift by what is before the caret: each part of a name and each sentence begins
// with a capital. A lock stays.
func (k *Keyboard) autoShift() {
	if k.shift == shiftLock || k.target == nil {
		return
	}
	before := k.target.BeforeCaret()
	k.shift = shiftOff
	switch k.page {
	case latinName:
		last, _ := utf8.DecodeLastRuneInString(before)
		if before == "" || strings.ContainsRune(" -·", last) {
			k.shift = shiftOnce
		}
	case latinFree:
		text := strings.TrimRight(before, " ")
		if text == "" || text != before && strings.ContainsAny(text[len(text)-1:], ".!?") {
			k.shift = shiftOnce
		}
	}
}

// cased returns a letter in the case that shift selects. German ß has no capital that a name would
// be written with, so it is left as it is.
func (k *Keyboard) cased(letter string) string {
	if k.shift == shiftOff || letter == "ß" {
		return letter
	}
	return strings.ToUpper(letter)
}
