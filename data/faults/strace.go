package faults

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// changing are the calls that change files or names, or tell which file a descriptor stands for.
const changing = "open,openat,creat,close,dup,dup2,dup3,lseek,write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range," +
	"truncate,ftruncate,fallocate,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat," +
	"fsync,fdatasync,sync_file_range,sync,syncfs"

// Ready returns why strace cannot be used here, or nil.
func Ready() error {
	out, err := exec.Command("strace", "-f", "-o", os.DevNull, "-e", "trace=write", "true").CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("strace is not installed: .ci/deps.sh test installs it")
	}
	if err != nil {
		return fmt.Errorf("strace does not work here, ptrace may be forbidden: %w: %s", err, bytes.TrimSpace(out))
	}
	return nil
}

// Record returns a command that runs argv under strace and writes to log what [Replay] reads. The program should end by
// itself: killing strace would leave it running.
func Record(log string, argv ...string) *exec.Cmd {
	return exec.Command("strace", append(recording(log), append([]string{"--"}, argv...)...)...)
}

func recording(log string) []string {
	return []string{"-f", "--seccomp-bpf", "-q", "-xx", "-s", "67108864", "-o", log, "-e", "trace=" + changing, "-e", "signal=none"}
}

// RecordFailing is Record with a call that fails. What a failed fsync should have made durable is lost in the replay for
// good, as on some systems: a later successful fsync of the same file does not make it durable.
func RecordFailing(log string, i Injection, argv ...string) *exec.Cmd {
	return exec.Command("strace", append(append(recording(log), "-e", "inject="+i.String(), "--"), argv...)...)
}

// Injection makes system calls fail: the Nth of those named, or all from the Nth on.
type Injection struct {
	Calls string // separated by commas
	// How: "error=EIO", "error=ENOSPC", or "retval=4096" for a call that lies: it does nothing and reports success.
	How     string
	N       int // from 1, counted for each thread separately
	Forever bool
}

// String returns the injection in strace's syntax.
func (i Injection) String() string {
	s := fmt.Sprintf("%s:%s:when=%d", i.Calls, i.How, i.N)
	if i.Forever {
		s += "+"
	}
	return s
}

// Inject returns a command that runs argv under strace, failing its calls; log is for [Injected]. paths, if any, are
// the only files whose calls are counted and failed.
func Inject(log string, i Injection, paths []string, argv ...string) *exec.Cmd {
	args := []string{"-f", "--seccomp-bpf", "-q", "-y", "-s", "0", "-o", log, "-e", "trace=" + i.Calls, "-e", "signal=none", "-e", "inject=" + i.String()}
	for _, p := range paths {
		args = append(args, "-P", p)
	}
	return exec.Command("strace", append(append(args, "--"), argv...)...)
}

// Injected returns the lines of a log whose call was made to fail, those under root separately from the others. Others
// are calls of Go's own runtime.
func Injected(log, root string) (hits, others []string, err error) {
	f, err := os.Open(log)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<26)
	begun := map[string]string{} // by thread: a call whose result is on a later line
	for lines.Scan() {
		line := lines.Text()
		thread, _, _ := strings.Cut(line, " ")
		if strings.HasSuffix(line, "<unfinished ...>") {
			begun[thread] = line
			continue
		}
		if !strings.Contains(line, "(INJECTED)") {
			continue
		}
		if strings.Contains(line, " resumed>") {
			line = begun[thread] + " " + line
		}
		if strings.Contains(line, root) {
			hits = append(hits, line)
		} else {
			others = append(others, line)
		}
	}
	return hits, others, lines.Err()
}

// Counted returns how many calls a log has for the thread that made most of those under root.
func Counted(log, root string) (int, error) {
	text, err := os.ReadFile(log)
	if err != nil {
		return 0, err
	}
	all, ours := map[string]int{}, map[string]int{}
	most := ""
	for line := range strings.Lines(string(text)) {
		thread, rest, _ := strings.Cut(line, " ")
		if strings.Contains(rest, " resumed>") {
			continue
		}
		all[thread]++
		if strings.Contains(rest, root) {
			ours[thread]++
			if most == "" || ours[thread] > ours[most] {
				most = thread
			}
		}
	}
	return all[most], nil
}
