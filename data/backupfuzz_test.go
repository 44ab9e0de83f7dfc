package data

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/folder"
)

// zipped makes a zip of parts (name, content), stored.
func zipped(f *testing.F, parts ...[2]string) []byte {
	f.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		e, err := w.CreateHeader(&zip.FileHeader{Name: p[0], Method: zip.Store})
		if err != nil {
			f.Fatal(err)
		}
		if _, err := e.Write([]byte(p[1])); err != nil {
			f.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	return b.Bytes()
}

// FuzzBackup puts anything where a backup is wanted: it is refused as no whole backup, or every part
// is what the manifest says, lies where it should, and takes no more room than the file, or than a small
// file may unpack to.
func FuzzBackup(f *testing.F) {
	parts := [][2]string{{folder.DB, "db"}, {folder.Journal, "journal"}, {folder.Keys, "keys"}, {folder.Pack + "/event.toml", "pack"}}
	manifest := func(list [][2]string) [2]string {
		var lines strings.Builder
		for _, p := range list {
			fmt.Fprintf(&lines, "%x  %s\n", sha256.Sum256([]byte(p[1])), p[0])
		}
		return [2]string{archive.ManifestName, lines.String()}
	}
	whole := zipped(f, append(parts, manifest(parts))...)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	around := slices.Clone(parts)
	around = append(around, manifest(parts))
	for i := range around {
		around[i][0] = "booth-2026/" + around[i][0]
	}
	f.Add(zipped(f, append(around, [2]string{"__MACOSX/booth-2026/._journal", "x"}, [2]string{"booth-2026/.DS_Store", "y"})...))
	f.Add(bytes.ReplaceAll(whole, []byte(folder.Pack+"/event.toml"), []byte("../../event.tom")))
	f.Add(bytes.ReplaceAll(whole, []byte("event.toml"), []byte("evn\x1b[31ml\n")))
	f.Add(bytes.ReplaceAll(whole, []byte("journal"), []byte("journa1")))
	f.Add(zipped(f, append(parts, manifest(parts[:3]))...))
	f.Add(zipped(f, manifest(nil)))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Add([]byte{})
	path, to := filepath.Join(f.TempDir(), "b.zip"), f.TempDir()
	f.Fuzz(func(t *testing.T, file []byte) {
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		zf, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer zf.Close()
		z, err := archive.Open(zf)
		if err == nil {
			err = z.Check()
		}
		if err != nil {
			if !errors.Is(err, archive.ErrBackup) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		dir, err := os.MkdirTemp(to, "")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		for _, p := range z.Parts[:min(len(z.Parts), 50)] {
			if err := z.Unpack(p, dir); err != nil && (errors.Is(err, archive.ErrBackup) || !placeTaken(err)) {
				t.Fatalf("a part that was checked does not unpack: %v", err)
			}
		}
		var size int64
		err = filepath.WalkDir(to, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			size += info.Size()
			rel, err := filepath.Rel(dir, path)
			if err != nil || !archive.BackupName(filepath.ToSlash(rel)) {
				return fmt.Errorf("there is %q", path)
			}
			return nil
		})
		if err != nil || size > max(int64(len(file)), archive.PackedLeast) {
			t.Fatalf("%d bytes became %d: %v", len(file), size, err)
		}
	})
}

// placeTaken says that a part could not be written because of another one's name, or a name that
// this file system does not take: as file and folder at once, or too long.
func placeTaken(err error) bool {
	var pe *fs.PathError
	return errors.As(err, &pe)
}
