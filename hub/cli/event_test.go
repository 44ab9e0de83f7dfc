package cli

import (
	"crypto/ed25519"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
	"matchbooth/data/wire"
	"matchbooth/data/words"
	"matchbooth/hub/store"
)

const examplePack = "../../docs/examples/swab-by-post"

// aDesk signs key sets.
type aDesk struct{ ed25519.PrivateKey }

func (d aDesk) Public() ed25519.PublicKey     { return public(d.PrivateKey) }
func (d aDesk) Sign(b []byte) ([]byte, error) { return ed25519.Sign(d.PrivateKey, b), nil }

// aSet is a key set of the example's event.
func aSet(t *testing.T, event string) *keyset.Set {
	t.Helper()
	var keys []string
	for range 2 {
		id, err := seal.Generate()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, id.Recipient())
	}
	return keyset.NewSet(keyset.ModeLive, event, keys, nil, time.Unix(1700000000, 0))
}

// written signs a set and writes its file.
func written(t *testing.T, set *keyset.Set, desk string, serial int64) string {
	t.Helper()
	if desk != "" {
		if err := set.Sign(aDesk{keyOf(desk)}, serial); err != nil {
			t.Fatal(err)
		}
	}
	b, err := set.Encode()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), keyset.FileName)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// answered has the next question answered so.
func answered(t *testing.T, line string) {
	stdin = strings.NewReader(line)
	t.Cleanup(func() { stdin = os.Stdin })
}

// aHub is a hub's folder that nobody serves.
func aHub(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "hub")
	start(t, dir).kill()
	return dir
}

func TestAHubIsToldOfAnEvent(t *testing.T) {
	dir := aHub(t)
	set := aSet(t, "swab-by-post")
	file := written(t, set, "desk", 1)
	six := strings.Join(words.Fingerprint(set.Fingerprint(), "en"), " ")
	fails := func(what, want string, args ...string) {
		t.Helper()
		code, _, said := command(t, append([]string{"event", "--data", dir}, args...)...)
		if code != exitFailed || !strings.Contains(said, want) || strings.Count(said, "matchbooth-hub: ") != 1 {
			t.Errorf("%s: %d %s", what, code, said)
		}
	}
	answered(t, "n\n")
	fails("no", "say yes", examplePack, "--keys", file)
	fails("other words", "not the six words", examplePack, "--keys", file, "--expect", "one two three four five six")
	fails("no pack", "no event pack", dir, "--keys", file, "--expect", six)
	fails("no keys", "not a keys.toml", examplePack, "--keys", filepath.Join(dir, fileStore))
	fails("unsigned", "has not signed", examplePack, "--keys", written(t, aSet(t, "swab-by-post"), "", 0))
	fails("another event", "take both from one booth", examplePack, "--keys", written(t, aSet(t, "another"), "desk", 1))
	changed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "keys.toml")
	if err := os.WriteFile(bad, []byte(strings.Replace(string(changed), "serial = 1", "serial = 2", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	fails("changed since", "was changed", examplePack, "--keys", bad, "--expect", six)

	answered(t, "y\n")
	if code, out, said := command(t, "event", "--data", dir, examplePack, "--keys", file); code != 0 || !strings.Contains(out, six) || !strings.Contains(said, "(yes/no)") {
		t.Errorf("%d %s %s", code, out, said)
	}
	well(t, "event", "--data", dir, examplePack, "--keys", file, "--expect", set.Fingerprint()) // again
	st, err := store.Open(t.Context(), filepath.Join(dir, fileStore))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if got, err := st.Keys(t.Context(), "swab-by-post"); err != nil || !got.Same(set) {
		t.Errorf("%v, %v", got, err)
	}
	if list, err := st.Booths(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("a booth is allowed: %v %v", list, err)
	}
	// A later set of the same desk replaces it; others do not.
	next := *set
	later := written(t, &next, "desk", 2)
	well(t, "event", "--data", dir, examplePack, "--keys", later, "--expect", next.Fingerprint())
	fails("an older set", "newer keys", examplePack, "--keys", file, "--expect", six)
	other := aSet(t, "swab-by-post")
	fails("another desk", "another desk", examplePack, "--keys", written(t, other, "another desk", 3), "--expect", other.Fingerprint())
}

func TestAnEventIsErasedForGood(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hub")
	booth := keyOf("booth")
	p := start(t, dir)
	id := entry.BoothID(public(booth))
	var lines []wire.Line
	for n := range int64(50) {
		lines = append(lines, signUp(booth, n+1, strings.Repeat("sealed-canary-", 200)))
	}
	well(t, "allow", "--data", dir, "--event", event, id)
	well(t, "allow", "--data", dir, "--event", "stays", id)
	if _, err := client(t, dir, p.url, booth).Put(t.Context(), event, wire.Batch{Batch: "b", Lines: lines}); err != nil {
		t.Fatal(err)
	}
	if _, err := client(t, dir, p.url, booth).Put(t.Context(), "stays", wire.Batch{Batch: "b", Lines: []wire.Line{signUp(booth, 1, "stays")}}); err != nil {
		t.Fatal(err)
	}
	if code, _, said := command(t, "erase-event", "--data", dir, event); code != exitFailed || !strings.Contains(said, "was erased") {
		t.Errorf("unasked: %d %s", code, said)
	}
	if code, _, said := command(t, "erase-event", "--data", dir, "unknown", "--yes"); code != exitFailed || !strings.Contains(said, "does not know") {
		t.Errorf("unknown: %d %s", code, said)
	}
	answered(t, "y\n")
	if code, out, said := command(t, "erase-event", "--data", dir, event); code != 0 || !strings.Contains(out, "50 entries") || !strings.Contains(said, "(yes/no)") {
		t.Errorf("while it serves: %d %s %s", code, out, said)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil || strings.Contains(string(b), "canary") || strings.Contains(string(b), event) {
			t.Errorf("%s has something of it still, %v", filepath.Base(f), err)
		}
	}
	if _, err := client(t, dir, p.url, booth).Since(t.Context(), event, wire.Query{}); err == nil {
		t.Error("a booth is still heard there")
	}
	if got, err := client(t, dir, p.url, booth).Since(t.Context(), "stays", wire.Query{}); err != nil || len(got.Lines) != 1 {
		t.Errorf("the other event: %+v, %v", got, err)
	}
}

// The backup that the guide has an office make while the hub serves is a hub again, with its key.
func TestABackupIsAHubAgain(t *testing.T) {
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("sqlite3 is not installed here")
	}
	dir, again := filepath.Join(t.TempDir(), "hub"), t.TempDir()
	booth := keyOf("booth")
	p := start(t, dir)
	well(t, "allow", "--data", dir, "--event", event, entry.BoothID(public(booth)))
	if _, err := client(t, dir, p.url, booth).Put(t.Context(), event, wire.Batch{Batch: "b", Lines: []wire.Line{signUp(booth, 1, "sealed")}}); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("sqlite3", filepath.Join(dir, fileStore), ".backup "+filepath.Join(again, fileStore)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	key, err := os.ReadFile(filepath.Join(dir, fileKey))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(again, fileKey), key, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := well(t, "verify", "--data", again); !strings.Contains(out, "1 entry read") {
		t.Error(out)
	}
	p = start(t, again)
	if got, err := client(t, again, p.url, booth).Since(t.Context(), event, wire.Query{}); err != nil || len(got.Lines) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}
