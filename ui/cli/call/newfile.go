package call

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"matchbooth/data"
)

// NewFile is a file that will hold a secret. It is claimed before there is one: a secret that could not be written down
// must not come into being. Nothing is ever overwritten, and only its owner reads it.
type NewFile struct {
	path string
	f    *os.File
	kept bool
}

// Outside refuses an output in the data folder of a booth: it is no place for people in plain text, and a name that is free
// there may be one that the booth will need.
func (c *Call) Outside(path string) error {
	if data.InBooth(path) {
		return c.Fail(nil, "out.inbooth", "What", path)
	}
	return nil
}

// Claim makes the file, empty.
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

// Put writes the content, on to the disk, and reads it back.
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
	// The name too; a file system that cannot do this has its own ways.
	if d, err := os.Open(filepath.Dir(n.path)); err == nil {
		_ = d.Sync()
		d.Close()
	}
	return nil
}

// Withdraw takes the file back although it was put: what stands in it came to open nothing.
func (n *NewFile) Withdraw() {
	if n != nil {
		n.kept = false
		n.Drop()
	}
}

// Drop removes the file unless it was put.
func (n *NewFile) Drop() {
	if n != nil && !n.kept {
		n.f.Close()
		os.Remove(n.path)
	}
}
