package entry

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"strings"
)

// codeAlphabet lacks 0, 1, I, L and O: a code read out or written down by hand must come back the same.
const codeAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// codeDigits is the number of characters before the check character.
const codeDigits = 8

// ReceiptCode is what a visitor takes home to find or erase the sign-up later without anybody opening it: eight
// characters and a check character, stored and exported without hyphens.
//
// It is derived from the person's id alone and says nothing about the person. 31 to the 8th is 8.5e11: among 10,000
// sign-ups two share a code with a probability of 6e-5, and a booth draws a new id if a code is taken.
type ReceiptCode string

// CodeOf computes the receipt code of a person: SHA-256("matchbooth-code-1" ‖ person) as a big-endian number, modulo
// 31^8, written as eight digits, and the check character.
func CodeOf(person string) ReceiptCode {
	sum := sha256.Sum256([]byte("matchbooth-code-1" + person))
	n := new(big.Int).SetBytes(sum[:])
	base := big.NewInt(int64(len(codeAlphabet)))
	n.Mod(n, new(big.Int).Exp(base, big.NewInt(codeDigits), nil))
	v := n.Uint64()
	var out [codeDigits + 1]byte
	for i := codeDigits - 1; i >= 0; i-- {
		out[i] = codeAlphabet[v%uint64(len(codeAlphabet))]
		v /= uint64(len(codeAlphabet))
	}
	out[codeDigits] = codeCheck(string(out[:codeDigits]))
	return ReceiptCode(out[:])
}

// codeCheck is Σ i·vᵢ mod 31 with i = 1…8 from the left. 31 is prime and greater than every weight, so each single
// wrong character and each swap of two different ones changes it.
func codeCheck(digits string) byte {
	sum := 0
	for i := range len(digits) {
		sum += (i + 1) * strings.IndexByte(codeAlphabet, digits[i])
	}
	return codeAlphabet[sum%len(codeAlphabet)]
}

// ParseReceiptCode parses what a person typed: case, spaces and hyphens do not matter. The error says what is wrong
// with its form; whether such a code exists is another question.
func ParseReceiptCode(s string) (ReceiptCode, error) {
	var b strings.Builder
	for _, r := range strings.ToUpper(s) {
		switch {
		case r == '-' || r == ' ' || r == '\t' || r == '\u00a0' || r == '\u3000' || r == '－' || r == '‐' || r == '–':
			continue
		case r >= '０' && r <= '９': // full-width, as Chinese input methods produce them
			r = r - '０' + '0'
		case r >= 'Ａ' && r <= 'Ｚ':
			r = r - 'Ａ' + 'A'
		}
		if r > 0x7f || strings.IndexByte(codeAlphabet, byte(r)) < 0 { //nolint:gosec // G115: only once r is ASCII
			return "", fmt.Errorf("a receipt code has no character %q: its letters and digits are %s", r, codeAlphabet)
		}
		if b.Len() > codeDigits {
			return "", fmt.Errorf("too long for a receipt code: it has %d characters", codeDigits+1)
		}
		b.WriteByte(byte(r)) //nolint:gosec // G115: a character of codeAlphabet by now
	}
	c := b.String()
	if len(c) != codeDigits+1 {
		return "", fmt.Errorf("%d characters: a receipt code has %d", len(c), codeDigits+1)
	}
	if codeCheck(c[:codeDigits]) != c[codeDigits] {
		return "", fmt.Errorf("the check character does not fit: look at the receipt code again")
	}
	return ReceiptCode(c), nil
}

// String returns the code as people read it: XXXX-XXXX-C.
func (c ReceiptCode) String() string {
	if len(c) != codeDigits+1 {
		return string(c)
	}
	return string(c[:4] + "-" + c[4:8] + "-" + c[8:])
}
