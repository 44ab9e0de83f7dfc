package mirror

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/outside"
)

// How the mirror opens the files on the stick.

// leave closes the folder, so that the stick can be pulled out.
func (m *Mirror) leave() {
	if m.at != nil {
		m.at.Close()
		m.at = nil
	}
}

// open opens the folder, if it is on the right disk, and reads the stick's id in it.
func (m *Mirror) open() error {
	if err := m.step("mirror look"); err != nil {
		return err
	}
	at, err := outside.OpenFolder(m.Dir)
	if err != nil {
		return err
	}
	m.at = at
	// The folder of the copy may have become something else since the start.
	if at.Within(m.data) {
		return errMirrorAlien
	}
	if _, err := at.Stat(folder.DB); err == nil || errors.Is(err, outside.ErrKind) {
		return errMirrorAlien
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	same := sameDisk(m.data, m.Dir)
	for _, r := range m.store.Copies() {
		if same && r.Dir == m.Dir && r.Other {
			return errMirrorAway // the empty folder where the stick is mounted when it is plugged in
		}
	}
	m.mu.Lock()
	m.same = same
	m.mu.Unlock()
	stick, err := readStick(m.at)
	if errors.Is(err, fs.ErrNotExist) {
		if err := m.step("mirror write"); err != nil {
			return err
		}
		stick = entry.RandomID()
		err = m.at.Write(StickName, []byte(stick+"\n"))
	}
	if err != nil {
		return err
	}
	if stick != m.stick || !m.onList(stick) {
		m.have, m.sides, m.statements = copyOf{}, nil, statementText{}
		m.store.NewerKeys(nil) // what another one said
		if err := m.list(stick, !same); err != nil {
			return err
		}
		m.stick = stick
	}
	return nil
}

// steady is a file of the stick that takes long to read: each piece is a step of its own, so that a slow read does not
// look like a disk that hangs.
type steady struct {
	m *Mirror
	f *os.File
}

func (s steady) ReadAt(b []byte, at int64) (int, error) {
	s.m.mu.Lock()
	s.m.busy = time.Now()
	s.m.mu.Unlock()
	select {
	case <-s.m.stop:
		return 0, errEnding
	default:
		return s.f.ReadAt(b, at)
	}
}

// most returns the largest size of a file of lines on the stick.
func (m *Mirror) most() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return MaxFile + 4*m.size
}

// scan reads a file of lines on the stick.
func (m *Mirror) scan(name string, each func(*entry.Entry) error) (journal.Scanned, error) {
	f, err := m.at.Open(name, m.most())
	if err != nil {
		return journal.Scanned{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return journal.Scanned{}, err
	}
	return journal.ScanLines(steady{m, f}, info.Size()+MaxScan, each)
}

// openInPlace opens a file of the stick for writing, if it is not one of the booth's own: somebody who may mount can show
// one of those under any name.
func (m *Mirror) openInPlace(name string) (*os.File, error) {
	f, err := m.at.OpenInPlace(name)
	if err != nil {
		return nil, err
	}
	mine, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	own, err := os.ReadDir(m.data)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("reading the data folder: %s", err) // it is not the mirror's folder that is missing
	}
	for _, e := range own {
		if info, err := e.Info(); err == nil && os.SameFile(info, mine) {
			f.Close()
			return nil, errMirrorAlien
		}
	}
	return f, nil
}

// openCopy opens the copy that was inspected, or creates one if there was none.
func (m *Mirror) openCopy(was os.FileInfo) (*os.File, error) {
	name := FileName(m.booth)
	if was == nil {
		f, err := m.at.Create(name)
		if err != nil {
			return nil, err
		}
		if err := m.at.Sync(); err != nil {
			f.Close()
			return nil, err
		}
		return f, nil
	}
	f, err := m.openInPlace(name)
	if err != nil {
		return nil, err
	}
	if now, err := f.Stat(); err != nil || !os.SameFile(was, now) {
		f.Close()
		return nil, cmp.Or(err, errMirrorLonger)
	}
	return f, nil
}
