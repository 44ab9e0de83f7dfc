package call

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/kiosk/event"
)

// The names of the copy of a booth's event pack next to its store: a folder, or a zip file.
const (
	PackDir = "pack"
	PackZip = "pack.zip"
)

// MetaPack is the key in the store of the digest of the pack that the booth was made for.
// A booth without it runs the built-in event.
const MetaPack = "pack_digest"

// Keys of what setup stores, see [data.Store.Meta]: the same digest, and the retention period in days. Only a rescue
// that found no settings leaves the first empty.
const (
	metaMadeFor   = "event_digest"
	metaRetention = "retention_days"
)

// LoadPack loads a pack and refuses one with faults; path "" is the built-in one.
func (c *Call) LoadPack(path string) (*event.Pack, error) {
	if path == "" {
		p, faults, err := event.LoadFS(assets.Event())
		if err == nil && len(faults) > 0 {
			err = fmt.Errorf("the built-in event: %s", faults[0])
		}
		return p, err
	}
	p, faults, err := event.Load(path)
	if err != nil {
		return nil, c.Fail(err, "pack.unreadable", "Path", path)
	}
	if len(faults) > 0 {
		return nil, c.Fail(nil, "pack.bad", "Path", path, "First", faults[0].String(), "N", len(faults))
	}
	return p, nil
}

// BoothPack returns the event pack of an open booth.
func (c *Call) BoothPack(s *data.Store, dir string) (*event.Pack, error) {
	digest, own := s.Meta(MetaPack)
	path := ""
	if own || s.Mode() == data.ModeLive {
		path = filepath.Join(dir, PackDir)
		if _, err := os.Stat(path); err != nil {
			path = filepath.Join(dir, PackZip)
		}
		if _, err := os.Stat(path); err != nil {
			return nil, c.Fail(err, "pack.lost", "Path", filepath.Join(dir, PackDir))
		}
	}
	p, err := c.LoadPack(path)
	if err != nil {
		return nil, err
	}
	if p.ID != s.Event() {
		return nil, c.Fail(nil, "pack.other", "Booth", s.Event(), "Pack", p.ID)
	}
	if path != "" && p.Digest != digest {
		if made, _ := s.Meta(metaMadeFor); own || made != "" || p.Practice {
			return nil, c.Fail(nil, "pack.changed", "Path", path)
		}
		if err := adopt(s, p); err != nil {
			return nil, err
		}
	}
	if err := learnDays(s, p); err != nil {
		return nil, err
	}
	return p, nil
}

// eventDays are a pack's first and last day in the format of the store; "" if the pack names none.
type eventDays struct{ From, To string }

// DaysOf returns a pack's first and last day, as YYYY-MM-DD.
func DaysOf(p *event.Pack) eventDays {
	day := func(d event.Date) string {
		t, ok := d.Time()
		if !ok {
			return ""
		}
		return t.Format(time.DateOnly)
	}
	return eventDays{day(p.Starts), day(p.Ends)}
}

// learnDays stores the event's days in a live booth that was set up by a version without these settings: they let it
// tell the hours of wrong clocks from right ones.
func learnDays(s *data.Store, p *event.Pack) error {
	if s.Mode() != data.ModeLive {
		return nil
	}
	days := DaysOf(p)
	for key, value := range map[string]string{data.MetaEventFrom: days.From, data.MetaEventTo: days.To} {
		if _, has := s.Meta(key); has || value == "" {
			continue
		}
		if err := s.SetMeta(key, value); err != nil {
			return err
		}
	}
	return nil
}

// adopt makes p the pack of a booth that was rescued without its settings, as from a second copy: the pack it was made
// for is no longer known, only its event, and p is of that event. The retention period is taken from it again, so that
// nobody is kept forever because a disk broke.
func adopt(s *data.Store, p *event.Pack) error {
	if days, _ := s.Meta(metaRetention); days == "" || days == "0" {
		if err := s.SetMeta(metaRetention, strconv.Itoa(p.Handler.RetentionDays)); err != nil {
			return err
		}
	}
	return s.SetMeta(MetaPack, p.Digest)
}

// KeepPack copies the pack at path into the data folder and stores its digest once
// the copy has been read back.
func (c *Call) KeepPack(s *data.Store, dir, path string, want *event.Pack) error {
	info, err := os.Stat(path)
	if err != nil {
		return c.Fail(err, "pack.unreadable", "Path", path)
	}
	target := filepath.Join(dir, PackDir)
	if info.IsDir() {
		if err := event.CopyFolder(path, target); err != nil {
			return fmt.Errorf("copying the event pack: %w", err)
		}
	} else {
		target = filepath.Join(dir, PackZip)
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
	got, err := c.LoadPack(target)
	if err != nil {
		return err
	}
	if got.Digest != want.Digest {
		return c.Fail(nil, "pack.changed", "Path", target)
	}
	return s.SetMeta(MetaPack, want.Digest)
}
