package mirror

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/trust"
	"matchbooth/data/outside"
)

// The names of files on a stick, see [Mirror].
const (
	StickName  = "matchbooth-copy.id"
	MoreSuffix = "-more"
)

// readStick reads the id of a stick.
func readStick(at *outside.Folder) (string, error) {
	b, err := at.Read(StickName, MaxID)
	if err != nil {
		return "", err
	}
	id := strings.TrimSpace(string(b))
	if len(id) != 36 || strings.ContainsAny(id, "/\\\"\n") {
		return "", fs.ErrNotExist // unreadable: the stick gets another one
	}
	return id, nil
}

// ourLines is what the journal contains, and whom it has erased.
type ourLines struct {
	intact map[entry.Hash]bool // by line: whether its sealed part is present and matches its digest
	erased map[string]bool
	joins  []*entry.Entry // lines that name a partner
	trust  *trust.Trust
}

// ours reads the journal.
func (m *Mirror) ours(gen int, known entry.Booths) (ourLines, error) {
	o := ourLines{intact: map[entry.Hash]bool{}, erased: map[string]bool{}}
	m.src.Lock()
	defer m.src.Unlock()
	m.mu.Lock()
	now, trust := m.gen, m.trust
	m.mu.Unlock()
	if now != gen {
		return o, errMirrorOlder
	}
	var erasures []*entry.Entry
	_, err := journal.Scan(filepath.Join(m.data, folder.Journal), func(e *entry.Entry) error {
		hash := e.Hash()
		o.intact[hash] = o.intact[hash] || e.Sealed != nil && e.Intact()
		if e.Kind == entry.KindErasure && known.Verified(e) {
			erasures = append(erasures, e)
		}
		if e.Partner != "" {
			e.Sealed = nil
			o.joins = append(o.joins, e)
		}
		return nil
	})
	if err != nil {
		return o, fmt.Errorf("reading the journal: %s", err)
	}
	// An erasure that still waits, or does not count, leaves the person on the stick too, also if the folder was reset
	// to a state from before the person came here.
	for _, e := range erasures {
		if trust.Empties(e) {
			o.erased[e.Person] = true
		}
	}
	o.trust = trust.With(known)
	o.trust.PairsOf(o.joins).Close(o.erased)
	return o, nil
}

// together adds to the erased who is one person with them by what lines on the stick say as well: a folder that came back
// older does not know of the join, and whoever rescues both does.
func (m *Mirror) together(ours ourLines, known entry.Booths, files []string) error {
	if len(ours.erased) == 0 {
		return nil
	}
	joins := slices.Clone(ours.joins)
	signers := m.signers(known)
	for _, name := range files {
		if _, err := m.scan(name, func(e *entry.Entry) error {
			if e.Partner == "" || !signers.Verified(e) {
				return nil
			}
			e.Sealed = nil
			if joins = append(joins, e); len(joins) > MaxMoreLines+len(ours.joins) {
				return errMirrorAlien
			}
			return nil
		}); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, outside.ErrName) {
			return err
		}
	}
	ours.trust.With(signers).PairsOf(joins).Close(ours.erased)
	return nil
}

// renew replaces a copy that is not a prefix of the journal with the journal. Lines that only the copy has are first
// moved to a file beside it.
func (m *Mirror) renew(gen int, size, alike int64) error {
	m.mu.Lock()
	known := m.known
	m.mu.Unlock()
	ours, err := m.ours(gen, known)
	if err != nil {
		return err
	}
	if err := m.saveMore(ours, known); err != nil {
		return err
	}
	var walk journal.LineWalk
	err = m.replace(FileName(m.booth), func(f *os.File) error {
		buf := make([]byte, min(Piece, max(size, 1)))
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
			walk.Feed(b)
			at += int64(len(b))
		}
		return nil
	})
	h := copyOf{gen: gen, end: size, walk: walk}
	if errors.Is(err, syscall.ENOSPC) {
		// There is no room for both. The part that differs from the journal is cut off, so that nothing erased stays, and
		// the rest is appended to what is left.
		h.end, h.walk = alike, journal.LineWalk{}
		if err = m.cut(gen, alike, &h.walk); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	if h.file, err = m.at.Stat(FileName(m.booth)); err != nil {
		return err
	}
	m.have = h
	m.reached(gen, h.walk.Lines)
	return nil
}

// cut truncates the copy to what equals the journal.
func (m *Mirror) cut(gen int, end int64, walk *journal.LineWalk) error {
	f, err := m.openInPlace(FileName(m.booth))
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
	buf := make([]byte, Piece)
	for at := int64(0); at < end; at += Piece {
		b := buf[:min(Piece, end-at)]
		if err := m.read(gen, b, at); err != nil {
			return err
		}
		walk.Feed(b)
	}
	return nil
}

// replace rewrites a file: a new file beside it, fsync, rename, fsync of the folder.
func (m *Mirror) replace(name string, write func(*os.File) error) (err error) {
	tmp := name + ".new"
	if err := m.step("mirror write"); err != nil {
		return err
	}
	f, err := m.at.Create(tmp)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			_ = m.at.Remove(tmp)
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
	mine, err := f.Stat()
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := m.step("mirror rename"); err != nil {
		return err
	}
	if err := m.at.Rename(tmp, name); err != nil {
		return err
	}
	if err := m.at.Sync(); err != nil {
		return err
	}
	// The file of that name must be the one just written: another one may have been put there meanwhile.
	there, err := m.at.Stat(name)
	if err != nil {
		return err
	}
	if !os.SameFile(mine, there) || mine.Size() != there.Size() {
		return errMirrorAway
	}
	return nil
}

// pick is the location of the best copy of a line that only the stick has.
type pick struct {
	file, line int
	content    bool // with its sealed part
}

// saveMore moves the lines that only the copy has to the file beside it, and removes erased content from that file. It
// only keeps lines signed by a booth whose key is known here or is on the stick: others are no sign-ups, and would fill
// the stick. That file is read twice and its lines remembered by position, never held in memory all at once.
func (m *Mirror) saveMore(ours ourLines, known entry.Booths) error {
	files := []string{FileName(m.booth) + MoreSuffix, FileName(m.booth)}
	if err := m.together(ours, known, files); err != nil {
		return err
	}
	known = m.signers(known)
	picks := map[entry.Hash]pick{}
	var bytes int64
	changed := false // the file beside the copy is not what it should be yet
	for i, name := range files {
		n := 0
		scan, err := m.scan(name, func(e *entry.Entry) error {
			n++
			took, err := m.pick(picks, e, pick{file: i, line: n}, ours, known)
			if took {
				bytes += int64(len(e.Sealed))
			}
			if err == nil && bytes > MaxMore {
				err = errMirrorAlien
			}
			changed = changed || took == (i == 1) || i == 0 && e.Sealed != nil && ours.erased[e.Person]
			return err
		})
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		changed = changed || i == 0 && (scan.Damaged > 0 || scan.Torn)
	}
	if changed {
		if err := m.writeMore(files, picks, ours); err != nil {
			return err
		}
	}
	m.mu.Lock()
	m.extra = len(picks)
	m.mu.Unlock()
	return nil
}

// pick notes a line if it is the best copy so far of one that the journal lacks.
func (m *Mirror) pick(picks map[entry.Hash]pick, e *entry.Entry, at pick, ours ourLines, known entry.Booths) (bool, error) {
	hash := e.Hash()
	at.content = e.Sealed != nil && e.Intact() && !ours.erased[e.Person]
	if whole, here := ours.intact[hash]; here && (whole || !at.content) {
		return false, nil
	}
	if was, ok := picks[hash]; ok && (was.content || !at.content) || !known.Verified(e) {
		return false, nil
	}
	if picks[hash] = at; len(picks) > MaxMoreLines {
		return false, errMirrorAlien
	}
	return true, nil
}

// writeMore writes the picked lines to the file beside the copy.
func (m *Mirror) writeMore(files []string, picks map[entry.Hash]pick, ours ourLines) error {
	if len(picks) == 0 {
		return m.at.Remove(files[0])
	}
	return m.replace(files[0], func(f *os.File) error {
		for i, name := range files {
			n := 0
			if _, err := m.scan(name, func(e *entry.Entry) error {
				n++
				if p, ok := picks[e.Hash()]; !ok || p.file != i || p.line != n {
					return nil
				}
				if ours.erased[e.Person] {
					e.Sealed = nil
				}
				_, err := f.Write(journal.Encode(e))
				return err
			}); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		return nil
	})
}

// countExtra counts the lines in the file beside the copy.
func (m *Mirror) countExtra() error {
	n := 0
	_, err := m.scan(FileName(m.booth)+MoreSuffix, func(*entry.Entry) error { n++; return nil })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	m.mu.Lock()
	m.extra = n
	m.mu.Unlock()
	return nil
}

// cleanStick finishes an erasure on the stick: the copy itself equals the journal by now; the file beside it, and copies
// that this folder wrote there as another booth, lose what was erased.
func (m *Mirror) cleanStick(gen int, known entry.Booths) error {
	stale, files := false, []string{FileName(m.booth) + MoreSuffix}
	for _, r := range m.store.Copies() {
		if r.Stick != m.stick {
			continue
		}
		stale = stale || r.Stale
		if r.File != FileName(m.booth) {
			files = append(files, r.File, r.File+MoreSuffix)
		}
	}
	if !stale {
		return nil
	}
	ours, err := m.ours(gen, known)
	if err != nil {
		return err
	}
	if err := m.together(ours, known, files); err != nil {
		return err
	}
	for _, name := range files {
		if err := m.emptyErased(name, ours.erased); errors.Is(err, outside.ErrName) {
			continue // no mirror wrote it, whatever the list says
		} else if err != nil {
			return err
		}
	}
	return m.clean(m.stick, gen)
}

// emptyErased removes the sealed parts of erased people from a file of lines.
func (m *Mirror) emptyErased(name string, erased map[string]bool) error {
	if err := m.step("mirror read"); err != nil {
		return err
	}
	if err := m.at.Remove(name + ".new"); err != nil {
		return err
	}
	found := false
	sc, err := m.scan(name, func(e *entry.Entry) error {
		found = found || e.Sealed != nil && erased[e.Person]
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	// An unreadable stretch may contain anything.
	if !found && sc.Damaged == 0 && !sc.Torn {
		return nil
	}
	return m.replace(name, func(f *os.File) error {
		_, err := m.scan(name, func(e *entry.Entry) error {
			if erased[e.Person] {
				e.Sealed = nil
			}
			_, err := f.Write(journal.Encode(e))
			return err
		})
		return err
	})
}
