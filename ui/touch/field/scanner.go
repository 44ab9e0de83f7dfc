package field

import (
	"fmt"
	"io"
	"time"

	"fyne.io/fyne/v2"
)

// Scanner tells what a scanner types from what a finger does: USB scanners are keyboards that type a character every few
// milliseconds and Enter at the end.
type Scanner struct {
	typed []rune
	last  time.Time
}

// What is typed by a scanner: characters no further apart than scanPace, and at least scanLeast of them. The quickest
// typists need 60 ms from key to key for a burst of a few, and scanners that are set to be slow for old terminals 30.
const (
	scanPace  = 50 * time.Millisecond
	scanLeast = 4
)

// Key takes a key at a time. It returns the text and done at its end; a text that is not done is being typed, and its keys
// mean nothing else.
func (s *Scanner) Key(name fyne.KeyName, r rune, at time.Time) (text string, done bool) {
	if r == 0 && name != fyne.KeyReturn && name != fyne.KeyEnter {
		return "", false
	}
	if at.Sub(s.last) > scanPace {
		s.typed = s.typed[:0]
	}
	s.last = at
	if r == 0 {
		text = string(s.typed)
		clear(s.typed)
		s.typed = s.typed[:0]
		return text, len([]rune(text)) >= scanLeast
	}
	s.typed = append(s.typed, r)
	if r == ' ' && len(s.typed) == 1 {
		return "", false
	}
	return string(s.typed), false
}

// Format prints [redacted].
func (Scanner) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }
