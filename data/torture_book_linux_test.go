package data

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
)

// book keeps what children were promised, from the lines they said, and holds folders against it.
type book struct {
	key     keys.Opener
	tried   map[int]bool
	saved   map[int]string // number → receipt code
	due     map[int]bool   // may be forgotten by a purge at any time from here on
	erasing map[string][][]byte
	erased  map[string]bool
	groups  map[string][]int // who comes by merging a folder, by its name
	merging map[string]bool
	merged  map[string]bool
	made    bool
	backups map[string]*book // what each must hold, by its name
	wrote   map[string]bool  // and which of them were said to be written
	keys    keyBook
	desk    deskBook
	errors  []string
	gaveUp  bool
	done    bool
}

func newBook(key keys.Opener) *book {
	return &book{key: key, due: map[int]bool{}, tried: map[int]bool{}, saved: map[int]string{}, erasing: map[string][][]byte{}, erased: map[string]bool{},
		merging: map[string]bool{}, merged: map[string]bool{}, backups: map[string]*book{}, wrote: map[string]bool{}}
}

// hear takes in one line of a child.
func (b *book) hear(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	f := strings.Fields(rest)
	switch word {
	case "ready":
	case "trying", "saved":
		n, err := strconv.Atoi(f[0])
		if err != nil {
			return err
		}
		b.tried[n] = true
		if word == "saved" {
			if have, ok := b.saved[n]; ok && have != f[1] {
				return fmt.Errorf("number %d was saved twice, as %s and %s", n, have, f[1])
			}
			b.saved[n] = f[1]
		}
	case "due":
		n, err := strconv.Atoi(f[0])
		if err != nil {
			return err
		}
		b.due[n] = true
	case "erasing":
		for _, text := range f[1:] {
			piece, err := hex.DecodeString(text)
			if err != nil {
				return err
			}
			b.erasing[f[0]] = append(b.erasing[f[0]], piece)
		}
	case "erased":
		b.erased[f[0]] = true
		for _, text := range b.desk.hiding[f[0]] { // it has waited: from here on nothing may be left
			piece, err := hex.DecodeString(text)
			if err != nil {
				return err
			}
			b.erasing[f[0]] = append(b.erasing[f[0]], piece)
		}
	case "merging":
		b.merging[rest] = true
	case "merged":
		b.merged[rest] = true
	case "made":
		b.made = true
	case "backing":
		held := newBook(b.key)
		maps.Copy(held.saved, b.saved)
		maps.Copy(held.tried, b.tried)
		b.backups[rest] = held
	case "wrote":
		b.wrote[rest] = true
	case "error":
		text, err := strconv.Unquote(rest)
		if err != nil {
			return err
		}
		b.errors = append(b.errors, text)
	case "gave":
		b.gaveUp = true
	case "done":
		b.done = true
	default:
		if !b.keys.hear(word, rest) && !b.desk.hear(word, rest) {
			return fmt.Errorf("a child said %q", line)
		}
	}
	return nil
}

// verdict is what a look into a folder found wrong.
type verdict struct {
	lost, doubled, leaked int
	faults                []string
}

func (v verdict) ok() bool { return v.lost+v.doubled+v.leaked == 0 && len(v.faults) == 0 }

func (v verdict) String() string {
	return fmt.Sprintf("%d lost, %d doubled, %d leaked; %s", v.lost, v.doubled, v.leaked, strings.Join(v.faults, "; "))
}

func (v *verdict) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Sprintf(format, args...))
}

func (v *verdict) add(w verdict) {
	v.lost, v.doubled, v.leaked = v.lost+w.lost, v.doubled+w.doubled, v.leaked+w.leaked
	v.faults = append(v.faults, w.faults...)
}

// check opens a folder as a booth would after a crash, and holds it against the promises.
func (b *book) check(dir string) (v verdict) {
	var s *Store
	err := patiently(func() (err error) {
		s, err = Open(dir, Options{})
		return err
	})
	if err != nil {
		v.lost = len(b.saved)
		v.fault("it does not open: %v", err)
		return v
	}
	faults, err := s.Verify(context.Background())
	if err != nil || len(faults) > 0 {
		v.fault("verify: %v %v", err, faults)
	}
	list, faults, err := s.Records(context.Background(), b.key, nil)
	faults = slices.DeleteFunc(faults, func(f record.Fault) bool { return f.What == record.FaultClaim }) // the desk has not come to them yet
	if err != nil || len(faults) > 0 {
		v.fault("records: %v %v", err, faults)
	}
	b.keys.check(s, &v)
	b.desk.check(s, list, &v)
	seen, codes := map[int]int{}, map[string]bool{}
	for _, r := range list {
		n, err := strconv.Atoi(strings.Join(r.SignUp.Flags, ""))
		if err != nil {
			v.fault("somebody without a number")
			continue
		}
		seen[n]++
		codes[string(r.Code)] = true
		if code, ok := b.saved[n]; ok && code != string(r.Code) {
			v.fault("number %d was promised %s and has %s", n, code, string(r.Code))
		}
		for _, part := range r.Joined { // who is one person with this one, and was told so
			codes[string(part)] = true
			for n, code := range b.saved {
				if code == string(part) {
					seen[n]++
				}
			}
		}
	}
	if err := s.Close(); err != nil {
		v.fault("closing: %v", err)
	}
	b.count(&v, seen)
	for code := range b.erased {
		if codes[code] {
			v.leaked++
			v.fault("%s was erased and is there", code)
		}
	}
	v.add(b.search(dir, codes))
	return v
}

// checkBackups restores every backup in a folder: none has its name before it is whole.
func (b *book) checkBackups(dir, work string) (v verdict) {
	for name := range b.wrote {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			v.lost += len(b.backups[name].saved)
			v.fault("%s was said to be written and is not there", name)
		}
	}
	for name, held := range b.backups {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err != nil {
			continue
		}
		to := filepath.Join(work, "restored")
		if err := os.RemoveAll(to); err != nil {
			v.fault("clearing: %v", err)
		}
		if _, err := Restore(path, to, Options{}); err != nil {
			v.lost += len(held.saved)
			v.fault("%s is not restored: %v", name, err)
			continue
		}
		v.add(held.check(to))
	}
	return v
}

// count holds the numbers that were found against the promises.
func (b *book) count(v *verdict, seen map[int]int) {
	for n, code := range b.saved {
		_, maybe := b.erasing[code]
		_, waits := b.desk.hiding[code]
		if seen[n] == 0 && !maybe && !waits && !b.due[n] {
			v.lost++
			v.fault("number %d was saved and is not there", n)
		}
	}
	grouped := map[int]bool{}
	for name, group := range b.groups {
		there := 0
		for _, n := range group {
			grouped[n] = true
			there += min(seen[n], 1)
		}
		switch {
		case b.merged[name] && there < len(group):
			v.lost += len(group) - there
			v.fault("%s was merged, but only %d of %d are there", name, there, len(group))
		case there != 0 && there != len(group):
			v.fault("half of %s was merged: %d of %d are there", name, there, len(group))
		case there > 0 && !b.merging[name]:
			v.fault("%s was merged before it was asked for", name)
		}
	}
	for n, times := range seen {
		if times > 1 {
			v.doubled += times - 1
			v.fault("number %d is there %d times", n, times)
		}
		if !b.tried[n] && !grouped[n] {
			v.fault("number %d was never tried", n)
		}
	}
}

// search looks through all files of a folder for what must not be in it: anything personal in plain text, and the
// ciphertext of the erased. present are the codes of those who are there, or nil for: all who were not yet said to be
// erased.
func (b *book) search(dir string, present map[string]bool) (v verdict) {
	var gone []string
	for code := range b.erasing {
		if present != nil && !present[code] || b.erased[code] {
			gone = append(gone, code)
		}
	}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, c := range canaries {
			if bytes.Contains(content, []byte(c)) {
				v.leaked++
				v.fault("%s holds something personal", e.Name())
			}
		}
		for _, code := range gone {
			for _, piece := range b.erasing[code] {
				if bytes.Contains(content, piece) {
					v.leaked++
					v.fault("%s holds ciphertext of %s, who was erased", e.Name(), code)
					break
				}
			}
		}
		return nil
	})
	if err != nil {
		v.fault("searching: %v", err)
	}
	return v
}

// tally is what one part of the torture comes to. The long form adds these lines up.
type tortured struct {
	part  string
	cases int
	again int // power cuts while recovering from one
	seed  uint64
	since time.Time
	verdict
}

func (r *tortured) report(t *testing.T) {
	t.Helper()
	t.Logf("torture: part=%s cases=%d again=%d seed=%d seconds=%.1f lost=%d doubled=%d leaked=%d", r.part, r.cases, r.again, r.seed, time.Since(r.since).Seconds(), r.lost, r.doubled, r.leaked)
}

// ground is a folder for the torture tests: in memory where that can be had, since what is tested here is the order of
// calls and not the disk.
func ground(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("starts many processes")
	}
	var room unix.Statfs_t
	if err := unix.Statfs("/dev/shm", &room); err != nil || room.Bavail*uint64(room.Bsize) < 1<<29 { // a block's size
		return t.TempDir() // containers have little of it
	}
	dir, err := os.MkdirTemp("/dev/shm", "matchbooth-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// longRun says whether the long form was asked for.
func longRun() bool { return os.Getenv("MATCHBOOTH_LONG") != "" }

// seed is random, or the one that is to be tried again.
func seed(t testing.TB) uint64 {
	if text := os.Getenv("MATCHBOOTH_SEED"); text != "" {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return uint64(time.Now().UnixNano()) // any number will do
}

// liveIn makes a closed live booth below dir and gives its key.
func liveIn(t testing.TB, dir string) keys.Opener {
	t.Helper()
	if err := CreateLive(dir, liveSetup(), Options{}); err != nil {
		t.Fatal(err)
	}
	key, err := keys.OpenKeyFile(filepath.Join(dir, folder.EventKey), liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// sibling makes a closed booth of the same event with some people in it, numbered from base.
func sibling(t testing.TB, of, dir string, base, people int) (numbers []int) {
	t.Helper()
	j := job{Do: "create", Dir: dir, Other: filepath.Join(of, folder.Keys), Base: base, Count: people}
	if out, err := j.command().Output(); err != nil || !strings.HasSuffix(string(out), "done\n") {
		t.Fatalf("%v: %s", err, out)
	}
	for n := range people {
		numbers = append(numbers, base+n)
	}
	return numbers
}
