//go:build e2e

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"matchbooth/ui/e2e/trail"
)

// strangers are visitors whose answers are found nowhere else.
var strangers = []Visitor{
	{Answers: map[string]string{"name": ouyang, "phone": "13998765432", "email": "quixwood.z@example.org"}, Finger: true}, // spells Pinyin
	{Answers: map[string]string{"name": "Zebulon Quixwood", "phone": "13887654321", "email": "zebulon.q@example.org"}},
	{Answers: map[string]string{"name": "Philippa Vexworthy", "phone": "13776543210", "email": "vexworthy.p@example.org"}},
}

// words is everything that the strangers type, and how the Chinese name is spelt.
func words() []string {
	all := []string{Spelling[ouyang], "Quixwood", "Vexworthy"}
	for _, v := range strangers {
		all = append(all, v.Secrets()...)
	}
	return all
}

// What visitors type is found nowhere afterwards: one signs up by finger and Pinyin, one leaves in
// the middle, and under one the interface breaks down while the answers stand on the screen.
func TestKioskLeavesNoTrace(t *testing.T) {
	t.Parallel()
	ctx, k := openKiosk(t, 4*time.Minute, "en", OpenDisplay)
	s := trail.New(words()...)
	clean, err := k.clean(ctx)
	wants(t, err)
	k.lookThrough(ctx, t, s)

	visit := Visit{Booth: k.Booth, Who: strangers[0]}
	seen, err := visit.Walk(ctx)
	wants(t, err)
	if seen.Given["name"] != ouyang || seen.Given["email"] == "" {
		t.Fatalf("the first visitor could not answer: %d answers", len(seen.Given))
	}
	k.lookThrough(ctx, t, s)

	// The second has typed all before saying no.
	wants(t, k.GoTo(ctx, "readback", strangers[1]))
	k.lookThrough(ctx, t, s)
	k.notToday(ctx, t)
	k.lookThrough(ctx, t, s)

	signals := []syscall.Signal{syscall.SIGQUIT, syscall.SIGABRT}
	if long {
		signals = append(signals, syscall.SIGSEGV, syscall.SIGBUS)
	}
	for _, sig := range signals {
		wants(t, k.GoTo(ctx, "form", strangers[2]))
		wants(t, k.Hands.Type(ctx, strangers[2].Answers["name"]))
		wants(t, pause(ctx, 200*time.Millisecond))
		k.lookThrough(ctx, t, s)
		for _, key := range []string{"ctrl+a", "ctrl+c", "ctrl+x", "ctrl+c"} { // wants to keep a copy
			wants(t, k.Hands.Key(ctx, key))
		}
		pid := k.Interface()
		begun := time.Now()
		wants(t, tell(pid, sig))
		if _, err := k.Fell(ctx, pid, begun, 20*time.Second); err != nil {
			t.Fatalf("after %s: %v", sig, err)
		}
		wants(t, pause(ctx, rested))
		k.lookThrough(ctx, t, s)
		img, err := k.Hands.Look()
		wants(t, err)
		if n := clean.other(img); n > 0 {
			keepPicture(t, k, "after-"+sig.String())
			t.Errorf("after %s the first screen is not the clean one: about %d pixels", sig, n)
		}
	}
	for _, pid := range []int{k.Supervisor(), k.Interface()} {
		if soft, hard := coreLimit(t, pid); soft != "0" || hard != "0" {
			t.Errorf("process %d may leave a core of %s, %s bytes", pid, soft, hard)
		}
	}
	wants(t, k.Close())
	wants(t, s.In("what the booth printed", []byte(k.Said())))
	k.files(t, s)
	if n := len(crashes(t, k)); n != len(signals) {
		t.Errorf("%d crash reports of %d crashes", n, len(signals))
	}
	for _, name := range crashes(t, k) {
		report, err := os.ReadFile(filepath.Join(k.folder, "crash", name))
		wants(t, err)
		if !strings.Contains(string(report), "goroutine ") {
			t.Errorf("the crash report %s tells nothing of where it happened:\n%s", name, report)
		}
	}
	if n := k.signups(ctx, t); n != 1 {
		t.Errorf("%d are kept, want the one who signed up", n)
	}
	if k.kept(ctx, t)[ouyang] != 1 {
		t.Error("the one who signed up is not kept")
	}
	t.Logf("looked through %d files, %.1f MB in all", s.Files, float64(s.Read)/1e6)

	// The same search does find what is there: the answers, put where the booth keeps its own.
	for _, place := range []string{filepath.Join(k.folder, "crash", "planted.txt"), filepath.Join(k.home, "tmp", "planted")} {
		wants(t, os.WriteFile(place, []byte("x"+strangers[2].Answers["name"]+"x"), 0o600))
		if err := k.search(trail.New(words()...)); err == nil {
			t.Errorf("the search does not find what is planted in %s", place)
		}
		wants(t, os.Remove(place))
	}
}

// lookThrough looks at all that can be seen of the booth while it runs.
func (k *Kiosk) lookThrough(ctx context.Context, t *testing.T, s *trail.Searcher) {
	t.Helper()
	k.files(t, s)
	for _, pid := range []int{k.Supervisor(), k.Interface()} {
		if err := s.Process(pid, k.folder, k.home, k.display.folder); err != nil {
			t.Error(err)
		}
	}
	all, err := k.display.wire.Properties()
	wants(t, err)
	if err := s.In("a window's properties", all); err != nil {
		t.Error(err)
	}
	for _, selection := range []string{"CLIPBOARD", "PRIMARY", "SECONDARY"} {
		held, err := k.display.wire.Taken(selection)
		wants(t, err)
		if err := s.In("the "+selection, held); err != nil {
			t.Error(err)
		}
	}
	wants(t, ctx.Err())
}

// files looks through every file that the booth may have written.
func (k *Kiosk) files(t *testing.T, s *trail.Searcher) {
	t.Helper()
	if err := k.search(s); err != nil {
		t.Error(err)
	}
}

func (k *Kiosk) search(s *trail.Searcher) error {
	// The layout trace, which exists for tests alone, tells what stands on the keys: candidates too.
	layout := func(path string) bool { return path == k.Eyes.trace }
	for _, folder := range []string{k.folder, k.home, k.display.folder} {
		if err := s.Below(folder, layout); err != nil {
			return fmt.Errorf("below %s: %w", filepath.Base(folder), err)
		}
	}
	return nil
}

// coreLimit is how large a core file a process may leave: the soft and the hard limit.
func coreLimit(t *testing.T, pid int) (soft, hard string) {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
	wants(t, err)
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "Max core file size"); ok {
			f := strings.Fields(rest)
			return f[0], f[1]
		}
	}
	t.Fatal("the limits do not tell of core files")
	return "", ""
}
