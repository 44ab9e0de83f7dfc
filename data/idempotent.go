package data

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
)

// SignUpOnce saves a person under an id derived from a key, for input that may come again: a row of a file, a screen
// whose saving failed. A second call with the same key adds nothing and returns the same code with fresh false, also at a
// booth that has merged the first one, and also after the person was erased: erased people stay erased.
//
// The key must be impossible to guess, and nothing of it is stored here: what is derived from it is stored in the clear,
// and if the key were made of names and numbers, whoever has the folder could confirm a guess, long after an erasure.
func (s *Store) SignUpOnce(ctx context.Context, key []byte, p record.SignUp) (saved Saved, fresh bool, err error) {
	all, err := s.SignUpAll(ctx, []Keyed{{key, p}})
	if err != nil {
		return Saved{}, false, err
	}
	return all[0].Saved, all[0].Fresh, nil
}

// Keyed is one person for [Store.SignUpAll]; the key is as for [Store.SignUpOnce].
type Keyed struct {
	Key    []byte
	SignUp record.SignUp
}

// Format prints [redacted].
func (Keyed) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// LogValue logs [redacted].
func (Keyed) LogValue() slog.Value { return slog.StringValue(record.Redacted) }

// MarshalJSON refuses.
func (Keyed) MarshalJSON() ([]byte, error) { return nil, record.ErrPersonal }

// KeyedSaved is the result for one person. Fresh is false if the person was here before, or came earlier in the list.
type KeyedSaved struct {
	Saved
	Fresh bool
}

// SignUpAll saves people as [Store.SignUpOnce] does each, all in one transaction and with one flush of the disk where
// there would be many, which takes a fraction of the time. After an error the state of each is unknown; calling it again
// with the same keys saves nobody twice. All are in memory at once: pass a few dozen at a time.
func (s *Store) SignUpAll(ctx context.Context, list []Keyed) ([]KeyedSaved, error) {
	bodies := make([][]byte, len(list))
	for i, p := range list {
		var err error
		if bodies[i], err = record.Body(p.SignUp); err != nil {
			return nil, errors.New("saving: the sign-up has a field that cannot be written")
		}
	}
	defer s.hurry()()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	out := make([]KeyedSaved, len(list))
	var lines []*entry.Entry
	var acts []audit.Act
	now := map[entry.ReceiptCode]string{} // codes from this list, and whose they are
	for i, p := range list {
		who, have, err := s.keyed(ctx, p.Key, now)
		if err != nil {
			return nil, err
		}
		if have.Person != "" {
			out[i].Saved = have
			continue
		}
		if err := s.checkKeys(); err != nil {
			return nil, err
		}
		e, err := s.sealed(int64(len(lines)), who, entry.KindSignUp, bodies[i], nil)
		if err != nil {
			return nil, err
		}
		lines = append(lines, e)
		out[i] = KeyedSaved{Saved{entry.CodeOf(who.person), who.person}, true}
		now[out[i].Code] = who.person
		if p.SignUp.Source == record.SourcePaper && !s.importing && len(acts) == 0 { // the first imported person leaves a line in the audit
			acts = []audit.Act{{What: "import begun", Persons: 0}}
		}
	}
	if len(lines) == 0 {
		return out, nil
	}
	if err := s.append(ctx, lines, acts); err != nil {
		return nil, err
	}
	for code := range now {
		s.codes[code]++
	}
	s.importing = s.importing || len(acts) > 0
	return out, nil
}

// keyed finds the person signed up under a key, here or earlier in the same list, or prepares a new one.
func (s *Store) keyed(ctx context.Context, key []byte, now map[entry.ReceiptCode]string) (who about, have Saved, err error) {
	for i := uint32(0); ; i++ {
		nonce := nonceFor(key, i)
		if have, err := s.under(ctx, nonce); err != nil || have.Person != "" {
			return about{}, have, err
		}
		person := s.personFrom(nonce)
		code := entry.CodeOf(person)
		if now[code] == person {
			return about{}, Saved{code, person}, nil
		}
		if s.codes[code] == 0 && now[code] == "" {
			return about{person: person, nonce: nonce}, Saved{}, nil
		}
		// Its code is somebody else's.
	}
}

// Once looks up the person saved under a key; the zero value if there is none.
func (s *Store) Once(ctx context.Context, key []byte) (Saved, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return Saved{}, err
	}
	return s.under(ctx, nonceFor(key, 0))
}

// under returns the person signed up under a nonce, at any known booth: an index on nonces would cost each save a page.
func (s *Store) under(ctx context.Context, nonce []byte) (have Saved, err error) {
	for _, key := range s.known {
		person := entry.PersonID(key, nonce)
		// There is almost never one: this is asked with a prepared statement, since every save asks it.
		var any bool
		if err := s.db.AnyOf.QueryRowContext(ctx, person).Scan(&any); err != nil {
			return Saved{}, fmt.Errorf("looking for a sign-up: %w", folder.Explain(err))
		}
		if !any {
			continue
		}
		if err := db.EachEntry(ctx, s.db, func(e *entry.Entry) {
			if e.Kind == entry.KindSignUp && s.known.Verified(e) {
				have = Saved{entry.CodeOf(person), person}
			}
		}, "person = ?", person); err != nil {
			return Saved{}, fmt.Errorf("looking for a sign-up: %w", folder.Explain(err))
		}
		if have.Person != "" {
			return have, nil
		}
	}
	return Saved{}, nil
}

// nonceFor derives a nonce from a key: the first 16 bytes of SHA-256("matchbooth-once-2" ‖ SHA-256(key) ‖ counter), the
// counter in 4 bytes, big-endian.
func nonceFor(key []byte, counter uint32) []byte {
	sum := sha256.Sum256(key)
	nonce := sha256.Sum256(binary.BigEndian.AppendUint32(append([]byte("matchbooth-once-2"), sum[:]...), counter))
	return nonce[:entry.NonceSize]
}

// Codes returns the receipt codes of people whose sign-up is here, intact, and counts; and of erased people, except codes
// that a living person has too.
func (s *Store) Codes(ctx context.Context) (living, erased map[entry.ReceiptCode]bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, nil, errors.New("looking for receipt codes: the store is closed")
	}
	hidden, err := s.trust.GoneIn(ctx, s.db)
	if err != nil {
		return nil, nil, fmt.Errorf("looking for receipt codes: %w", folder.Explain(err))
	}
	if living, err = s.livingCodes(ctx, hidden, nil); err != nil {
		return nil, nil, fmt.Errorf("looking for receipt codes: %w", folder.Explain(err))
	}
	erased = map[entry.ReceiptCode]bool{}
	for person := range hidden.All {
		if code := entry.CodeOf(person); !living[code] {
			erased[code] = true
		}
	}
	return living, erased, nil
}

// livingCodes returns those of some codes, or of all if nil, for which a sign-up is here, intact, and counts. People who
// are only mentioned in other entries do not count.
func (s *Store) livingCodes(ctx context.Context, hidden trust.Gone, of map[entry.ReceiptCode]bool) (map[entry.ReceiptCode]bool, error) {
	living := map[entry.ReceiptCode]bool{}
	look := func(e *entry.Entry) {
		if code := entry.CodeOf(e.Person); !living[code] && !hidden.Person(e.Person) && e.Intact() && s.trust.Of(e, trust.NobodysHomes) == trust.Stands {
			living[code] = true
		}
	}
	const there = "kind = ? AND sealed IS NOT NULL"
	if of == nil {
		return living, db.EachEntry(ctx, s.db, look, there, entry.KindSignUp)
	}
	if len(of) == 0 {
		return living, nil
	}
	var people []string
	if err := s.db.EachText(ctx, func(person string) {
		if of[entry.CodeOf(person)] {
			people = append(people, person)
		}
	}, "SELECT DISTINCT person FROM "+db.BothTables+" WHERE "+there, entry.KindSignUp); err != nil {
		return nil, err
	}
	for _, person := range people {
		if err := db.EachEntry(ctx, s.db, look, there+" AND person = ?", entry.KindSignUp, person); err != nil {
			return nil, err
		}
	}
	return living, nil
}

// Older counts the people who signed up here under a version of this program that could not yet recognise imported rows
// by a key of their own, see [Store.SignUpOnce]; erased people included.
func (s *Store) Older(ctx context.Context) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return 0, errors.New("counting: the store is closed")
	}
	err = s.db.QueryRowContext(ctx, "SELECT count(DISTINCT person) FROM entry WHERE kind = ? AND nonce IS NULL", entry.KindSignUp).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("counting: %w", folder.Explain(err))
	}
	return n, nil
}
