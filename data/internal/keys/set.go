// Package keys is what opens and signs: the booth's signing key, the key files that open records, and the desk's key. What
// sign-ups are sealed to is in [keyset].
package keys

import (
	"fmt"
	"path/filepath"

	"matchbooth/data/internal/folder"
	"matchbooth/data/keyset"
	"matchbooth/data/outside"
)

// FolderSet reads the keys.toml of a folder without opening it, for those who only look at it. It does not ask the store
// for its keys.
func FolderSet(dir string) (keyset.SetInfo, error) {
	text, err := outside.ReadFile(filepath.Join(dir, folder.Keys), keyset.MaxFile)
	if err != nil {
		return keyset.SetInfo{}, fmt.Errorf("reading %s: %w", folder.Keys, folder.Explain(err))
	}
	return keyset.ReadSet(string(text))
}
