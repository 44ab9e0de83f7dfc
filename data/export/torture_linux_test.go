package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"matchbooth/data/entry"
	"matchbooth/data/faults"
)

// job is what a child process exports. It comes in the environment.
type job struct {
	Dir                   string
	Count                 int // 0: for ever
	NoDirSync, NoReadBack bool
}

const jobEnv = "MATCHBOOTH_TORTURE_EXPORT"

func init() {
	text := os.Getenv(jobEnv)
	if text == "" {
		return
	}
	runtime.LockOSThread()
	var j job
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		panic(err)
	}
	weaken.NoDirSync, weaken.NoReadBack = j.NoDirSync, j.NoReadBack
	time.AfterFunc(2*time.Minute, func() { os.Exit(9) })
	j.run()
	os.Exit(0)
}

// run exports the same people again and again, each time to new files, and says what it was told.
func (j job) run() {
	say := func(format string, args ...any) {
		if _, err := unix.Writev(1, [][]byte{fmt.Appendf(nil, format+"\n", args...)}); err != nil {
			os.Exit(8)
		}
	}
	say("ready")
	for n := 0; j.Count == 0 || n < j.Count; n++ {
		for try := range 4 {
			path := filepath.Join(j.Dir, fmt.Sprintf("%d-%d-%d.csv", os.Getpid(), n, try))
			say("trying %s", filepath.Base(path))
			_, err := ToFile(path, "csv", tortured(), nil, nil)
			if err == nil {
				say("wrote %s", filepath.Base(path))
				break
			}
			say("error %q", err)
			if try == 3 {
				say("gave up")
				os.Exit(0)
			}
		}
	}
	say("done")
}

// command runs a child, under strace where one is given.
func (j job) command(strace func(log string, argv ...string) *exec.Cmd, log string) *exec.Cmd {
	text, err := json.Marshal(j)
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	if strace != nil {
		cmd = strace(log, os.Args[0], "-test.run=^$")
	}
	cmd.Env = append(os.Environ(), jobEnv+"="+string(text))
	return cmd
}

// tortured is what is exported: some 40 kB, and an erased code that goes to a second file.
func tortured() Doc {
	d := sample()
	for n := range 150 {
		d.Records = append(d.Records, oneRecord(fmt.Sprintf("金丝雀%d", n), "13800007531", "canary@example.org", "notice"))
	}
	d.Erased = []entry.ReceiptCode{"ABCDEFGH2"}
	return d
}

// told is what children said.
type told struct {
	tried, wrote []string
	errors       []string
	done         bool
}

func (b *told) hear(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "ready", "gave":
	case "trying":
		b.tried = append(b.tried, rest)
	case "wrote":
		b.wrote = append(b.wrote, rest)
	case "done":
		b.done = true
	case "error":
		text, err := strconv.Unquote(rest)
		if err != nil {
			return err
		}
		b.errors = append(b.errors, text)
	default:
		return fmt.Errorf("a child said %q", line)
	}
	return nil
}

// wanted are the bytes of a whole export and of the file beside it.
func wanted(t testing.TB) (main, beside []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := writeErased(&b, tortured().Erased); err != nil {
		t.Fatal(err)
	}
	return render(t, "csv", tortured()), b.Bytes()
}

// check looks through a folder: what was said to be written is there and whole, no file has its name before it is whole,
// and what was there before is as it was.
func (b *told) check(t testing.TB, dir string) (lost int, faults []string) {
	t.Helper()
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	main, beside := wanted(t)
	for _, name := range b.tried {
		for path, want := range map[string][]byte{name: main, filepath.Base(ErasedPath(name, false)): beside} {
			got, err := os.ReadFile(filepath.Join(dir, path))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				fault("%s: %v", path, err)
			}
			said := false
			for _, w := range b.wrote {
				said = said || w == name
			}
			if err != nil && said {
				lost++
				fault("%s was said to be written and is not there", path)
			}
			if err == nil && !bytes.Equal(got, want) {
				if said {
					lost++
				}
				fault("%s has its name and %d of %d bytes, or others", path, len(got), len(want))
			}
		}
	}
	if got, err := os.ReadFile(filepath.Join(dir, "before.csv")); err != nil || string(got) != "what was there before" {
		fault("what was there before has changed: %v", err)
	}
	return lost, faults
}

// stick is a folder with a file in it.
func stick(t testing.TB) (dir, log string) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts many processes")
	}
	base, err := os.MkdirTemp("/dev/shm", "matchbooth-test-")
	if err != nil {
		base = t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	dir = filepath.Join(base, "stick")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir, filepath.Join(base, "log")
}

var before = faults.Tree{"before.csv": []byte("what was there before")}

func longRun() bool { return os.Getenv("MATCHBOOTH_LONG") != "" }

func report(t *testing.T, part string, since time.Time, cases, lost int, seed uint64) {
	t.Helper()
	t.Logf("torture: part=%s cases=%d again=0 seed=%d seconds=%.1f lost=%d doubled=0 leaked=0", part, cases, seed, time.Since(since).Seconds(), lost)
}

// A kill -9 at any moment leaves whole files, and at most a temporary one that the next export removes.
func TestKilledWhileExporting(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	t.Parallel()
	start := time.Now()
	dir, _ := stick(t)
	if err := before.Write(dir); err != nil {
		t.Fatal(err)
	}
	b := &told{}
	lives, lost, left := 6, 0, 0
	if longRun() {
		lives = 1000
	}
	for life := range lives {
		end, err := faults.Live(job{Dir: dir}.command(nil, ""), "trying", time.Duration(rand.Int64N(int64(15*time.Millisecond))), func(line string) {
			if err := b.hear(line); err != nil {
				t.Error(err)
			}
		})
		if err != nil || !end.Killed || len(b.errors) > 0 {
			t.Fatalf("life %d: %v %+v %q", life, err, end, b.errors)
		}
		if life%10 == 9 || life == lives-1 {
			n, faults := b.check(t, dir)
			lost += n
			for _, f := range faults {
				t.Error(f)
			}
			parts, err := filepath.Glob(filepath.Join(dir, temporary))
			if err != nil || len(parts) > 1 {
				t.Errorf("%d temporary files are left: %v", len(parts), err)
			}
			left += len(parts)
			if err := before.Write(dir); err != nil {
				t.Fatal(err)
			}
			*b = told{}
		}
	}
	t.Logf("%d temporary files were left", left)
	report(t, "kill-export", start, lives, lost, 0)
}

// powerCuts records two exports and cuts the power at every point of them.
func powerCuts(t *testing.T, j job, some int) (cases, lost int, wrong []string) {
	t.Helper()
	dir, log := stick(t)
	if err := before.Write(dir); err != nil {
		t.Fatal(err)
	}
	j.Dir, j.Count = dir, 2
	if out, err := j.command(faults.Record, log).CombinedOutput(); err != nil || !strings.HasSuffix(string(out), "done\n") {
		t.Fatalf("%v: %s", err, out)
	}
	f, err := os.Open(log)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	image := filepath.Join(filepath.Dir(dir), "image")
	done := map[string]bool{}
	err = faults.Replay(f, dir, before, func(p faults.Point) error {
		b := &told{}
		for _, line := range p.Said {
			if err := b.hear(line); err != nil {
				return err
			}
		}
		policies := []faults.Policy{faults.Drop, faults.Keep, faults.KeepNames, faults.KeepBytes}
		for range some {
			policies = append(policies, faults.Some)
		}
		for i, policy := range policies {
			tree := p.Image(policy, uint64(i)) // small
			h := sha256.New()
			fmt.Fprintln(h, len(p.Said), tree)
			if id := string(h.Sum(nil)); done[id] {
				continue
			} else {
				done[id] = true
			}
			if err := tree.Write(image); err != nil {
				return err
			}
			cases++
			n, faults := b.check(t, image)
			lost += n
			for _, f := range faults {
				wrong = append(wrong, fmt.Sprintf("point %d (%s), policy %d: %s", p.N, p.Why, i, f))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return cases, lost, wrong
}

// "Done" is said only when no power cut can take the file away again; without the sync of the folder one could.
func TestPowerCutsWhileExporting(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	t.Parallel()
	if err := faults.Ready(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	some := 1
	if longRun() {
		some = 40
	}
	cases, lost, wrong := powerCuts(t, job{}, some)
	for _, w := range wrong {
		t.Error(w)
	}
	report(t, "replay-export", start, cases, lost, 0)
	if _, lost, _ := powerCuts(t, job{NoDirSync: true}, 1); lost == 0 {
		t.Error("without the sync of the folder nothing is lost: it is not needed, or the test does not see it")
	}
}

// The Nth call fails, once or for ever: what was said to be written is whole, and the failure was told in one sentence.
func TestNthCallFailsWhileExporting(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	t.Parallel()
	if err := faults.Ready(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	dir, log := stick(t)
	cases, lost, reported := 0, 0, 0
	once := func(i faults.Injection, j job) (hit bool, b *told, wrong []string) {
		if err := before.Write(dir); err != nil {
			t.Fatal(err)
		}
		j.Dir, j.Count = dir, 1
		b = &told{}
		strace := func(log string, argv ...string) *exec.Cmd { return faults.Inject(log, i, nil, argv...) }
		if _, err := faults.Live(j.command(strace, log), "", -1, func(line string) {
			if err := b.hear(line); err != nil {
				t.Error(err)
			}
		}); err != nil {
			t.Fatal(err)
		}
		hits, others, err := faults.Injected(log, dir)
		if err != nil {
			t.Fatal(err)
		}
		n, wrong := b.check(t, dir)
		if !j.NoReadBack {
			lost += n
		}
		if len(hits) > 0 {
			cases++
			if !i.Forever && len(others) == 0 && !b.done {
				wrong = append(wrong, fmt.Sprintf("failed once, and trying again did not help: %q", b.errors))
			}
		}
		for _, e := range b.errors {
			reported++
			if strings.ContainsAny(e, "\r\n") || strings.Contains(e, ".part") {
				wrong = append(wrong, fmt.Sprintf("not one sentence for people: %q", e))
			}
		}
		return len(hits)+len(others) > 0, b, wrong
	}
	for _, calls := range []string{"fsync", "write", "renameat2", "unlinkat"} {
		for _, how := range []string{"error=EIO", "error=ENOSPC"} {
			for _, forever := range []bool{false, true} {
				if !longRun() && (forever == (how == "error=EIO")) {
					continue
				}
				for n := 1; ; n++ {
					i := faults.Injection{Calls: calls, How: how, N: n, Forever: forever}
					hit, _, wrong := once(i, job{})
					for _, w := range wrong {
						t.Errorf("%v: %s", i, w)
					}
					if !hit || !longRun() && n == 2 {
						break
					}
				}
			}
		}
	}
	if cases == 0 || reported == 0 {
		t.Errorf("%d calls failed, %d were reported", cases, reported)
	}
	// A write that lies: reading back finds it, and nothing else does.
	lie := faults.Injection{Calls: "write", How: "retval=100", N: 1}
	if _, b, wrong := once(lie, job{}); len(b.errors) == 0 || len(wrong) > 0 {
		t.Errorf("a write that lied was not found out: %q, %q", b.errors, wrong)
	}
	if _, _, wrong := once(lie, job{NoReadBack: true}); len(wrong) == 0 {
		t.Error("without reading back nothing is wrong: it is not needed, or the test does not see it")
	}
	report(t, "fail-export", start, cases, lost, 0)
}

// A stick that fills up, from no room at all in small steps: the export is whole or not there, and it says why.
func TestStickFillsUp(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	dir, _ := stick(t)
	unmount, err := faults.Tmpfs(dir, 1<<20)
	if errors.Is(err, unix.EPERM) {
		t.Skip("mounting a small disk needs root: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer unmount()
	if err := os.WriteFile(filepath.Join(dir, "before.csv"), before["before.csv"], 0o600); err != nil {
		t.Fatal(err)
	}
	full, fitted := 0, 0
	for free := 0; free < 40 && fitted < 2; free++ {
		if err := faults.Fill(filepath.Join(dir, "filler"), int64(free)*4096); err != nil {
			t.Fatal(err)
		}
		b := &told{tried: []string{"x.csv"}}
		_, err := ToFile(filepath.Join(dir, "x.csv"), "csv", tortured(), nil, nil)
		if err == nil {
			b.wrote = b.tried
			fitted++
		} else if full++; !errors.Is(err, unix.ENOSPC) {
			t.Errorf("with %d pages free: %v", free, err)
		}
		if _, faults := b.check(t, dir); len(faults) > 0 {
			t.Errorf("with %d pages free: %q", free, faults)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, temporary)); len(left) > 0 {
			t.Errorf("with %d pages free: %q is left", free, left)
		}
		for _, name := range []string{"x.csv", "x.erased.csv"} {
			if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
		}
	}
	if full == 0 || fitted == 0 {
		t.Errorf("%d exports did not fit, %d did", full, fitted)
	}
}
