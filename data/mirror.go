package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// mirror is a copy of the journal in a second place, on another disk for instance. It is a help and no promise: where
// it fails, sign-ups go on, it is marked as behind, and the next opening with it there writes it anew. Until then it
// may hold what was erased here, so [Store.Verify] names it.
type mirror struct {
	f    *os.File
	path string
}

// mirrorPath is the copy's file: several booths may share a folder.
func (s *Store) mirrorPath() string {
	return filepath.Join(s.opt.Mirror, "journal-"+s.booth)
}

// openMirror brings the copy up to the journal and opens it for appending.
func (s *Store) openMirror(ctx context.Context, anew bool) error {
	if s.opt.Mirror == "" {
		if anew {
			return s.mirrorBehind(ctx)
		}
		return nil
	}
	abs, err := filepath.Abs(s.opt.Mirror)
	if err != nil {
		abs = s.opt.Mirror
	}
	if err := setMeta(ctx, s.db, metaMirror, abs); err != nil {
		return err
	}
	behind, _, err := getMeta(ctx, s.db, metaMirrorBehind)
	if err != nil {
		return err
	}
	path := s.mirrorPath()
	if anew || behind != "" || !sameSize(path, filepath.Join(s.dir, journalName)) {
		if err := s.copyJournal(path); err != nil {
			s.note("The journal's copy in %s could not be written and is behind: %v.", s.opt.Mirror, err)
			return s.mirrorBehind(ctx)
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		s.note("The journal's copy in %s could not be opened and is behind: %v.", s.opt.Mirror, err)
		return s.mirrorBehind(ctx)
	}
	s.mirror = &mirror{f: f, path: path}
	return dropMeta(ctx, s.db, metaMirrorBehind)
}

// mirrorBehind marks the copy as behind, where there ever was one.
func (s *Store) mirrorBehind(ctx context.Context) error {
	if s.mirror != nil {
		s.mirror.close()
		s.mirror = nil
	}
	where, _, err := getMeta(ctx, s.db, metaMirror)
	if err != nil || where == "" {
		return err
	}
	return setMeta(ctx, s.db, metaMirrorBehind, "1")
}

// remirror writes the copy anew after an erasure.
func (s *Store) remirror(ctx context.Context) error {
	if s.mirror != nil {
		s.mirror.close()
		s.mirror = nil
	}
	return s.openMirror(ctx, true)
}

// mirrorLine appends one entry to the copy.
func (s *Store) mirrorLine(ctx context.Context, e *entry) error {
	if s.mirror == nil {
		return nil
	}
	err := s.fail("mirror write")
	if err == nil {
		_, err = s.mirror.f.Write(encodeLine(e))
	}
	if err == nil {
		err = s.mirror.f.Sync()
	}
	if err != nil {
		s.note("The journal's copy in %s is behind since: %v.", s.opt.Mirror, err)
		return s.mirrorBehind(ctx)
	}
	return nil
}

// copyJournal puts a fresh copy in place of the old.
func (s *Store) copyJournal(path string) (err error) {
	from, err := os.Open(filepath.Join(s.dir, journalName))
	if err != nil {
		return err
	}
	defer from.Close()
	tmp := path + ".new"
	to, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(tmp)
		}
	}()
	_, err = io.Copy(to, from)
	if err == nil {
		err = to.Sync()
	}
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// mirrorFault is what Verify says about the copy, or "".
func (s *Store) mirrorFault(ctx context.Context) (string, error) {
	behind, _, err := getMeta(ctx, s.db, metaMirrorBehind)
	if err != nil || behind == "" {
		return "", err
	}
	where, _, err := getMeta(ctx, s.db, metaMirror)
	return fmt.Sprintf("the journal's copy in %s is behind and may hold what was erased: open the folder with it there", where), err
}

func (m *mirror) close() { m.f.Close() }

func sameSize(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && x.Size() == y.Size()
}

// Mirror says how the second copy stands. It never waits for a disk.
func (s *Store) Mirror() MirrorState {
	st := MirrorState{Dir: s.opt.Mirror}
	if s.opt.Mirror == "" {
		return st
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.mirror == nil {
		st.Fault = MirrorIO
		st.Err = st.Fault.Sentence()
		st.Pending = true
	}
	return st
}
