package data

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/faults"
)

// recorded is a chore that ran once under strace.
type recorded struct {
	root   string // what was recorded
	start  faults.Tree
	log    string
	job    job
	groups map[string][]int
	key    Opener
}

// record prepares a folder, has a child do its chore in it, and records that. prepare may be nil.
func record(t *testing.T, j job, prepare func(root string, j *job) (groups map[string][]int)) *recorded {
	t.Helper()
	if err := faults.Ready(); err != nil {
		t.Fatal(err)
	}
	dir := ground(t)
	r := &recorded{root: filepath.Join(dir, "root"), log: filepath.Join(dir, "log"), job: j}
	if err := os.Mkdir(r.root, 0o700); err != nil {
		t.Fatal(err)
	}
	r.key = liveIn(t, filepath.Join(r.root, "booth"))
	r.job.Dir = filepath.Join(r.root, "booth")
	if prepare != nil {
		r.groups = prepare(r.root, &r.job)
	}
	return r.run(t)
}

// run records the job in its folder as it is.
func (r *recorded) run(t *testing.T) *recorded {
	t.Helper()
	var err error
	if r.start, err = faults.Snapshot(r.root); err != nil {
		t.Fatal(err)
	}
	cmd := r.job.under(faults.Record(r.log, os.Args[0], "-test.run=^$"))
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.HasSuffix(string(out), "done\n") {
		t.Fatalf("recording %s: %v: %s", r.job.Do, err, out)
	}
	return r
}

// cuts is how often the power is cut at each point with a random part of the unsynced left.
type cuts struct {
	some   int
	until  func(tortured) bool                     // enough was seen, or nil
	within func(image string, seed uint64) verdict // done to each image before it is checked, or nil
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
	b := newBook(r.key)
	b.groups = r.groups
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
			tree := p.Image(policy, seed+uint64(i)) // #nosec G115 -- any number will do
			id := fingerprint(tree, heard)
			if done[id] {
				continue
			}
			done[id] = true
			if err := tree.Write(image); err != nil {
				return err
			}
			v := r.judge(b, image, seed, c)
			res.cases++
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
func (r *recorded) judge(b *book, image string, seed uint64, c cuts) verdict {
	v := b.search(image, nil)
	if c.within != nil {
		v.add(c.within(image, seed))
	}
	dir := filepath.Join(image, filepath.Base(r.job.Dir))
	if r.job.Do == "create" && !b.made {
		return v // nobody had anything yet
	}
	v.add(b.check(dir))
	return v
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

// Whatever was said before a power cut holds after it, wherever it comes and whatever part of the unsynced it takes.
func TestPowerCuts(t *testing.T) {
	for _, j := range []job{
		{Do: "append", Count: 3},
		{Do: "checkpoint", Count: 2},
		{Do: "erase", Count: 1},
		{Do: "open", Count: 1},
	} {
		t.Run(j.Do, func(t *testing.T) {
			t.Parallel()
			c := cuts{some: 2}
			if longRun() {
				j.Count *= 4
				c.some = 20
			}
			res := record(t, j, nil).replay(t, seed(t), c)
			for _, f := range res.faults[:min(len(res.faults), 10)] {
				t.Error(f)
			}
			res.report(t)
		})
	}
}
