package store

import (
	"context"
	"crypto/ed25519"
	"maps"
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// What an erasure does follows from all lines and statements together, never from the order in which they came: the desk
// may join two people after one was erased, or undo it, or say later that it does not believe a booth. So it is worked out
// anew for everybody concerned whenever something comes that it depends on. The rules are those of a merge, as far as they
// can be followed without a key: a join from before partners stood in the clear joins nobody here.

// decides says whether what becomes of other lines depends on this one.
func decides(l *wire.Line) bool { return l.Kind == entry.KindErasure || l.Partner != "" }

// bare are the columns of a line without its content.
var bare = strings.TrimSuffix(columns, ", sealed") + ", NULL"

// both makes one query over lines and lines kept apart.
func both(where string, args ...any) step {
	return find("SELECT "+bare+" FROM line WHERE "+where+" UNION ALL SELECT "+bare+" FROM apart WHERE "+where, args...)
}

// settling is one working out of what erasures do.
type settling struct {
	event string
	now   int64
	ask   asker
	desk  ed25519.PublicKey
	word  entry.Word
	keys  map[string]ed25519.PublicKey

	ties     []entry.Tie
	erasures []wire.Line
}

// settle works out what the erasures do that are about these people or somebody who may be one person with them, or all
// with none named. It says whether something was emptied.
func settle(ctx context.Context, ask asker, event string, now int64, people []string) (emptied bool, err error) {
	s := settling{event: event, now: now, ask: ask, keys: map[string]ed25519.PublicKey{}}
	if err := s.know(ctx); err != nil {
		return false, err
	}
	if people == nil {
		people, err = s.readAll(ctx)
	} else {
		people, err = s.readAround(ctx, people)
	}
	if err != nil || len(s.erasures) == 0 {
		return false, err
	}
	return s.write(ctx, people)
}

// know reads what the desk has said, and the booths' keys.
func (s *settling) know(ctx context.Context) error {
	got, err := s.ask(ctx, find("SELECT desk FROM event WHERE id = $1", s.event), find("SELECT id, key FROM booth WHERE event = $1 AND key IS NOT NULL", s.event))
	if err != nil {
		return err
	}
	for _, r := range got[1].rows {
		s.keys[text(r[0])] = blob(r[1])
	}
	if len(got[0].rows) == 0 || blob(got[0].rows[0][0]) == nil {
		return nil
	}
	s.desk = blob(got[0].rows[0][0])
	said, err := statementsOfDesk(ctx, s.ask, s.event, s.desk)
	s.word = entry.WordOf(entry.Ordered(s.desk, said))
	return err
}

// readAll reads all erasures and joins. Everybody they name is concerned.
func (s *settling) readAll(ctx context.Context) (people []string, err error) {
	got, err := s.ask(ctx, both("event = $1 AND kind = 'erasure'", s.event), both("event = $1 AND partner IS NOT NULL", s.event))
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, r := range got[0].rows {
		l := scan(r)
		s.erasures = append(s.erasures, l)
		seen[l.Person] = true
	}
	for _, r := range got[1].rows {
		l := scan(r)
		s.tie(&l)
		seen[l.Person], seen[l.Partner] = true, true
	}
	return slices.Sorted(maps.Keys(seen)), nil
}

// readAround reads the joins around some people, as far as they reach, and the erasures of everybody they name.
func (s *settling) readAround(ctx context.Context, people []string) ([]string, error) {
	seen := map[string]bool{}
	for _, id := range people {
		seen[id] = true
	}
	for todo := slices.Sorted(maps.Keys(seen)); len(todo) > 0; {
		var steps []step
		for _, id := range todo {
			steps = append(steps, both("event = $1 AND partner = $2", s.event, id), both("event = $1 AND person = $2 AND partner IS NOT NULL", s.event, id),
				both("event = $1 AND person = $2 AND kind = 'erasure'", s.event, id))
		}
		got, err := s.ask(ctx, steps...)
		if err != nil {
			return nil, err
		}
		todo = nil
		for i, g := range got {
			for _, r := range g.rows {
				l := scan(r)
				if i%3 == 2 {
					s.erasures = append(s.erasures, l)
					continue
				}
				s.tie(&l) // some come twice: from both sides
				for _, id := range []string{l.Person, l.Partner} {
					if !seen[id] {
						seen[id] = true
						todo = append(todo, id)
					}
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(seen)), nil
}

// byDesk says whether the desk signed the line too.
func (s *settling) byDesk(l *wire.Line) bool {
	return len(s.desk) == ed25519.PublicKeySize && len(l.Desk) == ed25519.SignatureSize && ed25519.Verify(s.desk, l.SignedBytes(), l.Desk)
}

// tie notes a join or its undoing that counts: the desk's own, or one that the desk has accepted.
func (s *settling) tie(l *wire.Line) {
	if tie, ok := l.Tie(); ok && (s.byDesk(l) || s.word.Accepted[l.Hash()] && !s.word.Doubts(&l.Entry)) {
		s.ties = append(s.ties, tie)
	}
}

// verdict says what an erasure does, and whose lines it covers: of all booths (""), or of some.
func (s *settling) verdict(l *wire.Line, waited bool) (state string, covers []string) {
	everything := []string{""}
	switch {
	case s.byDesk(l):
		return stateDone, everything
	case s.word.Doubts(&l.Entry):
		return stateDoubt, everything
	case s.word.Accepted[l.Hash()]:
		return stateDone, everything
	}
	state = stateWaits
	if waited {
		state = stateDone
	}
	if !entry.IsBound(l.Person) {
		// An id from before ids were made of a booth's key: anybody can write it. A booth speaks of its own lines.
		return state, s.word.SpeaksFor(l.Booth)
	}
	for _, b := range s.word.SpeaksFor(l.Booth) {
		if key := s.keys[b]; key != nil && l.MadeBy(key) {
			return state, everything
		}
	}
	return stateClaim, everything
}

// write replaces what was worked out about these people before, and empties what is to be emptied.
func (s *settling) write(ctx context.Context, people []string) (emptied bool, err error) {
	var steps []step
	for _, id := range people {
		steps = append(steps, find("SELECT mark, due, waited FROM erased WHERE event = $1 AND about = $2", s.event, id))
	}
	got, err := s.ask(ctx, steps...)
	if err != nil {
		return false, err
	}
	type before struct{ due, waited int64 }
	was := map[string]before{}
	for _, g := range got {
		for _, r := range g.rows {
			was[string(blob(r[0]))] = before{number(r[1]), number(r[2])}
		}
	}
	steps = nil
	for _, id := range people {
		steps = append(steps, change("DELETE FROM erased WHERE event = $1 AND about = $2", s.event, id))
	}
	pairs := entry.PairsOf(s.ties)
	var emptying []step
	for i := range s.erasures {
		l := &s.erasures[i]
		mark := hashOf(l)
		old, known := was[string(mark)]
		if !known {
			old.due = s.now + ErasureWaits
		}
		state, covers := s.verdict(l, old.waited == 1)
		for _, of := range covers {
			who := []string{l.Person}
			if of == "" && (state == stateWaits || state == stateDone) {
				who = pairs.Of(l.Person)
			}
			for _, person := range who {
				steps = append(steps, change("INSERT INTO erased (event, mark, person, covers, about, line, signer, state, due, waited) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
					s.event, mark, person, of, l.Person, l.ID, l.Booth, state, old.due, old.waited))
				if state == stateDone {
					emptying = append(emptying, empty(s.event, person, of)...)
				}
			}
		}
	}
	if got, err = s.ask(ctx, append(steps, emptying...)...); err != nil {
		return false, err
	}
	for _, r := range got[len(steps):] {
		emptied = emptied || r.changed > 0
	}
	return emptied, nil
}
