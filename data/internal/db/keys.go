package db

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"matchbooth/data/internal/folder"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
)

// HeldKeys returns the key set in the settings.
func HeldKeys(meta map[string]string) (*keyset.Set, error) {
	mode, event := meta[MetaMode], meta[MetaEvent]
	var added []keyset.Added
	if text := meta[MetaAdded]; text != "" && json.Unmarshal([]byte(text), &added) != nil {
		return nil, fmt.Errorf("%w: the added keys in %s are not readable", folder.ErrDamaged, folder.DB)
	}
	recipients, err := seal.NewRecipients(strings.Split(meta[MetaRecipients], "\n")...)
	if err != nil {
		return nil, fmt.Errorf("%w: the recipients in %s are not readable", folder.ErrDamaged, folder.DB)
	}
	text, desk := meta[MetaKeySet], meta[MetaDesk]
	if text == "" && desk == "" {
		return keyset.NewSet(mode, event, recipients.Strings(), added, keyset.ZeroTime), nil
	}
	if text == "" || desk == "" {
		return nil, fmt.Errorf("%w: the key set in %s is not signed any more", folder.ErrDamaged, folder.DB)
	}
	k, err := keyset.Parse(text)
	switch {
	case err != nil || !k.Signed() || k.Mode != mode || k.Event != event:
		return nil, fmt.Errorf("%w: the key set in %s is not as the desk signed it", folder.ErrDamaged, folder.DB)
	case base64.StdEncoding.EncodeToString(k.Desk) != desk:
		return nil, fmt.Errorf("%w: the key set in %s is signed by a different desk from the one known here", folder.ErrDamaged, folder.DB)
	case !slices.Equal(k.Recipients(), recipients.Strings()):
		return nil, fmt.Errorf("%w: the recipients in %s are not those of the signed key set", folder.ErrDamaged, folder.DB)
	}
	return k, nil
}

// RingSettings returns what the store keeps of a ring. The recipients are next to the signed set, as older programs
// stored them.
func RingSettings(r keyset.Ring) (map[string]string, error) {
	added, err := json.Marshal(r.Added)
	if err != nil {
		return nil, err
	}
	m := map[string]string{MetaRecipients: strings.Join(r.Recipients, "\n"), MetaAdded: string(added)}
	if r.Set != "" {
		k, err := keyset.Parse(r.Set)
		if err != nil {
			return nil, err
		}
		m[MetaKeySet], m[MetaDesk] = r.Set, base64.StdEncoding.EncodeToString(k.Desk)
	}
	return m, nil
}

// Announced says whether the settings announce exactly these keys and are allowed to: adding one was interrupted after
// keys.toml had it.
func Announced(meta map[string]string, file keyset.Ring) bool {
	var next keyset.Ring
	if meta[MetaRingNext] == "" || json.Unmarshal([]byte(meta[MetaRingNext]), &next) != nil || !next.Equal(file) {
		return false
	}
	have, err := HeldKeys(meta)
	return err == nil && next.Follows(have)
}

// AddedIn reads what the settings know about added keys; none if that is not readable.
func AddedIn(meta map[string]string) (added []keyset.Added) {
	if json.Unmarshal([]byte(meta[MetaAdded]), &added) != nil {
		return nil
	}
	return added
}
