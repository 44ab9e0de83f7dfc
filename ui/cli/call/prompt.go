package call

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"golang.org/x/term"
)

// A question waits for an answer or for Ctrl-C, which this program handles itself (see cli.Main): a read from the
// terminal alone would go on waiting. The caller returns then, and the abandoned read ends with the process.

// answered returns what read returns, unless Ctrl-C comes first.
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

// readSecret reads a line from the terminal without echoing it. However it ends, the terminal's echo is restored.
func (c *Call) readSecret(fd int) ([]byte, error) {
	before, err := term.GetState(fd)
	if err != nil {
		return nil, err
	}
	b, err := answered(c.Ctx, func() ([]byte, error) { return term.ReadPassword(fd) })
	if c.Ctx.Err() != nil {
		_ = term.Restore(fd, before)
	}
	fmt.Fprintln(c.Stderr)
	return b, err
}

// ReadLine reads the answer to a question; after Ctrl-C it is "".
func (c *Call) ReadLine() string {
	line, _ := answered(c.Ctx, func() (string, error) { return bufio.NewReader(c.Stdin).ReadString('\n') })
	if c.Ctx.Err() != nil {
		fmt.Fprintln(c.Stderr)
		return ""
	}
	return line // even without a line end
}

// Line reads the answer to a question, which must be on the screen already, without blanks around it. After Ctrl-C, and where
// the input ends instead of an answer, it returns an error: a list of questions must not answer itself with nothing.
func (c *Call) Line() (string, error) {
	line, err := answered(c.Ctx, func() (string, error) { return bufio.NewReader(c.Stdin).ReadString('\n') })
	if c.Ctx.Err() != nil {
		fmt.Fprintln(c.Stderr)
		return "", context.Canceled
	}
	if err != nil && line == "" {
		fmt.Fprintln(c.Stderr)
		return "", context.Canceled
	}
	return strings.TrimSpace(line), nil
}

// Confirm asks a question at the terminal, which only "yes" or "是" answers; without a terminal the answer is no.
func (c *Call) Confirm(key string, args ...any) bool {
	if _, ok := c.Terminal(); !ok {
		return false
	}
	fmt.Fprint(c.Stderr, c.S("cli."+key, args...)+" ")
	return Yes(c.ReadLine())
}

// Yes says whether an answer means yes.
func Yes(answer string) bool {
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes", "是", "shi":
		return true
	}
	return false
}
