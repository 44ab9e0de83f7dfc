package prints

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// What is written lands in a folder of its own, never in one that is there; stopped or failed, nothing is left of it.
func TestAFolderOfPrintsIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	text := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	files := []File{{Name: "a.pdf", Write: text("a")}, {Name: "b.pdf", Write: text("b")}}
	left := func() (n int) {
		list, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	first, err := WriteFolder(t.Context(), dir, "print", files, nil)
	if err != nil || first != filepath.Join(dir, "print") {
		t.Fatalf("%s, %v", first, err)
	}
	if raw, err := os.ReadFile(filepath.Join(first, "b.pdf")); err != nil || string(raw) != "b" {
		t.Errorf("%q, %v", raw, err)
	}
	if second, err := WriteFolder(t.Context(), dir, "print", files, nil); err != nil || second != first+"-2" || left() != 2 {
		t.Fatalf("%s, %v", second, err)
	}
	broken := errors.New("the disk is full")
	bad := []File{files[0], {Name: "b.pdf", Write: func(io.Writer) error { return broken }}}
	if where, err := WriteFolder(t.Context(), dir, "print", bad, nil); !errors.Is(err, broken) || where != "" || left() != 2 {
		t.Errorf("%s, %v, %d left", where, err, left())
	}
	ctx, stop := context.WithCancel(t.Context())
	if where, err := WriteFolder(ctx, dir, "print", files, func(n, _ int) {
		if n == 1 {
			stop()
		}
	}); !errors.Is(err, context.Canceled) || where != "" || left() != 2 {
		t.Errorf("%s, %v, %d left", where, err, left())
	}
	if _, err := WriteFolder(t.Context(), filepath.Join(dir, "gone"), "print", files, nil); err == nil || left() != 2 {
		t.Error("a folder that is not there was made")
	}
}
