package people

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/outside"
	"matchbooth/data/record"
	"matchbooth/ui/work/intake"
)

// Importing a file again adds nobody. What tells its rows is a random key next to the file: with it each row gives a
// key of its own, and without it nothing that the booth stores reveals whether somebody was in the file. So the key is
// where the people of the file are in plain text anyway, and never in the booth's folder.
const (
	importedSuffix = ".imported"
	importedHead   = "# Matchbooth: with this key a booth knows which rows of the file beside it were imported. Keep it there; delete both together.\n"
	importedMost   = 1 << 12
)

// rowMemory tells rows that were imported before from new ones.
type rowMemory struct {
	key   []byte
	more  [][]byte                     // keys of other files in the same folder
	older map[string]entry.ReceiptCode // by intake.Key: people from before there were such keys, if the passphrase was given
}

// recall reads the key of a file. found says whether there is one.
func (c *Call) recall(beside string) (m rowMemory, found bool, err error) {
	text, err := outside.ReadFile(beside, importedMost)
	if err == nil {
		for line := range strings.Lines(string(text)) {
			if key, err := hex.DecodeString(strings.TrimSpace(line)); err == nil && len(key) == sha256.Size {
				return rowMemory{key: key}, true, nil
			}
		}
		return m, false, c.Fail(nil, "import.memory.damaged", "Path", beside)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return m, false, c.Fail(err, "import.memory.unread", "Path", beside)
	}
	return m, false, nil
}

// remember generates a key and syncs it to the disk, before the first row is saved.
func (c *Call) remember(m *rowMemory, beside string) error {
	m.key = make([]byte, sha256.Size)
	rand.Read(m.key) // never fails, by its documentation
	n, err := c.Claim(beside, "import.memory.unwritten")
	if err != nil {
		return err
	}
	if err := n.Put([]byte(importedHead + hex.EncodeToString(m.key) + "\n")); err != nil {
		n.Drop()
		return c.Fail(err, "import.memory.unwritten", "Path", beside)
	}
	return nil
}

// memoriesMost is how many files with keys are read at most.
const memoriesMost = 50

// neighbours adds the keys of other files in the folder: refused rows are corrected and imported under another name,
// and lists are joined and sorted.
func (m *rowMemory) neighbours(c *Call, file, beside string) {
	names, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return // use only the file's own key then
	}
	looked := 0
	for _, name := range names {
		if !strings.HasSuffix(name.Name(), importedSuffix) || looked == memoriesMost {
			continue
		}
		looked++
		other := filepath.Join(filepath.Dir(file), name.Name())
		if o, found, err := c.recall(other); err == nil && found && filepath.Clean(other) != filepath.Clean(beside) {
			m.more = append(m.more, o.key)
		}
	}
}

// known looks up a row under the other keys, and returns the person's code; "" if none knows it.
func (m rowMemory) known(ctx context.Context, s *data.Store, up record.SignUp) (entry.ReceiptCode, error) {
	if code := m.older[string(intake.Key(up))]; code != "" {
		return code, nil
	}
	for _, key := range m.more {
		if have, err := s.Once(ctx, (rowMemory{key: key}).of(up)); err != nil || have.Person != "" {
			return have.Code, err
		}
	}
	return "", nil
}

// of returns the key of one row.
func (m rowMemory) of(up record.SignUp) []byte {
	h := hmac.New(sha256.New, m.key)
	h.Write([]byte("matchbooth-import-2"))
	h.Write(intake.Key(up))
	return h.Sum(nil)
}
