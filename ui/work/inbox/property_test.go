package inbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/data/wire"
	"matchbooth/ui/work/hub"
)

var errKilled = errors.New("killed")

// dying is a store that is killed at its nth write of the audit: after the entries, before the wish is put away.
type dying struct {
	*data.Store
	left *int
}

func (d dying) Audit(ctx context.Context, what string, persons int) error {
	if *d.left--; *d.left < 0 {
		return errKilled
	}
	return d.Store.Audit(ctx, what, persons)
}

// In whatever order wishes come, however often each, and wherever the program is killed: each is there until it is decided,
// what is decided is written once, and nothing comes back.
func TestWishesInAnyOrderAndKilledAnywhere(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(rt *rapid.T) {
		saved, f := w.signUp(fmt.Sprintf("138%08d", draws.Add(1)))
		kinds := rapid.SliceOfN(rapid.SampledFrom([]string{wire.WishSame, wire.WishNumber, wire.WishSample, wire.WishGraduate}), 1, 4).Draw(rt, "kinds")
		var wishes []wire.Wish
		var sealed [][]byte
		for i, kind := range kinds {
			m := says(f, kind, "phone", fmt.Sprintf("139%04d%04d", draws.Add(1)%10000, i), "where", "成都", "day", "2027-06-01")
			wishes, sealed = append(wishes, m), append(sealed, w.seal(m))
		}
		came, decided := map[int]bool{}, map[int]string{}
		for step := range rapid.IntRange(4, 14).Draw(rt, "steps") {
			i := rapid.IntRange(0, len(wishes)-1).Draw(rt, "wish")
			id := wishes[i].ID
			switch do := rapid.SampledFrom([]string{"send", "mail", "accept", "accept killed", "refuse", "restart", "half a file", "file back"}).Draw(rt, "do"); do {
			case "send":
				w.put(id, sealed[i])
				w.pull()
				came[i] = true
			case "mail":
				if _, err := w.box.Add(sealed[i], time.Now().Unix()/3600); err != nil {
					rt.Fatal(err)
				}
				came[i] = true
			case "accept", "accept killed", "refuse":
				k := w.at()
				if do == "accept killed" {
					left := 0
					k.Store = dying{w.s, &left}
				}
				var err error
				if do == "refuse" {
					err = w.box.Refuse(t.Context(), k, id, w.decision())
				} else {
					_, err = w.box.Accept(t.Context(), k, id, w.decision())
				}
				switch {
				case decided[i] != "" || !came[i]:
					if !errors.Is(err, ErrUnknown) {
						rt.Fatalf("%d: %s of a wish that is not there: %v", step, do, err)
					}
				case err == nil || errors.Is(err, errKilled):
					decided[i] = map[bool]string{true: "refused", false: "accepted"}[do == "refuse"]
					if errors.Is(err, errKilled) {
						w.again()
					}
				default:
					rt.Fatalf("%d: %s: %v", step, do, err)
				}
			case "restart":
				w.again()
			case "half a file":
				if came[i] {
					os.WriteFile(filepath.Join(w.s.Dir(), data.InboxFolder, "9-"+id+".age.new"), sealed[i][:100], 0o600)
				}
			case "file back": // an older copy of the folder was put over this one
				if decided[i] != "" {
					os.WriteFile(filepath.Join(w.s.Dir(), data.InboxFolder, "9-"+id+".age"), sealed[i], 0o600)
				}
			}
			var want, got []string
			for i := range wishes {
				if came[i] && decided[i] == "" {
					want = append(want, wishes[i].ID)
				}
			}
			for _, x := range w.list() {
				got = append(got, x.ID)
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				rt.Fatalf("%d: the inbox has %v, not %v", step, got, want)
			}
		}
		r := w.of(saved.Person)
		for i, m := range wishes {
			count := map[string]int{}
			for _, h := range r.History {
				if h.Wish == m.ID {
					count[h.Kind]++
				}
			}
			want := map[string]int{}
			switch decided[i] {
			case "accepted":
				want[entry.KindContact] = 1
				if m.Wish == wire.WishNumber {
					want[entry.KindCorrection] = 1
				}
			case "refused":
				want[entry.KindCorrection] = 1
			}
			if fmt.Sprint(count) != fmt.Sprint(want) {
				rt.Errorf("%s, %s: written %v, not %v", m.Wish, decided[i], count, want)
			}
		}
		for i := range wishes { // the next round begins with an empty inbox
			if came[i] && decided[i] == "" {
				if err := w.box.Refuse(t.Context(), w.at(), wishes[i].ID, w.decision()); err != nil {
					rt.Fatal(err)
				}
			}
		}
		if err := w.at().At.Erase(t.Context(), saved.Person); err != nil { // nor are many people to be opened again and again
			rt.Fatal(err)
		}
	})
}

// Killed between the erasure and its end, it is done and asked about no more; killed before it, nobody is erased.
func TestAnErasureThatIsInterrupted(t *testing.T) {
	w := newWorld(t)
	saved, f := w.signUp("13800000001")
	m := w.sent(says(f, wire.WishForget))
	w.pull()
	k := w.at()
	k.At = data.AtDesk{} // it dies there
	func() {
		defer func() { recover() }()
		w.box.Accept(t.Context(), k, m.ID, w.decision())
	}()
	w.again()
	w.of(saved.Person)
	if all := w.list(); len(all) != 1 || all[0].ID != m.ID {
		t.Fatal("before the erasure: the wish is gone")
	}
	k, left := w.at(), 0
	k.Store = dying{w.s, &left}
	if _, err := w.box.Accept(t.Context(), k, m.ID, w.decision()); !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	w.again()
	if n := len(w.list()); n != 0 || len(w.records()) != 0 {
		t.Errorf("after the erasure: %d wishes, %d people", n, len(w.records()))
	}
	w.sent(m)
	if n := w.pull(); n != 0 {
		t.Error("it comes back")
	}
}

// The hub answers no more after it handed wishes out: they are here, and at the hub, and come once.
func TestAHubThatDiesBeforeItHasDeleted(t *testing.T) {
	w := newWorld(t)
	_, f := w.signUp("13800000001")
	for range 3 {
		w.sent(says(f, wire.WishSame))
	}
	dir, err := w.box.folder(true)
	if err != nil {
		t.Fatal(err)
	}
	k, err := keepIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = hub.Wishes(t.Context(), w.s, w.desk.Requester(), hub.Options{}, func(list []wire.SealedWish) ([]string, error) {
		if _, err := k.take(list); err != nil {
			t.Fatal(err)
		}
		return nil, errKilled
	})
	if !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	w.again()
	if n := w.pull(); n != 0 || len(w.list()) != 3 {
		t.Errorf("%d came twice", n)
	}
	if st, err := w.hub.Stats(t.Context()); err != nil || st.Wishes != 0 {
		t.Error(st.Wishes, err)
	}
}

// Somebody sends what fits. Neither hangs the desk, nor hides whoever has really written; what there is no room for stays at
// the hub.
func TestAFloodHidesNobody(t *testing.T) {
	w := newWorld(t)
	const flood = 1500
	wasKept := mostKept
	mostKept = flood + 40
	defer func() { mostKept = wasKept }()
	saved, f := w.signUp("13800000001")
	_, card := w.signUp("13800000002") // photographed
	junk := w.seal(says(record.NewFollowUp(), wire.WishForget))
	for i := range flood {
		m := says(card, wire.WishForget)
		if i%50 == 0 { // each takes its time to seal
			w.sent(m)
			continue
		}
		w.put(m.ID, junk)
	}
	m := w.sent(says(f, wire.WishSame))
	began := time.Now()
	if n := w.pull(); n != flood+1 {
		t.Fatal(n)
	}
	pulled := time.Since(began)
	all := w.list()
	t.Log("pulled in", pulled, "and opened in", time.Since(began)-pulled)
	at := slices.IndexFunc(all, func(x Wish) bool { return x.ID == m.ID })
	if at < 0 || at > 1 {
		t.Errorf("the one that is real comes %d-th", at+1)
	}
	if all[at].Found[0] != saved.Person {
		t.Error("it is taken for somebody else's")
	}
	for range 60 {
		m := says(f, wire.WishSame)
		w.put(m.ID, junk)
	}
	n, err := w.box.Pull(t.Context(), w.s, w.desk, hub.Options{})
	if !errors.Is(err, ErrFull) || n != 39 {
		t.Errorf("%d more, %v", n, err)
	}
	if st, err := w.hub.Stats(t.Context()); err != nil || st.Wishes != 21 {
		t.Errorf("%d are left at the hub, %v", st.Wishes, err)
	}
	if n, err := w.box.PutAway(t.Context(), w.at(), Swapped); err != nil || n < flood-100 {
		t.Error(n, err)
	}
	if n, err := w.box.Pull(t.Context(), w.s, w.desk, hub.Options{}); err != nil || n != 21 {
		t.Error(n, err)
	}
}
