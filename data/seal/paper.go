package seal

import (
	"strings"

	"matchbooth/data/typed"
)

// keyHead stands before the groups of every private key.
const keyHead = "AGE-SECRET-KEY-PQ-1"

// A private key is printed in groups of so many characters, so many of those a line, on so many lines.
const (
	KeyGroup = 4
	KeyRow   = 4
	KeyLines = 4
)

// bech32 is the alphabet of BIP 173, in which age writes keys. It has no 1, B, I and O, so those can be read as what they
// look like.
const bech32 = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"

// onPaper is a private key as it is printed: 32 bytes and a checksum of six characters.
var onPaper = typed.Form{
	Head:     strings.ReplaceAll(keyHead, "-", ""),
	Alphabet: bech32,
	Alike:    strings.NewReplacer("1", "L", "I", "L", "O", "0", "B", "8"),
	Size:     58, Group: KeyGroup, Row: KeyRow,
	Fits: func(chars string) bool { return polymod(chars) == 1 }, Thorough: true,
}

// polymod computes the checksum of BIP 173 over a key's head and characters: 1 if it fits.
func polymod(chars string) uint32 {
	sum := afterHead
	for i := range len(chars) {
		at := strings.IndexByte(bech32, chars[i])
		if at < 0 {
			return 0
		}
		sum = step(sum, uint32(at)) //nolint:gosec // G115: below 32
	}
	return sum
}

// afterHead is the checksum's state after the head, which is the same for all keys.
var afterHead = func() uint32 {
	sum, hrp := uint32(1), strings.ToLower(strings.TrimSuffix(keyHead, "1"))
	for _, c := range []byte(hrp) {
		sum = step(sum, uint32(c>>5))
	}
	sum = step(sum, 0)
	for _, c := range []byte(hrp) {
		sum = step(sum, uint32(c&31))
	}
	return sum
}()

// step takes one value of five bits into the checksum.
func step(sum, value uint32) uint32 {
	top := sum >> 25
	sum = sum&0x1ffffff<<5 ^ value
	for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
		if top>>i&1 == 1 {
			sum ^= g
		}
	}
	return sum
}

// SameOnPaper says whether a group that was typed is the one that is printed, look-alikes and case aside.
func SameOnPaper(typed, printed string) bool { return onPaper.Plain(typed) == onPaper.Plain(printed) }
