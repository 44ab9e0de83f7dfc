package keyboard

import "strings"

// syllSlots is the number of cells in the left column of the nine keys.
const syllSlots = 6

// label sets a key's label and icon for the current state.
func (k *Keyboard) label(it *key) {
	w, s := k.words, k.style
	it.off, it.icon = false, picture{}
	if !it.does {
		it.role, it.label = types, it.id
		if len(it.id) == 1 && (it.id[0]|0x20) >= 'a' && (it.id[0]|0x20) <= 'z' {
			it.role = letters
			if !hasCandidates[k.page] && k.page != code {
				it.label = k.cased(it.id)
			}
		}
		return
	}
	it.role = does
	switch it.id {
	case "shift":
		it.label, it.icon = w.Shift, picture{"shift", s.Shift}
		switch {
		case k.shift == shiftOnce && s.ShiftOn != nil:
			it.icon = picture{"shift on", s.ShiftOn}
		case k.shift == shiftLock && s.CapsLock != nil:
			it.icon = picture{"lock", s.CapsLock}
		}
	case "back":
		it.label, it.icon = w.Backspace, picture{"back", s.Backspace}
	case "space":
		it.label, it.icon, it.role = w.Space, picture{"space", s.Space}, types
	case "go":
		it.role, it.label, it.icon = acts, k.use.Action, picture{"go", s.Enter}
		if it.label == "" {
			it.label = w.Done
		}
		if k.Pending() {
			it.label, it.icon = w.Confirm, picture{}
		}
	case "lang":
		it.label = w.Lang
	case "sym":
		it.label = w.Numbers
	case "sym2":
		it.label = w.More
	case "abc":
		it.label = w.Letters
	case "nine":
		it.label = w.Nine
		if k.nine {
			it.label = w.Full
		}
	case "clear":
		it.label = w.Clear
	case "split":
		it.role, it.label = types, w.Split
	default:
		it.role = types
		if letters, ok := nineLetters[it.id]; ok {
			it.label = letters
		} else if strings.HasPrefix(it.id, "syll") {
			k.labelSyllable(it)
		}
	}
}

// labelSyllable fills a cell of the left column: a reading of the keys not yet decided, access to
// further readings, or a sign if nothing is being composed.
func (k *Keyboard) labelSyllable(it *key) {
	slot := it.slot
	it.id, it.role = choiceSylls[slot], does
	var all []string
	at := slot
	if k.Pending() {
		all = k.composer.Syllables()
		if len(all) > syllSlots {
			if slot == syllSlots-1 {
				it.id, it.label = "sylls", "…"
				return
			}
			at += k.sylls
		}
	} else {
		all = nineFreeSigns
		if k.page == nineName {
			all = nineNameSigns
		}
	}
	if at >= len(all) {
		it.off = true
		return
	}
	it.index, it.label = at, all[at]
}

var choiceSylls = [syllSlots]string{"syll0", "syll1", "syll2", "syll3", "syll4", "syll5"}
