//go:build e2e

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// kit is the showcase of the touch kit, running in a window: one scene of it.
type kit struct {
	t     *testing.T
	ctx   context.Context
	hands *Hands
	eyes  Eyes
	log   string
	size  image.Point
	run   *exec.Cmd
	said  *bytes.Buffer
	ask   io.Writer
	asked int
}

// buildShowcase builds the program that shows the kit.
var buildShowcase = sync.OnceValues(func() (string, error) { return buildBeside("showcase", "../touch/showcase") })

// buildEmpty builds the program that opens an empty window of the toolkit.
var buildEmpty = sync.OnceValues(func() (string, error) { return buildBeside("empty", "../touch/showcase/empty") })

// buildBeside builds another program that opens a window, with the flags of the real build.
func buildBeside(name, folder string) (string, error) {
	binary := filepath.Join("../../out", name)
	settings, err := os.ReadFile("../../.ci/settings.sh")
	if err != nil {
		return "", err
	}
	_, tags, _ := strings.Cut(string(settings), "\nTAGS=")
	tags, _, _ = strings.Cut(tags, "\n")
	build := exec.Command("go", "build", "-tags", tags, "-o", binary, folder)
	build.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w: %s", name, err, out)
	}
	return filepath.Abs(binary)
}

// openKit opens one scene of the showcase in a display of its own.
func openKit(t *testing.T, scene string) *kit {
	t.Helper()
	return openKitAt(t, scene, image.Pt(800, 600))
}

func openKitAt(t *testing.T, scene string, size image.Point) *kit {
	t.Helper()
	return openKitOn(t, scene, size, OpenDisplay)
}

func openKitOn(t *testing.T, scene string, size image.Point, open func(context.Context, string) (*Display, error)) *kit {
	t.Helper()
	binary, err := buildShowcase()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute) // the test's own ends before the programs can
	t.Cleanup(cancel)
	shape := fmt.Sprintf("%dx%d", size.X, size.Y)
	display, err := open(ctx, shape)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(display.Close)
	folder := t.TempDir()
	k := &kit{t: t, ctx: ctx, log: filepath.Join(folder, "log.jsonl"), eyes: Eyes{trace: filepath.Join(folder, "layout.jsonl")}, size: size, said: new(bytes.Buffer)}
	k.run = display.command(ctx, binary, "--show", scene, "--size", shape, "--log", k.log, "--trace", k.eyes.trace)
	k.run.Stdout, k.run.Stderr = k.said, k.said
	if k.ask, err = k.run.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := k.run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		end(k.run)
		if !k.run.ProcessState.Success() {
			t.Errorf("the showcase ended with %s: %s", k.run.ProcessState, k.said)
		}
	})
	k.hands, err = FindWindow(ctx, display, k.run.Process.Pid, shape, 20*time.Second)
	if err != nil {
		t.Fatalf("%v: %s", err, k.said)
	}
	if _, err := k.eyes.WaitFor(ctx, 10*time.Second, "the scene", func(l Layout) bool { return l.Screen == scene }); err != nil {
		t.Fatal(err)
	}
	k.rest(300 * time.Millisecond)
	return k
}

// must ends the test when hands or eyes have failed.
func (k *kit) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *kit) rest(d time.Duration) { k.t.Helper(); k.must(pause(k.ctx, d)) }

// spot is where a widget lies now.
func (k *kit) spot(id string) Spot {
	k.t.Helper()
	l, _, err := k.eyes.Now()
	k.must(err)
	if s, ok := l.Target(id); ok {
		return s
	}
	s, ok := l.Field(id)
	if !ok {
		k.t.Fatalf("there is no %s on %s", id, l)
	}
	return s
}

// middle is the point of a widget that a finger aims at.
func (k *kit) middle(id string) Point {
	k.t.Helper()
	x, y := k.spot(id).Middle()
	return Point{x, y}
}

// entry is one line of the showcase's log.
type entry struct {
	ID string  `json:"id"`
	N  float64 `json:"n"`
	MS int64   `json:"ms"`
}

// entries are the lines about a widget so far, after everything that was done has arrived.
func (k *kit) entries(id string) []entry {
	k.t.Helper()
	k.rest(90 * time.Millisecond)
	k.asked++
	_, err := fmt.Fprintln(k.ask, k.asked)
	k.must(err)
	for until := time.Now().Add(patience); ; k.rest(10 * time.Millisecond) {
		if all := k.read("pong"); len(all) > 0 && all[len(all)-1].N >= float64(k.asked) {
			return k.read(id)
		}
		if time.Now().After(until) {
			k.t.Fatalf("the showcase has not answered for %s", patience)
		}
	}
}

// read is entries at once.
func (k *kit) read(id string) []entry {
	k.t.Helper()
	data, err := os.ReadFile(k.log)
	if !os.IsNotExist(err) {
		k.must(err)
	}
	var all []entry
	for line := range bytes.Lines(data) {
		var e entry
		if json.Unmarshal(line, &e) == nil && e.ID == id {
			all = append(all, e)
		}
	}
	return all
}

// acts is how often a widget has acted.
func (k *kit) acts(id string) int { k.t.Helper(); return len(k.entries(id)) }

// number is the last number recorded of a widget, or 0.
func (k *kit) number(id string) float64 {
	k.t.Helper()
	if all := k.entries(id); len(all) > 0 {
		return all[len(all)-1].N
	}
	return 0
}

// picture is what the screen shows where a widget lies.
func (k *kit) picture(id string) *image.RGBA {
	k.t.Helper()
	s := k.spot(id)
	img, err := k.hands.display.wire.Part(image.Rect(int(s.X), int(s.Y), int(s.X+s.W), int(s.Y+s.H)))
	k.must(err)
	return img
}

// differ says whether two pictures of a widget show different things.
func differ(a, b *image.RGBA) bool { return !bytes.Equal(a.Pix, b.Pix) }

// gets waits until the widget's picture is (or is no longer) the given one; the window is painted
// some moments after what happened.
func (k *kit) gets(id string, like *image.RGBA, same bool) bool {
	k.t.Helper()
	for range 20 {
		if differ(k.picture(id), like) != same {
			return true
		}
		k.rest(50 * time.Millisecond)
	}
	return false
}
