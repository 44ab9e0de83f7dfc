package data

import (
	"cmp"
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

	"matchbooth/data/entry"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
)

// model is a few booths of one event, what each should hold, and the copies that were made on the way.
type model struct {
	root    string
	key     keys.Opener
	booths  []*modelled
	copies  []copied
	made    int // names of folders
	now     time.Time
	desk    *keys.Desk
	claims  map[string]Claim // every one that was seen anywhere
	claimed map[string]*line
	sum     map[string]int // how often what was done
	fault   injector
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
		now: time.Date(2027, 5, 21, 9, 0, 0, 0, time.UTC), fault: injector{left: -1}, claims: map[string]Claim{}, claimed: map[string]*line{}}
	if w.desk, err = modelDesk(made[0]); err != nil {
		t.Fatal(err)
	}
	sum["sequences"]++
	for _, from := range made[:rapid.SampledFrom([]int{3, 3, 2, 1}).Draw(t, "booths")] {
		f := &modelled{dir: w.name("booth"), holding: holding{has: lines{}}.clone()}
		f.known, f.own, f.told, f.since, f.done, f.asked = map[string]bool{}, map[string]bool{}, map[*said]bool{}, map[*line]int64{}, map[*line]bool{}, map[*line]bool{}
		f.live, f.ours = map[string]bool{}, map[*line]bool{}
		if err := os.CopyFS(f.dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
		w.booths = append(w.booths, f)
		w.open(t, f)
		f.goesOn(f.booth)
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
var everyStep = []string{"sign up", "correct", "check", "erase", "merge", "copy", "reopen", "purge", "time passes", "backup", "restore",
	"desk corrects", "desk checks", "desk erases", "desk joins", "desk undoes a join", "erase one of a pair", entry.SaysDistrust, entry.SaysTrust, entry.SaysSucceeds, entry.SaysBelongs, entry.SaysAccept, entry.SaysRefuse}

// step does one thing to one booth, with or without a fault in the middle, and compares it.
func (w *model) step(t *rapid.T) {
	f := rapid.SampledFrom(w.booths).Draw(t, "booth")
	what := rapid.SampledFrom(append(everyStep, "sign up", "sign up", "merge", "merge", "merge", "correct", "erase", "time passes", "purge", "desk joins", "desk joins", "desk joins", "erase one of a pair", entry.SaysAccept)).Draw(t, "step")
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
		f.holding = after(f)
	} else {
		w.sum["fault: "+w.fault.fired]++
		w.recover(t, f, crash)
		w.settle(t, f, after, err == nil && !crash)
	}
	if err := f.holds(w.key, f.holding); err != nil {
		t.Fatalf("after %s: %v", what, err)
	}
}

// quietly does one thing without a fault, and compares nothing.
func (w *model) quietly(t *rapid.T, f *modelled, what string) {
	after, err := w.do(t, f, what)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	f.holding = after(f)
}

// hold compares all booths.
func (w *model) hold(t *rapid.T) {
	for _, f := range w.booths {
		if err := f.holds(w.key, f.holding); err != nil {
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
func (w *model) settle(t *rapid.T, f *modelled, after func(*modelled) holding, must bool) {
	want := after(f).swept(entry.Hour(w.now)) // the folder was opened again
	whole := f.holds(w.key, want)
	if whole == nil {
		f.holding = want
		w.sum["came through"]++
		return
	}
	f.holding = f.swept(entry.Hour(w.now))
	if nothing := f.holds(w.key, f.holding); must || nothing != nil {
		t.Fatalf("after a fault at %q neither all of the step nor nothing of it is there (was said to be done: %t):\n all: %v\n nothing: %v", w.fault.fired, must, whole, nothing)
	}
	w.sum["left nothing"]++
}

// do does one thing. after tells what the folder holds once it is done.
func (w *model) do(t *rapid.T, f *modelled, what string) (after func(*modelled) holding, err error) {
	ctx, same := context.Background(), func(f *modelled) holding { return f.holding }
	booth := f.booth // a fault may have the folder go on under another key
	next := func(e line) holding { return f.with(f.stamped(e, booth, w.now)) }
	switch what {
	case "sign up":
		return w.signUp(t, f, next)
	case "correct", "check", "desk corrects", "desk checks":
		person := w.somebody(t, f)
		e := line{person: person, kind: entry.KindCheck, kit: rapid.StringMatching(`[A-Z][0-9]`).Draw(t, "kit")}
		add, correct := f.store.AddCheck, f.store.Correct
		if what == "desk corrects" || what == "desk checks" {
			at := w.atDesk(t, f)
			add, correct, e.desk = at.AddCheck, at.Correct, true
		}
		if what == "correct" || what == "desk corrects" {
			e.kind, e.kit, e.fields = entry.KindCorrection, "", someFields(t, true)
			err = correct(ctx, person, record.Correction{At: w.now, Fields: e.fields})
		} else {
			err = add(ctx, person, record.Check{At: w.now, Kit: e.kit})
		}
		if !slices.Contains(f.has.persons(), person) || f.believe().gone[person] {
			if !errors.Is(err, ErrNobody) {
				t.Fatalf("a line for somebody who is not here: %v", err)
			}
			return same, nil
		}
		return func(*modelled) holding { return next(e) }, err
	case "erase", "desk erases", "erase one of a pair":
		person, desk := w.somebody(t, f), what == "desk erases"
		if joined := slices.Sorted(maps.Keys(f.believe().shown)); what == "erase one of a pair" && len(joined) > 0 {
			person = rapid.SampledFrom(joined).Draw(t, "of a pair")
		}
		here := slices.Contains(f.has.persons(), person)
		var all []string // sign-ups to erase, in the order of their ids
		b := f.believe()
		for _, p := range f.has.persons() {
			if b.one(p) == b.one(person) && !b.tookAway(p, desk) {
				all = append(all, p)
			}
		}
		if here && len(all) > 1 {
			w.sum["pairs erased"]++
		}
		if desk {
			err = w.atDesk(t, f).Erase(ctx, person)
			if !here {
				if !errors.Is(err, ErrNobody) {
					t.Fatalf("the desk erases somebody who is not here: %v", err)
				}
				return same, nil
			}
		} else {
			found := false
			found, err = f.store.Erase(ctx, entry.CodeOf(person))
			if err == nil && found != here {
				t.Fatalf("erasing says found: %t, want %t", found, here)
			}
		}
		if !here || len(all) == 0 {
			return same, err
		}
		return func(f *modelled) holding {
			h := f.holding
			for _, p := range all {
				h = h.erasing(h.stamped(line{person: p, kind: entry.KindErasure, desk: desk}, booth, w.now))
			}
			return h
		}, err
	case "desk joins", "desk undoes a join":
		e := line{person: w.somebody(t, f), partner: w.somebody(t, f), kind: entry.KindJoin, desk: true}
		if living := slices.Sorted(maps.Keys(f.believe().people())); len(living) > 1 && rapid.IntRange(0, 3).Draw(t, "living ones") > 0 {
			two := rapid.Permutation(living).Draw(t, "two")
			e.person, e.partner = two[0], two[1]
		}
		j := record.Join{At: w.now, Into: e.partner}
		if what == "desk undoes a join" {
			var joined []*line
			for o := range f.has {
				if o.kind == entry.KindJoin {
					joined = append(joined, o)
				}
			}
			slices.SortFunc(joined, func(a, b *line) int { return cmp.Or(cmp.Compare(a.booth, b.booth), cmp.Compare(a.seq, b.seq)) })
			if len(joined) > 0 {
				o := rapid.SampledFrom(joined).Draw(t, "join")
				if e.person, e.partner = o.person, o.partner; rapid.Bool().Draw(t, "the other way round") {
					e.person, e.partner = o.partner, o.person
				}
			}
			e.kind, j.Into, j.Undo = entry.KindUnjoin, e.partner, true
		}
		err = w.atDesk(t, f).Join(ctx, e.person, j)
		if e.person == e.partner {
			if !errors.Is(err, ErrSelf) {
				t.Fatalf("somebody is joined with themselves: %v", err)
			}
			return same, nil
		}
		for _, p := range []string{e.person, e.partner} {
			if !slices.Contains(f.has.persons(), p) || f.believe().gone[p] {
				if !errors.Is(err, ErrNobody) {
					t.Fatalf("a join with somebody who is not here: %v", err)
				}
				return same, nil
			}
		}
		return func(*modelled) holding { return next(e) }, err
	case entry.SaysDistrust, entry.SaysTrust, entry.SaysSucceeds, entry.SaysBelongs:
		return w.about(t, f, what)
	case entry.SaysAccept, entry.SaysRefuse:
		return w.judge(t, f, what)
	case "purge":
		return w.purge(t, f)
	case "merge":
		return w.merge(t, f)
	case "copy":
		w.copy(t, f)
		return same, nil
	case "reopen":
		same = func(f *modelled) holding { return f.swept(entry.Hour(w.now)) }
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
		days := rapid.SampledFrom([]int{0, 1, 7, 13, 14, 15, 15, 20, 29, 31, -1, -400, 900}).Draw(t, "days")
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

// stamped is a line with the next numbers of a booth.
func (h holding) stamped(e line, booth string, now time.Time) *line {
	e.booth, e.seq, e.tick, e.hour = booth, h.has.seq(booth)+1, h.has.tick()+1, entry.Hour(now)
	for o := range h.has {
		if o.person == e.person {
			e.home = o.home
		}
	}
	if e.kind == entry.KindSignUp {
		e.home = booth
	}
	return &e
}

// copy takes a copy of a folder that is open.
func (w *model) copy(t *rapid.T, f *modelled) {
	to := w.name("copy")
	if err := os.CopyFS(to, os.DirFS(f.dir)); err != nil {
		t.Fatal(err)
	}
	w.copies = append(w.copies, copied{path: to, holding: f.holding.clone()})
}

func (w *model) atDesk(t *rapid.T, f *modelled) AtDesk {
	at, err := f.store.AtDesk(w.desk)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// somebody is a person of this booth, or one who was never here.
func (w *model) somebody(t *rapid.T, f *modelled) string {
	return rapid.SampledFrom(append(f.has.persons(), "00000000-0000-4000-8000-000000000000")).Draw(t, "person")
}

func someFields(t *rapid.T, taken bool) map[string]*record.Field {
	out := map[string]*record.Field{}
	for _, id := range []string{"name", "phone", "contact"} {
		switch n := rapid.IntRange(0, 3).Draw(t, id); {
		case n == 0 && taken:
			out[id] = nil
		case n == 1 && id == "contact":
			out[id] = &record.Field{Person: &record.Person{Name: "金丝雀", Relation: "mother", Phone: "13900001234"}}
		case n > 0:
			out[id] = &record.Field{Text: record.Text(fmt.Sprint("金丝雀 ", id, rapid.IntRange(0, 99).Draw(t, "value")))}
		}
	}
	return out
}

// signUp is tried again after a fault with the same value, as the booth does; a kill forgets the try.
func (w *model) signUp(t *rapid.T, f *modelled, next func(line) holding) (func(*modelled) holding, error) {
	e := line{kind: entry.KindSignUp, fields: someFields(t, false)}
	p := record.SignUp{At: w.now, Lang: "zh", Source: "screen", Fields: map[string]record.Field{}, Outcome: "all_true"}
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
	return func(f *modelled) holding {
		e.person = saved.Person
		if e.person == "" { // nobody was told who it is
			e.person = w.stranger(t, f)
		}
		return next(e)
	}, err
}

// stranger is who is in the folder and not in the model.
func (w *model) stranger(t *rapid.T, f *modelled) string {
	known, found := f.has.persons(), "nobody"
	if err := f.store.db.EachText(context.Background(), func(person string) {
		if !slices.Contains(known, person) {
			found = person
		}
	}, "SELECT person FROM entry"); err != nil {
		t.Fatal(err)
	}
	return found
}

func (w *model) purge(t *rapid.T, f *modelled) (func(*modelled) holding, error) {
	rec, err := f.store.Purge(context.Background(), w.now)
	due, people, believed := f.believe().due(entry.Hour(w.now))
	if !believed {
		if !errors.Is(err, ErrClock) {
			t.Fatalf("a purge on a day that cannot be: %v", err)
		}
		return func(f *modelled) holding { return f.holding }, nil
	}
	if err == nil && rec.Persons != people {
		t.Fatalf("a purge of %d, want %d", rec.Persons, people)
	}
	booth := f.booth
	w.sum["persons purged"] += len(due)
	return func(f *modelled) holding {
		h := f.holding
		for _, p := range due { // in the order of their ids
			h = h.erasing(h.stamped(line{person: p, kind: entry.KindErasure}, booth, w.now))
		}
		return h
	}, err
}

// merge takes in a copy of any booth, of any age.
func (w *model) merge(t *rapid.T, f *modelled) (func(*modelled) holding, error) {
	if len(w.copies) == 0 || rapid.Bool().Draw(t, "of now") {
		others := slices.DeleteFunc(slices.Clone(w.booths), func(g *modelled) bool { return g == f && len(w.booths) > 1 })
		w.copy(t, rapid.SampledFrom(others).Draw(t, "of"))
	}
	from := rapid.SampledFrom(w.copies).Draw(t, "from")
	accept := map[string]bool{}
	for _, booth := range from.has.booths() {
		accept[booth] = rapid.SampledFrom([]bool{true, true, true, true, true, false}).Draw(t, "accepts")
	}
	named := map[string]bool{} // about which nobody is asked
	for _, told := range []map[*said]bool{f.told, from.told} {
		for m := range told {
			named[m.booth] = named[m.booth] || m.kind == entry.SaysBelongs
		}
	}
	out := f.holding.clone()
	for e, whole := range from.has {
		if f.known[e.booth] || accept[e.booth] || named[e.booth] {
			out.has[e] = out.has[e] || whole
			out.known[e.booth] = true
		}
	}
	maps.Copy(out.told, from.told)
	out = out.swept(entry.Hour(w.now))
	rep, err := f.store.Merge(context.Background(), from.path, MergeOptions{Accept: func(booth string, _ int) bool {
		if named[booth] {
			t.Fatalf("asked about %s, which the desk has named", booth)
		}
		return accept[booth]
	}})
	if added, claims := len(out.has)-len(f.has), len(out.believe().claims()); err == nil && (rep.Added != added || rep.Claims != claims || rep.Conflicts+rep.Damaged+rep.Forged > 0) {
		t.Fatalf("merged: %+v, want %d added and %d claims", rep, added, claims)
	}
	w.sum["entries merged"] += len(out.has) - len(f.has)
	return func(*modelled) holding { return out }, err
}
