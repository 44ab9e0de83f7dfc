package data

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/faults"
)

// recorded is a chore that ran once under strace.
type recorded struct {
	*workshop
	job job
}

// recordCalls has a child do a chore under strace.
func recordCalls(t *testing.T, j job) *recorded {
	t.Helper()
	if err := faults.Ready(); err != nil {
		t.Fatal(err)
	}
	w := newWorkshop(t, j.Do)
	r := &recorded{w, w.placed(j)}
	r.run(t, faults.Record(r.log, os.Args[0], "-test.run=^$"))
	return r
}

// run records the job in its folder as it is, and gives what was said.
func (r *recorded) run(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := r.job.under(cmd).CombinedOutput()
	if err != nil || !strings.HasSuffix(string(out), "done\n") {
		t.Fatalf("recording %s: %v: %s", r.job.Do, err, out)
	}
}

// cuts is how often the power is cut at each point.
type cuts struct {
	some     int                 // with a random part of the unsynced left
	recovery int                 // at one of so many images it is cut again while the folder is being recovered; 0: never
	until    func(tortured) bool // enough was seen, or nil
}

// replay cuts the power at every point of a record and holds what is left against what had been promised by then.
func (r *recorded) replay(t *testing.T, seed uint64, c cuts) tortured {
	t.Helper()
	res := tortured{part: "replay-" + r.job.Do, seed: seed, since: time.Now()}
	log, err := os.Open(r.log)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	b, err := r.book()
	if err != nil {
		t.Fatal(err)
	}
	heard := 0
	image := filepath.Join(ground(t), "image")
	done := map[[sha256.Size]byte]bool{}
	unsynced := 0
	err = faults.Replay(log, r.root, r.start, func(p faults.Point) error {
		if c.until != nil && c.until(res) {
			return nil
		}
		for ; heard < len(p.Said); heard++ {
			if err := b.hear(p.Said[heard]); err != nil {
				return err
			}
		}
		changes, names := p.Unsynced()
		unsynced += changes + names
		policies := []faults.Policy{faults.Drop, faults.Keep}
		if names > 0 && changes > 0 {
			policies = append(policies, faults.KeepNames, faults.KeepBytes)
		}
		if changes+names > 1 {
			for range c.some {
				policies = append(policies, faults.Some)
			}
		}
		for i, policy := range policies {
			tree := p.Image(policy, seed+uint64(i)) // any number will do
			id := fingerprint(tree, heard)
			if done[id] {
				continue
			}
			done[id] = true
			if err := tree.Write(image); err != nil {
				return err
			}
			v := r.judge(b, image)
			res.cases++
			if c.recovery > 0 && res.cases%c.recovery == 0 && filepath.Base(r.job.Dir) == "booth" {
				more, n := r.again(t, tree, b, seed)
				v.add(more)
				res.again += n
			}
			if !v.ok() {
				res.add(verdict{v.lost, v.doubled, v.leaked, []string{fmt.Sprintf("point %d (%s), policy %d, seed %d: %v", p.N, p.Why, i, seed, v)}})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.until == nil && (unsynced == 0 || !b.done) {
		t.Fatalf("%s: nothing was ever unsynced, or the record is not complete", r.job.Do)
	}
	return res
}

// judge looks at one image: what was erased must be gone from the disk already, and everything promised must come back.
func (r *recorded) judge(b *book, image string) verdict {
	v := b.search(image, nil)
	v.add(r.look(r.job.Do, image, b))
	return v
}

// again cuts the power while a folder is being opened that a power cut has left behind.
func (r *recorded) again(t *testing.T, tree faults.Tree, b *book, seed uint64) (v verdict, cases int) {
	t.Helper()
	dir := ground(t)
	w := *r.workshop
	w.root, w.log, w.booth, w.start = filepath.Join(dir, "root"), filepath.Join(dir, "log"), filepath.Join(dir, "root", "booth"), tree
	if err := tree.Write(w.root); err != nil {
		t.Fatal(err)
	}
	second := &recorded{&w, job{Do: "open", Dir: w.booth, Count: 1}}
	second.run(t, faults.Record(w.log, os.Args[0], "-test.run=^$"))
	log, err := os.Open(w.log)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	image := filepath.Join(dir, "image")
	err = faults.Replay(log, w.root, tree, func(p faults.Point) error {
		if changes, names := p.Unsynced(); changes+names == 0 {
			return nil
		}
		for i, policy := range []faults.Policy{faults.Drop, faults.Some} {
			if err := p.Image(policy, seed+uint64(i)).Write(image); err != nil { // any number will do
				return err
			}
			cases++
			if found := b.check(filepath.Join(image, "booth")); !found.ok() {
				v.add(verdict{found.lost, found.doubled, found.leaked, []string{fmt.Sprintf("again at point %d (%s): %v", p.N, p.Why, found)}})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return v, cases
}

func fingerprint(t faults.Tree, heard int) (sum [sha256.Size]byte) {
	h := sha256.New()
	for _, name := range sortedNames(t) {
		fmt.Fprintf(h, "%d %s %d\n", heard, name, len(t[name]))
		h.Write(t[name])
	}
	h.Sum(sum[:0])
	return sum
}

func sortedNames(t faults.Tree) []string {
	names := make([]string, 0, len(t))
	for n := range t {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// Whatever was said before a power cut holds after it, wherever it comes and whatever part of the unsynced it takes; and
// after another one while the folder is being opened again.
func TestPowerCuts(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	for _, j := range []job{
		{Do: "append", Count: 2},
		{Do: "several", Count: 1},
		{Do: "checkpoint", Count: 1},
		{Do: "erase", Count: 1},
		{Do: "purge", Count: 1},
		{Do: "merge", Count: 1},
		{Do: "migrate", Count: 1},
		{Do: "backup", Count: 1},
		{Do: "restore", Count: 1},
		{Do: "create", Count: 1},
		{Do: "open", Count: 1},
		{Do: "keys", Count: 1},
		{Do: "desk", Count: 1},
	} {
		t.Run(j.Do, func(t *testing.T) {
			t.Parallel()
			c := cuts{some: 1, recovery: 30}
			if longRun() {
				j.Count *= 3
				c = cuts{some: 16, recovery: 5}
			}
			res := recordCalls(t, j).replay(t, seed(t), c)
			for _, f := range res.faults[:min(len(res.faults), 10)] {
				t.Error(f)
			}
			res.report(t)
		})
	}
}

// An fsync that fails may have lost for good what it should have brought to the disk, although it can still be read and
// a later fsync succeeds. What was said stays true even if the power is cut after that.
func TestFailedSyncsLoseWhatWasWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	if err := faults.Ready(); err != nil {
		t.Fatal(err)
	}
	for _, j := range []job{
		{Do: "append", Count: 3},
		{Do: "several", Count: 2},
		{Do: "erase", Count: 1},
		{Do: "checkpoint", Count: 2},
		{Do: "merge", Count: 1},
	} {
		t.Run(j.Do, func(t *testing.T) {
			t.Parallel()
			res := tortured{part: "failed-sync-" + j.Do, seed: seed(t), since: time.Now()}
			w := newWorkshop(t, j.Do)
			j.Weak.OneThread = true
			r := &recorded{w, w.placed(j)}
			first, step := 1, 1
			if !longRun() {
				first, step = 1+int(res.seed%5), 12 // below 5
			}
			for n := first; ; n += step {
				if err := w.start.Write(w.root); err != nil {
					t.Fatal(err)
				}
				i := faults.Injection{Calls: "fsync,fdatasync", How: "error=EIO", N: n}
				r.run(t, faults.RecordFailing(w.log, i, os.Args[0], "-test.run=^$"))
				if text, err := os.ReadFile(w.log); err != nil {
					t.Fatal(err)
				} else if !bytes.Contains(text, []byte("(INJECTED)")) {
					break
				}
				one := r.replay(t, res.seed, cuts{some: 1})
				for _, f := range one.faults[:min(len(one.faults), 5)] {
					t.Errorf("fsync %d failed: %s", n, f)
				}
				res.cases += one.cases
				res.add(one.verdict)
			}
			if res.cases == 0 {
				t.Error("no fsync failed")
			}
			res.report(t)
		})
	}
}
