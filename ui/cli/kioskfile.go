package cli

import (
	"errors"
	"slices"

	"github.com/alecthomas/kong"

	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/kioskfile"
)

// withKioskFile returns the arguments of `run --kiosk` with the words of the account's kiosk file before its own, so that
// its own have the last word.
func (c *Call) withKioskFile(args []string) (_ []string, path string, err error) {
	path = kioskfile.Path()
	words, err := kioskfile.Read(path)
	switch {
	case errors.Is(err, kioskfile.ErrUnused):
		// Not without it: that might open a practice booth for real people.
		return nil, path, c.Wrong("kioskfile.unused", "Path", path)
	case err != nil:
		return nil, path, c.Fail(err, "kioskfile.unread", "Path", path, "What", call.Innermost(err))
	case len(words) == 0:
		return args, path, nil
	}
	for i := 0; i < len(args); i++ {
		if args[i] == "--by" {
			i++ // its value is no command
		} else if args[i] == "run" {
			return slices.Concat(args[:i+1], words, args[i+1:]), path, nil
		}
	}
	return slices.Concat([]string{"run"}, words, args), path, nil
}

// wronglySaid turns an error of kong into a sentence. path is the kiosk file that the arguments come from, or "".
func (c *Call) wronglySaid(err error, path string) error {
	var pe *kong.ParseError
	if !errors.As(err, &pe) {
		return err
	}
	what := c.misused(err.Error())
	if path != "" {
		return call.Misuse{Say: c.S("cli.kioskfile.wrong", "Path", path, "What", what), Cause: err}
	}
	return call.Misuse{Say: c.S("cli.misuse", "What", what), Cause: err}
}
