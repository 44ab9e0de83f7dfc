package supervisor

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The test binary is also the interface: with FAKE set it does what its plan says instead of
// testing. A plan names what each start does, the last one being repeated.

func TestMain(m *testing.M) {
	if plan := os.Getenv("FAKE"); plan != "" {
		fake(plan)
		return
	}
	os.Exit(m.Run())
}

func fake(plan string) {
	dir := os.Getenv("FAKE_DIR")
	starts := filepath.Join(dir, "starts")
	before, _ := os.ReadFile(starts)
	n := bytes.Count(before, []byte("\n"))
	f, err := os.OpenFile(starts, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	var core unix.Rlimit
	unix.Getrlimit(unix.RLIMIT_CORE, &core)
	fmt.Fprintf(f, "pid=%d supervised=%t out=%s notify=%q core=%d\n", os.Getpid(), Supervised(), OutCode(), os.Getenv("NOTIFY_SOCKET"), core.Max)
	f.Close()

	steps := strings.Split(plan, ",")
	step := steps[min(n, len(steps)-1)]
	do, early := fakes[step], strings.HasPrefix(step, "exit")
	if do == nil {
		panic("no such fake: " + step)
	}
	if !early {
		p := NewPulse(os.Stdout)
		p.Beat("attract")
		time.Sleep(30 * time.Millisecond)
		p.Beat("form")
		time.Sleep(30 * time.Millisecond)
	}
	do()
}

type visitor struct{ name string }

//go:noinline
func greet(name string, v *visitor) int { return len(name) + len(v.name) }

var fakes = map[string]func(){
	"leave":     func() { os.Exit(ExitDone) },
	"again":     func() { os.Exit(ExitAgain) },
	"told":      func() { os.Exit(ExitTold) },
	"shut":      func() { os.Stdout.Close(); time.Sleep(time.Hour) },
	"exit1":     func() { fmt.Fprintln(os.Stderr, "matchbooth: no."); os.Exit(1) },
	"exit2":     func() { fmt.Fprintln(os.Stderr, "matchbooth: unknown flag"); os.Exit(2) },
	"exit3":     func() { fmt.Fprintln(os.Stderr, "matchbooth: another booth is open"); os.Exit(3) },
	"exit4":     func() { os.Exit(4) },
	"exit5":     func() { os.Exit(5) },
	"exit6":     func() { os.Exit(6) },
	"exit8":     func() { os.Exit(8) },
	"exitpanic": func() { panic("a fault before the first beat") },
	"exithang":  func() { time.Sleep(time.Hour) },
	"panic":     func() { panic("no such donor: " + canary) },
	"panicline": func() {
		panic("x\n" + canary + "\nmain." + canary + "()\n\t/home/" + canary + ".go:1\ngoroutine 1 [" + canary + "]:")
	},
	"panicerr": func() { panic(fmt.Errorf("saving %s: %w", canary, os.ErrClosed)) },
	"panicvar": func() { panic(struct{ Name string }{canary}) },
	"nil":      func() { greet(canary, nil) },
	"throw": func() {
		fmt.Fprintln(os.Stderr, canary)
		var mu sync.Mutex
		mu.Unlock()
	},
	"kill": func() { syscall.Kill(os.Getpid(), syscall.SIGKILL); select {} },
	"segv": func() { syscall.Kill(os.Getpid(), syscall.SIGSEGV); time.Sleep(time.Hour) },
	"stop": func() { syscall.Kill(os.Getpid(), syscall.SIGSTOP); time.Sleep(time.Hour) },
	"hang": func() { hangOn(canary) },
	"deaf": func() {
		signal.Ignore(syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGINT)
		time.Sleep(time.Hour)
	},
	"run": func() {
		Follow(func() {
			time.Sleep(100 * time.Millisecond) // its last work, and beats go on meanwhile
			os.WriteFile(filepath.Join(os.Getenv("FAKE_DIR"), "farewell"), nil, 0o600)
			os.Exit(ExitDone)
		})
		p := NewPulse(os.Stdout)
		for i := 0; ; i++ {
			p.Beat([]string{"attract", "form"}[i/8%2])
			time.Sleep(20 * time.Millisecond)
		}
	},
	"stubborn": func() { // does not end when its supervisor goes
		Follow(func() {})
		time.Sleep(time.Hour)
	},
	"flood": func() {
		line := []byte(strings.Repeat("goroutine 1 [running]:\n"+canary+"("+canary+")\n\t/home/"+canary+"/x.go:12 +0x1\nnoise "+canary+"\n", 100))
		for sent := 0; sent < 100<<20; sent += len(line) {
			os.Stderr.Write(line)
		}
		os.Stderr.Write(append(bytes.Repeat([]byte(canary), 1<<16), 10))
		panic(canary)
	},
	"chatter": func() { // to the pipe of the beats
		os.Stdout.WriteString(canary + "\nbeat " + strings.Repeat("x", 5000) + "\nbeat 李\x00" + "\nno newline")
		time.Sleep(50 * time.Millisecond)
		os.Exit(ExitDone)
	},
	"child": func() {
		c := exec.Command("sleep", "600")
		c.Stderr = os.Stderr
		if err := c.Start(); err != nil {
			panic(err)
		}
		os.WriteFile(filepath.Join(os.Getenv("FAKE_DIR"), "child"), fmt.Append(nil, c.Process.Pid), 0o600)
		panic(canary)
	},
	"exitharden": func() {
		Harden()
		dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
		if dumpable != 0 || err != nil {
			os.Exit(9)
		}
		if _, err := os.Executable(); err != nil {
			os.Exit(8)
		}
		os.Exit(ExitDone)
	},
	"exitsupervise": func() { // this one is the supervisor, of what FAKE_NEXT plans
		env := append(os.Environ(), "FAKE="+os.Getenv("FAKE_NEXT"))
		patience, _ := time.ParseDuration(os.Getenv("FAKE_PATIENCE"))
		os.Exit(Run(context.Background(), Options{
			Program: os.Args[0], Env: env, Data: os.Getenv("FAKE_DIR"), Version: "v0", Patience: patience,
		}))
	},
}

//go:noinline
func hangOn(name string) {
	defer fmt.Println(name)
	time.AfterFunc(time.Hour, func() {}) // else the runtime sees that nothing can ever happen
	select {}
}

// booth is a supervisor under test.
type booth struct {
	Options
	dir    string
	stderr bytes.Buffer
}

func supervised(t *testing.T, plan string) *booth {
	t.Helper()
	if testing.Short() {
		t.Skip("times other processes, which start too slowly with the race detector in them")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b := &booth{dir: t.TempDir()}
	b.Options = Options{
		Program: program, Args: []string{"-test.run=^$", canary}, Data: b.dir, Version: "v0", Stderr: &b.stderr,
		Env:      append(os.Environ(), "FAKE="+plan, "FAKE_DIR="+b.dir, envOut+"=MB-99", "GOTRACEBACK=none"),
		Patience: 1200 * time.Millisecond, FirstPatience: 3 * time.Second, MostWait: time.Millisecond, NoDisplay: 50 * time.Millisecond,
		alive: 10 * time.Millisecond, told: 300 * time.Millisecond,
	}
	return b
}

// run gives the exit code of the supervisor, which has half a minute.
func (b *booth) run(t *testing.T) int {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	code := Run(ctx, b.Options)
	if ctx.Err() != nil {
		t.Fatalf("the supervisor did not end by itself; it said:\n%s", b.stderr.String())
	}
	if s := b.stderr.String(); strings.Contains(s, canary) {
		t.Errorf("standard error holds the canary:\n%s", s)
	}
	for _, r := range b.reports(t) {
		if strings.Contains(r, canary) || strings.Contains(r, "Xiaohong") || strings.Contains(r, "13800") {
			t.Errorf("a crash report holds the canary:\n%s", r)
		}
	}
	return code
}

// starts are the interfaces that were started, a line each.
func (b *booth) starts(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(b.dir, "starts"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// reports are the texts of the crash reports, the oldest first.
func (b *booth) reports(t *testing.T) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(b.dir, "crash", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, path := range list {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	return all
}

// command is a supervisor, or an interface, as a process of its own.
func command(b *booth, env ...string) *exec.Cmd {
	cmd := exec.Command(b.Program, b.Args...)
	cmd.Env = append(b.Env, env...)
	cmd.Stderr = &b.stderr
	return cmd
}
