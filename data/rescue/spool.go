package rescue

import (
	"fmt"
	"os"
	"path/filepath"

	"matchbooth/data/internal/folder"
)

// spool keeps sealed parts in a file while a rescue decides about them: a folder from outside may hold more than fits
// into memory. Everything in it is sealed; the file is removed with the rescue's working folder.
type spool struct {
	f   *os.File
	end int64
}

// part is the position of a sealed part in a spool, in bytes.
type part struct {
	at   int64
	size int
}

func newSpool(dir string) (*spool, error) {
	f, err := os.OpenFile(filepath.Join(dir, "sealed"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making a file for what is rescued: %w", folder.Explain(err))
	}
	return &spool{f: f}, nil
}

func (s *spool) put(b []byte) (part, error) {
	if _, err := s.f.WriteAt(b, s.end); err != nil {
		return part{}, fmt.Errorf("keeping what is rescued: %w", folder.Explain(err))
	}
	p := part{s.end, len(b)}
	s.end += int64(len(b))
	return p, nil
}

func (s *spool) get(p part) ([]byte, error) {
	b := make([]byte, p.size)
	if _, err := s.f.ReadAt(b, p.at); err != nil {
		return nil, fmt.Errorf("reading what is rescued: %w", folder.Explain(err))
	}
	return b, nil
}

func (s *spool) close() {
	if s != nil {
		s.f.Close()
	}
}
