package data

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"

	"matchbooth/data/seal"
)

// Desk is the key with which the volunteers' desk signs: whoever holds it may correct, check and erase anybody of the
// event, and say which keys and booths belong to it. It is kept nowhere: its seed is HKDF-SHA256 (RFC 5869) of the
// event's private key as age writes it (AGE-SECRET-KEY-PQ-1…), with no salt and the info "matchbooth-desk-1", so whoever opens event-key.age has it, under
// whatever passphrase.
type Desk struct{ key ed25519.PrivateKey }

const deskInfo = "matchbooth-desk-1"

// ErrNoDesk: the key that was opened is another than the event's own, such as the recovery key. It opens what is
// sealed, and does not speak for the desk.
var ErrNoDesk = errors.New("only the event's own key speaks for the desk")

// DeskOf derives the desk's key from the event's opened key. [ErrNoDesk] for any other key than the first of those
// that sign-ups here are sealed to.
func (s *Store) DeskOf(key Opener) (*Desk, error) {
	id, ok := key.(*seal.Identity)
	if !ok {
		return nil, ErrNoDesk
	}
	if prints := s.Fingerprints(); len(prints) == 0 || id.Fingerprint() != prints[0] {
		return nil, ErrNoDesk
	}
	return deskOf(id)
}

func deskOf(id *seal.Identity) (*Desk, error) {
	secret := []byte(id.Secret())
	defer clear(secret)
	if len(secret) == 0 {
		return nil, fmt.Errorf("deriving the desk's key: %w", seal.ErrClosed)
	}
	seed, err := hkdf.Key(sha256.New, secret, nil, deskInfo, ed25519.SeedSize)
	if err != nil {
		return nil, fmt.Errorf("deriving the desk's key: %w", err)
	}
	defer clear(seed)
	return &Desk{ed25519.NewKeyFromSeed(seed)}, nil
}

// Public is the key that the desk's signatures are checked with.
func (d *Desk) Public() ed25519.PublicKey { return bytes.Clone(d.key.Public().(ed25519.PublicKey)) }

// Close drops the key, as far as Go allows. Call it when the desk locks itself.
func (d *Desk) Close() {
	if d != nil {
		clear(d.key)
		d.key = nil
	}
}

func (d *Desk) sign(b []byte) ([]byte, error) {
	if d == nil || d.key == nil {
		return nil, seal.ErrClosed
	}
	return ed25519.Sign(d.key, b), nil
}
