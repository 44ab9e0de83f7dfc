package supervisor

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestWhatFollowsOnAnEnd(t *testing.T) {
	for _, c := range []struct {
		plan   string
		code   int
		outs   string // MATCHBOOTH_OUT of each start
		said   string // a pattern for standard error
		report string // the codes of the reports
	}{
		{plan: "leave", code: 0, outs: "-"},
		{plan: "exitharden", code: 0, outs: "-"},
		{plan: "chatter", code: 0, outs: "-"},
		{plan: "panic,leave", code: 0, outs: "- -", report: "MB-11"},
		{plan: "kill,kill,leave", code: 0, outs: "- - -", report: "MB-11 MB-11"},
		{plan: "stop,leave", code: 0, outs: "- -", report: "MB-12", said: `code=MB-12 .*how="signal: killed" screen=form`},
		{plan: "told,leave", code: 0, outs: "- -", report: "MB-11", said: `code=MB-11 .*how="exit status 7" screen=form`},
		{plan: "shut,leave", code: 0, outs: "- -", report: "MB-12"},
		{plan: "deaf,leave", code: 0, outs: "- -", report: "MB-12"},
		{plan: "exitpanic,leave", code: 0, outs: "- -", report: "MB-13"},
		{plan: "exit1,leave", code: 0, outs: "- -", report: "MB-13", said: `(?m)^matchbooth: no\.$`},
		{plan: "exit2", code: 2, outs: "-", said: `^matchbooth: unknown flag\n$`},
		{plan: "exit3", code: 1, outs: "-", said: `^matchbooth: another booth is open\n$`},
		{plan: "panic,exit3", code: 1, outs: "- -", report: "MB-11"},
		{plan: "exit4,leave", code: 0, outs: "- MB-21", said: `level=ERROR msg="out of service" code=MB-21`},
		{plan: "exit4,again,leave", code: 0, outs: "- MB-21 -"},
		{plan: "exit4", code: 1, outs: "- MB-21 MB-21 MB-21 MB-21 MB-21", said: `\nmatchbooth: the booth failed again and again \(MB-21, last MB-21\)`},
		{plan: "panic,panic,panic,panic,panic,panic,leave", code: 0, outs: "- - - - - - MB-11", report: "MB-11 MB-11 MB-11 MB-11 MB-11 MB-11"},
		{plan: "exit5,exit5,leave", code: 0, outs: "- - -"},
		{plan: "exit5", code: 1, said: `\nmatchbooth: there is no display to open the booth on; .*\n$`},
		{plan: "exit8,exit8,leave", code: 0, outs: "- - -", report: "MB-42"},
		{plan: "exit8", code: 8, report: "MB-42", said: `\nmatchbooth: MB-42: this computer cannot draw the window; .*\n$`},
		{plan: "exit6,leave", code: 0, outs: "- -", report: "MB-13"},
	} {
		t.Run(c.plan, func(t *testing.T) {
			t.Parallel()
			b := supervised(t, c.plan)
			if strings.Contains(c.plan, "leave") { // a display that comes back, however slow the computer is
				b.NoDisplay = time.Minute
			}
			if code := b.run(t); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			var outs, codes []string
			for _, s := range b.starts(t) {
				m := regexp.MustCompile(`supervised=true out=(\S*) notify="" core=0$`).FindStringSubmatch(s)
				if m == nil {
					t.Fatalf("started as %s", s)
				}
				outs = append(outs, m[1])
				if m[1] == "" {
					outs[len(outs)-1] = "-"
				}
			}
			if got := strings.Join(outs, " "); c.outs != "" && got != c.outs {
				t.Errorf("started with %s, want %s", got, c.outs)
			}
			for _, r := range b.reports(t) {
				codes = append(codes, r[len("fault    "):][:5])
			}
			if got := strings.Join(codes, " "); got != c.report {
				t.Errorf("reports %q, want %q:\n%s\n%s", got, c.report, b.reports(t), b.stderr.String())
			}
			if s := b.stderr.String(); !regexp.MustCompile(c.said).MatchString(s) {
				t.Errorf("said\n%s\nwant %s", s, c.said)
			}
		})
	}
}

func TestAReportSaysWhereButNotWhat(t *testing.T) {
	for _, c := range []struct {
		plan string
		want []string
	}{
		{"panic", []string{"matchbooth/kiosk/supervisor.NewPulse.func1\n", "panic: [redacted]\n", "goroutine 1 [running", "supervisor.init", "fake_linux_test.go:"}},
		{"panicline", []string{"panic: [redacted]\n", "goroutine 1 [running", "fake_linux_test.go:"}},
		{"panicerr", []string{"panic: [redacted]\n", "fake_linux_test.go:"}},
		{"panicvar", []string{"panic: [redacted]\n", "fake_linux_test.go:"}},
		{"nil", []string{"panic: runtime error: invalid memory address or nil pointer dereference\nSIGSEGV\n", "matchbooth/kiosk/supervisor.greet\n\tfake_linux_test.go:", "matchbooth/kiosk/supervisor.TestMain\n"}},
		{"throw", []string{"fatal error: sync: unlock of unlocked mutex\n", "sync.(*Mutex).Unlock\n\tmutex.go:", "fake_linux_test.go:"}},
		{"hang", []string{"SIGQUIT\n", "matchbooth/kiosk/supervisor.hangOn\n\tfake_linux_test.go:", "created by matchbooth/kiosk/supervisor.NewPulse in goroutine 1\n\tinterface.go:"}},
		{"segv", []string{"SIGSEGV\n", "goroutine 1 ["}},
	} {
		t.Run(c.plan, func(t *testing.T) {
			t.Parallel()
			b := supervised(t, c.plan+",leave")
			if code := b.run(t); code != done {
				t.Errorf("exit code %d", code)
			}
			all := b.reports(t)
			if len(all) != 1 {
				t.Fatalf("%d reports", len(all))
			}
			t.Log(all[0])
			for _, want := range append(c.want, "screen   form\n", "program  v0, go1.") {
				if !strings.Contains(all[0], want) {
					t.Errorf("no %q in\n%s", want, all[0])
				}
			}
			holds(t, all[0])
			if strings.Contains(all[0], "0x") || strings.Contains(all[0], "/home") || strings.Contains(all[0], b.dir) {
				t.Errorf("addresses or folders in\n%s", all[0])
			}
		})
	}
}

func TestAReportIsForItsOwnerAlone(t *testing.T) {
	b := supervised(t, "panic,leave")
	if err := os.Mkdir(filepath.Join(b.dir, "crash"), 0o755); err != nil {
		t.Fatal(err)
	}
	b.run(t)
	list, err := os.ReadDir(filepath.Join(b.dir, "crash"))
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	file, err := list[0].Info()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.Stat(filepath.Join(b.dir, "crash"))
	if err != nil {
		t.Fatal(err)
	}
	if file.Mode() != 0o600 || folder.Mode().Perm() != 0o700 {
		t.Errorf("file %v, folder %v", file.Mode(), folder.Mode())
	}
	if !regexp.MustCompile(`^\d{8}T\d{6}\.\d{3}Z-MB-11\.txt$`).MatchString(file.Name()) {
		t.Errorf("it is called %s", file.Name())
	}
}

func TestAFloodStaysBounded(t *testing.T) {
	b := supervised(t, "flood,leave")
	b.Patience = 25 * time.Second // it does not beat meanwhile
	before := memory(t)
	if code := b.run(t); code != done {
		t.Fatalf("exit code %d", code)
	}
	if grown := memory(t) - before; grown > 32<<20 {
		t.Errorf("100 MB on standard error took %d MB of memory", grown>>20)
	}
	for _, r := range b.reports(t) {
		if len(r) > reportBytes {
			t.Errorf("a report of %d bytes", len(r))
		}
		if !strings.Contains(r, "panic: [redacted]") {
			t.Errorf("the flood washed the panic away:\n%.2000s", r)
		}
	}
}

// memory is the most that this process ever had in memory, in bytes.
func memory(t *testing.T) int {
	t.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		t.Fatal(err)
	}
	return int(use.Maxrss) << 10
}

func TestWhatTheInterfaceStartedGoesWithIt(t *testing.T) {
	t.Parallel()
	b := supervised(t, "child,leave")
	b.run(t)
	text, err := os.ReadFile(filepath.Join(b.dir, "child"))
	if err != nil {
		t.Fatal(err)
	}
	pid, _ := strconv.Atoi(string(text))
	within(t, 2*time.Second, "the child has ended", func() bool { return gone(pid) })
}

func TestAHangIsMendedInTime(t *testing.T) {
	t.Parallel()
	b := supervised(t, "hang,leave")
	begun := time.Now()
	b.run(t)
	// 60 ms of beats, the patience, the trace.
	if took := time.Since(begun); took < b.Patience || took > b.Patience+2500*time.Millisecond {
		t.Errorf("it took %v", took)
	}
}

func TestABeatingInterfaceIsLeftAlone(t *testing.T) {
	t.Parallel()
	b := supervised(t, "run")
	b.Patience = 200 * time.Millisecond
	ctx, stop := context.WithTimeout(t.Context(), 1500*time.Millisecond)
	defer stop()
	if code := Run(ctx, b.Options); code != done {
		t.Errorf("exit code %d", code)
	}
	if n := len(b.starts(t)); n != 1 {
		t.Errorf("started %d times:\n%s", n, b.stderr.String())
	}
}

func TestStoppingAnInterfaceThatDoesNotListen(t *testing.T) {
	t.Parallel()
	b := supervised(t, "deaf")
	b.Patience = time.Minute
	ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	begun := time.Now()
	if code := Run(ctx, b.Options); code != done {
		t.Errorf("exit code %d", code)
	}
	if took := time.Since(begun); took > farewell+2*time.Second {
		t.Errorf("it took %v", took)
	}
	if reports := b.reports(t); len(reports) != 0 {
		t.Errorf("%d reports of a booth that was asked to end", len(reports))
	}
}

func TestNoProgramNoBooth(t *testing.T) {
	b := supervised(t, "leave")
	b.Program = filepath.Join(b.dir, "nothing")
	if code := b.run(t); code != failed {
		t.Errorf("exit code %d", code)
	}
	if s := b.stderr.String(); !strings.HasPrefix(s, "matchbooth: the booth cannot be started; install the program again") {
		t.Errorf("said %s", s)
	}
}

// A supervisor in a process of its own: what happens to it, happens to the booth.
func TestEndsOfASupervisor(t *testing.T) {
	for _, c := range []struct {
		name   string
		next   string
		signal syscall.Signal
		code   int           // of the supervisor, -1 for killed
		within time.Duration // the interface has gone
	}{
		{"terminated", "run", syscall.SIGTERM, 0, 4 * time.Second},
		{"interrupted", "run", syscall.SIGINT, 0, 4 * time.Second},
		{"its terminal closed", "run", syscall.SIGHUP, 0, 4 * time.Second},
		{"killed", "run", syscall.SIGKILL, -1, time.Second},
		{"killed, the interface stubborn", "stubborn", syscall.SIGKILL, -1, farewell + time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if signal.Ignored(c.signal) {
				t.Skipf("%s is ignored here, as under nohup, and so by everything started here", c.signal)
			}
			b := supervised(t, "exitsupervise")
			cmd := command(b, "FAKE_NEXT="+c.next)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer cmd.Process.Kill()
			within(t, 5*time.Second, "the interface runs", func() bool {
				text, _ := os.ReadFile(filepath.Join(b.dir, "starts"))
				return strings.Count(string(text), "\n") == 2
			})
			time.Sleep(200 * time.Millisecond)
			var pid int
			fmt.Sscanf(b.starts(t)[1], "pid=%d", &pid)
			if gone(pid) {
				t.Fatal("the interface ended before its supervisor")
			}
			cmd.Process.Signal(c.signal)
			late := time.AfterFunc(30*time.Second, func() { cmd.Process.Kill() })
			cmd.Wait()
			late.Stop()
			within(t, c.within, "the interface has ended", func() bool { return gone(pid) })
			if _, err := os.Stat(filepath.Join(b.dir, "farewell")); c.next == "run" && c.signal == syscall.SIGKILL && err != nil {
				t.Error("the interface did not end in good order")
			}
			if code := cmd.ProcessState.ExitCode(); code != c.code {
				t.Errorf("the supervisor ended with %d, want %d: %s", code, c.code, b.stderr.String())
			}
		})
	}
}

// When a whole session ends, everybody is told, the interface perhaps first: nothing is started again, and there is no
// report of a fault.
func TestASessionThatEndsIsNoFault(t *testing.T) {
	t.Parallel()
	b := supervised(t, "told,run")
	b.told = 5 * time.Second
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	over := make(chan int)
	go func() { over <- Run(ctx, b.Options) }()
	var pid int
	within(t, 5*time.Second, "the interface has ended", func() bool {
		text, _ := os.ReadFile(filepath.Join(b.dir, "starts"))
		fmt.Sscanf(string(text), "pid=%d", &pid)
		return pid != 0 && gone(pid)
	})
	stop()
	if code := <-over; code != done {
		t.Errorf("exit code %d", code)
	}
	if s, r := b.starts(t), b.reports(t); len(s) != 1 || len(r) != 0 {
		t.Errorf("%d starts, reports %s", len(s), r)
	}
}

// A supervisor that was itself held up does not take its own absence for the interface's.
func TestASleepIsNoHang(t *testing.T) {
	t.Parallel()
	b := supervised(t, "exitsupervise")
	cmd := command(b, "FAKE_NEXT=run", "FAKE_PATIENCE=500ms")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	within(t, 5*time.Second, "the interface runs", func() bool {
		text, _ := os.ReadFile(filepath.Join(b.dir, "starts"))
		return strings.Count(string(text), "\n") == 2
	})
	for range 3 {
		time.Sleep(200 * time.Millisecond)
		cmd.Process.Signal(syscall.SIGSTOP)
		time.Sleep(700 * time.Millisecond)
		cmd.Process.Signal(syscall.SIGCONT)
	}
	time.Sleep(700 * time.Millisecond)
	cmd.Process.Signal(syscall.SIGTERM)
	cmd.Wait()
	if s := b.starts(t); len(s) != 2 {
		t.Errorf("the interface was started %d times: %s", len(s)-1, b.stderr.String())
	}
}

// ctrl+C in a terminal reaches every process of the group in front: the interface has one of its own,
// and must end by its supervisor's word.
func TestTheInterfaceHasAGroupOfItsOwn(t *testing.T) {
	t.Parallel()
	b := supervised(t, "run")
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	over := make(chan int)
	go func() { over <- Run(ctx, b.Options) }()
	within(t, 5*time.Second, "the interface runs", func() bool {
		text, _ := os.ReadFile(filepath.Join(b.dir, "starts"))
		return len(text) > 0
	})
	var pid int
	fmt.Sscanf(b.starts(t)[0], "pid=%d", &pid)
	if group, err := syscall.Getpgid(pid); err != nil || group != pid {
		t.Errorf("process %d is of group %d (%v)", pid, group, err)
	}
	stop()
	if code := <-over; code != done {
		t.Errorf("exit code %d", code)
	}
	if !gone(pid) {
		t.Error("the interface is still there")
	}
}

func TestAnOutletThatIsNotReadHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	b := supervised(t, "exit1,leave")
	b.Stderr = w
	filler := make([]byte, 1<<16)
	w.Write(filler) // the pipe is full: whoever writes to it waits
	begun := time.Now()
	if code := Run(t.Context(), b.Options); code != done {
		t.Errorf("exit code %d", code)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

// gone tells whether a process has ended; one that nobody waits for stays as a zombie.
func gone(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || strings.Contains(string(text), ") Z ")
}

func within(t *testing.T, d time.Duration, what string, is func() bool) {
	t.Helper()
	for until := time.Now().Add(d); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("not within %v: %s", d, what)
		}
	}
}
