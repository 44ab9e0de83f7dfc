package field

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// numpad types the digits of a number pad with NumLock off. The toolkit names its keys by their digits
// even then, but no character follows: the keys mean Home, Up and the like, which nobody wants who types
// a telephone number or a PIN. So a digit key of the pad that has typed nothing by the next event of
// the keyboard types its digit.
type numpad struct{ pending rune }

// padX11 and padWindows are the scan codes of the pad's digits, 7 8 9, 4 5 6, 1 2 3 and 0: the key codes
// of the X server (evdev and the older kbd driver agree) and Windows' set 1, where the arrow keys beside
// it have another bit set.
var (
	padX11     = []int{79, 80, 81, 83, 84, 85, 87, 88, 89, 90}
	padWindows = []int{0x47, 0x48, 0x49, 0x4b, 0x4c, 0x4d, 0x4f, 0x50, 0x51, 0x52}
)

// onPad reports whether a key is a digit of the number pad, whatever it means at the moment.
func onPad(k *fyne.KeyEvent, system string) bool {
	codes := padX11
	switch system {
	case "windows":
		codes = padWindows
	case "darwin": // a Mac's number pad has no NumLock
		return false
	}
	if len(k.Name) != 1 || k.Name[0] < '0' || k.Name[0] > '9' {
		return false
	}
	for _, c := range codes {
		if c == k.Physical.ScanCode {
			return true
		}
	}
	return false
}

// typedKey notes a digit of the pad.
func (n *numpad) typedKey(k *fyne.KeyEvent) {
	n.pending = 0
	if onPad(k, runtime.GOOS) && !chorded() {
		n.pending = rune(k.Name[0])
	}
}

// take returns the digit that is to be typed now, 0 for none.
func (n *numpad) next() (digit rune) {
	digit, n.pending = n.pending, 0
	return digit
}
