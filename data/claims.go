package data

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
)

// Claim is something that a booth has said about somebody who signed up at another one. It has no effect before the
// desk accepts it. Nothing in it names the person to whoever has no key.
type Claim struct {
	Line   string `json:"line"` // names it for [Store.AcceptClaims]: 32 hexadecimal digits
	Entry  string `json:"entry"`
	Booth  string `json:"booth"` // that said it
	Person string `json:"person"`
	Kind   string `json:"kind"` // correction, check, contact, erasure
}

// Claims lists what waits for the desk to accept or refuse it, in the order of entries.
func (s *Store) Claims(ctx context.Context) ([]Claim, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("looking for claims: the store is closed")
	}
	return s.claims(ctx)
}

func (s *Store) claims(ctx context.Context) ([]Claim, error) {
	var list []*entry.Entry
	if err := db.EachEntry(ctx, s.db, func(e *entry.Entry) {
		e.Sealed = nil
		list = append(list, e)
	}, "kind <> ?", entry.KindSignUp); err != nil {
		return nil, fmt.Errorf("looking for claims: %w", folder.Explain(err))
	}
	home, failed := s.trust.HomesIn(ctx, s.db)
	var out []*entry.Entry
	for _, e := range list {
		if _, judged := s.trust.Accepted[e.Hash()]; judged {
			continue
		}
		switch s.trust.Of(e, home) {
		case trust.StandsClaim:
			out = append(out, e)
		case trust.Stands: // an erasure of one of those whom two booths call theirs: whether it is the right one, the desk says
			if e.Kind == entry.KindErasure && s.trust.OneOfSeveral(e, home) {
				out = append(out, e)
			}
		}
	}
	slices.SortFunc(out, func(a, b *entry.Entry) int { return a.Compare(b) })
	var claims []Claim
	for _, e := range out {
		mark := e.Hash()
		claims = append(claims, Claim{hex.EncodeToString(mark[:]), e.ID, e.Booth, e.Person, e.Kind})
	}
	if err := failed(); err != nil {
		return nil, fmt.Errorf("looking for claims: %w", folder.Explain(err))
	}
	return claims, nil
}

// AcceptClaims has claims count, at every booth that this reaches. Erasures among them empty here at once.
func (s *Store) AcceptClaims(ctx context.Context, desk *keys.Desk, claims []Claim) error {
	return s.judgeClaims(ctx, desk, trust.SaysAccept, claims)
}

// RefuseClaims has claims stay without effect, and not be asked about again.
func (s *Store) RefuseClaims(ctx context.Context, desk *keys.Desk, claims []Claim) error {
	return s.judgeClaims(ctx, desk, trust.SaysRefuse, claims)
}

func (s *Store) judgeClaims(ctx context.Context, desk *keys.Desk, kind string, claims []Claim) error {
	for part := range slices.Chunk(claims, 10000) {
		var lines []string
		people, erased := map[string]bool{}, map[string]bool{}
		for _, c := range part {
			lines = append(lines, c.Line)
			if c.Kind == entry.KindErasure && kind == trust.SaysAccept {
				erased[c.Person] = true
			} else {
				people[c.Person] = true
			}
		}
		slices.Sort(lines)
		var acts []audit.Act
		switch {
		case kind == trust.SaysRefuse:
			acts = append(acts, audit.Act{What: "claims refused", Persons: len(people)})
		case len(people) > 0:
			acts = append(acts, audit.Act{What: "claims accepted", Persons: len(people)})
		}
		if len(erased) > 0 {
			acts = append(acts, audit.Act{What: "claims accepted: erasures", Persons: len(erased)})
		}
		if err := s.say(ctx, desk, kind, trust.Body{Lines: lines}, acts...); err != nil {
			return err
		}
	}
	return nil
}
