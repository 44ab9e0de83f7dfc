//go:build unix

package outside

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
)

// card is a folder on another disk than the system's; there is none on every computer.
func card(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "matchbooth-card-")
	if err != nil || ourDisk(dir) {
		t.Skip("there is no second disk to try this on")
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func write(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t *testing.T, dir string) *Folder {
	t.Helper()
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// A name gives an ordinary file or an error, at once, whatever stands there.
func TestOnlyOrdinaryFilesAreOpened(t *testing.T) {
	dir := t.TempDir()
	target := write(t, filepath.Join(dir, "file"), "content")
	for name, make := range map[string]func(path string) error{
		"link":     func(p string) error { return os.Symlink(target, p) },
		"inside":   func(p string) error { return os.Symlink("file", p) },
		"dangling": func(p string) error { return os.Symlink("none", p) },
		"pipe":     func(p string) error { return syscall.Mkfifo(p, 0o600) },
		"folder":   func(p string) error { return os.Mkdir(p, 0o700) },
		"device":   func(p string) error { return os.Symlink("/dev/zero", p) },
	} {
		if err := make(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		f := open(t, dir)
		if _, err := f.Read(name, 100); !errors.Is(err, ErrKind) {
			t.Errorf("reading a %s: %v", name, err)
		}
		if _, err := f.OpenInPlace(name); !errors.Is(err, ErrKind) {
			t.Errorf("writing to a %s: %v", name, err)
		}
		err := f.Write(name, []byte("new"))
		if name == "folder" {
			if err == nil {
				t.Error("a folder was replaced")
			}
			continue
		}
		if got, e := f.Read(name, 100); err != nil || e != nil || string(got) != "new" {
			t.Errorf("in the place of a %s: %q, %v, %v", name, got, err, e)
		}
	}
	if got, _ := os.ReadFile(target); string(got) != "content" {
		t.Errorf("written through a link: %q", got)
	}
	f := open(t, dir)
	for _, name := range []string{"", ".", "..", "../file", "a/b", `a\b`, "/etc/passwd", "a\x00b"} {
		if _, err := f.Read(name, 100); !errors.Is(err, ErrName) {
			t.Errorf("%q: %v", name, err)
		}
		if err := f.Remove(name); !errors.Is(err, ErrName) {
			t.Errorf("removing %q: %v", name, err)
		}
		if err := f.Rename("file", name); !errors.Is(err, ErrName) {
			t.Errorf("renaming to %q: %v", name, err)
		}
	}
}

// A file that stands under a second name is not written in place: the other one is somebody else's.
func TestFilesWithASecondNameAreNotWrittenInPlace(t *testing.T) {
	dir := t.TempDir()
	other := write(t, filepath.Join(t.TempDir(), "other"), "content")
	if err := os.Link(other, filepath.Join(dir, "file")); err != nil {
		t.Skip("no hard links here")
	}
	f := open(t, dir)
	if _, err := f.OpenInPlace("file"); !errors.Is(err, ErrLink) {
		t.Error(err)
	}
	if err := f.Write("file", []byte("new")); err != nil {
		t.Error(err)
	}
	if got, _ := os.ReadFile(other); string(got) != "content" {
		t.Errorf("the other name holds %q", got)
	}
}

func TestBoundsAreKept(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "ten"), "0123456789")
	write(t, filepath.Join(dir, "other"), "")
	f := open(t, dir)
	if b, err := f.Read("ten", 10); err != nil || len(b) != 10 {
		t.Error(b, err)
	}
	if _, err := f.Read("ten", 9); !errors.Is(err, ErrLarge) {
		t.Error(err)
	}
	if _, err := f.Open("ten", 9); !errors.Is(err, ErrLarge) {
		t.Error(err)
	}
	if _, err := ReadFile(filepath.Join(dir, "ten"), 9); !errors.Is(err, ErrLarge) {
		t.Error(err)
	}
	if names, err := f.Names(2); err != nil || len(names) != 2 {
		t.Error(names, err)
	}
	if _, err := f.Names(1); !errors.Is(err, ErrLarge) {
		t.Error(err)
	}
	if _, err := readAll(bytes.NewReader(make([]byte, 11)), "grown", 10); !errors.Is(err, ErrLarge) {
		t.Error(err)
	}
}

// On a disk of ours a link is ours; on a card it leads where whoever made the card wanted.
func TestLinksOnCardsAreNotFollowed(t *testing.T) {
	dir, home := card(t), t.TempDir()
	write(t, filepath.Join(home, "file"), "ours")
	if err := errors.Join(os.Mkdir(filepath.Join(home, "in"), 0o700), os.Symlink(home, filepath.Join(dir, "way")), os.Symlink(filepath.Join(home, "file"), filepath.Join(dir, "end"))); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "way"), filepath.Join(dir, "way", "in")} {
		if f, err := OpenFolder(path); !errors.Is(err, ErrLink) {
			t.Errorf("%s: %v %v", path, f, err)
		}
	}
	for _, path := range []string{filepath.Join(dir, "end"), filepath.Join(dir, "way", "file")} {
		if _, err := ReadFile(path, 100); !errors.Is(err, ErrLink) {
			t.Errorf("%s: %v", path, err)
		}
		if p, err := Given(path); path == filepath.Join(dir, "end") && !errors.Is(err, ErrLink) {
			t.Errorf("%s is %s: %v", path, p, err)
		}
	}
	ours := filepath.Join(t.TempDir(), "ours")
	if err := os.Symlink(filepath.Join(home, "file"), ours); err != nil {
		t.Fatal(err)
	}
	if b, err := ReadFile(ours, 100); err != nil || string(b) != "ours" {
		t.Error(b, err)
	}
}

// Whoever exchanges things in a loop, faster than anybody looks, gets nothing outside of the folder read or written.
func TestExchangedInALoop(t *testing.T) {
	parent, home := t.TempDir(), t.TempDir()
	secret := write(t, filepath.Join(home, "file"), "ours")
	dir := filepath.Join(parent, "card")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "file"), "theirs")
	stop, done := make(chan struct{}), sync.WaitGroup{}
	done.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			// The folder for a link to ours, and back; the file for a link, a pipe, and back.
			_ = os.Rename(dir, dir+"-away")
			_ = os.Symlink(home, dir)
			_ = os.Remove(dir)
			_ = os.Rename(dir+"-away", dir)
			_ = os.Symlink(secret, filepath.Join(dir, "link"))
			_ = os.Rename(filepath.Join(dir, "link"), filepath.Join(dir, "file"))
			_ = syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600)
			_ = os.Rename(filepath.Join(dir, "pipe"), filepath.Join(dir, "file"))
			_ = os.WriteFile(filepath.Join(dir, "real"), []byte("theirs"), 0o600)
			_ = os.Rename(filepath.Join(dir, "real"), filepath.Join(dir, "file"))
		}
	})
	opened, read := 0, 0
	for range 5000 {
		f, err := OpenFolder(dir)
		if err != nil {
			continue
		}
		opened++
		if b, err := f.Read("file", 100); err == nil {
			read++
			if string(b) == "ours" {
				t.Fatal("read what lies outside")
			}
		}
		_ = f.Write("file", []byte("new"))
		_ = f.Remove("file")
		f.Close()
	}
	close(stop)
	done.Wait()
	if b, err := os.ReadFile(secret); err != nil || string(b) != "ours" {
		t.Fatalf("written to what lies outside: %q, %v", b, err)
	}
	if list, _ := os.ReadDir(home); len(list) != 1 {
		t.Errorf("written beside it: %v", list)
	}
	if opened == 0 || read == 0 {
		t.Errorf("nothing was tried: opened %d times, read %d times", opened, read)
	}
}

// The list of a zip is bounded while it is read.
func TestZipLists(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for _, name := range []string{"a", "b", "c"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.Repeat([]byte(name), 100)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Zip(f, 2); !errors.Is(err, ErrLarge) {
		t.Error(err)
	}
	r, err := Zip(f, 3)
	if err != nil {
		t.Fatal(err)
	}
	part, err := r.Open("c")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(part); err != nil || len(b) != 100 {
		t.Error(len(b), err)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	if _, err := OpenFolder(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	f := open(t, t.TempDir())
	if _, err := f.Read("none", 10); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if err := f.Remove("none"); err != nil {
		t.Error(err)
	}
	if _, err := OpenFolder(write(t, filepath.Join(t.TempDir(), "file"), "")); !errors.Is(err, ErrKind) {
		t.Error(err)
	}
}
