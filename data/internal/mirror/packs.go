package mirror

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"matchbooth/data/disk"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/packs"
	"matchbooth/data/internal/trust"
)

// The versions of the event pack that the desk has named lie on the stick too, as files named for their digest, so that
// several booths of an event share them: whoever rescues the sign-ups from there has the texts that people agreed to. They
// come last, only whole, are never changed, and hold nobody's data, so an erasure does not concern them.

const (
	packPrefix = "pack-"
	packExt    = ".zip"
)

// PackName returns the name of a pack's file beside a second copy.
func PackName(digest string) string { return packPrefix + digest + packExt }

// PackOf returns the digest in the name of a pack's file; "" for another file.
func PackOf(name string) string {
	digest, ok := strings.CutSuffix(strings.TrimPrefix(name, packPrefix), packExt)
	if !ok || name != PackName(digest) || !trust.IsDigest(digest) {
		return ""
	}
	return digest
}

// PackRoom is how much room packs leave on a stick for the lines of sign-ups, in bytes. A variable for tests.
var PackRoom uint64 = 16 << 20

// writePacks writes the packs that the stick lacks, the newest first.
func (m *Mirror) writePacks() error {
	m.mu.Lock()
	t := m.trust
	m.mu.Unlock()
	if t == nil {
		return nil
	}
	sums := t.PackFiles()
	for _, c := range slices.Backward(t.Packs) {
		for _, digest := range []string{c.Digest, c.Prev} {
			if err := m.writePack(digest, sums[digest]); err != nil {
				return err
			}
		}
	}
	return nil
}

// writePack writes a pack whose file has this SHA-256. One that is not in the folder, or is damaged there, is left out: the
// stick may have it.
func (m *Mirror) writePack(digest, sum string) error {
	name := PackName(digest)
	if sum == "" || !packs.Has(m.data, digest) || m.asIs(name, sum) {
		return nil
	}
	if err := m.step("mirror read"); err != nil {
		return err
	}
	same, err := m.packIs(name, sum)
	if err != nil {
		return err
	}
	if !same {
		content, err := folder.Read(packs.Path(m.data, digest), packs.MaxZip)
		if err != nil || sumOf(content) != sum {
			return nil //nolint:nilerr // verify and the next start say so
		}
		if free, ok := disk.Free(m.Dir); ok && free < uint64(len(content))+PackRoom {
			return &fs.PathError{Op: "write", Path: name, Err: syscall.ENOSPC}
		}
		if err := m.replace(name, func(f *os.File) error {
			for piece := range slices.Chunk(content, Piece) {
				if err := m.step("mirror write"); err != nil {
					return err
				}
				if _, err := f.Write(piece); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		if same, err = m.packIs(name, sum); err != nil {
			return err
		} else if !same {
			return fmt.Errorf("reading %s back: the disk returned something else", name)
		}
	}
	info, err := m.at.Stat(name)
	if err != nil {
		return err
	}
	if m.sides == nil {
		m.sides = map[string]side{}
	}
	m.sides[name] = side{sum, info}
	return nil
}

// packIs says whether a file on the stick has this SHA-256. What is no file, or too large to be a pack, has not.
func (m *Mirror) packIs(name, sum string) (bool, error) {
	f, err := m.at.Open(name, packs.MaxZip)
	if errors.Is(err, fs.ErrNotExist) || faultOf(err) == Foreign {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	disk.DropCache(f)
	h := sha256.New()
	if _, err := io.CopyBuffer(h, io.NewSectionReader(steady{m, f}, 0, packs.MaxZip+1), make([]byte, Piece)); err != nil {
		return false, err
	}
	return hex.EncodeToString(h.Sum(nil)) == sum, nil
}

func sumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
