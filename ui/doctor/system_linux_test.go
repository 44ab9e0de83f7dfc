package doctor

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"matchbooth/data"
)

func TestTheLockIsSeenAndNotDisturbed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "booth")
	if err := data.CreatePractice(dir, "test-event", data.Options{}); err != nil {
		t.Fatal(err)
	}
	ask := func(want bool) {
		t.Helper()
		if held, err := locked(dir); err != nil || held != want {
			t.Errorf("held: %t, %v", held, err)
		}
	}
	ask(false)
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ask(true)
	ask(true) // asking and closing took nothing from the booth
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	ask(false)
	if s, err = data.Open(dir, data.Options{}); err != nil {
		t.Fatalf("the question kept the lock: %v", err)
	}
	s.Close()
}

func TestALockThatIsNotThere(t *testing.T) {
	if held, err := locked(t.TempDir()); held || err != nil {
		t.Errorf("%t, %v", held, err)
	}
}

func TestALockOfAnotherKindIsSeen(t *testing.T) {
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Len: 1}
	if err := unix.FcntlFlock(f.Fd(), unix.F_OFD_SETLK, &l); err != nil {
		t.Fatal(err)
	}
	if held, err := locked(dir); !held || err != nil {
		t.Errorf("%t, %v", held, err)
	}
}

func TestThisComputerAnswers(t *testing.T) {
	c := This(filepath.Join(t.TempDir(), "booth"))
	if total, free := c.Memory(); total == 0 || free > total {
		t.Errorf("memory: %d of %d free", free, total)
	}
	if v, err := c.Volume(t.TempDir()); err != nil || v.Type == "" {
		t.Errorf("disk: %+v, %v", v, err)
	}
	if _, known := c.Synced(); !known {
		t.Error("the clock's state is not known")
	}
	info, err := os.Stat(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if owner, known := c.Owner(info); !known || owner != os.Getuid() {
		t.Errorf("owner %d", owner)
	}
}

func TestARealDisplayAnswers(t *testing.T) {
	program, err := exec.LookPath("Xvfb")
	if err != nil {
		t.Skip("Xvfb is not installed")
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	server := exec.Command(program, "-displayfd", "3", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset")
	server.ExtraFiles = []*os.File{writer}
	err = server.Start()
	writer.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Process.Kill(); server.Wait() })
	number, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	s, err := askX(t.Context(), ":"+strings.TrimSpace(number))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Lit) != 1 || s.Lit[0].Width != 1366 || s.Lit[0].Height != 768 || s.Touches != 0 {
		t.Errorf("%+v", s)
	}
}
