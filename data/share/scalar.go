package share

import (
	"errors"
	"math/big"
	"strings"

	"github.com/cloudflare/circl/group"
)

// A key's text is Bech32: a fixed prefix and 58 digits of 32 values each, including the checksum. Their 290 bits are the
// number that is split.
const (
	keyMark   = "AGE-SECRET-KEY-PQ-1"
	keyDigits = 58
	bech32    = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
)

// toScalar reads the digits of a key as a number.
func toScalar(key string) (group.Scalar, error) {
	digits, ok := strings.CutPrefix(key, keyMark)
	if !ok || len(digits) != keyDigits {
		return nil, errors.New("splitting the key: not a key of the form " + keyMark + "…")
	}
	n := new(big.Int)
	for _, c := range digits {
		at := strings.IndexRune(bech32, c)
		if at < 0 {
			return nil, errors.New("splitting the key: not a key of the form " + keyMark + "…")
		}
		n.Lsh(n, 5)
		n.Or(n, big.NewInt(int64(at)))
	}
	return field.NewScalar().SetBigInt(n), nil
}

// fromScalar is the inverse.
func fromScalar(s group.Scalar) (string, error) {
	raw, err := s.MarshalBinary()
	if err != nil {
		return "", err
	}
	n := new(big.Int).SetBytes(raw)
	if n.BitLen() > 5*keyDigits {
		return "", errors.New("no key")
	}
	out := make([]byte, keyDigits)
	for i := keyDigits - 1; i >= 0; i-- {
		out[i] = bech32[new(big.Int).And(n, big.NewInt(31)).Int64()]
		n.Rsh(n, 5)
	}
	return keyMark + string(out), nil
}
