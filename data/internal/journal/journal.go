// Package journal is the store's second copy of its entries: a file of lines, one for each entry, that is appended to and
// synced beside every commit, and compared with the store at each start.
package journal

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
	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
)

// The journal is a file of lines, one for each entry:
//
//	mark     8 bytes, Mark: where to continue after a damaged stretch
//	length   4 bytes, big-endian: of the payload
//	payload  4 bytes length of the head · the head, JSON of the entry's open columns · the sealed bytes
//	digest   32 bytes: SHA-256 of the payload
//
// It is independent of SQLite, so that no fault of SQLite, of its file format or of one page can affect both copies.
var Mark = []byte("\nmbline\x00")

// MaxLine is the longest payload that is accepted, in bytes; a sealed sign-up has about 8 kB.
const MaxLine = 1 << 24

var errJournalLine = errors.New("damaged line")

// Journal is the open file, at its end.
type Journal struct {
	F     *os.File
	fail  func(step string) error // failpoints for tests
	Size  int64                   // fsynced
	Lines int                     // in it
	Grew  func(size int64, lines int)
}

// Encode returns the bytes of one line.
func Encode(e *entry.Entry) []byte {
	head, err := json.Marshal(e)
	if err != nil {
		panic(err) // strings, integers and bytes always marshal
	}
	size := 4 + len(head) + len(e.Sealed)
	b := make([]byte, 0, len(Mark)+4+size+sha256.Size)
	b = append(b, Mark...)
	b = binary.BigEndian.AppendUint32(b, uint32(size))      //nolint:gosec // G115: an entry is a few kilobytes
	b = binary.BigEndian.AppendUint32(b, uint32(len(head))) //nolint:gosec // G115: shorter than size
	b = append(b, head...)
	b = append(b, e.Sealed...)
	sum := sha256.Sum256(b[len(Mark)+4:])
	return append(b, sum[:]...)
}

// decodePayload is the inverse, once the digest has been checked.
func decodePayload(p []byte) (*entry.Entry, error) {
	if len(p) < 4 {
		return nil, errJournalLine
	}
	n := binary.BigEndian.Uint32(p)
	if uint64(n) > uint64(len(p)-4) { //nolint:gosec // G115: p has at least the 4 bytes of n
		return nil, errJournalLine
	}
	e := new(entry.Entry)
	if json.Unmarshal(p[4:4+n], e) != nil {
		return nil, errJournalLine
	}
	if rest := p[4+n:]; len(rest) > 0 {
		e.Sealed = bytes.Clone(rest)
	}
	return e, nil
}

// Scanned is what was found in a journal.
type Scanned struct {
	Lines   int
	Damaged int   // unreadable stretches, not counting the torn end
	Torn    bool  // the file ends in the middle of a line
	End     int64 // after the last good line
}

// Scan reads all lines of one of our own files, in order, and calls each for the good ones. A damaged stretch is skipped:
// the scan continues at the next mark. A missing file is an error that matches fs.ErrNotExist.
func Scan(path string, each func(*entry.Entry) error) (Scanned, error) {
	f, err := folder.Open(path)
	if err != nil {
		return Scanned{}, err
	}
	defer f.Close()
	return ScanLines(f, math.MaxInt64, each)
}

// ErrWork: a file of lines was crafted so that reading it would not end.
var ErrWork = errors.New("reading it takes more work than any journal does")

// ScanLines is Scan for an open file. Lines whose end is missing are read over and over, because an intact line may begin
// inside what a damaged one claims; work limits how many bytes are read for these, and [ErrWork] says that it was not
// enough.
func ScanLines(f io.ReaderAt, work int64, each func(*entry.Entry) error) (Scanned, error) {
	var sc Scanned
	r := bufio.NewReaderSize(io.NewSectionReader(f, 0, math.MaxInt64), 1<<18)
	var at int64
	bad := false // inside an unreadable stretch
	for {
		head, err := r.Peek(len(Mark) + 4)
		if err != nil && !errors.Is(err, io.EOF) {
			return sc, fmt.Errorf("reading the journal: %w", folder.Explain(err))
		}
		if len(head) == 0 {
			break
		}
		ok := len(head) == len(Mark)+4 && bytes.Equal(head[:len(Mark)], Mark)
		if ok {
			size := int64(binary.BigEndian.Uint32(head[len(Mark):]))
			line, e := readLine(f, r, at, size)
			if e != nil && !errors.Is(e, errJournalLine) {
				return sc, e
			}
			if e == nil {
				if bad {
					sc.Damaged++
					bad = false
				}
				if err := each(line); err != nil {
					return sc, err
				}
				sc.Lines++
				skip := int64(len(Mark)) + 4 + size + sha256.Size
				if _, err := io.CopyN(io.Discard, r, skip); err != nil {
					return sc, fmt.Errorf("reading the journal: %w", folder.Explain(err))
				}
				at += skip
				sc.End = at
				continue
			}
			if size <= MaxLine {
				work -= size
			}
			if work < 0 {
				return sc, ErrWork
			}
		}
		bad = true
		// Nothing begins before the next mark; part of one may be at the end of what was read.
		skip := 1
		if ahead, _ := r.Peek(r.Buffered()); len(ahead) > len(Mark) {
			if skip += bytes.Index(ahead[1:], Mark); skip == 0 {
				skip = len(ahead) - len(Mark) + 1
			}
		}
		n, _ := r.Discard(skip)
		at += int64(n)
	}
	sc.Torn = bad
	return sc, nil
}

// readLine reads the payload of the line that begins at at, without moving r: in a damaged stretch the length may be
// anything, and the next good line may begin inside what it claims.
func readLine(f io.ReaderAt, r *bufio.Reader, at, size int64) (*entry.Entry, error) {
	if size > MaxLine {
		return nil, errJournalLine
	}
	lead := len(Mark) + 4
	whole := lead + int(size) + sha256.Size
	var buf []byte
	if whole <= r.Size() {
		buf, _ = r.Peek(whole)
	} else {
		buf = make([]byte, whole)
		n, err := f.ReadAt(buf, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("reading the journal: %w", folder.Explain(err))
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

// Open opens the journal for appending, cutting off a torn end: that was never called saved.
func Open(path string, sc Scanned, fail func(string) error) (*Journal, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the journal: %w", folder.Explain(err))
	}
	if sc.Torn {
		err = f.Truncate(sc.End)
		if err == nil {
			err = f.Sync()
		}
	}
	var size int64
	if err == nil {
		size, err = f.Seek(0, io.SeekEnd)
	}
	if err == nil {
		err = folder.SyncDir(filepath.Dir(path))
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("opening the journal: %w", folder.Explain(err))
	}
	return &Journal{F: f, fail: fail, Size: size, Lines: sc.Lines}, nil
}

// Append writes lines and returns once they are synced.
func (j *Journal) Append(entries ...*entry.Entry) error {
	if folder.Weaken.NoJournal {
		return nil
	}
	var b []byte
	for _, e := range entries {
		b = append(b, Encode(e)...)
	}
	if err := j.fail("journal write"); err != nil {
		return fmt.Errorf("writing the journal: %w", folder.Explain(err))
	}
	if _, err := j.F.Write(b); err != nil {
		return fmt.Errorf("writing the journal: %w", folder.Explain(err))
	}
	if err := j.fail("journal sync"); err != nil {
		return fmt.Errorf("writing the journal: %w", folder.Explain(err))
	}
	if err := j.F.Sync(); err != nil {
		return fmt.Errorf("writing the journal: %w", folder.Explain(err))
	}
	j.Size += int64(len(b))
	j.Lines += len(entries)
	if j.Grew != nil {
		j.Grew(j.Size, j.Lines)
	}
	return nil
}

// Close closes the file.
func (j *Journal) Close() error { return j.F.Close() }

// Rewrite replaces the journal: new file, fsync, rename, fsync of the folder. The caller closes the old one first,
// because Windows cannot rename over an open file.
func Rewrite(dir string, lines func(write func(*entry.Entry) error) error, fail func(string) error) (err error) {
	defer func() {
		if err != nil {
			os.Remove(filepath.Join(dir, folder.JournalNew))
			err = fmt.Errorf("rewriting the journal: %w", folder.Explain(err))
		}
	}()
	if err := os.Remove(filepath.Join(dir, folder.JournalNew)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, folder.JournalNew), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<18)
	if err := lines(func(e *entry.Entry) error {
		_, err := w.Write(Encode(e))
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
	if err := disk.Rename(filepath.Join(dir, folder.JournalNew), filepath.Join(dir, folder.Journal)); err != nil {
		return err
	}
	return folder.SyncDir(dir)
}

// MaxLines counts the entries in a journal, for messages about a damaged store; -1 if there is none.
func MaxLines(dir string) int {
	n := 0
	_, err := Scan(filepath.Join(dir, folder.Journal), func(*entry.Entry) error { n++; return nil })
	if errors.Is(err, fs.ErrNotExist) {
		return -1
	}
	return n
}

var MaxWork int64 = 64 << 20 // bytes read for lines without an end, beyond the size of the file
