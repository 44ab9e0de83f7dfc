package data

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"
)

// onceMemory and onceTime make a guess at a key cost about 8 ms: keys of imported rows hold names and numbers, and the
// ids derived from them stand in the open.
const (
	onceMemory = 8 << 10 // KiB
	onceTime   = 1
)

// SignUpOnce keeps a person whose id is derived from a key, for rows of a file that may come again: the second call
// with the same key adds nothing and returns the same code with fresh false. That holds in this folder, whose salt
// goes into the id, and also after the person was erased: whoever was erased stays erased.
func (s *Store) SignUpOnce(ctx context.Context, key []byte, p SignUp) (saved Saved, fresh bool, err error) {
	body, err := plainBody(p)
	if err != nil {
		return Saved{}, false, errors.New("saving: the sign-up has a field that cannot be written")
	}
	for i := uint32(0); ; i++ {
		// Outside the lock: a long import keeps no visitor waiting for the derivation.
		person := s.personOf(key, i)
		saved, fresh, next, err := s.signUpAs(ctx, person, body, p.Source == SourcePaper)
		if err != nil || !next {
			return saved, fresh, err
		}
	}
}

// signUpAs keeps the person under this id; next says that its code belongs to somebody else. The first one who is
// imported leaves a line in the audit.
func (s *Store) signUpAs(ctx context.Context, person string, body []byte, imported bool) (saved Saved, fresh, next bool, err error) {
	defer s.hurry()()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return Saved{}, false, false, err
	}
	have, err := s.has(ctx, person)
	if err != nil {
		return Saved{}, false, false, fmt.Errorf("saving: %w", explain(err))
	}
	if have {
		return Saved{Code: CodeOf(person), Person: person}, false, false, nil
	}
	if s.codes[CodeOf(person)] > 0 {
		return Saved{}, false, true, nil
	}
	var acts []act
	if imported && !s.importing {
		acts = []act{{"import begun", 0}}
	}
	saved, err = s.signUp(ctx, person, body, acts...)
	s.importing = s.importing || err == nil && len(acts) > 0
	return saved, err == nil, false, err
}

// personOf derives a UUIDv4 from a key: Argon2id with the folder's salt over the key's SHA-256 and a counter.
func (s *Store) personOf(key []byte, counter uint32) string {
	sum := sha256.Sum256(key)
	in := binary.BigEndian.AppendUint32(append([]byte("matchbooth-once-1"), sum[:]...), counter)
	s.mu.Lock()
	salt := s.salt
	s.mu.Unlock()
	return uuid4([16]byte(argon2.IDKey(in, salt, onceTime, onceMemory, 1, 16)))
}
