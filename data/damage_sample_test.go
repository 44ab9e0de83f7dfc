package data

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// sample is what a damaged folder is held against: the files as they were, and all that they hold.
type sample struct {
	files map[string][]byte // by name
	key   keys.Opener
	was   picture

	starts atomic.Int32 // every second one shows something before it has read everything
}

// picture is everything that a folder is asked for.
type picture struct {
	people   map[string]record.Record // living, opened
	entries  map[string]string        // every line, by id, with the digest of what it holds
	settings map[string]string
	tables   map[string]string
}

// quickDir is a folder in memory where there is one: a damaged start syncs a dozen times, and what is tried here is
// not the disk.
func quickDir(t testing.TB) string {
	t.Helper()
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		if dir, err := os.MkdirTemp("/dev/shm", "matchbooth-damage-"); err == nil {
			t.Cleanup(func() { os.RemoveAll(dir) })
			return dir
		}
	}
	return t.TempDir()
}

// makeSample is a live booth with everything in it: people with a correction and a check, an erased one, the entries of
// a second booth, an added key, counts, an audit, exports and a purge; as a power cut left it, or closed in peace.
func makeSample(t testing.TB, closed bool) *sample {
	t.Helper()
	a, b := pairOfBooths(t)
	ctx := context.Background()
	for range 2 {
		signUp(t, b)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	var people []Saved
	for range 4 {
		people = append(people, signUp(t, a))
	}
	third, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.AddRecipient(ctx, deskHere(t, a), third.Recipient(), "registry"); err != nil {
		t.Fatal(err)
	}
	merged(t, a, b.Dir())
	for _, err := range []error{
		a.AddCheck(ctx, people[0].Person, record.Check{Initials: "LM", Kit: "k-1"}),
		a.Correct(ctx, people[1].Person, record.Correction{Fields: map[string]*record.Field{"name": {Text: "王晓明"}}}),
		a.Audit(ctx, "opened the desk", 0),
		a.MarkExported(ctx, "csv", "registry", []entry.ReceiptCode{people[0].Code, people[3].Code}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	visited(t, a, 5, false, "screen:home", "screen:home", "started")
	if _, err := a.Erase(ctx, people[3].Code); err != nil {
		t.Fatal(err)
	}
	signUp(t, a)
	if err := a.SetMeta("goodbye", "said"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.db.ExecContext(ctx, "INSERT INTO purge (at, before, persons) VALUES (1, 2, 3)"); err != nil {
		t.Fatal(err)
	}
	signUp(t, a)
	key, err := a.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	if closed {
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	w := &sample{files: map[string][]byte{}, key: key}
	for path, content := range contents(t, a.Dir()) {
		w.files[filepath.Base(path)] = content
	}
	dir := filepath.Join(t.TempDir(), "sound")
	w.write(t, dir, nil)
	s := reopen(t, dir)
	if said := s.Repaired(); len(said) > 0 {
		t.Fatalf("the sound folder was repaired: %q", said)
	}
	sound(t, s)
	if w.was, err = w.look(s); err != nil {
		t.Fatal(err)
	}
	if len(w.was.people) != 7 || len(w.was.entries) != 11 {
		t.Fatalf("%d people, %d entries", len(w.was.people), len(w.was.entries))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return w
}

// samples are made once: no test changes them.
var samples = map[bool]func(testing.TB) *sample{true: onceSample(true), false: onceSample(false)}

func onceSample(closed bool) func(testing.TB) *sample {
	var once sync.Once
	var w *sample
	return func(t testing.TB) *sample {
		once.Do(func() { w = makeSample(t, closed) })
		if w == nil {
			t.Fatal("the folder to damage could not be made")
		}
		return w
	}
}

// write lays the folder out, with some files changed; nil leaves a file away.
func (w *sample) write(t testing.TB, dir string, changed map[string][]byte) {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	all := maps.Clone(w.files)
	maps.Copy(all, changed)
	for name, content := range all {
		if content == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// look takes the picture of an open folder.
func (w *sample) look(s *Store) (picture, error) {
	p := picture{map[string]record.Record{}, map[string]string{}, map[string]string{}, map[string]string{}}
	ctx := context.Background()
	list, _, err := s.Records(ctx, w.key, nil)
	if err != nil {
		return p, err
	}
	for _, r := range list {
		p.people[r.Person] = r
	}
	if err := s.db.EachEntry(ctx, "entry", db.NoLock{}, func(e *entry.Entry) error {
		if s.known.Verified(e) {
			p.entries[e.ID] = fmt.Sprintf("%x %t", e.Digest, e.Sealed != nil && e.Intact())
		}
		return nil
	}); err != nil {
		return p, err
	}
	p.settings["mode"], p.settings["event"], p.settings["pin"], p.settings["salt"] = s.mode, s.event, s.pinHash, fmt.Sprintf("%x", s.salt)
	p.settings["key file"] = keyFileSum(s.dir)
	p.settings["keys"] = strings.Join(s.recipients.Strings(), " ") + fmt.Sprint(s.set.Added())
	p.settings["booths"] = fmt.Sprint(slices.Sorted(maps.Keys(s.known)))
	for _, key := range []string{"event_digest", "retention_days", "goodbye"} {
		p.settings[key], _ = s.Meta(key)
	}
	for name, q := range map[string]string{
		"tally":    "SELECT name || ' ' || hour || ' ' || count FROM tally ORDER BY 1",
		"audit":    "SELECT n || ' ' || at || ' ' || who || ' ' || what || ' ' || persons FROM audit ORDER BY n",
		"handover": "SELECT n || ' ' || recipient || ' ' || hex(sealed) FROM handover ORDER BY n",
		"purge":    "SELECT n || ' ' || at || ' ' || before || ' ' || persons FROM purge ORDER BY 1",
	} {
		if err := s.db.EachText(ctx, func(line string) { p.tables[name] += line + "\n" }, q); err != nil {
			return p, err
		}
	}
	return p, nil
}

// missing says what a picture lacks, or has otherwise, of what was: entries by their ids, everything else by its name.
func (p picture) missing(was picture) (entries, other []string) {
	for id, line := range was.entries {
		if p.entries[id] != line {
			entries = append(entries, id)
		}
	}
	for person, r := range was.people {
		if have, ok := p.people[person]; ok && !reflect.DeepEqual(have, r) && len(entries) == 0 {
			other = append(other, "a person's record")
		} else if !ok && len(entries) == 0 {
			other = append(other, "a person")
		}
	}
	for person := range p.people {
		if _, ok := was.people[person]; !ok {
			other = append(other, "a person who was not there")
		}
	}
	for name, v := range was.settings {
		if p.settings[name] != v {
			other = append(other, "setting "+name)
		}
	}
	for name, v := range was.tables {
		if p.tables[name] != v {
			other = append(other, "table "+name)
		}
	}
	slices.Sort(entries)
	slices.Sort(other)
	return entries, other
}
