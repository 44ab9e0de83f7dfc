package call

import (
	"bytes"
	"fmt"
	"time"

	"matchbooth/data/words"
	"matchbooth/ui/work/setup"
)

// NewPIN returns a new PIN that is hard to guess: from a file, or asked for until there is one. At a terminal Enter draws
// one, and after a weak one takes the better one that is offered. drawn says that the person has not typed it, and must be
// shown it once it is in effect.
func (c *Call) NewPIN(path string, days []time.Time) (pin string, drawn bool, err error) {
	if path != "" {
		b, err := c.SecretFile(path)
		if err != nil {
			return "", false, err
		}
		if err := words.CheckPIN(string(b), days...); err != nil {
			return "", false, c.refusedPIN(err, days)
		}
		return string(b), false, nil
	}
	offered := words.PIN(days...)
	typed, err := c.Ask("pin.offer")
	for {
		switch {
		case err != nil:
			return "", false, err
		case len(typed) == 0:
			return offered, true, nil
		}
		weak := words.CheckPIN(string(typed), days...)
		if weak == nil {
			break
		}
		typed, err = c.Ask("pin.weak", "Why", setup.PINRefused(c.Printer, weak), "PIN", offered)
	}
	again, err := c.Ask("secret.again")
	if err == nil && !bytes.Equal(typed, again) {
		err = c.Fail(nil, "secret.differ")
	}
	return string(typed), false, err
}

func (c *Call) refusedPIN(err error, days []time.Time) error {
	return c.Fail(err, "pin.refused", "Why", setup.PINRefused(c.Printer, err), "PIN", words.PIN(days...))
}

// ShowPIN shows a PIN that was drawn.
func (c *Call) ShowPIN(pin string) { c.Show("pin.drawn", "PIN", setup.InThrees(pin)) }

// offerPhrase says why a passphrase is refused and offers a better one; "" to take it, or what is typed instead.
func (c *Call) offerPhrase(better string) ([]byte, error) {
	fmt.Fprintln(c.Stderr, c.S("cli.setup.weakoffer", "Phrase", better))
	return c.Ask("setup.weakask")
}
