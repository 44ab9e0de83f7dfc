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
	"matchbooth/ui/work/packs"
)

// Keys of what setup stores, see [data.Store.Meta]: the same digest, and the retention period in days. Only a rescue
// that found no settings leaves the first empty.
const (
	metaMadeFor   = "event_digest"
	metaRetention = data.MetaRetention
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
		return nil, c.Fail(nil, "pack.bad", "Path", path, "First", faults[0].Said(c.Printer), "N", len(faults))
	}
	return p, nil
}

// BoothPack returns the event pack of an open booth: the version that the desk has named last, as far as it is here.
func (c *Call) BoothPack(s *data.Store, dir string) (*event.Pack, error) {
	w := packs.Find(s, dir)
	if _, err := os.Stat(w.Path); w.Path != "" && err != nil {
		return nil, c.Fail(err, "pack.lost", "Path", filepath.Join(dir, packs.Dir))
	}
	p, err := c.LoadPack(w.Path)
	if err != nil && !w.First {
		return nil, c.Fail(err, "amend.damaged", "Path", w.Path)
	}
	if err != nil {
		return nil, err
	}
	if p.ID != s.Event() {
		return nil, c.Fail(nil, "pack.other", "Booth", s.Event(), "Pack", p.ID)
	}
	if w.Path != "" && p.Digest != w.Digest {
		if !w.First {
			return nil, c.Fail(nil, "amend.damaged", "Path", w.Path)
		}
		if made, _ := s.Meta(metaMadeFor); w.Digest != "" || made != "" || p.Practice {
			return nil, c.Fail(nil, "pack.changed", "Path", w.Path)
		}
		if err := adopt(s, p); err != nil {
			return nil, err
		}
	}
	p = packs.Remember(s, dir, p)
	if !w.First && s.Mode() == data.ModeLive {
		if err := learnTerms(s, p); err != nil {
			return nil, err
		}
	}
	if err := learnDays(s, p); err != nil {
		return nil, err
	}
	return p, nil
}

// WarnPack says if the desk has named a version of the pack that is not here, or two that know nothing of each other.
func (c *Call) WarnPack(s *data.Store, dir string) {
	w := packs.Find(s, dir)
	if w.Lacks != "" {
		c.Warn("amend.lacks", "Digest", w.Lacks[:12])
	}
	if w.Rival {
		c.Warn("amend.rival")
	}
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

// learnTerms stores how long people are kept in a booth that was rescued from a second copy, which has the packs and not the
// settings: by the oldest version that is here, as it was at setup. What later versions say of it, the desk has stated.
func learnTerms(s *data.Store, p *event.Pack) error {
	if days, _ := s.Meta(metaRetention); days != "" && days != "0" {
		return nil
	}
	if all := p.Earlier(); len(all) > 0 {
		p = all[0].Pack
	}
	return keepTerms(s, p)
}

// keepTerms stores how long people are kept by a pack.
func keepTerms(s *data.Store, p *event.Pack) error {
	if terms := p.Terms(); terms != nil {
		if err := s.SetMeta(data.MetaTerms, data.EncodeTerms(terms)); err != nil {
			return err
		}
	}
	return s.SetMeta(metaRetention, strconv.Itoa(p.Handler.RetentionDays)) // last: with it they count as known
}

// adopt makes p the pack of a booth that was rescued without its settings, as from a second copy: the pack it was made
// for is no longer known, only its event, and p is of that event. The retention period and the consents' terms are taken
// from it again, so that nobody is kept forever because a disk broke.
func adopt(s *data.Store, p *event.Pack) error {
	if days, _ := s.Meta(metaRetention); days == "" || days == "0" {
		if err := keepTerms(s, p); err != nil {
			return err
		}
	}
	return s.SetMeta(packs.Meta, p.Digest)
}

// KeepPack copies the pack at path into the data folder and stores its digest once
// the copy has been read back.
func (c *Call) KeepPack(s *data.Store, dir, path string, want *event.Pack) error {
	info, err := os.Stat(path)
	if err != nil {
		return c.Fail(err, "pack.unreadable", "Path", path)
	}
	target := filepath.Join(dir, packs.Dir)
	if info.IsDir() {
		if err := event.CopyFolder(path, target); err != nil {
			return fmt.Errorf("copying the event pack: %w", err)
		}
	} else {
		target = filepath.Join(dir, packs.Zip)
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
	return s.SetMeta(packs.Meta, want.Digest)
}

// BlankPack returns what a window is drawn with that has no event yet: the built-in pack under a name of the catalogue.
func (c *Call) BlankPack(key string) (*event.Pack, error) {
	base, err := c.LoadPack("")
	if err != nil {
		return nil, err
	}
	blank := *base
	blank.Short, blank.Practice = event.Text{}, false
	for _, lang := range event.Langs {
		blank.Short[lang] = c.Texts.In(string(lang)).S(key)
	}
	return &blank, nil
}
