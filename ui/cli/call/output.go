package call

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// StayWithoutReader makes writing to a pipe that nobody reads any more an error. Without it SIGPIPE ends the program
// there: a booth set up halfway, a passphrase changed to one that nobody saw. It uses Notify, not Ignore, which child
// processes would inherit.
func StayWithoutReader() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }

// Output is stdout. It remembers the first write error: a full disk behind it or a broken pipe must not end as "done"
// for a script that reads it, nor for a person who was to be shown a secret this once.
type Output struct {
	W   io.Writer
	Err error
}

// Write writes to W, and keeps the first error in Err.
func (o *Output) Write(p []byte) (int, error) {
	n, err := o.W.Write(p)
	if err != nil && o.Err == nil {
		o.Err = err
	}
	return n, err
}

// Show prints a secret that is shown once and never again. If stdout fails it goes to stderr: better seen there than
// lost.
func (c *Call) Show(key string, args ...any) {
	text := c.S("cli."+key, args...)
	if _, err := fmt.Fprintln(c.Stdout, text); err != nil {
		fmt.Fprintln(c.Stderr, text)
	}
}

// Print writes a line of the catalogue to stdout.
func (c *Call) Print(key string, args ...any) {
	fmt.Fprintln(c.Stdout, c.S("cli."+key, args...))
}
