package data

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/faults"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
)

// failing is a kind of system call that is made to fail, and how.
type failing struct {
	calls string
	how   []string
}

var failings = []failing{
	{"fsync,fdatasync", []string{"error=EIO", "error=ENOSPC"}},
	{"pwrite64", []string{"error=EIO", "error=ENOSPC"}},
	{"write", []string{"error=EIO", "error=ENOSPC"}},
	{"ftruncate", []string{"error=EIO"}},
	{"rename,renameat,renameat2", []string{"error=EIO", "error=ENOSPC"}},
	{"unlink,unlinkat", []string{"error=EIO"}},
	{"mkdir,mkdirat", []string{"error=ENOSPC"}},
}

// injecteds are the chores whose calls fail, and how many of each kind do in the short form.
var injecteds = []struct {
	do           string
	count, short int
}{
	{"append", 2, 2},
	{"several", 1, 1},
	{"mirrored", 2, 2},
	{"checkpoint", 1, 1},
	{"erase", 1, 1},
	{"purge", 1, 1},
	{"merge", 1, 1},
	{"migrate", 1, 1},
	{"backup", 1, 1},
	{"restore", 1, 1},
	{"keys", 1, 1},
	{"desk", 1, 1},
}

// The Nth call fails, for N = 1, 2, 3 … until the work gets through without: once, and from then on for ever. What was
// said before and after is true when the folder is opened again, what failed is there or not but never half, and the
// error was one sentence. Where the call failed only once the work goes on and comes to its end.
func TestNthCallFails(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	if err := faults.Ready(); err != nil {
		t.Fatal(err)
	}
	for _, i := range injecteds {
		t.Run(i.do, func(t *testing.T) {
			t.Parallel()
			f := &failer{w: newWorkshop(t, i.do), job: job{Do: i.do, Count: i.count}, quiet: map[string]int{}}
			f.res = tortured{part: "fail-" + i.do, since: time.Now(), seed: seed(t)}
			defer func() { f.res.report(t) }()
			rnd := rand.New(rand.NewPCG(f.res.seed, 2))
			// A disk that keeps nothing from the first sync on: of all that can fail, this no chore may keep to itself.
			f.once(t, faults.Injection{Calls: failings[0].calls, How: failings[0].how[0], N: 1, Forever: true})
			if f.hit == 0 || f.reported == 0 {
				t.Errorf("no sync worked: %d calls failed, %d were reported", f.hit, f.reported)
			}
			for _, kind := range failings {
				if !longRun() {
					f.some(t, kind, i.short, rnd)
					continue
				}
				for _, how := range kind.how {
					for _, forever := range []bool{false, true} {
						for n := 1; f.once(t, faults.Injection{Calls: kind.calls, How: how, N: n, Forever: forever}); n++ {
						}
					}
				}
			}
			for _, k := range slices.Sorted(maps.Keys(f.quiet)) {
				t.Logf("not reported, and nothing lost by it: %s, %d times", k, f.quiet[k])
			}
		})
	}
}

// failer makes calls of one chore fail.
type failer struct {
	w             *workshop
	job           job
	res           tortured
	hit, reported int
	quiet         map[string]int // what failed without being reported
}

// some makes a few of all calls of a kind fail.
func (f *failer) some(t *testing.T, kind failing, times int, rnd *rand.Rand) {
	all := faults.Injection{Calls: kind.calls, How: kind.how[0], N: 65535}
	if f.once(t, all) {
		t.Fatalf("%v hit something", all)
	}
	total, err := faults.Counted(f.w.log, f.w.root)
	if err != nil {
		t.Fatal(err)
	}
	for range min(times, total) {
		f.once(t, faults.Injection{Calls: kind.calls, How: kind.how[rnd.IntN(len(kind.how))], N: 1 + rnd.IntN(total), Forever: rnd.IntN(2) == 0})
	}
}

// once does the chore with one injection and says whether it hit anything.
func (f *failer) once(t *testing.T, i faults.Injection) bool {
	b, hits, others := f.w.inject(t, f.job, i)
	if len(hits)+len(others) == 0 {
		if !b.done || len(b.errors) > 0 {
			t.Errorf("%v: nothing failed, but the child reported %q", i, b.errors)
		}
		return false
	}
	if len(hits) == 0 {
		return true // the runtime's own
	}
	f.res.cases++
	f.hit++
	what := fmt.Sprintf("%v (%s)", i, shortPath(hits[0]))
	v := b.search(f.w.booth, nil) // what was said to be erased is gone already
	v.add(f.w.look(f.job.Do, f.w.root, b))
	if !v.ok() {
		f.res.add(v)
		t.Errorf("%s: %v", what, v)
	}
	if f.job.Do == "mirrored" { // whatever failed there, the next booth brings the copy up
		s := openMirrored(t, f.w.booth, f.w.card())
		signUp(t, s)
		caughtUp(t, s)
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if !i.Forever && !b.done && len(others) == 0 {
		t.Errorf("%s: failed once, and the work did not go on: %q", what, b.errors)
	}
	for _, e := range b.errors {
		if strings.ContainsAny(e, "\n\r") || len(e) > 600 || e == "" {
			t.Errorf("%s: not one sentence: %q", what, e)
		}
	}
	if len(b.errors) > 0 {
		f.reported++
	} else {
		f.quiet[i.Calls+" "+shortPath(hits[0])]++
	}
	return true
}

// shortPath gives the name of the file that a line of the log is about.
func shortPath(line string) string {
	_, rest, _ := strings.Cut(line, "(")
	if _, name, ok := strings.Cut(rest, `"`); ok && strings.HasPrefix(name, "/") {
		rest = name
	}
	if i := strings.IndexAny(rest, ">\""); i >= 0 {
		rest = rest[:i]
	}
	return filepath.Base(rest)
}

// workshop is where one chore is done again and again from the same beginning.
type workshop struct {
	root, log, booth string
	start            faults.Tree
	key              keys.Opener
	before           []string
	groups           map[string][]int
	other, out       string
}

func newWorkshop(t *testing.T, do string) *workshop {
	t.Helper()
	dir := ground(t)
	w := &workshop{root: filepath.Join(dir, "root"), log: filepath.Join(dir, "log"), groups: map[string][]int{}}
	w.booth = filepath.Join(w.root, "booth")
	if err := os.Mkdir(w.root, 0o700); err != nil {
		t.Fatal(err)
	}
	w.key, w.before = killing{do: do}.template(t, w.booth)
	w.out = filepath.Join(w.root, "out")
	if do == "backup" {
		fresh(t, w.out)
	}
	if do == "mirrored" {
		fresh(t, w.card())
	}
	if do == "restore" {
		w.other = w.booth + ".zip"
	}
	if do == "merge" {
		w.other = filepath.Join(w.root, "other")
		w.groups["other"] = sibling(t, w.booth, w.other, 5000, 2)
	}
	var err error
	if w.start, err = faults.Snapshot(w.root); err != nil {
		t.Fatal(err)
	}
	return w
}

// card is the folder of the second copy.
func (w *workshop) card() string { return filepath.Join(w.root, "card") }

// placed gives a job its folders.
func (w *workshop) placed(j job) job {
	j.Dir, j.Other, j.Out, j.Base = w.booth, w.other, w.out, 10
	switch j.Do {
	case "mirrored":
		j.Other = w.card()
	case "create":
		j.Other = filepath.Join(w.booth, folder.Keys)
		fallthrough
	case "restore":
		j.Dir = filepath.Join(w.root, "new")
	}
	return j
}

// book holds what was promised before the chore.
func (w *workshop) book() (*book, error) {
	b := newBook(w.key)
	b.groups = w.groups
	for _, line := range w.before {
		if err := b.hear(line); err != nil {
			return nil, err
		}
	}
	b.done = false
	return b, nil
}

// look holds what a chore has left below root against the promises.
func (w *workshop) look(do, root string, b *book) verdict {
	v := killing{do: do}.look(b, filepath.Join(root, "booth"))
	return v
}

// inject does a chore from the beginning with a call that fails.
func (w *workshop) inject(t *testing.T, j job, i faults.Injection, paths ...string) (b *book, hits, others []string) {
	t.Helper()
	if err := w.start.Write(w.root); err != nil {
		t.Fatal(err)
	}
	j = w.placed(j)
	j.Weak.OneThread = true
	b, err := w.book()
	if err != nil {
		t.Fatal(err)
	}
	end, err := faults.Live(j.under(faults.Inject(w.log, i, paths, os.Args[0], "-test.run=^$")), "", -1, func(line string) {
		if err := b.hear(line); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if hits, others, err = faults.Injected(w.log, w.root); err != nil {
		t.Fatal(err)
	}
	if end.Code != 0 && len(others) == 0 {
		t.Fatalf("%v: the child ended with %d: %s", i, end.Code, end.Stderr)
	}
	return b, hits, others
}
