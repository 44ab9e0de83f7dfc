package cli

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// The tests' own program is the hub, where this is set.
const asHub = "MATCHBOOTH_HUB_TEST"

func TestMain(m *testing.M) {
	if os.Getenv(asHub) != "" {
		os.Exit(Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Setenv("LC_ALL", "C")
	os.Unsetenv("MATCHBOOTH_HUB_STORE")
	os.Exit(m.Run())
}

const event = "an-event"

func keyOf(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func signUp(key ed25519.PrivateKey, seq int64, sealed string) wire.Line {
	nonce := bytes.Repeat([]byte{byte(seq), byte(seq >> 8)}, entry.NonceSize/2)
	sum := sha256.Sum256([]byte(sealed))
	e := entry.Entry{
		ID: entry.ID(public(key), seq), Person: entry.PersonID(public(key), nonce), Kind: entry.KindSignUp, Booth: entry.BoothID(public(key)),
		Seq: seq, Tick: seq, Hour: 1, Digest: sum[:], Nonce: nonce, Sealed: []byte(sealed),
	}
	e.Sig = ed25519.Sign(key, e.SignedBytes())
	return wire.LineOf(&e)
}

// command runs a command in this process.
func command(t *testing.T, args ...string) (code int, out, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Main(args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// well runs a command that has to succeed.
func well(t *testing.T, args ...string) string {
	t.Helper()
	code, out, said := command(t, args...)
	if code != 0 || said != "" {
		t.Fatalf("%v: %d %s", args, code, said)
	}
	return out
}

// process is a hub that runs.
type process struct {
	cmd *exec.Cmd
	url string
	mu  sync.Mutex
	log bytes.Buffer
	end chan struct{} // closed once its log has ended
}

func (p *process) logged() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// start starts a hub on a folder, and waits until it says where it listens.
func start(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(os.Args[0], append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, args...)...), end: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), asHub+"=1")
	pipe, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	at := make(chan string, 1)
	go func() {
		defer close(p.end)
		for lines := bufio.NewScanner(pipe); lines.Scan(); {
			p.mu.Lock()
			p.log.WriteString(lines.Text() + "\n")
			p.mu.Unlock()
			var l struct{ Msg, Listen string }
			if json.Unmarshal(lines.Bytes(), &l) == nil && l.Msg == "serving" {
				at <- l.Listen
			}
		}
	}()
	select {
	case l := <-at:
		p.url = "http://" + l
	case <-p.end:
		t.Fatalf("it ended: %s", p.logged())
	case <-time.After(time.Minute):
		t.Fatalf("it does not serve: %s", p.logged())
	}
	return p
}

// kill ends it as a power cut would.
func (p *process) kill() {
	p.cmd.Process.Kill()
	<-p.end
	p.cmd.Wait()
}

// client speaks to a hub at an address in the name of a booth.
func client(t *testing.T, dir, url string, key ed25519.PrivateKey) *wire.Client {
	t.Helper()
	hub, err := readKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	c, err := wire.NewClient(url, public(hub), key, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAnOrganiserRunsAHub(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hub")
	booth := keyOf("booth")
	id := entry.BoothID(public(booth))
	p := start(t, dir)
	c := client(t, dir, p.url, booth)
	batch := wire.Batch{Batch: "b", Lines: []wire.Line{signUp(booth, 1, "sealed")}}
	if _, err := c.Put(t.Context(), event, batch); err == nil {
		t.Error("a booth speaks that nobody has allowed")
	}
	if code, _, said := command(t, "allow", "--data", dir, id); code != exitMisuse || !strings.Contains(said, "--event") {
		t.Errorf("without an event: %d %s", code, said)
	}
	if out := well(t, "allow", "--data", dir, "--event", event, id); !strings.Contains(out, id) {
		t.Error(out)
	}
	well(t, "allow", "--data", dir, entry.BoothID(public(keyOf("other")))) // there is one event now
	if r, err := c.Put(t.Context(), event, batch); err != nil || len(r.Saved) != 1 {
		t.Errorf("while it serves, allowed: %+v, %v", r, err)
	}
	var is status
	if err := json.Unmarshal([]byte(well(t, "status", "--data", dir, "--json")), &is); err != nil || is.Entries != 1 || is.Booths != 2 || len(is.List) != 2 || is.Hub != entry.BoothID(is.Key) {
		t.Errorf("%+v, %v", is, err)
	}
	if out := well(t, "status", "--data", dir); !strings.Contains(out, is.Hub+" ("+six(is.Hub[:16])+")") || !strings.Contains(out, id) || !strings.Contains(out, "1 entry,") {
		t.Error(out)
	}
	if out := well(t, "verify", "--data", dir); !strings.Contains(out, "1 entry read") {
		t.Error(out)
	}
	well(t, "revoke", "--data", dir, id)
	if _, err := c.Put(t.Context(), event, batch); err == nil {
		t.Error("a revoked booth speaks")
	}
	if code, _, said := command(t, "revoke", "--data", dir, entry.BoothID(public(keyOf("stranger")))); code != exitFailed || !strings.Contains(said, "never allowed") {
		t.Errorf("a stranger: %d %s", code, said)
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-p.end
	if err := p.cmd.Wait(); err != nil || !strings.Contains(p.logged(), `"stopped"`) {
		t.Errorf("told to stop: %v\n%s", err, p.logged())
	}
	for _, name := range []string{fileKey, fileStore} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}

func TestAWrongCallSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	id := entry.BoothID(public(keyOf("booth")))
	for _, args := range [][]string{
		{"serve"}, {"serve", "--data", dir, "--listen", "0.0.0.0:0"}, {"serve", "--data", dir, "--listen", ":0"}, {"serve", "--data", dir, "--listen", "example.org:0"}, {"serve", "--data", dir, "--listen", "x"},
		{"serve", "--data", dir, "--tls-cert", "x"}, {"serve", "--data", dir, "--base-path", "hub"}, {"serve", "--data", dir, "--store", "mysql://x"}, {"allow", "--data", dir, "--event", event, "x"},
		{"allow", "--data", dir, "--event", "an event", id}, {"event", "--data", dir, "pack"}, {"nothing"},
	} {
		if code, _, said := command(t, args...); code != exitMisuse || strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "matchbooth-hub: ") {
			t.Errorf("%v: %d %s", args, code, said)
		}
	}
	// Only serve makes a hub: a folder that was mistyped is none.
	for _, args := range [][]string{{"allow", "--data", dir, "--event", event, id}, {"status", "--data", dir}, {"verify", "--data", dir}, {"revoke", "--data", dir, "--event", event, id}, {"erase-event", "--data", dir, event, "--yes"}} {
		if code, _, said := command(t, args...); code != exitFailed || !strings.Contains(said, "not a hub's folder") {
			t.Errorf("%v: %d %s", args, code, said)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("something was made: %v %v", files, err)
	}
}

func TestTheHelpIsInTheLanguageOfThePlace(t *testing.T) {
	for lang, want := range map[string]string{"zh_CN.UTF-8": "汇总服务器", "en_US.UTF-8": "can read none of it"} {
		t.Setenv("LC_ALL", lang)
		for _, args := range [][]string{{"--help"}, {"serve", "--help"}} {
			code, out, said := command(t, args...)
			if code != 0 || said != "" || len(args) == 1 && !strings.Contains(out, want) || strings.Contains(out, "⟦") || strings.Contains(out, "help_") {
				t.Errorf("%s %v: %d %s %s", lang, args, code, out, said)
			}
			if strings.HasPrefix(lang, "zh") && (strings.Contains(out, "Usage") || strings.Contains(out, "Flags:") || strings.Contains(out, "Show context")) {
				t.Errorf("English in the Chinese help:\n%s", out)
			}
		}
	}
}

func TestTheKeyStaysWhatItIs(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	made := make([]ed25519.PrivateKey, 8)
	for i := range made {
		all.Go(func() {
			key, err := makeKey(dir)
			if err != nil {
				t.Error(err)
			}
			made[i] = key
		})
	}
	all.Wait()
	for _, key := range made {
		if !key.Equal(made[0]) {
			t.Fatal("two keys were made")
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%v %v", files, err)
	}
	for _, text := range []string{"", keyHead, keyHead + "x\n", strings.Repeat("x", 100)} {
		if err := os.WriteFile(filepath.Join(dir, fileKey), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := makeKey(dir); err == nil {
			t.Errorf("%q is a key, or was replaced", text)
		}
	}
}

// What changed in the file is named by verify, which then fails.
func TestVerifyFindsADamagedFile(t *testing.T) {
	dir := t.TempDir()
	booth := keyOf("booth")
	p := start(t, dir)
	well(t, "allow", "--data", dir, "--event", event, entry.BoothID(public(booth)))
	l := signUp(booth, 1, strings.Repeat("sealed-", 100))
	if _, err := client(t, dir, p.url, booth).Put(t.Context(), event, wire.Batch{Batch: "b", Lines: []wire.Line{l}}); err != nil {
		t.Fatal(err)
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	<-p.end
	p.cmd.Wait()
	b, err := os.ReadFile(filepath.Join(dir, fileStore))
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.Replace(b, []byte("sealed-sealed-sealed"), []byte("sealed-sealed-seaLed"), 1)
	if err := os.WriteFile(filepath.Join(dir, fileStore), b, 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, said := command(t, "verify", "--data", dir)
	if code != exitFailed || !strings.Contains(out, l.ID) || !strings.Contains(said, "1 entry is not as") {
		t.Errorf("%d %s %s", code, out, said)
	}
	code, out, _ = command(t, "verify", "--data", dir, "--json")
	var is struct {
		Read   int
		Faults []struct{ ID, What string }
	}
	if err := json.Unmarshal([]byte(out), &is); code != exitFailed || err != nil || len(is.Faults) != 1 || is.Faults[0].What != wire.LineDamaged {
		t.Errorf("%d %s %v", code, out, err)
	}
}
