package folder

import (
	"errors"
	"testing"

	"golang.org/x/sys/unix"
)

// A process that is being started has everything open that this one has, until it becomes another program. A lock that was
// closed meanwhile is free all the same: whoever opens the folder next is not told that the booth is open.
func TestALockIsFreeAlthoughAProcessIsBeingStarted(t *testing.T) {
	dir := t.TempDir()
	held, err := Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	started, err := unix.Dup(int(held.f.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(started)
	if _, err := Lock(dir); !errors.Is(err, ErrLocked) {
		t.Fatalf("locked twice: %v", err)
	}
	if err := held.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Lock(dir)
	if err != nil {
		t.Fatalf("after it was closed: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}
