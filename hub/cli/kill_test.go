package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
	"matchbooth/hub/store"
)

// rounds is how often a hub is killed.
func rounds() int {
	if os.Getenv("MATCHBOOTH_LONG") != "" {
		return 200
	}
	return 6
}

// Booths send while the hub is killed at random and started again. What it acknowledged, it has, and has it once; what it
// did not, it has after it was sent again.
func TestAKilledHubKeepsWhatItAcknowledged(t *testing.T) {
	dir := t.TempDir()
	random := rand.New(rand.NewSource(1))
	p := start(t, dir)
	const booths = 4
	var mu sync.Mutex
	acknowledged, sent := map[string]bool{}, map[string]wire.Line{}
	next := [booths]int64{}
	for n := range booths {
		well(t, "allow", "--data", dir, "--event", event, entry.BoothID(public(keyOf(fmt.Sprint("booth ", n)))))
	}
	for round := range rounds() {
		ctx, stop := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for n := range booths {
			key := keyOf(fmt.Sprint("booth ", n))
			c := client(t, dir, p.url, key)
			all.Go(func() {
				for ctx.Err() == nil {
					next[n]++
					l := signUp(key, next[n], fmt.Sprint("sealed ", n, next[n]))
					mu.Lock()
					sent[l.ID] = l
					mu.Unlock()
					r, err := c.Put(ctx, event, wire.Batch{Batch: l.ID, Lines: []wire.Line{l}})
					if err != nil {
						return
					}
					mu.Lock()
					for _, id := range r.Saved {
						acknowledged[id] = true
					}
					mu.Unlock()
				}
			})
		}
		time.Sleep(time.Duration(20+random.Intn(200)) * time.Millisecond)
		p.kill()
		stop()
		all.Wait()
		p = start(t, dir)
		there := everything(t, dir, p.url)
		for id := range acknowledged {
			if there[id] != 1 {
				t.Fatalf("round %d: an acknowledged line is there %d times", round, there[id])
			}
		}
	}
	if len(acknowledged) == 0 {
		t.Fatal("nothing was ever acknowledged")
	}
	for n := range booths {
		key := keyOf(fmt.Sprint("booth ", n))
		c := client(t, dir, p.url, key)
		var again []wire.Line
		for _, l := range sent {
			if l.Booth == entry.BoothID(public(key)) {
				again = append(again, l)
			}
		}
		for len(again) > 0 {
			part := again[:min(len(again), wire.MaxLines)]
			if r, err := c.Put(t.Context(), event, wire.Batch{Batch: "again", Lines: part}); err != nil || len(r.Saved) != len(part) {
				t.Fatalf("sent again: %v", err)
			}
			again = again[len(part):]
		}
	}
	there := everything(t, dir, p.url)
	if len(there) != len(sent) {
		t.Errorf("%d lines are there of %d", len(there), len(sent))
	}
	if out := well(t, "verify", "--data", dir); !strings.Contains(out, fmt.Sprint(len(sent))) {
		t.Errorf("%s of %d", out, len(sent))
	}
}

// everything counts the lines that a hub hands out, by id.
func everything(t *testing.T, dir, url string) map[string]int {
	t.Helper()
	c := client(t, dir, url, keyOf("booth 0"))
	there := map[string]int{}
	for q := (wire.Query{}); ; {
		p, err := c.Since(t.Context(), event, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range p.Lines {
			there[l.ID]++
		}
		if q.After = p.Next; p.Next == nil {
			return there
		}
	}
}

// The hub is killed after its commit and before its answer arrives: the booth knows nothing, sends again, and the line
// is there once.
func TestAnAnswerThatIsLostWithTheHub(t *testing.T) {
	dir := t.TempDir()
	booth := keyOf("booth 0")
	var now atomic.Pointer[process]
	now.Store(start(t, dir))
	well(t, "allow", "--data", dir, "--event", event, entry.BoothID(public(booth)))
	between := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := now.Load()
		req, _ := http.NewRequest(r.Method, p.url+r.URL.Path, r.Body)
		req.Header = r.Header
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			io.ReadAll(res.Body)
			res.Body.Close()
		}
		p.kill()
		panic(http.ErrAbortHandler)
	}))
	defer between.Close()
	for n := range int64(3) {
		l := signUp(booth, n+1, "sealed")
		b := wire.Batch{Batch: "b", Lines: []wire.Line{l}}
		if r, err := client(t, dir, between.URL, booth).Put(t.Context(), event, b); err == nil || len(r.Saved) != 0 {
			t.Fatalf("a lost answer: %+v, %v", r, err)
		}
		p := start(t, dir)
		now.Store(p)
		if there := everything(t, dir, p.url); there[l.ID] != 1 {
			t.Fatalf("it had committed, and the line is there %d times", there[l.ID])
		}
		if r, err := client(t, dir, p.url, booth).Put(t.Context(), event, b); err != nil || len(r.Saved) != 1 {
			t.Fatalf("sent again: %+v, %v", r, err)
		}
		if there := everything(t, dir, p.url); len(there) != int(n+1) {
			t.Errorf("%v", there)
		}
	}
}

// Restored from an old backup and sent everything again, a hub has what it had.
func TestARestoredHubIsRefilled(t *testing.T) {
	dir := t.TempDir()
	booth := keyOf("booth 0")
	p := start(t, dir)
	well(t, "allow", "--data", dir, "--event", event, entry.BoothID(public(booth)))
	send := func(lines ...wire.Line) {
		t.Helper()
		if r, err := client(t, dir, p.url, booth).Put(t.Context(), event, wire.Batch{Batch: "b", Lines: lines}); err != nil || len(r.Saved) != len(lines) {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	var lines []wire.Line
	for n := range int64(20) {
		lines = append(lines, signUp(booth, n+1, fmt.Sprint("sealed ", n)))
	}
	send(lines[:5]...)
	p.cmd.Process.Signal(os.Interrupt)
	<-p.end
	p.cmd.Wait()
	old, err := os.ReadFile(filepath.Join(dir, fileStore))
	if err != nil {
		t.Fatal(err)
	}
	p = start(t, dir)
	send(lines[5:]...)
	before := dump(t, dir, p.url)
	p.kill()
	for _, name := range []string{fileStore + "-wal", fileStore + "-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, fileStore), old, 0o600); err != nil {
		t.Fatal(err)
	}
	p = start(t, dir)
	if dump(t, dir, p.url) == before {
		t.Fatal("the old backup has everything")
	}
	send(lines...)
	if dump(t, dir, p.url) != before {
		t.Error("refilled it is another")
	}
}

// dump is all that a hub hands out.
func dump(t *testing.T, dir, url string) string {
	t.Helper()
	p, err := client(t, dir, url, keyOf("booth 0")).Since(t.Context(), event, wire.Query{})
	if err != nil || p.Next != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%v", p.Lines)
}

// Nothing that only the person and the event's keys may read is in the folder or the log: what is sealed is sealed
// before it comes, and what else a program might note about a request is not noted.
func TestTheFolderHasNothingReadable(t *testing.T) {
	dir := t.TempDir()
	booth := keyOf("booth 0")
	p := start(t, dir)
	well(t, "allow", "--data", dir, "--event", event, entry.BoothID(public(booth)))
	l := signUp(booth, 1, "\x00sealed\x00")
	refused := signUp(booth, 2, "canary-refused")
	refused.Sealed = []byte("canary-damaged")
	stranger := signUp(keyOf("stranger"), 1, "canary-stranger")
	if _, err := client(t, dir, p.url, booth).Put(t.Context(), event, wire.Batch{Batch: "b", Lines: []wire.Line{l, refused, stranger}}); err != nil {
		t.Fatal(err)
	}
	if _, err := client(t, dir, p.url, keyOf("stranger")).Put(t.Context(), event, wire.Batch{Batch: "canary-batch", Lines: []wire.Line{stranger}}); err == nil {
		t.Error("a stranger was heard")
	}
	req, _ := http.NewRequest("POST", p.url+"/v1/canary-path/lines?canary-query", strings.NewReader("canary-body"))
	req.Header.Set("User-Agent", "canary-agent")
	req.Header.Set("Cookie", "canary-cookie")
	if res, err := http.DefaultClient.Do(req); err == nil {
		res.Body.Close()
	}
	seen := p.logged()
	p.kill()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	texts := map[string]string{"the log": seen}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		texts[f.Name()] = string(b)
	}
	for name, text := range texts {
		if strings.Contains(text, "canary") {
			t.Errorf("%s has a canary", name)
		}
		if address := "127.0.0.1"; strings.Count(text, address) > strings.Count(text, `"listen":"`+address) {
			t.Errorf("%s has an address", name)
		}
	}
	if !strings.Contains(texts[fileStore]+texts[fileStore+"-wal"], "\x00sealed\x00") {
		t.Error("the test looks in the wrong place")
	}
	if s, err := store.Open(t.Context(), filepath.Join(dir, fileStore)); err != nil {
		t.Error(err)
	} else {
		s.Close()
	}
}
