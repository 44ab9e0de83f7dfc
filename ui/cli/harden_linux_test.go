package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// nobody is an account that is not root's: of root nothing can be kept.
const nobody = 65534

// Whatever command is under way, another program of the same person cannot read its memory, and when it breaks down no
// core is left, however many the person allows and asks for.
func TestNoCommandShowsOrLeavesItsMemory(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "harden") // not below another's folder, as t.TempDir is
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	at := func(name string) string { return filepath.Join(dir, name) }
	// The name makes this test program the command, see TestMain; it is copied so that nobody needs a way to it.
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at("matchbooth"), program, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, at("people.csv"), "name,phone,consents,signed_at\n张三,13800138000,notice,2026-05-21\n")
	if err := unix.Mkfifo(at("pass"), 0o600); err != nil {
		t.Fatal(err)
	}
	var who *syscall.Credential
	if os.Getuid() == 0 {
		who = &syscall.Credential{Uid: nobody, Gid: nobody}
		for _, name := range []string{".", "people.csv", "pass"} {
			if err := os.Chown(at(name), nobody, nobody); err != nil {
				t.Fatal(err)
			}
		}
	}
	as := func(name string, args ...string) *exec.Cmd {
		// As many cores as there may be, and a Go program that asks for one when it falls.
		cmd := exec.Command("sh", append([]string{"-c", `ulimit -c unlimited; exec "$0" "$@"`, name}, args...)...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOTRACEBACK=crash", "HOME="+dir, "MATCHBOOTH_TEST_WAIT="+at("open"))
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who}
		return cmd
	}
	for _, booth := range []string{"run", "export", "kiosk"} { // one each: what falls leaves its folder when it likes
		if out, err := as(at("matchbooth"), "import", "--data", at(booth), at("people.csv")).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}

	// The twin: a program that does nothing about it is read and leaves a core.
	sleeper := as("sleep", "600")
	if err := sleeper.Start(); err != nil {
		t.Fatal(err)
	}
	comes(t, sleeper, "sleep")
	readable := read(as, sleeper.Process.Pid)
	if dumps := falls(t, sleeper); !readable || !dumps {
		t.Logf("the test bites only in part: memory is read %v, cores are written %v", readable, dumps)
	}

	for name, args := range map[string][]string{
		"run":    {"run", "--data", at("run")},
		"export": {"export", "--data", at("export"), "--format", "csv", "--out", at("out.csv"), "--passphrase-file", at("pass")}, // which waits for the pipe
		"kiosk":  {"run", "--kiosk", "--data", at("kiosk")},                                                                      // the supervisor
	} {
		t.Run(name, func(t *testing.T) {
			cmd := as(at("matchbooth"), args...)
			var said bytes.Buffer
			cmd.Stdout, cmd.Stderr = &said, &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			comes(t, cmd, "matchbooth")
			proc := fmt.Sprintf("/proc/%d/", cmd.Process.Pid)
			closed := func() bool {
				st, err := os.Stat(proc + "mem")
				return err == nil && st.Sys().(*syscall.Stat_t).Uid == 0
			}
			for end := time.Now().Add(5 * time.Second); !closed() && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			} // until it comes to its first line
			time.Sleep(300 * time.Millisecond) // and is well within its work
			if hasEnded(cmd.Process.Pid) {
				cmd.Wait()
				t.Fatalf("it ended before it was looked at: %s", said.String())
			}
			limits, err := os.ReadFile(proc + "limits")
			if err != nil || !strings.Contains(string(limits), "\nMax core file size        0                    0 ") {
				t.Errorf("it may leave a core: %v", err)
			}
			if !closed() {
				t.Error("its memory is its owner's to read")
			}
			if read(as, cmd.Process.Pid) {
				t.Error("another program of the same person reads its memory")
			}
			if falls(t, cmd) {
				t.Error("it dumped core")
			}
		})
	}
}

// comes waits until the shell has become the program.
func comes(t *testing.T, cmd *exec.Cmd, name string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if comm, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", cmd.Process.Pid)); err == nil && strings.TrimSpace(string(comm)) == name {
			return
		}
	}
	t.Fatalf("%s did not start", name)
}

// hasEnded says whether a process has ended and is only waited for.
func hasEnded(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || strings.Contains(string(stat), ") Z ")
}

// read says whether a process of the same person reads the memory of another.
func read(as func(string, ...string) *exec.Cmd, pid int) bool {
	return as("sh", "-c", fmt.Sprintf("exec 3</proc/%d/mem", pid)).Run() == nil
}

// falls lets a program break down, and says whether a core was written.
func falls(t *testing.T, cmd *exec.Cmd) bool {
	t.Helper()
	if err := cmd.Process.Signal(syscall.SIGABRT); err != nil && !errors.Is(err, fs.ErrClosed) {
		t.Error(err)
	}
	err := cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Errorf("it did not fall: %v", err)
		return false
	}
	return exit.Sys().(syscall.WaitStatus).CoreDump()
}
