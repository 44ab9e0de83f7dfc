package call

import (
	"errors"
	"fmt"
	"strings"

	"matchbooth/data/seal"
	"matchbooth/data/share"
	"matchbooth/data/typed"
	"matchbooth/ui/work/recovery"
)

// BadKey returns the error for a file that should hold a private key: the slip in it, if it was mistyped.
func (c *Call) BadKey(err error, path string) error {
	var slip *typed.Slip
	if errors.As(err, &slip) {
		return c.Fail(err, "recovery.slip", "Path", path, "What", recovery.Explain(c.Printer, err, ""))
	}
	return c.Fail(err, "identity", "Path", path)
}

// BadShare is [Call.BadKey] for a file that should hold a share.
func (c *Call) BadShare(err error, path string) error {
	var slip *typed.Slip
	if errors.As(err, &slip) {
		return c.Fail(err, "recovery.slip", "Path", path, "What", recovery.Explain(c.Printer, err, ""))
	}
	return c.Fail(err, "combine.damaged", "Path", path)
}

// RecoveryKey returns the recovery key: from a file, from the files of its shares, or typed at the terminal as it is
// printed.
func (c *Call) RecoveryKey(path string, shares []string) (*seal.Identity, error) {
	switch {
	case path != "" && len(shares) > 0:
		return nil, c.Wrong("recovery.both")
	case path != "":
		raw, err := c.SmallFile(path)
		if err != nil {
			return nil, c.Fail(err, "identity", "Path", path)
		}
		id, err := recovery.Key(string(raw))
		if err != nil {
			return nil, c.BadKey(err, path)
		}
		return id, nil
	case len(shares) > 0:
		return c.fromShares(shares)
	}
	if _, ok := c.Terminal(); !ok {
		return nil, c.Wrong("recovery.how")
	}
	return c.typeRecoveryKey()
}

// fromShares combines the shares in files.
func (c *Call) fromShares(paths []string) (*seal.Identity, error) {
	var texts []string
	for _, path := range paths {
		raw, err := c.SmallFile(path)
		if err != nil {
			return nil, c.Fail(err, "secret.unreadable", "Path", path)
		}
		if _, err := share.Read(string(raw)); err != nil {
			return nil, c.BadShare(err, path)
		}
		texts = append(texts, string(raw))
	}
	id, err := recovery.Shares(texts...)
	var more recovery.More
	if errors.As(err, &more) {
		return nil, c.Fail(err, "combine.few")
	}
	return id, err
}

// typeRecoveryKey asks for the key or its shares line by line, as they are printed. A line with a slip is asked for again.
// What was typed is cleared from the screen in the end.
func (c *Call) typeRecoveryKey() (*seal.Identity, error) {
	fmt.Fprint(c.Stderr, c.S("cli.recovery.what"))
	answer, err := c.Line()
	if err != nil {
		return nil, err
	}
	shares := strings.HasPrefix(answer, "2")
	fmt.Fprintln(c.Stderr, c.S("cli.recovery.type"))
	defer fmt.Fprint(c.Stderr, "\x1b[H\x1b[2J\x1b[3J") // the screen, and what has scrolled out of it
	if !shares {
		var id *seal.Identity
		err := c.typePage(seal.KeyLines, func(text string) (err error) {
			id, err = recovery.Key(text)
			return err
		})
		return id, err
	}
	var texts []string
	for {
		fmt.Fprintln(c.Stderr, c.S("cli.recovery.share", "N", len(texts)+1))
		err := c.typePage(share.Lines, func(text string) error {
			_, err := share.Read(text)
			if err == nil {
				texts = append(texts, text)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		id, err := recovery.Shares(texts...)
		if err == nil {
			return id, nil
		}
		var more recovery.More
		if !errors.As(err, &more) {
			texts = texts[:len(texts)-1]
		}
		fmt.Fprintln(c.Stderr, recovery.Explain(c.Printer, err, ""))
	}
}

// typePage asks for the lines of a page until read takes them. Who types more into the first line, such as a code that was
// scanned, is not asked for the others.
func (c *Call) typePage(lines int, read func(text string) error) error {
	typedLines := make([]string, lines)
	ask := func(key string, i int) (err error) {
		fmt.Fprint(c.Stderr, c.S("cli."+key, "N", i+1))
		typedLines[i], err = c.Line()
		return err
	}
	all := true
	for {
		for i := 0; all && i < lines; i++ {
			if err := ask("recovery.line", i); err != nil {
				return err
			}
			if i == 0 && read(typedLines[0]) == nil {
				return nil
			}
		}
		err := read(strings.Join(typedLines, "\n"))
		if err == nil {
			return nil
		}
		said := recovery.Explain(c.Printer, err, "")
		if said == "" {
			return err
		}
		fmt.Fprintln(c.Stderr, said)
		var slip *typed.Slip
		again := []int{}
		if errors.As(err, &slip) {
			again = append(again, slip.Lines...)
			for _, g := range slip.Groups {
				if l := slip.Line(g); len(again) == 0 || again[len(again)-1] != l {
					again = append(again, l)
				}
			}
		}
		all = len(again) == 0
		for _, l := range again {
			if err := ask("recovery.lineagain", min(l, lines)-1); err != nil {
				return err
			}
		}
	}
}
