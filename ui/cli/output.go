package cli

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// stayWithoutReader makes writing to a pipe that nobody reads any more an error. Without it the system ends the program
// there: a booth set up halfway, a passphrase changed to one that nobody saw. Notify, not Ignore, which programs that
// are started from here would inherit.
func stayWithoutReader() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }

// output is stdout. It remembers that something did not get through: a full disk behind it or a pipe that broke must not
// end as "done" for a script that reads it, nor for somebody who was to be shown a secret this once.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil && o.err == nil {
		o.err = err
	}
	return n, err
}

// show prints a secret that is shown once and never again: where stdout does not take it, stderr gets it. Better seen there
// than lost.
func (c *call) show(key string, args ...any) {
	text := c.S("cli."+key, args...)
	if _, err := fmt.Fprintln(c.stdout, text); err != nil {
		fmt.Fprintln(c.stderr, text)
	}
}
