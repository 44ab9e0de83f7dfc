//go:build unix

package outside

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// What is removed is gone, and what is not there need not be removed.
func TestRemoveRemoves(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	if err := f.Write("a", []byte("text")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := f.Remove("a"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, "a")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

// A file has other names once it was linked.
func TestALinkedFileHasOtherNames(t *testing.T) {
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	if err := os.WriteFile(one, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{false, true} {
		info, err := os.Lstat(one)
		if err != nil {
			t.Fatal(err)
		}
		if got := otherNames(info); got != want {
			t.Errorf("%t, want %t", got, want)
		}
		if !want {
			if err := os.Link(one, two); err != nil {
				t.Skip("this disk has no links")
			}
		}
	}
}

// The disk of the system is ours; one that is not has its links refused on the way to a folder, and not at its end.
func TestWhoseDiskItIs(t *testing.T) {
	if !ourDisk("/") || ourDisk("/proc") || ourDisk(filepath.Join(t.TempDir(), "nowhere")) {
		t.Errorf("the system's %t, another %t, none %t", ourDisk("/"), ourDisk("/proc"), ourDisk("/nowhere"))
	}
	card := card(t)
	for _, base := range []string{t.TempDir(), card} {
		if err := os.MkdirAll(filepath.Join(base, "real", "inner"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(base, "real"), filepath.Join(base, "link")); err != nil {
			t.Fatal(err)
		}
		if err := straight(filepath.Join(base, "real", "inner")); base == card && err != nil {
			t.Errorf("without a link on the way: %v", err)
		}
		err := straight(filepath.Join(base, "link", "inner"))
		if base == card && !errors.Is(err, ErrLink) || base != card && ourDisk(base) && err != nil {
			t.Errorf("a link on the way: %v", err)
		}
	}
}

// A folder that another one has taken the place of is not written to as if it were still there.
func TestAnExchangedFolderIsNoticed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "booth")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	f := open(t, dir)
	if err := f.straight(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, dir+".old"); err != nil {
		t.Fatal(err)
	}
	if err := f.straight(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is gone: %v", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := f.straight(); !errors.Is(err, ErrLink) {
		t.Errorf("another one has its place: %v", err)
	}
}

// The list of a zip file may be as long as it may be, and not a byte longer.
func TestTheListOfAZipMayBeAsLongAsItMay(t *testing.T) {
	for n, want := range map[int]bool{9: true, 10: true, 11: false} {
		l := &listReader{r: bytes.NewReader(make([]byte, 20)), left: 10}
		if _, err := l.ReadAt(make([]byte, n), 0); (err == nil) != want || l.over == want {
			t.Errorf("%d of 10 bytes: %v", n, err)
		}
	}
}

// What cannot be opened any more is said, not taken for synced.
func TestAClosedFolderIsNotSynced(t *testing.T) {
	f := open(t, t.TempDir())
	if err := f.Sync(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if err := f.Sync(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("%v", err)
	}
}
