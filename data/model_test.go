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

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// The model test: whatever is done to a few booths of one event, in whatever order, and wherever they are killed in
// the middle of it, their folders hold what a model of a few lines holds.

// line is an entry as the model knows it.
type line struct {
	person, kind string
	home         string // the booth that the person signed up at
	desk         bool   // signed by the desk too
	tick         int64
	booth        string
	seq          int64
	hour         int64
	fields       map[string]*record.Field // of a sign-up or a correction; a nil field is taken away
	kit          string                   // of a check
	partner      string                   // of a join or its undoing
}

// lines are what a folder holds: a set, so that merging is union. A line whose content was emptied, here or where it came
// from, is false, until a copy brings the content; an erasure never has any.
type lines map[*line]bool

// modelled is one booth and what it should hold.
type modelled struct {
	dir   string
	store *Store
	booth string // its key
	holding
}

// copied is a backup or a copy of a folder, taken at some time.
type copied struct {
	path string
	holding
	backup bool
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
	fields map[string]record.Field
	kits   []string
	joined bool // with others: then only which kits there are is compared
}

// people folds the lines that count: the sign-up, then corrections and checks in the order of (tick, booth, seq).
func (b believed) people() map[string]signedUp {
	order := slices.SortedFunc(maps.Keys(b.has), func(a, b *line) int {
		return cmp.Or(cmp.Compare(a.tick, b.tick), cmp.Compare(a.booth, b.booth), cmp.Compare(a.seq, b.seq))
	})
	order = slices.DeleteFunc(order, func(e *line) bool { return !b.has[e] || b.gone[e.person] || b.wrong(e) != "" })
	out := map[string]signedUp{}
	for _, e := range order {
		if e.kind == entry.KindSignUp {
			out[e.person] = signedUp{fields: map[string]record.Field{}}
		}
	}
	for _, kind := range []string{entry.KindSignUp, entry.KindCorrection, entry.KindCheck} {
		for _, e := range order {
			p, ok := out[e.person]
			if !ok || e.kind != kind {
				continue
			}
			for id, f := range e.fields {
				delete(p.fields, id)
				if f != nil {
					p.fields[id] = *f
				}
			}
			if kind == entry.KindCheck {
				p.kits = append(p.kits, e.kit)
			}
			out[e.person] = p
		}
	}
	return b.merged(out, order)
}

// merged has of those who are one person the one that the joins name, or, where that one is not here, who came first.
func (b believed) merged(all map[string]signedUp, order []*line) map[string]signedUp {
	out, stays := map[string]signedUp{}, map[string]string{}
	for _, e := range order { // whose first line comes first
		if _, ok := all[e.person]; !ok {
			continue
		}
		shown := b.one(e.person)
		if _, here := all[shown]; here {
			stays[shown] = shown
		} else if stays[shown] == "" {
			stays[shown] = e.person
		}
	}
	for _, to := range stays {
		out[to] = all[to]
	}
	for person, p := range all {
		if to := stays[b.one(person)]; to != person {
			m := out[to]
			m.kits = append(slices.Clone(m.kits), p.kits...)
			m.joined = true
			out[to] = m
		}
	}
	return out
}

// since gives the hour from which everybody counts who is here with content: from the sign-up, or, where that is not
// here, from the latest line that is. A line after now, or from before one that its booth wrote earlier, has the hour of
// the booth's next one that is neither, or else the newest of all with content, or of all. Erasures say nothing. Lines that
// the desk doubts are judged among themselves, and say nothing about anybody whom others know. The second result are those
// who would have signed up after now.
func (l lines) since(now int64, doubted func(*line) bool) (since map[string]int64, ahead []int64) {
	order := slices.SortedFunc(maps.Keys(l), func(a, b *line) int { return cmp.Compare(a.seq, b.seq) })
	order = slices.DeleteFunc(order, func(e *line) bool { return e.kind == entry.KindErasure })
	newest, any, told := int64(0), int64(0), map[string]int64{}
	believed := map[*line]int64{}
	others := slices.DeleteFunc(slices.Clone(order), func(e *line) bool { return !doubted(e) })
	slices.SortStableFunc(others, func(a, b *line) int { return cmp.Compare(a.booth, b.booth) })
	last := int64(0)
	for i, e := range others {
		if e.hour > now || e.hour < last {
			continue
		}
		believed[e], last = e.hour, e.hour
		for _, earlier := range others[:i] {
			if _, ok := believed[earlier]; !ok {
				believed[earlier] = e.hour
			}
		}
	}
	order = slices.DeleteFunc(order, doubted)
	for i, e := range order {
		if e.hour > now || e.hour < told[e.booth] {
			continue
		}
		believed[e], told[e.booth] = e.hour, e.hour
		any = max(any, e.hour)
		if l[e] {
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
			if e.person != p || e.kind == entry.KindErasure {
				continue
			}
			at, ok := believed[e]
			if !ok {
				at = newest
			}
			if e.kind == entry.KindSignUp && !doubted(e) {
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
		if content {
			if since[p] = signup; later != 0 {
				ahead = append(ahead, later)
			}
		}
	}
	return since, ahead
}

// due are those whose time is over by now, how many people they are, and whether now is believed: not where most of them would have come after
// it, nor, while nobody is due, where one would have within a year; nor years after the end.
func (b believed) due(now int64) (out []string, people int, believed bool) {
	since, ahead := b.has.since(now, func(e *line) bool { return b.doubts(e) && !e.desk })
	hours := slices.DeleteFunc(slices.Sorted(maps.Values(since)), func(at int64) bool { return at == 0 })
	last := map[string]int64{} // by person: the last of several sign-ups
	for p, at := range since {
		last[b.one(p)] = max(last[b.one(p)], at)
	}
	for one, at := range last {
		if at == 0 || at >= now-modelDays*24 {
			continue
		}
		people++
		for _, p := range b.has.persons() {
			if _, content := since[p]; b.one(p) == one && (content || !b.tookAway(p, false)) {
				out = append(out, p)
			}
		}
	}
	slices.Sort(out)
	if len(since) == 0 {
		return out, people, true
	}
	end := int64(0)
	if len(hours) > 0 {
		end = hours[(len(hours)-1)/2]
	}
	for _, h := range hours {
		if h-end <= 5*366*24 {
			end = max(end, h)
		}
	}
	soon := len(ahead) > 0 && len(out) == 0 && slices.Min(ahead) <= now+366*24
	return out, people, 2*len(ahead) <= len(since) && !soon && end != 0 && now <= end+modelDays*24+2*366*24
}

// templates are four booths of one event, made once: making keys is the slow part.
var templates = sync.OnceValues(func() (made [4]string, err error) {
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
		keys, err := os.ReadFile(filepath.Join(made[0], folder.Keys))
		if err != nil {
			return made, err
		}
		setup.SharedKeys = string(keys)
	}
	desk, err := modelDesk(made[0])
	if err != nil {
		return made, err
	}
	for _, dir := range made[1:] { // the first one has the event's key, and knows it from there
		s, err := Open(dir, Options{})
		if err != nil {
			return made, err
		}
		if err := errors.Join(tellDesk(context.Background(), s, desk.Public()), s.Close()); err != nil {
			return made, err
		}
	}
	return made, nil
})

// modelDesk is the desk of the event that a folder has the key of.
func modelDesk(dir string) (*keys.Desk, error) {
	key, err := keys.OpenKeyFile(filepath.Join(dir, folder.EventKey), []byte(modelPassphrase))
	if err != nil {
		return nil, err
	}
	return keys.DeskOf(key.(*seal.Identity))
}

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
	keys.Opener
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
var modelKey = sync.OnceValues(func() (keys.Opener, error) {
	made, err := templates()
	if err != nil {
		return nil, err
	}
	return keys.OpenKeyFile(filepath.Join(made[0], folder.EventKey), []byte(modelPassphrase))
})

// holds compares a folder with what it should hold, and says what is different.
func (f *modelled) holds(key keys.Opener, h holding) error {
	ctx := context.Background()
	want := h.believe()
	if f.booth = f.store.BoothID(); !h.live[f.booth] {
		for was := range h.live {
			if want.distrusted[was] == nil {
				return fmt.Errorf("it goes on as %s, and nobody has said that %s is in wrong hands", f.booth, was)
			}
		}
		h.goesOn(f.booth)
		want = h.believe()
	}
	records, faults, err := f.store.Records(ctx, key, nil)
	if err != nil {
		return err
	}
	got := map[string]int{}
	for _, x := range faults {
		got[x.What]++
	}
	if !maps.Equal(got, want.faults()) {
		return fmt.Errorf("faults of records: %v, want %v", got, want.faults())
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
		if p.joined {
			slices.Sort(kits)
			slices.Sort(p.kits)
		}
		if !reflect.DeepEqual(r.Fields, p.fields) && len(r.Fields)+len(p.fields) > 0 || !slices.Equal(kits, p.kits) || r.Code != entry.CodeOf(r.Person) {
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
	if st.Entries != len(h.has) || st.Signups != want.signups() || st.Erased != want.count(want.gone) || st.LastSeq != h.has.seq(f.booth) {
		return fmt.Errorf("status says %d entries, %d people, %d erased, last %d; want %d, %d, %d, %d",
			st.Entries, st.Signups, st.Erased, st.LastSeq, len(h.has), want.signups(), want.count(want.gone), h.has.seq(f.booth))
	}
	if err := want.tells(ctx, f.store); err != nil {
		return err
	}
	if faults, err = f.store.Verify(ctx); err != nil {
		return err
	}
	if err := want.named(faults); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	return nil
}

// named holds what verifying finds wrong against what is: nothing but lines without content of persons whom nobody has
// erased, not even by a claim, under any of their sign-ups.
func (b believed) named(faults []record.Fault) error {
	erased, empty := map[string]bool{}, 0
	for e := range b.has {
		one := b.one(e.person)
		erased[one] = erased[one] || e.kind == entry.KindErasure
	}
	for e, whole := range b.has {
		if !whole && !erased[b.one(e.person)] {
			empty++
		}
	}
	for _, x := range faults {
		if x.What != record.FaultEmptied {
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
		if rapid.Bool().Draw(t, "met") { // everybody has everybody's
			for _, f := range w.booths {
				w.quietly(t, f, "merge")
				w.quietly(t, f, "merge")
			}
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
	unraced(t)
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
			without := f.holding.clone()
			delete(without.has, e)
			more := *e
			more.seq, more.tick = f.has.seq(e.booth)+1, f.has.tick()+1
			if f.holds(w.key, without) == nil || f.holds(w.key, f.with(&more)) == nil {
				t.Fatalf("a line of kind %s more or less is not seen", e.kind)
			}
			if e.kind != entry.KindSignUp || !f.has[e] {
				continue
			}
			other := *e
			other.fields = map[string]*record.Field{"name": {Text: "somebody else"}, "phone": {Text: "1"}, "contact": {Text: "2"}}
			if without.has[&other] = true; f.holds(w.key, without) == nil && len(f.has) == 3 {
				t.Fatal("another content is not seen")
			}
			seen++
		}
	})
	if seen == 0 {
		t.Error("nothing was changed")
	}
}
