package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/internal/folder"
	"matchbooth/data/record"
)

// How a damaged start may end. Everything else is a failure of the test.
const (
	endsWhole   = "works and complete"
	endsRefused = "refused and explained"
	endsNamed   = "opened with the damage named"
)

// damage is one change of one file.
type damage struct {
	file string
	at   int
	mask byte // 0: the file is cut here
}

func (d damage) String() string {
	if d.mask == 0 {
		return fmt.Sprintf("%s cut at %d", d.file, d.at)
	}
	return fmt.Sprintf("%s byte %d ^ %#02x", d.file, d.at, d.mask)
}

func (d damage) to(b []byte) []byte {
	b = bytes.Clone(b)
	if d.mask == 0 {
		return append(make([]byte, 0, 1), b[:d.at]...)
	}
	b[d.at] ^= d.mask
	return b
}

// damages picks n positions, evenly and each with a random shift, three flips of one bit or one byte for each cut.
func damages(r *rand.Rand, name string, size, n int) (out []damage) {
	n = min(n, size)
	for i := range n {
		at := i * size / n
		at += r.IntN(max(1, (i+1)*size/n-at))
		d := damage{file: name, at: at, mask: 1 << r.IntN(8)}
		switch i % 4 {
		case 1:
			d.mask = byte(1 + r.IntN(255))
		case 3:
			d.mask = 0
		}
		out = append(out, d)
	}
	return out
}

// Single flipped bytes and cut ends of every file of a folder, after a power cut and after a peaceful end: each start
// ends in exactly one of three ways, and whatever is not there any more is named. MATCHBOOTH_LONG=1 tries thousands of
// places.
func TestDamagedFolders(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	seed := uint64(time.Now().UnixNano()) // any bits will do
	short, long := 8, 1
	if os.Getenv("MATCHBOOTH_LONG") != "" {
		long = 30
	}
	for _, state := range []struct {
		name   string
		closed bool
	}{{"after a power cut", false}, {"closed", true}} {
		t.Run(state.name, func(t *testing.T) {
			w := samples[state.closed](t)
			for _, f := range []struct {
				name  string
				share int
			}{{folder.DB, 6}, {folder.WAL, 4}, {folder.Journal, 3}, {folder.Keys, 1}, {folder.EventKey, 1}, {folder.BoothKey, 1}, {folder.Settings, 1}} {
				content, ok := w.files[f.name]
				if !ok || len(content) == 0 {
					continue
				}
				t.Run(f.name, func(t *testing.T) {
					r := rand.New(rand.NewPCG(seed, 1)) // places to damage
					ends := map[string]int{}
					for _, d := range damages(r, f.name, len(content), f.share*short*long) {
						end, err := w.start(t, d)
						if err != nil {
							t.Errorf("%v: %v (seed %d)", d, err, seed)
						}
						ends[end]++
					}
					t.Logf("%s, %d bytes, seed %d: %v", f.name, len(content), seed, ends)
				})
			}
		})
	}
}

// start opens a damaged folder and says how it ended.
func (w *sample) start(t *testing.T, d damage) (end string, err error) {
	t.Helper()
	return w.startWith(t, map[string][]byte{d.file: d.to(w.files[d.file])})
}

// startWith is start with any change; nil takes a file away.
func (w *sample) startWith(t *testing.T, changed map[string][]byte) (end string, err error) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			end, err = "panic", fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	top := quickDir(t)
	defer os.RemoveAll(top)
	dir := filepath.Join(top, "booth")
	w.write(t, dir, changed)
	s, err := openEither(dir, w.starts.Add(1)%2 == 0)
	if err != nil {
		if e := w.refusal(dir, changed, err); e != nil {
			return "badly refused", e
		}
		if e := w.rescues(dir, filepath.Join(top, "rescued")); e != nil {
			return "badly rescued", fmt.Errorf("refused (%v), and %w", err, e)
		}
		return endsRefused, nil
	}
	defer s.Close()
	end, err = w.opened(s)
	if err != nil {
		return end, err
	}
	// And it goes on: the next start has the same people and one more.
	before, err := w.look(s)
	if err != nil {
		return "stopped", err
	}
	saved, err := s.SignUp(t.Context(), someone())
	if err != nil {
		return "stopped", fmt.Errorf("signing up afterwards: %w", err)
	}
	if err := s.Close(); err != nil {
		return "stopped", err
	}
	if s, err = Open(dir, Options{}); err != nil {
		return "stopped", fmt.Errorf("opening again: %w", err)
	}
	defer s.Close()
	after, err := w.look(s)
	if err != nil {
		return "stopped", err
	}
	if _, ok := after.people[saved.Person]; !ok {
		return "stopped", errors.New("who signed up afterwards is gone")
	}
	delete(after.people, saved.Person)
	if lost, other := after.missing(before); len(lost)+len(other) > 0 {
		return "stopped", fmt.Errorf("the next start lacks %d entries and %v", len(lost), other)
	}
	return end, nil
}

// refusal checks that an error says what is damaged and what to do, and that nothing was touched.
func (w *sample) refusal(dir string, changed map[string][]byte, err error) error {
	if !errors.Is(err, folder.ErrDamaged) && !errors.Is(err, folder.ErrNotBooth) && !errors.Is(err, folder.ErrNewer) {
		return fmt.Errorf("refused without a known reason: %w", err)
	}
	for _, word := range []string{"rescue", "booth.db"} {
		if !strings.Contains(err.Error(), word) {
			return fmt.Errorf("refused without saying %q: %w", word, err)
		}
	}
	all := maps.Clone(w.files)
	maps.Copy(all, changed)
	for name, was := range all {
		now, e := os.ReadFile(filepath.Join(dir, name))
		if was == nil && errors.Is(e, os.ErrNotExist) {
			continue
		}
		if e != nil {
			return fmt.Errorf("refused (%v), and %s is gone", err, name)
		}
		if !bytes.Equal(now, was) {
			return fmt.Errorf("refused (%v), and %s was changed", err, name)
		}
	}
	list, e := os.ReadDir(dir)
	if e != nil {
		return e
	}
	for _, f := range list {
		if _, ok := all[f.Name()]; !ok {
			return fmt.Errorf("refused (%v), and %s was made", err, f.Name())
		}
	}
	return nil
}

// rescues checks that a rescue brings everything over: with one damaged file each entry is whole in another.
func (w *sample) rescues(dir, to string) error {
	r, err := Rescue(dir, to, Options{})
	if err != nil {
		return fmt.Errorf("not rescued: %w", err)
	}
	s, err := Open(to, Options{})
	if err != nil {
		return fmt.Errorf("what was rescued does not open: %w", err)
	}
	defer s.Close()
	p, err := w.look(s)
	if err != nil {
		return err
	}
	lost, other := p.missing(w.was)
	for _, o := range other {
		if !strings.HasPrefix(o, "table ") && !strings.HasPrefix(o, "setting ") {
			lost = append(lost, o)
		}
	}
	if len(lost) > 0 {
		return fmt.Errorf("the rescue lost %v: %+v", lost, r)
	}
	return nil
}

// opened says how an open folder stands against what was.
func (w *sample) opened(s *Store) (string, error) {
	p, err := w.look(s)
	if err != nil {
		return "unreadable", err
	}
	faults, err := s.Verify(context.Background())
	if err != nil {
		return "unreadable", err
	}
	lost, other := p.missing(w.was)
	other = slices.DeleteFunc(other, func(o string) bool { return strings.HasPrefix(o, "table ") }) // counts bear no digest
	said := s.Repaired()
	if len(lost)+len(other) == 0 {
		return endsWhole, nil
	}
	gap := slices.ContainsFunc(said, func(line string) bool { return strings.Contains(line, "gap") })
	for _, id := range lost {
		if !gap && !slices.ContainsFunc(faults, func(f record.Fault) bool { return f.Entry == id }) {
			return "silent", fmt.Errorf("entry %s is lost and not named (%d lost, %v, said %q)", id, len(lost), other, said)
		}
	}
	if len(said)+len(faults) == 0 {
		return "silent", fmt.Errorf("%v changed and nothing was said", other)
	}
	return endsNamed, nil
}
