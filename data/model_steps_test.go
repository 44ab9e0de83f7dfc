package data

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"pgregory.net/rapid"
)

// model is a few booths of one event, what each should hold, and the copies that were made on the way.
type model struct {
	root   string
	key    Opener
	booths []*modelled
	copies []copied
	made   int // names of folders
	now    time.Time
	sum    map[string]int // how often what was done
	fault  injector
}

// injector fails one step of the store, as a disk does, or kills the program there: then the folder is copied as it
// is at that moment.
type injector struct {
	mu    sync.Mutex
	left  int // steps that still go well; -1 for ever
	from  string
	to    string // "" where the step only fails
	fired string
	err   error
}

func (i *injector) fail(step string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.left != 0 {
		i.left = max(i.left-1, -1)
		return nil
	}
	i.left, i.fired = -1, step
	if i.to != "" {
		i.err = os.CopyFS(i.to, os.DirFS(i.from))
	}
	return errModelled
}

func newModel(t *rapid.T, root string, sum map[string]int) *model {
	made, err := templates()
	if err != nil {
		t.Fatal(err)
	}
	key, err := modelKey()
	if err != nil {
		t.Fatal(err)
	}
	w := &model{root: filepath.Join(root, fmt.Sprint("s", sum["sequences"])), key: remembering{key, new(sync.Map)}, sum: sum,
		now: time.Date(2027, 5, 21, 9, 0, 0, 0, time.UTC), fault: injector{left: -1}}
	sum["sequences"]++
	for _, from := range made[:rapid.SampledFrom([]int{3, 3, 2, 1}).Draw(t, "booths")] {
		f := &modelled{dir: w.name("booth"), has: lines{}, known: map[string]bool{}}
		if err := os.CopyFS(f.dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
		w.booths = append(w.booths, f)
		w.open(t, f)
		f.known[f.booth] = true
	}
	return w
}

func (w *model) close() {
	for _, f := range w.booths {
		if f.store != nil {
			f.store.Close()
		}
	}
	os.RemoveAll(w.root)
}

func (w *model) name(what string) string {
	w.made++
	return filepath.Join(w.root, fmt.Sprint(what, w.made))
}

func (w *model) options() Options { return Options{Clock: func() time.Time { return w.now }} }

// open opens a folder; what it holds is looked at by step.
func (w *model) open(t *rapid.T, f *modelled) {
	s, err := openStore(f.dir, w.options(), w.fault.fail)
	if err != nil {
		t.Fatalf("opening: %v", err)
	}
	f.store, f.booth = s, s.BoothID()
}

// everyStep is what the model test does, for its summary.
var everyStep = []string{"sign up", "correct", "check", "erase", "merge", "copy", "reopen", "purge", "time passes", "backup", "restore"}

// step does one thing to one booth, with or without a fault in the middle, and compares it.
func (w *model) step(t *rapid.T) {
	f := rapid.SampledFrom(w.booths).Draw(t, "booth")
	what := rapid.SampledFrom(append(everyStep, "sign up", "sign up", "merge", "purge")).Draw(t, "step")
	w.sum[what]++
	if what == "purge" {
		w.now = w.now.AddDate(0, 0, rapid.SampledFrom([]int{0, 1, 30, 31, 31}).Draw(t, "days before"))
	}
	crash := false
	if kind := rapid.SampledFrom([]string{"", "", "", "fails", "is killed"}).Draw(t, "fault"); kind != "" {
		crash = kind == "is killed"
		w.fault = injector{left: rapid.IntRange(0, 5).Draw(t, "after steps"), from: f.dir}
		if crash {
			w.fault.to = w.name("killed")
		}
	}
	w.fault.fired = ""
	after, err := w.do(t, f, what)
	w.fault.left = -1
	if w.fault.err != nil {
		t.Fatal(w.fault.err)
	}
	if w.fault.fired == "" {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		f.has = after(f)
	} else {
		w.sum["fault: "+w.fault.fired]++
		w.recover(t, f, crash)
		w.settle(t, f, after, err == nil && !crash)
	}
	if err := f.holds(w.key, f.has); err != nil {
		t.Fatalf("after %s: %v", what, err)
	}
}

// quietly does one thing without a fault, and compares nothing.
func (w *model) quietly(t *rapid.T, f *modelled, what string) {
	after, err := w.do(t, f, what)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	f.has = after(f)
}

// hold compares all booths.
func (w *model) hold(t *rapid.T) {
	for _, f := range w.booths {
		if err := f.holds(w.key, f.has); err != nil {
			t.Fatalf("in the end: %v", err)
		}
	}
}

// recover brings a booth back after a fault: the copy that was made at the kill is what is left of it, and it may be
// killed once more while it is being opened.
func (w *model) recover(t *rapid.T, f *modelled, crash bool) {
	if !crash {
		if f.store != nil {
			if err := f.store.Reopen(); err != nil {
				t.Fatalf("reopening: %v", err)
			}
			return
		}
	} else {
		if f.store != nil {
			f.store.Close()
		}
		os.RemoveAll(f.dir)
		f.dir = w.fault.to
	}
	if rapid.Bool().Draw(t, "killed while it recovers") {
		w.fault = injector{left: rapid.IntRange(0, 3).Draw(t, "after steps"), from: f.dir, to: w.name("killed")}
		s, err := openStore(f.dir, w.options(), w.fault.fail)
		w.fault.left = -1
		if err == nil {
			s.Close()
		}
		if w.fault.fired != "" {
			w.sum["fault while recovering: "+w.fault.fired]++
			os.RemoveAll(f.dir)
			f.dir = w.fault.to
		}
	}
	w.open(t, f)
}

// settle accepts all or nothing of a step that a fault came into; must says that the step was said to be done.
func (w *model) settle(t *rapid.T, f *modelled, after func(*modelled) lines, must bool) {
	want := after(f)
	whole := f.holds(w.key, want)
	if whole == nil {
		f.has = want
		w.sum["came through"]++
		return
	}
	if nothing := f.holds(w.key, f.has); must || nothing != nil {
		t.Fatalf("after a fault at %q neither all of the step nor nothing of it is there (was said to be done: %t):\n all: %v\n nothing: %v", w.fault.fired, must, whole, nothing)
	}
	w.sum["left nothing"]++
}

// do does one thing. after tells what the folder holds once it is done.
func (w *model) do(t *rapid.T, f *modelled, what string) (after func(*modelled) lines, err error) {
	ctx, same := context.Background(), func(f *modelled) lines { return f.has }
	next := func(e line) lines {
		e.booth, e.seq, e.tick, e.hour = f.booth, f.has.seq(f.booth)+1, f.has.tick()+1, hour(w.now)
		return f.has.and(&e)
	}
	switch what {
	case "sign up":
		return w.signUp(t, f, next)
	case "correct", "check":
		person := w.somebody(t, f)
		e := line{person: person, kind: kindCheck, kit: rapid.StringMatching(`[A-Z][0-9]`).Draw(t, "kit")}
		if what == "correct" {
			e = line{person: person, kind: kindCorrection, fields: someFields(t, true)}
			err = f.store.Correct(ctx, person, Correction{At: w.now, Fields: e.fields})
		} else {
			err = f.store.AddCheck(ctx, person, Check{At: w.now, Kit: e.kit})
		}
		if !slices.Contains(f.has.persons(), person) || f.has.erased(person) {
			if !errors.Is(err, ErrNobody) {
				t.Fatalf("a line for somebody who is not here: %v", err)
			}
			return same, nil
		}
		return func(*modelled) lines { return next(e) }, err
	case "erase":
		person := w.somebody(t, f)
		found, err := f.store.Erase(ctx, CodeOf(person))
		here := slices.Contains(f.has.persons(), person)
		if err == nil && found != here {
			t.Fatalf("erasing says found: %t, want %t", found, here)
		}
		if !here || f.has.erased(person) {
			return same, err
		}
		return func(*modelled) lines { return next(line{person: person, kind: kindErasure}) }, err
	case "purge":
		return w.purge(t, f)
	case "merge":
		return w.merge(t, f)
	case "copy":
		w.copy(t, f)
		return same, nil
	case "reopen":
		if rapid.Bool().Draw(t, "at once") {
			return same, f.store.Reopen()
		}
		err := f.store.Close()
		f.store = nil
		if err == nil {
			var s *Store
			if s, err = openStore(f.dir, w.options(), w.fault.fail); err == nil {
				f.store, f.booth = s, s.BoothID()
			}
		}
		return same, err
	case "time passes":
		days := rapid.SampledFrom([]int{0, 1, 7, 20, 29, 31, -1, -400, 900}).Draw(t, "days")
		w.now = w.now.AddDate(0, 0, days).Add(time.Duration(rapid.IntRange(0, 23).Draw(t, "hours")) * time.Hour)
		return same, nil
	case "backup":
		return same, w.backup(t, f)
	case "restore":
		return w.restore(t, f), nil
	}
	t.Fatalf("no step %q", what)
	return nil, nil
}

// copy takes a copy of a folder that is open.
func (w *model) copy(t *rapid.T, f *modelled) {
	to := w.name("copy")
	if err := os.CopyFS(to, os.DirFS(f.dir)); err != nil {
		t.Fatal(err)
	}
	w.copies = append(w.copies, copied{path: to, has: maps.Clone(f.has), known: maps.Clone(f.known)})
}

func (l lines) and(e *line) lines {
	out := maps.Clone(l)
	out[e] = true
	return out
}

// somebody is a person of this booth, or one who was never here.
func (w *model) somebody(t *rapid.T, f *modelled) string {
	return rapid.SampledFrom(append(f.has.persons(), "00000000-0000-4000-8000-000000000000")).Draw(t, "person")
}

func someFields(t *rapid.T, taken bool) map[string]*Field {
	out := map[string]*Field{}
	for _, id := range []string{"name", "phone", "contact"} {
		switch n := rapid.IntRange(0, 3).Draw(t, id); {
		case n == 0 && taken:
			out[id] = nil
		case n == 1 && id == "contact":
			out[id] = &Field{Person: &Person{Name: "金丝雀", Relation: "mother", Phone: "13900001234"}}
		case n > 0:
			out[id] = &Field{Text: Text(fmt.Sprint("金丝雀 ", id, rapid.IntRange(0, 99).Draw(t, "value")))}
		}
	}
	return out
}

// signUp is tried again after a fault with the same value, as the booth does; a kill forgets the try.
func (w *model) signUp(t *rapid.T, f *modelled, next func(line) lines) (func(*modelled) lines, error) {
	e := line{kind: kindSignUp, fields: someFields(t, false)}
	p := SignUp{At: w.now, Lang: "zh", Source: "screen", Fields: map[string]Field{}, Outcome: "all_true"}
	for id, v := range e.fields {
		p.Fields[id] = *v
	}
	crash := w.fault.to != ""
	saved, err := f.store.SignUp(context.Background(), p)
	if err != nil && w.fault.fired != "" && !crash {
		w.fault.left = -1
		if err := f.store.Reopen(); err != nil {
			t.Fatalf("reopening: %v", err)
		}
		if saved, err = f.store.SignUp(context.Background(), p); err != nil {
			t.Fatalf("signing up once more: %v", err)
		}
	}
	return func(f *modelled) lines {
		e.person = saved.Person
		if e.person == "" { // nobody was told who it is
			e.person = w.stranger(t, f)
		}
		return next(e)
	}, err
}

// stranger is who is in the folder and not in the model.
func (w *model) stranger(t *rapid.T, f *modelled) string {
	records, _, err := f.store.Records(context.Background(), w.key, nil)
	if err != nil {
		t.Fatal(err)
	}
	known := f.has.persons()
	for _, r := range records {
		if !slices.Contains(known, r.Person) {
			return r.Person
		}
	}
	return "nobody"
}

func (w *model) purge(t *rapid.T, f *modelled) (func(*modelled) lines, error) {
	rec, err := f.store.Purge(context.Background(), w.now)
	due, believed := f.has.due(hour(w.now))
	if !believed {
		if !errors.Is(err, ErrClock) {
			t.Fatalf("a purge on a day that cannot be: %v", err)
		}
		return func(f *modelled) lines { return f.has }, nil
	}
	if err == nil && rec.Persons != len(due) {
		t.Fatalf("a purge of %d, want %d", rec.Persons, len(due))
	}
	w.sum["persons purged"] += len(due)
	return func(f *modelled) lines {
		// Who of them is erased first is nobody's business; nothing but their number depends on it.
		out := maps.Clone(f.has)
		for _, p := range due {
			out = out.and(&line{person: p, kind: kindErasure, booth: f.booth, seq: out.seq(f.booth) + 1, tick: out.tick() + 1, hour: hour(w.now)})
		}
		return out
	}, err
}

// merge takes in a copy of any booth, of any age.
func (w *model) merge(t *rapid.T, f *modelled) (func(*modelled) lines, error) {
	if len(w.copies) == 0 || rapid.Bool().Draw(t, "of now") {
		others := slices.DeleteFunc(slices.Clone(w.booths), func(g *modelled) bool { return g == f && len(w.booths) > 1 })
		w.copy(t, rapid.SampledFrom(others).Draw(t, "of"))
	}
	from := rapid.SampledFrom(w.copies).Draw(t, "from")
	accept := map[string]bool{}
	for _, booth := range from.has.booths() {
		accept[booth] = rapid.SampledFrom([]bool{true, true, true, false}).Draw(t, "accepts")
	}
	out, known := maps.Clone(f.has), maps.Clone(f.known)
	for e := range from.has {
		if f.known[e.booth] || accept[e.booth] {
			out[e] = out[e] || from.has[e] && !(from.has.erased(e.person) && e.kind != kindErasure)
			known[e.booth] = true
		}
	}
	rep, err := f.store.Merge(context.Background(), from.path, MergeOptions{Accept: func(booth string, _ int) bool { return accept[booth] }})
	if err == nil && (rep.Added != len(out)-len(f.has) || rep.Conflicts+rep.Damaged+rep.Forged > 0) {
		t.Fatalf("merged: %+v, want %d added", rep, len(out)-len(f.has))
	}
	w.sum["entries merged"] += len(out) - len(f.has)
	return func(f *modelled) lines {
		if len(out) > len(f.has) {
			if f.holds(w.key, out) == nil {
				f.known = known
			}
		} else if err == nil {
			f.known = known
		}
		return out
	}, err
}
