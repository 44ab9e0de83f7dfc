package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"matchbooth/data"
)

// newFile is a file that will hold a secret. It is claimed before there is one: a secret that could not be written down
// must not come into being. Nothing is ever overwritten, and only its owner reads it.
type newFile struct {
	path string
	f    *os.File
	kept bool
}

// outside refuses an output in the data folder of a booth: it is no place for people in plain text, and a name that is free
// there may be one that the booth will need.
func (c *call) outside(path string) error {
	if data.InBooth(path) {
		return c.fail(nil, "out.inbooth", "What", path)
	}
	return nil
}

// claim makes the file, empty.
func (c *call) claim(path, key string) (*newFile, error) {
	if err := c.outside(path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if os.IsExist(err) {
		return nil, c.fail(err, "out.exists", "What", path)
	}
	if err != nil {
		return nil, c.fail(err, key, "Path", path)
	}
	return &newFile{path: path, f: f}, nil
}

// put writes the content, on to the disk, and reads it back.
func (n *newFile) put(content []byte) error {
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

// withdraw takes the file back although it was put: what stands in it came to open nothing.
func (n *newFile) withdraw() {
	if n != nil {
		n.kept = false
		n.drop()
	}
}

// drop removes the file unless it was put.
func (n *newFile) drop() {
	if n != nil && !n.kept {
		n.f.Close()
		os.Remove(n.path)
	}
}
