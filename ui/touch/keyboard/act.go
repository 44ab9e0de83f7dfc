package keyboard

import (
	"strings"
	"time"
	"unicode/utf8"
)

// names of the signs in the left column of the nine keys while nothing is being composed.
var (
	nineNameSigns = []string{"·", "-", "'"}
	nineFreeSigns = []string{"，", "。", "？", "！", "、", "："}
)

// twice is how long after it led on the action key does nothing.
const twice = 350 * time.Millisecond

// act performs a key's action.
func (k *Keyboard) act(it key) {
	switch it.id {
	case "hide":
		if k.OnHide != nil {
			k.OnHide()
		}
	case "shift":
		k.tapShift()
	case "lang":
		k.switchLang()
	case "nine":
		k.confirm()
		k.nine = !k.nine
		k.turn()
	case "sym":
		k.toSigns(1)
	case "sym2":
		k.toSigns(2)
	case "abc":
		k.toSigns(0)
	case "next":
		k.pageDown()
	case "prev":
		k.pageUp()
	case "back":
		k.takeBack()
	default:
		if k.target != nil {
			k.actOn(it)
		}
	}
}

// actOn performs the action of a key that types into the target.
func (k *Keyboard) actOn(it key) {
	switch {
	case !it.does:
		k.typeKey(it)
	case it.id == "space" && k.Pending():
		k.takeFirst()
	case it.id == "space":
		k.insert(" ")
	case it.id == "go" && k.Pending():
		k.confirm()
	case it.id == "go":
		if k.now().Sub(k.acted) < twice {
			return // the second half of a double tap, which leads on from here too
		}
		if k.use.OnAction != nil {
			k.use.OnAction()
		}
		k.acted = k.now()
	case it.id == "missing":
		k.missing()
	case it.id == "clear":
		k.drop()
	case it.id == "split":
		if k.Pending() {
			k.composeKey('\'')
		}
	case it.id == "sylls":
		k.sylls += syllSlots - 1
		if k.composer == nil || k.sylls >= len(k.composer.Syllables()) {
			k.sylls = 0
		}
		k.relabel()
	case strings.HasPrefix(it.id, "syll"):
		k.tapSyllable(it)
	case strings.HasPrefix(it.id, "cand"):
		k.choose(k.from + it.index)
	case strings.HasPrefix(it.id, "suffix"):
		k.endAddress(suffixes[it.index])
	case nineLetters[it.id] != "":
		k.composeKey(rune(it.id[1]))
	}
}

// typeKey types a key's label.
func (k *Keyboard) typeKey(it key) {
	switch {
	case hasCandidates[k.page] && (it.role == letters || it.id == "'" && k.Pending()):
		k.composeKey(rune(it.id[0]))
	case it.role == letters:
		k.insert(k.cased(it.id))
	default:
		k.insert(it.id)
	}
}

// insert confirms the composition and inserts text after it.
func (k *Keyboard) insert(text string) {
	if k.target == nil {
		return
	}
	k.confirm()
	k.target.Insert(text)
	k.tapped = time.Time{} // a letter separates two taps on shift
	if k.shift == shiftOnce {
		k.shift = shiftOff
	}
	k.settled()
}

// switchLang toggles between Pinyin and Latin.
func (k *Keyboard) switchLang() {
	k.confirm()
	if k.lang == "zh" {
		k.lang = "en"
	} else {
		k.lang = "zh"
	}
	k.signs = 0
	k.turn()
}

// toSigns shows a page of signs, or the letters again.
func (k *Keyboard) toSigns(n int) {
	k.confirm()
	k.signs = n
	k.turn()
}

// tapSyllable chooses a reading for the first of the nine keys, or types a sign if none is pending.
func (k *Keyboard) tapSyllable(it key) {
	if k.Pending() {
		k.composer.ChooseSyllable(it.index)
		k.composed()
		return
	}
	k.insert(it.label)
}

// endAddress appends the suffix to an e-mail address, replacing one that it may already have.
func (k *Keyboard) endAddress(suffix string) {
	before := k.target.BeforeCaret()
	if i := strings.IndexByte(before, '@'); i >= 0 {
		for range utf8.RuneCountInString(before[i:]) {
			k.target.Backspace()
		}
	}
	k.insert(suffix)
}
