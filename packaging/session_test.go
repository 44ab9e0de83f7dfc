//go:build linux

package packaging_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// fakeBooth writes down each start and what it finds, then ends as the next line of `codes`
// says: a number, "kill" (SIGKILL) or "stay" (until it is told to end).
const fakeBooth = `#!/bin/sh
cd "$BOOTH" || exit 9
echo "$*" >>calls
{ echo "LANG=$LANG"; echo "umask=$(umask)"; echo "core=$(ulimit -c)"; echo "runtime=$XDG_RUNTIME_DIR"; } >env
[ -z "$DISPLAY" ] || { xset q; setxkbmap -query; } >x 2>&1
case $(sed -n "$(wc -l <calls)p" codes) in
kill) kill -9 $$ ;;
stay) trap 'echo told >ended; exit 0' TERM; echo $$ >pid; while :; do sleep 0.05; done ;;
*) exit "$(sed -n "$(wc -l <calls)p" codes)" ;;
esac
`

// session is one run of matchbooth-session around a fake booth, in a home of its own.
type session struct {
	cmd    *exec.Cmd
	dir    string
	stderr bytes.Buffer
}

func newSession(t *testing.T, codes string, env []string, args ...string) *session {
	t.Helper()
	s := &session{dir: t.TempDir()}
	write(t, filepath.Join(s.dir, "booth"), fakeBooth, 0o755)
	write(t, filepath.Join(s.dir, "codes"), strings.ReplaceAll(codes, " ", "\n")+"\n", 0o644)
	s.cmd = exec.Command("./matchbooth-session", args...)
	s.cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Join(s.dir, "home"), "BOOTH=" + s.dir,
		"MATCHBOOTH_PROGRAM=" + filepath.Join(s.dir, "booth"), "MATCHBOOTH_SESSION_PAUSE=0", "MATCHBOOTH_SESSION_FAILURES=4",
	}, env...)
	s.cmd.Stderr = &s.stderr
	return s
}

// run lets it end and returns its exit code.
func (s *session) run(t *testing.T) int {
	t.Helper()
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return s.wait(t)
}

func (s *session) wait(t *testing.T) int {
	t.Helper()
	late := time.AfterFunc(20*time.Second, func() { s.cmd.Process.Kill() })
	defer late.Stop()
	var exit *exec.ExitError
	if err := s.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return s.cmd.ProcessState.ExitCode()
}

// file is what the fake booth left, "" if nothing.
func (s *session) file(name string) string {
	raw, _ := os.ReadFile(filepath.Join(s.dir, name))
	return strings.TrimSpace(string(raw))
}

// await waits for a file of the fake booth.
func (s *session) await(t *testing.T, name string) string {
	t.Helper()
	for range 400 {
		if text := s.file(name); text != "" {
			return text
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("the booth never wrote %s; the session said:\n%s", name, s.stderr.String())
	return ""
}

func (s *session) starts() int {
	return len(strings.Fields(strings.ReplaceAll(s.file("calls"), " ", "_")))
}

// display starts a virtual X server without any window manager.
func display(t *testing.T) string {
	t.Helper()
	need(t, "Xvfb", "xset", "setxkbmap")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	// -noreset: a login screen, as xinit, holds a connection all the time, so that the server
	// does not forget its settings between two clients.
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-noreset", "-nolisten", "tcp", "-screen", "0", "640x480x24")
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	var n int
	r.SetReadDeadline(time.Now().Add(20 * time.Second))
	if _, err := fmt.Fscan(io.LimitReader(r, 16), &n); err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	return fmt.Sprintf("DISPLAY=:%d", n)
}

func TestTheSessionFollowsTheExitCode(t *testing.T) {
	x := display(t)
	for _, c := range []struct {
		name, codes  string
		starts, code int
	}{
		{"left with the PIN", "0", 1, 0},
		{"misuse is not tried again", "2", 1, 2},
		{"what cannot be drawn is not tried again", "8", 1, 8},
		{"failed twice, then left", "1 1 0", 3, 0},
		{"killed, then left", "kill 0", 2, 0},
		{"codes of its own kind are failures too", "3 101 0", 3, 0},
		{"failed, then misuse", "1 2", 2, 2},
		{"gives up at the limit", "1 1 1 1 0", 4, 1},
		{"gives up with the last code", "1 kill 1 7 0", 4, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSession(t, c.codes, []string{x})
			if code := s.run(t); code != c.code {
				t.Errorf("ended with %d instead of %d; it said:\n%s", code, c.code, s.stderr.String())
			}
			if got := s.starts(); got != c.starts {
				t.Errorf("the booth was started %d times instead of %d", got, c.starts)
			}
		})
	}
}

func TestABoothThatHeldLongEnoughClearsTheCount(t *testing.T) {
	// Steady after 0 seconds: every failure is the first of its row.
	s := newSession(t, "1 1 1 1 1 1 0", []string{"MATCHBOOTH_SESSION_STEADY=0"})
	if code := s.run(t); code != 0 || s.starts() != 7 {
		t.Errorf("ended with %d after %d starts", code, s.starts())
	}
}

func TestTheSessionKeepsTheScreenOnAndTheKeysIn(t *testing.T) {
	s := newSession(t, "0", []string{display(t)})
	s.run(t)
	for _, want := range []string{"prefer blanking:  no", "timeout:  0", "srvrkeys:none"} {
		if !strings.Contains(s.file("x"), want) {
			t.Errorf("the booth does not find %q:\n%s", want, s.file("x"))
		}
	}
}

func TestTheSessionWorksWithoutXTools(t *testing.T) {
	// A computer without xset and the like: said, and no reason not to open.
	bin := t.TempDir()
	for _, tool := range []string{"sh", "sed", "wc", "tail", "tr", "date", "sleep", "mkdir", "mktemp", "rm"} {
		path, err := exec.LookPath(tool)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(bin, tool)); err != nil {
			t.Fatal(err)
		}
	}
	s := newSession(t, "0", []string{"PATH=" + bin})
	if code := s.run(t); code != 0 || s.starts() != 1 {
		t.Errorf("ended with %d after %d starts:\n%s", code, s.starts(), s.stderr.String())
	}
	if !strings.Contains(s.stderr.String(), "xset is missing") {
		t.Errorf("it does not say what is missing: %s", s.stderr.String())
	}
}

func TestTheSessionIsPrivate(t *testing.T) {
	for _, c := range []struct{ env, want string }{
		{"LANG=", "LANG=C.UTF-8"}, {"LANG=C", "LANG=C.UTF-8"}, {"LC_ALL=POSIX", "LANG=C.UTF-8"},
		{"LANG=zh_CN.UTF-8", "LANG=zh_CN.UTF-8"},
	} {
		s := newSession(t, "0", []string{c.env})
		s.run(t)
		found := s.file("env")
		for _, want := range []string{c.want, "umask=0077", "core=0"} {
			if !strings.Contains(found, want) {
				t.Errorf("%s: the booth does not find %s:\n%s", c.env, want, found)
			}
		}
		info, err := os.Stat(filepath.Join(s.dir, "home/.local/share"))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("the data folder's parent is open to others: %v", info.Mode())
		}
		_, runtime, _ := strings.Cut(found, "runtime=")
		if runtime == "" {
			t.Error("there was no runtime folder")
		} else if _, err := os.Stat(runtime); err == nil {
			t.Errorf("the runtime folder %s was left behind", runtime)
		}
	}
}

func TestArgumentsReachTheBoothAndNothingElse(t *testing.T) {
	s := newSession(t, "1 2", nil, "--lang", "zh", "--data", "/srv/a b $(touch${IFS}run) *")
	// The settings of the kiosk are the program's to read (ui/work/kioskfile): the session adds nothing of them.
	write(t, filepath.Join(s.dir, "home/.config/matchbooth/kiosk.conf"),
		"MATCHBOOTH_ARGS=\"--display 2 --data /srv/kanarienvogel $(touch${IFS}run) *\"\n", 0o644)
	s.run(t)
	want := "run --kiosk --lang zh --data /srv/a b $(touch${IFS}run) *"
	for _, got := range strings.Split(s.file("calls"), "\n") {
		if got != want {
			t.Errorf("the booth was started with\n%s\ninstead of\n%s", got, want)
		}
	}
	if _, err := os.Stat("run"); err == nil {
		os.Remove("run")
		t.Error("a line of the file was run as a command")
	}
	if strings.Contains(s.stderr.String(), "kanarienvogel") {
		t.Errorf("an argument stands in what the session says:\n%s", s.stderr.String())
	}
}

func TestEndingTheSessionEndsTheBooth(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			if signal.Ignored(sig) {
				t.Skipf("%s is ignored here, as under nohup, and so by everything started here", sig)
			}
			s := newSession(t, "stay", nil)
			if err := s.cmd.Start(); err != nil {
				t.Fatal(err)
			}
			s.await(t, "pid")
			s.cmd.Process.Signal(sig)
			if code := s.wait(t); code != 0 {
				t.Errorf("ended with %d", code)
			}
			if s.file("ended") != "told" || s.starts() != 1 {
				t.Errorf("the booth was not told to end (%q) or was started again (%d starts)", s.file("ended"), s.starts())
			}
		})
	}
}

func TestTheSessionEndsInThePauseToo(t *testing.T) {
	s := newSession(t, "1 stay", []string{"MATCHBOOTH_SESSION_PAUSE=60"})
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.await(t, "calls")
	time.Sleep(300 * time.Millisecond)
	began := time.Now()
	s.cmd.Process.Signal(syscall.SIGTERM)
	if code := s.wait(t); code != 0 || s.starts() != 1 {
		t.Errorf("ended with %d after %d starts", code, s.starts())
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v to end", took)
	}
}

func TestInCageTheBoothFindsAnXServer(t *testing.T) {
	need(t, "cage", "Xwayland", "xset")
	// cage refuses to run for root, so root becomes nobody for this.
	command := []string{"./matchbooth-cage", "-c", `echo "DISPLAY=$DISPLAY"; xset q >/dev/null && echo "X answers"; xset q | grep -c .`}
	runtime := t.TempDir()
	if os.Getuid() == 0 {
		need(t, "runuser")
		nobody, err := user.Lookup("nobody")
		if err != nil {
			t.Skip("there is no user nobody to run cage as")
		}
		var uid, gid int
		fmt.Sscan(nobody.Uid, &uid)
		fmt.Sscan(nobody.Gid, &gid)
		// A folder that nobody may reach: t.TempDir's parents are ours alone.
		if runtime, err = os.MkdirTemp("/tmp", "cage"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(runtime) })
		script, err := os.ReadFile("matchbooth-cage")
		if err != nil {
			t.Fatal(err)
		}
		command[0] = filepath.Join(runtime, "matchbooth-cage")
		write(t, command[0], string(script), 0o755)
		if err := errors.Join(os.Chown(runtime, uid, gid), os.Chown(command[0], uid, gid)); err != nil {
			t.Fatal(err)
		}
		command = append([]string{"runuser", "-u", "nobody", "--"}, command...)
	}
	cmd := exec.Command("timeout", append([]string{"30"}, command...)...)
	cmd.Env = append(os.Environ(), "XDG_RUNTIME_DIR="+runtime, "HOME="+runtime, "MATCHBOOTH_SESSION=/bin/sh", "FYNE_PLATFORM=wayland",
		"WLR_BACKENDS=headless", "WLR_LIBINPUT_NO_DEVICES=1", "WLR_RENDERER=pixman")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "X answers") {
		t.Errorf("%v\n%s", err, out)
	}
}
