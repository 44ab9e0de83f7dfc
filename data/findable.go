package data

import (
	"errors"
	"os"
	"path/filepath"

	"matchbooth/data/internal/folder"
)

// errElsewhere says that what is being written to is not what will be opened next time.
var errElsewhere = errors.New("the data folder was moved, removed or exchanged while it was open: put it back, then try again")

// findable holds the names in the data folder against the open files. Whoever removes the folder of a running booth, or moves
// it away, leaves it writing without a fault into files that nobody finds again.
func (s *Store) findable() error {
	held, err := s.journal.F.Stat()
	if err != nil {
		return err
	}
	for name, held := range map[string]os.FileInfo{folder.DB: s.dbFile, folder.Journal: held} {
		if now, err := os.Stat(filepath.Join(s.dir, name)); err != nil || !os.SameFile(now, held) {
			return errElsewhere
		}
	}
	return nil
}
