package data

import (
	"database/sql"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"matchbooth/data/internal/folder"
)

// sqliteFull is what SQLite says when a database may not grow.
func sqliteFull(t *testing.T) error {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "small.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, do := range []string{"PRAGMA max_page_count = 3", "CREATE TABLE t (b BLOB)"} {
		if _, err := db.Exec(do); err != nil {
			t.Fatal(err)
		}
	}
	_, err = db.Exec("INSERT INTO t VALUES (zeroblob(1000000))")
	if err == nil {
		t.Fatal("a million bytes fitted into three pages")
	}
	return err
}

// Whoever waits for a full disk asks for the error, not for its words: both the system's and SQLite's.
func TestAFullDiskIsAnErrorOfItsOwn(t *testing.T) {
	system := &fs.PathError{Op: "write", Path: "booth.db", Err: syscall.ENOSPC}
	for name, c := range map[string]struct {
		err  error
		full bool
	}{
		"the system's":      {system, true},
		"SQLite's":          {sqliteFull(t), true},
		"one of several":    {errors.Join(errors.New("closing"), system), true},
		"a read-only disk":  {syscall.EROFS, false},
		"one that fails":    {syscall.EIO, false},
		"only in the words": {errors.New("the disk is full"), false},
	} {
		said := folder.Explain(c.err)
		if errors.Is(said, folder.ErrDiskFull) != c.full || !errors.Is(said, c.err) {
			t.Errorf("%s: %v", name, said)
		}
		if strings.Contains(said.Error(), "\n") {
			t.Errorf("%s: %q", name, said)
		}
	}
}
