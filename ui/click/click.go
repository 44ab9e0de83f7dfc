// Package click makes the short, quiet sound of a key, for booths that want one. It is off unless
// asked for: a hall full of ticking booths is no pleasure.
//
// There is no sound library behind it: the sound is 6 ms long, and it is played with what the
// system provides.
package click

import (
	"encoding/binary"
	"errors"
	"math"
)

// errNone means that this system has nothing to play the click with.
var errNone = errors.New("no player for sound was found")

// Player plays the click. All methods may be called from the interface's goroutine: none blocks.
type Player interface {
	Press()       // plays one click, unless one is still playing
	Close() error // stops the player
}

// Open finds a player; the error is errNone if there is none.
func Open() (Player, error) { return open() }

const rate = 44100 // samples per second

// sample returns the click: a decaying tone of 1.8 kHz, 6 ms, mono, signed 16-bit little-endian, at
// a tenth of full scale.
func sample() []byte {
	const length = rate * 6 / 1000
	out := make([]byte, 0, 2*length)
	for i := range length {
		t := float64(i) / rate
		v := math.Sin(2*math.Pi*1800*t) * math.Exp(-t*700) * 0.1
		out = binary.LittleEndian.AppendUint16(out, uint16(int16(v*math.MaxInt16)))
	}
	return out
}

// wave returns the click as a WAV file.
func wave() []byte {
	data := sample()
	w := append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(36+len(data)))...)
	w = append(w, "WAVEfmt "...)
	for _, v := range []any{uint32(16), uint16(1), uint16(1), uint32(rate), uint32(2 * rate), uint16(2), uint16(16)} {
		w, _ = binary.Append(w, binary.LittleEndian, v)
	}
	w = append(w, "data"...)
	w = binary.LittleEndian.AppendUint32(w, uint32(len(data)))
	return append(w, data...)
}
