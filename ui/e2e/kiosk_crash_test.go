//go:build e2e

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/ui/e2e/trail"
)

// crashPlaces are the screens at which the real program crashes; ui/app has a test of all of them
// without a window.
func crashPlaces() []string {
	some := []string{"form", "takehome background"}
	if long {
		some = append(some, "attract", "home", "notice", "decide", "conditions", "form background", "readback", "readback background", "consent", "saved", "takehome")
	}
	return some
}

// The whole program, with its log in detail, walks visitors to a screen and crashes there, with
// all that they typed in the words of the panic and in the arguments of what fell. Nothing of it is
// in any byte that was written anywhere.
func TestKioskFallsInSilence(t *testing.T) {
	t.Parallel()
	all := crashPlaces()
	ctx, k := newKiosk(t, time.Duration(len(all)+2)*time.Minute, "en", OpenDisplay)
	file := filepath.Join(k.display.folder, "crash-at")
	k.env = append(k.env, "MATCHBOOTH_DEBUG=1", "MATCHBOOTH_PANIC_AT="+file, "MATCHBOOTH_FAULTS_ALLOWED=1000")
	wants(t, k.Start(ctx))
	wants(t, k.Learn(ctx))
	look := trail.New(words()...)
	signedUp := 0
	for i, at := range all {
		screen, _, _ := strings.Cut(at, " ")
		who := strangers[1+i%2]
		if screen == "attract" {
			_, err := k.On(ctx, patience, "attract")
			wants(t, err)
		} else {
			wants(t, k.GoTo(ctx, screen, who))
		}
		if screen == "form" { // something is being typed
			wants(t, k.Hands.Type(ctx, who.Answers["name"]))
			wants(t, pause(ctx, 200*time.Millisecond))
		}
		if screen == "saved" || screen == "takehome" {
			signedUp++
		}
		k.lookThrough(ctx, t, look)
		pid, begun := k.Interface(), time.Now()
		wants(t, os.WriteFile(file, []byte(at), 0o600))
		// The supervisor waits longer before each next start, half a minute in the end.
		if _, err := k.Fell(ctx, pid, begun, time.Minute+30*time.Second); err != nil {
			t.Fatalf("at %s: %v", at, err)
		}
		if _, err := os.Stat(file); err == nil {
			t.Errorf("at %s the program fell without having been asked to", at)
		}
		k.lookThrough(ctx, t, look)
	}
	wants(t, k.Close())
	said := k.Said()
	wants(t, look.In("what the booth printed", []byte(said)))
	k.files(t, look)
	if n := strings.Count(said, "level=DEBUG"); n < 10*len(all) || !strings.Contains(said, "[redacted]") {
		t.Errorf("only %d lines of log in detail", n)
	}
	reports := crashes(t, k)
	if len(reports) != len(all) {
		t.Errorf("%d crash reports of %d crashes", len(reports), len(all))
	}
	for _, name := range reports {
		report, err := os.ReadFile(filepath.Join(k.folder, "crash", name))
		wants(t, err)
		if !strings.Contains(string(report), "ui/app.crash\n") || !strings.Contains(string(report), "panic: [redacted]") {
			t.Errorf("the crash report %s is not of the crash that was asked for:\n%s", name, report)
		}
	}
	if n := k.signups(context.WithoutCancel(ctx), t); n != signedUp {
		t.Errorf("%d are kept, want the %d who were shown as saved", n, signedUp)
	}
	t.Logf("%d crashes, %d files and %.1f MB looked through", len(all), look.Files, float64(look.Read)/1e6)

	// The same search does find a log that tells a name, and a report that tells a part of a number.
	if trail.New(words()...).In("", []byte(said+"\ntime=x level=DEBUG msg=event name="+strings.ToUpper(strangers[1].Answers["name"]))) == nil {
		t.Error("a log that tells a name is not noticed")
	}
	planted := filepath.Join(k.folder, "crash", "planted.txt")
	wants(t, os.WriteFile(planted, []byte("panic: number "+strangers[1].Answers["phone"][3:]), 0o600))
	if k.search(trail.New(words()...)) == nil {
		t.Error("a report that tells a part of a number is not noticed")
	}
}
