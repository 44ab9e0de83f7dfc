package call

import (
	"errors"
	"testing"
	"time"

	"matchbooth/data"
)

// A supervisor that was killed, and started again at once, may find its old interface still dying
// with the folder in its hands: the new one waits for that, and does not wait for a booth that stays.
func TestOpenWaitsForTheOneThatGoes(t *testing.T) {
	dir := t.TempDir()
	if err := data.CreatePractice(dir, "test-2026", data.Options{}); err != nil {
		t.Fatal(err)
	}
	held, err := data.Open(dir, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openWithin(dir, 0, data.Open, data.Options{}); !errors.Is(err, data.ErrLocked) {
		t.Fatalf("beside an open booth: %v", err)
	}
	if _, err := openWithin(dir, 200*time.Millisecond, data.Open, data.Options{}); !errors.Is(err, data.ErrLocked) {
		t.Fatalf("beside a booth that stays open: %v", err)
	}
	gone := make(chan error, 1)
	go func() {
		time.Sleep(200 * time.Millisecond)
		gone <- held.Close()
	}()
	s, err := openWithin(dir, time.Minute, data.Open, data.Options{})
	if err != nil {
		t.Fatalf("beside a booth that goes: %v", err)
	}
	if err := errors.Join(<-gone, s.Close()); err != nil {
		t.Fatal(err)
	}
}
