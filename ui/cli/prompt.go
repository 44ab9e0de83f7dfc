package cli

import (
	"bufio"
	"context"
	"fmt"

	"golang.org/x/term"
)

// A question waits for an answer or for Ctrl-C, which this program hears itself (see [Main]): a read from the terminal alone
// would go on waiting. Whoever asked ends then, and so does the read, with the process.

// answered gives what read gives, unless Ctrl-C comes first.
func answered[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type answer struct {
		got T
		err error
	}
	done := make(chan answer, 1)
	go func() {
		got, err := read()
		done <- answer{got, err}
	}()
	select {
	case a := <-done:
		return a.got, a.err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

// readSecret reads a line from the terminal without showing it. The terminal shows again what is typed, however it ends.
func (c *call) readSecret(fd int) ([]byte, error) {
	before, err := term.GetState(fd)
	if err != nil {
		return nil, err
	}
	b, err := answered(c.ctx, func() ([]byte, error) { return term.ReadPassword(fd) })
	if c.ctx.Err() != nil {
		_ = term.Restore(fd, before)
	}
	fmt.Fprintln(c.stderr)
	return b, err
}

// readLine reads the answer to a question; after Ctrl-C there is none.
func (c *call) readLine() string {
	line, _ := answered(c.ctx, func() (string, error) { return bufio.NewReader(c.stdin).ReadString('\n') })
	if c.ctx.Err() != nil {
		fmt.Fprintln(c.stderr)
		return ""
	}
	return line // also one without an end
}
