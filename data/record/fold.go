package record

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"

	"matchbooth/data/entry"
)

// Opened is an entry with its opened body.
type Opened struct {
	*entry.Entry
	Body json.RawMessage
}

// Fold makes one person's record from all entries, in whatever order and however often they come: they are sorted by
// (tick, booth, seq, id), and each line counts once. The first sign-up is the base, corrections replace fields, checks
// are collected; an erasure anywhere leaves nothing. ok is false if there is no living sign-up.
func Fold(list []Opened) (r Record, faults []Fault, ok bool) {
	if len(list) > 1 { // nearly everybody has one line
		list = inOrder(list)
	}
	for _, e := range list {
		if e.Kind == entry.KindErasure {
			return Record{}, nil, false
		}
	}
	fault := func(e Opened, err error) { faults = append(faults, Fault{e.ID, err.Error()}) }
	read := func(e Opened, to any) bool {
		err := json.Unmarshal(e.Body, to)
		if err != nil {
			fault(e, entry.ErrContent)
		}
		return err == nil
	}
	for _, e := range list {
		switch e.Kind {
		case entry.KindSignUp:
			var p SignUp
			if !read(e, &p) {
				continue
			}
			if ok {
				faults = append(faults, Fault{e.ID, "a second sign-up of one person; the first counts"})
				continue
			}
			r.Person, r.Code, r.Booth, r.SignUp = e.Person, entry.CodeOf(e.Person), e.Booth, p
			ok = true
		}
	}
	if !ok {
		return Record{}, faults, false
	}
	for _, e := range list {
		change, ok := r.apply(e, read)
		if j := change.Join; ok && j != nil && e.Partner != "" && (j.Into != e.Partner || j.Undo != (e.Kind == entry.KindUnjoin)) {
			fault(e, entry.ErrInside)
			continue
		}
		if ok {
			r.History = append(r.History, change)
		}
	}
	return r, faults, true
}

// inOrder returns the entries sorted, each line once.
func inOrder(list []Opened) []Opened {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Opened) int { return a.Compare(b.Entry) })
	// Whoever has a booth's key can sign the same content again with other bytes: that is the same line, twice.
	seen := map[[sha256.Size]byte]bool{}
	return slices.DeleteFunc(list, func(e Opened) bool {
		sum := sha256.Sum256(e.SignedBytes())
		again := seen[sum]
		seen[sum] = true
		return again
	})
}

// apply changes the record by one entry about it, and returns its line of the history; false for a sign-up, and for what
// cannot be read.
func (r *Record) apply(e Opened, read func(e Opened, to any) bool) (h Change, ok bool) {
	switch e.Kind {
	case entry.KindCorrection:
		var c Correction
		if !read(e, &c) {
			return h, false
		}
		h = changeOf(e.Entry, c.At, c.Initials)
		h.Reason, h.Fields, h.Wish = c.Reason, r.correct(c.Fields), c.Wish
	case entry.KindCheck:
		var c Check
		if !read(e, &c) {
			return h, false
		}
		h = changeOf(e.Entry, c.At, c.Initials)
		h.Check = &c
		r.Checks = append(r.Checks, c)
	case entry.KindConsent:
		var c ConsentChange
		if !read(e, &c) {
			return h, false
		}
		h = changeOf(e.Entry, c.At, c.Initials)
		h.Reason, h.Given, h.Withdrawn = c.Reason, c.Given, c.Withdrawn
		r.Consents = c.changed(r.Consents)
	case entry.KindContact:
		var c Contact
		if !read(e, &c) {
			return h, false
		}
		h = changeOf(e.Entry, c.At, c.Initials)
		h.Contact, h.Wish = &c, c.Wish
		r.Contacts = append(r.Contacts, c)
	case entry.KindJoin, entry.KindUnjoin:
		var j Join
		if !read(e, &j) {
			return h, false
		}
		h = changeOf(e.Entry, j.At, j.Initials)
		h.Join = &j
		h.Kind = entry.KindJoin
		if e.Partner == "" { // from before partners stood in the clear
			r.inside = append(r.inside, entry.Tie{Line: e.Entry, Into: j.Into, Undo: j.Undo, Inside: true})
		}
	default:
		return h, false
	}
	return h, true
}

// correct replaces fields, and returns what they were.
func (r *Record) correct(fields map[string]*Field) (out []FieldChange) {
	for _, id := range slices.Sorted(maps.Keys(fields)) {
		change := FieldChange{ID: id, New: fields[id]}
		if old, had := r.Fields[id]; had {
			change.Old = &old
		}
		out = append(out, change)
		if change.New == nil {
			delete(r.Fields, id)
			continue
		}
		if r.Fields == nil {
			r.Fields = map[string]Field{}
		}
		r.Fields[id] = *change.New
	}
	return out
}
