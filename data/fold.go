package data

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
)

// opened is an entry with its body.
type opened struct {
	*entry
	body json.RawMessage
}

// fold makes one person's record of all entries, in whatever order and however often they come: they are sorted by
// (tick, booth, seq, id), and each line counts once. The first sign-up is the ground, corrections replace fields, checks
// are collected; an erasure anywhere leaves nothing. ok is false where there is no living sign-up.
func fold(list []opened) (r Record, faults []Fault, ok bool) {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b opened) int { return a.before(b.entry) })
	// Who has a booth's key can sign what it says once more in other bytes: that is the same line, twice.
	seen := map[[sha256.Size]byte]bool{}
	list = slices.DeleteFunc(list, func(e opened) bool {
		sum := sha256.Sum256(e.signed())
		again := seen[sum]
		seen[sum] = true
		return again
	})
	for _, e := range list {
		if e.Kind == kindErasure {
			return Record{}, nil, false
		}
	}
	read := func(e opened, to any) bool {
		err := json.Unmarshal(e.body, to)
		if err != nil {
			faults = append(faults, Fault{e.ID, errContent.Error()})
		}
		return err == nil
	}
	for _, e := range list {
		switch e.Kind {
		case kindSignUp:
			var p SignUp
			if !read(e, &p) {
				continue
			}
			if ok {
				faults = append(faults, Fault{e.ID, "a second sign-up of one person; the first counts"})
				continue
			}
			r.Person, r.Code, r.Booth, r.SignUp = e.Person, CodeOf(e.Person), e.Booth, p
			ok = true
		}
	}
	if !ok {
		return Record{}, faults, false
	}
	r.Fields = maps.Clone(r.Fields)
	for _, e := range list {
		switch e.Kind {
		case kindCorrection:
			var c Correction
			if !read(e, &c) {
				continue
			}
			for id, f := range c.Fields {
				if f == nil {
					delete(r.Fields, id)
					continue
				}
				if r.Fields == nil {
					r.Fields = map[string]Field{}
				}
				r.Fields[id] = *f
			}
		case kindCheck:
			var c Check
			if !read(e, &c) {
				continue
			}
			r.Checks = append(r.Checks, c)
		case kindConsent:
			var c ConsentChange
			if !read(e, &c) {
				continue
			}
			r.Consents = c.changed(r.Consents)
		case kindContact:
			var c Contact
			if !read(e, &c) {
				continue
			}
			r.Contacts = append(r.Contacts, c)
		case kindJoin:
			var j Join
			if !read(e, &j) {
				continue
			}
			r.into = j.Into
		}
	}
	return r, faults, true
}
