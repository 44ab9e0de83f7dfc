package keys

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"matchbooth/data/entry"
	"matchbooth/data/seal"
)

// Desk is the key the volunteers' desk signs with: its holder may correct, check and erase anybody of the event, and say
// which keys and booths belong to it. It is stored nowhere: its seed is HKDF-SHA256 (RFC 5869) of the event's private key
// as age writes it (AGE-SECRET-KEY-PQ-1…), with no salt and the info "matchbooth-desk-1", so whoever opens event-key.age
// has it, under whatever passphrase.
type Desk struct{ key ed25519.PrivateKey }

const deskInfo = "matchbooth-desk-1"

// ErrNoDesk: the opened key is not the event's own, but for example the recovery key. It opens what is sealed, but does
// not speak for the desk.
var ErrNoDesk = errors.New("only the event's own key speaks for the desk")

// DeskOf derives the desk's key from the event's opened one. [seal.ErrClosed] if that was closed.
func DeskOf(id *seal.Identity) (*Desk, error) {
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
	return NewDesk(seed), nil
}

// NewDesk makes the desk's key from its seed of 32 bytes.
func NewDesk(seed []byte) *Desk { return &Desk{ed25519.NewKeyFromSeed(seed)} }

// Public returns the key that verifies the desk's signatures.
func (d *Desk) Public() ed25519.PublicKey { return bytes.Clone(d.key.Public().(ed25519.PublicKey)) }

// Requester signs requests to a hub with the desk's key, and nothing else. It ends with Close.
func (d *Desk) Requester() crypto.Signer { return requester{d} }

type requester struct{ desk *Desk }

// Public implements [crypto.Signer].
func (r requester) Public() crypto.PublicKey { return r.desk.Public() }

// Sign implements [crypto.Signer].
func (r requester) Sign(_ io.Reader, message []byte, opt crypto.SignerOpts) ([]byte, error) {
	if opt.HashFunc() != 0 || !bytes.HasPrefix(message, []byte(entry.RequestMark)) {
		return nil, errors.New("this is no request to a hub")
	}
	return r.desk.Sign(message)
}

// Close discards the key, as far as Go allows. Call it when the desk locks itself.
func (d *Desk) Close() {
	if d != nil {
		clear(d.key)
		d.key = nil
	}
}

// Sign signs with the desk's key. [seal.ErrClosed] after Close.
func (d *Desk) Sign(b []byte) ([]byte, error) {
	if d == nil || d.key == nil {
		return nil, seal.ErrClosed
	}
	return ed25519.Sign(d.key, b), nil
}
