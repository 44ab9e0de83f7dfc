package data

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"matchbooth/data/disk"
)

const (
	stickName  = "matchbooth-copy.id"
	moreSuffix = "-more"
)

// readStick reads the name of a stick.
func readStick(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, stickName))
	if err != nil {
		return "", err
	}
	id := strings.TrimSpace(string(b))
	if len(id) != 36 || strings.ContainsAny(id, "/\\\"\n") {
		return "", fs.ErrNotExist // not readable: it gets another one
	}
	return id, nil
}

// lineRest is how many bytes follow the mark and the length of a line.
func lineRest(head []byte) (int64, bool) {
	size := int64(binary.BigEndian.Uint32(head[len(journalMark):]))
	return size + 32, !bytes.HasPrefix(head, journalMark) || size > journalMost
}

// ourLines is what the journal holds, and whom it has erased.
type ourLines struct {
	whole  map[short]bool // by line: whether its sealed part is there as its digest says
	erased map[string]bool
}

// ours reads the journal.
func (m *mirror) ours(gen int, known booths) (ourLines, error) {
	o := ourLines{map[short]bool{}, map[string]bool{}}
	m.src.Lock()
	defer m.src.Unlock()
	m.mu.Lock()
	now := m.gen
	m.mu.Unlock()
	if now != gen {
		return o, errMirrorOlder
	}
	_, err := scanJournal(filepath.Join(m.data, journalName), func(e *entry) error {
		rank := e.rank()
		o.whole[rank] = o.whole[rank] || e.Sealed != nil && e.whole()
		if e.Kind == kindErasure && known.genuine(e) {
			o.erased[e.Person] = true
		}
		return nil
	})
	if err != nil {
		return o, fmt.Errorf("reading the journal: %s", err)
	}
	return o, nil
}

// renew puts the journal in the place of a copy that is not its beginning. Lines that only the copy has go to a file
// beside it first.
func (m *mirror) renew(gen int, size, alike int64) error {
	m.mu.Lock()
	known := m.known
	m.mu.Unlock()
	ours, err := m.ours(gen, known)
	if err != nil {
		return err
	}
	if err := m.keepMore(ours); err != nil {
		return err
	}
	var walk lineWalk
	err = m.replace(m.path(), func(f *os.File) error {
		buf := make([]byte, min(mirrorPiece, max(size, 1)))
		for at := int64(0); at < size; {
			b := buf[:min(int64(len(buf)), size-at)]
			if err := m.read(gen, b, at); err != nil {
				return err
			}
			if err := m.step("mirror write"); err != nil {
				return err
			}
			if _, err := f.Write(b); err != nil {
				return err
			}
			walk.feed(b)
			at += int64(len(b))
		}
		return nil
	})
	h := copyOf{gen: gen, end: size, walk: walk}
	if errors.Is(err, syscall.ENOSPC) {
		// There is no room for two. What is not the journal's goes, so that nothing erased stays, and the rest is
		// written behind what is.
		h.end, h.walk = alike, lineWalk{}
		if err = m.cut(gen, alike, &h.walk); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	if h.file, err = os.Stat(m.path()); err != nil {
		return err
	}
	m.have = h
	m.reached(gen, h.walk.lines)
	return nil
}

// cut shortens the copy to what is the journal's.
func (m *mirror) cut(gen int, end int64, walk *lineWalk) error {
	f, err := os.OpenFile(m.path(), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := m.step("mirror write"); err != nil {
		return err
	}
	if err := f.Truncate(end); err != nil {
		return err
	}
	if err := m.step("mirror sync"); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	buf := make([]byte, mirrorPiece)
	for at := int64(0); at < end; at += mirrorPiece {
		b := buf[:min(mirrorPiece, end-at)]
		if err := m.read(gen, b, at); err != nil {
			return err
		}
		walk.feed(b)
	}
	return nil
}

// replace writes a file anew: beside it, fsync, rename, fsync of the folder.
func (m *mirror) replace(path string, write func(*os.File) error) (err error) {
	tmp := path + ".new"
	if err := m.step("mirror write"); err != nil {
		return err
	}
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(tmp)
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := m.step("mirror sync"); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := m.step("mirror rename"); err != nil {
		return err
	}
	if err := disk.Rename(tmp, path); err != nil {
		return err
	}
	return syncDir(m.dir)
}

// removeLeft removes what an interrupted replace left, where it did: a write-protected disk refuses even to remove
// what is not there.
func removeLeft(path string) error {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return os.Remove(path)
}

// keepMore moves the lines that only the copy has to the file beside it, and takes the erased out of that.
func (m *mirror) keepMore(ours ourLines) error {
	more, had := map[short]*entry{}, 0
	var order []short
	take := func(e *entry) error {
		rank := e.rank()
		if ours.erased[e.Person] {
			e.Sealed = nil
		}
		whole, here := ours.whole[rank]
		if here && (whole || e.Sealed == nil || !e.whole()) {
			return nil
		}
		if was := more[rank]; was == nil {
			order = append(order, rank)
		} else if was.Sealed != nil && was.whole() {
			return nil
		}
		more[rank] = e
		return nil
	}
	path := m.path() + moreSuffix
	dirty := false
	scan, err := scanJournal(path, func(e *entry) error {
		dirty = dirty || ours.erased[e.Person] && e.Sealed != nil
		had++
		return take(e)
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	dirty = dirty || scan.damaged > 0 || scan.torn
	if _, err := scanJournal(m.path(), take); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(more) != had || dirty {
		if len(more) == 0 {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		} else if err := m.replace(path, func(f *os.File) error {
			for _, rank := range order {
				if _, err := f.Write(encodeLine(more[rank])); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	m.mu.Lock()
	m.extra = len(more)
	m.mu.Unlock()
	return nil
}

// countExtra counts the lines that lie beside the copy.
func (m *mirror) countExtra() error {
	n := 0
	_, err := scanJournal(m.path()+moreSuffix, func(*entry) error { n++; return nil })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	m.mu.Lock()
	m.extra = n
	m.mu.Unlock()
	return nil
}

// cleanStick finishes an erasure on the stick: the copy itself is the journal by now; what lies beside it, and copies
// that this folder wrote there as another booth, lose what was erased.
func (m *mirror) cleanStick(gen int, known booths) error {
	stale, files := false, []string{mirrorName(m.booth) + moreSuffix}
	for _, r := range m.s.listed() {
		if r.Stick != m.stick {
			continue
		}
		stale = stale || r.Stale
		if r.File != mirrorName(m.booth) {
			files = append(files, r.File, r.File+moreSuffix)
		}
	}
	if !stale {
		return nil
	}
	ours, err := m.ours(gen, known)
	if err != nil {
		return err
	}
	for _, name := range files {
		if name != filepath.Base(name) {
			continue
		}
		if err := m.emptyErased(filepath.Join(m.dir, name), ours.erased); err != nil {
			return err
		}
	}
	return m.clean(m.stick, gen)
}

// emptyErased takes the sealed parts of the erased out of a file of lines.
func (m *mirror) emptyErased(path string, erased map[string]bool) error {
	if err := m.step("mirror read"); err != nil {
		return err
	}
	if err := removeLeft(path + ".new"); err != nil {
		return err
	}
	found := false
	sc, err := scanJournal(path, func(e *entry) error {
		found = found || e.Sealed != nil && erased[e.Person]
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	// A stretch that cannot be read may hold anything.
	if !found && sc.damaged == 0 && !sc.torn {
		return nil
	}
	return m.replace(path, func(f *os.File) error {
		_, err := scanJournal(path, func(e *entry) error {
			if erased[e.Person] {
				e.Sealed = nil
			}
			_, err := f.Write(encodeLine(e))
			return err
		})
		return err
	})
}

// writeSides writes the public keys beside the copy, so that it can be rescued alone.
func (m *mirror) writeSides(known booths) error {
	keys, err := os.ReadFile(filepath.Join(m.data, keysName))
	if err != nil {
		return fmt.Errorf("reading %s: %s", keysName, err)
	}
	var list strings.Builder
	for _, id := range slices.Sorted(maps.Keys(known)) {
		fmt.Fprintf(&list, "%s %s\n", id, base64.StdEncoding.EncodeToString(known[id]))
	}
	for name, content := range map[string]string{"keys-" + m.booth + ".toml": string(keys), "booths-" + m.booth: list.String()} {
		if m.sides[name] == content {
			continue
		}
		if err := m.step("mirror write"); err != nil {
			return err
		}
		if have, err := os.ReadFile(filepath.Join(m.dir, name)); err != nil || string(have) != content {
			if err := writeFile(m.dir, name, []byte(content)); err != nil {
				return err
			}
		}
		if m.sides == nil {
			m.sides = map[string]string{}
		}
		m.sides[name] = content
	}
	return nil
}
