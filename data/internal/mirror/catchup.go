package mirror

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"matchbooth/data/disk"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/outside"
)

// copyOf is what is known about the copy after it was inspected.
type copyOf struct {
	gen  int // of the journal; 0: nothing is known
	file os.FileInfo
	end  int64 // up to here it equals the journal
	walk journal.LineWalk
}

var (
	errMirrorAway   = errors.New("the folder is not there")
	errMirrorOlder  = errors.New("the journal was replaced meanwhile")
	errMirrorMoving = errors.New("the journal is being replaced")
	errMirrorLonger = errors.New("somebody else has written to the copy")
	errMirrorAlien  = errors.New("the folder holds something no booth wrote")
)

// Piece is how much is copied at a time.
const Piece = 1 << 20

// run works until the store closes.
func (m *Mirror) run(before chan struct{}) {
	defer close(m.done)
	if before != nil {
		m.mu.Lock()
		m.busy = time.Now()
		m.mu.Unlock()
		select {
		case <-before:
		case <-m.stop:
			<-before // the next one waits for both
			return
		}
	}
	for {
		err := m.pass()
		m.mu.Lock()
		m.busy, m.looked = time.Time{}, true
		if m.fault = faultOf(err); m.fault == Absent {
			m.store.NewerKeys(nil) // what it said went away with it
		}
		if errors.Is(err, errMirrorOlder) || errors.Is(err, errMirrorMoving) || errors.Is(err, errEnding) {
			m.looked = false
		}
		wait := Look
		if err != nil {
			wait = Retry
		}
		m.mu.Unlock()
		if err != nil {
			m.have = copyOf{} // its content has to be found out again
		}
		if errors.Is(err, errMirrorOlder) {
			continue
		}
		t := time.NewTimer(wait)
		select {
		case <-m.wake:
			// Somebody who is saving gets the disks for themselves; what is appended meanwhile is copied together.
			select {
			case <-time.After(Pause):
			case <-m.ending:
			}
		case <-t.C:
		case <-m.ending:
			select { // what came meanwhile is still copied before the end
			case <-m.wake:
				if err == nil {
					t.Stop()
					continue
				}
			default:
			}
			t.Stop()
			return
		}
		t.Stop()
	}
}

// faultOf classifies an error.
func faultOf(err error) Fault {
	switch {
	case err == nil, errors.Is(err, errMirrorOlder), errors.Is(err, errMirrorMoving), errors.Is(err, errEnding):
		return ""
	case errors.Is(err, errMirrorAway), errors.Is(err, fs.ErrNotExist):
		return Absent
	case errors.Is(err, errMirrorAlien), errors.Is(err, journal.ErrWork), errors.Is(err, outside.ErrKind), errors.Is(err, outside.ErrLarge), errors.Is(err, outside.ErrLink):
		return Foreign
	case errors.Is(err, syscall.ENOSPC):
		return Full
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ReadOnly
	}
	return IO
}

// step marks the start of an operation on the other disk that may take long, or for ever.
func (m *Mirror) step(name string) error {
	m.mu.Lock()
	m.busy = time.Now()
	m.mu.Unlock()
	err := m.fail(name)
	select {
	case <-m.stop:
		return errEnding
	default:
		return err
	}
}

// pass brings the copy up to the journal as it is when the pass begins.
func (m *Mirror) pass() error {
	m.mu.Lock()
	gen, size, lines, known, moving := m.gen, m.size, m.lines, m.known, m.moving
	m.later, m.aim = time.Time{}, lines
	m.mu.Unlock()
	if moving {
		return errMirrorMoving // whoever replaces it says when that is done
	}
	defer m.leave()
	if err := m.open(); err != nil {
		return err
	}
	if !m.unchanged(gen) {
		if err := m.inspect(gen, size); err != nil {
			return err
		}
	}
	if err := m.catchUp(gen, size); err != nil {
		return err
	}
	if err := m.writeSides(known); err != nil {
		return err
	}
	m.reached(gen, lines)
	if err := m.cleanStick(gen, known); err != nil {
		return err
	}
	return m.writePacks()
}

// reached records how many lines of the journal are in the copy now.
func (m *Mirror) reached(gen, lines int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.gen != gen || lines <= m.there {
		return
	}
	m.there = lines
	if lines == m.aim && !m.later.IsZero() {
		m.since = m.later
	}
}

// unchanged says whether the copy is still the file that was inspected, so that it can be appended to.
func (m *Mirror) unchanged(gen int) bool {
	info, err := m.at.Stat(FileName(m.booth))
	h := m.have
	return h.gen == gen && err == nil && h.file != nil && os.SameFile(info, h.file) &&
		info.Size() == h.file.Size() && info.ModTime().Equal(h.file.ModTime())
}

// read reads a piece of the journal, unless it was replaced.
func (m *Mirror) read(gen int, b []byte, at int64) error {
	m.src.Lock()
	defer m.src.Unlock()
	m.mu.Lock()
	now := m.gen
	m.mu.Unlock()
	if now != gen {
		return errMirrorOlder
	}
	f, err := os.Open(filepath.Join(m.data, folder.Journal))
	if err != nil {
		return fmt.Errorf("reading the journal: %s", err) // it is not the mirror's folder that is missing
	}
	defer f.Close()
	if _, err := f.ReadAt(b, at); err != nil {
		return fmt.Errorf("reading the journal: %s", err)
	}
	return nil
}

// inspect compares the copy with the journal. Afterwards it is a prefix of the journal, and its length is known.
func (m *Mirror) inspect(gen int, size int64) error {
	m.have = copyOf{}
	if err := m.step("mirror look"); err != nil {
		return err
	}
	name := FileName(m.booth)
	if err := m.at.Remove(name + ".new"); err != nil {
		return err
	}
	f, err := m.openInPlace(name)
	shared := errors.Is(err, outside.ErrLink) // a new one is written beside it, so that no other file changes
	if shared || errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) {
		f, err = m.at.Open(name, m.most())
	}
	if errors.Is(err, fs.ErrNotExist) {
		if err := m.countExtra(); err != nil {
			return err
		}
		m.have = copyOf{gen: gen}
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return err
	} else if info.Size() > m.most() {
		return errMirrorAlien
	}
	// What another process wrote may not have reached the disk yet.
	if err := f.Sync(); err != nil && !errors.Is(err, syscall.EROFS) {
		return err
	}
	disk.DropCache(f)
	h := copyOf{gen: gen}
	alike, err := m.compareCopy(f, gen, size, &h)
	if err != nil {
		return err
	}
	if h.file, err = f.Stat(); err != nil {
		return err
	}
	if !alike || shared {
		f.Close() // Windows cannot rename over an open file
		return m.renew(gen, size, h.end)
	}
	if err := m.countExtra(); err != nil {
		return err
	}
	m.have = h
	m.reached(gen, h.walk.Lines)
	return nil
}

// compareCopy reads both as far as they are equal. It says whether the whole copy is.
func (m *Mirror) compareCopy(f *os.File, gen int, size int64, h *copyOf) (bool, error) {
	ours, theirs := make([]byte, Piece), make([]byte, Piece)
	for {
		if err := m.step("mirror read"); err != nil {
			return false, err
		}
		n, err := f.ReadAt(theirs, h.end)
		if err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		if n == 0 {
			return true, nil
		}
		k := int(min(int64(n), size-h.end))
		if err := m.read(gen, ours[:k], h.end); err != nil {
			return false, err
		}
		same := 0
		for same < k && ours[same] == theirs[same] {
			same++
		}
		h.walk.Feed(ours[:same])
		h.end += int64(same)
		if same < n {
			return false, nil
		}
	}
}

// catchUp writes what the copy lacks, a piece at a time, and counts only what is fsynced.
func (m *Mirror) catchUp(gen int, size int64) error {
	h := m.have
	if h.end >= size && h.file != nil {
		return nil
	}
	m.have = copyOf{} // after a failure it is inspected again
	if err := m.step("mirror write"); err != nil {
		return err
	}
	f, err := m.openCopy(h.file)
	if err != nil {
		return err
	}
	defer f.Close()
	buf, back := make([]byte, min(Piece, size-h.end)), make([]byte, min(Piece, size-h.end))
	for h.end < size {
		b := buf[:min(int64(len(buf)), size-h.end)]
		if err := m.read(gen, b, h.end); err != nil {
			return err
		}
		if err := m.step("mirror write"); err != nil {
			return err
		}
		// At its position and not at the end: if a write that hung succeeds later after all, it changes nothing.
		if _, err := f.WriteAt(b, h.end); err != nil {
			return err
		}
		if err := m.step("mirror sync"); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
		disk.DropCache(f)
		if _, err := f.ReadAt(back[:len(b)], h.end); err != nil {
			return err
		}
		if string(back[:len(b)]) != string(b) {
			return errors.New("the disk returned something else than was written")
		}
		h.end += int64(len(b))
		h.walk.Feed(b)
		if err := m.still(f, &h); err != nil {
			return err
		}
		m.reached(gen, h.walk.Lines)
	}
	if err := m.still(f, &h); err != nil {
		return err
	}
	m.have = h
	return nil
}

// still makes sure that the file written to is the one in the folder: it may have been renamed or removed.
func (m *Mirror) still(f *os.File, h *copyOf) error {
	mine, err := f.Stat()
	if err != nil {
		return err
	}
	there, err := m.at.Stat(FileName(m.booth))
	if err != nil {
		return err
	}
	if !os.SameFile(mine, there) {
		return errMirrorAway
	}
	if mine.Size() != h.end {
		return errMirrorLonger
	}
	h.file = mine
	return nil
}
