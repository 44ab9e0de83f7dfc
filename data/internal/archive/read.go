// Package archive is the zip file of a backup: how it is written, synced and read back, and how one from outside is read,
// strictly, for a restore.
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
	"os"
	"path/filepath"
	"strings"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/outside"
)

// The limits of a backup. Nothing in it is compressed, so no part can be larger than the file.
const (
	MaxParts = 10_000

	MaxBackup = 2*folder.MaxSource + folder.PackBytes + 1<<30
)

// Opened is a zip whose list of parts was checked: only names that a backup has, each once, nothing compressed, all parts
// together no larger than the file.
type Opened struct {
	Parts []*zip.File
	sums  map[string]string // by name, from the manifest: SHA-256 in hexadecimal digits
	Audit db.AuditHead      // also from there; no lines in backups from before there was a chain
}

// Damaged returns the error for a backup that is refused.
func Damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrBackup, fmt.Sprintf(format, args...))
}

// Open checks the list of parts and reads the manifest.
func Open(f *os.File) (*Opened, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, Damaged("it is not a file")
	}
	z, err := outside.Zip(f, MaxParts)
	if errors.Is(err, outside.ErrLarge) {
		return nil, Damaged("it has more parts than any backup")
	}
	if err != nil {
		return nil, Damaged("it is not a zip file, or was cut short")
	}
	b := &Opened{sums: map[string]string{}}
	seen, room := map[string]bool{}, info.Size()
	var manifest *zip.File
	for _, p := range z.File {
		if strings.HasSuffix(p.Name, "/") && p.UncompressedSize64 == 0 && strings.HasPrefix(p.Name, folder.Pack+"/") {
			continue // folders are created with their files
		}
		fold := strings.ToLower(p.Name)
		switch {
		case !BackupName(p.Name):
			return nil, Damaged("it has a part that no backup has")
		case seen[fold]:
			return nil, Damaged("it has the same part twice")
		case !p.Mode().IsRegular():
			return nil, Damaged("it has a part that is not a file")
		case p.Method != zip.Store || p.CompressedSize64 != p.UncompressedSize64:
			return nil, Damaged("it has a compressed part, and this program compresses none")
		case p.UncompressedSize64 > uint64(room): //nolint:gosec // G115: never negative
			return nil, Damaged("its parts are larger than the file")
		case isSmall(p.Name) && p.UncompressedSize64 > folder.MaxSmall:
			return nil, Damaged("%s is too large", p.Name)
		}
		seen[fold] = true
		room -= int64(p.UncompressedSize64) //nolint:gosec // G115: at most room
		if p.Name == ManifestName {
			manifest = p
			continue
		}
		b.Parts = append(b.Parts, p)
	}
	if manifest == nil {
		return nil, Damaged("it has no %s", ManifestName)
	}
	if err := b.readManifest(manifest); err != nil {
		return nil, err
	}
	for _, name := range []string{folder.DB, folder.Journal, folder.Keys} {
		if b.sums[name] == "" {
			return nil, Damaged("it has no %s", name)
		}
	}
	return b, nil
}

// BackupName says whether a backup may have a part of this name.
func BackupName(name string) bool {
	switch name {
	case folder.DB, folder.Journal, folder.Keys, folder.EventKey, folder.EventRecovery, folder.RecoveryKey, folder.PackZip, AdviceName, ManifestName:
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
	f, err := outside.OpenFile(path, MaxBackup)
	if err != nil {
		return db.AuditHead{}, fmt.Errorf("reading the backup: %w", folder.Explain(err))
	}
	defer f.Close()
	b, err := Open(f)
	if err != nil {
		return db.AuditHead{}, fmt.Errorf("reading the backup: %w", err)
	}
	if b.Audit.Lines == 0 {
		return db.AuditHead{}, fmt.Errorf("reading the backup: %w", ErrNoAudit)
	}
	return b.Audit, nil
}

// ErrNoAudit: a backup does not have the head of the audit, because it is from before the audit was chained.
var ErrNoAudit = errors.New("the backup says nothing of the audit: it is older than that")

// readManifest reads lines of sha256sum: every part once, and the head of the audit, and nothing else.
func (b *Opened) readManifest(m *zip.File) error {
	r, err := m.Open()
	if err != nil {
		return Damaged("%s is not readable", ManifestName)
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, folder.MaxSmall+1))
	if err != nil || len(text) > folder.MaxSmall {
		return Damaged("%s is not readable", ManifestName)
	}
	for line := range strings.Lines(string(text)) {
		if head, ok := parseAuditComment(line); ok && b.Audit.Lines == 0 {
			b.Audit = head
			continue
		}
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		raw, err := hex.DecodeString(sum)
		if !ok || err != nil || len(raw) != sha256.Size || b.sums[name] != "" {
			return Damaged("%s is not readable", ManifestName)
		}
		b.sums[name] = strings.ToLower(sum)
	}
	if len(b.sums) != len(b.Parts) {
		return Damaged("its parts are not those that %s names", ManifestName)
	}
	for _, p := range b.Parts {
		if b.sums[p.Name] == "" {
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
func (b *Opened) copyPart(p *zip.File, to io.Writer) error {
	r, err := p.Open()
	if err != nil {
		return Damaged("%s is not readable", p.Name)
	}
	defer r.Close()
	sum := sha256.New()
	in := &reads{r: io.LimitReader(r, int64(p.UncompressedSize64)+1)} //nolint:gosec // G115: at most the file's size
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
