//go:build unix

package data

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/rescue"
)

// hostile puts something in the place of a file that no booth would leave there.
var hostile = map[string]func(t *testing.T, path string){
	"a link": func(t *testing.T, path string) {
		other := filepath.Join(t.TempDir(), "other")
		b, _ := os.ReadFile(path)
		if err := errors.Join(os.WriteFile(other, b, 0o600), os.RemoveAll(path), os.Symlink(other, path)); err != nil {
			t.Fatal(err)
		}
	},
	"an endless device": func(t *testing.T, path string) {
		if err := errors.Join(os.RemoveAll(path), os.Symlink("/dev/zero", path)); err != nil {
			t.Fatal(err)
		}
	},
	"a pipe": func(t *testing.T, path string) {
		if err := errors.Join(os.RemoveAll(path), syscall.Mkfifo(path, 0o600)); err != nil {
			t.Fatal(err)
		}
	},
	"400 GB of nothing": func(t *testing.T, path string) {
		if err := os.Truncate(touch(t, path), 400<<30); err != nil {
			t.Fatal(err)
		}
	},
	"a folder": func(t *testing.T, path string) {
		if err := errors.Join(os.RemoveAll(path), os.Mkdir(path, 0o700)); err != nil {
			t.Fatal(err)
		}
	},
}

// quickly fails when something takes long, or much memory.
func quickly(t *testing.T, do func()) {
	t.Helper()
	start := time.Now()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it took %v", took)
	}
	if more := int64(after.Sys) - int64(before.Sys); more > 512<<20 {
		t.Errorf("it took %d MB more", more>>20)
	}
}

// Whatever stands in the place of a file of another booth's folder, merging says so or does without it, at once, and
// nothing of it comes to the booth's own disk.
func TestMergeOfAHostileFolder(t *testing.T) {
	unraced(t)
	for what, put := range hostile {
		for _, name := range []string{folder.DB, folder.WAL, folder.Journal, folder.LockName} {
			t.Run(what+" for "+name, func(t *testing.T) {
				a, b := pairOfBooths(t)
				signUp(t, b)
				b.Close()
				dir := copyFolder(t, b.Dir())
				put(t, filepath.Join(dir, name))
				quickly(t, func() {
					_, err := a.Merge(t.Context(), dir, MergeOptions{Accept: func(string, int) bool { return true }})
					if name == folder.LockName {
						if err != nil {
							t.Error(err) // whoever has no lock is nobody's
						}
						return
					}
					if !errors.Is(err, folder.ErrNotBooth) && !errors.Is(err, folder.ErrDamaged) {
						t.Errorf("taken, or refused for another reason: %v", err)
					}
				})
				if _, err := os.Stat(filepath.Join(a.Dir(), mergingName)); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("the copy stayed: %v", err)
				}
				sound(t, a)
			})
		}
	}
}

// The same of the files that a rescue reads: those that are sound still give everybody, and what is no file is named.
func TestRescueOfAHostileFolder(t *testing.T) {
	unraced(t)
	for what, put := range hostile {
		for _, name := range []string{folder.DB, folder.WAL, folder.Journal, folder.BoothKey, folder.Settings, folder.EventKey, "booths-x", "journal-x", folder.Pack, folder.PackZip} {
			t.Run(what+" for "+name, func(t *testing.T) {
				s := practice(t)
				person := signUp(t, s)
				s.Close()
				dir := copyFolder(t, s.Dir())
				put(t, filepath.Join(dir, name))
				quickly(t, func() {
					to := filepath.Join(t.TempDir(), "rescued")
					r, err := Rescue(dir, to, Options{})
					if err != nil {
						t.Fatal(err)
					}
					got := reopen(t, to)
					if n := status(t, got).Signups; n != 1 {
						t.Fatalf("%d people: %+v", n, r)
					}
					if found, err := got.Erase(t.Context(), person.Code); err != nil || !found {
						t.Error("somebody else came")
					}
					if what != "a folder" && len(r.Notes) == 0 && name != folder.Pack && name != folder.WAL {
						t.Errorf("nothing was said of %s", name)
					}
				})
			})
		}
	}
}

// A card with far more unsigned lines than any booth has: memory is bounded, and what was left out is said.
func TestRescueOfMoreThanABoothHas(t *testing.T) {
	defer func(n int) { rescue.MaxAliens = n }(rescue.MaxAliens)
	rescue.MaxAliens = 1000
	s := practice(t)
	person := signUp(t, s)
	s.Close()
	dir := copyFolder(t, s.Dir())
	f, err := os.Create(filepath.Join(dir, "journal-x"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5000 {
		e := &entry.Entry{ID: entry.RandomID(), Person: entry.RandomID(), Kind: entry.KindSignUp, Booth: "x", Seq: int64(1 + i), Tick: 1, Hour: 500000, Sealed: []byte{1}, Sig: make([]byte, 64)}
		sum := sha256.Sum256(e.Sealed)
		e.Digest = sum[:]
		if _, err := f.Write(journal.Encode(e)); err != nil {
			t.Fatal(err)
		}
	}
	f.Close()
	to := filepath.Join(t.TempDir(), "rescued")
	r, err := Rescue(dir, to, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, "left out: 4000") }) || r.Unsigned != 1000 {
		t.Errorf("%+v", r)
	}
	if found, err := reopen(t, to).Erase(t.Context(), person.Code); err != nil || !found {
		t.Error("the person was lost among them")
	}
}

// A zip whose list of parts alone would fill the memory is refused while the list is read.
func TestBackupWithAnEndlessList(t *testing.T) {
	unraced(t)
	path := filepath.Join(t.TempDir(), "list.zip")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 100_000 {
		if _, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%s-%06d", strings.Repeat("x", 200), i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), os.WriteFile(path, b.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	quickly(t, func() {
		if _, err := Restore(path, filepath.Join(t.TempDir(), "new"), Options{}); !errors.Is(err, archive.ErrBackup) {
			t.Errorf("restore: %v", err)
		}
		if _, err := practice(t).Merge(t.Context(), path, MergeOptions{}); !errors.Is(err, folder.ErrDamaged) {
			t.Errorf("merge: %v", err)
		}
	})
}

// A file of nothing but beginnings of long lines is given up before it has been read a thousand times over.
func TestLinesWithoutAnEnd(t *testing.T) {
	mark := binary.BigEndian.AppendUint32(bytes.Clone(journal.Mark), 1<<20)
	b := bytes.Repeat(mark, 1<<18)
	if _, err := journal.ScanLines(bytes.NewReader(b), int64(len(b)), func(*entry.Entry) error { return nil }); !errors.Is(err, journal.ErrWork) {
		t.Error(err)
	}
}

// What a person gives for a backup, a key or a folder to restore is opened as anything from outside.
func TestGivenFilesOfAnotherKind(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.zip")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	big := filepath.Join(t.TempDir(), "big.age")
	if err := os.Truncate(touch(t, big), 400<<30); err != nil {
		t.Fatal(err)
	}
	s := practice(t)
	quickly(t, func() {
		for _, path := range []string{pipe, "/dev/zero", big} {
			if _, err := Restore(path, filepath.Join(t.TempDir(), "new"), Options{}); err == nil {
				t.Errorf("%s was restored", path)
			}
			if _, err := keys.OpenKeyFile(path, []byte("practice")); err == nil {
				t.Errorf("%s was a key", path)
			}
			if _, err := s.Merge(t.Context(), path, MergeOptions{}); err == nil {
				t.Errorf("%s was merged", path)
			}
			if _, err := Rescue(path, filepath.Join(t.TempDir(), "new"), Options{}); err == nil {
				t.Errorf("%s was rescued", path)
			}
		}
	})
}
