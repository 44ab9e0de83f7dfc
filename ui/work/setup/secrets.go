package setup

import (
	"errors"
	"fmt"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/words"
	"matchbooth/kiosk/event"
)

// Days returns the days of an event as far as its pack names them: none of them is a PIN.
func Days(p *event.Pack) (out []time.Time) {
	if p == nil {
		return nil
	}
	for _, d := range []event.Date{p.Starts, p.Ends} {
		if t, ok := d.Time(); ok {
			out = append(out, t)
		}
	}
	if len(out) == 2 {
		for d := out[0].AddDate(0, 0, 1); d.Before(out[1]) && len(out) < 62; d = d.AddDate(0, 0, 1) {
			out = append(out, d)
		}
	}
	return out
}

// PINRefused says why a PIN is refused, and "" for a good one or an error that is about something else.
func PINRefused(say text.Printer, err error) string {
	var f words.PINFault
	switch {
	case errors.As(err, &f):
		return say.S("pin.fault."+string(f), "Least", words.PINLeast, "Most", words.PINMost)
	case errors.Is(err, data.ErrPracticePIN):
		return say.S("pin.practice")
	}
	return ""
}

// InThrees writes a PIN so that it can be read out: 482 913.
func InThrees(pin string) string {
	out := ""
	for i, r := range pin {
		if i > 0 && i%3 == 0 {
			out += " "
		}
		out += string(r)
	}
	return out
}

// Phrase is a passphrase that was drawn, with its bits.
type Phrase struct {
	Text string
	Bits int
}

// Format prints [redacted].
func (Phrase) Format(f fmt.State, _ rune) { fmt.Fprint(f, "[redacted]") }

// DrawPhrase draws a passphrase in a language.
func DrawPhrase(lang string) Phrase {
	phrase, bits := words.Passphrase(lang)
	return Phrase{phrase, int(bits)}
}
