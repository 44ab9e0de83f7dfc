package data

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/data/faults"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
)

// killing is a kind of work that is killed at random moments.
type killing struct {
	do          string
	short, long int    // lives
	epoch       int    // lives in one folder before it is looked at
	when        string // half of the kills come soon after this line, the others soon after "ready"
	within      time.Duration
}

var killings = []killing{
	{"append", 8, 2500, 20, "trying", 30 * time.Millisecond},
	{"several", 4, 600, 20, "trying", 40 * time.Millisecond},
	{"checkpoint", 6, 1300, 20, "saved", 20 * time.Millisecond},
	{"erase", 6, 1500, 15, "erasing", 25 * time.Millisecond},
	{"purge", 5, 1200, 15, "erasing", 25 * time.Millisecond},
	{"merge", 6, 1000, 6, "merging", 30 * time.Millisecond},
	{"open", 8, 1600, 20, "ready", 15 * time.Millisecond},
	{"migrate", 5, 800, 1, "ready", 12 * time.Millisecond},
	{"backup", 6, 900, 6, "backing", 40 * time.Millisecond},
	{"restore", 4, 500, 1, "ready", 40 * time.Millisecond},
	{"keys", 4, 800, 10, "keying", 40 * time.Millisecond},
	{"desk", 5, 1000, 10, "erasing", 150 * time.Millisecond},
	{"create", 4, 600, 1, "ready", 40 * time.Millisecond},
}

// Whatever was said holds after a kill -9 at any moment of any work, exactly once; nothing is half done; and what was
// erased is gone.
func TestKilledAtAnyMomentOfAnyWork(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	for _, k := range killings {
		t.Run(k.do, func(t *testing.T) {
			t.Parallel()
			k.run(t)
		})
	}
}

func (k killing) run(t *testing.T) {
	res := tortured{part: "kill-" + k.do, seed: seed(t), since: time.Now()}
	defer res.report(t)
	rnd := rand.New(rand.NewPCG(res.seed, 1))
	dir := ground(t)
	booth := filepath.Join(dir, "booth")
	first := filepath.Join(dir, "first")
	key, before := k.template(t, first)
	template, err := faults.Snapshot(first)
	if err != nil {
		t.Fatal(err)
	}
	lives, said := k.short, 0
	if longRun() {
		lives = k.long
	}
	groups := map[string][]int{}
	var b *book
	for life := range lives {
		if life%k.epoch == 0 {
			b = newBook(key)
			b.groups = map[string][]int{}
			for _, line := range before {
				if err := b.hear(line); err != nil {
					t.Fatal(err)
				}
			}
			if err := template.Write(booth); err != nil {
				t.Fatal(err)
			}
		}
		j := job{Do: k.do, Dir: booth, Base: 10 + life*1e6, Out: filepath.Join(dir, "out")}
		switch {
		case k.do == "backup" && life%k.epoch == 0:
			fresh(t, j.Out)
		case k.do == "restore":
			j.Dir, j.Other = fresh(t, filepath.Join(dir, "new")), filepath.Join(dir, "first.zip")
		case k.do == "open" && life%3 == 0:
			j.Do = "append" // something to recover from
		case k.do == "create":
			j.Dir, j.Other = fresh(t, filepath.Join(dir, "new")), filepath.Join(booth, folder.Keys)
		case k.do == "merge":
			name := fmt.Sprintf("other%d", life%k.epoch)
			j.Other = filepath.Join(dir, name)
			if groups[name] == nil { // made once, and merged into a new folder in each epoch
				groups[name] = sibling(t, first, fresh(t, j.Other), -1000-10*len(groups), 3)
			}
			b.groups[name] = groups[name]
		}
		when := "ready"
		if rnd.IntN(2) == 0 {
			when = k.when
		}
		end, err := faults.Live(j.command(), when, time.Duration(rnd.Int64N(int64(k.within))), func(line string) {
			said++
			if err := b.hear(line); err != nil {
				t.Error(err)
			}
		})
		if err != nil || !end.Killed {
			t.Fatalf("life %d ended by itself: %v %+v", life, err, end)
		}
		if len(b.errors) > 0 || t.Failed() {
			t.Fatalf("life %d: a child that was only killed reported %q", life, b.errors)
		}
		res.cases++
		if (life+1)%k.epoch == 0 || life == lives-1 {
			if v := k.look(b, booth); !v.ok() {
				res.add(v)
				t.Fatalf("after life %d, seed %d: %v", life, res.seed, v)
			}
		}
	}
	if said < lives {
		t.Errorf("the children said only %d lines in %d lives", said, lives)
	}
}

// template makes the folder that lives begin with, and gives what was said in making it.
func (k killing) template(t *testing.T, dir string) (key keys.Opener, said []string) {
	j := job{Do: "old", Dir: dir, Count: 3}
	switch k.do {
	default:
		return liveIn(t, dir), nil
	case "restore":
		liveIn(t, dir)
		j.Do, j.Out, j.Count = "backup", fresh(t, dir+"-out"), 1
		defer func() {
			if err := os.Rename(filepath.Join(j.Out, "0-0-1.zip"), dir+".zip"); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(j.Out); err != nil {
				t.Fatal(err)
			}
		}()
	case "migrate":
	}
	out, err := j.command().Output()
	if err != nil || !strings.HasSuffix(string(out), "done\n") {
		t.Fatalf("%v: %s", err, out)
	}
	if key, err = keys.OpenKeyFile(filepath.Join(dir, folder.EventKey), liveSetup().Passphrase); err != nil {
		t.Fatal(err)
	}
	return key, strings.Split(strings.TrimSpace(string(out)), "\n")
}

// look holds what a life has left against the promises.
func (k killing) look(b *book, booth string) verdict {
	if k.do != "create" && k.do != "restore" {
		v := b.check(booth)
		v.add(b.checkBackups(filepath.Join(booth, "..", "out"), filepath.Join(booth, "..")))
		return v
	}
	dir := filepath.Join(booth, "..", "new")
	state, err := folder.IsBooth(dir)
	switch {
	case err != nil:
		return verdict{faults: []string{err.Error()}}
	case state == folder.Missing || state == folder.Empty: // to be begun again
		v := verdict{}
		if b.made {
			v.lost = len(b.saved)
			v.fault("a folder that was said to be made is not there")
		}
		return v
	}
	return b.check(dir)
}

// fresh gives a path at which nothing is.
func fresh(t *testing.T, dir string) string {
	t.Helper()
	if err := (faults.Tree{}).Write(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}
