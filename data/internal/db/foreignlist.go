package db

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"path/filepath"
	"slices"

	"matchbooth/data/internal/folder"
)

// SQLite reads its own list of tables, and parses every statement in it, before it answers the first query on any
// table, and nothing can stop it meanwhile. A list of millions of tables, or of pages that link to each other over and
// over, would use up all memory or never end. So its length is checked here, in the file itself, before SQLite may read
// it.

// The limits of the list of tables. Ours has fifteen rows on two pages.
const (
	listRows  = 64
	listPages = 64
	listDepth = 4       // levels of pages
	pageLeast = 4096    // bytes of a page: ours have as many
	pageMost  = 1 << 16 // as in SQLite
)

var (
	// ErrList: the list of tables is not one this program makes.
	ErrList = errors.New("the list of tables is not this program's")
	// ErrStats: somebody has run ANALYZE, which people may do on their own store.
	ErrStats = fmt.Errorf("%w: it was analysed", ErrList)
	// errListRead: the list cannot be read; SQLite cannot read it either.
	errListRead = errors.New("the list of tables is damaged")
)

// ListedShort checks the list of tables of the booth.db in dir, with its -wal. [ErrList] or [errListRead] say why SQLite
// should not read it.
func ListedShort(dir string) error {
	f, err := folder.Open(filepath.Join(dir, folder.DB))
	if err != nil {
		return err
	}
	defer f.Close()
	wal, err := folder.Open(filepath.Join(dir, folder.WAL))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err == nil {
		defer wal.Close()
		return listedShort(f, wal)
	}
	return listedShort(f, nil)
}

// LookFrom checks the head of a store from outside, and its list of tables, before all of it is copied: gigabytes that are no
// booth's need not be. wal is its -wal, nil for none. What cannot be read here is told once it is copied.
func LookFrom(f, wal io.ReaderAt) error {
	var head [100]byte
	if _, err := f.ReadAt(head[:], 0); err != nil {
		return nil
	}
	if err := LookAtHead(head[:]); err != nil {
		return err
	}
	if err := listedShort(f, wal); errors.Is(err, ErrList) {
		return ErrTables
	}
	return nil
}

// listedShort is ListedShort for a store with its -wal, which may be nil.
func listedShort(f, wal io.ReaderAt) error {
	var head [100]byte
	if _, err := f.ReadAt(head[:], 0); err != nil {
		return errListRead
	}
	size := int64(binary.BigEndian.Uint16(head[16:]))
	if size == 1 {
		size = pageMost
	}
	if size < 512 || size > pageMost || size&(size-1) != 0 {
		return errListRead
	}
	// On smaller pages the name of a table may be outside the page itself, see below.
	if size < pageLeast {
		return ErrList
	}
	rows, pages := 0, 0
	level := []uint32{1}
	for depth := 0; len(level) > 0; depth++ {
		if pages += len(level); pages > listPages || depth >= listDepth {
			return ErrList
		}
		found, err := readPages(f, wal, level, size)
		if err != nil {
			return err
		}
		var below []uint32
		for _, n := range level {
			more, children, err := listPage(found[n], n == 1)
			if err != nil {
				return err
			}
			if rows += more; rows > listRows {
				return ErrList
			}
			if below = append(below, children...); len(below) > listPages {
				return ErrList
			}
		}
		level = below
	}
	return nil
}

// listPage returns the number of rows on one page of the list, or the pages below it.
func listPage(page []byte, first bool) (rows int, below []uint32, err error) {
	at := 0
	if first {
		at = 100
		// In UTF-16 the search for names below would find nothing.
		if len(page) < at || binary.BigEndian.Uint32(page[56:])&3 > 1 {
			return 0, nil, ErrList
		}
	}
	if len(page) < at+12 {
		return 0, nil, errListRead
	}
	n := int(binary.BigEndian.Uint16(page[at+3:]))
	switch page[at] {
	case 0x0d: // a leaf
		// SQLite reads these tables completely together with the list, however large they are. This program makes none.
		if bytes.Contains(bytes.ToLower(page), []byte("sqlite_stat")) {
			return 0, nil, ErrStats
		}
		return n, nil, nil
	case 0x05:
		if n >= listPages {
			return 0, nil, ErrList
		}
		if at+12+2*n > len(page) {
			return 0, nil, errListRead
		}
		for i := range n {
			cell := int(binary.BigEndian.Uint16(page[at+12+2*i:]))
			if cell+4 > len(page) {
				return 0, nil, errListRead
			}
			below = append(below, binary.BigEndian.Uint32(page[cell:]))
		}
		return 0, append(below, binary.BigEndian.Uint32(page[at+8:])), nil
	}
	return 0, nil, errListRead
}

// readPages returns pages as SQLite sees them: if complete transactions in the -wal have a page, the last one counts.
func readPages(f, wal io.ReaderAt, numbers []uint32, size int64) (map[uint32][]byte, error) {
	found := map[uint32][]byte{}
	if wal != nil {
		written := map[uint32][]byte{} // by a transaction that is not complete yet
		other := false
		if _, _, err := eachFrame(io.NewSectionReader(wal, 0, math.MaxInt64), func(n uint32, commit bool, content []byte) {
			if slices.Contains(numbers, n) {
				written[n] = bytes.Clone(content)
				other = other || int64(len(content)) != size
			}
			if commit {
				maps.Copy(found, written)
				clear(written)
			}
		}); err != nil {
			return nil, fmt.Errorf("reading %s: %w", folder.WAL, err)
		}
		if other { // another file's -wal
			return nil, ErrList
		}
	}
	for _, n := range numbers {
		if found[n] != nil {
			continue
		}
		page := make([]byte, size)
		if _, err := f.ReadAt(page, (int64(n)-1)*size); err != nil {
			return nil, errListRead
		}
		found[n] = page
	}
	return found, nil
}
