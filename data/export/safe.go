package export

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"matchbooth/data/disk"
	"matchbooth/data/seal"
)

// Result says what ToFile wrote.
type Result struct {
	Path   string // the file
	Erased string // the file of erased receipt codes beside it, or ""
	Rows   int    // people in it
	Bytes  int64  // size of the file
	SHA256 string // hex digest of the file as read back
	Long   []Long // values that fit into no cell of a spreadsheet; the file has them in full all the same
}

// Withdraw removes what was written, because it could not be recorded: people in plain text that no list knows about are
// worse than an export that has to be repeated.
func (r Result) Withdraw() {
	for _, path := range []string{r.Path, r.Erased} {
		if path != "" {
			_ = os.Remove(path)
		}
	}
}

// ErrExists: there already is a file of the requested name, and an export never
// overwrites one.
var ErrExists = errors.New("the file exists already")

// ErrReadBack: what was read back from the disk is not what was written. The
// file is removed; the medium cannot be trusted.
var ErrReadBack = errors.New("what was read back is not what was written")

// ToFile writes the document to a new file, encrypted for the age recipients in
// to, if there are any. Receipt codes of erased people that the format itself
// cannot represent go to a second new file beside it.
//
// The steps: a temporary file in the same folder → fsync → rename that never
// replaces → fsync of the folder → read back from the medium and compare the
// digest. Only then does it return nil. If it fails, the temporary file is gone,
// nothing that was there before has changed, and the source may be exported
// again.
//
// If the file is encrypted, its temporary file too has only ciphertext.
func ToFile(path, format string, d Doc, to []string, progress func(done, total int)) (Result, error) {
	res := Result{Path: path, Rows: len(d.Records), Long: d.longValues(format)}
	beside := ""
	if len(d.Erased) > 0 && format != "xlsx" {
		beside = ErasedPath(path, len(to) > 0)
	}
	for _, p := range []string{path, beside} {
		if p == "" {
			continue
		}
		if _, err := os.Lstat(p); err == nil {
			return res, fmt.Errorf("%s: %w", p, ErrExists)
		}
	}
	var err error
	res.Bytes, res.SHA256, err = writeSafely(path, d.heeded(wrapped(to, func(w io.Writer) error {
		return Write(w, format, d, progress)
	})))
	if err != nil {
		return res, err
	}
	if beside != "" {
		_, _, err := writeSafely(beside, d.heeded(wrapped(to, func(w io.Writer) error {
			return writeErased(w, d.Erased)
		})))
		if err != nil {
			os.Remove(path) // the caller treats it as not exported, and puts it on no list
			return res, fmt.Errorf("receipt codes of erased people: %w", err)
		}
		res.Erased = beside
	}
	return res, nil
}

// ErasedPath returns the name of the file of erased receipt codes beside an export:
// people.json → people.erased.csv, encrypted people.json.age → people.erased.csv.age.
func ErasedPath(path string, isWrapped bool) string {
	if isWrapped {
		path = strings.TrimSuffix(path, ".age")
	}
	path = strings.TrimSuffix(path, filepath.Ext(path)) + ".erased.csv"
	if isWrapped {
		path += ".age"
	}
	return path
}

// wrapped encrypts what write writes with age, for every recipient in to.
func wrapped(to []string, write func(io.Writer) error) func(io.Writer) error {
	if len(to) == 0 {
		return write
	}
	return func(w io.Writer) error {
		wc, err := seal.WrapTo(w, to...)
		if err != nil {
			return fmt.Errorf("wrapping for the recipients: %w", err)
		}
		if err := write(wc); err != nil {
			return err
		}
		return wc.Close()
	}
}

// heeded asks [Doc.Stop] before each write to the disk.
func (d Doc) heeded(write func(io.Writer) error) func(io.Writer) error {
	if d.Stop == nil {
		return write
	}
	return func(w io.Writer) error { return write(heeding{w, d.Stop}) }
}

type heeding struct {
	w    io.Writer
	stop func() error
}

func (h heeding) Write(p []byte) (int, error) {
	if err := h.stop(); err != nil {
		return 0, err
	}
	return h.w.Write(p)
}

// NewFile writes a new file the way [ToFile] does and returns its size and
// digest. It is for the other files that people carry away, such as refused rows.
func NewFile(path string, write func(io.Writer) error) (size int64, digest string, err error) {
	return writeSafely(path, write)
}

// temporary matches the names of files being written. What a power cut leaves of them, the next export into the same
// folder removes.
const temporary = ".matchbooth-*.part"

// unfinished lists the temporary files in a folder. The folder's own name is not used as a pattern: with "event [2026]"
// as one, nothing would be found.
func unfinished(dir string) (paths []string) {
	list, _ := os.ReadDir(dir)
	for _, f := range list {
		// A link or a pipe of that name is not ours, and is not opened.
		if ours, _ := filepath.Match(temporary, f.Name()); ours && f.Type().IsRegular() {
			paths = append(paths, filepath.Join(dir, f.Name()))
		}
	}
	return paths
}

// writeSafely performs the steps of [ToFile].
func writeSafely(path string, write func(io.Writer) error) (size int64, digest string, err error) {
	dir := filepath.Dir(path)
	sweep(dir)
	tmp, err := os.CreateTemp(dir, temporary) // mode 0600
	if err != nil {
		return 0, "", fmt.Errorf("making a file in %s: %w", dir, cause(err))
	}
	lock(tmp)
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	c := &counter{w: tmp, hash: sha256.New()}
	if err := write(c); err != nil {
		return 0, "", fmt.Errorf("%s: %w", path, cause(err))
	}
	if err := tmp.Sync(); err != nil {
		return 0, "", fmt.Errorf("bringing %s to the disk: %w", path, cause(err))
	}
	disk.DropCache(tmp)
	if err := tmp.Close(); err != nil {
		return 0, "", fmt.Errorf("closing %s: %w", path, cause(err))
	}
	if err := disk.RenameNew(tmp.Name(), path); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return 0, "", fmt.Errorf("%s: %w", path, ErrExists)
		}
		return 0, "", fmt.Errorf("giving %s its name: %w", path, cause(err))
	}
	digest = fmt.Sprintf("%x", c.hash.Sum(nil))
	if err := readBack(path, dir, c.n, digest); err != nil {
		os.Remove(path)
		return 0, "", fmt.Errorf("%s: %w", path, err)
	}
	return c.n, digest, nil
}

// readBack syncs the folder and compares the file with what was written.
func readBack(path, dir string, size int64, digest string) error {
	if !weaken.NoDirSync {
		if err := disk.SyncDir(dir); err != nil {
			return fmt.Errorf("bringing the folder to the disk: %w", cause(err))
		}
	}
	if weaken.NoReadBack {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading back: %w", cause(err))
	}
	defer f.Close()
	disk.DropCache(f)
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		return fmt.Errorf("reading back: %w", cause(err))
	}
	if n != size || fmt.Sprintf("%x", h.Sum(nil)) != digest {
		return ErrReadBack
	}
	return nil
}

// counter counts and hashes what is written to it.
type counter struct {
	w    io.Writer
	hash hash.Hash
	n    int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.hash.Write(p[:n])
	c.n += int64(n)
	return n, err
}

// cause removes the name of the temporary file from an error: people know the
// name they asked for.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}
