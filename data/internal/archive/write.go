package archive

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"matchbooth/data/disk"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/packs"
)

// advice is a text in each backup.
const advice = `髓缘 Matchbooth: 这是一个登记台的备份。 / This is the backup of a booth.

恢复到一个新的空文件夹 / To restore it into a new, empty folder:

    matchbooth restore THIS-FILE.zip --data NEW-FOLDER

登记内容均已加密（age 格式）；没有口令或恢复密钥，谁也打不开。
All sign-ups in it are sealed (age format); nobody opens them without the passphrase or the recovery key.
检查文件是否完整 / To check that it is whole: unzip it, then sha256sum -c MANIFEST
`

// Content is what a backup consists of.
type Content struct {
	Booth string
	Copy  string        // the folder with the copy of the store and its journal
	Data  string        // the data folder, for its event pack
	Small []folder.File // key files, read at the same moment
	Audit db.AuditHead  // the head of the audit
	Clock func() time.Time
	Fail  func(step string) error
	// Named is called once everything is synced and read back, before the file gets its name: there must be no backup
	// that the audit does not know about.
	Named func(context.Context) error
}

// Write writes the zip: a new file beside the target, fsync, read-back, a rename that replaces nothing, fsync of the
// folder. It returns the file's size in bytes and its SHA-256.
func Write(ctx context.Context, target string, c Content) (bytes int64, sum string, err error) {
	dir := filepath.Dir(target)
	tmp := filepath.Join(dir, ".matchbooth-backup-"+c.Booth+".part")
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) { // left by a run that was killed
		return 0, "", err
	}
	f, err := os.OpenFile(tmp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, "", err
	}
	defer func() {
		f.Close()
		if err != nil {
			os.Remove(tmp)
		}
	}()
	z := &zipper{w: zip.NewWriter(f), c: c}
	if err := z.all(ctx); err != nil {
		return 0, "", err
	}
	if err := c.Fail("backup sync"); err != nil {
		return 0, "", err
	}
	if err := f.Sync(); err != nil {
		return 0, "", err
	}
	disk.DropCache(f)
	if err := f.Close(); err != nil {
		return 0, "", err
	}
	if bytes, sum, err = readBack(tmp, z.lines); err != nil {
		return 0, "", err
	}
	if err := c.Fail("backup rename"); err != nil {
		return 0, "", err
	}
	if err := c.Named(ctx); err != nil {
		return 0, "", err
	}
	if err := disk.RenameNew(tmp, target); err != nil {
		return 0, "", err
	}
	if err := folder.SyncDir(dir); err != nil {
		os.Remove(target)
		return 0, "", err
	}
	return bytes, sum, nil
}

// readBack opens the file as a restore would, and compares every part with what was written.
func readBack(tmp string, want []string) (bytes int64, digest string, err error) {
	f, err := os.Open(tmp)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	z, err := Open(f)
	if err != nil {
		return 0, "", fmt.Errorf("reading back: %w", err)
	}
	if err := z.Check(); err != nil {
		return 0, "", fmt.Errorf("reading back: %w", err)
	}
	if len(z.sums) != len(want) {
		return 0, "", errors.New("reading back: the disk returned something else than was written: use another disk")
	}
	for _, line := range want {
		if sum, name, _ := strings.Cut(line, "  "); z.sums[name] != sum {
			return 0, "", errors.New("reading back: the disk returned something else than was written: use another disk")
		}
	}
	sum := sha256.New()
	n, err := io.Copy(sum, io.NewSectionReader(f, 0, 1<<62))
	if err != nil {
		return 0, "", err
	}
	return n, fmt.Sprintf("%x", sum.Sum(nil)), nil
}

// zipper writes the parts and remembers their digests.
type zipper struct {
	w     *zip.Writer
	c     Content
	lines []string // of the manifest
}

func (z *zipper) all(ctx context.Context) error {
	for _, name := range []string{folder.DB, folder.Journal} {
		if err := z.file(name, filepath.Join(z.c.Copy, name)); err != nil {
			return err
		}
	}
	for _, k := range z.c.Small {
		if err := z.part(k.Name, strings.NewReader(string(k.Content))); err != nil {
			return err
		}
	}
	if err := z.pack(ctx); err != nil {
		return err
	}
	if err := z.part(AdviceName, strings.NewReader(advice)); err != nil {
		return err
	}
	if err := z.part(ManifestName, strings.NewReader(strings.Join(z.lines, "\n")+"\n"+auditComment(z.c.Audit))); err != nil {
		return err
	}
	z.lines = z.lines[:len(z.lines)-1] // the manifest does not list itself
	return z.w.Close()
}

// pack adds the event pack if the folder has one, and its later versions.
func (z *zipper) pack(ctx context.Context) error {
	root := filepath.Join(z.c.Data, folder.Pack)
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if !d.Type().IsRegular() {
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		return z.file(path.Join(folder.Pack, filepath.ToSlash(rel)), p)
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err = z.file(folder.PackZip, filepath.Join(z.c.Data, folder.PackZip))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	digests, err := packs.List(z.c.Data)
	if err != nil {
		return err
	}
	for _, digest := range digests {
		if err := z.file(packs.Name(digest), packs.Path(z.c.Data, digest)); err != nil {
			return err
		}
	}
	return nil
}

func (z *zipper) file(name, from string) error {
	f, err := folder.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	return z.part(name, f)
}

func (z *zipper) part(name string, r io.Reader) error {
	if err := z.c.Fail("backup write"); err != nil {
		return err
	}
	h := &zip.FileHeader{Name: name, Method: zip.Store, Modified: z.c.Clock().UTC()}
	h.SetMode(0o600)
	w, err := z.w.CreateHeader(h)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, sum), r); err != nil {
		return err
	}
	z.lines = append(z.lines, fmt.Sprintf("%x  %s", sum.Sum(nil), name))
	return nil
}

// auditComment is the line of the manifest with the head of the audit.
func auditComment(head db.AuditHead) string {
	if head.Lines == 0 {
		return ""
	}
	return "# " + head.String() + "\n"
}
