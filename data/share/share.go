// Package share splits a recovery key into shares, a certain number of which bring it back, but not fewer: two of three
// people can open the sign-ups when the passphrase is lost, and none of them alone can, nor somebody who finds one share.
//
// The scheme is Shamir's, by github.com/cloudflare/circl/secretsharing over the scalars of P-384: the 290 bits of a
// post-quantum age key fit into one scalar, so that a share is no longer to type than it must be. A single share reveals
// nothing about the key, however fast computers become. (Circl's arithmetic there is not constant-time; splitting is done
// once, on the organisers' own computer, where nobody can measure it.)
//
// A share is text: a prefix, and 26 groups of four letters and digits,
//
//	MATCHBOOTH-SHARE:041H-00A0-…
//
// in Crockford's base 32 (no I, L, O, U; those are read as 1, 1, 0, V), which encode 65 bytes:
//
//	1   version, 1
//	1   shares needed × 16 + shares made
//	1   number of this share, from 1
//	2   the set: random, one for each splitting
//	8   fingerprint of the key that the shares bring back
//	48  the share itself
//	4   checksum: the first bytes of SHA-256 over all before
package share

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/secretsharing"

	"matchbooth/data/seal"
	"matchbooth/data/typed"
)

const (
	version   = 1
	headBytes = 13
	valueSize = 48
	sumBytes  = 4
	size      = headBytes + valueSize + sumBytes
	mark      = "MATCHBOOTH-SHARE:"
	mostMade  = 9
)

// What can be wrong with shares. The errors that wrap these say which share, never what is in it.
var (
	ErrDamaged = errors.New("the share is damaged or was mistyped")
	ErrMixed   = errors.New("the shares belong to different keys or splittings")
	ErrFew     = errors.New("too few different shares")
	ErrResult  = errors.New("the shares do not give back the key they name")
)

// field is the field the shares are computed in.
var field = group.P384

// crockford is Crockford's base 32.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Info is what a share tells everybody.
type Info struct {
	Needed, Made, Number int
	Fingerprint          string // of the key, 16 hexadecimal digits
}

// Split makes n shares of a private key (AGE-SECRET-KEY-PQ-1…), k of which bring it back; 2 ≤ k ≤ n ≤ 9. Before returning
// them it has combined every choice of k.
func Split(secret string, n, k int) ([]string, error) {
	if k < 2 || k > n || n > mostMade {
		return nil, fmt.Errorf("splitting the key: %d of %d is not possible: 2 are needed at least, and %d can be made at most", k, n, mostMade)
	}
	id, err := seal.ParseIdentity(secret)
	if err != nil {
		return nil, fmt.Errorf("splitting the key: %w", err)
	}
	defer id.Close()
	secret = id.Secret()
	number, err := toScalar(secret)
	if err != nil {
		return nil, err
	}
	fingerprint, err := hex.DecodeString(id.Fingerprint())
	if err != nil {
		return nil, fmt.Errorf("splitting the key: %w", err)
	}
	set := make([]byte, 2)
	rand.Read(set)
	var out []string
	for i, s := range secretsharing.New(rand.Reader, uint(k-1), number).Share(uint(n)) {
		value, err := s.Value.MarshalBinary()
		if err != nil || len(value) != valueSize {
			return nil, errors.New("splitting the key: a share cannot be written")
		}
		raw := append([]byte{version, byte(k<<4 | n), byte(i + 1)}, set...) //nolint:gosec // G115: k, n and i are below 10
		raw = append(append(raw, fingerprint...), value...)
		out = append(out, encode(raw))
	}
	err = choices(out, k, func(some []string) error {
		if back, err := Combine(some); err != nil || back != secret {
			return errors.New("splitting the key: the shares do not give it back")
		}
		return nil
	})
	return out, err
}

// choices calls each for every choice of k.
func choices(all []string, k int, each func([]string) error) error {
	if k == 0 {
		return each(nil)
	}
	for i := 0; i+k <= len(all); i++ {
		err := choices(all[i+1:], k-1, func(rest []string) error { return each(append([]string{all[i]}, rest...)) })
		if err != nil {
			return err
		}
	}
	return nil
}

// parsed is a parsed share.
type parsed struct {
	Info
	head  []byte // version, counts, set, fingerprint: equal in shares that belong together
	value group.Scalar
}

// Combine restores the key from at least as many shares as it needs, in any order; the same share given twice counts
// once. [ErrDamaged], [ErrMixed], [ErrFew] and [ErrResult] if that is impossible.
func Combine(shares []string) (string, error) {
	var have []parsed
	seen := map[int]parsed{}
	for i, text := range shares {
		p, err := parse(text)
		if err != nil {
			return "", fmt.Errorf("share %d of those given: %w", i+1, err)
		}
		if len(have) > 0 && !bytes.Equal(p.head, have[0].head) {
			return "", fmt.Errorf("share %d of those given: %w", i+1, ErrMixed)
		}
		if twin, ok := seen[p.Number]; ok {
			if !twin.value.IsEqual(p.value) {
				return "", fmt.Errorf("share %d of those given: %w", i+1, ErrMixed)
			}
			continue
		}
		seen[p.Number] = p
		have = append(have, p)
	}
	if len(have) == 0 {
		return "", ErrFew
	}
	if need := have[0].Needed; len(have) < need {
		return "", fmt.Errorf("%w: %d are needed, %d were given", ErrFew, need, len(have))
	}
	var points []secretsharing.Share
	for _, p := range have[:have[0].Needed] {
		points = append(points, secretsharing.Share{ID: field.NewScalar().SetUint64(uint64(p.Number)), Value: p.value}) //nolint:gosec // G115: from one byte
	}
	number, err := secretsharing.Recover(uint(have[0].Needed-1), points)
	if err != nil {
		return "", ErrResult
	}
	secret, err := fromScalar(number)
	if err != nil {
		return "", ErrResult
	}
	id, err := seal.ParseIdentity(secret)
	if err != nil {
		return "", ErrResult
	}
	defer id.Close()
	if id.Fingerprint() != have[0].Fingerprint {
		return "", ErrResult
	}
	return id.Secret(), nil
}

// Read returns what a share is for, without revealing anything. [ErrDamaged] if its checksum does not match.
func Read(text string) (Info, error) {
	p, err := parse(text)
	return p.Info, err
}

// encode adds the checksum and formats a share.
func encode(raw []byte) string {
	sum := sha256.Sum256(raw)
	text := crockford.EncodeToString(append(raw, sum[:sumBytes]...))
	var out strings.Builder
	out.WriteString(mark)
	for i := 0; i < len(text); i += 4 {
		if i > 0 {
			out.WriteByte('-')
		}
		out.WriteString(text[i : i+4])
	}
	return out.String()
}

// A share is printed in groups of so many characters, so many of those a line, on so many lines.
const (
	Group = 4
	Row   = 5
	Lines = 6
)

// onPaper is a share as it is printed.
var onPaper = typed.Form{
	Head:     strings.NewReplacer("-", "", ":", "").Replace(mark),
	Alphabet: "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
	Alike:    strings.NewReplacer("I", "1", "L", "1", "O", "0", "U", "V"),
	Size:     crockford.EncodedLen(size), Group: Group, Row: Row,
	Fits: func(chars string) bool { return decode(chars) != nil },
}

// decode returns the bytes of a share without their checksum, nil if that does not fit.
func decode(chars string) []byte {
	var buf [size]byte
	if n, err := crockford.Decode(buf[:], []byte(chars)); err != nil || n != size {
		return nil
	}
	sum := sha256.Sum256(buf[:size-sumBytes])
	if !bytes.Equal(sum[:sumBytes], buf[size-sumBytes:]) {
		return nil
	}
	return bytes.Clone(buf[:size-sumBytes])
}

// parse parses a share as printed, typed or scanned: see package typed for what is allowed for. The error is [ErrDamaged],
// and also a [*typed.Slip] if it was mistyped.
func parse(text string) (parsed, error) {
	chars, err := onPaper.Read(text)
	var slip *typed.Slip
	switch {
	case errors.As(err, &slip):
		return parsed{}, fmt.Errorf("%w: %w", ErrDamaged, slip)
	case err != nil:
		return parsed{}, ErrDamaged
	}
	body := decode(chars)
	p := parsed{
		Info: Info{Needed: int(body[1] >> 4), Made: int(body[1] & 15), Number: int(body[2]), Fingerprint: hex.EncodeToString(body[5:headBytes])},
		head: append(bytes.Clone(body[:2]), body[3:headBytes]...),
	}
	if body[0] != version || p.Needed < 2 || p.Needed > p.Made || p.Number < 1 || p.Number > p.Made {
		return parsed{}, ErrDamaged
	}
	p.value = field.NewScalar()
	if err := p.value.UnmarshalBinary(body[headBytes:]); err != nil {
		return parsed{}, ErrDamaged
	}
	if back, err := p.value.MarshalBinary(); err != nil || !bytes.Equal(back, body[headBytes:]) {
		return parsed{}, ErrDamaged // a number beyond the field
	}
	return p, nil
}
