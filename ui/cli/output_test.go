package cli

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/kiosk/event/livepack"
	"matchbooth/ui/cli/call"
)

// deaf takes nothing, like a file on a full disk.
type deaf struct{}

func (deaf) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// runDeaf runs a command whose stdout takes nothing.
func runDeaf(args ...string) (errs string, code int) {
	var b strings.Builder
	code = Main(args, strings.NewReader(""), deaf{}, &b, nil)
	return b.String(), code
}

func TestAnswerThatGotLostIsNoSuccess(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	dir := filepath.Join(t.TempDir(), "booth")
	if err := data.CreatePractice(dir, "love-to-medicine-521", data.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"version", "--help", "status --help", "status", "status --json", "verify", "keys list", "mirror"} {
		args := strings.Fields(line)
		if !strings.Contains(line, "help") && line != "version" {
			args = append(args, "--data", dir)
		}
		errs, code := runDeaf(args...)
		if code != call.ExitFailed || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "could not be printed") {
			t.Errorf("%s: exit %d, says %q", line, code, errs)
		}
	}
}

// A recovery key that nobody saw is lost for good, and so is a passphrase.
func TestSecretShownOnceIsNotLostWithStdout(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := livepack.Write(at("pack"), time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at("pin"), []byte("482137\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	errs, code := runDeaf("setup", "--data", at("booth"), "--event", at("pack"), "--passphrase-generate", "en", "--pin-file", at("pin"))
	if code != call.ExitFailed || !strings.Contains(errs, "AGE-SECRET-KEY-PQ-1") {
		t.Errorf("setting up: exit %d, and the recovery key was not shown", code)
	}
	old := shownPassphrase(t, errs)
	if err := os.WriteFile(at("old"), []byte(old+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	errs, code = runDeaf("keys", "passphrase", "--data", at("booth"), "--passphrase-file", at("old"), "--passphrase-generate", "en")
	if code != call.ExitFailed || shownPassphrase(t, errs) == old {
		t.Errorf("changing the passphrase: exit %d, and the new one was not shown", code)
	}
}

// With a reader that has gone ("matchbooth setup … | head") the system would end the program at its first line.
func TestSecretShownOnceIsNotLostWithItsReader(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a symbolic link")
	}
	t.Setenv("LC_ALL", "C")
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, at("matchbooth")); err != nil { // the name makes this test program the command, see TestMain
		t.Fatal(err)
	}
	if err := livepack.Write(at("pack"), time.Now()); err != nil {
		t.Fatal(err)
	}
	write(t, at("pin"), "482137\n")
	unread := func(args ...string) (errs string, code int) {
		t.Helper()
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		defer w.Close()
		var b strings.Builder
		cmd := exec.Command(at("matchbooth"), args...)
		cmd.Stdout, cmd.Stderr = w, &b
		_ = cmd.Run()
		return b.String(), cmd.ProcessState.ExitCode()
	}
	errs, code := unread("setup", "--data", at("booth"), "--event", at("pack"), "--passphrase-generate", "en", "--pin-file", at("pin"))
	if code != call.ExitFailed || !strings.Contains(errs, "AGE-SECRET-KEY-PQ-1") {
		t.Fatalf("setting up: exit %d, and the recovery key was not shown", code)
	}
	old := shownPassphrase(t, errs)
	write(t, at("old"), old+"\n")
	errs, code = unread("keys", "passphrase", "--data", at("booth"), "--passphrase-file", at("old"), "--passphrase-generate", "en")
	if code != call.ExitFailed || shownPassphrase(t, errs) == old {
		t.Errorf("changing the passphrase: exit %d, and the new one was not shown", code)
	}
	run(t, "status", "--data", at("booth")) // and the booth is whole
}

// shownPassphrase finds the passphrase in what was said: the line that is set in.
func shownPassphrase(t *testing.T, said string) string {
	t.Helper()
	for line := range strings.Lines(said) {
		if phrase, ok := strings.CutPrefix(line, "    "); ok {
			return strings.TrimSpace(phrase)
		}
	}
	t.Fatal("no passphrase was shown")
	return ""
}
