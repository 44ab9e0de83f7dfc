package paper

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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
	memorySuffix = ".imported"
	memoryHead   = "# Matchbooth: with this key a booth knows which rows of the file beside it were imported. Keep it there; delete both together.\n"
	memoryMost   = 1 << 12
)

// Why the key of a file cannot be used.
var (
	ErrMemoryDamaged = errors.New("the key beside the file is damaged")
	ErrMemoryUnread  = errors.New("the key beside the file cannot be read")
)

// Memory tells rows that were imported before from new ones.
type Memory struct {
	beside string // where the file's own key is
	key    []byte
	more   [][]byte // keys of other files in the same folder

	// Older are people from before there were such keys, by intake.Key, where the passphrase was given.
	Older map[string]entry.ReceiptCode
}

// Format implements fmt.Formatter: the key stays secret.
func (Memory) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(record.Redacted)) }

// Beside returns where the key of a file is kept.
func Beside(file string) string { return file + memorySuffix }

// Recall reads the key of a file. found says whether there is one. The error is [ErrMemoryDamaged] or [ErrMemoryUnread].
func Recall(beside string) (m Memory, found bool, err error) {
	m.beside = beside
	text, err := outside.ReadFile(beside, memoryMost)
	if err == nil {
		for line := range strings.Lines(string(text)) {
			if key, err := hex.DecodeString(strings.TrimSpace(line)); err == nil && len(key) == sha256.Size {
				m.key = key
				return m, true, nil
			}
		}
		return m, false, ErrMemoryDamaged
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return m, false, fmt.Errorf("%w: %w", ErrMemoryUnread, err)
	}
	return m, false, nil
}

// Remember makes a key and has write keep it, synced to the disk, before the first row is saved.
func (m *Memory) Remember(write func(path string, content []byte) error) error {
	m.key = make([]byte, sha256.Size)
	rand.Read(m.key) // never fails, by its documentation
	return write(m.beside, []byte(memoryHead+hex.EncodeToString(m.key)+"\n"))
}

// memoriesMost is how many files with keys are read at most.
const memoriesMost = 50

// Neighbours adds the keys of other files in the folder: refused rows are corrected and imported under another name,
// and lists are joined and sorted.
func (m *Memory) Neighbours(file string) {
	names, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return // use only the file's own key then
	}
	looked := 0
	for _, name := range names {
		if !strings.HasSuffix(name.Name(), memorySuffix) || looked == memoriesMost {
			continue
		}
		looked++
		other := filepath.Join(filepath.Dir(file), name.Name())
		if o, found, err := Recall(other); err == nil && found && filepath.Clean(other) != filepath.Clean(m.beside) {
			m.more = append(m.more, o.key)
		}
	}
}

// known looks up a row under the other keys, and returns the person's code; "" if none knows it.
func (m Memory) known(ctx context.Context, s Store, up record.SignUp) (entry.ReceiptCode, error) {
	if code := m.Older[string(intake.Key(up))]; code != "" {
		return code, nil
	}
	for _, key := range m.more {
		if have, err := s.Once(ctx, keyOf(key, up)); err != nil || have.Person != "" {
			return have.Code, err
		}
	}
	return "", nil
}

// own looks up a row under the file's own key.
func (m Memory) own(ctx context.Context, s Store, up record.SignUp) (data.Saved, error) {
	if m.key == nil {
		return data.Saved{}, nil
	}
	return s.Once(ctx, m.of(up))
}

// of returns the key of one row.
func (m Memory) of(up record.SignUp) []byte { return keyOf(m.key, up) }

func keyOf(key []byte, up record.SignUp) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("matchbooth-import-2"))
	h.Write(intake.Key(up))
	return h.Sum(nil)
}
