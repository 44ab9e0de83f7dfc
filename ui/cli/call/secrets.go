package call

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"matchbooth/data"
	"matchbooth/data/seal"
)

// maxSecret is the largest file of a secret, in bytes: a larger one is the wrong file.
const maxSecret = 64 << 10

// SecretFile reads a secret from a file and drops one trailing line end.
func (c *Call) SecretFile(path string) ([]byte, error) {
	b, err := c.SmallFile(path)
	if err != nil {
		return nil, c.Fail(err, "secret.unreadable", "Path", path)
	}
	b = bytes.TrimSuffix(b, []byte("\n"))
	b = bytes.TrimSuffix(b, []byte("\r"))
	switch {
	case len(b) == 0:
		return nil, c.Fail(nil, "secret.empty", "Path", path)
	case len(b) > maxSecret:
		return nil, c.Fail(nil, "secret.large", "Path", path)
	}
	return b, nil
}

// Terminal returns the descriptor of the terminal on stdin; ok is false if there is none.
func (c *Call) Terminal() (fd int, ok bool) {
	f, is := c.Stdin.(*os.File)
	if !is || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	return int(f.Fd()), true
}

// Ask asks for a secret at the terminal, without echoing it.
func (c *Call) Ask(key string, args ...any) ([]byte, error) {
	fd, ok := c.Terminal()
	if !ok {
		return nil, c.Wrong("secret.noterminal")
	}
	fmt.Fprint(c.Stderr, c.S("cli."+key, args...))
	b, err := c.readSecret(fd)
	if c.Ctx.Err() != nil {
		return nil, c.Ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("reading from the terminal: %w", err)
	}
	return b, nil
}

// Again asks for a new secret a second time, and fails if it differs or is empty.
func (c *Call) Again(first []byte) ([]byte, error) {
	again, err := c.Ask("secret.again")
	if err != nil {
		return nil, err
	}
	switch {
	case !bytes.Equal(first, again):
		return nil, c.Fail(nil, "secret.differ")
	case len(first) == 0:
		return nil, c.Fail(nil, "secret.none")
	}
	return first, nil
}

// Progress returns a function that shows a count in place on the terminal; nil if stderr is no terminal.
func (c *Call) Progress(key string) func(done, total int) {
	f, is := c.Stderr.(*os.File)
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
		fmt.Fprintf(c.Stderr, "\r\x1b[K%s %d/%d", c.S("cli."+key), done, total)
		if done >= total {
			fmt.Fprint(c.Stderr, "\r\x1b[K")
			shown = -1
		}
	}
}

// SmallFile reads a file with a key: an endless or absurdly large one is the wrong file, and is not read to its end. It
// may be a pipe, from a program that knows the secret.
func (c *Call) SmallFile(path string) ([]byte, error) {
	return UnlessEnded(c.Ctx, func() ([]byte, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, 2*maxSecret))
	})
}

// IdentityFile reads a private key; like SmallFile, it stops waiting when the program is told to end.
func (c *Call) IdentityFile(path string) (data.Opener, error) {
	return UnlessEnded(c.Ctx, func() (data.Opener, error) { return data.OpenIdentityFile(path) })
}

// UnlessEnded runs do, which may block forever, as when nobody writes into a pipe, and returns early if the program is
// told to end.
func UnlessEnded[T any](ctx context.Context, do func() (T, error)) (T, error) {
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

// Opener opens the private key: the one in an identity file, else the event's own with the passphrase from a file or the
// terminal: the copy of event-key.age at eventKey, or the one in the folder if that is "".
func (c *Call) Opener(s *data.Store, passphraseFile, eventKey, identity string) (data.Opener, error) {
	if identity != "" {
		key, err := c.IdentityFile(identity)
		if err != nil {
			return nil, c.BadKey(err, identity)
		}
		return key, nil
	}
	if eventKey == "" && !s.HasEventKey() { // before anybody types a passphrase for nothing
		return nil, data.ErrNoKey
	}
	passphrase, err := c.passphrase(passphraseFile)
	if err != nil {
		return nil, err
	}
	if eventKey == "" {
		return c.unlock(s, passphrase)
	}
	key, err := s.UnlockFile(eventKey, passphrase)
	if errors.Is(err, seal.ErrNotForKey) {
		return nil, c.Fail(err, "eventkey.other", "Path", eventKey)
	}
	return key, err
}

// passphrase reads the passphrase from a file, or asks for it.
func (c *Call) passphrase(file string) ([]byte, error) {
	if file != "" {
		return c.SecretFile(file)
	}
	return c.Ask("secret.passphrase")
}

// unlock opens the booth's own key, and says so if that has signed an older, unsigned key set.
func (c *Call) unlock(s *data.Store, passphrase []byte) (data.Opener, error) {
	before, err := s.KeySet(c.Ctx)
	if err != nil {
		return nil, err
	}
	key, err := s.Unlock(passphrase)
	if err != nil {
		return nil, err
	}
	after, err := s.KeySet(c.Ctx)
	switch {
	case err != nil:
		return key, nil
	case after.Fault != "":
		c.WarnSet(after)
	case after.Signed && !before.Signed:
		c.Note("keys.signed", "Set", strings.TrimSpace(c.SetLine(after)))
	}
	return key, nil
}
