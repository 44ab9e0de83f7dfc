package folder

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
)

// MachineMark identifies this computer without revealing which it is: a salted digest of the system's machine id, or ""
// if there is none. By it a copied data folder notices that it is on another computer, and starts a new booth key: two
// booths signing with one key would give different entries the same running number.
func MachineMark(salt []byte) string {
	id, err := os.ReadFile("/etc/machine-id")
	if err != nil || strings.TrimSpace(string(id)) == "" {
		return ""
	}
	sum := sha256.Sum256(append(append([]byte("matchbooth-machine-1"), salt...), id...))
	return hex.EncodeToString(sum[:16])
}
