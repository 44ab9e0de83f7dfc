// Package archive is a backup: how its zip file is written, synced and read back, and how one from outside is read,
// strictly, for a restore.
//
// People unpack backups, or have it done: a Mac's browser unpacks what it downloads. What is left is a folder, or a zip
// that a file manager made of it: compressed, with a folder around everything and the file manager's own files in
// between. Such a backup is read as well ([OpenPath]), since its manifest says whether all of it is there, and each part
// is compared with that before anything is done with it.
package archive

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/packs"
)

// The limits of a backup. We compress nothing in it, so no part is larger than the file; one that was packed again may
// unpack to more, see [PackedLeast].
const (
	MaxParts = 10_000

	MaxBackup = 2*folder.MaxSource + folder.PackBytes + 1<<30
)

// Opened is a backup whose list of parts was checked: exactly those that the manifest names, each once, and all of them
// with names that a backup has. What else lies in the zip or folder is not among them.
type Opened struct {
	Parts []Part
	sums  map[string]string // by name, from the manifest: SHA-256 in hexadecimal digits
	names map[string]string // the names in the manifest, by their composed form: a Mac takes é apart
	Audit db.AuditHead      // also from there; no lines in backups from before there was a chain

	folded map[string]bool // the names in the manifest, as the least exact file system has them

	close func() error
}

// Part is one file of a backup.
type Part struct {
	Name string // as the manifest has it
	Size int64  // in bytes, as the list of parts has it; a part that has more is damaged
	open func() (io.ReadCloser, error)
}

// Close closes the file or folder.
func (b *Opened) Close() error {
	if b.close == nil {
		return nil
	}
	return b.close()
}

// Damaged returns the error for a backup that is refused.
func Damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrBackup, fmt.Sprintf(format, args...))
}

// BackupName says whether a backup may have a part of this name.
func BackupName(name string) bool {
	switch name {
	case folder.DB, folder.Journal, folder.Keys, folder.EventKey, folder.EventRecovery, folder.RecoveryKey, folder.PackZip, AdviceName, ManifestName:
		return true
	}
	if packs.IsName(name) {
		return true
	}
	rest, ok := strings.CutPrefix(name, folder.Pack+"/")
	return ok && len(name) <= 400 && fs.ValidPath(rest) && rest != "." && filepath.IsLocal(filepath.FromSlash(rest)) &&
		!strings.ContainsAny(rest, "\\:\x00")
}

func isSmall(name string) bool {
	switch name {
	case folder.Keys, folder.EventKey, folder.EventRecovery, folder.RecoveryKey, AdviceName, ManifestName:
		return true
	}
	return false
}

// parseAuditComment parses the line of a manifest that is a comment to sha256sum: the head of the audit.
func parseAuditComment(line string) (db.AuditHead, bool) {
	text, ok := strings.CutPrefix(line, "# ")
	if !ok {
		return db.AuditHead{}, false
	}
	return db.ParseAuditHead(text)
}

// AuditOf reads the head of the audit at the time a backup was written.
func AuditOf(path string) (db.AuditHead, error) {
	b, err := OpenPath(path)
	if err != nil {
		return db.AuditHead{}, fmt.Errorf("reading the backup: %w", folder.Explain(err))
	}
	defer b.Close()
	if b.Audit.Lines == 0 {
		return db.AuditHead{}, fmt.Errorf("reading the backup: %w", ErrNoAudit)
	}
	return b.Audit, nil
}

// ErrNoAudit: a backup does not have the head of the audit, because it is from before the audit was chained.
var ErrNoAudit = errors.New("the backup says nothing of the audit: it is older than that")

// readManifest reads lines of sha256sum: every part once, and the head of the audit, and nothing else.
func (b *Opened) readManifest(open func() (io.ReadCloser, error)) error {
	r, err := open()
	if err != nil {
		return Damaged("%s is not readable", ManifestName)
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, folder.MaxSmall+1))
	if err != nil || len(text) > folder.MaxSmall {
		return Damaged("%s is not readable", ManifestName)
	}
	b.sums, b.names, b.folded = map[string]string{}, map[string]string{}, map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if head, ok := parseAuditComment(line); ok && b.Audit.Lines == 0 {
			b.Audit = head
			continue
		}
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		raw, err := hex.DecodeString(sum)
		if !ok || err != nil || len(raw) != sha256.Size || b.sums[name] != "" || len(b.sums) == MaxParts {
			return Damaged("%s is not readable", ManifestName)
		}
		if !BackupName(name) || name == ManifestName {
			return Damaged("it has a part that no backup has")
		}
		if b.folded[folded(name)] {
			return Damaged("it has the same part twice")
		}
		b.folded[folded(name)] = true
		b.sums[name] = strings.ToLower(sum)
		b.names[norm.NFC.String(name)] = name
	}
	for _, name := range []string{folder.DB, folder.Journal, folder.Keys} {
		if b.sums[name] == "" {
			return Damaged("it has no %s", name)
		}
	}
	return nil
}

// folded returns a name as the least exact file system has it: two names that it takes for the same would be one file.
func folded(name string) string { return strings.ToLower(norm.NFC.String(name)) }

// whole refuses a backup that lacks a part that the manifest names.
func (b *Opened) whole() error {
	have := map[string]bool{}
	for _, p := range b.Parts {
		have[p.Name] = true
	}
	for name := range b.sums {
		if !have[name] {
			return Damaged("its parts are not those that %s names", ManifestName)
		}
	}
	return nil
}

// Check reads every part and compares it with the manifest.
func (b *Opened) Check() error {
	for _, p := range b.Parts {
		if err := b.copyPart(p, io.Discard); err != nil {
			return err
		}
	}
	return nil
}

// copyPart copies one part and compares it with the manifest.
func (b *Opened) copyPart(p Part, to io.Writer) error {
	r, err := p.open()
	if err != nil {
		return Damaged("%s is not readable", p.Name)
	}
	defer r.Close()
	sum := sha256.New()
	in := &reads{r: io.LimitReader(r, p.Size+1)}
	if _, err := io.Copy(io.MultiWriter(to, sum), in); err != nil {
		if in.failed {
			return Damaged("%s is damaged", p.Name)
		}
		return err
	}
	want, _ := hex.DecodeString(b.sums[p.Name])
	if !bytes.Equal(sum.Sum(nil), want) {
		return Damaged("%s is damaged", p.Name)
	}
	return nil
}

// reads distinguishes a failed read from a failed write.
type reads struct {
	r      io.Reader
	failed bool
}

func (r *reads) Read(b []byte) (int, error) {
	n, err := r.r.Read(b)
	r.failed = err != nil && err != io.EOF
	return n, err
}

// ManifestName is the name of the manifest in a backup.
const ManifestName = "MANIFEST"

// AdviceName is the name of the advice on restoring in a backup.
const AdviceName = "RESTORE.txt"

// ErrBackup: a backup is incomplete, or not a backup.
var ErrBackup = errors.New("not a whole backup")

// stored says whether a zip keeps a part as it is.
func stored(p *zip.File) bool {
	return p.Method == zip.Store && p.CompressedSize64 == p.UncompressedSize64
}
