package field

import (
	"time"

	"fyne.io/fyne/v2"
)

// held knows which keys of the physical keyboard are down, and so which typing is only the repeat
// of a key that stays down. The toolkit sends key-down once for a press, and then what is typed, a
// key and a rune; for a repeat it sends what is typed alone. A key that it knows no name for sends
// key-down for its repeats too.
type held struct {
	keys      map[int]time.Time // when each key that is down, by its scan code, was last heard
	burst     burst
	key, rune bool // the press that came last has yet to type its key, its rune
}

// lost is how long after its last repeat a key that never came up counts as up, as its release was
// lost. Keyboards repeat at least twice a second, after a second at most.
const lost = 2 * time.Second

// now is the clock; tests replace it.
var now = time.Now

// down records that a key is down and reports whether it was just pressed, by somebody.
func (h *held) down(k *fyne.KeyEvent) (pressed bool) {
	last, was := h.keys[k.Physical.ScanCode]
	if h.keys == nil {
		h.keys = map[int]time.Time{}
	}
	t := now()
	h.keys[k.Physical.ScanCode] = t
	pressed = (!was || t.Sub(last) >= lost) && h.burst.live(k.Physical.ScanCode)
	h.key, h.rune = pressed, pressed
	return pressed
}

func (h *held) up(k *fyne.KeyEvent) { delete(h.keys, k.Physical.ScanCode) }

// typedKey reports whether a key that was typed is the repeat of one that stays down.
func (h *held) typedKey(k *fyne.KeyEvent) (repeat bool) {
	if _, down := h.keys[k.Physical.ScanCode]; down {
		h.keys[k.Physical.ScanCode] = now()
	}
	repeat = !h.key && len(h.keys) > 0
	h.key, h.rune = false, !repeat
	return repeat
}

// typedRune reports the same of a rune. Where no key is down, as with an input method, it is none.
func (h *held) typedRune() bool {
	return !h.rune && len(h.keys) > 0
}
