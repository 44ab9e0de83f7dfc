package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/kiosk/event"
)

// The copy of a booth's event pack beside its store: a folder, or a zip file.
const (
	packDir = "pack"
	packZip = "pack.zip"
)

// metaPack is the digest of the pack that the booth was made for, kept in the store.
// A booth without it runs the built-in event.
const metaPack = "pack_digest"

// loadPack loads a pack and refuses one with faults; "" is the built-in one.
func (c *call) loadPack(path string) (*event.Pack, error) {
	if path == "" {
		p, faults, err := event.LoadFS(assets.Event())
		if err == nil && len(faults) > 0 {
			err = fmt.Errorf("the built-in event: %s", faults[0])
		}
		return p, err
	}
	p, faults, err := event.Load(path)
	if err != nil {
		return nil, c.fail(err, "pack.unreadable", "Path", path)
	}
	if len(faults) > 0 {
		return nil, c.fail(nil, "pack.bad", "Path", path, "First", faults[0].String(), "N", len(faults))
	}
	return p, nil
}

// boothPack is the event pack of an open booth.
func (c *call) boothPack(s *data.Store, dir string) (*event.Pack, error) {
	digest, own := s.Meta(metaPack)
	path := ""
	if own || s.Mode() == data.ModeLive {
		path = filepath.Join(dir, packDir)
		if _, err := os.Stat(path); err != nil {
			path = filepath.Join(dir, packZip)
		}
		if _, err := os.Stat(path); err != nil {
			return nil, c.fail(err, "pack.lost", "Path", filepath.Join(dir, packDir))
		}
	}
	p, err := c.loadPack(path)
	if err != nil {
		return nil, err
	}
	if p.ID != s.Event() {
		return nil, c.fail(nil, "pack.other", "Booth", s.Event(), "Pack", p.ID)
	}
	if path != "" && p.Digest != digest {
		return nil, c.fail(nil, "pack.changed", "Path", path)
	}
	return p, nil
}

// keepPack copies the pack at path into the data folder and notes its digest once
// the copy has been read back.
func (c *call) keepPack(s *data.Store, dir, path string, want *event.Pack) error {
	info, err := os.Stat(path)
	if err != nil {
		return c.fail(err, "pack.unreadable", "Path", path)
	}
	target := filepath.Join(dir, packDir)
	if info.IsDir() {
		if err := os.CopyFS(target, os.DirFS(path)); err != nil {
			return fmt.Errorf("copying the event pack: %w", err)
		}
	} else {
		target = filepath.Join(dir, packZip)
		_, _, err := export.NewFile(target, func(w io.Writer) error {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = io.Copy(w, f)
			return err
		})
		if err != nil {
			return fmt.Errorf("copying the event pack: %w", err)
		}
	}
	got, err := c.loadPack(target)
	if err != nil {
		return err
	}
	if got.Digest != want.Digest {
		return c.fail(nil, "pack.changed", "Path", target)
	}
	return s.SetMeta(metaPack, want.Digest)
}
