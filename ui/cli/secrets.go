package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"matchbooth/data"
)

// maxSecret bounds a file of a secret: a larger one is the wrong file.
const maxSecret = 64 << 10

// secretFile reads a secret from a file and drops one trailing line end.
func (c *call) secretFile(path string) ([]byte, error) {
	b, err := c.smallFile(path)
	if err != nil {
		return nil, c.fail(err, "secret.unreadable", "Path", path)
	}
	b = bytes.TrimSuffix(b, []byte("\n"))
	b = bytes.TrimSuffix(b, []byte("\r"))
	switch {
	case len(b) == 0:
		return nil, c.fail(nil, "secret.empty", "Path", path)
	case len(b) > maxSecret:
		return nil, c.fail(nil, "secret.large", "Path", path)
	}
	return b, nil
}

// terminal is the descriptor of the terminal that somebody sits at.
func (c *call) terminal() (fd int, ok bool) {
	f, is := c.stdin.(*os.File)
	if !is || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	return int(f.Fd()), true
}

// ask asks for a secret at the terminal, without showing it.
func (c *call) ask(key string, args ...any) ([]byte, error) {
	fd, ok := c.terminal()
	if !ok {
		return nil, c.wrong("secret.noterminal")
	}
	fmt.Fprint(c.stderr, c.S("cli."+key, args...))
	b, err := c.readSecret(fd)
	if c.ctx.Err() != nil {
		return nil, c.ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("reading from the terminal: %w", err)
	}
	return b, nil
}

// askNew asks for a new secret, twice.
func (c *call) askNew(key string) ([]byte, error) {
	first, err := c.ask(key)
	if err != nil {
		return nil, err
	}
	return c.again(first)
}

// again asks for a new secret once more.
func (c *call) again(first []byte) ([]byte, error) {
	again, err := c.ask("secret.again")
	if err != nil {
		return nil, err
	}
	switch {
	case !bytes.Equal(first, again):
		return nil, c.fail(nil, "secret.differ")
	case len(first) == 0:
		return nil, c.fail(nil, "secret.none")
	}
	return first, nil
}

// progress shows a count on a terminal, in place; elsewhere it is nil.
func (c *call) progress(key string) func(done, total int) {
	f, is := c.stderr.(*os.File)
	if !is || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	shown := -1
	return func(done, total int) {
		percent := 100
		if total > 0 {
			percent = done * 100 / total
		}
		if percent == shown {
			return
		}
		shown = percent
		fmt.Fprintf(c.stderr, "\r\x1b[K%s %d/%d", c.S("cli."+key), done, total)
		if done >= total {
			fmt.Fprint(c.stderr, "\r\x1b[K")
			shown = -1
		}
	}
}

// smallFile reads a file of a key: one of endless or absurd size is the wrong one, and is not read to its end. It may be
// a pipe, as a program that knows the secret gives it.
func (c *call) smallFile(path string) ([]byte, error) {
	return unlessEnded(c.ctx, func() ([]byte, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, 2*maxSecret))
	})
}

// identityFile reads a private key, as smallFile does.
func (c *call) identityFile(path string) (data.Opener, error) {
	return unlessEnded(c.ctx, func() (data.Opener, error) { return data.OpenIdentityFile(path) })
}

// unlessEnded waits for what may wait for ever, such as for somebody to write into a pipe; not longer than until the
// program is told to end.
func unlessEnded[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type result struct {
		got T
		err error
	}
	done := make(chan result, 1)
	go func() {
		got, err := do()
		done <- result{got, err}
	}()
	select {
	case r := <-done:
		return r.got, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
