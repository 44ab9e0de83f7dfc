package folder

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
)

// MachineMark names this computer without telling which it is: a salted digest of the system's machine id, or "" where
// there is none. A data folder that was copied finds itself on another computer by it, and starts a new booth key:
// two booths that signed with one key would give different entries the same running number.
func MachineMark(salt []byte) string {
	id, err := os.ReadFile("/etc/machine-id")
	if err != nil || strings.TrimSpace(string(id)) == "" {
		return ""
	}
	sum := sha256.Sum256(append(append([]byte("matchbooth-machine-1"), salt...), id...))
	return hex.EncodeToString(sum[:16])
}
