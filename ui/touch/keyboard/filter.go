package keyboard

import "fyne.io/fyne/v2"

// Filter sees physical keys before the field does and reports whether it consumed one: r is a typed
// character, or 0 with the name of a key.
//
// On a Pinyin page a letter from a to z goes into the composition. While letters are being composed,
// the apostrophe separates syllables, digits choose candidates, space takes the first, Enter and Tab
// confirm and do nothing else, Backspace deletes a letter, Escape drops them all, and PageUp and
// PageDown turn pages. Anything else typed, such as a character from the system's own input method,
// confirms the composition and goes on to the field. On every other page, and while the keyboard is
// hidden, keys pass through.
func (k *Keyboard) Filter(r rune, name fyne.KeyName) bool {
	if k.target == nil || k.composer == nil || !k.Visible() {
		return false
	}
	if r != 0 {
		return k.filterRune(r)
	}
	return k.filterKey(name)
}

func (k *Keyboard) filterRune(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z':
		if !hasCandidates[k.page] {
			k.toSigns(0)
		}
		k.composeKey(r)
	case !k.Pending():
		return false
	case r == '\'':
		k.composeKey(r)
	case r == ' ':
		k.takeFirst()
	case r >= '0' && r <= '9':
		if i := (int(r-'0') + 9) % 10; i < len(k.shown) { // 1 is the first, 0 the tenth
			k.choose(k.from + i)
		}
	default:
		k.confirm()
		return false
	}
	return true
}

func (k *Keyboard) filterKey(name fyne.KeyName) bool {
	if !k.Pending() {
		return false
	}
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab:
		k.confirm()
	case fyne.KeyBackspace:
		k.takeBack()
	case fyne.KeyEscape:
		k.drop()
	case fyne.KeyPageDown, fyne.KeyDown:
		k.pageDown()
	case fyne.KeyPageUp, fyne.KeyUp:
		k.pageUp()
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyDelete:
		k.confirm()
		return false
	case fyne.KeySpace:
		return true // its character follows
	default:
		return false
	}
	return true
}
