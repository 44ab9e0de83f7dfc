package click

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// The flags of PlaySound: play from memory, asynchronously, without the system's default sound as a
// substitute, and rather not at all than after another sound.
const (
	sndAsync     = 0x0001
	sndNoDefault = 0x0002
	sndMemory    = 0x0004
	sndNoStop    = 0x0010
)

var playSound = windows.NewLazySystemDLL("winmm.dll").NewProc("PlaySoundW")

// memory plays the click from memory.
type memory struct{ wave []byte }

func open() (Player, error) {
	if playSound.Find() != nil {
		return nil, errNone
	}
	return &memory{wave()}, nil
}

// Press implements Player.
func (m *memory) Press() {
	playSound.Call(uintptr(unsafe.Pointer(&m.wave[0])), 0, sndAsync|sndNoDefault|sndMemory|sndNoStop)
}

// Close implements Player.
func (m *memory) Close() error {
	playSound.Call(0, 0, 0)
	return nil
}
