package data

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"matchbooth/data/internal/mirror"
)

// smallDisk mounts a tmpfs of a few kilobytes at a folder; only where the tests may mount.
func smallDisk(t *testing.T, dir, size string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() != 0 {
		t.Skip("mounting a small disk needs root")
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
}

func remount(t *testing.T, dir string, flags uintptr, options string) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|flags, options); err != nil {
		t.Fatal(err)
	}
}

// A real disk of 96 kB: it fills up in the middle of a line, is made larger, is write-protected, and goes on each time.
func TestMirrorOnASmallDisk(t *testing.T) {
	stick := filepath.Join(t.TempDir(), "stick")
	smallDisk(t, stick, "96k")
	s := mirrored(t, stick)
	signUp(t, s)
	caughtUp(t, s)
	if s.Mirror().SameDisk {
		t.Error("another disk is taken for the same one")
	}
	for range 40 {
		signUp(t, s)
	}
	await(t, s, "full, and as far behind as it says", func(st mirror.State) bool {
		there := linesIn(t, s.mirror.Load().Path())
		return st.Fault == mirror.Full && st.Behind == 41-there && there >= 5 && there <= 35
	})
	remount(t, stick, 0, "size=4m")
	caughtUp(t, s)

	remount(t, stick, syscall.MS_RDONLY, "size=4m")
	for range 3 {
		signUp(t, s)
	}
	if st := await(t, s, "write-protected", fault(mirror.ReadOnly)); st.Behind != 3 {
		t.Errorf("%+v", st)
	}
	// Started anew with the protection on, it finds out how much is there.
	s.Close()
	s = openMirrored(t, s.Dir(), stick)
	await(t, s, "write-protected with 3 behind", func(st mirror.State) bool { return st.Fault == mirror.ReadOnly && st.Behind == 3 })
	remount(t, stick, 0, "size=4m")
	caughtUp(t, s)
}

// An erasure reaches a disk that has no room for a second copy of the copy.
func TestErasureReachesAFullDisk(t *testing.T) {
	stick := filepath.Join(t.TempDir(), "stick")
	smallDisk(t, stick, "512k")
	s := mirrored(t, stick)
	signUp(t, s)
	gone := signUp(t, s)
	for range 30 {
		signUp(t, s)
	}
	caughtUp(t, s)
	sealed := sealedOf(t, s, gone.Person)
	filler, err := os.Create(filepath.Join(stick, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := filler.Write(make([]byte, 4096)); err != nil {
			break
		}
	}
	filler.Close()
	if _, err := s.Erase(t.Context(), gone.Code); err != nil {
		t.Fatal(err)
	}
	caughtUp(t, s)
	if n := piecesIn(t, stick, sealed); n > 0 {
		t.Errorf("%d pieces of the erased are left", n)
	}
	sound(t, s)
}

// Where the stick is out, its folder is an ordinary one on the main disk: nothing is written there. Another stick in
// its place gets all of it.
func TestEmptyMountPointIsNoStick(t *testing.T) {
	stick := filepath.Join(t.TempDir(), "stick")
	smallDisk(t, stick, "4m")
	s := mirrored(t, stick)
	signUp(t, s)
	caughtUp(t, s)
	// Not detached: nothing stays open there between two lines.
	for end := time.Now().Add(30 * time.Second); syscall.Unmount(stick, 0) != nil; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the stick cannot be taken out while nothing is written")
		}
	}
	signUp(t, s)
	await(t, s, "absent", fault(mirror.Absent))
	s.Close()
	s = openMirrored(t, s.Dir(), stick)
	signUp(t, s)
	if st := await(t, s, "absent", fault(mirror.Absent)); st.Behind != 3 || st.SameDisk {
		t.Errorf("%+v", st)
	}
	if list, err := os.ReadDir(stick); err != nil || len(list) > 0 {
		t.Errorf("%d files in the empty mount point, %v", len(list), err)
	}
	smallDisk(t, stick, "4m")
	caughtUp(t, s)
}
