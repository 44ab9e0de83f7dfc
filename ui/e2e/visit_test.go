//go:build e2e

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// These tests look at the real program in a virtual display; `make test` builds it
// first. The build tag keeps them out of a plain `go test`.

// program is what `make build` made, or another build that is to be tried.
var program = cmp.Or(os.Getenv("MATCHBOOTH_PROGRAM"), "../../matchbooth")

// long says that the long forms of the tests are wanted: `make soak`.
var long = os.Getenv("MATCHBOOTH_LONG") != ""

// open starts a booth in a display of its own. Pictures are kept in out/e2e under
// the test's name.
func open(t *testing.T, size, lang string) (context.Context, *Booth, string) {
	t.Helper()
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("run `make build` first: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute) // the test's own ends before the programs can
	t.Cleanup(cancel)
	display, err := OpenDisplay(ctx, size)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(display.Close)
	if err := display.Teach(ctx, Example(lang).Secrets()...); err != nil {
		t.Fatal(err)
	}
	booth, err := OpenBooth(ctx, display, program, filepath.Join(t.TempDir(), "data"), size, lang)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := booth.Close(); err != nil {
			t.Error(err)
		}
	})
	pictures := filepath.Join("..", "..", "out", "e2e", t.Name())
	if err := os.RemoveAll(pictures); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(pictures, 0o755); err != nil {
		t.Fatal(err)
	}
	return ctx, booth, pictures
}

// signUp takes one visitor through and returns the booth, closed, with what was seen.
func signUp(t *testing.T, size, lang string) (context.Context, *Booth, Row) {
	t.Helper()
	ctx, booth, pictures := open(t, size, lang)
	visit := Visit{Booth: booth, Who: Example(lang), Pictures: pictures, Say: func(s string) { t.Log(s) }}
	seen, err := visit.Walk(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := booth.Close(); err != nil {
		t.Fatal(err)
	}
	rows, err := booth.Export(ctx)
	if err != nil {
		t.Fatal(err)
	}
	row, err := visit.Who.Agrees(rows, seen)
	if err != nil {
		t.Fatal(err)
	}
	if err := booth.KeepsNothingReadable(visit.Who.Secrets()); err != nil {
		t.Error(err)
	}
	return ctx, booth, row
}

func TestAVisitorSignsUpInChinese(t *testing.T) {
	t.Parallel()
	ctx, booth, row := signUp(t, "1280x800", "zh")

	out, err := booth.Command(ctx, "status", "--data", booth.folder, "--json")
	if err != nil {
		t.Fatalf("status: %v: %s", err, out)
	}
	var status struct {
		Mode    string `json:"mode"`
		Signups int    `json:"signups"`
	}
	if err := json.Unmarshal([]byte(out), &status); err != nil {
		t.Fatalf("status: %v: %s", err, out)
	}
	if status.Mode != "practice" || status.Signups != 1 {
		t.Errorf("status says %s", out)
	}
	if out, err := booth.Command(ctx, "verify", "--data", booth.folder); err != nil {
		t.Errorf("verify: %v: %s", err, out)
	}
	if out, err := booth.Command(ctx, "erase", "--data", booth.folder, row.Code); err != nil {
		t.Errorf("erase: %v: %s", err, out)
	}
	rows, err := booth.Export(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 0 {
		t.Errorf("after the erasure there are still %d rows", len(rows))
	}
}

func TestAVisitorSignsUpInEnglishOnATotem(t *testing.T) {
	t.Parallel()
	signUp(t, "1080x1920", "en")
}

// Who leaves in the middle of the form leaves nothing behind, not even sealed.
func TestWhoLeavesIsForgotten(t *testing.T) {
	t.Parallel()
	ctx, booth, pictures := open(t, "1280x800", "zh")
	visit := Visit{Booth: booth, Who: Example("zh"), Pictures: pictures, LeaveAt: "form", Say: func(s string) { t.Log(s) }}
	seen, err := visit.Walk(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if seen.Given["name"] == "" {
		t.Fatal("the visitor left before the name was typed")
	}
	if err := booth.Close(); err != nil {
		t.Fatal(err)
	}
	rows, err := booth.Export(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 0 {
		t.Errorf("%d rows are kept of somebody who left", len(rows))
	}
	if err := booth.KeepsNothingReadable(visit.Who.Secrets()); err != nil {
		t.Error(err)
	}
}

// start taps the first screen's button, slipping by so many pixels, and wants home.
func start(ctx context.Context, t *testing.T, booth *Booth, slip float64) {
	t.Helper()
	l, _, err := booth.Eyes.Now()
	if err != nil {
		t.Fatal(err)
	}
	spot, ok := l.Target("attract.start")
	if !ok {
		t.Fatalf("there is no attract.start on %s", l)
	}
	x, y := spot.Middle()
	if err := booth.Hands.ShakyTap(ctx, Point{x, y}, slip, 0.125); err != nil {
		t.Fatal(err)
	}
	if _, err := booth.Eyes.WaitFor(ctx, patience, "home", func(l Layout) bool { return l.Screen == "home" }); err != nil {
		t.Error(err)
	}
}

// A finger that slips a little while it presses must still tap: Fyne itself takes
// a press that moves by two pixels for the beginning of a drag.
func TestAShakyFingerStillTaps(t *testing.T) {
	ctx, booth, _ := open(t, "1280x800", "zh")
	start(ctx, t, booth, 6)
}

// The window manager may close a window that is not in kiosk mode; keys alone may not.
func TestNoKeyLeadsOut(t *testing.T) {
	ctx, booth, _ := open(t, "1280x800", "zh")
	for _, key := range []string{"Escape", "F11", "ctrl+q", "ctrl+w"} {
		if err := booth.Hands.Key(ctx, key); err != nil {
			t.Fatal(err)
		}
	}
	start(ctx, t, booth, 0)
}

// A session manager's request is obeyed at once and leaves a sound store.
func TestABoothThatIsClosedOpensAgain(t *testing.T) {
	ctx, booth, _ := open(t, "1280x800", "en")
	begun := time.Now()
	if err := booth.Close(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("closing took %s", took.Round(time.Millisecond))
	}
	if out, err := booth.Command(ctx, "verify", "--data", booth.folder); err != nil {
		t.Errorf("verify: %v: %s", err, out)
	}
}
