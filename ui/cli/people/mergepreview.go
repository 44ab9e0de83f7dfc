package people

import (
	"encoding/json"
	"slices"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/data/words"
	"matchbooth/ui/work/merge"
)

// previewed is what --json prints of one source: what the merge would report and, with the passphrase, people.
type previewed struct {
	data.MergeReport
	*counted
}

// counted is what a merge would do, in people.
type counted struct {
	New     int `json:"people_new"`
	Changed int `json:"people_changed"`
	Gone    int `json:"people_erased"`
	Doubles int `json:"doubles"`
}

// preview says what the merge would do, and does nothing. Booths that are not known come in only where they were named,
// and nobody is asked.
func (k *MergeCmd) preview(c *Call, s *data.Store, dir string) error {
	var key data.Opener
	var here []record.Record
	var err error
	if k.Given() {
		if key, err = k.Opener(c.Call, s); err != nil {
			return err
		}
		defer key.Close()
		if here, _, err = s.Records(c.Ctx, key, nil); err != nil {
			return err
		}
	}
	pack, err := c.BoothPack(s, dir)
	if err != nil {
		return err
	}
	var all []previewed
	for _, path := range k.Other {
		name := k.named(path)
		p, err := s.PreviewMerge(c.Ctx, path, key, data.MergeOptions{
			Accept: func(booth string, entries int) bool {
				c.Note("merge.unknown", "Path", name, "Booth", booth, "Words", c.BoothWords(booth), "N", entries)
				return k.Yes || slices.Contains(k.Accept, booth)
			},
			Keys: func(o data.KeyOffer) bool {
				c.Note("keys.compare", "Path", name, "N", len(o.New.Keys), "Words", c.InWords(o.New.Fingerprint), "Fingerprint", o.New.Fingerprint)
				return k.Expect != "" && words.Names(k.Expect, o.New.Fingerprint) || k.Yes && o.Now.Signed
			},
		})
		if err != nil {
			return k.explain(c, path, err)
		}
		one := previewed{MergeReport: p.MergeReport}
		if key != nil {
			plan := merge.PlanOf(pack, here, p)
			one.counted = &counted{plan.New, plan.Changed, plan.Gone, plan.Doubles}
		}
		all = append(all, one)
		if !k.JSON {
			k.would(c, name, one)
		}
	}
	if k.JSON {
		if err := json.NewEncoder(c.Stdout).Encode(all); err != nil {
			return err
		}
	}
	return s.Close()
}

// would says what one source would bring.
func (k *MergeCmd) would(c *Call, name string, p previewed) {
	c.Print("merge.would", "Path", name, "Added", p.Added, "Known", p.Known)
	if n := p.counted; n != nil {
		c.Print("merge.wouldpeople", "New", n.New, "Changed", n.Changed, "Gone", n.Gone, "Doubles", n.Doubles)
	}
	for _, d := range p.Keys {
		c.Print("merge.keys", "Path", name, "What", c.Retold(d))
	}
	for _, d := range p.Terms {
		c.Print("merge.keys", "Path", name, "What", c.Retold(d))
	}
	for _, x := range []struct {
		n   int
		key string
	}{{p.Erasures, "merge.woulderase"}, {p.Conflicts, "merge.conflicts"}, {p.Damaged, "merge.damaged"}, {p.Forged, "merge.forged"}, {p.Ambiguous, "merge.ambiguous"}, {p.Claims, "merge.claims"}} {
		if x.n > 0 {
			c.Print(x.key, "N", x.n)
		}
	}
	if n := len(p.Refused); n > 0 {
		c.Print("merge.wouldrefuse", "N", n)
	}
}
