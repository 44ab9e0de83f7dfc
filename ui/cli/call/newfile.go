package call

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"matchbooth/data"
)

// NewFile is a file that will hold a secret. It is created before the secret: one that could not be written down must
// not come into being. Nothing is ever overwritten, and only the file's owner can read it.
type NewFile struct {
	path string
	f    *os.File
	kept bool
}

// Outside refuses an output in the data folder of a booth: people in plain text do not belong there, and a name that is
// free now may be one that the booth will need.
func (c *Call) Outside(path string) error {
	if data.InBooth(path) {
		return c.Fail(nil, "out.inbooth", "What", path)
	}
	return nil
}

// Claim creates the file, empty. key is the catalogue key of the sentence to use if that fails.
func (c *Call) Claim(path, key string) (*NewFile, error) {
	if err := c.Outside(path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if os.IsExist(err) {
		return nil, c.Fail(err, "out.exists", "What", path)
	}
	if err != nil {
		return nil, c.Fail(err, key, "Path", path)
	}
	return &NewFile{path: path, f: f}, nil
}

// Put writes the content, syncs it to the disk, and reads it back.
func (n *NewFile) Put(content []byte) error {
	_, err := n.f.Write(content)
	if err == nil {
		err = n.f.Sync()
	}
	if e := n.f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	back, err := os.ReadFile(n.path)
	if err != nil {
		return err
	}
	if !bytes.Equal(back, content) {
		return errors.New("the disk returned something else")
	}
	n.kept = true
	// Sync the name too. Best effort: some file systems cannot, and need not.
	if d, err := os.Open(filepath.Dir(n.path)); err == nil {
		_ = d.Sync()
		d.Close()
	}
	return nil
}

// Withdraw removes the file even if it was written: the secret in it never came to open anything.
func (n *NewFile) Withdraw() {
	if n != nil {
		n.kept = false
		n.Drop()
	}
}

// Drop removes the file unless it was written.
func (n *NewFile) Drop() {
	if n != nil && !n.kept {
		n.f.Close()
		os.Remove(n.path)
	}
}
