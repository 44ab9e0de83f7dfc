package inbox

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/keyset"
	"matchbooth/data/record"
	"matchbooth/data/seal"
	"matchbooth/data/wire"
	"matchbooth/hub/page"
	"matchbooth/hub/serve"
	"matchbooth/hub/store"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/hub"
)

const (
	eventID = "a-day"
	phrase  = "swift-otter-lamp-brick-cloud-nine"
	canary  = "canary-13912345678"
)

var logged bytes.Buffer

func TestMain(m *testing.M) {
	data.LightWork()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	// A booth's SQLite chooses its kind of lock before this process opens the first database, and here that would be a hub's.
	dir, err := os.MkdirTemp("", "matchbooth-inbox-test")
	if err == nil {
		err = data.CreatePractice(filepath.Join(dir, "booth"), eventID, data.Options{})
	}
	if err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// world is a desk, and a real hub on a real address that it has joined.
type world struct {
	t    *testing.T
	s    *data.Store
	box  *Box
	pack *event.Pack
	key  data.Opener
	desk *data.Desk
	to   seal.Recipients
	hub  *store.Store
	now  time.Time
}

var draws atomic.Int32

func newID() string {
	return fmt.Sprintf("0f9a4c1e-0000-4000-8000-%012x", draws.Add(1))
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Now()}
	pack, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	w.pack = pack
	dir := filepath.Join(t.TempDir(), "desk")
	if err := data.CreateLive(dir, data.Setup{Event: eventID, Passphrase: []byte(phrase), PIN: "604827", RetentionDays: 3650}, data.Options{}); err != nil {
		t.Fatal(err)
	}
	w.open(dir)
	t.Cleanup(func() { w.s.Close() })
	keys, err := os.ReadFile(filepath.Join(dir, "keys.toml"))
	if err != nil {
		t.Fatal(err)
	}
	set, err := keyset.Parse(string(keys))
	if err != nil {
		t.Fatal(err)
	}
	if w.to, err = seal.NewRecipients(set.Recipients()...); err != nil {
		t.Fatal(err)
	}
	w.hub, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.hub.Close() })
	seed := sha256.Sum256([]byte("hub"))
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := &serve.Hub{Texts: texts, Store: w.hub, Key: ed25519.NewKeyFromSeed(seed[:]), Log: slog.New(slog.DiscardHandler)}
	at := httptest.NewServer(h.Handler())
	t.Cleanup(at.Close)
	j, err := hub.Look(t.Context(), w.s, at.URL)
	if err == nil {
		err = hub.Join(t.Context(), w.s, j)
	}
	if err == nil {
		err = w.hub.SetKeys(t.Context(), set, string(keys))
	}
	if err == nil {
		var says []byte
		says, err = json.Marshal(page.Of(pack, set.Recipients()))
		if err == nil {
			err = w.hub.SetPage(t.Context(), eventID, says)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// open opens the desk's folder, as after a start.
func (w *world) open(dir string) {
	w.t.Helper()
	var err error
	if w.s, err = data.Open(dir, data.Options{}); err != nil {
		w.t.Fatal(err)
	}
	if w.key, _, err = w.s.TryPassphrase(w.t.Context(), []byte(phrase)); err != nil {
		w.t.Fatal(err)
	}
	if w.desk, err = w.s.DeskOf(w.key); err != nil {
		w.t.Fatal(err)
	}
	w.box = Open(dir)
}

// again is a start after the program was killed.
func (w *world) again() {
	w.t.Helper()
	dir := w.s.Dir()
	w.s.Close()
	w.open(dir)
}

// signUp signs somebody up, with the code of a take-home.
func (w *world) signUp(phone string) (data.Saved, record.FollowUp) {
	w.t.Helper()
	f := record.NewFollowUp()
	up := record.SignUp{At: w.now.Add(-48 * time.Hour), Lang: "zh", FollowUp: f, Fields: map[string]record.Field{
		"name": {Text: "陈某"}, "phone": {Text: record.Text(phone)},
		"contact1": {Person: &record.Person{Name: "李四", Relation: "friend", Phone: "13800009999"}},
	}}
	saved, err := w.s.SignUp(w.t.Context(), up)
	if err != nil {
		w.t.Fatal(err)
	}
	return saved, f
}

// says makes a wish by a take-home's code.
func says(f record.FollowUp, kind string, answers ...string) wire.Wish {
	m := wire.Wish{Version: 1, Event: eventID, ID: newID(), Wish: kind, Lang: "zh", Hour: time.Now().Unix() / 3600, By: wire.WishByPage, Answers: map[string]string{}}
	if f != "" {
		m.Match = wire.Match(f.Bytes())
	}
	for i := 0; i+1 < len(answers); i += 2 {
		m.Answers[answers[i]] = answers[i+1]
	}
	return m
}

// seal seals a wish as a phone does.
func (w *world) seal(m wire.Wish) []byte {
	w.t.Helper()
	plain, err := m.Pack()
	if err != nil {
		w.t.Fatal(err)
	}
	sealed, err := w.to.Seal(plain)
	if err != nil {
		w.t.Fatal(err)
	}
	return sealed
}

// sent puts a wish into the hub, as its page does.
func (w *world) sent(m wire.Wish) wire.Wish {
	w.t.Helper()
	w.put(m.ID, w.seal(m))
	return m
}

func (w *world) put(id string, sealed []byte) {
	w.t.Helper()
	if err := w.hub.PutWish(w.t.Context(), eventID, wire.SealedWish{ID: id, Hour: w.now.Unix() / 3600, Sealed: sealed}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) pull() int {
	w.t.Helper()
	n, err := w.box.Pull(w.t.Context(), w.s, w.desk, hub.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) records() []record.Record {
	w.t.Helper()
	list, faults, err := w.s.Records(w.t.Context(), w.key, nil)
	if err != nil || len(faults) > 0 {
		w.t.Fatal(err, faults)
	}
	return list
}

func (w *world) list() []Wish {
	w.t.Helper()
	all, err := w.box.List(w.t.Context(), w.key, w.pack, eventID, w.records())
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func (w *world) at() Desk {
	w.t.Helper()
	at, err := w.s.AtDesk(w.desk)
	if err != nil {
		w.t.Fatal(err)
	}
	return Desk{Store: w.s, At: at, Event: eventID, Key: w.key, Pack: w.pack, Records: w.records()}
}

func (w *world) decision() Decision {
	return Decision{By: "LM", Reason: "from the page", Now: time.Now()}
}

func (w *world) accept(id string) error {
	w.t.Helper()
	_, err := w.box.Accept(w.t.Context(), w.at(), id, w.decision())
	return err
}

func (w *world) of(person string) record.Record {
	w.t.Helper()
	for _, r := range w.records() {
		if r.Person == person {
			return r
		}
	}
	w.t.Fatal("nobody")
	return record.Record{}
}

// onDisk is everything in the inbox's folder.
func (w *world) onDisk() string {
	w.t.Helper()
	var all strings.Builder
	files, _ := os.ReadDir(filepath.Join(w.s.Dir(), data.InboxFolder))
	for _, f := range files {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			w.t.Errorf("%s: %v %v", f.Name(), info.Mode(), err)
		}
		b, err := os.ReadFile(filepath.Join(w.s.Dir(), data.InboxFolder, f.Name()))
		if err != nil {
			w.t.Fatal(err)
		}
		all.WriteString(f.Name() + "\n" + string(b))
	}
	return all.String()
}
