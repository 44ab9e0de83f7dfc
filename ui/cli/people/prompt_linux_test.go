package people

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// newTerminal makes a terminal: what is typed into the one comes out of the other.
func newTerminal(t *testing.T) (keys, line *os.File) {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here:", err)
	}
	t.Cleanup(func() { keys.Close() })
	if err := unix.IoctlSetPointerInt(int(keys.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Skip("no terminals here:", err)
	}
	n, err := unix.IoctlGetInt(int(keys.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	line, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here:", err)
	}
	t.Cleanup(func() { line.Close() })
	return keys, line
}

// Whoever types the name of the folder wrong must not find real people in a practice booth.
func TestImportAsksBeforeItMakesAPracticeBooth(t *testing.T) {
	for answer, made := range map[string]bool{"no\n": false, "\n": false, "yes\n": true} {
		keys, line := newTerminal(t)
		dir := t.TempDir()
		who := filepath.Join(dir, "people.csv")
		if err := os.WriteFile(who, []byte("name,phone,consents,signed_at\n张三,13800000001,notice,2026-05-21\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		c := rowsCall(t)
		c.Stdin = line
		if _, err := keys.WriteString(answer); err != nil {
			t.Fatal(err)
		}
		err := (&ImportCmd{Folder: call.Folder{Data: filepath.Join(dir, "booht")}, File: who}).Run(c)
		state, _ := data.IsBooth(filepath.Join(dir, "booht"))
		if made != (err == nil) || made != (state == data.Booth) {
			t.Errorf("%q: %v, the folder is %v", answer, err, state)
		}
		if !made && !errors.Is(err, data.ErrNotBooth) {
			t.Errorf("%q: %v", answer, err)
		}
	}
}
