package mirror

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/keyset"
)

// side is a small file beside the copy, as last seen there.
type side struct {
	content string
	info    os.FileInfo
}

// asIs says whether a file beside the copy is still the one that was seen or written with this content. Somebody may have
// changed it on another computer meanwhile, or it may have been damaged in place.
func (m *Mirror) asIs(name, content string) bool {
	was, known := m.sides[name]
	if !known || was.content != content {
		return false
	}
	now, err := m.at.Stat(name)
	return err == nil && os.SameFile(now, was.info) && now.Size() == was.info.Size() && now.ModTime().Equal(was.info.ModTime())
}

// writeSides writes the public keys beside the copy, so that a rescue needs nothing else.
func (m *Mirror) writeSides(known entry.Booths) error {
	keys, err := folder.Read(filepath.Join(m.data, folder.Keys), folder.MaxSmall)
	if err != nil {
		return fmt.Errorf("reading %s: %s", folder.Keys, err)
	}
	audit, err := m.auditLine()
	if err != nil {
		return err
	}
	told, err := m.statementsText()
	if err != nil {
		return err
	}
	stays := m.keysStay(string(keys))
	for name, content := range map[string]string{
		"keys-" + m.booth + ".toml": string(keys), m.BoothList(): EncodeBoothList(m.signers(known)) + audit, m.statementsFile(): told,
	} {
		if stays && strings.HasPrefix(name, "keys-") || content == "" && name == m.statementsFile() || m.asIs(name, content) {
			continue
		}
		if err := m.step("mirror write"); err != nil {
			return err
		}
		if have, err := m.at.Read(name, max(MaxSide, int64(len(content)))); err != nil || string(have) != content {
			if err := m.at.Write(name, []byte(content)); err != nil {
				return err
			}
		}
		info, err := m.at.Stat(name)
		if err != nil {
			return err
		}
		if m.sides == nil {
			m.sides = map[string]side{}
		}
		m.sides[name] = side{content, info}
	}
	return nil
}

// keysStay says whether the copy's key set must not be replaced by the folder's: the copy has a newer one of the same
// desk, or another one with the same serial, so the folder was reset to before a change that its own desk has signed, and
// nobody can sign up; or the folder's is damaged; or the copy's cannot be read just now, so that nobody knows.
func (m *Mirror) keysStay(ks string) bool {
	name := "keys-" + m.booth + ".toml"
	if m.asIs(name, ks) {
		return false
	}
	mine, err := keyset.Parse(ks)
	if err != nil {
		return true
	}
	if !mine.Signed() {
		return false
	}
	if m.step("mirror read") != nil {
		return true
	}
	text, err := m.at.Read(name, MaxSide)
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrNotExist), faultOf(err) == Foreign: // a link or a file of absurd size is nobody's key set
		return false
	default:
		return true
	}
	theirs, err := keyset.Parse(string(text))
	// Anybody can sign keys with a desk of their own; that must stop no booth.
	if err == nil && theirs.Signed() && theirs.Desk.Equal(mine.Desk) {
		if why := mine.LessThan(theirs, folder.Keys, m.Dir); why != "" {
			m.store.NewerKeys(&why)
			return true
		}
	}
	m.store.NewerKeys(nil)
	return false
}

// BoothList is the name of the list of signing keys beside the copy.
func (m *Mirror) BoothList() string { return "booths-" + m.booth }

// signers returns the known booths, and those of the list on the stick: if this folder is older than the copy, a booth
// merged since then is known only there. For keeping lines on that same stick the list is good enough.
func (m *Mirror) signers(known entry.Booths) entry.Booths {
	b, err := m.at.Read(m.BoothList(), MaxSide)
	if err != nil {
		return known
	}
	all := ParseBoothList(b)
	maps.Copy(all, known)
	return all
}

// EncodeBoothList writes one line a booth: the id, a space and the key in base64.
func EncodeBoothList(known entry.Booths) string {
	var list strings.Builder
	for _, id := range slices.Sorted(maps.Keys(known)) {
		fmt.Fprintf(&list, "%s %s\n", id, base64.StdEncoding.EncodeToString(known[id]))
	}
	return list.String()
}

// ParseBoothList is the inverse. A line whose key does not match its id is skipped.
func ParseBoothList(b []byte) entry.Booths {
	known := entry.Booths{}
	for line := range strings.Lines(string(b)) {
		id, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		if key, err := base64.StdEncoding.DecodeString(text); err == nil && len(key) == ed25519.PublicKeySize && entry.BoothID(key) == id {
			known[id] = key
		}
	}
	return known
}
