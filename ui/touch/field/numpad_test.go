package field

import (
	"runtime"
	"testing"

	"fyne.io/fyne/v2"
)

// pad is the scan code of the pad's 7 here.
func pad() int {
	if runtime.GOOS == "windows" {
		return padWindows[0]
	}
	return padX11[0]
}

func TestTheNumberPadTypesDigitsWithoutNumLock(t *testing.T) {
	if runtime.GOOS == "darwin" {
		t.Skip("a Mac's number pad has no NumLock")
	}
	k, f, n := attached(t)
	k.press(pad(), fyne.Key7, 0)
	k.release(pad())
	k.press(pad(), fyne.Key7, 0) // quicker than a finger goes up
	k.press(pad()+1, fyne.Key8, 0)
	k.release(pad())
	k.release(pad() + 1)
	if f.Text() != "778" || n.typed != 3 {
		t.Errorf("%q, %+v", f.Text(), *n)
	}
	f.Clear()
	k.press(pad(), fyne.Key7, '7') // with NumLock
	k.release(pad())
	k.press(16, fyne.Key7, '&') // the row above the letters, shifted
	k.release(16)
	k.press(16, fyne.Key7, 0) // and with a key that types nothing by it
	k.release(16)
	if f.Text() != "7&" {
		t.Errorf("%q", f.Text())
	}
	f.Clear()
	k.press(pad(), fyne.Key7, 0)
	for range 3 { // held
		k.again(pad(), fyne.Key7, 0)
	}
	k.release(pad())
	if f.Text() != "7777" {
		t.Errorf("held: %q", f.Text())
	}
}

func TestWhichKeysAreThePads(t *testing.T) {
	for _, c := range []struct {
		system string
		code   int
		name   fyne.KeyName
		want   bool
	}{
		{"linux", 79, fyne.Key7, true},
		{"linux", 90, fyne.Key0, true},
		{"linux", 91, fyne.KeyPeriod, false},
		{"linux", 79, fyne.KeyHome, false},
		{"linux", 110, fyne.KeyHome, false},
		{"linux", 16, fyne.Key7, false},
		{"windows", 0x47, fyne.Key7, true},
		{"windows", 0x147, fyne.KeyHome, false},
		{"windows", 0x08, fyne.Key7, false},
		{"darwin", 79, fyne.Key7, false},
	} {
		k := &fyne.KeyEvent{Name: c.name, Physical: fyne.HardwareKey{ScanCode: c.code}}
		if onPad(k, c.system) != c.want {
			t.Errorf("%+v", c)
		}
	}
}
