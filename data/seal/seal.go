// Package seal keeps what people entrust to a booth unreadable to everyone but the event's organisers.
//
// Everything sealed is an age file (https://age-encryption.org/v1), so the age command line, version 1.3 or later,
// opens it without this program. Recipients are always post-quantum hybrid ones, and there are always at least two: the
// event's key and a recovery key. A booth has only the recipients, which are public; it can seal but never open.
package seal

import (
	"bytes"
	"fmt"
	"io"

	"filippo.io/age"
)

// MinRecipients is the least number of keys an entry is sealed to. With a single key, losing the passphrase loses
// everybody.
const MinRecipients = 2

// Recipients are the public keys entries are sealed to. The zero value seals nothing.
type Recipients struct {
	keys []*age.HybridRecipient
}

// NewRecipients parses public keys of the form age1pq1…; at least two, all different.
func NewRecipients(keys ...string) (Recipients, error) {
	var r Recipients
	seen := map[string]bool{}
	for _, k := range keys {
		key, err := ParseRecipient(k)
		if err != nil {
			return Recipients{}, err
		}
		if seen[key.String()] {
			return Recipients{}, fmt.Errorf("the same key is given twice among the recipients: the recovery key must be another one")
		}
		seen[key.String()] = true
		r.keys = append(r.keys, key)
	}
	if len(r.keys) < MinRecipients {
		return Recipients{}, fmt.Errorf("%d recipients, %d are needed: the event's key and a recovery key", len(r.keys), MinRecipients)
	}
	return r, nil
}

// Seal encrypts plain to all recipients, as a binary age file.
func (r Recipients) Seal(plain []byte) ([]byte, error) {
	if len(r.keys) < MinRecipients {
		return nil, fmt.Errorf("sealing: no recipients")
	}
	var out bytes.Buffer
	// Two hybrid stanzas are 3.3 kB; growing the buffer once is all this costs.
	out.Grow(len(plain) + 2048*len(r.keys))
	to := make([]age.Recipient, len(r.keys))
	for i, k := range r.keys {
		to[i] = k
	}
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	return out.Bytes(), nil
}

// Strings returns the public keys, in the order they were given.
func (r Recipients) Strings() []string {
	var out []string
	for _, k := range r.keys {
		out = append(out, k.String())
	}
	return out
}

// Fingerprints returns a short name for each recipient, see [Fingerprint].
func (r Recipients) Fingerprints() []string {
	var out []string
	for _, k := range r.keys {
		out = append(out, Fingerprint(k.String()))
	}
	return out
}

// open is the only place where an age file is decrypted.
func open(sealed []byte, id age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
