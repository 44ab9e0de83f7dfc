package data

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The model test: whatever is done to a few booths of one event, in whatever order, and wherever they are killed in
// the middle of it, their folders hold what a model of a few lines holds.

// line is an entry as the model knows it.
type line struct {
	person, kind string
	tick         int64
	booth        string
	seq          int64
	hour         int64
	fields       map[string]*Field // of a sign-up or a correction; a nil field is taken away
	kit          string            // of a check
}

// lines are what a folder holds: a set, so that merging is union. A line that came without its content, because the
// booth that erased it there was not accepted here, is false, until a copy brings the content.
type lines map[*line]bool

// modelled is one booth and what it should hold.
type modelled struct {
	dir   string
	store *Store
	has   lines
	booth string // its key
	known map[string]bool
}

// copied is a backup or a copy of a folder, taken at some time.
type copied struct {
	path   string
	has    lines
	known  map[string]bool
	backup bool
}

func (l lines) erased(person string) bool {
	for e := range l {
		if e.person == person && e.kind == kindErasure {
			return true
		}
	}
	return false
}

func (l lines) tick() (t int64) {
	for e := range l {
		t = max(t, e.tick)
	}
	return t
}

func (l lines) seq(booth string) (n int64) {
	for e := range l {
		if e.booth == booth {
			n = max(n, e.seq)
		}
	}
	return n
}

func (l lines) booths() []string {
	all := map[string]bool{}
	for e := range l {
		all[e.booth] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// persons are all who have a line here.
func (l lines) persons() []string {
	all := map[string]bool{}
	for e := range l {
		all[e.person] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// signedUp is what a living person has left, as the desk shows it.
type signedUp struct {
	fields map[string]Field
	kits   []string
}

// people folds the lines: the sign-up, then corrections and checks in the order of (tick, booth, seq).
func (l lines) people() map[string]signedUp {
	order := slices.SortedFunc(maps.Keys(l), func(a, b *line) int {
		return cmp.Or(cmp.Compare(a.tick, b.tick), cmp.Compare(a.booth, b.booth), cmp.Compare(a.seq, b.seq))
	})
	out := map[string]signedUp{}
	for _, e := range order {
		if e.kind == kindSignUp && l[e] && !l.erased(e.person) {
			out[e.person] = signedUp{fields: map[string]Field{}}
		}
	}
	for _, kind := range []string{kindSignUp, kindCorrection, kindCheck} {
		for _, e := range order {
			p, ok := out[e.person]
			if !ok || e.kind != kind || !l[e] {
				continue
			}
			for id, f := range e.fields {
				delete(p.fields, id)
				if f != nil {
					p.fields[id] = *f
				}
			}
			if kind == kindCheck {
				p.kits = append(p.kits, e.kit)
			}
			out[e.person] = p
		}
	}
	return out
}

// since gives the hour from which everybody counts who is here with content: from the sign-up, or, where that is not
// here, from the latest line that is. A line after now, or from before one that its booth wrote earlier, has the hour of
// the booth's next one that is neither, or else the newest of all with content, or of all. Erasures say nothing. The
// second result are those of them who would have signed up after now.
func (l lines) since(now int64) (since map[string]int64, ahead []int64) {
	order := slices.SortedFunc(maps.Keys(l), func(a, b *line) int { return cmp.Compare(a.seq, b.seq) })
	order = slices.DeleteFunc(order, func(e *line) bool { return e.kind == kindErasure })
	newest, any, told := int64(0), int64(0), map[string]int64{}
	believed := map[*line]int64{}
	for i, e := range order {
		if e.hour > now || e.hour < told[e.booth] {
			continue
		}
		believed[e], told[e.booth] = e.hour, e.hour
		any = max(any, e.hour)
		if l[e] && !l.erased(e.person) {
			newest = max(newest, e.hour)
		}
		for _, earlier := range order[:i] {
			if _, ok := believed[earlier]; !ok && earlier.booth == e.booth {
				believed[earlier] = e.hour
			}
		}
	}
	if newest == 0 {
		newest = any
	}
	since = map[string]int64{}
	for _, p := range l.persons() {
		signup, other, content, later := int64(math.MaxInt64), int64(0), false, int64(0)
		for e, whole := range l {
			if e.person != p || e.kind == kindErasure {
				continue
			}
			at, ok := believed[e]
			if !ok {
				at = newest
			}
			if e.kind == kindSignUp {
				signup = min(signup, at)
				if whole && e.hour > now {
					later = e.hour
				}
			}
			other = max(other, at)
			content = content || whole
		}
		if signup == math.MaxInt64 {
			signup = other
		}
		if content && !l.erased(p) {
			if since[p] = signup; later != 0 {
				ahead = append(ahead, later)
			}
		}
	}
	return since, ahead
}

// due are those whose time is over by now, and whether now is believed: not where most of them would have come after
// it, nor, while nobody is due, where one would have within a year; nor years after the end.
func (l lines) due(now int64) (out []string, believed bool) {
	since, ahead := l.since(now)
	hours := slices.Sorted(maps.Values(since))
	for p, at := range since {
		if at < now-modelDays*24 {
			out = append(out, p)
		}
	}
	if len(hours) == 0 {
		return out, true
	}
	end := hours[(len(hours)-1)/2]
	for _, h := range hours {
		if h-end <= 5*366*24 {
			end = max(end, h)
		}
	}
	soon := len(ahead) > 0 && len(out) == 0 && slices.Min(ahead) <= now+366*24
	return out, 2*len(ahead) <= len(since) && !soon && end != 0 && now <= end+modelDays*24+2*366*24
}

// templates are three booths of one event, made once: making keys is the slow part.
var templates = sync.OnceValues(func() (made [3]string, err error) {
	root, err := fastDir()
	if err != nil {
		return made, err
	}
	setup := Setup{Event: "model", RetentionDays: modelDays, Passphrase: []byte(modelPassphrase), WeakPassphrase: true, PIN: "48213"}
	for i := range made {
		made[i] = filepath.Join(root, fmt.Sprint("template", i))
		if err := CreateLive(made[i], setup, Options{}); err != nil {
			return made, err
		}
		keys, err := os.ReadFile(filepath.Join(made[0], keysName))
		if err != nil {
			return made, err
		}
		setup.SharedKeys = string(keys)
	}
	return made, nil
})

const (
	modelDays       = 30
	modelPassphrase = "model"
)

// fastDir is a folder in memory where there is one, for the model test is about what is written, not whether a disk
// keeps it. It goes with the test's process (see TestMain).
func fastDir() (string, error) {
	root := os.TempDir()
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		root = "/dev/shm"
	}
	dir, err := os.MkdirTemp(root, "matchbooth-model-")
	if err != nil {
		dir, err = os.MkdirTemp("", "matchbooth-model-")
	}
	if err == nil {
		modelDirs = append(modelDirs, dir)
	}
	return dir, err
}

var modelDirs []string

func removeModelDirs() {
	for _, dir := range modelDirs {
		os.RemoveAll(dir)
	}
}

// remembering is an opener that opens each sealed part once.
type remembering struct {
	Opener
	plain *sync.Map
}

func (r remembering) Open(sealed []byte) ([]byte, error) {
	if p, ok := r.plain.Load(string(sealed)); ok {
		return slices.Clone(p.([]byte)), nil
	}
	p, err := r.Opener.Open(sealed)
	if err == nil {
		r.plain.Store(string(sealed), slices.Clone(p))
	}
	return p, err
}

// modelKey opens what the three booths have sealed.
var modelKey = sync.OnceValues(func() (Opener, error) {
	made, err := templates()
	if err != nil {
		return nil, err
	}
	return OpenKeyFile(filepath.Join(made[0], eventKeyName), []byte(modelPassphrase))
})

// holds compares a folder with what it should hold, and says what is different.
func (f *modelled) holds(key Opener, want lines) error {
	ctx := context.Background()
	records, faults, err := f.store.Records(ctx, key, nil)
	if err != nil {
		return err
	}
	if err := want.named(faults); err != nil {
		return fmt.Errorf("faults of records: %w", err)
	}
	people := want.people()
	for _, r := range records {
		p, ok := people[r.Person]
		if !ok {
			return fmt.Errorf("%s is here and should not be", r.Person)
		}
		var kits []string
		for _, c := range r.Checks {
			kits = append(kits, c.Kit)
		}
		if !reflect.DeepEqual(r.Fields, p.fields) && len(r.Fields)+len(p.fields) > 0 || !slices.Equal(kits, p.kits) || r.Code != CodeOf(r.Person) {
			return fmt.Errorf("%s has %d fields and checks %v, want %d and %v, or other ones", r.Person, len(r.Fields), kits, len(p.fields), p.kits)
		}
	}
	if len(records) != len(people) {
		return fmt.Errorf("%d people, want %d", len(records), len(people))
	}
	st, err := f.store.Status(ctx)
	if err != nil {
		return err
	}
	erased, living := 0, map[string]bool{}
	for _, p := range want.persons() {
		if want.erased(p) {
			erased++
		}
	}
	for e := range want {
		if e.kind == kindSignUp && !want.erased(e.person) {
			living[e.person] = true
		}
	}
	if st.Entries != len(want) || st.Signups != len(living) || st.Erased != erased || st.LastSeq != want.seq(f.booth) {
		return fmt.Errorf("status says %d entries, %d people, %d erased, last %d; want %d, %d, %d, %d",
			st.Entries, st.Signups, st.Erased, st.LastSeq, len(want), len(living), erased, want.seq(f.booth))
	}
	if faults, err = f.store.Verify(ctx); err != nil {
		return err
	}
	if err := want.named(faults); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	return nil
}

// named holds what is wrong with a folder against what is: nothing but lines without content.
func (l lines) named(faults []Fault) error {
	empty := 0
	for e, whole := range l {
		if !whole && !l.erased(e.person) {
			empty++
		}
	}
	for _, x := range faults {
		if x.What != faultEmptied {
			return fmt.Errorf("%v", faults)
		}
	}
	if len(faults) != empty {
		return fmt.Errorf("%v, want %d without content", faults, empty)
	}
	return nil
}

// TestTheStoreIsItsModel does random things to three booths. MATCHBOOTH_LONG=1 does them ten thousand times.
func TestTheStoreIsItsModel(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	if os.Getenv("MATCHBOOTH_LONG") != "" && checks != nil && checks.Value.String() == checks.DefValue {
		if err := flag.Set("rapid.checks", "10000"); err != nil {
			t.Fatal(err)
		}
		defer flag.Set("rapid.checks", checks.DefValue)
	}
	root, err := fastDir()
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(root)
	begun, sum := time.Now(), map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		w := newModel(t, root, sum)
		defer w.close()
		for _, f := range w.booths {
			w.quietly(t, f, "sign up")
		}
		for range rapid.IntRange(5, 25).Draw(t, "steps") {
			w.step(t)
		}
		w.hold(t)
	})
	took := time.Since(begun)
	t.Logf("%d sequences in %v, %.0f a second", sum["sequences"], took.Round(time.Second), float64(sum["sequences"])/took.Seconds())
	for _, what := range slices.Sorted(maps.Keys(sum)) {
		t.Logf("%6d %s", sum[what], what)
	}
	if !t.Failed() && !testing.Short() {
		for _, what := range everyStep {
			if sum[what] == 0 {
				t.Errorf("nothing was tried of: %s", what)
			}
		}
	}
}

var errModelled = errors.New("the model test fails this step")

// The comparison bites: a folder that lacks a line, has one too many, or another content, is told from its model.
func TestTheModelSeesADifference(t *testing.T) {
	root, err := fastDir()
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(root)
	sum := map[string]int{}
	seen := 0
	rapid.Check(t, func(t *rapid.T) {
		w := newModel(t, root, sum)
		defer w.close()
		f := w.booths[0]
		for _, what := range []string{"sign up", "sign up", "correct", "check", "erase", "sign up"} {
			w.quietly(t, f, what)
		}
		for e := range f.has {
			without := maps.Clone(f.has)
			delete(without, e)
			more := *e
			more.seq, more.tick = f.has.seq(e.booth)+1, f.has.tick()+1
			if f.holds(w.key, without) == nil || f.holds(w.key, f.has.and(&more)) == nil {
				t.Fatalf("a line of kind %s more or less is not seen", e.kind)
			}
			if e.kind != kindSignUp || f.has.erased(e.person) {
				continue
			}
			other := *e
			other.fields = map[string]*Field{"name": {Text: "somebody else"}, "phone": {Text: "1"}, "contact": {Text: "2"}}
			if without[&other] = true; f.holds(w.key, without) == nil && len(f.has) == 3 {
				t.Fatal("another content is not seen")
			}
			seen++
		}
	})
	if seen == 0 {
		t.Error("nothing was changed")
	}
}
