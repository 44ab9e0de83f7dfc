package lockout

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Argon2id for the PIN: OWASP's second choice (19 MiB, two passes, one lane), about 30 ms. There are few PINs, so the
// hash mainly has to be no cheaper to try than the delays allow; whoever has the disk can try them all, and a PIN opens
// no record.
const (
	PINMemory = 19 << 10 // KiB
	PINPasses = 2
	PINBytes  = 32
)

// Work is the cost of a new PIN's hash, and the least that is accepted when a hash is read; only tests lower it.
var Work = Cost{Memory: PINMemory, Passes: PINPasses}

// Cost is Argon2's: memory in KiB, and the number of passes over it.
type Cost struct{ Memory, Passes uint32 }

// CheckPIN says whether a PIN is acceptable.
func CheckPIN(pin string) error {
	if len(pin) < 4 || len(pin) > 12 || strings.Trim(pin, "0123456789") != "" {
		return errors.New("a PIN has 4 to 12 digits")
	}
	return nil
}

// HashPIN hashes an acceptable PIN.
func HashPIN(pin string) (string, error) {
	if err := CheckPIN(pin); err != nil {
		return "", err
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	sum := argon2.IDKey([]byte(pin), salt, Work.Passes, Work.Memory, 1, PINBytes)
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, Work.Memory, Work.Passes, enc(salt), enc(sum)), nil
}

// PINHash is a parsed hash of a PIN.
type PINHash struct {
	Cost
	Salt, Sum []byte
}

// ParsePIN parses what HashPIN returned. Somebody who can write to the store could ask for more work or a shorter hash;
// it accepts at most four times the work of HashPIN, and no shorter hash.
func ParsePIN(hash string) (h PINHash, ok bool) {
	part := strings.Split(hash, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, false
	}
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=1", &h.Memory, &h.Passes); err != nil ||
		part[3] != fmt.Sprintf("m=%d,t=%d,p=1", h.Memory, h.Passes) ||
		h.Memory < Work.Memory || h.Memory > 4*PINMemory || h.Passes < Work.Passes || h.Passes > 4*PINPasses {
		return h, false
	}
	var err1, err2 error
	h.Salt, err1 = base64.RawStdEncoding.DecodeString(part[4])
	h.Sum, err2 = base64.RawStdEncoding.DecodeString(part[5])
	return h, err1 == nil && err2 == nil && len(h.Salt) >= 16 && len(h.Salt) <= 64 && len(h.Sum) == PINBytes
}

// MatchPIN compares a PIN with its hash in constant time; also false if the hash is not one of ours.
func MatchPIN(hash, pin string) bool {
	h, ok := ParsePIN(hash)
	if !ok {
		return false
	}
	return subtle.ConstantTimeCompare(argon2.IDKey([]byte(pin), h.Salt, h.Passes, h.Memory, 1, PINBytes), h.Sum) == 1
}
