package data

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// What a power cut tears is no damage; a changed byte in front of what was committed is, and is said.
func TestDamagedWALIsTold(t *testing.T) {
	s := practice(t)
	for range 4 {
		signUp(t, s)
	}
	wal := contents(t, s.Dir())[filepath.Join(s.Dir(), folder.WAL)]
	path := filepath.Join(t.TempDir(), folder.WAL)
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"whole":                  {wal, ""},
		"empty":                  {nil, ""},
		"torn head":              {wal[:20], ""},
		"torn frame":             {wal[:len(wal)-100], ""},
		"last frame changed":     {flipped(wal, len(wal)-5), ""},
		"head changed":           {flipped(wal, 9), "head"},
		"salt changed":           {flipped(wal, 17), "head"},
		"first frame changed":    {flipped(wal, 100), "changed"},
		"middle frame changed":   {flipped(wal, len(wal)/2), "changed"},
		"another program's text": {[]byte(strings.Repeat("text", 100)), "head"},
	} {
		if err := os.WriteFile(path, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := db.WALDamage(path); err != nil || (got == "") != (c.says == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if got, err := db.WALDamage(path + ".none"); got != "" || err != nil {
		t.Errorf("no file: %q, %v", got, err)
	}
}

func flipped(b []byte, at int) []byte {
	return damage{at: at, mask: 1}.to(b)
}

// After an erasure the -wal is used again from its start, and what stands behind the new frames is no damage.
func TestUsedAgainWALIsNotDamaged(t *testing.T) {
	s := practice(t)
	for range 6 {
		signUp(t, s)
	}
	var busy, log, done int
	if err := s.db.QueryRowContext(t.Context(), "PRAGMA wal_checkpoint(RESTART)").Scan(&busy, &log, &done); err != nil || busy != 0 {
		t.Fatal(busy, err)
	}
	signUp(t, s)
	if got, err := db.WALDamage(filepath.Join(s.Dir(), folder.WAL)); got != "" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
