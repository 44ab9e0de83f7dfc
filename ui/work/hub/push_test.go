package hub

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/athub"
	"matchbooth/data/wire"
)

// Without a hub there is nothing: no file, no state, nobody who works.
func TestABoothWithoutAHubHasNothingOfIt(t *testing.T) {
	s := booth(t, nil)
	signUp(t, s, 1)
	if p := Start(s, Options{}); p != nil || p.State().URL != "" || p.State().Late(time.Now()) {
		t.Error("there is a pusher")
	} else {
		p.Stop()
	}
	if _, err := Pull(t.Context(), s, false, Options{}, nil); err != ErrNone {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(s.Dir(), athub.Name)); !os.IsNotExist(err) {
		t.Error("there is a file about a hub", err)
	}
}

func TestLinesAreAtTheHubOnceItHasSignedSo(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	signUp(t, s, 3)
	h.joinedBy(s)
	h.allow(s)
	p := Start(s, Options{})
	defer p.Stop()
	until(t, "three lines", func() bool { return p.State().AtHub == 3 })
	signUp(t, s, 2)
	until(t, "two more", func() bool { return p.State().AtHub == 5 && p.State().Waiting == 0 })
	st := p.State()
	if h.lines() != 5 || st.Heard.IsZero() || st.Fault != "" || len(st.Refused) != 0 || st.Late(time.Now()) {
		t.Errorf("%d at the hub, and %+v", h.lines(), st)
	}
	// It does not ask again as long as nothing has come.
	n := h.asked.Load()
	time.Sleep(20 * Every)
	if h.asked.Load() != n {
		t.Error("it asks the hub without a reason")
	}
	// An erasure goes there too, and empties there once the desk's or the booth's word counts.
	p.Stop()
	if st := pushed(t, s); st.AtHub != 5 {
		t.Errorf("after a restart: %+v", st)
	}
}

// What was confirmed is known after a restart, and what is lost of that is sent again.
func TestWhatIsKnownSurvivesAndMayBeLost(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	signUp(t, s, 4)
	h.joinedBy(s)
	h.allow(s)
	pushed(t, s)
	dir := s.Dir()
	s.Close()
	s = reopened(t, dir)
	n := h.asked.Load()
	if st := pushed(t, s); st.AtHub != 4 || st.Waiting != 0 || st.Heard.IsZero() || h.asked.Load() != n {
		t.Errorf("it has forgotten, or asked: %+v", st)
	}
	file := filepath.Join(dir, athub.Name)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"torn": string(whole[:len(whole)-20]), "empty": "", "zeros": string(make([]byte, 4096)), "another hub's": strings.Replace(string(whole), "1 ", "1 f", 1),
		"a changed digit": strings.Replace(string(whole), "saved ", "saved 0", 1), "another word": strings.Replace(string(whole), "saved ", "sawed ", 1),
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		p := New(s, Options{})
		if st, err := p.Look(t.Context()); err != nil || st.Waiting == 0 {
			t.Errorf("%s: nothing is sent again: %+v %v", name, st, err)
		}
		if st := pushed(t, s); st.AtHub != 4 || h.lines() != 4 {
			t.Errorf("%s: %+v, %d at the hub", name, st, h.lines())
		}
	}
	os.Remove(file)
	if st := pushed(t, s); st.AtHub != 4 || h.lines() != 4 {
		t.Errorf("removed: %+v", st)
	}
}

// forging answers batches as a hub would whose key this is; change changes the answer. With sign false it signs nothing.
func forging(key string, sign bool, change func(*wire.Receipt)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == wire.PathHello {
			json.NewEncoder(w).Encode(wire.Hello{Protocol: 1, Key: public(key)})
			return
		}
		var b wire.Batch
		body, _ := io.ReadAll(r.Body)
		json.Unmarshal(body, &b)
		a := wire.Receipt{Batch: b.Batch, Receipt: "r"}
		for _, l := range b.Lines {
			a.Saved = append(a.Saved, l.ID)
		}
		if change != nil {
			change(&a)
		}
		out, _ := json.Marshal(a)
		if signed, ok := wire.ReadSigned(r.Header); ok && sign {
			wire.SignAnswer(keyOf(key), w.Header(), signed.Sig, http.StatusOK, out)
		}
		w.Write(out)
	}
}

// Nothing but the hub's signed answer makes a line be there, whatever else answers. Each has its word, and it goes on
// trying: once the hub is back, everything is there.
func TestNobodyElsesAnswerCounts(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	signUp(t, s, 2)
	h.joinedBy(s)
	h.allow(s)
	portal := answers(http.StatusOK, "<html>Sign in to this network</html>")
	for name, c := range map[string]struct {
		front http.HandlerFunc
		want  Fault
	}{
		"unsigned":           {forging("hub", false, nil), Foreign},
		"a portal":           {portal, Foreign},
		"another key":        {forging("another", true, nil), Other},
		"a proxy":            {answers(http.StatusBadGateway, "bad gateway"), Gone},
		"busy, unsigned":     {answers(http.StatusServiceUnavailable, `{"code":"busy"}`), Gone},
		"not what was sent":  {forging("hub", true, func(a *wire.Receipt) { a.Saved = append(a.Saved, "6b1f0000-0000-8000-8000-000000000000") }), Lies},
		"less than was sent": {forging("hub", true, func(a *wire.Receipt) { a.Saved = a.Saved[1:] }), Lies},
		"nothing at all": {func(w http.ResponseWriter, r *http.Request) {
			c, _, _ := http.NewResponseController(w).Hijack()
			c.Close()
		}, Gone},
	} {
		h.says(c.front)
		p := Start(s, Options{})
		until(t, name, func() bool { return p.State().Fault != "" })
		time.Sleep(5 * Every)
		if st := p.State(); st.Fault != c.want || st.AtHub != 0 || st.Waiting != 2 || st.Since.IsZero() {
			t.Errorf("%s: %+v", name, st)
		}
		p.Stop()
	}
	h.says(nil)
	p := Start(s, Options{})
	defer p.Stop()
	until(t, "the hub is back", func() bool { st := p.State(); return st.AtHub == 2 && st.Fault == "" })
}

func TestWhatTheHubItselfSaysHasItsWord(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	signUp(t, s, 1)
	h.joinedBy(s)
	p := Start(s, Options{})
	defer p.Stop()
	until(t, "not allowed", func() bool { return p.State().Fault == NotAllowed })
	if !p.State().Late(time.Now()) {
		t.Error("nobody is told that the organiser has to allow the booth")
	}
	h.allow(s)
	until(t, "allowed", func() bool { return p.State().AtHub == 1 && p.State().Fault == "" })
	h.store.Load().Close()
	signUp(t, s, 1)
	until(t, "a fault of the hub", func() bool { f := p.State().Fault; return f == Broken || f == Busy })
	h.fresh() // and it lost everything
	h.allow(s)
	until(t, "the new line", func() bool { return p.State().Waiting == 0 })
	if h.lines() != 1 {
		t.Fatal(h.lines())
	}
	if err := p.Everything(); err != nil {
		t.Fatal(err)
	}
	until(t, "the hub is filled again", func() bool { return h.lines() == 2 && p.State().Waiting == 0 && p.State().AtHub == 2 })
}

// What is refused goes to a tray and stays there, with what it was refused for; everything else goes on. It can be sent
// again, and nothing here is lost by it.
func TestWhatIsRefusedIsKeptAndCanBeSentAgain(t *testing.T) {
	h, one := newHub(t), booth(t, nil)
	two := booth(t, one)
	signUp(t, one, 2)
	signUp(t, two, 3)
	if _, err := one.Merge(t.Context(), closed(t, two), data.MergeOptions{Accept: func(string, int) bool { return true }}); err != nil {
		t.Fatal(err)
	}
	two = reopened(t, two.Dir())
	h.joinedBy(one)
	h.allow(one)
	st := pushed(t, one)
	if st.AtHub != 2 || len(st.Refused) != 3 || st.Waiting != 0 || !st.Late(time.Now()) {
		t.Fatalf("%+v", st)
	}
	for _, r := range st.Refused {
		if r.Code != wire.LineBooth || r.Booth != two.BoothID() {
			t.Errorf("%+v", r)
		}
	}
	before, err := one.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := New(one, Options{}) // as after a restart
	if st, err := p.Look(t.Context()); err != nil || len(st.Refused) != 3 || st.Waiting != 0 {
		t.Errorf("after a restart: %+v %v", st, err)
	}
	h.allow(two)
	if err := p.Again(); err != nil {
		t.Fatal(err)
	}
	if err := p.Push(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if st := p.State(); st.AtHub != 5 || len(st.Refused) != 0 || h.lines() != 5 {
		t.Errorf("%+v", st)
	}
	if after, err := one.Status(t.Context()); err != nil || after.Entries != before.Entries {
		t.Errorf("%+v, was %+v: %v", after, before, err)
	}
}

// closed closes a booth's folder, so that it can be merged.
func closed(t *testing.T, s *data.Store) string {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return s.Dir()
}

// One folder used in two places under one key signs two lines under one number: the hub keeps both, and the booth says so.
func TestWhatIsKeptApartIsSaid(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	signUp(t, s, 1)
	dir := closed(t, s)
	twin := filepath.Join(t.TempDir(), "twin")
	if err := os.CopyFS(twin, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	for i, d := range []string{dir, twin} {
		s = reopened(t, d)
		h.joinedBy(s)
		h.allow(s)
		signUp(t, s, 1)
		st := pushed(t, s)
		if st.AtHub != 2 || st.Apart != i || st.Waiting != 0 {
			t.Errorf("%s: %+v", d, st)
		}
		closed(t, s)
	}
	// Whoever fetches sees both.
	s = reopened(t, dir)
	p, err := Pull(t.Context(), s, false, Options{}, nil)
	if err != nil || p.Apart != 1 {
		t.Fatal(p, err)
	}
	defer p.Remove()
	r, err := s.Merge(t.Context(), p.Path(), data.MergeOptions{})
	if err != nil || r.Added != 1 || r.Conflicts != 1 {
		t.Errorf("%+v %v", r, err)
	}
}

// A booth whose clock is years off is heard, and shows its own times.
func TestAWrongClockIsHeard(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	signUp(t, s, 1)
	h.joinedBy(s)
	h.allow(s)
	p := New(s, Options{Now: func() time.Time { return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC) }})
	if err := p.Push(t.Context(), nil); err != nil || p.State().AtHub != 1 {
		t.Errorf("%+v %v", p.State(), err)
	}
}

// A batch that gets no answer is sent again, and is there once. One that is too large for the way becomes smaller.
func TestABadWayDoesNotHoldItUpForEver(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	signUp(t, s, 30)
	h.joinedBy(s)
	h.allow(s)
	h.says(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > 25_000 { // a proxy with a narrow limit
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		(*h.inner.Load()).ServeHTTP(w, r)
	})
	p := Start(s, Options{})
	until(t, "small batches", func() bool { return p.State().AtHub == 30 })
	p.Stop()
	// The answer gets lost on its way.
	signUp(t, s, 3)
	lost := false
	h.says(func(w http.ResponseWriter, r *http.Request) {
		if !lost && r.URL.Path != wire.PathHello {
			lost = true
			rec := discard{http.Header{}}
			(*h.inner.Load()).ServeHTTP(rec, r)
			c, _, _ := http.NewResponseController(w).Hijack()
			c.Close()
			return
		}
		(*h.inner.Load()).ServeHTTP(w, r)
	})
	p = Start(s, Options{})
	defer p.Stop()
	until(t, "the lost ones", func() bool { return p.State().AtHub == 33 })
	if !lost || h.lines() != 33 {
		t.Error(lost, h.lines())
	}
}

type discard struct{ h http.Header }

func (d discard) Header() http.Header         { return d.h }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)               {}

// A hub that hangs holds nothing up: neither a sign-up, nor the end of the program.
func TestAHubThatHangsHoldsNothingUp(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	h.joinedBy(s)
	h.allow(s)
	release := make(chan struct{})
	defer close(release)
	hung := make(chan struct{}, 100)
	h.says(func(http.ResponseWriter, *http.Request) {
		hung <- struct{}{}
		<-release
	})
	signUp(t, s, 1)
	p := Start(s, Options{})
	<-hung
	begun := time.Now()
	signUp(t, s, 20)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("20 sign-ups took %v", took)
	}
	if st := p.State(); st.Waiting == 0 || st.AtHub != 0 {
		t.Errorf("%+v", st)
	}
	begun = time.Now()
	p.Stop()
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("stopping took %v", took)
	}
}

// Erasing reaches the hub, and what was emptied here is not sent again for that.
func TestAnErasureReachesTheHub(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	saved := signUp(t, s, 3)
	h.joinedBy(s)
	h.allow(s)
	pushed(t, s)
	if _, err := s.Erase(t.Context(), saved[1].Code); err != nil {
		t.Fatal(err)
	}
	st := pushed(t, s)
	if st.AtHub != 4 || st.Waiting != 0 {
		t.Errorf("%+v", st)
	}
	stats, err := h.store.Load().Stats(t.Context())
	if err != nil || stats.Erasures != 1 || stats.Entries != 4 {
		t.Errorf("%+v %v", stats, err)
	}
}

// Two booths, and a desk that fetches: afterwards all three have the same people.
func TestTwoBoothsAndADeskMeet(t *testing.T) {
	h, desk := newHub(t), booth(t, nil)
	one, two := booth(t, desk), booth(t, desk)
	all := []*data.Store{desk, one, two}
	signUp(t, desk, 1)
	gone := signUp(t, one, 4)
	signUp(t, two, 5)
	for _, s := range all {
		h.joinedBy(s)
	}
	h.allow(all...)
	if _, err := one.Erase(t.Context(), gone[0].Code); err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		pushed(t, s)
	}
	yes := data.MergeOptions{Accept: func(string, int) bool { return true }}
	for _, s := range all {
		p, err := Pull(t.Context(), s, false, Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		preview, err := s.PreviewMerge(t.Context(), p.Path(), nil, yes)
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Merge(t.Context(), p.Path(), yes)
		if err != nil || r.Added != preview.Added || r.Added == 0 || len(r.Keys)+len(r.Terms) > 0 || r.Forged+r.Damaged+r.Conflicts > 0 {
			t.Errorf("%+v, previewed %+v: %v", r, preview.MergeReport, err)
		}
		p.Remove()
		if _, err := os.Stat(filepath.Join(s.Dir(), "from-hub")); !os.IsNotExist(err) {
			t.Error("what was fetched stays", err)
		}
		// What the hub has handed out it need not be sent.
		n := h.asked.Load()
		if st := pushed(t, s); st.AtHub != 11 || h.asked.Load() != n {
			t.Errorf("%+v, asked %d times", st, h.asked.Load()-n)
		}
		if p, err := Pull(t.Context(), s, false, Options{}, nil); err != nil || p.Lines != 0 || p.Path() != "" {
			t.Errorf("fetching twice brings %+v %v", p, err)
		}
	}
	key, _, err := desk.TryPassphrase(t.Context(), []byte(phrase))
	if err != nil {
		t.Fatal(err)
	}
	want := everybody(t, desk, key)
	if n := strings.Count(want, `"1380000`); n != 9 {
		t.Errorf("%d people at the desk", n)
	}
	for _, s := range all[1:] {
		if got := everybody(t, s, key); got != want {
			t.Errorf("a booth has\n%s\nand the desk\n%s", got, want)
		}
	}
	// And a desk that lost everything but its keys gets all of it again.
	if p, err := Pull(t.Context(), desk, true, Options{}, nil); err != nil || p.Lines != 11 {
		t.Errorf("%+v %v", p, err)
	} else {
		p.Remove()
	}
}

// A hub that lies in what it hands out makes nobody up and ends nowhere.
func TestAHubThatLiesHandsOutNothing(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	other := booth(t, s)
	signUp(t, other, 3)
	h.joinedBy(s)
	h.joinedBy(other)
	h.allow(s, other)
	pushed(t, other)
	real := *h.inner.Load()
	page := func(change func(*wire.Page)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			rec := &recorded{discard: discard{http.Header{}}}
			real.ServeHTTP(rec, r)
			var p wire.Page
			json.Unmarshal(rec.body, &p)
			change(&p)
			out, _ := json.Marshal(p)
			signed, _ := wire.ReadSigned(r.Header)
			wire.SignAnswer(h.key, w.Header(), signed.Sig, http.StatusOK, out)
			w.Write(out)
		}
	}
	var first *wire.Place
	h.says(page(func(p *wire.Page) {
		if l := p.Lines; first == nil {
			first = &wire.Place{Booth: l[0].Booth, Seq: l[0].Seq, ID: l[0].ID}
		}
		p.Next = first // in circles
	}))
	if _, err := Pull(t.Context(), s, false, Options{}, nil); err == nil || err.(ErrHub).Fault != Lies {
		t.Errorf("circles: %v", err)
	}
	h.says(page(func(p *wire.Page) {
		for i := range p.Lines {
			switch i {
			case 0:
				p.Lines[i].Hour++ // not what was signed
			case 1:
				p.Lines[i].Digest = nil
			}
		}
	}))
	p, err := Pull(t.Context(), s, false, Options{}, nil)
	if err != nil || p.Unfit != 1 || p.Lines != 2 {
		t.Fatal(p, err)
	}
	defer p.Remove()
	r, err := s.Merge(t.Context(), p.Path(), data.MergeOptions{Accept: func(string, int) bool { return true }})
	if err != nil || r.Added != 1 || r.Forged != 1 {
		t.Errorf("%+v %v", r, err)
	}
}

type recorded struct {
	discard
	body []byte
}

func (r *recorded) Write(b []byte) (int, error) {
	r.body = append(r.body, b...)
	return len(b), nil
}

func TestJoiningAndLeaving(t *testing.T) {
	h, s := newHub(t), booth(t, nil)
	signUp(t, s, 1)
	j, err := Look(t.Context(), s, h.at.URL)
	if err != nil {
		t.Fatal(err)
	}
	full := j.Fingerprint()
	if !j.Named(full) || !j.Named(" "+strings.ToUpper(full[:16])+" "+full[16:]) || j.Named(full[:31]) || j.Named("") {
		t.Error("a fingerprint is taken for another, or not for itself")
	}
	h.joinedBy(s)
	h.allow(s)
	pushed(t, s)
	audit, err := s.AuditLog(t.Context())
	if err != nil || !slices.ContainsFunc(audit, func(a data.Audited) bool { return a.What == "hub joined: "+full }) {
		t.Error("the audit does not say that a hub was joined", err)
	}
	if err := Leave(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if _, in := Of(s); in || New(s, Options{}) != nil {
		t.Error("it has not left")
	}
	if _, err := os.Stat(filepath.Join(s.Dir(), athub.Name)); !os.IsNotExist(err) {
		t.Error("what the hub said stays", err)
	}
	// Another hub has nothing of it yet.
	h2 := newHub(t)
	h2.key = keyOf("another")
	h2.serve()
	h2.joinedBy(s)
	h2.allow(s)
	if st := pushed(t, s); st.AtHub != 1 || h2.lines() != 1 {
		t.Errorf("%+v", st)
	}
	for _, url := range []string{"", "hub.example.org", "http://hub.example.org", "ftp://hub.example.org", "https://u:p@hub.example.org", "https://hub.example.org/?x=1"} {
		if _, err := Look(t.Context(), s, url); err != wire.ErrAddress {
			t.Errorf("%q: %v", url, err)
		}
	}
	practice := filepath.Join(t.TempDir(), "practice")
	if err := data.CreatePractice(practice, event, data.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := Look(t.Context(), reopened(t, practice), h.at.URL); err != ErrPractice {
		t.Error(err)
	}
}
