// Package packs is the versions of the event pack that a data folder has, each a zip file named for the pack's digest. A
// file is written whole and never changed, so which of them counts is decided by the desk's statements alone: one that
// none of them names was left by a change that was interrupted, and means nothing.
package packs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/trust"
	"matchbooth/data/outside"
)

// The limits of a pack's file, in bytes, and of how many are taken from one folder or backup.
const (
	MaxZip  = folder.PackBytes + 1<<20
	maxMore = 64
)

const ext = ".zip"

// Name returns the path of a pack's file within a data folder or backup, with a slash.
func Name(digest string) string { return path.Join(folder.Packs, digest+ext) }

// Path returns where a pack's file is in the data folder dir.
func Path(dir, digest string) string { return filepath.Join(dir, folder.Packs, digest+ext) }

// IsName says whether a path within a data folder or backup is that of a pack's file.
func IsName(name string) bool {
	base, ok := strings.CutPrefix(name, folder.Packs+"/")
	return ok && isFile(base)
}

func isFile(base string) bool {
	digest, ok := strings.CutSuffix(base, ext)
	return ok && trust.IsDigest(digest)
}

// List returns the digests of the packs in a data folder, in order.
func List(dir string) (digests []string, err error) {
	list, err := os.ReadDir(filepath.Join(dir, folder.Packs))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		if isFile(e.Name()) && e.Type().IsRegular() {
			digests = append(digests, strings.TrimSuffix(e.Name(), ext))
		}
	}
	return digests, nil
}

// Has says whether a data folder has a pack's file. Whether it is as it was written, whoever loads it finds out.
func Has(dir, digest string) bool {
	info, err := os.Lstat(Path(dir, digest))
	return err == nil && info.Mode().IsRegular()
}

// Save writes a pack's file so that it is either absent or complete and durable. One that is there already with the same
// content stays.
func Save(dir, digest string, content []byte) error {
	if !trust.IsDigest(digest) {
		return fmt.Errorf("keeping the event pack: %q is no digest", digest)
	}
	if have, err := folder.Read(Path(dir, digest), MaxZip); err == nil && bytes.Equal(have, content) {
		return nil
	}
	if err := folder.Make(filepath.Join(dir, folder.Packs)); err != nil {
		return fmt.Errorf("keeping the event pack: %w", folder.Explain(err))
	}
	if err := folder.WriteFile(filepath.Join(dir, folder.Packs), digest+ext, content); err != nil {
		return fmt.Errorf("keeping the event pack: %w", err)
	}
	return nil
}

// Sweep removes what interrupted changes have left: everything but the files of the packs named.
func Sweep(dir string, named map[string]string) {
	list, err := os.ReadDir(filepath.Join(dir, folder.Packs))
	if err != nil {
		return
	}
	for _, e := range list {
		if digest, ok := strings.CutSuffix(e.Name(), ext); ok && named[digest] != "" {
			continue
		}
		if isFile(strings.TrimSuffix(e.Name(), ".new")) {
			_ = os.Remove(filepath.Join(dir, folder.Packs, e.Name())) // what stays is ignored
		}
	}
}

// CopyOut copies the packs that a folder from outside has, and ours lacks, into a work folder, to be looked at once it is
// known which of them the desk has named. What is too large, or no file, is left there.
func CopyOut(ctx context.Context, from *outside.Folder, ours, to string) error {
	in, err := from.Sub(folder.Packs)
	if err != nil {
		return nil //nolint:nilerr // there is none, or nothing of a booth's
	}
	defer in.Close()
	names, err := in.Names(10 * maxMore)
	if err != nil {
		return nil //nolint:nilerr // nor is that
	}
	n := 0
	for _, name := range names {
		digest := strings.TrimSuffix(name, ext)
		if !isFile(name) || Has(ours, digest) {
			continue
		}
		if n++; n > maxMore {
			break
		}
		if err := os.MkdirAll(filepath.Join(to, folder.Packs), 0o700); err != nil {
			return err
		}
		if err := folder.CopyOut(ctx, in, name, Path(to, digest), MaxZip); err != nil {
			_ = os.Remove(Path(to, digest))
		}
	}
	return ctx.Err()
}

// Unpack copies a pack out of a backup into a work folder, as [CopyOut] does. One that is damaged is left out.
func Unpack(ctx context.Context, open func() (io.ReadCloser, error), name, ours, to string) error {
	digest := strings.TrimSuffix(path.Base(name), ext)
	if have, err := List(to); err != nil || len(have) >= maxMore || Has(ours, digest) || Has(to, digest) {
		return err
	}
	if err := os.MkdirAll(filepath.Join(to, folder.Packs), 0o700); err != nil {
		return err
	}
	in, err := open()
	if err != nil {
		return nil //nolint:nilerr // a merge takes the rest
	}
	defer in.Close()
	limited := &io.LimitedReader{R: in, N: MaxZip + 1}
	if err := folder.WriteAll(ctx, limited, Path(to, digest)); err != nil || limited.N <= 0 {
		_ = os.Remove(Path(to, digest))
	}
	return ctx.Err()
}

// Take moves the packs that the desk has named from a work folder into a data folder, each if it is the file that the
// desk meant. It returns how many came.
func Take(from, dir string, named map[string]string) (n int, err error) {
	for digest, sum := range named {
		if Has(dir, digest) {
			continue
		}
		content, err := folder.Read(Path(from, digest), MaxZip)
		if err != nil {
			continue
		}
		if got := sha256.Sum256(content); hex.EncodeToString(got[:]) != sum {
			continue
		}
		if err := Save(dir, digest, content); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
