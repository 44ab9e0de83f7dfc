package data

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"matchbooth/data/disk"
)

// The journal is a file of lines, one for each entry:
//
//	mark     8 bytes, journalMark: where to go on after a damaged stretch
//	length   4 bytes, big-endian: of the payload
//	payload  4 bytes length of the head · the head, JSON of the entry's open columns · the sealed bytes
//	digest   32 bytes: SHA-256 of the payload
//
// It knows nothing of SQLite, so that no fault of SQLite, of its file format or of one page can reach both copies.
var journalMark = []byte("\nmbline\x00")

// journalMost is the longest payload that is believed; a sealed sign-up has about 8 kB.
const journalMost = 1 << 24

var errJournalLine = errors.New("damaged line")

// journal is the open file, at its end.
type journal struct {
	f     *os.File
	fail  func(step string) error // failpoints of tests
	size  int64                   // fsynced
	lines int                     // in it
	grew  func(size int64, lines int)
}

// encodeLine gives the bytes of one line.
func encodeLine(e *entry) []byte {
	head, err := json.Marshal(e)
	if err != nil {
		panic(err) // strings, integers and bytes always marshal
	}
	size := 4 + len(head) + len(e.Sealed)
	b := make([]byte, 0, len(journalMark)+4+size+sha256.Size)
	b = append(b, journalMark...)
	b = binary.BigEndian.AppendUint32(b, uint32(size))      //nolint:gosec // G115: an entry is a few kilobytes
	b = binary.BigEndian.AppendUint32(b, uint32(len(head))) //nolint:gosec // G115: shorter than size
	b = append(b, head...)
	b = append(b, e.Sealed...)
	sum := sha256.Sum256(b[len(journalMark)+4:])
	return append(b, sum[:]...)
}

// decodePayload is the inverse, after the digest was checked.
func decodePayload(p []byte) (*entry, error) {
	if len(p) < 4 {
		return nil, errJournalLine
	}
	n := binary.BigEndian.Uint32(p)
	if uint64(n) > uint64(len(p)-4) { //nolint:gosec // G115: p has at least the 4 bytes of n
		return nil, errJournalLine
	}
	e := new(entry)
	if json.Unmarshal(p[4:4+n], e) != nil {
		return nil, errJournalLine
	}
	if rest := p[4+n:]; len(rest) > 0 {
		e.Sealed = bytes.Clone(rest)
	}
	return e, nil
}

// journalScan is what was found in a journal.
type journalScan struct {
	lines   int
	damaged int   // stretches that could not be read, the torn end not counted
	torn    bool  // the file ends in the middle of a line
	end     int64 // behind the last good line
}

// scanJournal reads all lines of one of our own files, in order, and calls each for the good ones. A damaged stretch is
// skipped: the scan goes on at the next mark. A missing file is an error that fs.ErrNotExist matches.
func scanJournal(path string, each func(*entry) error) (journalScan, error) {
	f, err := openOwn(path)
	if err != nil {
		return journalScan{}, err
	}
	defer f.Close()
	return scanLines(f, math.MaxInt64, each)
}

// errScanWork: a file of lines was made so that reading it would not end.
var errScanWork = errors.New("reading it takes more work than any journal does")

// scanLines is scanJournal for an open file. Beginnings of lines whose end is not there are read over and over, since a
// line that is whole may begin inside what a damaged one claims; work bounds how many bytes are read for such, and
// [errScanWork] says that it was too little.
func scanLines(f io.ReaderAt, work int64, each func(*entry) error) (journalScan, error) {
	var sc journalScan
	r := bufio.NewReaderSize(io.NewSectionReader(f, 0, math.MaxInt64), 1<<18)
	var at int64
	bad := false // inside a stretch that cannot be read
	for {
		head, err := r.Peek(len(journalMark) + 4)
		if err != nil && !errors.Is(err, io.EOF) {
			return sc, fmt.Errorf("reading the journal: %w", explain(err))
		}
		if len(head) == 0 {
			break
		}
		ok := len(head) == len(journalMark)+4 && bytes.Equal(head[:len(journalMark)], journalMark)
		if ok {
			size := int64(binary.BigEndian.Uint32(head[len(journalMark):]))
			line, e := readLine(f, r, at, size)
			if e != nil && !errors.Is(e, errJournalLine) {
				return sc, e
			}
			if e == nil {
				if bad {
					sc.damaged++
					bad = false
				}
				if err := each(line); err != nil {
					return sc, err
				}
				sc.lines++
				skip := int64(len(journalMark)) + 4 + size + sha256.Size
				if _, err := io.CopyN(io.Discard, r, skip); err != nil {
					return sc, fmt.Errorf("reading the journal: %w", explain(err))
				}
				at += skip
				sc.end = at
				continue
			}
			if size <= journalMost {
				work -= size
			}
			if work < 0 {
				return sc, errScanWork
			}
		}
		bad = true
		// Nothing begins before the next mark; a part of one may stand at the end of what was read.
		skip := 1
		if ahead, _ := r.Peek(r.Buffered()); len(ahead) > len(journalMark) {
			if skip += bytes.Index(ahead[1:], journalMark); skip == 0 {
				skip = len(ahead) - len(journalMark) + 1
			}
		}
		n, _ := r.Discard(skip)
		at += int64(n)
	}
	sc.torn = bad
	return sc, nil
}

// readLine reads the payload of the line that begins at, leaving r where it is: in a damaged stretch the length may be
// anything, and the next good line may begin inside what it claims.
func readLine(f io.ReaderAt, r *bufio.Reader, at, size int64) (*entry, error) {
	if size > journalMost {
		return nil, errJournalLine
	}
	lead := len(journalMark) + 4
	whole := lead + int(size) + sha256.Size
	var buf []byte
	if whole <= r.Size() {
		buf, _ = r.Peek(whole)
	} else {
		buf = make([]byte, whole)
		n, err := f.ReadAt(buf, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("reading the journal: %w", explain(err))
		}
		buf = buf[:n]
	}
	if len(buf) < whole {
		return nil, errJournalLine
	}
	payload := buf[lead : lead+int(size)]
	if sum := sha256.Sum256(payload); !bytes.Equal(sum[:], buf[lead+int(size):]) {
		return nil, errJournalLine
	}
	return decodePayload(payload)
}

// openJournal opens the journal for appending, cutting a torn end off: it was never called saved.
func openJournal(path string, sc journalScan, fail func(string) error) (*journal, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the journal: %w", explain(err))
	}
	if sc.torn {
		err = f.Truncate(sc.end)
		if err == nil {
			err = f.Sync()
		}
	}
	var size int64
	if err == nil {
		size, err = f.Seek(0, io.SeekEnd)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("opening the journal: %w", explain(err))
	}
	return &journal{f: f, fail: fail, size: size, lines: sc.lines}, nil
}

// append writes lines and returns once they are on the disk.
func (j *journal) append(entries ...*entry) error {
	if weaken.NoJournal {
		return nil
	}
	var b []byte
	for _, e := range entries {
		b = append(b, encodeLine(e)...)
	}
	if err := j.fail("journal write"); err != nil {
		return fmt.Errorf("writing the journal: %w", explain(err))
	}
	if _, err := j.f.Write(b); err != nil {
		return fmt.Errorf("writing the journal: %w", explain(err))
	}
	if err := j.fail("journal sync"); err != nil {
		return fmt.Errorf("writing the journal: %w", explain(err))
	}
	if err := j.f.Sync(); err != nil {
		return fmt.Errorf("writing the journal: %w", explain(err))
	}
	j.size += int64(len(b))
	j.lines += len(entries)
	if j.grew != nil {
		j.grew(j.size, j.lines)
	}
	return nil
}

func (j *journal) close() error { return j.f.Close() }

// rewriteJournal puts a new journal in the place of the old: new file, fsync, rename, fsync of the folder. The caller
// closes the old one first, since Windows renames over no open file.
func rewriteJournal(dir string, lines func(write func(*entry) error) error, fail func(string) error) (err error) {
	defer func() {
		if err != nil {
			os.Remove(filepath.Join(dir, journalNewName))
			err = fmt.Errorf("rewriting the journal: %w", explain(err))
		}
	}()
	if err := os.Remove(filepath.Join(dir, journalNewName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, journalNewName), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<18)
	if err := lines(func(e *entry) error {
		_, err := w.Write(encodeLine(e))
		return err
	}); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := fail("journal rewrite sync"); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := disk.Rename(filepath.Join(dir, journalNewName), filepath.Join(dir, journalName)); err != nil {
		return err
	}
	return syncDir(dir)
}

// journalLines counts the entries a journal holds, for messages about a damaged store; -1 where there is none.
func journalLines(dir string) int {
	n := 0
	_, err := scanJournal(filepath.Join(dir, journalName), func(*entry) error { n++; return nil })
	if errors.Is(err, fs.ErrNotExist) {
		return -1
	}
	return n
}
