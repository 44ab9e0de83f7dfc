//go:build e2e

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// undrawable are displays that no OpenGL can draw on.
var undrawable = map[string]struct {
	server []string
	env    []string
}{
	"no GLX":              {server: []string{"-extension", "GLX"}},
	"OpenGL that is old":  {env: []string{"MESA_GL_VERSION_OVERRIDE=1.4", "MESA_GLES_VERSION_OVERRIDE=1.1"}},
	"no driver to render": {env: []string{"LIBGL_DRIVERS_PATH=/nowhere", "LIBGL_ALWAYS_SOFTWARE=1"}},
}

// started is a program that has ended, or was ended after the given time.
func started(t *testing.T, d *Display, env []string, most time.Duration, args ...string) (code int, said string, took time.Duration) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), most)
	defer stop()
	binary, err := filepath.Abs(program)
	wants(t, err)
	cmd := d.command(ctx, binary, args...)
	cmd.Env = append(append(cmd.Env, "HOME="+t.TempDir(), "LANG=en_US.UTF-8"), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	begun := time.Now()
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Fatalf("%v still ran after %s; it said: %s", args, most, &out)
	}
	return cmd.ProcessState.ExitCode(), out.String(), time.Since(begun)
}

// Where nothing can be drawn the booth says so at once, in the person's language, with its code and what
// to do, ends with an exit code of its own, and doctor says the same. In kiosk mode it gives up soon,
// with a report, instead of standing behind a black screen.
func TestABoothThatCannotBeDrawnSaysSo(t *testing.T) {
	t.Parallel()
	for name, u := range undrawable {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithTimeout(context.Background(), 3*time.Minute)
			defer stop()
			display, err := openDisplay(ctx, "1280x800", "", u.server...)
			wants(t, err)
			defer display.Close()
			data := filepath.Join(t.TempDir(), "data")

			code, said, took := started(t, display, u.env, 20*time.Second, "run", "--data", data)
			if code != 8 || !strings.Contains(said, "MB-42") || !strings.Contains(said, "OpenGL") || !strings.Contains(said, "driver") {
				t.Errorf("it ended with %d after %s, and said: %s", code, took, said)
			}
			if code, said, _ = started(t, display, append(u.env, "LANG=zh_CN.UTF-8"), 20*time.Second, "run", "--data", data); code != 8 || !strings.Contains(said, "显卡驱动") {
				t.Errorf("in Chinese it ended with %d, and said: %s", code, said)
			}
			code, said, _ = started(t, display, u.env, 60*time.Second, "doctor", "--data", data, "--json")
			var found []struct{ ID, Level, Text, Todo string }
			_, list, _ := strings.Cut(said, "[")
			if err := json.Unmarshal([]byte("["+list), &found); err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			told := false
			for _, f := range found {
				told = told || f.ID == "gl" && f.Level == "fault" && strings.Contains(f.Text, "OpenGL") && f.Todo != ""
			}
			if code != 1 || !told {
				t.Errorf("doctor ended with %d, and found %v", code, found)
			}
			code, said, took = started(t, display, u.env, 60*time.Second, "run", "--kiosk", "--data", data)
			if code != 8 || !strings.Contains(said, "MB-42") {
				t.Errorf("in kiosk mode it ended with %d after %s, and said: %s", code, took, said)
			}
			if reports, _ := filepath.Glob(filepath.Join(data, "crash", "*-MB-42.txt")); len(reports) != 1 {
				t.Errorf("%d crash reports", len(reports))
			}
		})
	}
}

// Who started it from an icon sees no terminal: a box says it, and stays when the program has ended.
func TestABoxSaysThatNothingCanBeDrawn(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("xmessage"); err != nil {
		t.Skip("xmessage is missing (package x11-utils)")
	}
	if _, err := exec.LookPath("zenity"); err == nil {
		t.Skip("zenity would be asked, which needs more than this display")
	}
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	display, err := openDisplay(ctx, "1280x800", "", "-extension", "GLX")
	wants(t, err)
	defer display.Close()
	if code, said, _ := started(t, display, nil, 20*time.Second, "run", "--data", filepath.Join(t.TempDir(), "data")); code != 8 {
		t.Fatalf("it ended with %d: %s", code, said)
	}
	hands := &Hands{display: display}
	for begun := time.Now(); ; {
		if found, _ := hands.tool(ctx, "xdotool", "search", "--onlyvisible", "--name", "Matchbooth"); found != "" {
			break
		}
		if time.Since(begun) > 10*time.Second {
			t.Fatal("there is no box")
		}
		wants(t, pause(ctx, 100*time.Millisecond))
	}
	if dir := os.Getenv("MATCHBOOTH_SHOTS"); dir != "" {
		wants(t, hands.Photograph(ctx, filepath.Join(dir, "box.png")))
	}
}
