package trust

import (
	"encoding/hex"

	"matchbooth/data/entry"
)

// possible says whether a statement can be about a pack at all.
func possible(c *entry.PackChange) bool {
	return c != nil && IsDigest(c.Digest) && IsDigest(c.Zip) && IsDigest(c.Prev) && (c.PrevZip == "" || IsDigest(c.PrevZip))
}

// IsDigest says whether a text is 64 lower-case hexadecimal digits.
func IsDigest(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && hex.EncodeToString(b) == s
}

// PackFiles returns the SHA-256 of every file of a pack that the desk has named, by the digest of the pack.
func (t *Trust) PackFiles() map[string]string {
	out := map[string]string{}
	for _, c := range t.Packs {
		out[c.Digest] = c.Zip
		if c.PrevZip != "" {
			out[c.Prev] = c.PrevZip
		}
	}
	return out
}
