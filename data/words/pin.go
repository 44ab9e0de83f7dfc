package words

import (
	"crypto/rand"
	"math/big"
	"regexp"
	"strings"
	"time"
)

// A PIN of a live booth has at least PINLeast digits and at most PINMost.
const (
	PINLeast = 6
	PINMost  = 12
)

// PINFault says why a PIN is refused.
type PINFault string

// What can be wrong with a PIN.
const (
	PINForm    PINFault = "form"    // not digits, or too many of them
	PINShort   PINFault = "short"   // fewer than PINLeast
	PINFew     PINFault = "few"     // repeated digits, such as 000000, 112233, 521521
	PINRunning PINFault = "running" // a row of digits, such as 123456, or of keys of the pad
	PINDate    PINFault = "date"    // a day of the event
)

// Error names the fault.
func (f PINFault) Error() string { return "the PIN is easy to guess: " + string(f) }

// CheckPIN returns a [PINFault] for a PIN that somebody who stands before the pad would try, and nil for any other. days are
// those of the event.
//
// Few digits, rows and dates are what people choose and what is tried first (J. Bonneau, S. Preibusch, R. Anderson, "A
// birthday present every eleven wallets?", 2012). About one in twenty PINs of six random digits is refused too.
func CheckPIN(pin string, days ...time.Time) error {
	switch {
	case pin == "", strings.Trim(pin, "0123456789") != "", len(pin) > PINMost:
		return PINForm
	case len(pin) < PINLeast:
		return PINShort
	case len(differentDigits(pin)) < 4:
		return PINFew
	case repeats(pin):
		return PINFew
	case running(pin):
		return PINRunning
	}
	for _, day := range days {
		for _, form := range []string{"20060102", "060102", "02012006", "020106", "01022006", "010206", "200601"} {
			if pin == day.Format(form) {
				return PINDate
			}
		}
		// The day itself, with anything short before or after it.
		if short := day.Format("0102"); len(pin) <= len(short)+2 && (strings.HasPrefix(pin, short) || strings.HasSuffix(pin, short)) {
			return PINDate
		}
	}
	return nil
}

func differentDigits(pin string) map[rune]bool {
	seen := map[rune]bool{}
	for _, r := range pin {
		seen[r] = true
	}
	return seen
}

// repeats says whether a PIN is a shorter one, several times.
func repeats(pin string) bool {
	for n := 1; n <= len(pin)/2; n++ {
		if len(pin)%n == 0 && strings.Repeat(pin[:n], len(pin)/n) == pin {
			return true
		}
	}
	return false
}

// running says whether most of a PIN is one row: up or down by one, or along the columns of the pad.
func running(pin string) bool {
	for _, row := range []string{"01234567890123", "147258369", "159753", "258014"} {
		for _, dir := range []string{row, reversed(row)} {
			for n := len(pin); n >= len(pin)-1 && n >= PINLeast-1; n-- {
				for i := range len(pin) - n + 1 {
					if strings.Contains(dir, pin[i:i+n]) {
						return true
					}
				}
			}
		}
	}
	return false
}

func reversed(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// inARow is a digit three times in a row.
var inARow = regexp.MustCompile(`000|111|222|333|444|555|666|777|888|999`)

// PIN draws a PIN of six digits that is not refused, and that nobody takes for a bad one: it begins with no zero, which people
// drop, and no digit stands three times in a row.
func PIN(days ...time.Time) string {
	for {
		var pin strings.Builder
		for range PINLeast {
			n, err := rand.Int(rand.Reader, big.NewInt(10))
			if err != nil {
				panic(err) // crypto/rand never fails
			}
			pin.WriteByte(byte('0' + n.Int64())) //nolint:gosec // G115: a digit
		}
		drawn := pin.String()
		if drawn[0] != '0' && !inARow.MatchString(drawn) && CheckPIN(drawn, days...) == nil {
			return drawn
		}
	}
}
